"""No mail ends a test run: what cannot be shown is one line that says why.

An exception that leaves a hook ends the run, and under pytest-xdist a failed test may be lost with
it. So whatever a hook reads of a mail, it attempts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

_T = TypeVar("_T")


def attempt(show: Callable[[], _T], instead: Callable[[str], _T]) -> _T:
    """The result of `show`; if it raises, that of `instead`, which gets the reason in one line.

    RecursionError and MemoryError are reasons, too: what a mail is too deep or too large for is
    gone with the attempt. What is meant to end the run passes: KeyboardInterrupt, SystemExit and
    whatever else is no Exception, and `pytest.exit`, which is one.
    """
    try:
        return show()
    except pytest.exit.Exception:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        return instead(_reason(error))


def _reason(error: Exception) -> str:
    from pytest_sesmock.outbox.explain.values import (  # noqa: PLC0415 - most runs need none
        LONGEST_PARAGRAPH,
        one_line,
    )

    name = type(error).__name__
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - an exception that cannot tell of itself
        text = ""
    return one_line(f"{name}: {text}" if text else name, LONGEST_PARAGRAPH)
