"""What a rule of the lint is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

LONGEST_PLACE = 100
"""How many characters of a place a finding shows at most."""
_AROUND = 20


class LintRule(NamedTuple):
    """One thing that receivers may dislike.

    Attributes:
        name: What it is silenced by.
        why: What it finds, and who dislikes that.
        remedy: How to mend it, in a few words.
        find: Everything in a message that it is about.
    """

    name: str
    why: str
    remedy: str
    find: Callable[[SentMessage], Iterable[str]]


def excerpt(text: str, start: int, end: int) -> str:
    """A place in a text, with the whole words that stand near it on its line."""
    before = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
    behind = text[end : end + _AROUND].partition("\n")[0]
    if len(before) == _AROUND:
        before = before.partition(" ")[2]
    if len(behind) == _AROUND:
        behind = behind.rpartition(" ")[0]
    return repr(f"{before}{text[start:end]}{behind}".strip())
