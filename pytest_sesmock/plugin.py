"""What pytest sees: options, ini keys, the marker, fixtures and reports.

Declares, does not think. Nothing heavy is imported before a test asks for a fixture.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest

from pytest_sesmock import lifetimes, options, plain_imports
from pytest_sesmock.errors import SesmockError, SesmockRealCallWarning
from pytest_sesmock.real_calls import RealCalls, choice_of
from pytest_sesmock.report import CONTRIBUTION, NOTES
from pytest_sesmock.report.attempts import attempt
from pytest_sesmock.transport.guard import Guard

if TYPE_CHECKING:
    from pytest_sesmock.account.account import Account
    from pytest_sesmock.mock import SESMock
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.report.reporter import Reporter

MARKER = "sesmock"

_mock_key = pytest.StashKey["SESMock | None"]()
_real_calls_key = pytest.StashKey[RealCalls]()
_ini_key = pytest.StashKey[dict[str, Any]]()
_settings_key = pytest.StashKey[dict[str, Any]]()
_passed_key = pytest.StashKey[bool]()
_outcome_key = pytest.StashKey[str]()
_repeated_key = pytest.StashKey[ExitStack]()
_position_key = pytest.StashKey[int]()
_notes_key = pytest.StashKey[list[str]]()
_UNSET = object()
_EXPLAINED = "sesmock_explained"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the command line and the ini keys."""
    group = parser.getgroup("sesmock", "Amazon SES (pytest-sesmock)")
    for flag, settings in options.COMMAND_LINE.items():
        group.addoption(flag, **settings)
    for name, option in options.ALL.items():
        # Before 8.4 pytest has no numbers: they come as text.
        type_ = "string" if option.ini == "float" and pytest.version_tuple < (8, 4) else option.ini
        text = (
            f"pytest-sesmock: default for the same argument of the marker {MARKER}: "
            f"{option.requirement}"
        )
        parser.addini(f"sesmock_{name}", text, type=cast("Any", type_), default=_UNSET)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Guard against real calls before the first code of the tests is imported."""
    _guard(early_config, early_config.known_args_namespace)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; see to the reports of the run and the colours of failures."""
    _guard(config, config.option)
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{name}=...' for name in options.ALL)}): use the mock of Amazon SES "
        "with these options. The closest marker wins, argument by argument. A marked test uses the "
        "mock even if it requests none of its fixtures.",
    )
    lifetimes.keep()
    if not hasattr(config, "workerinput"):  # what a worker of xdist is given by its controller
        config.pluginmanager.register(_Colours(config))
        if any(_option(config, name) not in {None, False} for name in ("report", "eml", "summary")):
            _register_reporter(config)
        else:
            config.pluginmanager.register(_FirstContribution(config))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the order of the tests for the reports that show it."""
    if _are_mails_wanted(session.config):
        for position, item in enumerate(session.items):
            item.stash[_position_key] = position


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Know which test makes a real call."""
    real_calls = item.config.stash[_real_calls_key]
    real_calls.item = item
    try:
        return (yield)
    finally:
        real_calls.item = None
        if "pytest_sesmock.mock" in sys.modules:
            from pytest_sesmock.transport.botocore_hook import (  # noqa: PLC0415 - is loaded
                tidy_up,
            )

            tidy_up()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Know which fixture makes a real call."""
    fixtures = request.config.stash[_real_calls_key].fixtures
    fixtures.append(fixturedef)
    try:
        return (yield)
    finally:
        fixtures.pop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Warn of a real call that was stopped without the test failing: nobody may have noticed."""
    yield
    incidents = item.config.stash[_real_calls_key].incidents
    while incidents:
        place = str(item.path), (item.location[1] or 0) + 1
        warnings.warn_explicit(incidents.pop(0), SesmockRealCallWarning, *place)


@pytest.fixture(autouse=True)
def _sesmock_by_marker(request: pytest.FixtureRequest) -> None:
    """Give marked tests the mock, unless their calls shall be real."""
    if request.node.get_closest_marker(MARKER) and choice_of(request.node) != "allow":
        request.getfixturevalue("sesmock")


