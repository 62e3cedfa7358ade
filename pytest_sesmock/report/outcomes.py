"""What pytest's report of a test gets: what the test sent, what was refused, and more.

The plugin imports this module once a test has used a mock or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from pytest_sesmock import lifetimes, options
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.report import CONTRIBUTION, EXPLAINED, NOTES
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.mock import SESMock
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.report.contribution import Contribution
    from pytest_sesmock.report.failure import Failure

mock_key: pytest.StashKey[SESMock | None] = pytest.StashKey()
"""The mock of the fixtures: of an item, and of the config while the mock is active."""
settings_key = pytest.StashKey[dict[str, Any]]()
"""What ini file and markers say for an item."""
passed_key = pytest.StashKey["bool | None"]()
"""Whether the call of an item passed; None before it."""

_outcome_key = pytest.StashKey[str]()
_failures_key = pytest.StashKey["list[Failure]"]()
_position_key = pytest.StashKey[int]()
_notes_key = pytest.StashKey[list[str]]()
_budget_key = pytest.StashKey[Iterator[object]]()
_told_key = pytest.StashKey[Sequence[object]]()
"""What the reports have been told of mocks that are still active."""


def keep_order(items: Sequence[pytest.Item]) -> None:
    """Remember at which place of the run each test stands."""
    for position, item in enumerate(items):
        item.stash[_position_key] = position


def hide_what_is_told_twice(item: pytest.Item, error: BaseException, stack: ExitStack) -> None:
    """Hide, until the stack is closed, what the section about refusals says of an error."""
    attempt(partial(_hide_what_is_told_twice, item, error, stack), lambda _: None)


def _hide_what_is_told_twice(item: pytest.Item, error: BaseException, stack: ExitStack) -> None:
    from pytest_sesmock.transport.botocore_hook import (  # noqa: PLC0415 - is loaded
        frames_hidden,
    )

    stack.enter_context(frames_hidden())
    if _are_sections_wanted(item):
        from pytest_sesmock.report.notes import hide_notes  # noqa: PLC0415 - most runs need none

        refusals = [refusal for outbox in _outboxes(item) for refusal in outbox.refusals]
        stack.enter_context(hide_notes(error, refusals))


def complete(
    report: pytest.TestReport,
    item: pytest.Item,
    call: pytest.CallInfo[None],
    incidents: list[str],
) -> None:
    """Show what a failed test sent, and its refusals; give the reports of the run its share.

    Args:
        report: Pytest's report of a phase of the test.
        item: The test.
        call: What happened.
        incidents: What was said of real calls that were stopped; emptied if the report shows it.
    """
    if report.when == "call":
        # Subtests report first, each as a call, and the test itself has passed even if one failed.
        item.stash[passed_key] = report.passed and item.stash.get(passed_key, None) is not False
    if report.failed:
        attempt(partial(_mark_explained, report, call), lambda _: None)
        attempt(partial(_tell_stopped_calls, report, incidents), lambda _: None)
    is_told = report.failed or report.when == "teardown" or options.are_mails_wanted(item.config)
    if is_told and _outboxes(item):
        what = "its messages could not be reported"
        attempt(partial(_add_mails, report, item, call), partial(keep_note, item, what))
    if report.when == "teardown":
        item.stash[passed_key] = None  # as a test may be run again
        # Items live until the session ends; mocks with their mails not.
        item.stash[mock_key] = None
        vars(report)[NOTES] = item.stash.get(_notes_key, [])
        item.stash[_notes_key] = []


def keep_note(item: pytest.Item, what: str, why: str) -> None:
    """Have the end of the run tell what is missing of a test in its reports."""
    from pytest_sesmock.report.reporter import note  # noqa: PLC0415 - most runs need none

    item.stash.setdefault(_notes_key, []).append(note(item.nodeid, f"{what}: {why}"))


def compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """The explanation of an `assert` that compares messages or their number, else None."""
    from pytest_sesmock.report.comparisons import explain  # noqa: PLC0415 - loads what shows mails

    mock = config.stash.get(mock_key, None)
    outbox = None if mock is None else mock.outbox
    # Without an answer of ours pytest gives its own.
    return attempt(partial(explain, op, left, right, outbox), lambda _: None)


def colour(config: pytest.Config, report: pytest.TestReport) -> None:
    """Put colours into a failure of the outbox, if the terminal shows some."""
    attempt(partial(_colour, config, report), lambda _: None)


def _colour(config: pytest.Config, report: pytest.TestReport) -> None:
    if config.pluginmanager.has_plugin("terminalreporter"):
        entries = getattr(getattr(report.longrepr, "reprtraceback", None), "reprentries", [])
        if entries and config.get_terminal_writer().hasmarkup:
            from pytest_sesmock.report.colours import colour_lines  # noqa: PLC0415 - most runs need none

            entries[-1].lines[:] = colour_lines(entries[-1].lines)


def ini_value(config: pytest.Config, name: str) -> Any:
    """The value of an option's ini key, or `options.UNSET`.

    Raises:
        SesmockError: If it is not of the option's type.
    """
    key, option = f"sesmock_{name}", options.ALL[name]
    try:
        value = config.getini(key)
        return float(value) if option.ini == "float" and value is not options.UNSET else value
    except (TypeError, ValueError, pytest.UsageError) as error:
        raise SesmockError(f"ini key {key} must be {option.requirement}: {error}") from None


def _mark_explained(report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    if call.excinfo is not None and _is_explained(call.excinfo):
        vars(report)[EXPLAINED] = True


def _is_explained(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    """Whether an assertion of the outbox failed, which has told why in its own words."""
    module = excinfo.traceback[-1].frame.f_globals.get("__name__", "")
    is_ours = excinfo.type in {AssertionError, IndexError}
    return is_ours and module.startswith("pytest_sesmock.outbox.")


def _tell_stopped_calls(report: pytest.TestReport, incidents: list[str]) -> None:
    """Show real calls that were stopped with a failure that does not tell of them itself."""
    text = "\n".join(each for each in incidents if each not in report.longreprtext)
    incidents.clear()
    if text:
        getattr(report.longrepr, "addsection", _add_section_to(report))("Real Amazon SES", text)


def _add_mails(report: pytest.TestReport, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Give a report what the test sent and what was refused: sections, and the run's share."""
    outboxes = _outboxes(item)
    mock = item.stash.get(mock_key, None)
    if options.are_mails_wanted(item.config):
        # Of a copy: pytest's own answer makes a test fail whose subtests have.
        status = item.config.hook.pytest_report_teststatus(report=copy(report), config=item.config)
        category: str = status[0]
        if category:  # empty for a setup or teardown that went well
            item.stash[_outcome_key] = category
        if report.failed and options.of_run(item.config, "report"):
            from pytest_sesmock.report.failure import failure_of  # noqa: PLC0415 - if asked for

            item.stash.setdefault(_failures_key, []).append(failure_of(report))
    if report.failed and _are_sections_wanted(item):
        from pytest_sesmock.report.terminal import sections  # noqa: PLC0415 - most runs need none

        region = None if mock is None else mock.region
        # An assertion has said it itself.
        error = None if call.excinfo is None else call.excinfo.value
        explains = error is not None and not isinstance(error, AssertionError)
        mentions = _mentions(error)
        joined = _join(outboxes)
        for title, section in sections(joined, region, mentions=mentions, explains=explains):
            # As part of the failure it is shown whatever --show-capture says.
            getattr(report.longrepr, "addsection", _add_section_to(report))(title, section)
    if report.when == "teardown":
        from pytest_sesmock.outbox.outbox import records_of  # noqa: PLC0415 - is loaded

        outbox = _share(item)
        records = records_of(outbox)
        failures = item.stash.get(_failures_key, [])
        item.stash[_failures_key] = []  # the test may be run again
        if records.messages() or records.refusals() or failures or _has_lost(item, outbox):
            vars(report)[CONTRIBUTION] = _contribution(item, outbox, failures)


