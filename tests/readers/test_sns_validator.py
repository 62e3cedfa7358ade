"""Messages of SNS as npm's sns-validator judges them, which is AWS's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

import boto3
import pytest
from oracles import FOLDER, REQUIRED

from pytest_sesmock import Outbox, sns

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"
VERSIONS = ["1", "2"]


@pytest.fixture(autouse=True, scope="module")
def _installed() -> None:
    if shutil.which("node") is None or not (FOLDER / "node_modules" / "sns-validator").is_dir():
        missing = "node or sns-validator is not installed here: run `tox -e readers`"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)


def complaints(*messages: Any) -> list[str | None]:
    """What the validator says against each message; None if nothing."""
    done = subprocess.run(
        ["node", "--require", "./serve_certificate.cjs", "validate.mjs"],  # noqa: S607
        cwd=FOLDER,
        env={**os.environ, "SNS_CERTIFICATE": sns.CERTIFICATE},
        input=json.dumps(messages).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    said: list[str | None] = json.loads(done.stdout)
    return said


@pytest.fixture
def events(ses_outbox: Outbox) -> Any:
    """Send, Delivery and Complaint of a mail to the simulator."""
    boto3.client("ses", region_name="us-east-1").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["complaint@simulator.amazonses.com"]},
        Message={"Subject": {"Data": "Grüße 😀"}, "Body": {"Text": {"Data": "Thank you."}}},
    )
    return ses_outbox[0].events


@pytest.mark.parametrize("version", VERSIONS)
def test_events_are_genuine(version: Any, events: Any) -> None:
    messages = [event.as_sns(signature_version=version).envelope for event in events]
    messages.append(events[-1].as_sns(signature_version=version, family="identity").envelope)
    messages.append(events[-1].as_sns(signature_version=version, family="event").envelope)

    assert complaints(*messages) == [None] * 5


@pytest.mark.parametrize("version", VERSIONS)
def test_a_function_can_check_what_it_is_called_with(version: Any, events: Any) -> None:
    (record,) = events[-1].as_lambda(signature_version=version)["Records"]

    assert complaints(record["Sns"]) == [None]


def test_a_worker_can_check_what_it_receives(events: Any) -> None:
    assert complaints(json.loads(events[-1].as_sqs()["Body"])) == [None]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_subscription_is_genuine(version: Any) -> None:
    request = sns.subscription_confirmation(TOPIC, signature_version=version)

    assert complaints(request.envelope) == [None]


def test_the_end_of_a_subscription_is_not_for_this_validator() -> None:
    """It leaves the token out of what is signed, against SNS's documentation."""
    request = sns.unsubscribe_confirmation(TOPIC)

    assert complaints(request.envelope) == ["The message signature is invalid."]


def test_what_was_changed_is_no_longer_genuine(events: Any) -> None:
    envelope = events[-1].as_sns().envelope
    changes = {
        "Message": "{}",
        "TopicArn": TOPIC,
        "SignatureVersion": "2",
        "SigningCertURL": "https://s3.amazonaws.com/SimpleNotificationService-0.pem",
    }

    assert complaints(*({**envelope, name: value} for name, value in changes.items())) == [
        "The message signature is invalid.",
        "The message signature is invalid.",
        "The message signature is invalid.",
        "The certificate is located on an invalid domain.",
    ]
