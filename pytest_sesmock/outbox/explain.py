"""The text of every failure of the outbox: what was expected, what came nearest, what there is.

Plain text, the same on every run, at most 80 columns wide as pytest prints it (but for long words,
which are not broken) and bounded in length whatever the messages hold. `[0]` is an index, of the
outbox or of its refusals.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from difflib import SequenceMatcher, get_close_matches
from operator import add
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.matching import (
    NOT_EQUAL,
    MessageFilters,
    Mismatch,
    RefusalFilters,
    attribute,
    compare,
    plain_types,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused import RefusedRequest

WIDTH = 80 - len("E       ")  # pytest's mark before every line of a failure
MOST_MESSAGES = 20
MOST_REFUSALS = 5
MOST_NEAREST = 3
MOST_ELEMENTS = 10
# With quotes, dots and the longest name, `configuration_set=`, a value still fits on a line.
LONGEST_VALUE = 45
LONGEST_CELL = 30
LONGEST_PARAGRAPH = 300

Block = list[str]

NOTHING_HAPPENED = [
    "Nothing was sent and nothing was refused: no call to send reached SES.",
    "Did the code under test get as far as its SES client?",
]


# Failed assertions


def not_one_message(
    sent: Sequence[SentMessage],
    refusals: Sequence[RefusedRequest],
    filters: Mapping[str, object],
    matched: Collection[int],
) -> str:
    """Why `assert_sent` failed; `matched` are the indexes of the messages that match."""
    head = _head("message", len(matched), "exactly 1", filters)
    if matched:
        differences = _differences([sent[index] for index in matched], MessageFilters)
        return _text(head, differences, _messages(sent, matched))
    return _text(head, *_nearest("outbox", sent, filters), *_sent_then_refused(sent, refusals))


def unwanted_messages(
    sent: Sequence[SentMessage], filters: Mapping[str, object], matched: Collection[int]
) -> str:
    """Why `assert_not_sent` failed."""
    return _text(_head("message", len(matched), "none", filters), _messages(sent, matched))


def wrong_count(
    sent: Sequence[SentMessage], refusals: Sequence[RefusedRequest], expected: int
) -> str:
    """Why `assert_count`, or `assert_empty`, failed."""
    holds = _counted(len(sent), "message")
    head = [f"the outbox holds {holds}, expected {expected or 'none'}"]
    # A refusal explains a message that is missing, not one too many.
    return _text(head, *_sent_then_refused(sent, refusals if len(sent) < expected else ()))


def not_one_refusal(
    sent: Sequence[SentMessage],
    refusals: Sequence[RefusedRequest],
    filters: Mapping[str, object],
    matched: Collection[int],
) -> str:
    """Why `assert_refused` failed; `matched` are the indexes of the refusals that match."""
    head = _head("refusal", len(matched), "exactly 1", filters)
    if matched:
        differences = _differences([refusals[index] for index in matched], RefusalFilters)
        return _text(head, differences, _refusals(refusals, matched))
    if refusals:
        return _text(head, *_nearest("outbox.refusals", refusals, filters), _refusals(refusals))
    if sent:
        return _text(head, _messages(sent, lead="Nothing was refused; "))
    return _text(head, NOTHING_HAPPENED)


# Wrong arguments


def unknown_filter(name: str, known: Sequence[str]) -> str:
    """That there is no such filter, and which there are."""
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"there is no filter {name!r}.{hint} The filters are: {', '.join(known)}"


def impossible_filter(name: str, expected: object) -> str:
    """That no message or refusal can ever fit the filter's value, and what can."""
    plain = ", ".join(kind.__name__ for kind in plain_types(name))
    return (
        f"{name}={_shown(expected)} can match nothing: give {plain}, None, a callable or an object "
        "with an == of its own"
    )


def wrong_number(expected: object) -> str:
    """That a count is a whole number."""
    return f"a count of messages is an int, 0 or more, not {_shown(expected)}"


# The parts of a text


def _text(*blocks: Block) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"


def _head(noun: str, found: int, expected: str, filters: Mapping[str, object]) -> Block:
    asked = [f"{name}={_shown(value)}" for name, value in filters.items()]
    sentence = f"{_counted(found, noun)} matched, expected {expected}"
    if not asked:
        return [sentence]
    line = f"{sentence}: {', '.join(asked)}"
    # pytest sets "AssertionError: " before the first line.
    if len(line) <= WIDTH - 16:
        return [line]
    return [f"{sentence}:", *(f"    {one}" for one in asked)]


