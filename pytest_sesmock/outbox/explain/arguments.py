"""What is wrong with the arguments of a query."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_sesmock.errors import find_similar, suggest
from pytest_sesmock.outbox.explain.values import show
from pytest_sesmock.outbox.matching import plain_types


def unknown_filter(name: str, names: Sequence[str]) -> str:
    """That there is no such filter, and which may be meant."""
    return f"there is no filter {name!r}: {suggest(name, names)}"


def unknown_value(name: str, expected: object, names: Sequence[str]) -> str:
    """That a filter's value is none of those there are, and which may be meant."""
    *others, last = map(repr, names)
    likely = "".join(f": did you mean {each!r}?" for each in find_similar(expected, names))
    return f"{name} must be {', '.join(others)} or {last}, not {show(expected)}{likely}"


def impossible_filter(name: str, expected: object) -> str:
    """That no message or refusal can ever fit the filter's value, and what can."""
    plain = ", ".join(kind.__name__ for kind in plain_types(name))
    return (
        f"{name} must be {plain}, None, a callable or an object with an == of its own, not "
        f"{show(expected)}, which can match nothing"
    )


def invalid_count(expected: object) -> str:
    """That a count is a whole number."""
    return f"a count of messages must be an int, 0 or more, not {show(expected)}"
