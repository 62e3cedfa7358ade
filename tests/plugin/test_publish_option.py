"""The option `publish`, and what a test sees of publishing that failed."""

from __future__ import annotations

import pytest

TEST = """
import boto3
import pytest

TOPIC = "arn:aws:sns:us-east-1:123456789012:bounces"

{marker}
def test_it(ses_account):
    ses_account.verify("example.com")
    ses = boto3.client("ses", region_name="us-east-1")
    try:
        ses.set_identity_notification_topic(
            Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC
        )
    except Exception:
        pass  # as applications do
"""


@pytest.mark.parametrize(
    ("ini", "marker"),
    [
        ("[pytest]\nsesmock_publish = moto\n", ""),
        ("[pytest]\n", "@pytest.mark.sesmock(publish='moto')"),
    ],
    ids=["ini file", "marker"],
)
def test_publishing_without_moto_fails_the_test(
    pytester: pytest.Pytester, ini: str, marker: str
) -> None:
    """Even if the application swallows the error."""
    pytester.makeini(ini)
    pytester.makepyfile(TEST.format(marker=marker))
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*publish='moto' needs moto: *"])


def test_there_is_moto_and_nothing_else(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TEST.format(marker="@pytest.mark.sesmock(publish='localstack')"))
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*publish must be 'moto', not 'localstack'"])
