"""What pytest sees: options, ini keys, the marker, fixtures and reports.

Declares, does not think. Every test run imports this module. So whatever only runs with mails need
is elsewhere, and imported when a test has used a mock or failed.
"""

from __future__ import annotations

import sys
import warnings
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, cast

import pytest

from pytest_sesmock import lifetimes, options, plain_imports
from pytest_sesmock.real_calls import Guard, RealCalls, choice_of
from pytest_sesmock.report import CONTRIBUTION, EXPLAINED, NOTES, place_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pytest_sesmock.account.account import Account
    from pytest_sesmock.factory import SESMockFactory
    from pytest_sesmock.mock import SESMock, SmtpServer
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.report.reporter import Reporter

_real_calls_key = pytest.StashKey[RealCalls]()
_repeated_key = pytest.StashKey[ExitStack]()
_running: list[pytest.Item] = []
"""The test that runs, last; before it those that run pytest themselves, as pytester's do."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the command line and the ini keys."""
    group = parser.getgroup("sesmock", "Amazon SES (pytest-sesmock)")
    for flag, settings in options.COMMAND_LINE.items():
        group.addoption(flag, **settings)
    for name, option in options.ALL.items():
        # Before 8.4 pytest has no numbers: they come as text.
        type_ = "string" if option.ini == "float" and pytest.version_tuple < (8, 4) else option.ini
        text = (
            f"pytest-sesmock: default for the same argument of the marker {options.MARKER}: "
            f"{option.requirement}"
        )
        parser.addini(f"sesmock_{name}", text, type=cast("Any", type_), default=options.UNSET)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Guard against real calls before the first code of the tests is imported."""
    _guard(early_config, early_config.known_args_namespace)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; see to the reports of the run and the colours of failures."""
    _guard(config, config.option)
    names = ", ".join(f"{name}=..." for name in options.ALL)
    config.addinivalue_line(
        "markers",
        f"{options.MARKER}({names}): use the mock of Amazon SES with these options. The closest "
        "marker wins, argument by argument. A marked test uses the mock even if it requests none "
        "of its fixtures.",
    )
    lifetimes.keep()
    if not hasattr(config, "workerinput"):  # what a worker of xdist is given by its controller
        has_reporter = any(
            options.of_run(config, name) not in {None, False}
            for name in ("report", "eml", "summary")
        )
        if has_reporter:
            _register_reporter(config)
        config.pluginmanager.register(_Reports(config, has_reporter=has_reporter))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the order of the tests for the reports that show it."""
    if options.are_mails_wanted(session.config):
        from pytest_sesmock.report.outcomes import keep_order  # noqa: PLC0415 - if asked for

        keep_order(session.items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Know which test makes a real call, or gets the mock."""
    real_calls = item.config.stash[_real_calls_key]
    real_calls.item = item
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.remove(item)
        real_calls.item = None
        if "pytest_sesmock.mock" in sys.modules:
            from pytest_sesmock.transport.botocore_hook import (  # noqa: PLC0415 - is loaded
                tidy_up,
            )

            tidy_up()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Warn of a real call that was stopped without the test failing: nobody may have noticed."""
    yield
    incidents = item.config.stash[_real_calls_key].incidents
    while incidents:
        from pytest_sesmock.errors import (  # noqa: PLC0415 - most runs need none
            SesmockRealCallWarning,
        )

        warnings.warn_explicit(incidents.pop(0), SesmockRealCallWarning, *place_of(item))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give marked tests the mock, unless their calls shall be real.

    Not by a fixture that every test uses: that would take a fifth of the time of an empty test.
    """
    if item.get_closest_marker(options.MARKER) and choice_of(item) != "allow":
        _request_mock(item)


@pytest.fixture
def sesmock() -> Iterator[SESMock]:
    """An in-process Amazon SES: `outbox`, `account(region)` and `clock`.

    While the test runs, it answers every SES call of every botocore client, and none reaches the
    network. Set its options with the marker `sesmock` or the ini keys `sesmock_*`.
    """
    from pytest_sesmock.mock_of_test import mock_of  # noqa: PLC0415 - loads botocore

    # Not by `request`, of which pytest 9.2 makes a fixture each time that it is asked for.
    yield from mock_of(_running[-1])


@pytest.fixture
def ses_outbox(sesmock: SESMock) -> Outbox:
    """The messages SES accepted, as a sequence with assertions, and the requests it refused."""
    return sesmock.outbox


@pytest.fixture
def ses_account(sesmock: SESMock) -> Account:
    """The account of the default region, to set up what SES knows: identities, quotas and more."""
    return sesmock.account()


@pytest.fixture
def ses_endpoint(sesmock: SESMock) -> str:
    """The URL of a server on this machine where the mock answers other processes and other SDKs.

    Child processes find it by themselves.
    """
    return sesmock.endpoint()


