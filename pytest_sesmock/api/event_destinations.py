"""The shapes of event destinations, which differ between the APIs in spelling only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.event_destinations import (
    CloudWatchMetrics,
    Dimension,
    EventDestination,
    Target,
    event_destination,
)


class Member(NamedTuple):
    """The member that gives one kind of target, and its members by the target's attributes."""

    name: str
    attributes: Mapping[str, str]


class Spelling(NamedTuple):
    """How an API spells event destinations.

    Attributes:
        targets: The members for targets, but for CloudWatch's, which both APIs have alike.
        word: An event type or a dimension's source as the API spells it.
        canonical: The same as the account keeps it.
    """

    targets: Mapping[Callable[..., Target], Member]
    word: Callable[[str], str]
    canonical: Callable[[str], str]

    def read(self, name: str, given: Mapping[str, Any]) -> EventDestination:
        """The event destination of a request; raises Refused if SES takes none such."""
        targets = [
            target(**{key: given[name].get(member, "") for key, member in attributes.items()})
            for target, (name, attributes) in self.targets.items()
            if given.get(name) is not None
        ]
        metrics = given.get("CloudWatchDestination")
        if metrics is not None:
            targets.append(CloudWatchMetrics(tuple(map(self._dimension, metrics[_DIMENSIONS]))))
        return event_destination(
            name,
            enabled=given.get("Enabled", False),
            event_types=[self.canonical(each) for each in given["MatchingEventTypes"]],
            targets=targets,
        )

    def _dimension(self, given: Mapping[str, str]) -> Dimension:
        return Dimension(
            given["DimensionName"],
            self.canonical(given["DimensionValueSource"]),
            given["DefaultDimensionValue"],
        )

    def show(self, destination: EventDestination) -> dict[str, Any]:
        """The event destination as a result has it; a target only v2 knows is left out of v1's."""
        shown: dict[str, Any] = {
            "Name": destination.name,
            "Enabled": destination.enabled,
            "MatchingEventTypes": [self.word(each) for each in destination.event_types],
        }
        target = destination.target
        if isinstance(target, CloudWatchMetrics):
            shown["CloudWatchDestination"] = {
                _DIMENSIONS: [
                    {
                        "DimensionName": name,
                        "DimensionValueSource": self.word(source),
                        "DefaultDimensionValue": default,
                    }
                    for name, source, default in target.dimensions
                ]
            }
        elif type(target) in self.targets:
            name, attributes = self.targets[type(target)]
            shown[name] = {member: getattr(target, key) for key, member in attributes.items()}
        return shown


_DIMENSIONS = "DimensionConfigurations"
