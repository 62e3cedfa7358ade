"""Events in the webhooks of django-ses and django-anymail: what they make of each."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import django_ses.utils
import pytest
import requests
from anymail.signals import tracking
from django.dispatch import Signal
from django.test import Client
from django_ses import signals

from pytest_sesmock import Event, Outbox, SnsRequest, sns
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.event import EventType, mail_of
from pytest_sesmock.delivery.records import Family

pytestmark = pytest.mark.sesmock(
    verified_identities=["example.com"], configuration_sets=["receipts"]
)

TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"
SECRET = "sns:secret"
AUTHORIZATION = {"Authorization": f"Basic {base64.b64encode(SECRET.encode()).decode()}"}
FAMILIES: tuple[Family, ...] = ("event", "identity")
NOTIFIED = [(kind, family) for kind in ("Bounce", "Complaint", "Delivery") for family in FAMILIES]


@pytest.fixture(autouse=True)
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Serves the certificate; the URLs that are downloaded with requests."""
    urls: list[str] = []

    def get(url: str, **_: Any) -> requests.Response:
        urls.append(url)
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(sns.CERTIFICATE.encode())
        return response

    monkeypatch.setattr(requests, "get", get)
    django_ses.utils.clear_cert_cache()
    return urls


@pytest.fixture(autouse=True)
def _anymail(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def event(kind: EventType, outbox: Outbox, to: str = "success") -> Event:
    """What befalls a mail to a mailbox of the simulator."""
    boto3.client("ses", region_name="us-east-1").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [f"{to}@simulator.amazonses.com"]},
        Message={"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "Thank you."}}},
        ConfigurationSetName="receipts",
    )
    events = outbox[-1].events
    for each in events:
        if each.type == kind:
            return each
    mail, moment = mail_of(events[0]), events[0].timestamp + timedelta(minutes=1)
    others: dict[str, dict[str, Any]] = {
        "Open": blocks.open(moment, "Mozilla/5.0", "203.0.113.5"),
        "Click": blocks.click(
            moment, "https://example.com/", None, user_agent="Mozilla/5.0", ip_address="203.0.113.5"
        ),
        "Reject": blocks.reject(),
        "Rendering Failure": blocks.rendering_failure("Attribute 'name' is not present", "hello"),
        "DeliveryDelay": blocks.delivery_delay(
            mail, mail.recipients, moment, delay_type="MailboxFull", expires_at=moment
        ),
        "Subscription": blocks.subscription(
            "customers", moment, "UnsubscribeHeader", new=OPTED_OUT, old=OPTED_OUT
        ),
    }
    return Event(kind, mail.recipients, moment, others[kind], mail)


OPTED_OUT = {"unsubscribeAll": True, "topicSubscriptionStatus": []}
MAILBOXES = {"Bounce": "bounce", "Complaint": "complaint"}


@contextmanager
def listening(signal: Signal) -> Iterator[list[SimpleNamespace]]:
    """What a signal says while one listens."""
    heard: list[SimpleNamespace] = []

    def hear(**said: Any) -> None:
        heard.append(SimpleNamespace(**said))

    signal.connect(hear)
    try:
        yield heard
    finally:
        signal.disconnect(hear)


def post(client: Client, path: str, request: SnsRequest, **headers: str) -> int:
    response = client.generic("POST", path, request.body, headers={**request.headers, **headers})
    return response.status_code


# django-ses


@pytest.mark.parametrize(
    ("kind", "family"),
    [*NOTIFIED, ("Send", "event"), ("Open", "event"), ("Click", "event")],
)
def test_django_ses(
    kind: EventType, family: Family, client: Client, ses_outbox: Outbox, downloads: list[str]
) -> None:
    """It checks the signature, and hands on the record as it is."""
    happening = event(kind, ses_outbox, MAILBOXES.get(kind, "success"))
    request = happening.as_sns(family=family)

    with listening(getattr(signals, f"{kind.lower()}_received")) as heard:
        assert post(client, "/ses/events/", request) == 200

    (said,) = heard
    record = happening.as_dict(family)
    assert said.mail_obj == record["mail"]
    assert getattr(said, f"{kind.lower()}_obj") == record[kind.lower()]
    assert downloads == [request.envelope["SigningCertURL"]]


@pytest.mark.parametrize("kind", ["Reject", "Rendering Failure", "DeliveryDelay", "Subscription"])
def test_django_ses_passes_over_what_it_does_not_know(
    kind: EventType, client: Client, ses_outbox: Outbox
) -> None:
    assert post(client, "/ses/events/", event(kind, ses_outbox).as_sns()) == 200


@pytest.mark.parametrize("family", FAMILIES)
def test_django_ses_sees_who_bounces_for_good(
    family: Family, client: Client, ses_outbox: Outbox
) -> None:
    request = event("Bounce", ses_outbox, "bounce").as_sns(family=family)

    with listening(signals.bounce_received) as heard:
        post(client, "/ses/events/", request)

    addresses = django_ses.utils.get_permanent_bounced_emails_from_bounce_obj(heard[0].bounce_obj)
    assert addresses == ["bounce@simulator.amazonses.com"]


