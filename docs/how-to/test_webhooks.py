import io
import json
import urllib.request

import boto3
import feedback
import pytest
from botocore.stub import Stubber
from newsletter import subscribe

from pytest_sesmock import sns

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

BOUNCE = "bounce@simulator.amazonses.com"
TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"


@pytest.fixture(autouse=True)
def nobody_is_blocked():
    feedback.blocked.clear()


@pytest.fixture
def visits(monkeypatch):
    """What urllib would get from SNS: the certificate. A list of the URLs."""
    urls = []

    def urlopen(url):
        urls.append(url)
        return io.BytesIO(sns.CERTIFICATE.encode())

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return urls


def test_a_bounce(ses_outbox, visits):
    subscribe(BOUNCE)
    bounce = ses_outbox.assert_sent().events[-1]

    assert feedback.webhook(bounce.as_sns().body) == 200
    assert feedback.blocked == {BOUNCE}


def test_a_forged_bounce(ses_outbox, visits):
    subscribe(BOUNCE)
    body = ses_outbox.assert_sent().events[-1].as_sns().body

    assert feedback.webhook(body.replace(b"bounce@", b"victim@")) == 403
    assert feedback.blocked == set()


@pytest.mark.parametrize("signature_version", ["1", "2"])
@pytest.mark.parametrize("family", ["event", "identity"])
def test_whatever_is_set_up(family, signature_version, ses_outbox, visits):
    subscribe(BOUNCE)
    bounce = ses_outbox.assert_sent().events[-1]

    request = bounce.as_sns(family=family, signature_version=signature_version)
    assert feedback.webhook(request.body) == 200
    assert feedback.blocked == {BOUNCE}


def test_a_new_subscription(visits):
    request = sns.subscription_confirmation(TOPIC)

    assert feedback.webhook(request.body) == 200
    assert visits[-1] == request.envelope["SubscribeURL"]


def test_what_ses_publishes_when_a_topic_is_set_up(visits):
    request = sns.notification(
        TOPIC, "Successfully validated SNS topic for Amazon SES event publishing."
    )

    assert feedback.webhook(request.body) == 200


def test_the_topic_of_the_configuration_set(ses_account, ses_outbox):
    ses_account.create_configuration_set("news")
    ses = boto3.client("sesv2", region_name="us-east-1")
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="webhook",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    ses.send_email(
        FromEmailAddress="news@example.com",
        Destination={"ToAddresses": [BOUNCE]},
        Content={"Simple": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None."}}}},
        ConfigurationSetName="news",
    )

    request = ses_outbox.assert_sent().events[-1].as_sns()
    assert request.headers["x-amz-sns-topic-arn"] == TOPIC
    assert request.envelope["Subject"] == "Amazon SES Email Event Notification"


def test_a_lambda_function(ses_outbox):
    subscribe(BOUNCE)
    bounce = ses_outbox.assert_sent().events[-1]

    feedback.on_notification(bounce.as_lambda(), None)

    assert feedback.blocked == {BOUNCE}


def test_a_lambda_function_behind_eventbridge(ses_outbox):
    subscribe(BOUNCE)
    bounce = ses_outbox.assert_sent().events[-1]

    feedback.on_bus(bounce.as_eventbridge(), None)

    assert feedback.blocked == {BOUNCE}


def test_a_worker(ses_outbox):
    subscribe(BOUNCE)
    entry = ses_outbox.assert_sent().events[-1].as_sqs()
    sqs = boto3.client("sqs", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")

    with Stubber(sqs) as stubber:
        stubber.add_response("receive_message", {"Messages": [entry]})
        stubber.add_response("delete_message", {})
        feedback.work(sqs, "https://sqs.us-east-1.amazonaws.com/123456789012/mail")

    assert feedback.blocked == {BOUNCE}
    stubber.assert_no_pending_responses()


def test_lines_of_a_stream(ses_outbox):
    subscribe(BOUNCE)
    file = b"".join(event.as_firehose() for event in ses_outbox.assert_sent().events)

    for line in file.splitlines():
        feedback.take(json.loads(line))

    assert feedback.blocked == {BOUNCE}
