"""What JavaMail 1.4.7 answered, for the tests of what reads MIME messages."""

from __future__ import annotations

from typing import Any

import pytest
from evidence import rows

ROWS = rows("javamail_mime")


def answers(*kinds: str) -> pytest.MarkDecorator:
    """A test for each row of these kinds."""
    chosen = [row for row in ROWS if row["kind"] in kinds]
    return pytest.mark.parametrize("row", chosen, ids=[_named(row) for row in chosen])


def _named(row: dict[str, Any]) -> str:
    return f"{row['kind']} {ascii(row['text'])[:50]}"
