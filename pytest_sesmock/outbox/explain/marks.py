"""Marking what differs in two texts: carets below lines, and diffs of long texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from unicodedata import combining, east_asian_width

from pytest_sesmock.outbox.explain.values import WIDTH, Block, one_line

MARK = "^"
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
_BEFORE_DIFFERENCE = 20


def columns(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def marks(expected: str, actual: str, least: float = LEAST_LIKENESS) -> tuple[str, str]:
    """Carets to print below two lines where they differ; empty where there is nothing to mark."""
    matcher = SequenceMatcher(None, expected, actual, autojunk=False)
    if matcher.ratio() < least:
        return "", ""
    kept: tuple[set[int], set[int]] = set(), set()
    ends = len(expected), len(actual)
    for block in matcher.get_matching_blocks():
        is_start = (block.a, block.b) == (0, 0)
        is_end = (block.a + block.size, block.b + block.size) == ends
        if block.size < _SHORTEST_KEPT and not is_start and not is_end:
            continue
        kept[0].update(range(block.a, block.a + block.size))
        kept[1].update(range(block.b, block.b + block.size))
    return _carets(expected, kept[0]), _carets(actual, kept[1])


def _carets(line: str, alike: set[int]) -> str:
    return "".join(
        (" " if at in alike else MARK) * columns(character) for at, character in enumerate(line)
    ).rstrip()


def first_difference(expected: str, actual: str) -> int:
    """The index at which two texts begin to differ."""
    pairs = enumerate(zip(expected, actual, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(expected), len(actual)))


def excerpt_start(difference: int, longest: int) -> int:
    """Where an excerpt of so many characters begins, to show the difference and what is before."""
    if difference < longest - _BEFORE_DIFFERENCE:
        return 0
    return difference - _BEFORE_DIFFERENCE


def diff(expected: str, actual: str, indent: str) -> Block:
    """The lines that differ, as a unified diff with one line of context; bounded."""
    room = WIDTH - len(indent) - len(EXPECTED) - len("......")
    rows = [f"{indent}{row}" for row in _rows(expected.splitlines(), actual.splitlines(), room)]
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
                    yield f"  {_clip(line, 0, room)}".rstrip()
            else:
                yield from _replacement(
                    wanted[wanted_from:wanted_to], given[given_from:given_to], room
                )


def _replacement(expected: Sequence[str], actual: Sequence[str], room: int) -> Iterator[str]:
    if len(expected) != len(actual):
        for sign, lines in ((EXPECTED, expected), (ACTUAL, actual)):
            for line in lines:
                yield f"{sign}{_clip(line, 0, room)}".rstrip()
        return
    for one, other in zip(expected, actual, strict=True):
        start = excerpt_start(first_difference(one, other), room)
        pair = _clip(one, start, room), _clip(other, start, room)
        for sign, line, carets in zip((EXPECTED, ACTUAL), pair, marks(*pair), strict=True):
            yield f"{sign}{line}".rstrip()
            if carets:
                yield f"  {carets}"


def _clip(line: str, start: int, room: int) -> str:
    return f"{'...' if start else ''}{one_line(line[start:], room)}"
