"""Lists of what was sent and what was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.delivery.event import subtype_of
from pytest_sesmock.engine import addresses
from pytest_sesmock.outbox.explain.absence import find_clues
from pytest_sesmock.outbox.explain.advice import PLANNED
from pytest_sesmock.outbox.explain.cells import cells, pad
from pytest_sesmock.outbox.explain.event_words import BAD_NEWS
from pytest_sesmock.outbox.explain.values import (
    LONGEST_PARAGRAPH,
    Block,
    code,
    count,
    one_line,
    paragraph,
    rest,
    show,
    width,
    within,
    wrap,
)

if TYPE_CHECKING:
    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.delivery.publishing import Destination, Publication
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_MESSAGES = 20
MOST_REFUSALS = 5
_FEW = 5
_NARROWEST_SUBJECT = 10
"""In cells; less says nothing."""
_MOST_BAD_NEWS = 3


def nothing_happened(owner: object = None) -> Block:
    """That there is nothing in an outbox, and what may be why."""
    return [
        "Nothing was sent or refused: no call to send reached SES.",
        "Did the code under test reach its SES client?",
        *(line for clue in find_clues(owner) for line in wrap(clue, "  - ")),
    ]


def list_both(
    messages: Sequence[SentMessage],
    refusals: Sequence[RefusedRequest],
    matches: Collection[int] = (),
    elsewhere: Collection[int] = (),
    owner: object = None,
) -> Iterator[Block]:
    """What there is; an expected mail that is missing was often refused."""
    if not messages and not refusals:
        yield nothing_happened(owner)
    if messages:
        yield list_messages(messages, matches, elsewhere=elsewhere)
    if refusals:
        yield list_refusals(refusals, lead="" if messages else "Nothing was sent; ")


def list_messages(
    messages: Sequence[SentMessage],
    matches: Collection[int] = (),
    lead: str = "",
    elsewhere: Collection[int] = (),
) -> Block:
    """How many messages were sent, and a line for each of those that matter: see `select`.

    Args:
        messages: All messages.
        matches: The indexes of those that get a star.
        lead: What the first line begins with.
        elsewhere: The indexes of those that are told of elsewhere.
    """
    indexes = select(len(messages), matches, elsewhere)
    verb = "were" if len(messages) > 1 else "was"
    head = f"{lead}{count(len(messages), 'message')} {verb} sent"
    sources = {message.source for message in messages}
    source = f" from {_mailbox(messages[0].source)}" if len(sources) == 1 else ""
    lines = list_rows(messages, indexes, matches)
    return _list(head, lines, _Choice(len(messages), indexes, matches, elsewhere), source)


def select(number: int, matches: Collection[int], elsewhere: Collection[int] = ()) -> list[int]:
    """The indexes of the messages to list, in order, if so many were sent.

    That is all of them; of many those that matched, and if none has and there is nothing elsewhere,
    the first few.
    """
    matches, elsewhere = set(matches), set(elsewhere)
    others = [index for index in range(number) if index not in elsewhere]
    if number <= MOST_MESSAGES:
        return others
    matching = [index for index in others if index in matches]
    return matching[:MOST_MESSAGES] or ([] if elsewhere else others[:_FEW])


def list_rows(
    messages: Sequence[SentMessage], indexes: Sequence[int], matches: Collection[int] = ()
) -> Block:
    """A line for each of these messages: its index, then as in `describe`."""
    starts = [f"{bullet} " for bullet in _bullets(indexes, matches)]
    return _rows(messages, indexes, starts)


def describe(messages: Sequence[SentMessage], index: int) -> Block:
    """A line about a message: time, sender if they differ, first recipient, subject if rendered.

    Below it is told if it was not delivered as it should be.
    """
    is_rendered = messages[index].rendering_failure is None
    return _rows(messages, [index], [" " * 4], has_subjects=is_rendered)


def _rows(
    messages: Sequence[SentMessage],
    indexes: Sequence[int],
    starts: Sequence[str],
    *,
    has_subjects: bool = True,
) -> Block:
    shortlist = [messages[index] for index in indexes]
    longest = _longest_cell()
    columns = [times(shortlist, messages)]
    if len({message.source for message in messages}) > 1:
        longest = longest * 3 // 5
        columns.append([_mailbox(message.source, longest) for message in shortlist])
    columns.append([recipients(message.recipients, longest) for message in shortlist])
    lines: Block = []
    for start, row, message in zip(starts, _align(columns), shortlist, strict=True):
        # The subject gets what is left of the line, if that is worth it.
        room = width() - cells(f"{start}{row}  ")
        has_subject = has_subjects and room >= _NARROWEST_SUBJECT
        lines.append(f"{start}{row}{f'  {subject(message, room)}' if has_subject else ''}")
        more = [] if message.origin is None else [f"by {message.origin}"]
        for line in (*more, *bad_news(message)):
            lines += wrap(line, " " * 8, " " * 8)
    return lines


def bad_news(message: SentMessage) -> Block:
    """A line for each bounce, complaint, delay or rejection of a message; the first three.

    A message that could not be rendered has another line.
    """
    lines = [_bad_news(each) for each in message.events if each.type in BAD_NEWS]
    return [*lines[:_MOST_BAD_NEWS], *rest(len(lines) - _MOST_BAD_NEWS)]


def _bad_news(event: Event) -> str:
    # A virus concerns everybody.
    who = "" if event.type == "Reject" else recipients(event.recipients)
    words = (f"{BAD_NEWS[event.type]}:", who, one_line(subtype_of(event), LONGEST_PARAGRAPH))
    return " ".join(filter(None, words))


def times(messages: Sequence[SentMessage], among: Sequence[SentMessage]) -> list[str]:
    """When messages were sent, in UTC: with the day if that is not the same for all among them."""
    days = {message.sent_at.date() for message in among}
    form = "%H:%M:%S" if len(days) < 2 else "%m-%d %H:%M"
    return [message.sent_at.strftime(form) for message in messages]


def _align(columns: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(cells, column), default=0) for column in columns]
    return [
        "  ".join(pad(cell, room) for cell, room in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _longest_cell() -> int:
    """How long an address in a list may be."""
    return width() * 5 // 12


def recipients(everyone: tuple[str, ...], longest: int | None = None) -> str:
    """The first one of the recipients, and how many more there are."""
    first, *others = everyone or ("nobody",)
    mailbox = _mailbox(first, longest)
    return f"{mailbox} +{len(others)}" if others else mailbox


def _mailbox(address: str, longest: int | None = None) -> str:
    """An address without its display name, short enough for a cell."""
    parsed = addresses.parse(address)
    room = _longest_cell() if longest is None else longest
    return within(getattr(parsed, "address", address), room)


def subject(message: SentMessage, longest: int) -> str:
    """The subject in quotes; of a message without one because it was never rendered, why."""
    if message.rendering_failure is not None:
        return within(f"never delivered: {message.rendering_failure}", longest)
    whole = show(message.subject, longest - len("''"))
    return whole if cells(whole) <= longest else show(message.subject, longest - len("''..."))


def list_refusals(
    refusals: Sequence[RefusedRequest],
    matches: Collection[int] = (),
    lead: str = "",
    elsewhere: Collection[int] = (),
) -> Block:
    """How many requests SES refused, and what is to be said of each: see `describe_refusal`.

    Args:
        refusals: All refusals.
        matches: The indexes of those that get a star.
        lead: What the first line begins with.
        elsewhere: The indexes of those that are told of elsewhere.
    """
    indexes = _pick(len(refusals), matches, MOST_REFUSALS, elsewhere)
    head = f"{lead}SES refused {count(len(refusals), 'request')}"
    lines = list_refusal_rows(refusals, indexes, matches)
    return _list(head, lines, _Choice(len(refusals), indexes, matches, elsewhere))


def list_refusal_rows(
    refusals: Sequence[RefusedRequest], indexes: Sequence[int], matches: Collection[int] = ()
) -> Block:
    """What is to be said of each of these refusals, with its index."""
    return [
        line
        for bullet, index in zip(_bullets(indexes, matches), indexes, strict=True)
        for line in describe_refusal(refusals[index], bullet)
    ]


def select_refusals(number: int, matches: Collection[int] = ()) -> list[int]:
    """The indexes of the refusals that are listed, if there are so many."""
    return _pick(number, matches, MOST_REFUSALS)


def describe_refusal(refusal: RefusedRequest, bullet: str = "   ") -> Block:
    """The answer with its rule, SES's words, what SES requires, and the remedy."""
    protocol = "" if refusal.api == "smtp" else "HTTP "
    status = f"({protocol}{refusal.http_status}, rule {refusal.rule})"
    answer = f"{bullet} {refusal.operation}: {refusal.code} {status}"
    lines = wrap(one_line(answer, LONGEST_PARAGRAPH), "", " " * 8)
    lines += paragraph(refusal.message)
    why = f"Required: {refusal.requires}" if refusal.requires else PLANNED
    lines += paragraph(why)
    if refusal.remedy is not None:
        lines.append(f"{' ' * 8}To let it pass: {code(refusal.remedy)}")
    return lines


