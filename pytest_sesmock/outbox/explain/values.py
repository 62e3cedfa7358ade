"""Single values and lines as failure texts show them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pytest_sesmock import lifetimes
from pytest_sesmock.outbox.explain.cells import cells, cut
from pytest_sesmock.outbox.explain.excerpts import CUT, excerpt
from pytest_sesmock.outbox.mime_content import Attachment

# Lengths are in cells of the terminal.
LONGEST_PARAGRAPH = 300
MOST_ELEMENTS = 10

Block = list[str]


def width() -> int:
    """How wide a line of a failure may be, behind pytest's mark."""
    return lifetimes.columns() - len("E       ")


def longest_value() -> int:
    """How long a value may be: with quotes, dots and the longest name it still fits on a line."""
    return width() - len("    configuration_set=''...")


def show(value: object, longest: int | None = None) -> str:
    """The value as a test would write it, on one line; of a long one the beginning."""
    longest = longest_value() if longest is None else longest
    if isinstance(value, str):
        return excerpt(value, longest).text
    if isinstance(value, Attachment):
        return show(value.filename or "(no name)", longest)
    if isinstance(value, (list, tuple)):
        return one_line(f"[{', '.join(map(show, value))}]", longest)
    name = getattr(value, "__qualname__", None)
    if isinstance(name, str):
        return one_line(name.rpartition("<locals>.")[2], longest)
    # A memory address says nothing and differs from run to run.
    return one_line(re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value)), longest)


def one_line(text: str, longest: int) -> str:
    """The text, cut after so many cells, line ends and terminal controls as escapes."""
    longest = max(longest, 0)
    start = printable(text[: longest + 1])
    whole = cut(start, longest)
    return start if whole == start and len(text) <= longest + 1 else f"{whole}{CUT}"


def printable(text: str) -> str:
    """The text on one line, line ends and terminal controls as escapes.

    What an application sent may hold any of these.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def within(text: str, room: int) -> str:
    """The text on one line that takes no more than so many cells, dots included."""
    whole = one_line(text, room)
    return whole if cells(whole) <= room else one_line(text, room - len(CUT))


def code(remedy: str) -> str:
    """A remedy, whole and on one line whatever its length, for it is pasted from here."""
    return printable(remedy)


def elements(value: object) -> Block:
    """The elements of a list or mapping that is too long for one line; else nothing."""
    if isinstance(value, Mapping):
        rows = [one_line(f"{name!r}: {show(one)}", longest_value()) for name, one in value.items()]
    elif isinstance(value, (list, tuple)):
        rows = [show(one) for one in value]
    else:
        return []
    if cells(f"[{', '.join(rows)}]") <= longest_value():
        return []
    return [*rows[:MOST_ELEMENTS], *rest(len(rows) - MOST_ELEMENTS)]


def count(number: int, noun: str) -> str:
    """A number of things in words: `no message`, `1 message`, `2 messages`."""
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"


def rest(number: int, indent: str = "") -> Block:
    """The line for what a list leaves out, if it leaves out anything."""
    return [f"{indent}... and {number} more"] if number > 0 else []


def paragraph(text: str) -> Block:
    """A bounded text below an item of a list."""
    indent = " " * 8
    return wrap(one_line(text, LONGEST_PARAGRAPH), indent, indent)


def wrap(text: str, first: str = "", others: str = "    ", room: int | None = None) -> Block:
    """The text in lines of the width, but for long words.

    Addresses and ARNs are copied from here. Scripts without blanks are broken anywhere.
    """
    room = width() if room is None else room
    lines: Block = []
    line, gap = first, ""
    for word in printable(text).split(" "):
        if gap and cells(line + gap + word) > room:
            lines.append(line)
            line, gap = others, ""
        while not word.isascii() and cells(line + gap + word) > room:
            fitting = cut(word, room - cells(line + gap))
            lines.append(f"{line}{gap}{fitting}")
            line, gap, word = others, "", word.removeprefix(fitting)  # noqa: PLW2901
        line, gap = f"{line}{gap}{word}", " "
    return [*lines, line] if line.strip() else lines
