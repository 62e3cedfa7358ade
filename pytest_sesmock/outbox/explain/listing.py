"""Lists of what was sent and what was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_sesmock.delivery.event import subtype_of
from pytest_sesmock.engine import addresses
from pytest_sesmock.outbox.explain.absence import find_clues
from pytest_sesmock.outbox.explain.values import (
    LONGEST_PARAGRAPH,
    WIDTH,
    Block,
    code,
    count,
    one_line,
    paragraph,
    rest,
    show,
    wrap,
)

if TYPE_CHECKING:
    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.delivery.publishing import Destination, Publication
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_MESSAGES = 20
MOST_REFUSALS = 5
LONGEST_CELL = 30
# With a column for senders as well.
_LONGEST_OF_TWO = 18
_MOST_BAD_NEWS = 3
# A message that could not be rendered has another line.
_BAD_NEWS = {
    "Bounce": "bounced",
    "Complaint": "complained",
    "DeliveryDelay": "delayed",
    "Reject": "rejected",
}


def nothing_happened() -> Block:
    """That there is nothing, and what may be why."""
    return [
        "Nothing was sent or refused: no call to send reached SES.",
        "Did the code under test reach its SES client?",
        *(line for clue in find_clues() for line in wrap(clue, "  - ")),
    ]


def list_both(
    messages: Sequence[SentMessage],
    refusals: Sequence[RefusedRequest],
    matches: Collection[int] = (),
) -> Iterator[Block]:
    """What there is; an expected mail that is missing was often refused."""
    if not messages and not refusals:
        yield nothing_happened()
    if messages:
        yield list_messages(messages, matches)
    if refusals:
        yield list_refusals(refusals, lead="" if messages else "Nothing was sent; ")


def list_messages(
    messages: Sequence[SentMessage], matches: Collection[int] = (), lead: str = ""
) -> Block:
    """A line for each message: time, sender if they differ, first recipient, subject.

    Below it is told if it was not delivered as it should be.
    """
    verb = "were" if len(messages) > 1 else "was"
    head = f"{lead}{count(len(messages), 'message')} {verb} sent{' (* matched)' if matches else ''}"
    indexes = _pick(len(messages), matches, MOST_MESSAGES)
    shortlist = [messages[index] for index in indexes]
    to = [recipients(message.recipients) for message in shortlist]
    if len({message.source for message in messages}) > 1:
        senders = [_mailbox(message.source, _LONGEST_OF_TWO) for message in shortlist]
        to = [recipients(message.recipients, _LONGEST_OF_TWO) for message in shortlist]
        columns = [times(shortlist), senders, to]
    else:
        head = f"{head} from {_mailbox(messages[0].source)}"
        columns = [times(shortlist), to]
    starts = [
        f"{bullet} {row}  "
        for bullet, row in zip(_bullets(indexes, matches), _align(columns), strict=True)
    ]
    # The subject gets what is left of the line.
    room = WIDTH - len(starts[0])
    lines: list[str] = []
    for start, message in zip(starts, shortlist, strict=True):
        lines.append(f"{start}{subject(message, room)}")
        if message.origin is not None:
            lines += wrap(f"by {message.origin}", " " * 8, " " * 8)
        for line in bad_news(message):
            lines += wrap(line, " " * 8, " " * 8)
    return [f"{head}:", *lines, *rest(len(messages) - len(indexes), " " * 4)]


def bad_news(message: SentMessage) -> Block:
    """A line for each bounce, complaint, delay or rejection of a message; the first three."""
    lines = [_bad_news(each) for each in message.events if each.type in _BAD_NEWS]
    return [*lines[:_MOST_BAD_NEWS], *rest(len(lines) - _MOST_BAD_NEWS)]


def _bad_news(event: Event) -> str:
    # A virus concerns everybody.
    who = "" if event.type == "Reject" else recipients(event.recipients)
    words = (f"{_BAD_NEWS[event.type]}:", who, one_line(subtype_of(event), LONGEST_PARAGRAPH))
    return " ".join(filter(None, words))


def times(messages: Sequence[SentMessage]) -> list[str]:
    """When the messages were sent, in UTC: with the day if that is not the same for all."""
    days = {message.sent_at.date() for message in messages}
    form = "%H:%M:%S" if len(days) < 2 else "%m-%d %H:%M"
    return [message.sent_at.strftime(form) for message in messages]


def _align(columns: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in columns]
    return [
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]


def recipients(everyone: tuple[str, ...], longest: int = LONGEST_CELL) -> str:
    """The first one of the recipients, and how many more there are."""
    first, *others = everyone or ("nobody",)
    mailbox = _mailbox(first, longest)
    return f"{mailbox} +{len(others)}" if others else mailbox


def _mailbox(address: str, longest: int = LONGEST_CELL) -> str:
    """An address without its display name, short enough for a cell."""
    parsed = addresses.parse(address)
    return _cell(getattr(parsed, "address", address), longest)


def _cell(text: str, longest: int) -> str:
    whole = one_line(text, longest)
    return whole if len(whole) <= longest else one_line(text, longest - len("..."))


def subject(message: SentMessage, longest: int) -> str:
    """The subject in quotes; of a message without one because it was never rendered, why."""
    if message.rendering_failure is not None:
        return _cell(f"never delivered: {message.rendering_failure}", longest)
    whole = show(message.subject, longest=longest - len("''"))
    return whole if len(whole) <= longest else show(message.subject, longest=longest - len("''..."))


def list_refusals(
    refusals: Sequence[RefusedRequest], matches: Collection[int] = (), lead: str = ""
) -> Block:
    """For each refusal the answer with its rule, SES's words, and the remedy."""
    requests = count(len(refusals), "request")
    lines = [f"{lead}SES refused {requests}{' (* matched)' if matches else ''}:"]
    indexes = _pick(len(refusals), matches, MOST_REFUSALS)
    for bullet, index in zip(_bullets(indexes, matches), indexes, strict=True):
        one = refusals[index]
        answer = f"{bullet} {one.operation}: {one.code} (HTTP {one.http_status}, rule {one.rule})"
        lines += wrap(one_line(answer, LONGEST_PARAGRAPH), "", " " * 8)
        lines += paragraph(one.message)
        if one.remedy is not None:
            lines.append(f"{' ' * 8}To let it pass: {code(one.remedy)}")
    return [*lines, *rest(len(refusals) - len(indexes), " " * 4)]


