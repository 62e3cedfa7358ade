"""The evidence tables, as the tests read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a table in tests/data."""
    text = (DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


BEHAVIOUR: dict[str, dict[str, Any]] = {
    row["id"]: row for table in ("ses_behaviour", "found_evidence") for row in rows(table)
}
"""What SES was seen, or is documented, to do: rows by id."""


def says(row: str, **values: str) -> str:
    """The text of a row, its placeholders filled in."""
    text: str = BEHAVIOUR[row]["message"]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def answer(row: str, **values: str) -> tuple[str, str, int]:
    """Code, text and status of a row, its placeholders filled in."""
    return BEHAVIOUR[row]["code"], says(row, **values), BEHAVIOUR[row]["http_status"]
