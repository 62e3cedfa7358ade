"""What is wrong with the arguments of a query."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_sesmock.errors import find_similar, suggest
from pytest_sesmock.outbox.explain.values import show
from pytest_sesmock.outbox.filters import find_other_name

MOST_LISTED = 10
"""How many possible values an error lists."""


def unknown_filter(name: str, names: Sequence[str]) -> str:
    """That there is no such filter, and which may be meant."""
    return f"there is no filter {name!r}: {find_other_name(name, names) or suggest(name, names)}"


def unknown_value(name: str, expected: object, names: Sequence[str], api: str | None) -> str:
    """That a filter's value is none of those there are, in an API, and which may be meant."""
    *others, last = map(repr, names)
    must_be = f"{', '.join(others)} or {last}"
    if len(names) > MOST_LISTED:
        must_be = f"one of the {len(names)} there are"
    where = "" if api is None or name == "api" else f" of api={api!r}"
    likely = "".join(f": did you mean {each!r}?" for each in find_similar(expected, names))
    return f"{name}{where} must be {must_be}, not {show(expected)}{likely}"


def impossible_kind(name: str, expected: object, kinds: str) -> str:
    """That no message or refusal can ever fit a value of this kind, and which kinds there are."""
    return (
        f"{name} must be {kinds}, a callable or an object with an == of its own, not "
        f"{show(expected)}, which can match nothing"
    )


def impossible_filter(name: str, expected: object, problem: str) -> str:
    """That no message or refusal can ever fit the filter's value, or any would, and why."""
    verdict = "makes no sense" if name.endswith("contains") else "can match nothing"
    return f"{name}={show(expected)} {verdict}: {problem}"


def not_a_call(name: str, function: str) -> str:
    """That the function which makes a value is none itself."""
    return f"{name} must be {function}(...), not the function {function}, which fits everything"


def invalid_timeout(expected: object) -> str:
    """That a timeout is a number of seconds."""
    return f"timeout must be a number of seconds, 0 or more, not {show(expected)}"


def invalid_count(expected: object) -> str:
    """That a count is a whole number."""
    return f"a count of messages must be an int, 0 or more, not {show(expected)}"


def blocks_event_loop(instead: str) -> str:
    """That a coroutine must not wait like a thread, and how it waits."""
    return (
        "waiting here would block the event loop, which then could send nothing: "
        f"write `{instead}` in a coroutine"
    )