@pytest.fixture(scope="session")
def sesmock_factory(request: pytest.FixtureRequest) -> SESMockFactory:
    """Makes mocks for fixtures of any scope, with the options of the ini file underneath.

    Use it as `with sesmock_factory(...) as mock:`.
    """
    from pytest_sesmock.mock_of_test import factory_of  # noqa: PLC0415 - loads botocore

    return factory_of(request.config)


@pytest.fixture
def ses_smtp(sesmock: SESMock) -> SmtpServer:
    """A server on this machine that takes mail as SES's SMTP interface does.

    It has `host`, `port`, `username`, `password` and, for clients that do not look into the
    environment, the path of a `certificate` to trust.
    """
    return sesmock.smtp()


@pytest.hookimpl(specname="pytest_runtest_makereport")
def pytest_hide_what_is_told_twice(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep out of the traceback what the section about refusals says, and botocore's frames.

    Not in the wrapper below: an exception of unittest is known only after that has begun.
    """
    if call.excinfo is not None and lifetimes.outboxes():
        from pytest_sesmock.report.outcomes import (  # noqa: PLC0415 - most runs need none
            hide_what_is_told_twice,
        )

        hidden = item.stash[_repeated_key] = ExitStack()
        hide_what_is_told_twice(item, call.excinfo.value, hidden)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what a failed test sent, and its refusals; give the reports of the run its share."""
    try:
        report = yield
    finally:
        if _repeated_key in item.stash:
            item.stash[_repeated_key].close()
    if report.failed or lifetimes.outboxes():
        from pytest_sesmock.report.outcomes import complete  # noqa: PLC0415 - most runs need none

        complete(report, item, call, item.config.stash[_real_calls_key].incidents)
    if report.when == "teardown":
        lifetimes.forget_ended()
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
    from pytest_sesmock.report.outcomes import compare  # noqa: PLC0415 - loads what shows mails

    return compare(config, op, left, right)


def _guard(config: pytest.Config, command_line: object) -> None:
    """Stop real calls until the end of the run, and import plainly; once for each run."""
    if _real_calls_key in config.stash:
        return
    choice = getattr(command_line, "sesmock_real_calls", None)
    if choice is None:
        choice = config.getini("sesmock_real_calls")
        if choice is options.UNSET:
            choice = "forbid"
        elif choice not in options.REAL_CALLS:
            raise pytest.UsageError(
                f"ini key sesmock_real_calls must be 'forbid' or 'allow', not {choice!r}"
            )
    real_calls = config.stash[_real_calls_key] = RealCalls(choice)
    guard = Guard(real_calls.judge)
    guard.install()
    config.add_cleanup(guard.remove)
    imports = ExitStack()
    imports.enter_context(plain_imports.plainly())
    config.add_cleanup(imports.close)


def _request_mock(item: Any) -> None:
    """Have pytest set up the mock after the fixtures that tests share, before the test's own."""
    # There is no public way to learn the scope of a fixture that is not set up yet.
    info = getattr(item, "_fixtureinfo", None)
    if info is not None:  # other kinds of tests than pytest's own may know no fixtures
        others = [name for name in item.fixturenames if name != "sesmock"]
        scopes = (each[-1].scope for name in others if (each := info.name2fixturedefs.get(name)))
        # pytest has sorted them by scope, the widest first.
        shared = sum(scope != "function" for scope in scopes)
        item.fixturenames = [*others[:shared], "sesmock", *others[shared:]]


class _Reports:
    """Loads what shows something of a report once there is something: most runs send no mail."""

    def __init__(self, config: pytest.Config, *, has_reporter: bool) -> None:
        self._config = config
        self._has_reporter = has_reporter

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Colour failures of the outbox; hand what was sent over to the reporter.

        Other plugins have taken the plain text before: this changes what the terminal shows later,
        at the end of the run.
        """
        values = vars(report)
        if values.pop(EXPLAINED, False):
            from pytest_sesmock.report.outcomes import colour  # noqa: PLC0415 - as above

            colour(self._config, report)
        if not self._has_reporter and (CONTRIBUTION in values or values.get(NOTES)):
            self._has_reporter = True
            _register_reporter(self._config).pytest_runtest_logreport(report)


def _register_reporter(config: pytest.Config) -> Reporter:
    from pytest_sesmock.report.reporter import Reporter  # noqa: PLC0415 - as above

    start, table = config.invocation_params.dir, bool(options.of_run(config, "summary"))
    page, eml = options.of_run(config, "report"), options.of_run(config, "eml")
    reporter = Reporter(start, page, eml, is_table_wanted=table)
    config.pluginmanager.register(reporter)
    return reporter
