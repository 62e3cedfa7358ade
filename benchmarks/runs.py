"""What users run: whole runs of pytest, with default options and no region configured."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Row, milliseconds, rounds

ROUNDS = 15
TESTS = 400

APPLICATION = """
import time

import boto3
import pytest
from botocore.stub import Stubber

def make_client():
    return boto3.client(
        "ses", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )

MAIL = {
    "Source": "shop@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hello Ada"}}},
}
"""
BY_MOCK = f"""
ses = make_client()

@pytest.mark.parametrize("number", range({TESTS}))
def test_it(number, ses_account, ses_outbox):
    ses_account.verify("example.com")
    ses.send_email(**MAIL)
    ses_outbox.assert_sent(to="ada@example.org")
"""
BY_STUBBER = f"""
ses = make_client()

@pytest.mark.parametrize("number", range({TESTS}))
def test_it(number):
    with Stubber(ses) as stubber:
        stubber.add_response("send_email", {{"MessageId": "1"}}, MAIL)
        ses.send_email(**MAIL)
        stubber.assert_no_pending_responses()
"""
# What pytest does for a test that does nothing is subtracted.
FIRST_USE = """
def take_time(name, since):
    print(f"\\n{name}={time.process_time() - since}")

@pytest.fixture
def started():
    return time.process_time()

def test_client(started):
    global ses
    ses = make_client()
    take_time("client", started)

def test_mock(started, ses_account, ses_outbox):
    ses_account.verify("example.com")
    ses.send_email(**MAIL)
    assert len(ses_outbox) == 1
    take_time("mock", started)
"""


def suites() -> Iterator[Row]:
    """A suite whose every test sends a mail and looks at it, by the mock and by Stubber."""
    with tempfile.TemporaryDirectory() as folder:
        mock, stubber = _suite(folder, "mock", BY_MOCK), _suite(folder, "stubber", BY_STUBBER)
        a, b = rounds(ROUNDS, lambda: _cpu_seconds(stubber), lambda: _cpu_seconds(mock))
    yield Row(f"Run of {TESTS} tests: botocore's Stubber", milliseconds(a.median))
    yield Row(f"Run of {TESTS} tests: pytest-sesmock", milliseconds(b.median)).at_most(
        1.5, b.ratio_to(a), "Stubber"
    )


def first_use() -> Iterator[Row]:
    """What the first mail costs in a process that has boto3 and a client."""
    with tempfile.TemporaryDirectory() as folder:
        suite = _suite(folder, "first_use", FIRST_USE)
        figures = [
            {
                name: float(seconds)
                for name, seconds in re.findall(r"^(\w+)=(\S+)", _run(suite, "-s"), re.MULTILINE)
            }
            for _ in range(1 + ROUNDS)
        ][1:]  # the first one compiles
    client, mock = (
        statistics.median(each[name] for each in figures) for name in ("client", "mock")
    )
    ratio = statistics.median(each["mock"] / each["client"] for each in figures)
    yield Row("First client of a run, without the import of boto3", milliseconds(client))
    yield Row("First use to the first accepted mail", milliseconds(mock)).at_most(
        2.1, ratio, "client"
    )


def guard() -> Iterator[Row]:
    """What the plugin costs a run that makes no use of it but of SES's clients."""
    with tempfile.TemporaryDirectory() as folder:
        suite = _suite(folder, "guarded", BY_STUBBER)
        a, b = rounds(
            ROUNDS,
            lambda: _cpu_seconds(suite, "-p", "no:sesmock"),
            lambda: _cpu_seconds(suite),
        )
    yield Row(f"Run of {TESTS} tests by Stubber, no plugin", milliseconds(a.median))
    yield Row(f"Run of {TESTS} tests by Stubber, guarded", milliseconds(b.median)).at_most(
        1.05, b.ratio_to(a), "no plugin"
    )


def _suite(folder: str, name: str, tests: str) -> Path:
    """A directory with a file of tests, run once so that everything is compiled."""
    suite = Path(folder, name)
    suite.mkdir()
    (suite / f"test_{name}.py").write_text(APPLICATION + tests)
    _run(suite)
    return suite


def _run(suite: Path, *arguments: str) -> str:
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=suite,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def _cpu_seconds(suite: Path, *arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(suite, *arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
