"""What pytest sees: ini keys, the marker, fixtures and the report of a failed test.

Declares, does not think. Nothing heavy is imported before a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest

from pytest_sesmock import options
from pytest_sesmock.errors import SesmockError

if TYPE_CHECKING:
    from pytest_sesmock.account.account import Account
    from pytest_sesmock.mock import SESMock
    from pytest_sesmock.outbox.outbox import Outbox

MARKER = "sesmock"

_mock_key = pytest.StashKey["SESMock"]()
_UNSET = object()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini keys."""
    for name, kind in options.KINDS.items():
        # Before 8.4 pytest has no numbers: they come as text.
        type_ = "string" if kind.ini == "float" and pytest.version_tuple < (8, 4) else kind.ini
        text = f"pytest-sesmock: {kind.wanted} (see the marker {MARKER})"
        parser.addini(f"sesmock_{name}", text, type=cast("Any", type_), default=_UNSET)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{name}=...' for name in options.KINDS)}): how the mocked Amazon "
        "SES of this test starts; the closest marker wins argument by argument. A marked test "
        "runs with the mock even if it asks for none of its fixtures.",
    )


@pytest.fixture(autouse=True)
def _sesmock_by_marker(request: pytest.FixtureRequest) -> None:
    """Give marked tests the mock."""
    if request.node.get_closest_marker(MARKER):
        request.getfixturevalue("sesmock")


@pytest.fixture
def sesmock(request: pytest.FixtureRequest) -> Iterator[SESMock]:
    """An in-process Amazon SES: `outbox`, `account(region)` and `clock`.

    While the test runs, every SES call of every botocore client is answered here and none reaches
    the network. Set up by the marker `sesmock` and the ini keys `sesmock_*`.
    """
    from pytest_sesmock.mock import SESMock  # noqa: PLC0415 - loads botocore

    problem = ""
    try:
        mock = SESMock(**_arguments(request.node, SESMock))
    except SesmockError as error:
        problem = str(error)
    if problem:  # outside of the except block, so that the failure shows this line alone
        pytest.fail(problem, pytrace=False)
    mock.name_accounts("ses_account", "sesmock.account({!r})")
    request.node.stash[_mock_key] = mock
    with mock:
        yield mock
    if mock.unsupported:
        # Applications catch broadly, so what the call raised may never have been seen.
        pytest.fail("\n".join(map(str, mock.unsupported)), pytrace=False)


@pytest.fixture
def ses_outbox(sesmock: SESMock) -> Outbox:
    """What SES accepted: a sequence of messages with assertion helpers, and the refusals."""
    return sesmock.outbox


@pytest.fixture
def ses_account(sesmock: SESMock) -> Account:
    """The account of the default region, to arrange what SES knows and allows."""
    return sesmock.account()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show a failed test's refusals."""
    report = yield
    mock = item.stash.get(_mock_key, None)
    if mock is not None and report.when == "teardown":
        del item.stash[_mock_key]  # items live until the session ends; mocks with their mails not
    if mock is not None and report.failed and mock.outbox.refusals:
        from pytest_sesmock.report import terminal  # noqa: PLC0415 - most runs need none

        section = terminal.refusals_section(mock.outbox.refusals, mock.region)
        # As part of the failure it is shown whatever --show-capture says.
        getattr(report.longrepr, "addsection", _add_section_to(report))(terminal.TITLE, section)
    return report


def _add_section_to(report: pytest.TestReport) -> Callable[[str, str], None]:
    return lambda title, section: report.sections.append((title, section))


def _arguments(node: pytest.Item, mock: type[SESMock]) -> dict[str, Any]:
    """What ini file and markers say together; whatever is wrong is told with its place."""
    arguments: dict[str, Any] = {}
    for place, given in _sources(node):
        try:
            options.check(given)
            mock(**given)
        except SesmockError as error:
            raise SesmockError(f"{place}: {error}") from None
        arguments.update(given)
    return arguments


def _sources(node: pytest.Item) -> Iterator[tuple[str, dict[str, Any]]]:
    """Arguments by the place they stand at; those that come later win."""
    yield "ini file", _ini_arguments(node.config)
    path, line, _ = node.location
    for marker in reversed(list(node.iter_markers(MARKER))):
        whose = "" if marker in node.own_markers else " of its class or module"
        place = f"{path}:{(line or 0) + 1}: @pytest.mark.{MARKER}{whose}"
        if marker.args:
            raise SesmockError(f"{place}: takes keyword arguments only, not {marker.args[0]!r}")
        yield place, dict(marker.kwargs)


def _ini_arguments(config: pytest.Config) -> dict[str, Any]:
    values = {name: _ini_value(config, name) for name in options.KINDS}
    return {name: value for name, value in values.items() if value is not _UNSET}


def _ini_value(config: pytest.Config, name: str) -> Any:
    key = f"sesmock_{name}"
    try:
        value = config.getini(key)
        return float(value) if options.KINDS[name].ini == "float" and value is not _UNSET else value
    except (TypeError, ValueError, pytest.UsageError) as error:
        kind = options.KINDS[name]
        raise SesmockError(f"ini key {key} is {kind.wanted}: {error}") from None
