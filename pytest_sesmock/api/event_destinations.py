"""Event destinations, which differ between the APIs in spelling only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.announcements import validate_destination
from pytest_sesmock.account.event_destinations import (
    CloudWatchMetrics,
    Dimension,
    EventDestination,
    SnsTopic,
    Target,
    event_destination,
)
from pytest_sesmock.api.context import Context, Result


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
        name: The name of the event destination that a request hands over.
    """

    targets: Mapping[Callable[..., Target], Member]
    word: Callable[[str], str]
    canonical: Callable[[str], str]
    name: Callable[[Mapping[str, Any]], str]

    def create(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Give a configuration set one more event destination."""
        new = self._read(context, parameters)
        context.account.configuration_sets.create_event_destination(
            parameters["ConfigurationSetName"], new
        )
        if isinstance(new.target, SnsTopic):
            context.account.publisher.announce(validate_destination(new.target.arn))
        return {}

    def update(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Put an event destination in the place of the one of the same name."""
        context.account.configuration_sets.update_event_destination(
            parameters["ConfigurationSetName"], self._read(context, parameters)
        )
        return {}

    def delete(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Take an event destination from a configuration set."""
        context.account.configuration_sets.delete_event_destination(
            parameters["ConfigurationSetName"], parameters["EventDestinationName"]
        )
        return {}

    def _read(self, context: Context, parameters: Mapping[str, Any]) -> EventDestination:
        """The event destination of a request; raises Refused if SES takes none such."""
        destination = parameters["EventDestination"]
        targets = [
            target(**{key: destination[name].get(member, "") for key, member in attributes.items()})
            for target, (name, attributes) in self.targets.items()
            if destination.get(name) is not None
        ]
        metrics = destination.get("CloudWatchDestination")
        if metrics is not None:
            targets.append(
                CloudWatchMetrics(tuple(map(self._read_dimension, metrics[_DIMENSIONS])))
            )
        return event_destination(
            self.name(parameters),
            enabled=destination.get("Enabled", False),
            # Optional in v2's model alone; without them it is as with none (grade C).
            event_types=[
                self.canonical(each) for each in destination.get("MatchingEventTypes", ())
            ],
            targets=targets,
            access=context.account.access,
        )

    def _read_dimension(self, members: Mapping[str, str]) -> Dimension:
        return Dimension(
            members["DimensionName"],
            self.canonical(members["DimensionValueSource"]),
            members["DefaultDimensionValue"],
        )

    def describe(self, destination: EventDestination) -> dict[str, Any]:
        """The event destination as a result has it; a target only v2 knows is left out of v1's."""
        members: dict[str, Any] = {
            "Name": destination.name,
            "Enabled": destination.enabled,
            "MatchingEventTypes": [self.word(each) for each in destination.event_types],
        }
        target = destination.target
        if isinstance(target, CloudWatchMetrics):
            members["CloudWatchDestination"] = {
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
            members[name] = {member: getattr(target, key) for key, member in attributes.items()}
        return members


_DIMENSIONS = "DimensionConfigurations"
