"""Plugins and frameworks test themselves with runs of pytest within a run of pytest."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

# The first run within loads modules that are gone after it; the second one must load them anew.
WITHIN = """
import pytest

pytest_plugins = ["pytester"]

TEST = '''
import boto3

def test_it(ses_account, ses_outbox):
    ses_account.verify("example.com")
    ses = boto3.client("ses", region_name="us-east-1")
    assert ses.meta.endpoint_url == "https://email.us-east-1.amazonaws.com"
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}},
    )
    message = ses_outbox.assert_sent(to="ada@example.org", subject="Hi")
    assert message.text == "Hi"
    ses_outbox.assert_not_sent(to="bob@example.org")
'''

@pytest.mark.parametrize("number", range(3))
def test_within(pytester, number):
    pytester.makepyfile(test_it=TEST)
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
"""


def test_runs_in_one_process(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_within=WITHIN)

    pytester.runpytest_subprocess().assert_outcomes(passed=3)
