"""What a test run shows of the mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

# Attributes of a report that pytest does not know travel with it from an xdist worker.
CONTRIBUTION = "sesmock_contribution"
"""What a test contributes to the reports of the run."""
NOTES = "sesmock_notes"
"""What could not be reported of a test, a line each."""
EXPLAINED = "sesmock_explained"
"""Whether an assertion of the outbox failed, which has told why in its own words."""


def place_of(item: pytest.Item) -> tuple[str, int]:
    """The file and the line of a test, for a warning about it."""
    return str(item.path), (item.location[1] or 0) + 1
