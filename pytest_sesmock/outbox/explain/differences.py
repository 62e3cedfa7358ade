"""One mismatch: what was expected and what there is, with the difference marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pytest_sesmock.outbox.explain.marks import (
    LEAST_LIKENESS,
    MARK,
    MISSPELT,
    diff,
    excerpt_start,
    first_difference,
    marks,
)
from pytest_sesmock.outbox.explain.values import (
    LONGEST_PARAGRAPH,
    LONGEST_VALUE,
    MOST_ELEMENTS,
    Block,
    elements,
    one_line,
    rest,
    show,
    wrap,
)
from pytest_sesmock.outbox.matching import ADDRESS_FILTERS, NOT_EQUAL, Mismatch
from pytest_sesmock.outbox.text_parts import MISSING, UNWANTED

_INDENT = " " * 8
# The filters of which one string among several must fit.
_ONE_OF_SEVERAL = {*ADDRESS_FILTERS, "attachments"}
_LINE_ENDS = "only the line ends differ"
# What is looked through for the place that is most like a missing part.
_MOST_SEARCHED = 5000


class Labels(NamedTuple):
    """What the two values of a difference are called; as long as each other."""

    expected: str = "expected"
    actual: str = "actual  "


EXPECTED_ACTUAL = Labels()
_UNWANTED_ACTUAL = Labels("unwanted")


class _Row(NamedTuple):
    """A value on a line, and the carets to print below it."""

    value: str
    carets: str = ""


def difference(mismatch: Mismatch, labels: Labels = EXPECTED_ACTUAL) -> Block:
    """The reason, and the two values below each other or as a diff."""
    reason = mismatch.reason
    expected, actual = mismatch.expected, mismatch.actual
    if reason == NOT_EQUAL and isinstance(expected, str) and isinstance(actual, str):
        reason = _text_difference(expected, actual)
        if "\n" in expected.strip() + actual.strip() and reason != _LINE_ENDS:
            legend = f"{reason} (- {labels.expected.strip()}, + {labels.actual.strip()})"
            return [*_headline(mismatch, legend), *diff(expected, actual, _INDENT)]
    if reason == UNWANTED:
        labels = _UNWANTED_ACTUAL
    wanted, given = _rows(mismatch)
    return [
        *_headline(mismatch, reason),
        *_label(f"{_INDENT}{labels.expected} ", wanted),
        *_label(f"{_INDENT}{labels.actual} ", given),
    ]


def _headline(mismatch: Mismatch, reason: str) -> Block:
    headline = ": ".join(part for part in (mismatch.filter, mismatch.place, reason) if part)
    return wrap(one_line(headline, LONGEST_PARAGRAPH), " " * 4)


def _label(label: str, rows: Sequence[_Row]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield f"{' ' * len(label) if at else label}{row.value}"
        if row.carets:
            yield f"{' ' * len(label)}{row.carets}"


def _rows(mismatch: Mismatch) -> tuple[list[_Row], list[_Row]]:
    """What to show of the expected and of the actual value."""
    _, expected, actual, _, _, span = mismatch
    if isinstance(expected, str) and isinstance(actual, str):
        if mismatch.reason == MISSING or span is not None:
            return _part(expected, actual, span)
        if mismatch.filter in _ONE_OF_SEVERAL:
            return _one_of_several(expected, [actual])
        start = excerpt_start(first_difference(expected, actual), LONGEST_VALUE)
        pair = show(expected, start), show(actual, start)
        below = marks(*pair)
        return [_Row(pair[0], below[0])], [_Row(pair[1], below[1])]
    if span is not None:
        return [_Row(show(expected))], [_excerpt(str(actual), span)]
    if (
        mismatch.filter in _ONE_OF_SEVERAL
        and isinstance(expected, str)
        and actual
        and isinstance(actual, tuple)
    ):
        return _one_of_several(expected, tuple(map(str, actual)))
    return _whole(expected), _whole(actual)


def _whole(value: object) -> list[_Row]:
    return [_Row(row) for row in elements(value) or [show(value)]]


def _one_of_several(expected: str, actual: Sequence[str]) -> tuple[list[_Row], list[_Row]]:
    """An address or file and those there are; marked is the one that it is most like."""
    rows = [show(one) for one in actual[:MOST_ELEMENTS]]
    wanted = show(expected)[1:-1]
    given = [_core(row, expected) for row in rows]
    likest = max(given, key=lambda one: SequenceMatcher(None, wanted, one.text).ratio())
    below_wanted, below_likest = marks(
        wanted, likest.text, MISSPELT if len(actual) > 1 else LEAST_LIKENESS
    )
    return (
        [_Row(show(expected), _below(1, below_wanted))],
        [
            _Row(row, _below(one.at, below_likest) if one is likest else "")
            for row, one in zip(rows, given, strict=True)
        ]
        + [_Row(more) for more in rest(len(actual) - MOST_ELEMENTS)],
    )


class _Core(NamedTuple):
    """What is compared of an address on a line, and where it begins."""

    text: str
    at: int


def _core(row: str, expected: str) -> _Core:
    bracketed = re.search("<(.*)>", row)
    if bracketed and "<" not in expected:  # then the display name is no difference
        return _Core(bracketed[1], bracketed.start(1))
    return _Core(row[1:-1], 1)


def _below(column: int, carets: str) -> str:
    return f"{' ' * column}{carets}".rstrip()


def _part(part: str, text: str, span: tuple[int, int] | None) -> tuple[list[_Row], list[_Row]]:
    """A part that should or should not be in a text, and where it is or what is most like it."""
    if span is not None:
        return [_Row(show(part))], [_excerpt(text, span)]
    searched = text[:_MOST_SEARCHED]
    match = SequenceMatcher(None, part, searched, autojunk=False).find_longest_match()
    start = max(match.b - match.a, 0)
    end = min(start + len(part), len(searched))
    below_part, below_text = marks(part, searched[start:end])
    if not below_part and not below_text:
        return [_Row(show(part))], [_Row(show(text))]
    return [_Row(show(part), _below(1, below_part))], [_excerpt(text, (start, end), below_text)]


def _excerpt(text: str, span: tuple[int, int], carets: str | None = None) -> _Row:
    """A text around a span of it, with those carets below the span, or carets below all of it."""
    start = excerpt_start(span[0], LONGEST_VALUE)
    value = show(text, start)
    before = len(show(text[: span[0]], start)) - 1  # less the closing quote
    room = len(value.removesuffix("...")) - 1 - before
    if carets is None:
        carets = MARK * max(len(show(text[span[0] : span[1]])) - 2, 1)
    return _Row(value, _below(before, carets[:room]))


def _text_difference(expected: str, actual: str) -> str:
    """How two unequal texts differ: first the traps that the eye does not see."""
    if expected.splitlines() == actual.splitlines():
        return _LINE_ENDS
    if expected.split() == actual.split():
        return "only white space differs"
    if expected.casefold() == actual.casefold():
        return "only upper and lower case differ"
    if expected and expected in actual:
        return "it is only part of the text; use contains(...) to match a part"
    return NOT_EQUAL
