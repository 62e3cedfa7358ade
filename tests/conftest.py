"""What every test of the project lives in: no network, no AWS settings, hypothesis profiles."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=40, deadline=None)
# The same examples in each run, few enough for two cores.
_REPEATABLE = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", _REPEATABLE, max_examples=25)
# For further versions of Python and of packages, which differ by more than a rare value shows.
settings.register_profile("brief", _REPEATABLE, max_examples=10)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(
    # Kept for xdist's workers, which no longer see CI.
    os.environ.setdefault("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev")
)

# By these pytest shortens less, draws wider or in colour; what the tests compare is a plain run.
_PRESENTATION = "CI BUILD_NUMBER COLUMNS FORCE_COLOR NO_COLOR PY_COLORS PYTEST_THEME"
for name in _PRESENTATION.split():
    os.environ.pop(name, None)

# Nothing of the machine's AWS set-up may reach a test, and botocore must not look for an EC2 role.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failure texts are as wide as on a plain run, whatever the terminal of this one."""
    if "pytest_sesmock" in sys.modules:  # the tests of the packages do without
        monkeypatch.setattr("pytest_sesmock.lifetimes._record.columns", 80)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any attempt to open a connection or to resolve a name fails the test that makes it.

    Tests marked `loopback` may connect to this very machine.
    """
    attempts: list[Any] = []
    connect = socket.socket.connect
    may_connect_here = request.node.get_closest_marker("loopback") is not None

    def refuse(*args: Any, **_: Any) -> NoReturn:
        attempts.append(args)
        raise OSError(f"a test tried to reach the network: {args!r}")

    def connect_here(self: socket.socket, address: Any) -> None:
        is_file = self.family == getattr(socket, "AF_UNIX", None)
        if not is_file and not (may_connect_here and address[0] == "127.0.0.1"):
            refuse(self, address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    if not may_connect_here:
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert not attempts, f"tried to reach the network: {attempts!r}"


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Runs pytest without plugins that would add lines, or half a second to each run."""
    plugins = ["anyio", "hypothesispytest", "inline_snapshot", "syrupy"]
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in plugins))
    monkeypatch.setenv("COLUMNS", "80")
    # A file that is written anew within a second, and is as long as before, would be run as cached.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return pytester
