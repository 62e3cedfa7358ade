"""What the strategies promise, SES keeps: everything they make is accepted."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from event_records import faults
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from sending import mail, ses, sesv2

from pytest_sesmock import Event, SESMock, SesmockError, strategies
from pytest_sesmock.delivery.event import EventType
from pytest_sesmock.delivery.records import NOTIFICATION_TYPES
from pytest_sesmock.delivery.subtypes import BOUNCE_SUBTYPES, COMPLAINT_SUBTYPES, DELAY_TYPES

client = ses()
client2 = sesv2()


@pytest.mark.slow
@given(call=strategies.send_email_parameters("example.com"))
def test_mails_are_accepted(call: dict[str, Any]) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client.send_email(**call)
        assert mock.outbox[0].request == call


@pytest.mark.slow
@given(call=strategies.send_email_v2_parameters("example.com"))
def test_mails_of_v2_are_accepted(call: dict[str, Any]) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client2.send_email(**call)
        assert mock.outbox[0].request == call


@given(data=strategies.raw_messages("example.com"))
def test_raw_messages_are_accepted(data: bytes) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client.send_raw_email(RawMessage={"Data": data})
        message = mock.outbox[0]
        assert message.submitted == data
        assert 1 <= len(message.recipients) <= 9
        assert message.text is not None or message.html is not None
        assert len(message.attachments) <= 2


@given(
    recipients=st.lists(strategies.mailboxes() | strategies.addresses(), min_size=1, max_size=50),
    tags=st.lists(strategies.tags(), max_size=5),
    domain=strategies.domains(),
)
def test_addresses_tags_and_domains_are_accepted(
    recipients: list[str], tags: list[dict[str, str]], domain: str
) -> None:
    with SESMock(region="us-east-1", verified_identities=[domain]) as mock:
        client.send_email(**mail(Source=f"x@{domain}", To=recipients, Tags=tags))
        assert mock.outbox[0].to == tuple(recipients)


@given(address=strategies.addresses("example.com"))
def test_a_domain_can_be_chosen(address: str) -> None:
    assert address.endswith("@example.com")


# Events


@given(event=strategies.events())
def test_the_records_of_events_are_ones_by_their_schemas(event: Event) -> None:
    assert faults(event.record) == []
    assert json.loads(json.dumps(event.record)) == event.record
    if event.type in NOTIFICATION_TYPES:
        for headers in (False, True):
            assert faults(event.as_dict("identity", headers=headers)) == []


@given(event=strategies.events("Bounce", "Complaint"))
def test_the_types_of_events_can_be_chosen(event: Event) -> None:
    assert event.type in {"Bounce", "Complaint"}
    assert event.notification is not None


def test_a_type_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(SesmockError, match=r"^there are no events 'Bounced', only Send, Delivery,"):
        strategies.events("Bounced")  # type: ignore[arg-type]


Wanted = Callable[[Event], bool]


def has(key: str, value: object) -> Wanted:
    return lambda event: event.detail.get(key, "missing") == value


def recipient_has(key: str) -> Wanted:
    return lambda event: key in event.detail["bouncedRecipients"][0]


def operation(name: str, api: str) -> Wanted:
    return lambda event: (
        event.record["mail"]["tags"]["ses:operation"] == [name]
        and event._mail.submission.api == api
    )


def header(name: str) -> Wanted:
    return lambda event: name in {each["name"] for each in event.record["mail"].get("headers", ())}


def common(key: str) -> Wanted:
    return lambda event: key in event.record["mail"].get("commonHeaders", ())


def anything(_: Event) -> bool:
    return True


def without_report(event: Event) -> bool:
    return not recipient_has("action")(event)


def without_words(event: Event) -> bool:
    return recipient_has("action")(event) and not recipient_has("diagnosticCode")(event)


def subtypes(kind: str, subtype: str) -> Wanted:
    return lambda event: has("bounceType", kind)(event) and has("bounceSubType", subtype)(event)


def notified_with_headers(event: Event) -> bool:
    return event.notification is not None and "headers" in event.notification["mail"]


# What is among the events of each type.
VARIETIES: dict[EventType, dict[str, Wanted]] = {
    "Send": {
        "raw mail without headers": lambda event: event.record["mail"]["headers"] == [],
        "own tags": lambda event: any(
            not name.startswith("ses:") for name in event.record["mail"]["tags"]
        ),
        "without an identity": lambda event: "sourceArn" not in event.record["mail"],
    },
    "Delivery": {
        "without an address": has("remoteMtaIp", "missing"),
        **{
            f"{name} of {api}": operation(name, api)
            for api, names in (
                ("ses", ("SendEmail", "SendRawEmail", "SendTemplatedEmail")),
                ("ses", ("SendBulkTemplatedEmail",)),
                ("sesv2", ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkEmail")),
            )
            for name in names
        },
        **{
            f"header {name}": header(name)
            for name in ("Message-ID", "Date", "X-SES-CONFIGURATION-SET", "Reply-To")
        },
        **{
            f"common header {name}": common(name)
            for name in ("returnPath", "replyTo", "date", "cc")
        },
        "notified with headers": notified_with_headers,
        "notified without headers": lambda event: not notified_with_headers(event),
    },
    "Bounce": {
        **{
            f"{kind}/{subtype}": subtypes(kind, subtype)
            for kind, of_kind in BOUNCE_SUBTYPES.items()
            for subtype in of_kind
        },
        "with a report": recipient_has("diagnosticCode"),
        "without a report": without_report,
        "without words": without_words,
        "of several": lambda event: len(event.recipients) > 1,
        "without an address": has("remoteMtaIp", "missing"),
        "without a host": has("reportingMTA", "missing"),
    },
    "Complaint": {
        **{f"{each}": has("complaintSubType", each) for each in (None, *COMPLAINT_SUBTYPES)},
        "without a report": has("userAgent", "missing"),
        "with a report, undated": lambda event: (
            has("arrivalDate", "missing")(event) and "userAgent" in event.detail
        ),
        "dated": lambda event: "arrivalDate" in event.detail,
    },
    "Open": {f"bot {each}": has("isBotEvent", each) for each in ("missing", "Likely")},
    "Click": {
        "link without tags": has("linkTags", None),
        "link with tags": lambda event: bool(event.detail["linkTags"]),
    },
    "Reject": {"any": anything},
    "Rendering Failure": {"any": anything},
    "DeliveryDelay": {
        **{each: has("delayType", each) for each in DELAY_TYPES},
        "without a host": has("reportingMTA", "missing"),
        "with a host": has("reportingMTA", "a8-86.smtp-out.amazonses.com"),
    },
    "Subscription": {"any": anything},
}


@pytest.mark.parametrize("kind", get_args(EventType))
def test_every_variety_of_events_is_drawn(kind: EventType) -> None:
    missing = dict(VARIETIES[kind])

    def is_last(event: Event) -> bool:
        for name in [name for name, is_it in missing.items() if is_it(event)]:
            del missing[name]
        return event.type == kind and not missing

    # Most are complete after a hundred; a strategy that lacks one fails after all of these.
    draws = settings(max_examples=1500, phases=[Phase.generate], database=None, derandomize=True)
    with contextlib.suppress(NoSuchExample):
        find(strategies.events(kind), is_last, settings=draws)
    assert list(missing) == []


def test_the_simplest_example_is_readable() -> None:
    """It is the first that is tried, and what others shrink to."""
    first = settings(phases=[Phase.generate], database=None)
    event = find(strategies.events("Bounce"), anything, settings=first)

    assert event.recipients == ("ada@example.org",)
    mail = event.record["mail"]
    assert (mail["source"], mail["timestamp"]) == ("shop@example.com", "2026-01-01T00:00:00.000Z")
    assert [each["value"] for each in mail["headers"]][:3] == [
        *("shop@example.com", "ada@example.org", "Hello")
    ]
    assert event.detail["bounceType"] == "Permanent"
    assert mail["tags"].keys() == {
        *("ses:source-tls-version", "ses:operation", "ses:configuration-set", "ses:source-ip"),
        *("ses:from-domain", "ses:caller-identity"),
    }
