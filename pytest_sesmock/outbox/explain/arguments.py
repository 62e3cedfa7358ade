"""What is wrong with the arguments of a query."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from pytest_sesmock.outbox.explain.values import shown
from pytest_sesmock.outbox.matching import plain_types


def unknown_filter(name: str, known: Sequence[str]) -> str:
    """That there is no such filter, and which there are."""
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"there is no filter {name!r}.{hint} The filters are: {', '.join(known)}"


def impossible_filter(name: str, expected: object) -> str:
    """That no message or refusal can ever fit the filter's value, and what can."""
    plain = ", ".join(kind.__name__ for kind in plain_types(name))
    return (
        f"{name} must be {plain}, None, a callable or an object with an == of its own, not "
        f"{shown(expected)}, which can match nothing"
    )


def wrong_count(expected: object) -> str:
    """That a count is a whole number."""
    return f"a count of messages must be an int, 0 or more, not {shown(expected)}"
