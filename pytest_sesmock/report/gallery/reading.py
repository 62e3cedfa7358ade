"""What this package reads in a message beyond its parts: the lint, and what of HTML is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pytest_sesmock.outbox.message import html_of

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
    """What the lint finds in a message; of HTML the links, and the visible text if it is alone.

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
            why = f"only the first {MOST_READ} HTML messages of a run are"
            return {"lintProblem": why}
    values: dict[str, Any] = {"lint": lint(message)}
    if html is not None:
        in_html = len(html_of(message).links)
        values["links"] = [
            {"text": link.text if at < in_html else None, "href": link.href}
            for at, link in enumerate(message.links)
        ]
        if not message.text:
            values["visibleText"] = {"data": message.visible_text, "more": 0}
    return values
