"""What a test contributes to the reports of its run.

Under pytest-xdist it travels from the worker to the controller, where it is a text: JSON, which is
ASCII whatever the mails hold. So it is with the mails themselves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pytest_sesmock.outbox.outbox import records_of

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.records import Records
    from pytest_sesmock.report.failure import Failure


_LONGEST_HEADLINE = 300
# One for all tests: to make it takes longer than to write what most of them contribute.
_to_json = json.JSONEncoder(separators=(",", ":")).encode


Contribution: TypeAlias = "str | dict[str, Any]"
"""Numbers alone stay what they are in the process that reports them."""


class Origin(NamedTuple):
    """The test a contribution is from.

    Attributes:
        test: Its node id.
        position: Its place in the order of the run's tests.
        worker: The xdist worker that ran it; empty without xdist.
        outcome: pytest's word for what became of it.
    """

    test: str
    position: int
    worker: str
    outcome: str


def contribution(
    outbox: Outbox,
    origin: Origin,
    *,
    mails: bool,
    raw: bool,
    failures: Sequence[Failure] = (),
    read: Callable[[SentMessage], Any] | None = None,
) -> Contribution:
    """What the outbox holds at the end of its test: how much, and the mails if they are wanted.

    Args:
        outbox: The outbox of the test's mock.
        origin: The test.
        mails: Whether what the gallery shows of each mail and refusal is wanted.
        raw: Whether the delivered messages themselves are.
        failures: Why the test failed, for the gallery.
        read: Reads in a message what more the gallery is to tell of it, such as lint findings.
    """
    values: dict[str, Any] = _counts(records_of(outbox))
    if not (mails or raw or origin.worker):
        return values
    if mails or raw:
        from pytest_sesmock.report.gallery.entries import entries  # noqa: PLC0415 - if asked for
        from pytest_sesmock.report.gallery.packing import (  # noqa: PLC0415 - if asked for
            pack,
            pack_json,
        )

        values |= {"origin": origin, "entries": [], "files": {}}
        if failures:
            values |= {"headline": _headline(failures), "failures": pack_json(failures)}
        for entry in entries(outbox, read):
            values["files"] |= entry.files
            values["entries"].append(
                {
                    "row": entry.row,
                    "words": entry.words,
                    "detail": entry.detail,
                    "raw": pack(entry.raw) if raw and entry.raw is not None else None,
                }
            )
    return _to_json(values)


def _headline(failures: Sequence[Failure]) -> str:
    """The first line of the first failure."""
    line, _, _ = failures[0].message.strip().partition("\n")
    return line[:_LONGEST_HEADLINE]


def _counts(records: Records) -> dict[str, Any]:
    """Mails, recipients and refusals by region; refusals by rule and code."""
    regions: dict[str, list[int]] = {}
    for message in records.messages():
        counts = regions.setdefault(message.region, [0, 0, 0])
        counts[0] += 1
        counts[1] += len(message.recipients)
    refusals = records.refusals()
    for refused in refusals:
        regions.setdefault(refused.region, [0, 0, 0])[2] += 1
    rules = Counter((refused.rule, refused.code) for refused in refusals) if refusals else {}
    return {"regions": regions, "rules": [[*rule, times] for rule, times in rules.items()]}
