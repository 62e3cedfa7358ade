"""A query of messages: what was asked, and what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.outbox.explain import arguments
from pytest_sesmock.outbox.matching import (
    CLOSED_SETS,
    Filters,
    MessageFilters,
    RefusalFilters,
    can_match,
)

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

# pytest leaves the frames of this module out of a failure.
__tracebackhide__ = True


class QueryResult(NamedTuple):
    """What a query of messages found, and among what.

    Attributes:
        name: How a test calls the outbox: `outbox`, or `captured` within a block.
        where: What the query is limited to, as the end of a sentence; empty if to nothing.
        messages: All messages there are.
        refusals: All refusals there are.
        filters: What was asked for.
        matches: The indexes of the messages that match.
    """

    name: str
    where: str
    messages: Sequence[SentMessage]
    refusals: Sequence[RefusedRequest]
    filters: Filters
    matches: Sequence[int]


def check_filters(
    filters: Mapping[str, object], kind: type[MessageFilters | RefusalFilters]
) -> Filters:
    """The filters in their order; TypeError for one that is unknown or can match nothing."""
    names = list(kind.__annotations__)
    closed = CLOSED_SETS[kind.__name__]
    for name, expected in filters.items():
        if name not in names:
            raise TypeError(arguments.unknown_filter(name, names))
        if not can_match(name, expected):
            raise TypeError(arguments.impossible_filter(name, expected))
        if isinstance(expected, str) and expected not in closed.get(name, (expected,)):
            raise TypeError(arguments.unknown_value(name, expected, closed[name]))
    return tuple(filters.items())
