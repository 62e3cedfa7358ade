"""A query of messages: what was asked, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.outbox.filters import Filters

if TYPE_CHECKING:
    from pytest_sesmock.delivery.publishing import Publication
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
        lost: The indexes of those that match but were accepted without ever being sent, where
            only what is delivered counts.
        published: All that was published, where that is asked for; the matches are among it.
        owner: One object for an outbox and its captures, by which outboxes are told apart.
    """

    name: str
    where: str
    messages: Sequence[SentMessage]
    refusals: Sequence[RefusedRequest]
    filters: Filters
    matches: Sequence[int]
    lost: Sequence[int] = ()
    published: Sequence[Publication] = ()
    owner: object = None
