"""Mocks of classes, modules and sessions, and a test's own mock within one."""

from __future__ import annotations

import pytest

APPLICATION = """
import boto3

ses = boto3.client("ses", region_name="us-east-1")

def send(subject, to="ada@example.org", source="shop@example.com"):
    ses.send_email(
        Source=source,
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Hello"}}},
    )
"""
CONFTEST = """
import pytest
from application import send

@pytest.fixture(scope="module")
def of_module(sesmock_factory):
    with sesmock_factory(sandbox=False) as mock:
        send("set up")
        yield mock.outbox
"""


@pytest.fixture(autouse=True)
def _project(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(application=APPLICATION)
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nsesmock_verified_identities = example.com\nsesmock_sandbox = true")


def test_the_options_of_the_ini_file_are_underneath(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(sesmock_factory):
            with sesmock_factory(sandbox=False, max_send_rate=14) as mock:
                assert mock.account().identities == {"example.com": "Success"}
                assert not mock.account().sandbox
                assert mock.account().max_send_rate == 14
            with sesmock_factory(verified_identities=None) as mock:
                assert not mock.account().identities
                assert mock.account().sandbox
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("asserting", "others"),
    [
        ("of_module.assert_sent(subject='mail')", "Another SESMock has 1 message and no refusal"),
        ("ses_outbox.assert_refused()", "1 message was sent from"),
    ],
    ids=["in the outer outbox", "in its own"],
)
def test_a_failure_tells_of_the_other_mock(
    asserting: str, others: str, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        f"""
        import pytest
        from application import send

        @pytest.mark.sesmock(sandbox=False)
        def test_it(of_module, ses_outbox):
            of_module.clear()
            send("mail")
            {asserting}
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    assert others in result.stdout.str()


def test_a_mail_in_the_outer_mock_is_told_of(pytester: pytest.Pytester) -> None:
    """As when the fixture that sends is set up before the test's own mock is."""
    pytester.makepyfile("def test_it(of_module, ses_outbox): ses_outbox.assert_sent()")
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(["*Another SESMock has 1 message and no refusal: *"])


def test_a_fixture_of_a_test_has_a_scope_too_narrow(pytester: pytest.Pytester) -> None:
    """The error is pytest's own."""
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture(scope="module")
        def newsletter(ses_outbox):
            return ses_outbox

        def test_it(newsletter): pass
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*ScopeMismatch*function scoped fixture ses_outbox with a module*"]
    )


@pytest.mark.parametrize(
    ("ini", "arguments", "line"),
    [
        ("sesmock_max_send_rate = many", "", "*ini key sesmock_max_send_rate must be a number*"),
        ("sesmock_region = US East", "", "*ini file: region must be the name of an AWS region*"),
        ("", "region='US East'", "E *SesmockError: region must be the name of an AWS region*"),
        ("", "regoin='us-east-1'", "E *TypeError: *regoin*"),
    ],
    ids=["ini type", "ini value", "value", "name"],
)
def test_what_is_wrong_is_told(
    ini: str, arguments: str, line: str, pytester: pytest.Pytester
) -> None:
    pytester.makeini(f"[pytest]\n{ini}")
    pytester.makepyfile(f"def test_it(sesmock_factory):\n    sesmock_factory({arguments})")
    result = pytester.runpytest()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([line])
    assert "factory.py" not in result.stdout.str()
