"""The mock that a test gets from the fixtures: made as ini file and markers say, and judged last.

The plugin imports this module once a test asks for the mock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, TypeVar

import pytest

from pytest_sesmock import options
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.factory import SESMockFactory
from pytest_sesmock.mock import SESMock, service_of
from pytest_sesmock.report.attempts import attempt
from pytest_sesmock.report.outcomes import (
    ini_value,
    keep_note,
    mock_key,
    passed_key,
    settings_key,
)

_Made = TypeVar("_Made")
_INI_FILE = "ini file"
_ini_key = pytest.StashKey[dict[str, Any]]()


def mock_of(node: pytest.Item) -> Iterator[SESMock]:
    """The mock of a test while the test runs; after that, what its options ask for is checked."""
    with ExitStack() as stack:
        mock = _or_fail(lambda: stack.enter_context(_prepare(node)))
        # In the config's stash for hooks that are not told which test runs.
        node.stash[mock_key] = node.config.stash[mock_key] = mock
        stack.callback(node.config.stash.__delitem__, mock_key)
        yield mock
    arguments, service = node.stash[settings_key], service_of(mock)
    # Applications catch broadly, so what the call raised may never have been seen.
    problems = [str(error) for error in service.misuses]
    if not problems and node.stash.get(passed_key, None):
        problems = attempt(partial(_strict_problems, mock, arguments), _not_checkable)
    if problems:
        pytest.fail("\n\n".join(problems), pytrace=False)
    if arguments.get("lint"):
        from pytest_sesmock.report.linting import lint_outbox  # noqa: PLC0415 - if asked for

        ignore, clients = (arguments.get(name) or () for name in ("lint_ignore", "lint_clients"))
        lint_outbox(node, mock.outbox, ignore, clients, partial(keep_note, node))


def factory_of(config: pytest.Config) -> SESMockFactory:
    """Makes mocks as the ini file says, for fixtures of any scope."""
    return SESMockFactory(_or_fail(lambda: _of_mock(_merge([(_INI_FILE, _ini_arguments(config))]))))


def _prepare(node: pytest.Item) -> SESMock:
    """The mock of a test, to be entered."""
    arguments = node.stash[settings_key] = _arguments(node)
    mock = SESMock(**_of_mock(arguments))
    service = service_of(mock)
    service.accounts.use_names_of_fixtures()
    service.name = node.nodeid
    return mock


def _or_fail(make: Callable[[], _Made]) -> _Made:
    """What is made, or a failure of the test that shows one line: what is wrong."""
    try:
        return make()
    except SesmockError as error:
        problem = str(error)
    # Outside of the except block, so that the failure shows no other.
    pytest.fail(problem, pytrace=False)


def _strict_problems(mock: SESMock, arguments: dict[str, Any]) -> list[str]:
    names = [name for name, value in arguments.items() if name.startswith("assert_") and value]
    if not names:
        return []
    from pytest_sesmock.report.strictness import find_problems  # noqa: PLC0415 - if asked for

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


def _check_rules(rules: Sequence[str] | None, clients: Sequence[str] | None) -> None:
    if rules:
        from pytest_sesmock.outbox import lint  # noqa: PLC0415 - if asked for

        lint.check(rules)
    if clients:
        from pytest_sesmock.outbox import lint_clients  # noqa: PLC0415 - if asked for

        lint_clients.check(clients)


def _arguments(node: pytest.Item) -> dict[str, Any]:
    """What ini file and markers say together; whatever is wrong is told with its place."""
    return _merge(_sources(node))


def _merge(sources: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for place, values in sources:
        if not values:
            continue
        try:
            options.check(values, options.ALL)
            SESMock(**_of_mock(values))
            _check_rules(values.get("lint_ignore"), values.get("lint_clients"))
        except SesmockError as error:
            raise SesmockError(f"{place}: {error}") from None
        arguments.update(values)
    return arguments


def _sources(node: pytest.Item) -> Iterator[tuple[str, dict[str, Any]]]:
    """Arguments by the place they stand at; those that come later win."""
    yield _INI_FILE, _ini_arguments(node.config)
    path, line, _ = node.location
    for marker in reversed(list(node.iter_markers(options.MARKER))):
        whose = "" if marker in node.own_markers else " of its class or module"
        place = f"{path}:{(line or 0) + 1}: @pytest.mark.{options.MARKER}{whose}"
        if marker.args:
            raise SesmockError(
                f"{place}: arguments must be given by keyword, not as {marker.args[0]!r}"
            )
        yield place, dict(marker.kwargs)


def _ini_arguments(config: pytest.Config) -> dict[str, Any]:
    if _ini_key not in config.stash:  # every test asks
        values = {name: ini_value(config, name) for name in options.ALL}
        config.stash[_ini_key] = {
            name: value for name, value in values.items() if value is not options.UNSET
        }
    return config.stash[_ini_key]
