"""A run of tests as its reports see it: what the tests contributed, gathered and put in order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.outbox.explain.values import count
from pytest_sesmock.report import files
from pytest_sesmock.report.contribution import Contribution, Origin

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_PAGE = 200_000_000
"""Characters of packed mails and attachments that are kept for one page; it says what it lacks."""


class Counts(NamedTuple):
    """What SES was asked to send."""

    messages: int = 0
    recipients: int = 0
    refusals: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*map(add, self, other))


class Mail(NamedTuple):
    """A mail or a refusal of the run: the row of the list, the words to search, the packed rest."""

    row: Mapping[str, Any]
    words: str
    detail: str


class TestOfRun(NamedTuple):
    """A test that sent something, was refused something, or failed without.

    Attributes:
        origin: The test.
        mails: What it sent and what was refused.
        headline: The first line of its failure; empty if it did not fail.
        failures: Its failures, packed; empty if it has none or there was no room.
    """

    origin: Origin
    mails: list[Mail]
    headline: str
    failures: str


class Run:
    """Takes contributions in whatever order they arrive.

    Args:
        eml: The directory that gets a file of each mail, if there is to be one.
    """

    def __init__(self, eml: Path | None = None) -> None:
        self.regions: dict[str, Counts] = {}
        """What was sent and refused, by region."""
        self.rules: Counter[tuple[str, str]] = Counter()
        """How often each rule refused, by its name and SES's code."""
        self.files: dict[str, str] = {}
        """The attachments, packed, by their digests."""
        self._eml = eml
        self._write_errors: list[str] = []
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._tests: list[TestOfRun] = []
        self._room = LARGEST_PAGE

    def take(self, contribution: Contribution) -> None:
        """Add what a test contributed; its mails are written to files at once."""
        values = json.loads(contribution) if isinstance(contribution, str) else contribution
        for region, counts in values["regions"].items():
            added = Counts(*counts)
            known = self.regions.get(region)
            self.regions[region] = added if known is None else known.plus(added)
        for rule, code, times in values["rules"]:
            self.rules[rule, code] += times
        if values.get("entries") or values.get("failures"):
            origin = Origin(*values["origin"])
            failures = values.get("failures", "")
            self._tests.append(
                TestOfRun(
                    origin,
                    [*self._mails(origin, values["entries"])],
                    values.get("headline", ""),
                    failures if self._fits(failures) else "",
                )
            )
            for digest, file in values["files"].items():
                if digest not in self.files and self._fits(file):
                    self.files[digest] = file

    @property
    def total(self) -> Counts:
        """What was sent and refused in all regions."""
        total = Counts()
        for counts in self.regions.values():
            total = total.plus(counts)
        return total

    @property
    def unwritten(self) -> list[str]:
        """In one line, if there is anything to say: mails that are no files, and why."""
        errors = self._write_errors
        if not errors:
            return []
        return [f"{count(len(errors), 'message')} not written to {self._eml}: {errors[0]}"]

    @property
    def tests(self) -> list[TestOfRun]:
        """The tests that have something to show, in the order of the run."""
        return sorted(self._tests, key=lambda test: (test.origin.position, test.origin.worker))

    def _mails(self, origin: Origin, entries: list[dict[str, Any]]) -> Iterator[Mail]:
        self._attempts[origin.worker, origin.test] += 1
        for number, each in enumerate(entries, 1):
            row = each["row"]
            if self._eml is not None and each["raw"] is not None:
                name = self._write(self._eml, origin, number, each["raw"])
                row |= {} if name is None else {"eml": name}
            yield Mail(row, each["words"], each["detail"] if self._fits(each["detail"]) else "")

    def _write(self, directory: Path, origin: Origin, number: int, raw: str) -> str | None:
        """The name of a mail's file; None if it cannot be written, which costs the run nothing."""
        from pytest_sesmock.report import eml  # noqa: PLC0415 - if asked for

        attempt = self._attempts[origin.worker, origin.test]
        try:
            return eml.write(directory, origin, attempt, number, raw)
        except OSError as error:
            self._write_errors.append(files.why(error))
            return None

    def _fits(self, text: str) -> bool:
        """Whether there is room for it, which is then taken."""
        if len(text) > self._room:
            return False
        self._room -= len(text)
        return True
