"""What this package reads in a message beyond its parts: what the lint finds, what HTML shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pytest_sesmock.outbox.lint import LintFinding
    from pytest_sesmock.outbox.message import SentMessage

MOST_READ = 20
"""Messages of a test that are read: parsing HTML takes some 20 ms for each."""
LONGEST_READ = 200_000
"""Characters of HTML that are read: parsing as much takes about half a second."""

Lint: TypeAlias = "Callable[[SentMessage], Sequence[LintFinding]]"


def read(message: SentMessage, number: int, lint: Lint) -> dict[str, Any]:
    """What the lint finds in a message, and the visible text if there is HTML only.

    Args:
        message: The message.
        number: Which of its test's it is, from 0.
        lint: Lints a message.
    """
    if number >= MOST_READ:
        return {"lintProblem": f"it is not among the first {MOST_READ} messages of its test"}
    html = message.html
    if html is not None and len(html) > LONGEST_READ:
        return {"lintProblem": f"its HTML has more than {LONGEST_READ:,} characters"}
    values: dict[str, Any] = {"lint": lint(message)}
    if html is not None and not message.text:
        values["visibleText"] = {"data": message.visible_text, "more": 0}
    return values
