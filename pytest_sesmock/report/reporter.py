"""The reports of a whole run: the page, the files of the mails, and what the run ends with."""

from __future__ import annotations

import os
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_sesmock.report import CONTRIBUTION, NOTES, files, summary
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.report.run import Run

_MOST_NOTES = 10


class Reporter:
    """Takes what the tests contribute, wherever they ran, and reports at the end of the run.

    Nothing raises out of its hooks because of a mail or a disk. What could not be shown is a line
    at the end of the run; what could not be written is one, too, and fails the run.

    Args:
        start: The directory that relative paths start at.
        page: The option `--sesmock-report`.
        eml: The option `--sesmock-eml`.
        is_table_wanted: The option `--sesmock-summary`.

    Raises:
        pytest.UsageError: Nothing can be written there.
    """

    def __init__(
        self, start: Path, page: str | None, eml: str | None, *, is_table_wanted: bool
    ) -> None:
        self._page = None if page is None else _file(start, page)
        self._eml = None if eml is None else _directory(start, eml)
        if self._eml is not None and self._page in (self._eml, *self._eml.parents):
            raise pytest.UsageError("--sesmock-report and --sesmock-eml must be different places")
        self._is_table_wanted = is_table_wanted
        self._is_page_written = False
        self._run: Run | None = None
        self._notes: list[str] = []
        self._errors: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what came with the report, which terminal and others keep to the end."""
        values = vars(report)
        self._notes += values.pop(NOTES, [])
        contribution = values.pop(CONTRIBUTION, None)
        if contribution is not None:
            attempt(
                lambda: self._run_so_far().take(contribution),
                lambda why: self._notes.append(
                    note(report.nodeid, f"its messages could not be reported: {why}")
                ),
            )

    @pytest.hookimpl(tryfirst=True)  # another plugin that raises there must not cost the page
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the page; a run that could not write all it was to write has failed."""
        if self._page is not None and not session.config.option.collectonly:
            project = session.config.rootpath.name
            attempt(partial(self._write_page, self._page, project), self._keep_page_error)
        if self._run is not None:
            self._errors += self._run.unwritten
        if self._errors and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how much was sent, and where it can be looked at."""
        for line in self._problems():
            terminalreporter.write_line(line, red=True)
        attempt(
            partial(self._summarize, terminalreporter),
            lambda why: terminalreporter.write_line(f"{summary.TITLE}: no summary: {why}"),
        )

    def pytest_unconfigure(self) -> None:
        """Say what no summary has said, as with `--no-summary`: a failing run says why."""
        for line in self._problems():
            sys.stderr.write(f"{line}\n")

    def _problems(self) -> list[str]:
        """What could not be written or shown, a line each, told once."""
        lines = [f"{summary.TITLE}: {error}" for error in self._errors]
        lines += [f"{summary.TITLE}: {text}" for text in self._notes[:_MOST_NOTES]]
        if len(self._notes) > _MOST_NOTES:
            lines.append(f"{summary.TITLE}: ... and {len(self._notes) - _MOST_NOTES} more")
        self._errors, self._notes = [], []
        return lines

    def _write_page(self, path: Path, project: str) -> None:
        from pytest_sesmock.report.gallery import page  # noqa: PLC0415 - imports jinja2

        try:
            page.write(path, self._run_so_far(), self._eml, project)
            self._is_page_written = True
        except OSError as error:
            self._keep_page_error(files.why(error))

    def _keep_page_error(self, why: str) -> None:
        self._errors.append(f"{self._page} could not be written: {why}")

    def _summarize(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._run is None and not self._is_table_wanted:
            return
        run = self._run_so_far()
        if self._is_table_wanted:
            terminalreporter.write_sep("=", summary.TITLE)
            terminalreporter.write_line("\n".join(summary.table(run)))
        elif terminalreporter.verbosity >= 0:
            terminalreporter.write_line(summary.line(run))
        for written in (
            self._page if self._is_page_written else None,
            None if run.unwritten else self._eml,
        ):
            if written is not None:
                terminalreporter.write_line(f"{summary.TITLE}: messages written to {written}")

    def _run_so_far(self) -> Run:
        if self._run is None:
            from pytest_sesmock.report.run import Run  # noqa: PLC0415 - most runs send no mail

            self._run = Run(self._eml)
        return self._run


def note(test: str, what: str) -> str:
    """The line that says what is missing of a test in the reports."""
    from pytest_sesmock.outbox.explain.values import (  # noqa: PLC0415 - most runs need none
        LONGEST_PARAGRAPH,
        one_line,
    )

    return f"{one_line(test, LONGEST_PARAGRAPH)}: {what}"


def _file(start: Path, option: str) -> Path:
    path = _path(start, "--sesmock-report must be a file to write", option)
    why = files.why_no_file(path)
    if option.endswith(("/", os.sep)):
        why = "it ends as a directory does"
    if why is not None:
        raise pytest.UsageError(f"--sesmock-report must be a file to write, not {path}: {why}")
    if find_spec("jinja2") is None:
        raise pytest.UsageError(
            "--sesmock-report needs jinja2: pip install 'pytest-sesmock[report]'"
        )
    return path


def _directory(start: Path, option: str) -> Path:
    path = _path(start, "--sesmock-eml must be a directory", option)
    why = files.why_no_directory(path)
    if why is not None:
        raise pytest.UsageError(f"--sesmock-eml must be a directory, not {path}: {why}")
    return path


def _path(start: Path, requirement: str, option: str) -> Path:
    if not option.strip():
        raise pytest.UsageError(f"{requirement}, but no name is given")
    return start / option
