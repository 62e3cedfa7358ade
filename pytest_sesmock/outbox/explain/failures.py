"""The text of each failed assertion, and of comparisons with `assert`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import listing
from pytest_sesmock.outbox.explain.differences import Labels, difference
from pytest_sesmock.outbox.explain.nearest import differing, nearest
from pytest_sesmock.outbox.explain.values import WIDTH, Block, counted, shown, wrapped
from pytest_sesmock.outbox.matching import (
    NOT_EQUAL,
    Filters,
    MessageFilters,
    Mismatch,
    RefusalFilters,
)

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.query import Found
    from pytest_sesmock.outbox.refused_request import RefusedRequest

_MOST_SUMMED_UP = 3
_LEFT_RIGHT = Labels("left ", "right")


def wrong_number(found: Found, expected: str, number: int) -> str:
    """Why there are not as many matches as expected."""
    head = _head("message", found, expected)
    if len(found.matched) > number:
        differences = _differences([found.sent[index] for index in found.matched], MessageFilters)
        return _text(head, *differences, listing.messages(found.sent, found.matched))
    others = [index for index in range(len(found.sent)) if index not in set(found.matched)]
    # A refusal explains a message that is missing, not one too many.
    return _text(
        head,
        *nearest(found.name, found.sent, found.filters, others),
        *listing.sent_then_refused(found.sent, found.refusals, found.matched),
    )


def unwanted(found: Found) -> str:
    """Why `assert_not_sent` failed."""
    return _text(_head("message", found, "none"), listing.messages(found.sent, found.matched))


def wrong_count(found: Found, expected: int) -> str:
    """Why `assert_count`, or `assert_empty`, failed."""
    if found.filters:
        return wrong_number(found, str(expected or "none"), expected)
    number = len(found.sent)
    holds = f"the outbox holds {counted(number, 'message')}"
    head = [f"{holds}{found.where}, expected {expected or 'none'}"]
    refusals = found.refusals if number < expected else ()
    return _text(head, *listing.sent_then_refused(found.sent, refusals))


def not_all(found: Found, asked: Filters, missed: Sequence[int]) -> str:
    """Why `assert_all` failed; `missed` are the indexes of the messages that do not match."""
    if not missed:
        head = _head("message", found, "at least 1 that could match")
        return _text(head, *listing.sent_then_refused(found.sent, found.refusals))
    of = counted(len(found.matched), "message")
    verb = "does" if len(missed) == 1 else "do"
    head = _asked(f"{len(missed)} of {of}{found.where} {verb} not match, expected all to", asked)
    return _text(
        head,
        *nearest(found.name, found.sent, asked, missed),
        listing.messages(found.sent, [index for index in found.matched if index not in missed]),
    )


def not_one_refusal(found: Found) -> str:
    """Why `assert_refused` failed; what matched are refusals."""
    head = _head("refusal", found, "exactly 1")
    refusals, matched = found.refusals, found.matched
    if matched:
        differences = _differences([refusals[index] for index in matched], RefusalFilters)
        return _text(head, *differences, listing.refused(refusals, matched))
    if refusals:
        name = f"{found.name}.refusals"
        near = nearest(name, refusals, found.filters, range(len(refusals)))
        return _text(head, *near, listing.refused(refusals))
    if found.sent:
        return _text(head, listing.messages(found.sent, lead="Nothing was refused; "))
    return _text(head, listing.NOTHING_HAPPENED)


def summary(sent: Sequence[SentMessage], refusals: Sequence[RefusedRequest] = ()) -> str:
    """On one line how many messages and refusals there are, and the first of the messages."""
    numbers = [counted(len(sent), "message")]
    if refusals:
        numbers.append(counted(len(refusals), "refusal"))
    shortly = [
        f"{listing.recipients(message.recipients)} {shown(message.subject, longest=24)}"
        for message in sent[:_MOST_SUMMED_UP]
    ]
    if len(sent) > _MOST_SUMMED_UP:
        shortly.append("...")
    return f"{', '.join(numbers)}{': ' if shortly else ''}{', '.join(shortly)}"


# Comparisons. pytest shows the first lines only, unless it is verbose.


def unequal_messages(left: SentMessage, right: SentMessage) -> Block:
    """Why two messages are not the same one."""
    names = differing([left, right], MessageFilters)
    head = "Two sends are two mails, even of the same contents."
    if not names:
        return [head, "These are alike but for message_id and sent_at."]
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
    lines = [f"{counted(len(left), 'message')} on the left, {len(right)} on the right"]
    for name, one, other in (("left", left, right), ("right", right, left)):
        lines += [f"only on the {name}: {message!r}" for message in one if message not in other]
    if len(lines) == 1:
        lines.append("the same messages in another order, or not equally often")
    return lines


def wrong_length(found: Found, number: int) -> Block:
    """What is there, when `len` did not compare as it should."""
    head = _asked(f"len of the messages{found.where} is {number}", found.filters)
    return [*head, *_lines(listing.sent_then_refused(found.sent, found.refusals, _marked(found)))]


def membership(found: Found) -> Block:
    """What is there, when a message is not, or should not be."""
    head = _asked(f"the messages{found.where}", found.filters)
    return [*head, *_lines(listing.sent_then_refused(found.sent, (), _marked(found)))]


# The parts of a text


def _text(*blocks: Block) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)


def _marked(found: Found) -> Sequence[int]:
    """The matches, if it says something that they are: without a filter all are."""
    return found.matched if found.filters else ()


def _lines(blocks: Iterator[Block]) -> Block:
    return [line for block in blocks for line in block]


def _head(noun: str, found: Found, expected: str) -> Block:
    sentence = f"{counted(len(found.matched), noun)} matched{found.where}, expected {expected}"
    return _asked(sentence, found.filters)


def _asked(sentence: str, filters: Filters) -> Block:
    asked = [f"{name}={shown(value)}" for name, value in filters]
    if not asked:
        return [sentence]
    line = f"{sentence}: {', '.join(asked)}"
    # pytest sets "AssertionError: " before the first line.
    if len(line) <= WIDTH - 16:
        return [line]
    return [f"{sentence}:", *(f"    {one}" for one in asked)]


def _differences(
    matched: Sequence[SentMessage] | Sequence[RefusedRequest],
    filters: type[MessageFilters | RefusalFilters],
) -> Iterator[Block]:
    """What tells several matches apart, so that the next filter is easily chosen."""
    if len(matched) < 2:
        return
    names = differing(matched, filters)
    if names:
        yield wrapped(f"The matches differ in: {', '.join(names)}")
    else:
        yield ["The matches are alike: was the same call made more than once?"]
