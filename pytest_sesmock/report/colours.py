"""Colours for the failure texts of the outbox, put in when a terminal shows them.

The texts themselves are plain, and so are logs and the reports of other plugins. What the colours
need is in them: the signs of a diff, and carets below what differs. As in pytest's own diffs, red
is what was expected and green what there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pytest_sesmock.outbox.explain.cells import of_character
from pytest_sesmock.outbox.explain.excerpts import MARK
from pytest_sesmock.outbox.explain.marks import ACTUAL, EXPECTED

_RED, _GREEN, _BOLD, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_MARGIN = re.compile("E +")
_VALUE = re.compile(r" {8}(expected|unwanted|left|actual|right) ")
_COLOURS = {
    "expected": _RED,
    "unwanted": _RED,
    "left": _RED,
    EXPECTED: _RED,
    "actual": _GREEN,
    "right": _GREEN,
    ACTUAL: _GREEN,
}
_DIFF = " " * 8 + "@@ "


def colour_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a failure as pytest holds them, those behind its mark E in colours.

    pytest prints all of these bold and red; the first, which says what failed, stays so.
    """
    for at, line in enumerate(lines, 1):
        if first := _MARGIN.match(line):
            texts = [line.removeprefix(first[0]) for line in lines[at:]]
            return [*lines[:at], *(f"{first[0]}{_OFF}{text}{_OFF}" for text in _paint(texts))]
    return list(lines)  # a style without marks


def _paint(texts: Sequence[str]) -> Iterator[str]:
    colour = ""
    in_diff = False
    for text, below in zip_longest(texts, texts[1:], fillvalue=""):
        in_diff = text.startswith(_DIFF) or (in_diff and text.startswith(" " * 8))
        sign = text[8:10] if in_diff else ""
        if label := _VALUE.match(text):
            colour = _COLOURS[label[1]]
        elif in_diff and not _is_carets(text):
            colour = _COLOURS.get(sign, "")
        if _is_carets(below):
            yield _highlight(text, below, colour)
        elif _is_carets(text) or sign in _COLOURS:
            yield f"{colour}{text}"
        else:
            yield f"{_BOLD}{text}" if text and not text.startswith(" ") else text


def _is_carets(text: str) -> bool:
    return text.startswith(" ") and set(text) == {" ", MARK}


def _highlight(text: str, below: str, colour: str) -> str:
    """The text, in colour where there are carets below it."""
    painted, column, is_on = "", 0, False
    for character in text:
        is_marked = below[column : column + 1] == MARK
        if is_marked != is_on:
            painted += colour if is_marked else _OFF
            is_on = is_marked
        painted += character
        column += of_character(character)
    return painted
