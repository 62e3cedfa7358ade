"""The examples of `docs/how-to/webhooks.md` that need Django."""

import io

import boto3
import pytest
import requests
from anymail.signals import tracking
from django.dispatch import receiver
from django_ses.signals import bounce_received

from pytest_sesmock import sns

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"


def send_receipt(address):
    boto3.client("ses", region_name="us-east-1").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Receipt"}, "Body": {"Text": {"Data": "Thank you."}}},
    )


@pytest.fixture
def sns_certificate(monkeypatch):
    """Lets whoever downloads a certificate with requests have that of the test key."""

    def get(url, **_):
        assert url.startswith("https://sns.us-east-1.amazonaws.com/")
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(sns.CERTIFICATE.encode())
        return response

    monkeypatch.setattr(requests, "get", get)


def test_a_bounce_reaches_django_ses(client, ses_outbox, sns_certificate):
    bounces = []

    @receiver(bounce_received)
    def remember(sender, mail_obj, bounce_obj, **_):
        bounces.append((mail_obj["messageId"], bounce_obj["bounceType"]))

    send_receipt("bounce@simulator.amazonses.com")
    message = ses_outbox.assert_sent()
    request = message.events[-1].as_sns()
    response = client.generic("POST", "/ses/events/", request.body, headers=request.headers)

    assert response.status_code == 200
    assert bounces == [(message.message_id, "Permanent")]


def test_django_ses_refuses_what_is_not_signed(client, ses_outbox, sns_certificate):
    send_receipt("bounce@simulator.amazonses.com")
    request = ses_outbox.assert_sent().events[-1].as_sns()
    forged = request.body.replace(b"Permanent", b"Transient")

    response = client.generic("POST", "/ses/events/", forged, headers=request.headers)

    assert response.status_code == 400


def test_django_ses_confirms_the_subscription(client, monkeypatch, sns_certificate):
    visited = []

    def urlopen(url):
        visited.append(url)
        return io.BytesIO()

    monkeypatch.setattr("django_ses.utils.urlopen", urlopen)
    request = sns.subscription_confirmation(TOPIC)
    client.generic("POST", "/ses/events/", request.body, headers=request.headers)

    assert visited == [request.envelope["SubscribeURL"]]


def test_a_bounce_reaches_anymail(client, settings, ses_outbox):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "sns:secret"}
    events = []

    @receiver(tracking)
    def remember(sender, event, esp_name, **_):
        events.append((event.event_type, event.recipient, event.message_id))

    send_receipt("bounce@simulator.amazonses.com")
    message = ses_outbox.assert_sent()
    request = message.events[-1].as_sns()
    headers = {**request.headers, "Authorization": "Basic c25zOnNlY3JldA=="}
    client.generic("POST", "/anymail/amazon_ses/tracking/", request.body, headers=headers)

    assert events == [("bounced", "bounce@simulator.amazonses.com", message.message_id)]
