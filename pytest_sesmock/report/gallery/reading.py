"""What this package reads in a message beyond its parts: what the lint finds, what HTML shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sesmock.outbox.lint import LintFinding
    from pytest_sesmock.outbox.message import SentMessage

MOST_READ = 500
"""Messages of a run whose HTML is read: parsing it takes some 20 ms for each."""
LONGEST_READ = 200_000
"""Characters of HTML that are read: parsing as much takes about half a second."""


def read(
    message: SentMessage,
    lint: Callable[[SentMessage], Sequence[LintFinding]],
    budget: Iterator[object],
) -> dict[str, Any]:
    """What the lint finds in a message, and the visible text if there is HTML only.

    Args:
        message: The message.
        lint: Lints a message.
        budget: Has an item for each message whose HTML may still be read.
    """
    html = message.html
    if html is not None:
        if len(html) > LONGEST_READ:
            return {"lintProblem": f"its HTML has more than {LONGEST_READ:,} characters"}
        if next(budget, None) is None:
            why = f"the HTML of {MOST_READ} messages of this run has been read before"
            return {"lintProblem": why}
    values: dict[str, Any] = {"lint": lint(message)}
    if html is not None and not message.text:
        values["visibleText"] = {"data": message.visible_text, "more": 0}
    return values