def list_publications(
    published: Sequence[Publication], matches: Collection[int] = (), elsewhere: Collection[int] = ()
) -> Block:
    """A line for each publication: see `describe_publication`."""
    indexes = _pick(len(published), matches, MOST_MESSAGES, elsewhere)
    head = count(len(published), "publication")
    starts = [f"{bullet} " for bullet in _bullets(indexes, matches)]
    lines = _rows_of_publications([published[index] for index in indexes], starts)
    return _list(head, lines, _Choice(len(published), indexes, matches, elsewhere))


def describe_publication(publication: Publication) -> Block:
    """A line about a publication: time, type, first recipient, destination, family."""
    return _rows_of_publications([publication], [" " * 4])


def _rows_of_publications(published: Sequence[Publication], starts: Sequence[str]) -> Block:
    longest = _longest_cell() * 3 // 5
    columns: list[list[str]] = [
        [f"{each.timestamp:%H:%M:%S}" for each in published],
        [each.type for each in published],
        [recipients(each.to, longest) for each in published],
    ]
    return [
        f"{start}{row}  {_place(each, longest)}"
        for start, row, each in zip(starts, _align(columns), published, strict=True)
    ]


def _place(publication: Publication, longest: int) -> str:
    where = publication.destination
    return f"{where.service} {within(_short(where), longest)}, {publication.family}"