@pytest.mark.parametrize("name", ["Message", "MessageId", "Subject", "Timestamp", "TopicArn"])
def test_django_ses_refuses_what_was_changed(name: str, client: Client, ses_outbox: Outbox) -> None:
    request = event("Bounce", ses_outbox, "bounce").as_sns()
    changed = {**request.envelope, name: f"{request.envelope[name]} "}

    assert django_ses.utils.verify_event_message(request.envelope)
    assert not django_ses.utils.verify_event_message(changed)


def test_django_ses_knows_no_other_version_of_signatures(
    client: Client, ses_outbox: Outbox
) -> None:
    """As with AWS: a topic that is set to version 2 is refused by its webhook."""
    request = event("Bounce", ses_outbox, "bounce").as_sns(signature_version="2")

    assert post(client, "/ses/events/", request) == 400


def test_django_ses_takes_set_up_messages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []

    def urlopen(url: str) -> io.BytesIO:
        visited.append(url)
        return io.BytesIO()

    monkeypatch.setattr("django_ses.utils.urlopen", urlopen)
    confirmation = sns.subscription_confirmation(TOPIC)
    said = "Successfully validated SNS topic for Amazon SES event publishing."

    assert post(client, "/ses/events/", confirmation) == 200
    assert post(client, "/ses/events/", sns.notification(TOPIC, said)) == 200
    assert post(client, "/ses/events/", sns.unsubscribe_confirmation(TOPIC)) == 200
    assert visited == [confirmation.envelope["SubscribeURL"]]


# anymail, which checks that headers and body agree, and a secret of its own

TRACKING = "/anymail/amazon_ses/tracking/"


@pytest.mark.parametrize(
    ("kind", "family", "event_type"),
    [
        ("Bounce", "event", "bounced"),
        ("Bounce", "identity", "bounced"),
        ("Complaint", "event", "complained"),
        ("Complaint", "identity", "complained"),
        ("Delivery", "event", "delivered"),
        ("Delivery", "identity", "delivered"),
        ("Send", "event", "sent"),
        ("Open", "event", "opened"),
        ("Click", "event", "clicked"),
        ("Reject", "event", "rejected"),
        ("Rendering Failure", "event", "failed"),
        ("DeliveryDelay", "event", "unknown"),
        ("Subscription", "event", "unknown"),
    ],
)
def test_anymail(
    kind: EventType, family: Family, event_type: str, client: Client, ses_outbox: Outbox
) -> None:
    mailbox = MAILBOXES.get(kind, "success")
    request = event(kind, ses_outbox, mailbox).as_sns(family=family)

    with listening(tracking) as heard:
        assert post(client, TRACKING, request, **AUTHORIZATION) == 200

    (said,) = [each.event for each in heard]
    assert said.event_type == event_type
    assert said.recipient == f"{mailbox}@simulator.amazonses.com"
    assert said.message_id == ses_outbox[-1].message_id
    assert said.event_id == request.envelope["MessageId"]
    assert said.timestamp.isoformat(timespec="milliseconds")[:23] == (
        request.envelope["Timestamp"].removesuffix("Z")
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_anymail_tells_how_it_bounced(family: Family, client: Client, ses_outbox: Outbox) -> None:
    bounce = event("Bounce", ses_outbox, "bounce")

    with listening(tracking) as heard:
        post(client, TRACKING, bounce.as_sns(family=family), **AUTHORIZATION)

    (recipient,) = bounce.detail["bouncedRecipients"]
    said = heard[0].event
    assert (said.description, said.reject_reason) == ("Permanent: General", "bounced")
    assert said.mta_response == recipient["diagnosticCode"]


def test_anymail_asks_for_its_secret(client: Client, ses_outbox: Outbox) -> None:
    """SNS sends it once it has been answered 401."""
    assert post(client, TRACKING, event("Send", ses_outbox).as_sns()) == 401


def test_anymail_does_not_take_raw_delivery(client: Client, ses_outbox: Outbox) -> None:
    """It is no envelope: as with AWS."""
    request = event("Send", ses_outbox).as_sns(raw=True)

    assert post(client, TRACKING, request, **AUTHORIZATION) == 400


def test_anymail_takes_set_up_messages(client: Client, settings: Any) -> None:
    settings.ANYMAIL["AMAZON_SES_AUTO_CONFIRM_SNS_SUBSCRIPTIONS"] = False
    said = "Successfully validated SNS topic for Amazon SES event publishing."

    with listening(tracking) as heard:
        for request in (
            sns.subscription_confirmation(TOPIC),
            sns.notification(TOPIC, said),
            sns.unsubscribe_confirmation(TOPIC),
        ):
            assert post(client, TRACKING, request, **AUTHORIZATION) == 200

    assert heard == []
