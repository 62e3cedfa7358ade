"""The lint of a test's messages: warnings at the end of the test."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pytest_sesmock.errors import SesmockLintWarning
from pytest_sesmock.outbox import lint
from pytest_sesmock.report import place_of
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.outbox.outbox import Outbox


def lint_outbox(
    item: pytest.Item,
    outbox: Outbox,
    ignore: Sequence[str],
    clients: Sequence[str],
    keep_note: Callable[[str, str], None],
) -> None:
    """Warn of what receivers may dislike, at the test's own line; errors are told all at once.

    Args:
        item: The test.
        outbox: Its messages.
        ignore: Names of rules to silence.
        clients: Email clients that HTML is to be fit for.
        keep_note: Gets what could not be linted, and why.
    """
    place = place_of(item)
    problems: list[SesmockLintWarning | None] = []
    for index, message in enumerate(outbox):
        texts = attempt(
            partial(lint.warnings, index, message, ignore, clients),
            partial(keep_note, f"outbox[{index}] could not be linted"),
        )
        problems += [_warn(text, *place) for text in texts or ()]
    errors = [f"SesmockLintWarning: {error}" for error in problems if error is not None]
    if errors:
        pytest.fail("\n".join(errors), pytrace=False)


def _warn(text: str, path: str, line: int) -> SesmockLintWarning | None:
    """Issue a warning; answers with it if warnings are errors."""
    try:
        warnings.warn_explicit(text, SesmockLintWarning, path, line)
    except SesmockLintWarning as error:
        return error
    return None
