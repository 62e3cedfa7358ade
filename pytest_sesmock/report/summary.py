"""What the end of a run says: how much was sent and refused, by region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_sesmock.report.run import Counts, Run

TITLE = "Amazon SES"


def line(run: Run) -> str:
    """One line: the total, and each region's share if there are several."""
    regions = sorted(run.regions.items())
    if len(regions) == 1:
        ((region, counts),) = regions
        return f"{TITLE}: {_sentence(counts)} in {region}"
    shares = "; ".join(f"{region}: {_sentence(counts)}" for region, counts in regions)
    return f"{TITLE}: {_sentence(run.total)} ({shares})" if shares else f"{TITLE}: no messages"


def table(run: Run) -> list[str]:
    """The lines of a table of the regions and, if anything was refused, one of the rules."""
    rows = [(region, *counts) for region, counts in sorted(run.regions.items())]
    lines = _align(("region", "sent", "recipients", "refused"), [*rows, ("all", *run.total)])
    if run.rules:
        by_times = sorted(run.rules.items(), key=lambda item: (-item[1], item[0]))
        rules = [(rule, times, code) for (rule, code), times in by_times]
        lines += ["", *_align(("rule", "refused", "code"), rules)]
    return lines


def _sentence(counts: Counts) -> str:
    messages = "1 message" if counts.messages == 1 else f"{counts.messages:,} messages"
    return f"{messages} sent, {counts.refusals:,} refused"


def _align(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a table: numbers to the right, texts to the left."""
    rows = list(rows)
    is_number = [isinstance(value, int) for value in rows[0]]
    cells = [
        tuple(head),
        *(tuple(f"{v:,}" if isinstance(v, int) else str(v) for v in row) for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in cells
    ]
