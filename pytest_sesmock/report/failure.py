"""Why a test failed, as its report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pytest

LONGEST_MESSAGE = 20_000
"""Characters of an exception's text that are kept."""
LONGEST_TRACEBACK = 100_000
"""Characters of a traceback that are kept: its end, where the test failed."""


class Failure(NamedTuple):
    """A phase of a test that failed.

    Attributes:
        phase: `setup`, `call` or `teardown`.
        message: The exception with all of its text.
        traceback: What pytest prints of the failure.
    """

    phase: str
    message: str
    traceback: str


def failure_of(report: pytest.TestReport) -> Failure:
    """What the report of a phase says; the text as a whole, if nothing crashed."""
    traceback = report.longreprtext
    crash = getattr(report.longrepr, "reprcrash", None)
    message = traceback if crash is None else str(crash.message)
    return Failure(report.when, message[:LONGEST_MESSAGE], traceback[-LONGEST_TRACEBACK:])
