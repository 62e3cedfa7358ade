"""Why nothing was published of messages: what their configuration lacked when SES took them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.values import Block, count, one_line, wrap
from pytest_sesmock.outbox.message import acceptance_of

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

_MOST_REASONS = 5
_LONGEST_REASON = 200


def find_reasons(messages: Sequence[SentMessage]) -> Block:
    """A line for each reason there is, with the number of messages that it holds for."""
    numbers: dict[str, int] = {}
    for message in messages:
        for reason in _reasons(message):
            numbers[reason] = numbers.get(reason, 0) + 1
    return [
        line
        for reason, number in [*numbers.items()][:_MOST_REASONS]
        for line in wrap(f"{count(number, 'message')} {one_line(reason, _LONGEST_REASON)}")
    ]


def _reasons(message: SentMessage) -> Iterator[str]:
    acceptance = acceptance_of(message)
    types = ", ".join(dict.fromkeys(event.type for event in message.events))
    name = message.configuration_set
    if name is None:
        yield "had no configuration set"
    elif not acceptance.event_destinations:
        yield f"had configuration set {name!r}, which had no event destination"
    for each in acceptance.event_destinations:
        takes = f"took {', '.join(each.event_types)}" if each.enabled else "was disabled"
        yield f"had event destination {each.name!r} of {name!r}, which {takes} (events: {types})"
    topics = {} if acceptance.notifications is None else acceptance.notifications.topics
    if not topics:
        yield "came from an identity without notification topics"
    else:
        yield f"came from an identity with topics for {', '.join(topics)} (events: {types})"