def _nearest(
    name: str,
    records: Sequence[SentMessage] | Sequence[RefusedRequest],
    filters: Mapping[str, object],
) -> Iterator[Block]:
    """The records with the fewest mismatches; of those that fit no filter, the likest only."""
    judged = [
        [found for asked, value in filters.items() if (found := _compared(asked, value, record))]
        for record in records
    ]
    fewest = min(map(len, judged), default=0)
    near = [index for index, found in enumerate(judged) if len(found) == fewest]
    missed = [{mismatch.filter: filters[mismatch.filter] for mismatch in found} for found in judged]
    near.sort(key=lambda index: _likeness(missed[index], records[index]), reverse=True)
    for index in near[: MOST_NEAREST if fewest < len(filters) else 1]:
        fitting = ", ".join(asked for asked in filters if asked not in missed[index])
        yield [
            *_wrapped(f"Nearest: {name}[{index}]{f' (matched: {fitting})' if fitting else ''}"),
            *(line for mismatch in judged[index] for line in _difference(mismatch)),
        ]


def _compared(name: str, expected: object, record: object) -> Mismatch | None:
    """As `compare`; a callable may see here what the verdict, at an earlier mismatch, spared it."""
    try:
        return compare(name, expected, record)
    except Exception as error:  # noqa: BLE001 - it may not hide the failure that is explained
        reason = f"the callable raised {_shown(error)}"
        return Mismatch(name, expected, attribute(name, record), reason)


def _likeness(missed: Mapping[str, object], record: object) -> float:
    return sum(
        SequenceMatcher(None, _shown(value), _shown(attribute(name, record))).ratio()
        for name, value in missed.items()
    )


def _difference(mismatch: Mismatch) -> Block:
    name, expected, actual, reason, place = mismatch
    start = 0
    if isinstance(expected, str) and isinstance(actual, str) and reason == NOT_EQUAL:
        start = _start_of_excerpt(expected, actual)
        reason = _text_difference(expected, actual)
    said = ": ".join(part for part in (name, place, reason) if part)
    return [
        *_wrapped(one_line(said, LONGEST_PARAGRAPH), " " * 4),
        *_beside("        expected ", _elements(expected) or [_shown(expected, start)]),
        *_beside("        actual   ", _elements(actual) or [_shown(actual, start)]),
    ]


def _beside(label: str, rows: Block) -> Block:
    return [f"{' ' * len(label) if at else label}{row}" for at, row in enumerate(rows)]


def _elements(value: object) -> Block:
    """The elements of a list or mapping that is too long for one line; else nothing."""
    if isinstance(value, Mapping):
        rows = [one_line(f"{name!r}: {_shown(one)}", LONGEST_VALUE) for name, one in value.items()]
    elif isinstance(value, (list, tuple)):
        rows = [_shown(one) for one in value]
    else:
        return []
    if len(f"[{', '.join(rows)}]") <= LONGEST_VALUE:
        return []
    return [*rows[:MOST_ELEMENTS], *_rest(len(rows) - MOST_ELEMENTS)]


def _text_difference(expected: str, actual: str) -> str:
    """How two unequal texts differ: first the traps that the eye does not see."""
    if expected.splitlines() == actual.splitlines():
        return "only the line ends differ"
    if expected.split() == actual.split():
        return "only white space differs"
    if expected.casefold() == actual.casefold():
        return "only upper and lower case differ"
    if expected and expected in actual:
        return "there is more around it; re.compile(...) finds a part"
    return NOT_EQUAL


def _start_of_excerpt(expected: str, actual: str) -> int:
    """Where to begin so that the first difference of two texts shows."""
    pairs = enumerate(zip(expected, actual, strict=False))
    common = next(
        (at for at, (one, other) in pairs if one != other), min(len(expected), len(actual))
    )
    return 0 if common < LONGEST_VALUE - 20 else common - 20


def _differences(
    matched: Sequence[SentMessage] | Sequence[RefusedRequest],
    filters: type[MessageFilters | RefusalFilters],
) -> Block:
    """What tells several matches apart, so that the next filter is easily chosen."""
    # An id is never twice the same, and recipient repeats To, Cc and Bcc.
    names = [name for name in filters.__annotations__ if name not in {"message_id", "recipient"}]
    first = matched[0]
    differing = [
        name
        for name in names
        if any(getattr(other, name) != getattr(first, name) for other in matched)
    ]
    if differing:
        return _wrapped(f"The matches differ in: {', '.join(differing)}")
    return ["The matches are alike: was the same call made more than once?"]