@pytest.fixture
def sesmock(request: pytest.FixtureRequest) -> Iterator[SESMock]:
    """An in-process Amazon SES: `outbox`, `account(region)` and `clock`.

    While the test runs, it answers every SES call of every botocore client, and none reaches the
    network. Set its options with the marker `sesmock` or the ini keys `sesmock_*`.
    """
    from pytest_sesmock.mock import SESMock, service_of  # noqa: PLC0415 - loads botocore

    problem = ""
    try:
        arguments = _arguments(request.node, SESMock)
        mock = SESMock(**_of_mock(arguments))
    except SesmockError as error:
        problem = str(error)
    if problem:  # outside of the except block, so that the failure shows this line alone
        pytest.fail(problem, pytrace=False)
    service = service_of(mock)
    service.accounts.set_names("ses_account", "sesmock.account({!r})")
    service.name = request.node.nodeid
    # In the config's stash for hooks that are not told which test runs.
    request.node.stash[_mock_key] = request.config.stash[_mock_key] = mock
    request.node.stash[_settings_key] = arguments
    with mock:
        yield mock
    del request.config.stash[_mock_key]
    # Applications catch broadly, so what the call raised may never have been seen.
    problems = [str(error) for error in service_of(mock).misuses]
    if not problems and request.node.stash.get(_passed_key, False):
        problems = attempt(partial(_strict_problems, mock, arguments), _not_checkable)
    if problems:
        pytest.fail("\n\n".join(problems), pytrace=False)
    if arguments.get("lint"):
        from pytest_sesmock.report.linting import lint_outbox  # noqa: PLC0415 - if asked for

        node = request.node
        lint_outbox(
            node, mock.outbox, arguments.get("lint_ignore") or (), partial(_keep_note, node)
        )


@pytest.fixture
def ses_outbox(sesmock: SESMock) -> Outbox:
    """The messages SES accepted, as a sequence with assertions, and the requests it refused."""
    return sesmock.outbox


@pytest.fixture
def ses_account(sesmock: SESMock) -> Account:
    """The account of the default region, to set up what SES knows: identities, quotas and more."""
    return sesmock.account()


