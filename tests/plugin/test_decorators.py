"""What pytest makes of tests that SESMock decorates."""

from __future__ import annotations

import pytest

APPLICATION = """
import boto3

ses = boto3.client("ses", region_name="us-east-1")

def send(to="ada@example.org", source="shop@example.com"):
    ses.send_email(
        Source=source,
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}},
    )
"""
TESTS = """
import asyncio
import unittest
import pytest
from application import send
from hypothesis import given, settings, strategies
from pytest_sesmock import SESMock

with_ses = SESMock(verified_identities=["example.com"])

@with_ses
@pytest.mark.parametrize("address", ["a@example.org", "b@example.org"])
def test_parametrized(sesmock, address, tmp_path):
    send(address)
    sesmock.outbox.assert_sent(to=address)

@pytest.mark.parametrize("address", ["a@example.org"])
@with_ses
def test_with_fixtures(address, ses_outbox):
    send(address)  # to the mock of the decorator, which is the inner one
    ses_outbox.assert_empty()

@settings(deadline=None, max_examples=5, database=None)
@given(strategies.sampled_from(["a", "b"]))
@with_ses
def test_each_example(name):
    send(f"{name}@example.org")

@with_ses
@settings(deadline=None, max_examples=5, database=None)
@given(strategies.sampled_from(["a", "b"]))
def test_all_examples(name):
    send(f"{name}@example.org")

@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@with_ses
async def test_coroutine(sesmock, anyio_backend):
    await asyncio.to_thread(send)
    await sesmock.outbox.wait_for_async()

@with_ses
class TestPlain:
    @pytest.fixture(autouse=True)
    def _before(self):
        self.address = "before@example.org"

    @pytest.mark.parametrize("number", [1, 2])
    def test_it(self, sesmock, number):
        send(self.address)
        sesmock.outbox.assert_sent(to="before@example.org")

@with_ses
class TestCase(unittest.TestCase):
    def setUp(self):
        send()

    @pytest.fixture(autouse=True)
    def _fixture(self, tmp_path):
        self.path = tmp_path

    def test_it(self):
        assert self.path
        self.sesmock.outbox.assert_count(1)

@with_ses
class TestCoroutines(unittest.IsolatedAsyncioTestCase):
    async def test_it(self):
        await asyncio.to_thread(send)
        self.sesmock.outbox.assert_count(1)
"""
FAILURES = """
import unittest
from application import send
from pytest_sesmock import SESMock

@SESMock()
def test_function(sesmock):
    send()

@SESMock()
class TestIt(unittest.TestCase):
    def test_method(self):
        send()

@SESMock(verified_identities=["example.com"])
def test_assertion(sesmock):
    send()
    sesmock.outbox.assert_sent(to="bob@example.org")
"""


@pytest.fixture(autouse=True)
def _application(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(application=APPLICATION)


def test_they_are_tests_like_others(pytester: pytest.Pytester) -> None:
    pytest.importorskip("anyio")
    pytester.makepyfile(TESTS)
    result = pytester.runpytest("-p", "anyio")
    result.assert_outcomes(passed=10)


def test_failures_show_the_users_lines_and_what_helps(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(FAILURES)
    result = pytester.runpytest("-p", "no:randomly")
    result.assert_outcomes(failed=3)
    text = result.stdout.str()
    assert "decoration.py" not in text
    assert "_make_api_call" not in text
    result.stdout.fnmatch_lines(
        [
            ">       send()",
            "*- Amazon SES refused -*",
            "  to let it pass: sesmock.account().verify('shop@example.com')",
            ">       send()",
            "*- Amazon SES refused -*",
            "  to let it pass: self.sesmock.account().verify('shop@example.com')",
            ">       sesmock.outbox.assert_sent(to=[\"']bob@example.org[\"'])",
            "*- Amazon SES sent -*",
        ]
    )


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        ("SESMock()(3)", "SESMock()(3)", "SesmockError: SESMock decorates functions and*not 3"),
        ("@SESMock()\n    def fixture(): yield", "@SESMock()", "SesmockError: SESMock does not *"),
        ("@SESMock()\n    class Nothing: pass", "@SESMock()", "SesmockError: Nothing has no *"),
        ("@SESMock(sandbx=True)\n    def f(): pass", "@SESMock(sandbx=True)", "TypeError: *"),
        ("@SESMock\n    def f(): pass", "@SESMock", "TypeError: *"),
    ],
    ids=["value", "generator", "class", "misspelt", "no parentheses"],
)
def test_what_is_wrong_is_shown_at_the_users_line(
    source: str, line: str, error: str, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(f"from pytest_sesmock import SESMock\n\ndef test_it():\n    {source}\n")
    result = pytester.runpytest()
    # Python 3.10 points at the line below a decorator.
    result.stdout.fnmatch_lines([f"*{line}", f"E*{error}"])
    result.stdout.no_fnmatch_line("*decoration.py*")
