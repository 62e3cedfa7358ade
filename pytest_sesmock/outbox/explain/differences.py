"""One mismatch: what was expected and what there is, with the difference marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pytest_sesmock.outbox.explain.excerpts import Excerpt, excerpt, excerpt_both
from pytest_sesmock.outbox.explain.marks import (
    LEAST_LIKENESS,
    MISSPELT,
    compare_texts,
    diff,
    find_likest_place,
)
from pytest_sesmock.outbox.explain.values import (
    LONGEST_PARAGRAPH,
    MOST_ELEMENTS,
    Block,
    elements,
    longest_value,
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


class Labels(NamedTuple):
    """What the two values of a difference are called; as long as each other."""

    expected: str = "expected"
    actual: str = "actual  "


EXPECTED_ACTUAL = Labels()
_UNWANTED_ACTUAL = Labels("unwanted")


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


def _label(label: str, rows: Sequence[Excerpt]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield f"{' ' * len(label) if at else label}{row.text}"
        if row.carets:
            yield f"{' ' * len(label)}{row.carets}"


def _rows(mismatch: Mismatch) -> tuple[list[Excerpt], list[Excerpt]]:
    """What to show of the expected and of the actual value."""
    _, expected, actual, reason, _, span = mismatch
    if span is not None:
        return [_plain(show(expected))], [_mark_span(str(actual), span)]
    if isinstance(expected, str) and isinstance(actual, str):
        if reason == MISSING:
            return _part(expected, actual)
        if mismatch.filter not in _ONE_OF_SEVERAL:
            found = compare_texts(expected, actual)
            one, other = excerpt_both((expected, actual), longest_value(), found.first, found.marks)
            return [one], [other]
        actual = (actual,)
    if (
        mismatch.filter in _ONE_OF_SEVERAL
        and isinstance(expected, str)
        and actual
        and isinstance(actual, tuple)
    ):
        return _one_of_several(expected, tuple(map(str, actual)))
    return _whole(expected), _whole(actual)


def _plain(text: str) -> Excerpt:
    return Excerpt(text, "", 0)


def _whole(value: object) -> list[Excerpt]:
    return [*map(_plain, elements(value) or [show(value)])]


def _one_of_several(expected: str, actual: Sequence[str]) -> tuple[list[Excerpt], list[Excerpt]]:
    """An address or file and those there are; marked is the one that it is most like."""
    some = actual[:MOST_ELEMENTS]
    cores = [_core(one, expected) for one in some]
    ratios = [SequenceMatcher(None, expected, one.text).ratio() for one in cores]
    likest = ratios.index(max(ratios))
    core = cores[likest]
    least = MISSPELT if len(actual) > 1 else LEAST_LIKENESS
    found = compare_texts(expected, core.text, least)
    in_likest = [core.at + at for at in found.marks[1]]
    wanted, given = excerpt_both(
        (expected, some[likest]),
        longest_value(),
        (found.first[0], core.at + found.first[1]),
        (found.marks[0], in_likest),
    )
    rows = [given if at == likest else _plain(show(one)) for at, one in enumerate(some)]
    return [wanted], rows + [_plain(more) for more in rest(len(actual) - MOST_ELEMENTS)]


class _Core(NamedTuple):
    """What is compared of an address, and where it begins."""

    text: str
    at: int


def _core(actual: str, expected: str) -> _Core:
    bracketed = re.search("<(.*)>", actual)
    if bracketed and "<" not in expected:  # then the display name is no difference
        return _Core(bracketed[1], bracketed.start(1))
    return _Core(actual, 0)


def _part(part: str, text: str) -> tuple[list[Excerpt], list[Excerpt]]:
    """A part that should be in a text, and what is most like it there."""
    found = find_likest_place(part, text)
    if found is None:
        return [_plain(show(part))], [_plain(show(text))]
    wanted, given = excerpt_both((part, text), longest_value(), found.first, found.marks)
    return [wanted], [given]


def _mark_span(text: str, span: tuple[int, int]) -> Excerpt:
    """A text around a span of it, which is marked."""
    start, end = span
    longest = longest_value()
    # Of what is too long to be seen whole the beginning.
    middle = min((start + end) // 2, start + longest // 3)
    return excerpt(text, longest, around=middle, marks=range(start, max(end, start + 1)))


def _text_difference(expected: str, actual: str) -> str:
    """How two unequal texts differ: first the traps that the eye does not see."""
    if expected.splitlines() == actual.splitlines():
        return _LINE_ENDS
    if expected.split() == actual.split():
        return "only white space differs"
    if expected.casefold() == actual.casefold():
        return "only upper and lower case differ"
    if is_part(expected, actual):
        return "only a part of it; use contains(...) to match a part"
    return NOT_EQUAL


def is_part(expected: str, actual: str) -> bool:
    """Whether a text was asked for that is a part of what there is, white space aside."""
    return bool(expected.strip()) and " ".join(expected.split()) in " ".join(actual.split())
