"""What is attempted: a reason in one line, and what passes all the same."""

from __future__ import annotations

from typing import NoReturn

import pytest

from pytest_sesmock.report.attempts import attempt


class SilentError(Exception):
    """Cannot even tell of itself."""

    def __str__(self) -> str:
        raise RuntimeError


def fail(error: BaseException) -> NoReturn:
    raise error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("odd"), "ValueError: odd"),
        (MemoryError(), "MemoryError"),
        (RecursionError("maximum depth"), "RecursionError: maximum depth"),
        (SilentError(), "SilentError"),
        (KeyError("\ud800\n\x1b"), r"KeyError: '\ud800\n\x1b'"),
        (ValueError("x" * 1000), f"ValueError: {'x' * 288}..."),
    ],
)
def test_the_reason(error: Exception, reason: str) -> None:
    assert attempt(lambda: fail(error), lambda why: why) == reason


def test_a_recursion_without_end_is_over() -> None:
    def descend() -> str:
        return descend()

    assert attempt(descend, lambda why: why).startswith("RecursionError: maximum recursion")


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), SystemExit(), pytest.exit.Exception("stop"), GeneratorExit()]
)
def test_what_is_to_end_the_run_passes(error: BaseException) -> None:
    with pytest.raises(type(error)):
        attempt(lambda: fail(error), lambda why: why)


def test_what_can_be_shown_is_shown() -> None:
    assert attempt(lambda: "shown", lambda why: why) == "shown"
