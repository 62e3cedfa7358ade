"""Parts of a text: `contains` and `lacks`, as values of a filter or with `==`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

# pytest leaves the frames of this module out of a failure.
__tracebackhide__ = True

MISSING = "not found"
"""The reason for a part that is nowhere."""
UNWANTED = "found"
"""The reason for a part that should not be there."""

TextPart: TypeAlias = "str | re.Pattern[str]"


class PartMismatch(NamedTuple):
    """Why a text does not hold its parts as it should.

    Attributes:
        part: The part that is missing, or should be.
        reason: What is wrong with it, as the end of a sentence.
        span: From where to where in the text it is; None if nowhere.
    """

    part: TextPart
    reason: str
    span: tuple[int, int] | None


class TextParts:
    """The result of `contains` or `lacks`. It equals every text that matches.

    Its repr is the call that creates it.
    """

    __slots__ = ("_are_wanted", "_parts")
    __hash__ = None  # type: ignore[assignment] # equal to many texts, as no hash can be

    def __init__(self, parts: tuple[TextPart, ...], *, are_wanted: bool) -> None:
        wrong = problem(parts, are_wanted=are_wanted)
        if wrong is not None:
            raise TypeError(wrong)
        self._parts = parts
        self._are_wanted = are_wanted

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self._mismatch(other) is None

    def __repr__(self) -> str:
        name = "contains" if self._are_wanted else "lacks"
        return f"{name}({', '.join(map(repr, self._parts))})"

    def _mismatch(self, text: str) -> PartMismatch | None:
        return self._find_missing(text) if self._are_wanted else self._find_present(text)

    def _find_missing(self, text: str) -> PartMismatch | None:
        end = 0
        for number, part in enumerate(self._parts):
            found = _find(part, text, end)
            if found is None:
                return _why_missing(part, self._parts[:number], text, end)
            end = found[1]
        return None

    def _find_present(self, text: str) -> PartMismatch | None:
        for part in self._parts:
            found = _find(part, text, 0)
            if found is not None:
                return PartMismatch(part, UNWANTED, found)
        return None


def problem(parts: tuple[object, ...], *, are_wanted: bool) -> str | None:
    """Why there can be no such parts, or why every text has one that is unwanted; else None."""
    for part in parts:
        if not isinstance(part, (str, re.Pattern)) or (
            isinstance(part, re.Pattern) and not isinstance(part.pattern, str)
        ):
            return f"a part of a text must be a str or a compiled pattern, not {part!r}"
        if not part:
            return "a part of a text must not be empty: every text contains the empty one"
        if not are_wanted and isinstance(part, re.Pattern) and all(map(part.search, _SAMPLES)):
            return f"no text lacks {part!r}, which finds something in every one"
    return None if parts else "at least one part of the text must be given"


# Texts that have nothing in common: a pattern that finds something in each finds it in any.
_SAMPLES = ("", "a", "17", "\n", "The quick brown fox,\r\njumps: \u20ac 17!\r\n")


def mismatch(parts: TextParts, text: str) -> PartMismatch | None:
    """The first part that is not as it should be in the text; None if all are."""
    return parts._mismatch(text)  # noqa: SLF001 - of what tests hold, all but == is ours


def contains(*parts: TextPart) -> TextParts:
    """An object that equals any text containing the parts, in this order.

    Parts are strings or compiled patterns. In a string, any white space matches any other, because
    email text is often wrapped. Parts don't overlap: the search for each one starts where the
    previous one ends::

        assert "Hello Ada, your order 17 has shipped" == contains("Ada", re.compile("order [0-9]+"))

    Raises:
        TypeError: A part is empty or has another type, or there are no parts.
    """
    return TextParts(parts, are_wanted=True)


def lacks(*parts: TextPart) -> TextParts:
    """An object that equals any text containing none of the parts.

    Parts are strings or compiled patterns.

    Raises:
        TypeError: A part is empty or has another type, or is a pattern that finds something in any
            text, or there are no parts.
    """
    return TextParts(parts, are_wanted=False)


def _find(part: TextPart, text: str, start: int) -> tuple[int, int] | None:
    """Where a part is, at `start` or later: from, to."""
    if isinstance(part, str) and not _may_hold(part, text):
        return None
    found = (_pattern(part) if isinstance(part, str) else part).search(text, start)
    return None if found is None else found.span()


def _why_missing(part: TextPart, before: tuple[TextPart, ...], text: str, end: int) -> PartMismatch:
    elsewhere = _find(part, text, 0) if before else None
    if elsewhere is not None:
        return PartMismatch(part, f"found, but not after {before[-1]!r}", elsewhere)
    if isinstance(part, str) and _may_hold(part.lower(), text.lower()):
        other_case = _pattern(part, re.IGNORECASE).search(text, end)
        if other_case is not None:
            reason = "found, but with different upper and lower case"
            return PartMismatch(part, reason, other_case.span())
    return PartMismatch(part, MISSING, None)


def _may_hold(part: str, text: str) -> bool:
    """Whether the words are there: most texts fail this, and faster than a pattern finds out."""
    return all(word in text for word in part.split())


@lru_cache(maxsize=256)
def _pattern(part: str, flags: int = 0) -> re.Pattern[str]:
    pieces = re.split(r"(\s+)", part)
    # As little as can be: white space at the end must leave the next part its own.
    return re.compile(
        "".join(r"\s+?" if piece.isspace() else re.escape(piece) for piece in pieces), flags
    )
