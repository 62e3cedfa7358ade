"""How wide texts are on a terminal, in cells: a Chinese character takes two, an accent none."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from unicodedata import category, east_asian_width


def cells(text: str) -> int:
    """How many cells a printable text takes."""
    return len(text) if text.isascii() else sum(map(of_character, text))


@lru_cache(maxsize=1 << 12)
def of_character(character: str) -> int:
    """How many cells a printable character takes."""
    if category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def cut(text: str, room: int) -> str:
    """As much of a printable text as fits into so many cells."""
    if text.isascii():
        return text[:room]
    ends = accumulate(map(of_character, text))
    return text[: sum(end <= room for end in ends)]


def pad(text: str, room: int) -> str:
    """The text with blanks after it, so that it takes so many cells."""
    return text + " " * (room - cells(text))
