"""Tests of unittest that enter their mock themselves get what the fixtures give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
    import unittest

    import boto3
    from pytest_sesmock import SESMock

    ses = boto3.client("ses", region_name="us-east-1")

    def send(source="shop@example.com"):
        ses.send_email(
            Source=source,
            Destination={"ToAddresses": ["ada@example.org"]},
            Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}},
        )

    class TestShop(unittest.TestCase):
        def setUp(self):
            mock = SESMock(verified_identities=["example.com"])
            self.outbox = mock.outbox
            mock.__enter__()
            self.addCleanup(mock.__exit__, None, None, None)

        def test_sent(self):
            send()
            self.outbox.assert_sent()

        def test_refused(self):
            send("shop@example.net")

        def test_caught(self):
            try:
                send("shop@example.net")
            except Exception as error:
                raise RuntimeError("no mail") from error

        def test_length(self):
            send()
            self.assertEqual(len(self.outbox), 2)

        def test_nothing(self):
            self.outbox[0]

    class TestOfAClass(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.mock = SESMock(verified_identities=["example.com"])
            cls.mock.__enter__()

        @classmethod
        def tearDownClass(cls):
            cls.mock.__exit__(None, None, None)

        def test_first(self):
            send()

        def test_second(self):
            send()
            assert self.mock.outbox.refusals
"""
REQUIRES = "rule identities-verified requires: The source and the return path must be"
REMEDY = "to let it pass: mock.account().verify('shop@example.net')"


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Path:
    return pytester.makepyfile(test_mailings=SUITE)


@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize("name", ["test_refused", "test_caught"])
def test_rule_and_remedy_are_told_once(pytester: pytest.Pytester, name: str) -> None:
    result = pytester.runpytest("-k", name, "-p", "no:randomly")
    result.assert_outcomes(failed=1, deselected=6)
    text = result.stdout.str()
    assert (text.count(REQUIRES), text.count(REMEDY)) == (1, 1)
    result.stdout.fnmatch_lines(["*- Amazon SES refused -*", f"  {REQUIRES}*", f"  {REMEDY}"])
    # Neither botocore's hundred lines, although the mock has ended, nor advice for fixtures.
    assert "_make_api_call" not in text
    assert "for several tests" not in text


@pytest.mark.usefixtures("suite")
@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")
def test_without_sections_the_traceback_tells(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nsesmock_report_sections = false")
    result = pytester.runpytest("-k", "test_refused or test_caught")
    result.assert_outcomes(failed=2, deselected=5)
    assert "Amazon SES refused" not in result.stdout.str()
    assert result.stdout.str().count(REMEDY) == 2


@pytest.mark.usefixtures("suite")
def test_a_wrong_ini_file_is_told_by_the_fixtures_alone(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nsesmock_report_sections = perhaps")
    result = pytester.runpytest("-k", "test_refused")
    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines([f"  {REMEDY}"])


@pytest.mark.usefixtures("suite")
def test_an_empty_outbox(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest("-k", "test_nothing")
    result.stdout.fnmatch_lines(["E *Nothing was sent or refused: no call to send reached SES."])
    result.stdout.no_fnmatch_line("*- Amazon SES sent -*")


@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize("arguments", [[], ["-n", "1"]], ids=["one process", "xdist"])
def test_reports_have_their_mails(pytester: pytest.Pytester, arguments: list[str]) -> None:
    """Those of a mock that lasts for a class are with the test in which it ends."""
    page = pytester.path / "mails.html"
    result = pytester.runpytest(
        *arguments, "--sesmock-summary", f"--sesmock-report={page}", "--sesmock-eml=eml"
    )
    result.stdout.fnmatch_lines(["us-east-1 *4 *4 *2"])
    assert len([*(pytester.path / "eml").iterdir()]) == 4
    assert page.exists()


@pytest.mark.usefixtures("suite")
@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")
def test_plain_unittest_shows_rule_and_remedy(pytester: pytest.Pytester) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "unittest", "test_mailings.TestShop.test_refused"],
        cwd=pytester.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"\npytest-sesmock: {REQUIRES}" in result.stderr
    assert f"\npytest-sesmock: {REMEDY}\n" in result.stderr


def test_fixtures_tell_once_as_well(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_mailings=SUITE)
    pytester.makepyfile(
        """
        from test_mailings import send

        def test_it(ses_outbox):
            send("shop@example.net")
        """
    )
    result = pytester.runpytest("-k", "test_it")
    text = result.stdout.str()
    assert (text.count(REQUIRES), text.count("ses_account.verify('shop@example.net')")) == (1, 1)
    assert text.count("for several tests") == 1


def test_many_mocks_of_one_test(pytester: pytest.Pytester) -> None:
    """As a property test enters them; the last twenty are kept."""
    pytester.makepyfile(test_mailings=SUITE)
    pytester.makepyfile(
        test_more="""
        from pytest_sesmock import SESMock
        from test_mailings import send

        def test_it():
            for _ in range(30):
                with SESMock(verified_identities=["example.com"]):
                    send()
        """
    )
    result = pytester.runpytest("test_more.py", "--sesmock-summary")
    result.stdout.fnmatch_lines(["us-east-1 *20 *20 *0"])


@pytest.mark.skipif(sys.version_info < (3, 11), reason="there are neither notes nor groups")
def test_a_group_of_exceptions_with_other_notes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_mailings=SUITE)
    pytester.makepyfile(
        test_more="""
        from test_mailings import send

        def test_it(ses_outbox):
            try:
                send("shop@example.net")
            except Exception as error:
                error.add_note("a note of the test")
                raise ExceptionGroup("several", [error, ValueError()])
        """
    )
    result = pytester.runpytest("test_more.py")
    assert result.stdout.str().count(REQUIRES) == 1
    result.stdout.fnmatch_lines(["*a note of the test"])