def _share(item: pytest.Item) -> Outbox:
    """What came of the test itself, of all mocks that were active during it.

    A mock may outlive a test, as one of a class or a module does: what it held at the end of one
    test is none of the next.
    """
    told, active = item.config.stash.get(_told_key, ()), lifetimes.active_outboxes()
    if not told and not active:
        return _join(lifetimes.outboxes())
    from pytest_sesmock.outbox.outbox import join  # noqa: PLC0415 - loads what shows mails

    share = join(lifetimes.outboxes(), told)
    rest = join(active)
    item.config.stash[_told_key] = (*rest, *rest.refusals, *rest.attempts)
    return share


def _mentions(error: BaseException | None) -> Sequence[object] | None:
    """What an assertion of the outbox has told of; None if none has failed."""
    from pytest_sesmock.outbox.explain.failures import (  # noqa: PLC0415 - most runs need none
        FailureText,
    )

    texts = () if error is None else error.args[:1]
    return next((text.mentions for text in texts if isinstance(text, FailureText)), None)


def _has_lost(item: pytest.Item, outbox: Outbox) -> bool:
    """Whether there are calls that failed on the way, and a page that shows them."""
    return options.are_mails_wanted(item.config) and any(each.is_lost for each in outbox.attempts)


def _add_section_to(report: pytest.TestReport) -> Callable[[str, str], None]:
    return lambda title, section: report.sections.append((title, section))


