"""Lists of what was sent and what was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_sesmock.engine import addresses
from pytest_sesmock.outbox.explain.values import (
    LONGEST_PARAGRAPH,
    WIDTH,
    Block,
    counted,
    one_line,
    paragraph,
    rest,
    shown,
    wrapped,
)

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_MESSAGES = 20
MOST_REFUSALS = 5
LONGEST_CELL = 30
# With a column for senders as well.
_LONGEST_OF_TWO = 18

NOTHING_HAPPENED = [
    "Nothing was sent and nothing was refused: no call to send reached SES.",
    "Did the code under test get as far as its SES client?",
]


def sent_then_refused(
    sent: Sequence[SentMessage],
    refusals: Sequence[RefusedRequest],
    matched: Collection[int] = (),
) -> Iterator[Block]:
    """What there is; an expected mail that is missing was often refused."""
    if not sent and not refusals:
        yield NOTHING_HAPPENED
    if sent:
        yield messages(sent, matched)
    if refusals:
        yield refused(refusals, lead="" if sent else "Nothing was sent; ")


def messages(sent: Sequence[SentMessage], matched: Collection[int] = (), lead: str = "") -> Block:
    """A line for each message: time, sender if they differ, first recipient, subject."""
    verb = "were" if len(sent) > 1 else "was"
    head = f"{lead}{counted(len(sent), 'message')} {verb} sent{' (* matched)' if matched else ''}"
    picked = _picked(len(sent), matched, MOST_MESSAGES)
    listed = [sent[index] for index in picked]
    to = [recipients(message.recipients) for message in listed]
    if len({message.source for message in sent}) > 1:
        senders = [_mailbox(message.source, _LONGEST_OF_TWO) for message in listed]
        to = [recipients(message.recipients, _LONGEST_OF_TWO) for message in listed]
        columns = [times(listed), senders, to]
    else:
        head = f"{head} from {_mailbox(sent[0].source)}"
        columns = [times(listed), to]
    starts = [
        f"{bullet} {row}  "
        for bullet, row in zip(_bullets(picked, matched), _aligned(columns), strict=True)
    ]
    # The subject gets what is left of the line.
    room = WIDTH - len(starts[0])
    rows = [
        f"{start}{_quoted(message.subject, room)}"
        for start, message in zip(starts, listed, strict=True)
    ]
    return [f"{head}:", *rows, *rest(len(sent) - len(picked), " " * 4)]


def times(sent: Sequence[SentMessage]) -> list[str]:
    """When the messages were sent, in UTC: with the day if that is not the same for all."""
    days = {message.sent_at.date() for message in sent}
    form = "%H:%M:%S" if len(days) < 2 else "%m-%d %H:%M"
    return [message.sent_at.strftime(form) for message in sent]


def _aligned(columns: Sequence[Sequence[str]]) -> list[str]:
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


def _quoted(text: str, longest: int) -> str:
    whole = shown(text, longest=longest - len("''"))
    return whole if len(whole) <= longest else shown(text, longest=longest - len("''..."))


def refused(
    refusals: Sequence[RefusedRequest], matched: Collection[int] = (), lead: str = ""
) -> Block:
    """For each refusal the answer with its rule, SES's words, and the remedy."""
    requests = counted(len(refusals), "request")
    lines = [f"{lead}SES refused {requests}{' (* matched)' if matched else ''}:"]
    picked = _picked(len(refusals), matched, MOST_REFUSALS)
    for bullet, index in zip(_bullets(picked, matched), picked, strict=True):
        one = refusals[index]
        answer = f"{bullet} {one.operation}: {one.code} (HTTP {one.http_status}, rule {one.rule})"
        lines += wrapped(one_line(answer, LONGEST_PARAGRAPH), "", " " * 8)
        lines += paragraph(one.message)
        if one.remedy is not None:
            lines += paragraph(f"To let it pass: {one.remedy}")
    return [*lines, *rest(len(refusals) - len(picked), " " * 4)]


def _picked(number: int, matched: Collection[int], most: int) -> list[int]:
    """The indexes to show: the matched ones before others, in order."""
    return sorted(sorted(range(number), key=lambda index: index not in matched)[:most])


def _bullets(picked: list[int], matched: Collection[int]) -> list[str]:
    """What each line of a list begins with: a mark for a match, and the index."""
    indexes = [f"[{index}]" for index in picked]
    width = max(map(len, indexes))
    marks = ["*" if index in matched else " " for index in picked]
    return [f"  {mark} {index:>{width}}" for mark, index in zip(marks, indexes, strict=True)]
