"""Finding what differs in two texts, and diffs of long texts that mark it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from pytest_sesmock.outbox.explain.excerpts import CUT, excerpt, excerpt_both
from pytest_sesmock.outbox.explain.values import Block, width

EXPECTED = "- "
ACTUAL = "+ "

_MOST_LINES = 20
# Of longer texts, what follows is not compared: the cost grows with the square.
_MOST_COMPARED = 300
LEAST_LIKENESS = 0.5
"""How much alike two texts must be to be marked: else marks would be all over them."""
# Single characters that two different words have in common are no help to the eye.
_SHORTEST_KEPT = 3
MISSPELT = 0.9
"""How much alike one among several values must be to be taken for what was meant."""
# What is searched for the place that is most like a missing part, in characters.
_MOST_SEARCHED = 100_000
_LONGEST_PART = 500
# How far before and after the first difference of two texts differences are marked.
_MOST_MARKED = 250
# How many places of a text are held against the part, and how far around them is looked.
_MOST_PLACES = 10
_AROUND = 8
_GRAM = 3


class Difference(NamedTuple):
    """What differs in two texts.

    Attributes:
        marks: The indexes in each that are not in the other, to be marked; empty if the texts have
            too little in common.
        first: The index in each from which on they differ.
    """

    marks: tuple[frozenset[int], frozenset[int]]
    first: tuple[int, int]


def compare_texts(
    expected: str, actual: str, least: float = LEAST_LIKENESS, quote: str = "'"
) -> Difference:
    """Where two texts differ; what is to be marked only if they are at least so much alike.

    What they begin and end with is alike however short it is. If they are quoted, the quotes are.
    """
    first = first_difference(expected, actual)
    start = max(first - _MOST_MARKED, 0)
    one, other = (
        f"{quote}{text[start : first + _MOST_MARKED]}{quote}" for text in (expected, actual)
    )
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < least:
        return Difference((frozenset(), frozenset()), (first, first))
    ends = len(one), len(other)
    blocks = [
        block
        for block in matcher.get_matching_blocks()
        if block.size >= _SHORTEST_KEPT
        or (block.a, block.b) == (0, 0)
        or (block.a + block.size, block.b + block.size) == ends
    ]
    quotes = len(quote)
    marks = (
        _outside(start, len(one) - 2 * quotes, ((it.a - quotes, it.size) for it in blocks)),
        _outside(start, len(other) - 2 * quotes, ((it.b - quotes, it.size) for it in blocks)),
    )
    return Difference(marks, (first, first))


def _outside(start: int, length: int, alike: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The indexes of so many characters from a start on that are in none of the ranges."""
    inside = (range(start + at, start + at + size) for at, size in alike)
    return frozenset(range(start, start + length)).difference(*inside)


def first_difference(expected: str, actual: str) -> int:
    """The index at which two texts begin to differ."""
    pairs = enumerate(zip(expected, actual, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(expected), len(actual)))


def find_likest_place(part: str, text: str) -> Difference | None:
    """Where a text is most like a part that it lacks, and what differs there; None if nowhere.

    White space of any kind is the same. Places are found by the short pieces that they have in
    common with the part, and the best few of them are compared.
    """
    part = re.sub(r"\s", " ", part[:_LONGEST_PART])
    text = re.sub(r"\s", " ", text[:_MOST_SEARCHED])
    pieces = {part[at : at + _GRAM]: at for at in range(len(part) - _GRAM, -1, -1)}
    votes = Counter(
        at - pieces[piece]
        for at in range(len(text) - _GRAM + 1)
        if (piece := text[at : at + _GRAM]) in pieces
    )
    found = [_compare_at(part, text, place) for place, _ in votes.most_common(_MOST_PLACES)]
    likeness, _, difference = max(found, default=(0.0, 0, None), key=lambda one: one[:2])
    return difference if likeness >= LEAST_LIKENESS else None


def _compare_at(part: str, text: str, place: int) -> tuple[float, int, Difference]:
    """How much alike they are if the part begins at a place; the place, and what differs."""
    start = max(place - _AROUND, 0)
    there = text[start : max(place, 0) + len(part) + _AROUND]
    matcher = SequenceMatcher(None, part, there, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _SHORTEST_KEPT]
    first, last = blocks[0], blocks[-1]
    # What surrounds the place is no part of it, but as much as the part has there.
    begin = max(first.b - first.a, 0)
    end = min(last.b - last.a + len(part), len(there))
    marks = (
        _outside(0, len(part), ((block.a, block.size) for block in blocks)),
        _outside(start + begin, end - begin, ((block.b - begin, block.size) for block in blocks)),
    )
    begins_alike = first.a == 0
    differs = first.size if begins_alike else 0, first.b + first.size if begins_alike else begin
    alike = sum(block.size for block in blocks)
    return (
        2 * alike / (len(part) + end - begin),
        -start,
        Difference(marks, (differs[0], start + differs[1])),
    )


def diff(expected: str, actual: str, indent: str) -> Block:
    """The lines that differ, as a unified diff with one line of context; bounded."""
    room = width() - len(indent) - len(EXPECTED) - len(CUT + CUT)
    rows = [
        f"{indent}{row}".rstrip()
        for row in islice(_rows(expected.splitlines(), actual.splitlines(), room), _MOST_LINES + 1)
    ]
    if len(rows) <= _MOST_LINES:
        return rows
    return [*rows[:_MOST_LINES], f"{indent}... and more"]


def _rows(expected: Sequence[str], actual: Sequence[str], room: int) -> Iterator[str]:
    lines = enumerate(zip(expected, actual, strict=False))
    same = next((at for at, (one, other) in lines if one != other), min(len(expected), len(actual)))
    # Where they begin to differ they are compared; one line before it is context.
    start = max(same - 1, 0)
    wanted = expected[start : start + _MOST_COMPARED]
    given = actual[start : start + _MOST_COMPARED]
    matcher = SequenceMatcher(None, wanted, given, autojunk=False)
    for group in matcher.get_grouped_opcodes(1):
        yield f"@@ line {start + group[0][3] + 1} @@"
        for kind, wanted_from, wanted_to, given_from, given_to in group:
            if kind == "equal":
                for line in wanted[wanted_from:wanted_to]:
                    yield f"  {_whole(line, room)}"
            else:
                yield from _replacement(
                    wanted[wanted_from:wanted_to], given[given_from:given_to], room
                )


def _replacement(expected: Sequence[str], actual: Sequence[str], room: int) -> Iterator[str]:
    if len(expected) != len(actual):
        for sign, lines in ((EXPECTED, expected), (ACTUAL, actual)):
            for line in lines:
                yield f"{sign}{_whole(line, room)}"
        return
    for pair in zip(expected, actual, strict=True):
        found = compare_texts(*pair, quote="")
        both = excerpt_both(pair, room, found.first, found.marks, is_quoted=False)
        for sign, one in zip((EXPECTED, ACTUAL), both, strict=True):
            yield f"{sign}{one.text}"
            if one.carets:
                yield f"  {one.carets}"


def _whole(line: str, room: int) -> str:
    return excerpt(line, room, is_quoted=False).text
