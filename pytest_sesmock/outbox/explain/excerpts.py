"""Excerpts of texts, as long as there is room for, with what differs in the middle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pytest_sesmock.outbox.explain.cells import cells

MARK = "^"
CUT = "..."


class Excerpt(NamedTuple):
    """A part of a text, to be printed, and what is below it.

    Attributes:
        text: The part, on one line, with `...` where there is more.
        carets: The carets to print below it; empty if there are none.
        before: How many characters of the text it shows before the one that it is around.
    """

    text: str
    carets: str
    before: int


def excerpt(
    text: str,
    longest: int,
    *,
    around: int = 0,
    marks: Collection[int] = (),
    is_quoted: bool = True,
    before: int | None = None,
) -> Excerpt:
    """As much as fits of a text on both sides of one of its characters.

    Args:
        text: Any text.
        longest: How many cells it may take, without quotes and dots.
        around: The index of the character that must be seen.
        marks: The indexes of those to mark with carets.
        is_quoted: Whether it is shown as a literal, or as it stands but for what is unprintable.
        before: The most characters to show before that one; None if as many as fit.
    """
    longest = max(longest, 0)
    # Nothing further away can be seen.
    offset = max(around - longest, 0)
    near = text[offset : around + longest + 1]
    quote = _quote(near) if is_quoted else ""
    escapes = [_escape(character, quote) for character in near]
    widths = [*map(cells, escapes)]
    around = min(around - offset, len(near))
    start, end = _fit(widths, around, longest, around if before is None else before)
    if not offset and before is None and sum(widths[:around]) * 3 <= longest * 2:
        start, end = 0, _fit(widths, 0, longest, 0)[1]  # early enough to begin at the beginning
    dots = CUT if offset + start else ""
    more = CUT if offset + end < len(text) else ""
    carets = "".join(
        (MARK if offset + at in marks else " ") * widths[at] for at in range(start, end)
    )
    below = f"{' ' * len(dots + quote)}{carets}".rstrip()
    whole = f"{dots}{quote}{''.join(escapes[start:end])}{quote}{more}"
    return Excerpt(whole, below, around - start)


def excerpt_both(
    texts: tuple[str, str],
    longest: int,
    around: tuple[int, int],
    marks: tuple[Collection[int], Collection[int]] = ((), ()),
    *,
    is_quoted: bool = True,
) -> tuple[Excerpt, Excerpt]:
    """Excerpts of two texts that are alike, the one below the other if both are cut."""
    one, other = (
        excerpt(text, longest, around=at, marks=of_text, is_quoted=is_quoted)
        for text, at, of_text in zip(texts, around, marks, strict=True)
    )
    if one.before < around[0] and other.before < around[1]:
        before = min(one.before, other.before)
        one, other = (
            excerpt(text, longest, around=at, marks=of_text, is_quoted=is_quoted, before=before)
            for text, at, of_text in zip(texts, around, marks, strict=True)
        )
    return one, other


def _fit(widths: Sequence[int], around: int, longest: int, before: int) -> tuple[int, int]:
    """From where to where it fits, growing to both sides until there is no room or no text."""
    start = end = around
    first = start - before
    while True:
        grown = start, end
        if end < len(widths) and widths[end] <= longest:
            longest -= widths[end]
            end += 1
        if start > first and widths[start - 1] <= longest:
            start -= 1
            longest -= widths[start]
        if grown == (start, end):
            return start, end


def _quote(text: str) -> str:
    return '"' if "'" in text and '"' not in text else "'"


def _escape(character: str, quote: str) -> str:
    """A character as a literal has it; without a quote only what is unprintable is escaped."""
    if quote and character in (quote, "\\"):
        return f"\\{character}"
    return character if character.isprintable() else repr(character)[1:-1]