def list_publications(published: Sequence[Publication], matches: Collection[int] = ()) -> Block:
    """A line for each publication: time, type, first recipient, destination, family."""
    head = f"{count(len(published), 'publication')}{' (* matched)' if matches else ''}:"
    indexes = _pick(len(published), matches, MOST_MESSAGES)
    shortlist = [published[index] for index in indexes]
    columns: list[list[str]] = [
        [f"{each.timestamp:%H:%M:%S}" for each in shortlist],
        [each.type for each in shortlist],
        [recipients(each.to, _LONGEST_OF_TWO) for each in shortlist],
    ]
    lines = [
        f"{bullet} {row}  {_place(each)}"
        for bullet, row, each in zip(
            _bullets(indexes, matches), _align(columns), shortlist, strict=True
        )
    ]
    return [head, *lines, *rest(len(published) - len(indexes), " " * 4)]


def _place(publication: Publication) -> str:
    where = publication.destination
    return f"{where.service} {_cell(_short(where), _LONGEST_OF_TWO)}, {publication.family}"


def _short(where: Destination) -> str:
    """The name of an event destination, or that of a topic."""
    return str(where).rpartition(":")[2] if where.name is None else where.name


def _pick(number: int, matches: Collection[int], most: int) -> list[int]:
    """The indexes to show: matches before others, in order."""
    return sorted(sorted(range(number), key=lambda index: index not in matches)[:most])


def _bullets(indexes: list[int], matches: Collection[int]) -> list[str]:
    """What each line of a list begins with: a mark for a match, and the index."""
    labels = [f"[{index}]" for index in indexes]
    width = max(map(len, labels))
    marks = ["*" if index in matches else " " for index in indexes]
    return [f"  {mark} {label:>{width}}" for mark, label in zip(marks, labels, strict=True)]
