"""The text of each failed assertion, and of comparisons with `assert`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import listing
from pytest_sesmock.outbox.explain.cells import cells
from pytest_sesmock.outbox.explain.differences import Labels, difference
from pytest_sesmock.outbox.explain.nearest import (
    Near,
    find_nearest,
    list_mismatches,
    unlike_attributes,
)
from pytest_sesmock.outbox.explain.unpublished import find_reasons
from pytest_sesmock.outbox.explain.values import Block, count, rest, show, width, within, wrap
from pytest_sesmock.outbox.filters import (
    FilterNames,
    Filters,
    MessageFilters,
    PublicationFilters,
    RefusalFilters,
)
from pytest_sesmock.outbox.matching import NOT_EQUAL, Mismatch

if TYPE_CHECKING:
    from pytest_sesmock.delivery.publishing import Publication
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.query import QueryResult
    from pytest_sesmock.outbox.refused_request import RefusedRequest

_MOST_SUMMED_UP = 3
_MOST_ONLY = 10
_LEFT_RIGHT = Labels("left ", "right")


class FailureText(str):
    """The text of a failed assertion, which knows what it tells of.

    Attributes:
        mentions: The messages and refusals that the text has a line of, what matters most first: no
            section of the report tells them again.
    """

    __slots__ = ("mentions",)

    mentions: tuple[object, ...]


def wrong_number(result: QueryResult, number: int) -> FailureText:
    """Why there are not as many matches as expected."""
    head = _head("message", result, _exactly(number))
    if len(result.matches) > number:
        differences = (
            _differences([result.messages[index] for index in result.matches], MessageFilters)
            if number
            else ()
        )
        return _list_messages(result, [head, *differences])
    return _too_few(head, result)


def none_of_any(result: QueryResult) -> FailureText:
    """Why there is no first and no last match."""
    return _too_few(_head("message", result, "at least 1"), result)


def no_such_index(result: QueryResult, index: object) -> FailureText:
    """Why there is no message at an index."""
    there = f"there is no [{index}]: "
    if result.filters:
        matched = f"{there}{count(len(result.matches), 'message')} matched{result.where}"
        return _too_few(_with_filters(matched, result.filters), result)
    number = count(len(result.messages), "message")
    return _list_all(
        result._replace(matches=()), [[f"{there}the {result.name} has {number}{result.where}"]]
    )


def _too_few(head: Block, result: QueryResult) -> FailureText:
    matches = set(result.matches)
    others = [index for index in range(len(result.messages)) if index not in matches]
    near = find_nearest(
        result.name,
        result.messages,
        result.filters,
        others,
        result.lost,
        describe=partial(listing.describe, result.messages),
    )
    # A refusal explains a message that is missing, not one too many.
    return _list_all(result, [head], near)


def _exactly(number: int) -> str:
    return f"exactly {number}" if number else "none"


def wrong_count(result: QueryResult, expected: int) -> FailureText:
    """Why `assert_count`, or `assert_empty`, failed."""
    if result.filters:
        return wrong_number(result, expected)
    number = len(result.messages)
    holds = f"the outbox has {count(number, 'message')}"
    head = [f"{holds}{result.where}, expected {expected or 'none'}"]
    result = result._replace(matches=())
    return (_list_all if number < expected else _list_messages)(result, [head])


def not_all(result: QueryResult, filters: Filters, others: Sequence[int]) -> FailureText:
    """Why `assert_all` failed; `others` are the indexes of the messages that do not match."""
    if not others:
        return _list_all(result, [_head("message", result, "at least 1 that could match")])
    of = count(len(result.matches), "message")
    verb = "does" if len(others) == 1 else "do"
    head = _with_filters(
        f"{len(others)} of {of}{result.where} {verb} not match, expected all to match", filters
    )
    messages = result.messages
    first = list_mismatches(
        result.name, messages, filters, others, partial(listing.describe, messages)
    )
    indexes = others[len(first) : len(first) + listing.MOST_MESSAGES]
    blocks = [head, *(each.lines for each in first)]
    if indexes:
        more = rest(len(others) - len(first) - len(indexes), " " * 4)
        rows = listing.list_rows(messages, indexes)
        blocks.append(["The others that do not match:", *rows, *more])
    return _text(blocks, [messages[index] for index in others[: len(first) + len(indexes)]])


def wrong_number_refused(result: QueryResult, number: int) -> FailureText:
    """Why `assert_refused`, or `assert_no_refusals`, failed; what matched are refusals."""
    head = _head("refusal", result, _exactly(number))
    refusals, matches = result.refusals, result.matches
    if not refusals:
        return _list_messages(result._replace(matches=()), [head], lead="Nothing was refused; ")
    near = _nearest(
        result,
        number,
        "refusals",
        refusals,
        lambda index: listing.describe_refusal(refusals[index]),
    )
    told = [each.place for each in near]
    blocks = [
        head,
        *(each.lines for each in near),
        *_hints(result, number, refusals, RefusalFilters),
        listing.list_refusals(refusals, matches, elsewhere=told),
    ]
    indexes = [*told, *listing.select_refusals(len(refusals), matches)]
    return _text(blocks, [refusals[index] for index in indexes])


def wrong_number_published(result: QueryResult, number: int) -> FailureText:
    """Why `assert_published`, or `assert_not_published`, failed; what matched are publications."""
    head = _head("publication", result, _exactly(number))
    published = result.published
    if published:
        near = _nearest(
            result,
            number,
            "published",
            published,
            lambda index: listing.describe_publication(published[index]),
        )
        told = [each.place for each in near]
        return _text(
            [
                head,
                *(each.lines for each in near),
                *_hints(result, number, published, PublicationFilters),
                listing.list_publications(published, result.matches, told),
            ]
        )
    if not result.messages:
        return _list_all(result._replace(matches=()), [head])
    result = result._replace(matches=())
    return _list_messages(
        result, [head], lead="Nothing was published; ", after=[find_reasons(result.messages)]
    )


def summary(messages: Sequence[SentMessage], refusals: Sequence[RefusedRequest] = ()) -> str:
    """On one line how many messages and refusals there are, and the first of the messages."""
    numbers = [count(len(messages), "message")]
    if refusals:
        numbers.append(count(len(refusals), "refusal"))
    shortly = [
        f"{listing.recipients(message.recipients)} {listing.subject(message, 24)}"
        for message in messages[:_MOST_SUMMED_UP]
    ]
    if len(messages) > _MOST_SUMMED_UP:
        shortly.append("...")
    return f"{', '.join(numbers)}{': ' if shortly else ''}{', '.join(shortly)}"


# Comparisons. pytest shows the first lines only, unless it is verbose.


def unequal_messages(left: SentMessage, right: SentMessage) -> Block:
    """Why two messages are not the same one."""
    names = unlike_attributes([left, right], MessageFilters)
    head = "Two sends are two messages, even with the same content."
    if not names:
        return [head, "These differ only in message_id and sent_at."]
    lines = [
        line
        for name in names
        for line in difference(
            Mismatch(name, getattr(left, name), getattr(right, name), NOT_EQUAL),
            _LEFT_RIGHT,
        )
    ]
    return [f"{head} These differ in: {', '.join(names)}", *lines]


def unequal_lists(left: Sequence[SentMessage], right: Sequence[SentMessage]) -> Block:
    """How two sequences of messages differ."""
    lines = [f"{count(len(left), 'message')} on the left, {len(right)} on the right"]
    for name, one, other in (("left", left, right), ("right", right, left)):
        only = [message for message in one if message not in other]
        lines += [
            within(f"only on the {name}: {message!r}", width() - len("  "))
            for message in only[:_MOST_ONLY]
        ]
        lines += rest(len(only) - _MOST_ONLY)
    if len(lines) == 1:
        lines.append("the same messages in a different order, or a different number of times")
    return lines


def wrong_length(result: QueryResult) -> Block:
    """What is there, when `len` did not compare as it should."""
    number = len(result.matches)
    head = _with_filters(f"the number of messages{result.where} is {number}", result.filters)
    return [*head, *_lines(_list_both(result, result.refusals, _marks(result)))]


def membership(result: QueryResult) -> Block:
    """What is there, when a message is not, or should not be."""
    head = _with_filters(f"the messages{result.where}", result.filters)
    return [*head, *_lines(_list_both(result, (), _marks(result)))]


# The parts of a text


def _text(blocks: Sequence[Block], mentions: Sequence[object] = ()) -> FailureText:
    text = FailureText("\n\n".join("\n".join(block) for block in blocks))
    text.mentions = tuple(mentions)
    return text


def _list_all(
    result: QueryResult, blocks: Sequence[Block], near: Sequence[Near] = ()
) -> FailureText:
    """The text with what came near, and what else was sent and refused."""
    told = [each.place for each in near]
    refused = [result.refusals[index] for index in listing.select_refusals(len(result.refusals))]
    return _text(
        [
            *blocks,
            *(each.lines for each in near),
            *_list_both(result, result.refusals, result.matches, told),
        ],
        [*_messages_told(result, told), *refused],
    )


def _list_both(
    result: QueryResult,
    refusals: Sequence[RefusedRequest],
    matches: Collection[int],
    elsewhere: Collection[int] = (),
) -> Iterator[Block]:
    return listing.list_both(result.messages, refusals, matches, elsewhere, result.owner)


def _list_messages(
    result: QueryResult, blocks: Sequence[Block], lead: str = "", after: Sequence[Block] = ()
) -> FailureText:
    """The text with what was sent; refusals would explain nothing."""
    if not result.messages:
        return _text([*blocks, listing.nothing_happened(result.owner)])
    return _text(
        [*blocks, listing.list_messages(result.messages, result.matches, lead), *after],
        _messages_told(result, ()),
    )


def _messages_told(result: QueryResult, near: Sequence[int]) -> list[SentMessage]:
    """The messages with a line: those that came near, those that match, the others."""
    indexes = listing.select(len(result.messages), result.matches, near)
    matching = set(result.matches)
    listed = sorted(indexes, key=lambda index: index not in matching)
    return [result.messages[index] for index in (*near, *listed)]


def _marks(result: QueryResult) -> Sequence[int]:
    """The matches, if it says something that they are: without a filter all are."""
    return result.matches if result.filters else ()


def _lines(blocks: Iterator[Block]) -> Block:
    return [line for block in blocks for line in block]


def _head(noun: str, result: QueryResult, expected: str) -> Block:
    sentence = f"{count(len(result.matches), noun)} matched{result.where}, expected {expected}"
    return _with_filters(sentence, result.filters)


def _with_filters(sentence: str, filters: Filters) -> Block:
    items = [f"{name}={show(value)}" for name, value in filters]
    if not items:
        return [sentence]
    line = f"{sentence}: {', '.join(items)}"
    # pytest sets "AssertionError: " before the first line.
    if cells(line) <= width() - 16:
        return [line]
    return [f"{sentence}:", *(f"    {one}" for one in items)]


def _nearest(
    result: QueryResult,
    number: int,
    name: str,
    records: Sequence[RefusedRequest | Publication],
    describe: Callable[[int], Block],
) -> list[Near]:
    """What nearly matches, if too few do."""
    matches = set(result.matches)
    if len(matches) > number:
        return []
    others = [index for index in range(len(records)) if index not in matches]
    name = f"{result.name}.{name}"
    return find_nearest(name, records, result.filters, others, describe=describe)


def _hints(
    result: QueryResult,
    number: int,
    records: Sequence[RefusedRequest | Publication],
    filters: FilterNames,
) -> Iterator[Block]:
    """What tells the matches apart, if there are too many."""
    if len(result.matches) > number > 0:
        yield from _differences([records[index] for index in result.matches], filters)


def _differences(
    records: Sequence[SentMessage | RefusedRequest | Publication],
    filters: FilterNames,
) -> Iterator[Block]:
    """What tells several matches apart, so that the next filter is easily chosen."""
    names = unlike_attributes(records, filters)
    if names:
        yield wrap(f"The matches differ in: {', '.join(names)}")
    else:
        yield ["The matches are identical: was the same call made more than once?"]