@pytest.hookimpl(specname="pytest_runtest_makereport")
def pytest_hide_what_is_told_twice(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep out of the traceback what the section about refusals says, and botocore's frames.

    Not in the wrapper below: an exception of unittest is known only after that has begun.
    """
    if call.excinfo is not None and _outboxes(item):
        attempt(partial(_hide_what_is_told_twice, item, call.excinfo.value), lambda _: None)


def _hide_what_is_told_twice(item: pytest.Item, error: BaseException) -> None:
    from pytest_sesmock.transport.botocore_hook import (  # noqa: PLC0415 - is loaded
        frames_hidden,
    )

    item.stash[_repeated_key].enter_context(frames_hidden())
    if _are_sections_wanted(item):
        from pytest_sesmock.report.notes import hide_notes  # noqa: PLC0415 - most runs need none

        refusals = [refusal for outbox in _outboxes(item) for refusal in outbox.refusals]
        item.stash[_repeated_key].enter_context(hide_notes(error, refusals))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what a failed test sent, and its refusals; give the reports of the run its share."""
    with ExitStack() as item.stash[_repeated_key]:
        report = yield
    if report.when == "call":
        item.stash[_passed_key] = report.passed  # each time, as a test may be run again
    if report.failed:
        attempt(partial(_mark_explained, report, call), lambda _: None)
        attempt(partial(_tell_stopped_calls, item, report), lambda _: None)
    if _outboxes(item):
        what = "its messages could not be reported"
        attempt(partial(_add_mails, report, item, call), partial(_keep_note, item, what))
    if report.when == "teardown":
        # Items live until the session ends; mocks with their mails not.
        item.stash[_mock_key] = None
        lifetimes.forget_ended()
        vars(report)[NOTES] = item.stash.get(_notes_key, [])
        item.stash[_notes_key] = []
    return report


def pytest_assertrepr_compare(
    config: pytest.Config,
    op: str,
    left: object,
    right: object,
) -> list[str] | None:
    """Explain `assert`s that compare messages or their number."""
    if "pytest_sesmock.outbox.outbox" not in sys.modules:
        return None
    from pytest_sesmock.report.comparisons import explain  # noqa: PLC0415 - loads what shows mails

    mock = config.stash.get(_mock_key, None)
    outbox = None if mock is None else mock.outbox
    # Without an answer of ours pytest gives its own.
    return attempt(partial(explain, op, left, right, outbox), lambda _: None)


def _guard(config: pytest.Config, command_line: object) -> None:
    """Stop real calls until the end of the run, and import plainly; once for each run."""
    if _real_calls_key in config.stash:
        return
    choice = getattr(command_line, "sesmock_real_calls", None)
    if choice is None:
        choice = config.getini("sesmock_real_calls")
        if choice is _UNSET:
            choice = "forbid"
        elif choice not in options.REAL_CALLS:
            raise pytest.UsageError(
                f"ini key sesmock_real_calls must be 'forbid' or 'allow', not {choice!r}"
            )
    real_calls = config.stash[_real_calls_key] = RealCalls(choice)
    guard = Guard(real_calls.judge)
    guard.install()
    config.add_cleanup(guard.remove)
    config.add_cleanup(partial(plain_imports.end, plain_imports.begin()))


def _tell_stopped_calls(item: pytest.Item, report: pytest.TestReport) -> None:
    """Show real calls that were stopped with a failure that does not tell of them itself."""
    incidents = item.config.stash[_real_calls_key].incidents
    text = "\n".join(each for each in incidents if each not in report.longreprtext)
    incidents.clear()
    if text:
        getattr(report.longrepr, "addsection", _add_section_to(report))("Real Amazon SES", text)


class _FirstContribution:
    """Loads what reports on a run once there is something to report: most runs send no mail."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hand over to the reporter."""
        values = vars(report)
        if CONTRIBUTION in values or values.get(NOTES):
            self._config.pluginmanager.unregister(self)
            _register_reporter(self._config).pytest_runtest_logreport(report)


def _register_reporter(config: pytest.Config) -> Reporter:
    from pytest_sesmock.report.reporter import Reporter  # noqa: PLC0415 - as above

    start, table = config.invocation_params.dir, bool(_option(config, "summary"))
    page, eml = _option(config, "report"), _option(config, "eml")
    reporter = Reporter(start, page, eml, is_table_wanted=table)
    config.pluginmanager.register(reporter)
    return reporter


class _Colours:
    """Puts colours into failures of the outbox, after other plugins have taken the plain text."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Change what the terminal shows later, at the end of the run."""
        if vars(report).pop(_EXPLAINED, False):
            attempt(partial(self._colour, report), lambda _: None)

    def _colour(self, report: pytest.TestReport) -> None:
        if self._config.pluginmanager.has_plugin("terminalreporter"):
            entries = getattr(getattr(report.longrepr, "reprtraceback", None), "reprentries", [])
            if entries and self._config.get_terminal_writer().hasmarkup:
                from pytest_sesmock.report.colours import colour_lines  # noqa: PLC0415 - most runs need none

                entries[-1].lines[:] = colour_lines(entries[-1].lines)


def _add_mails(report: pytest.TestReport, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Give a report what the test sent and what was refused: sections, and the run's share."""
    outboxes = _outboxes(item)
    mock = item.stash.get(_mock_key, None)
    if _are_mails_wanted(item.config):
        hook = item.config.hook
        category: str = hook.pytest_report_teststatus(report=report, config=item.config)[0]
        if category:  # empty for a setup or teardown that went well
            item.stash[_outcome_key] = category
    if report.failed and _are_sections_wanted(item):
        from pytest_sesmock.report.terminal import sections  # noqa: PLC0415 - most runs need none

        region = None if mock is None else mock.region
        # An assertion has said it itself.
        explains = call.excinfo is not None and not isinstance(call.excinfo.value, AssertionError)
        for title, section in sections(_join(outboxes), region, explains=explains):
            # As part of the failure it is shown whatever --show-capture says.
            getattr(report.longrepr, "addsection", _add_section_to(report))(title, section)
    if report.when == "teardown":
        outbox = _join(lifetimes.past_outboxes()) if mock is None else mock.outbox
        if outbox or outbox.refusals:
            vars(report)[CONTRIBUTION] = _contribution(item, outbox)


def _keep_note(item: pytest.Item, what: str, why: str) -> None:
    """Have the end of the run tell what is missing of a test in its reports."""
    from pytest_sesmock.report.reporter import note  # noqa: PLC0415 - most runs need none

    item.stash.setdefault(_notes_key, []).append(note(item.nodeid, f"{what}: {why}"))


def _mark_explained(report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    if call.excinfo is not None and _is_explained(call.excinfo):
        vars(report)[_EXPLAINED] = True


def _is_explained(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    """Whether an assertion of the outbox failed, which has told why in its own words."""
    module = excinfo.traceback[-1].frame.f_globals.get("__name__", "")
    return excinfo.type is AssertionError and module.startswith("pytest_sesmock.outbox.")


def _are_sections_wanted(item: pytest.Item) -> bool:
    wanted = item.stash.get(_settings_key, {}).get("report_sections")
    if wanted is None:  # a test that has entered its mock itself follows the ini file
        with suppress(SesmockError):  # told by the fixture
            wanted = _ini_value(item.config, "report_sections")
    return wanted is not False


def _outboxes(item: pytest.Item) -> list[Outbox]:
    """That of the fixtures' mock, else those of the mocks that the test has entered itself."""
    mock = item.stash.get(_mock_key, None)
    return lifetimes.outboxes() if mock is None else [mock.outbox]


def _join(outboxes: Sequence[Outbox]) -> Outbox:
    from pytest_sesmock.outbox.outbox import join  # noqa: PLC0415 - loads what shows mails

    return outboxes[0] if len(outboxes) == 1 else join(outboxes)


def _strict_problems(mock: SESMock, arguments: dict[str, Any]) -> list[str]:
    names = [name for name, value in arguments.items() if name.startswith("assert_") and value]
    if not names:
        return []
    from pytest_sesmock.mock import service_of  # noqa: PLC0415 - loads botocore
    from pytest_sesmock.report.strictness import find_problems  # noqa: PLC0415 - as above

    accounts = service_of(mock).accounts
    missed = {
        account.region: accounts.state(account.region).planned_failures.find_missed()
        for account in accounts
    }
    return list(find_problems(mock.outbox, missed, names))


def _not_checkable(why: str) -> list[str]:
    """A check that cannot be made has not passed."""
    return [f"what the options assert_... ask for could not be checked: {why}"]


def _of_mock(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name in options.OF_MOCKS}


def _add_section_to(report: pytest.TestReport) -> Callable[[str, str], None]:
    return lambda title, section: report.sections.append((title, section))


def _are_mails_wanted(config: pytest.Config) -> bool:
    return bool(_option(config, "report") or _option(config, "eml"))


def _option(config: pytest.Config, name: str) -> Any:
    """An option; None if the plugin was loaded after the command line was read."""
    return config.getoption(f"sesmock_{name}", None)


def _contribution(item: pytest.Item, outbox: Outbox) -> str:
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
    mails, raw = (bool(_option(item.config, name)) for name in ("report", "eml"))
    return contribution(outbox, origin, mails=mails, raw=raw)


def _check_rules(names: Sequence[str] | None) -> None:
    if names:
        from pytest_sesmock.outbox import lint  # noqa: PLC0415 - as above

        lint.check(names)


def _arguments(node: pytest.Item, mock: type[SESMock]) -> dict[str, Any]:
    """What ini file and markers say together; whatever is wrong is told with its place."""
    arguments: dict[str, Any] = {}
    for place, values in _sources(node):
        if not values:
            continue
        try:
            options.check(values, options.ALL)
            mock(**_of_mock(values))
            _check_rules(values.get("lint_ignore"))
        except SesmockError as error:
            raise SesmockError(f"{place}: {error}") from None
        arguments.update(values)
    return arguments


def _sources(node: pytest.Item) -> Iterator[tuple[str, dict[str, Any]]]:
    """Arguments by the place they stand at; those that come later win."""
    yield "ini file", _ini_arguments(node.config)
    path, line, _ = node.location
    for marker in reversed(list(node.iter_markers(MARKER))):
        whose = "" if marker in node.own_markers else " of its class or module"
        place = f"{path}:{(line or 0) + 1}: @pytest.mark.{MARKER}{whose}"
        if marker.args:
            raise SesmockError(
                f"{place}: arguments must be given by keyword, not as {marker.args[0]!r}"
            )
        yield place, dict(marker.kwargs)


def _ini_arguments(config: pytest.Config) -> dict[str, Any]:
    if _ini_key not in config.stash:  # every test asks
        values = {name: _ini_value(config, name) for name in options.ALL}
        config.stash[_ini_key] = {
            name: value for name, value in values.items() if value is not _UNSET
        }
    return config.stash[_ini_key]


def _ini_value(config: pytest.Config, name: str) -> Any:
    key, option = f"sesmock_{name}", options.ALL[name]
    try:
        value = config.getini(key)
        return float(value) if option.ini == "float" and value is not _UNSET else value
    except (TypeError, ValueError, pytest.UsageError) as error:
        raise SesmockError(f"ini key {key} must be {option.requirement}: {error}") from None
