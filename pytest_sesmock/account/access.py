"""What SES can reach of other AWS services: the targets of rules, events and notifications."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_sesmock.engine.refusal import Reason


class Access:
    """Which resources of other services SES has no access to.

    Whether one lets SES in cannot be known here: all do, but for those that a test denies. A
    resource goes by its ARN, a bucket by its name.

    Args:
        exists: Tells whether there is a resource, as far as that is known.
    """

    def __init__(self, exists: Callable[[str], bool]) -> None:
        self._exists = exists
        self._out_of_reach: dict[str, None] = {}

    def __iter__(self) -> Iterator[str]:
        """The denied resources, in the order denied."""
        return iter(tuple(self._out_of_reach))

    def deny(self, resource: str) -> None:
        """Put a resource out of reach."""
        self._out_of_reach[resource] = None

    def allow(self, resource: str) -> None:
        """Let a resource be reached again."""
        self._out_of_reach.pop(resource, None)

    def require(self, resource: str, reason: Reason) -> None:
        """Refuse, for the reason given, a resource that is out of reach.

        The reason's text has the resource as `{resource}`.
        """
        if resource in self._out_of_reach:
            remedy = f"{{account}}.allow_access({resource!r})"
            raise reason.refused(resource=resource, remedy=remedy)
        if not self._exists(resource):
            raise reason.refused(resource=resource, problem="there is none of this ARN")