def _sent_then_refused(
    sent: Sequence[SentMessage], refusals: Sequence[RefusedRequest]
) -> Iterator[Block]:
    """What there is; an expected mail that is missing was often refused."""
    if not sent and not refusals:
        yield NOTHING_HAPPENED
    if sent:
        yield _messages(sent)
    if refusals:
        yield _refusals(refusals, lead="" if sent else "Nothing was sent; ")


def _messages(sent: Sequence[SentMessage], matched: Collection[int] = (), lead: str = "") -> Block:
    verb = "were" if len(sent) > 1 else "was"
    head = f"{lead}{_counted(len(sent), 'message')} {verb} sent{' (* matched)' if matched else ''}:"
    picked = _picked(len(sent), matched, MOST_MESSAGES)
    cells = [_recipients_cell(sent[index].recipients) for index in picked]
    width = max(map(len, cells))
    rows = [
        f"{bullet} {cell:{width}}  "
        for bullet, cell in zip(_bullets(picked, matched), cells, strict=True)
    ]
    # The subject gets what is left of the line, less its quotes and dots.
    room = WIDTH - len(rows[0]) - len("''...")
    subjects = [_shown(sent[index].subject, longest=room) for index in picked]
    return [head, *map(add, rows, subjects), *_rest(len(sent) - len(picked), " " * 4)]


def _recipients_cell(recipients: tuple[str, ...]) -> str:
    first, *others = recipients or ("nobody",)
    cell = one_line(first, LONGEST_CELL)
    return f"{cell} +{len(others)}" if others else cell


def _refusals(
    refusals: Sequence[RefusedRequest], matched: Collection[int] = (), lead: str = ""
) -> Block:
    requests = _counted(len(refusals), "request")
    lines = [f"{lead}SES refused {requests}{' (* matched)' if matched else ''}:"]
    picked = _picked(len(refusals), matched, MOST_REFUSALS)
    for bullet, index in zip(_bullets(picked, matched), picked, strict=True):
        refused = refusals[index]
        answer = (
            f"{bullet} {refused.operation}: {refused.code} "
            f"(HTTP {refused.http_status}, rule {refused.rule})"
        )
        lines += _wrapped(one_line(answer, LONGEST_PARAGRAPH), "", " " * 8)
        lines += _paragraph(refused.message)
        if refused.remedy is not None:
            lines += _paragraph(f"To let it pass: {refused.remedy}")
    return [*lines, *_rest(len(refusals) - len(picked), " " * 4)]


def _picked(number: int, matched: Collection[int], most: int) -> list[int]:
    """The indexes to show: the matched ones before others, in order."""
    return sorted(sorted(range(number), key=lambda index: index not in matched)[:most])


def _bullets(picked: list[int], matched: Collection[int]) -> list[str]:
    """What each line of a list begins with: a mark for a match, and the index."""
    indexes = [f"[{index}]" for index in picked]
    width = max(map(len, indexes))
    marks = ["*" if index in matched else " " for index in picked]
    return [f"  {mark} {index:>{width}}" for mark, index in zip(marks, indexes, strict=True)]


def _rest(number: int, indent: str = "") -> Block:
    return [f"{indent}... and {number} more"] if number > 0 else []


def _paragraph(text: str) -> Block:
    indent = " " * 8
    return _wrapped(one_line(text, LONGEST_PARAGRAPH), indent, indent)


def _wrapped(text: str, first: str = "", others: str = "    ") -> Block:
    # Addresses, ARNs and code in SES's words and in remedies are copied from here: not broken.
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Values


def _shown(value: object, start: int = 0, longest: int = LONGEST_VALUE) -> str:
    """The value as a test would write it, on one line; of a long text what follows `start`."""
    if isinstance(value, str):
        excerpt = value[start : start + longest]
        while len(repr(excerpt)) > longest + 2:  # escapes take more room than what they stand for
            excerpt = excerpt[:-1]
        after = "..." if start + len(excerpt) < len(value) else ""
        return f"{'...' if start else ''}{excerpt!r}{after}"
    if isinstance(value, (list, tuple)):
        return one_line(f"[{', '.join(map(_shown, value))}]", longest)
    name = getattr(value, "__qualname__", None)
    if isinstance(name, str):
        return one_line(name.rpartition("<locals>.")[2], longest)
    # A memory address says nothing and differs from run to run.
    return one_line(re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value)), longest)


def one_line(text: str, longest: int) -> str:
    """The text, cut after `longest` characters, line ends and terminal controls as escapes.

    What an application sent may hold any of these.
    """
    printable = "".join(
        character if character.isprintable() else repr(character)[1:-1]
        for character in text[: longest + 1]
    )
    return printable if len(printable) <= longest else f"{printable[:longest]}..."