def _short(where: Destination) -> str:
    """The name of an event destination, or that of a topic."""
    return str(where).rpartition(":")[2] if where.name is None else where.name


class _Choice(NamedTuple):
    """What of a number of records a list shows, by index; the others are told of or left out."""

    number: int
    indexes: Sequence[int]
    matches: Collection[int]
    elsewhere: Collection[int]


def _list(head: str, lines: Block, choice: _Choice, source: str = "") -> Block:
    """The list: how many there are, some of them, how many are left out."""
    number, indexes, matches, elsewhere = choice
    others = number - len(elsewhere)
    if any(index in matches for index in indexes):
        head = f"{head} (* matched)"
    head += source
    if not indexes:
        hidden = f"; {others} {'are' if others > 1 else 'is'} not shown" if others else ""
        return wrap(f"{head}{hidden}.")
    if elsewhere:
        head = f"{head}; the other{'s' if others > 1 else ''}"
    return [*wrap(f"{head}:"), *lines, *rest(others - len(indexes), " " * 4)]


def _pick(
    number: int, matches: Collection[int], most: int, elsewhere: Collection[int] = ()
) -> list[int]:
    """The indexes to show: matches before others, in order."""
    matches, elsewhere = set(matches), set(elsewhere)
    others = [index for index in range(number) if index not in elsewhere]
    return sorted(sorted(others, key=lambda index: index not in matches)[:most])


def _bullets(indexes: Sequence[int], matches: Collection[int]) -> list[str]:
    """What each line of a list begins with: a mark for a match, and the index."""
    labels = [f"[{index}]" for index in indexes]
    room = max(map(len, labels), default=0)
    marks = ["*" if index in matches else " " for index in indexes]
    return [f"  {mark} {label:>{room}}" for mark, label in zip(marks, labels, strict=True)]
