"""Single values and lines as failure texts show them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from pytest_sesmock.outbox.mime_content import Attachment

WIDTH = 80 - len("E       ")  # pytest's mark before every line of a failure
# With quotes, dots and the longest name, `configuration_set=`, a value still fits on a line.
LONGEST_VALUE = 45
LONGEST_PARAGRAPH = 300
MOST_ELEMENTS = 10

Block = list[str]


def show(value: object, start: int = 0, longest: int = LONGEST_VALUE) -> str:
    """The value as a test would write it, on one line; of a long text what follows `start`."""
    if isinstance(value, str):
        excerpt = value[start : start + longest]
        while len(repr(excerpt)) > longest + 2:  # escapes take more room than what they stand for
            excerpt = excerpt[:-1]
        after = "..." if start + len(excerpt) < len(value) else ""
        return f"{'...' if start else ''}{excerpt!r}{after}"
    if isinstance(value, Attachment):
        return show(value.filename or "(no name)", start, longest)
    if isinstance(value, (list, tuple)):
        return one_line(f"[{', '.join(map(show, value))}]", longest)
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


def code(remedy: str) -> str:
    """A remedy, whole and on one line whatever its length, for it is pasted from here."""
    return one_line(remedy, len(remedy))


def elements(value: object) -> Block:
    """The elements of a list or mapping that is too long for one line; else nothing."""
    if isinstance(value, Mapping):
        rows = [one_line(f"{name!r}: {show(one)}", LONGEST_VALUE) for name, one in value.items()]
    elif isinstance(value, (list, tuple)):
        rows = [show(one) for one in value]
    else:
        return []
    if len(f"[{', '.join(rows)}]") <= LONGEST_VALUE:
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


def wrap(text: str, first: str = "", others: str = "    ") -> Block:
    """The text in lines of the width, but for long words.

    Addresses and ARNs are copied from here.
    """
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
