"""Every record, of every kind of event, family and way to send, is one by the JSON Schemas."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from event_records import RECORDED, RECORDS, every_event, faults
from sending import mail, mail2, ses, sesv2

from pytest_sesmock import Event, SentMessage, SESMock
from pytest_sesmock.delivery.event import mail_of
from pytest_sesmock.delivery.records import NOTIFICATION_TYPES

TO = ["ada@example.org", "bob@example.org", "eve@example.org", "Kim <kim@example.org>"]
SIMULATED = [
    f"{name}@simulator.amazonses.com"
    for name in ("success", "bounce", "ooto", "complaint+label", "suppressionlist")
]
RAW = b"\r\n".join(
    (
        b"From: =?utf-8?q?J=C3=BCrgen?= <shop@example.com>",
        b"To: " + b",\r\n ".join(address.encode() for address in (*TO, *SIMULATED)),
        b"Message-ID: <own@example.com>",
        b"X-SES-CONFIGURATION-SET: news",
        b"X-SES-MESSAGE-TAGS: campaign=spring",
        b"Subject: Hello",
        b"",
        b"Hello",
    )
)
TAGS = [{"Name": "campaign", "Value": "spring"}]
DESTINATION = {"ToAddresses": TO, "BccAddresses": SIMULATED}
TEMPLATE = {"TemplateName": "welcome", "TemplateData": '{"name": "Ada"}'}

WAYS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "v1": (
        "ses",
        "send_email",
        mail(Destination=DESTINATION, ConfigurationSetName="news", Tags=TAGS),
    ),
    "v1 raw": ("ses", "send_raw_email", {"RawMessage": {"Data": RAW}}),
    "v1 template": (
        "ses",
        "send_templated_email",
        {
            "Source": "shop@example.com",
            "Destination": DESTINATION,
            "Template": "welcome",
            "TemplateData": '{"name": "Ada"}',
            "ConfigurationSetName": "news",
        },
    ),
    "v1 bulk": (
        "ses",
        "send_bulk_templated_email",
        {
            "Source": "shop@example.com",
            "Destinations": [{"Destination": DESTINATION, "ReplacementTemplateData": "{}"}],
            "Template": "welcome",
            "DefaultTemplateData": '{"name": "Ada"}',
            "ConfigurationSetName": "news",
        },
    ),
    "v2": (
        "sesv2",
        "send_email",
        mail2(
            Destination=DESTINATION,
            ConfigurationSetName="news",
            EmailTags=TAGS,
            ReplyToAddresses=["help@example.com"],
            ListManagementOptions={"ContactListName": "readers"},
        ),
    ),
    "v2 raw": ("sesv2", "send_email", {"Content": {"Raw": {"Data": RAW}}}),
    "v2 template": (
        "sesv2",
        "send_email",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": DESTINATION,
            "Content": {"Template": TEMPLATE},
            "ConfigurationSetName": "news",
        },
    ),
    "v2 bulk": (
        "sesv2",
        "send_bulk_email",
        {
            "FromEmailAddress": "shop@example.com",
            "DefaultContent": {"Template": TEMPLATE},
            "BulkEmailEntries": [{"Destination": DESTINATION}],
            "ConfigurationSetName": "news",
        },
    ),
    "a template that cannot be rendered": (
        "sesv2",
        "send_email",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": DESTINATION,
            "Content": {"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
            "ConfigurationSetName": "news",
        },
    ),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def message(request: pytest.FixtureRequest) -> SentMessage:
    """A mail to every kind of recipient: some are suppressed, one has unsubscribed."""
    service, method, parameters = request.param
    with SESMock(region="us-east-1") as mock:
        account = mock.account()
        account.verify("example.com")
        account.create_configuration_set("news")
        account.create_template("welcome", subject="Hello {{name}}", text="Hi", html="<p>Hi")
        account.suppress("bob@example.org", "BOUNCE")
        account.suppress("eve@example.org", "COMPLAINT")
        v2 = sesv2()
        v2.create_contact_list(ContactListName="readers")
        v2.create_contact(
            ContactListName="readers", EmailAddress="kim@example.org", UnsubscribeAll=True
        )
        send: Callable[..., Any] = getattr(v2 if service == "sesv2" else ses(), method)
        send(**parameters)
        return mock.outbox[0]


def test_every_record_is_one_by_its_schema(message: SentMessage) -> None:
    events = list(every_event(mail_of(message.events[0])))

    found = {
        f"{event.type} to {event.recipients} in {family}": fault
        for event in events
        for family, record in records(event).items()
        if (fault := faults(record))
    }
    assert found == {}


def records(event: Event) -> dict[str, dict[str, Any]]:
    """The records of an event in each family that it has."""
    found = {"event publishing": event.record}
    if event.type in NOTIFICATION_TYPES:
        found["notifications"] = event.as_dict("identity", headers=False)
        found["notifications with headers"] = event.as_dict("identity", headers=True)
    return found


def test_a_record_is_json(message: SentMessage) -> None:
    for event in every_event(mail_of(message.events[0])):
        for record in records(event).values():
            assert json.loads(json.dumps(record)) == record


def test_every_recipient_ends_in_one_way(message: SentMessage) -> None:
    """Delivered, bounced, or withheld with a complaint; an answer or complaint comes after."""
    ends = Counter(
        recipient
        for event in message.events
        if event.type in {"Delivery", "Bounce", "Complaint", "Rendering Failure"}
        for recipient in event.recipients
    )
    twice = {"ooto@simulator.amazonses.com", "complaint+label@simulator.amazonses.com"}
    assert set(ends) == set(message.events[0].recipients)
    assert {address for address, count in ends.items() if count == 2} in (set(), twice)
    assert set(ends.values()) <= {1, 2}


@pytest.mark.parametrize("name", RECORDS)
def test_the_schemas_know_the_recordings(name: str) -> None:
    """A schema must not ask for what SES does not send."""
    assert faults(RECORDED[name]["value"]) == []


def test_a_schema_refuses_what_is_missing() -> None:
    record = dict(RECORDED["rec-evt-2026-bounce-Send"]["value"])
    record["mail"] = {**record["mail"], "sourceIp": "192.0.2.10"}
    del record["send"]

    assert len(faults(record)) == 2
