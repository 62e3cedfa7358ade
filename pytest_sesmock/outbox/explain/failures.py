"""The text of each failed assertion, and of comparisons with `assert`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import listing
from pytest_sesmock.outbox.explain.differences import Labels, difference
from pytest_sesmock.outbox.explain.nearest import find_nearest, unlike_attributes
from pytest_sesmock.outbox.explain.unpublished import find_reasons
from pytest_sesmock.outbox.explain.values import WIDTH, Block, count, show, wrap
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
_LEFT_RIGHT = Labels("left ", "right")


def wrong_number(result: QueryResult, number: int) -> str:
    """Why there are not as many matches as expected."""
    head = _head("message", result, _exactly(number))
    if len(result.matches) > number:
        all_messages = listing.list_messages(result.messages, result.matches)
        if not number:
            return _text(head, all_messages)
        differences = _differences(
            [result.messages[index] for index in result.matches], MessageFilters
        )
        return _text(head, *differences, all_messages)
    return _too_few(head, result)


def none_of_any(result: QueryResult) -> str:
    """Why there is no first and no last match."""
    return _too_few(_head("message", result, "at least 1"), result)


def _too_few(head: Block, result: QueryResult) -> str:
    others = [index for index in range(len(result.messages)) if index not in set(result.matches)]
    # A refusal explains a message that is missing, not one too many.
    return _text(
        head,
        *find_nearest(result.name, result.messages, result.filters, others, result.lost),
        *listing.list_both(result.messages, result.refusals, result.matches),
    )


def _exactly(number: int) -> str:
    return f"exactly {number}" if number else "none"


def wrong_count(result: QueryResult, expected: int) -> str:
    """Why `assert_count`, or `assert_empty`, failed."""
    if result.filters:
        return wrong_number(result, expected)
    number = len(result.messages)
    holds = f"the outbox has {count(number, 'message')}"
    head = [f"{holds}{result.where}, expected {expected or 'none'}"]
    refusals = result.refusals if number < expected else ()
    return _text(head, *listing.list_both(result.messages, refusals))


def not_all(result: QueryResult, filters: Filters, others: Sequence[int]) -> str:
    """Why `assert_all` failed; `others` are the indexes of the messages that do not match."""
    if not others:
        head = _head("message", result, "at least 1 that could match")
        return _text(head, *listing.list_both(result.messages, result.refusals))
    of = count(len(result.matches), "message")
    verb = "does" if len(others) == 1 else "do"
    head = _with_filters(
        f"{len(others)} of {of}{result.where} {verb} not match, expected all to match", filters
    )
    return _text(
        head,
        *find_nearest(result.name, result.messages, filters, others),
        listing.list_messages(
            result.messages, [index for index in result.matches if index not in others]
        ),
    )


def wrong_number_refused(result: QueryResult, number: int) -> str:
    """Why `assert_refused`, or `assert_no_refusals`, failed; what matched are refusals."""
    head = _head("refusal", result, _exactly(number))
    refusals = result.refusals
    if refusals:
        listed = listing.list_refusals(refusals, result.matches)
        return _text(head, *_hints(result, number, "refusals", refusals, RefusalFilters), listed)
    if result.messages:
        return _text(head, listing.list_messages(result.messages, lead="Nothing was refused; "))
    return _text(head, listing.nothing_happened())


def wrong_number_published(result: QueryResult, number: int) -> str:
    """Why `assert_published`, or `assert_not_published`, failed; what matched are publications."""
    head = _head("publication", result, _exactly(number))
    published = result.published
    if published:
        listed = listing.list_publications(published, result.matches)
        return _text(
            head, *_hints(result, number, "published", published, PublicationFilters), listed
        )
    if result.messages:
        sent = listing.list_messages(result.messages, lead="Nothing was published; ")
        return _text(head, sent, find_reasons(result.messages))
    return _text(head, *listing.list_both((), result.refusals))


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
        lines += [f"only on the {name}: {message!r}" for message in one if message not in other]
    if len(lines) == 1:
        lines.append("the same messages in a different order, or a different number of times")
    return lines


def wrong_length(result: QueryResult) -> Block:
    """What is there, when `len` did not compare as it should."""
    number = len(result.matches)
    head = _with_filters(f"the number of messages{result.where} is {number}", result.filters)
    return [*head, *_lines(listing.list_both(result.messages, result.refusals, _marks(result)))]


def membership(result: QueryResult) -> Block:
    """What is there, when a message is not, or should not be."""
    head = _with_filters(f"the messages{result.where}", result.filters)
    return [*head, *_lines(listing.list_both(result.messages, (), _marks(result)))]


# The parts of a text


def _text(*blocks: Block) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)


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
    if len(line) <= WIDTH - 16:
        return [line]
    return [f"{sentence}:", *(f"    {one}" for one in items)]


def _hints(
    result: QueryResult,
    number: int,
    name: str,
    records: Sequence[RefusedRequest | Publication],
    filters: FilterNames,
) -> Iterator[Block]:
    """Why there are other than so many matches: what tells them apart, or what nearly matches."""
    matches = result.matches
    if len(matches) <= number:
        others = [index for index in range(len(records)) if index not in matches]
        yield from find_nearest(f"{result.name}.{name}", records, result.filters, others)
    elif number:
        yield from _differences([records[index] for index in matches], filters)


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