def _are_sections_wanted(item: pytest.Item) -> bool:
    return _setting(item, "report_sections") is not False


def _setting(item: pytest.Item, name: str) -> Any:
    """What ini file and markers say; a test that has entered its mock itself follows the ini file.

    None or `options.UNSET` if they do not say anything, or nothing that makes sense.
    """
    value = item.stash.get(settings_key, {}).get(name)
    if value is None:
        with suppress(SesmockError):  # told by the fixture
            value = ini_value(item.config, name)
    return value


def _texts(item: pytest.Item, name: str) -> Sequence[str]:
    value = _setting(item, name)
    return value if options.OF_TESTS[name].accepts(value) else ()


def _outboxes(item: pytest.Item) -> list[Outbox]:
    """That of the fixtures' mock, else those of the mocks that the test has entered itself."""
    mock = item.stash.get(mock_key, None)
    return lifetimes.outboxes() if mock is None else [mock.outbox]


def _join(outboxes: Sequence[Outbox]) -> Outbox:
    from pytest_sesmock.outbox.outbox import join  # noqa: PLC0415 - loads what shows mails

    return outboxes[0] if len(outboxes) == 1 else join(outboxes)


def _contribution(item: pytest.Item, outbox: Outbox, failures: Sequence[Failure]) -> Contribution:
    from pytest_sesmock.report.contribution import (  # noqa: PLC0415 - most runs send no mail
        Origin,
        contribution,
    )

    origin = Origin(
        item.nodeid,
        item.stash.get(_position_key, 0),
        getattr(item.config, "workerinput", {}).get("workerid", ""),
        item.stash.get(_outcome_key, ""),
    )
    mails, raw = (bool(options.of_run(item.config, name)) for name in ("report", "eml"))
    if not mails:
        return contribution(outbox, origin, mails=mails, raw=raw, failures=failures)
    from pytest_sesmock.report.gallery.reading import MOST_READ, read  # noqa: PLC0415 - if asked for

    ignore, clients = (_texts(item, name) for name in ("lint_ignore", "lint_clients"))
    read_more = partial(
        read,
        lint=lambda message: message.lint(ignore, clients),
        budget=item.config.stash.setdefault(_budget_key, iter(range(MOST_READ))),
    )
    return contribution(outbox, origin, mails=mails, raw=raw, failures=failures, read=read_more)
