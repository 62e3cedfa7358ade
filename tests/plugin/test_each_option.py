"""Every option does something: one that is declared and never applied fails here."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from pytest_sesmock import SESMock, options

# A value of each option that is not what an unset one stands for.
VALUES: dict[str, Any] = {
    "region": "eu-west-1",
    "verified_identities": ["example.com"],
    "sandbox": True,
    "max_24_hour_send": 500,
    "max_send_rate": 14,
    "sending_enabled": False,
    "configuration_sets": ["receipts"],
    "auto_verify": True,
    "publish": "moto",
    "django_backend": "django_ses.SESBackend",
}
# What shows in no account: its tests are those of publishing, and of Django's mail.
ELSEWHERE = {"publish", "django_backend"}
ROOT = Path(__file__).parents[2]
PROPERTIES = re.findall(
    r"autoproperty:: pytest_sesmock\.Account\.(\w+)",
    (ROOT / "docs" / "reference" / "account.md").read_text(encoding="utf-8"),
)

TEST = """
import boto3
import pytest

@pytest.mark.sesmock(verified_identities=["shop.dev"], {arguments})
def test_it(ses_account, ses_outbox):
    ses = boto3.client("ses", region_name="us-east-1")
    def send(source):
        body = {{"Html": {{"Data": "<a style=position:fixed href=http://shop.dev>x</a>"}}}}
        ses.send_email(
            Source=source,
            Destination={{"ToAddresses": ["ada@shop.dev"]}},
            Message={{"Subject": {{"Data": "Hi"}}, "Body": body}},
        )
    {body}
"""
SEND = "send('us@shop.dev')"
# Past the mock, and stopped before the network in any case.
REAL_CALL = """
    import types
    import botocore.httpsession
    class Session(botocore.httpsession.URLLib3Session):
        def _get_connection_manager(self, *args):
            raise ConnectionAbortedError
    Session().send(types.SimpleNamespace(
        url="https://email.us-east-1.amazonaws.com/", method="POST", body=b"", headers={}
    ))
"""
# What a test has to do for each option, the arguments with and without it, and a line of one run.
TESTS: dict[str, tuple[str, str, str, str]] = {
    "assert_all_read": (SEND, "assert_all_read=True", "", "assert_all_read: *"),
    "assert_no_refusals": (
        "with pytest.raises(ses.exceptions.MessageRejected): send('us@elsewhere.dev')",
        "assert_no_refusals=True",
        "",
        "assert_no_refusals: *",
    ),
    "assert_all_failures_used": (
        "ses_account.fail_next('Throttling')",
        "assert_all_failures_used=True",
        "",
        "assert_all_failures_used: *",
    ),
    "report_sections": ("assert False", "", "report_sections=False", "*- Amazon SES sent -*"),
    "lint": (SEND, "lint=True", "", "*SesmockLintWarning: no-text-part: *"),
    "lint_ignore": (
        SEND,
        "lint=True",
        "lint=True, lint_ignore=['no-text-part']",
        "*SesmockLintWarning: no-text-part: *",
    ),
    "lint_clients": (
        SEND,
        "lint=True, lint_ignore=['no-text-part'], lint_clients=['gmail']",
        "lint=True, lint_ignore=['no-text-part']",
        "*SesmockLintWarning: client-support: *: Gmail does not support position;*",
    ),
    "real_calls": (REAL_CALL, "", "real_calls='allow'", "E *RealCallError: *"),
}


def state(mock: SESMock, region: str | None = None) -> dict[str, Any]:
    """What the documentation lets a test read of a mock's account."""
    account = mock.account(region)
    return {name: getattr(account, name) for name in PROPERTIES}


def test_the_options_are_the_arguments() -> None:
    assert list(inspect.signature(SESMock).parameters) == list(options.OF_MOCKS)
    assert VALUES.keys() == options.OF_MOCKS.keys()
    assert TESTS.keys() == options.OF_TESTS.keys()


@pytest.mark.parametrize("name", [name for name in VALUES if name not in ELSEWHERE])
def test_an_option_of_mocks_is_applied(name: str) -> None:
    """To the account of the default region, and to those of others if it is about all."""
    mock = SESMock(**{name: VALUES[name]})

    assert state(SESMock()) == state(SESMock())
    assert state(mock) != state(SESMock())
    of_others = state(mock, "ap-east-1") != state(SESMock(), "ap-east-1")
    assert of_others == options.OF_MOCKS[name].everywhere


@pytest.mark.parametrize("name", TESTS)
def test_an_option_of_tests_is_applied(name: str, pytester: pytest.Pytester) -> None:
    body, arguments, others, line = TESTS[name]
    outputs = []
    for each in (arguments, others):
        pytester.makeini("[pytest]\nfilterwarnings =\n    default\n")
        pytester.makepyfile(test_it=TEST.format(arguments=each, body=body))
        outputs.append(pytester.runpytest("-p", "no:cacheprovider").stdout)

    outputs[0].fnmatch_lines([line])
    outputs[1].no_fnmatch_line(line)
