"""What a test lets happen to a message: the events made of it, and what is refused."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from event_records import EVIDENCE, faults
from evidence import BEHAVIOUR
from mails import sent
from recent import recent
from sending import SEND, mail2, ses, sesv2

from pytest_sesmock import Event, SentMessage, SESMock, SesmockError
from pytest_sesmock.delivery.subtypes import BOUNCE_SUBTYPES, DELAY_TYPES, BounceSubType

BODY = {
    "Text": {"Data": "Welcome"},
    "Html": {"Data": '<a href="https://example.com/confirm">Confirm</a>'},
}
WITH_LINK = {"Content": {"Simple": {"Subject": {"Data": "Welcome"}, "Body": BODY}}}
TOPICS = [
    {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"},
    {"TopicName": "offers", "DisplayName": "Offers", "DefaultSubscriptionStatus": "OPT_OUT"},
]

Send = Callable[..., SentMessage]


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(
        region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
    ) as mock:
        yield mock


@pytest.fixture
def send(mock: SESMock) -> Send:
    """Sends a mail with a link, by default to Ada; the message."""

    def send(*to: str, **changes: Any) -> SentMessage:
        call = mail2(To=list(to or ("ada@example.org",)), ConfigurationSetName="news")
        sesv2().send_email(**{**call, **WITH_LINK, **changes})
        return mock.outbox[-1]

    return send


def types(message: SentMessage) -> list[str]:
    return [event.type for event in message.events]


# What becomes of the message


COURSES: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[str]]] = {
    "nothing": ([], ["Delivery"]),
    "a delivery": ([("deliver", {})], ["Delivery"]),
    "a bounce": ([("bounce", {})], ["Bounce"]),
    "a bounce after a delivery": ([("deliver", {}), ("bounce", {})], ["Delivery", "Bounce"]),
    "a late bounce": ([("bounce", {"after": 0})], ["Delivery", "Bounce"]),
    "an address on the list": (
        [("bounce", {"subtype": "OnAccountSuppressionList", "after": 0})],
        ["Bounce"],
    ),
    "a complaint": ([("complain", {})], ["Delivery", "Complaint"]),
    "a complaint on the list": (
        [("complain", {"subtype": "OnAccountSuppressionList"})],
        ["Complaint"],
    ),
    "a complaint, then a bounce": (
        [("complain", {}), ("bounce", {})],
        ["Delivery", "Complaint", "Bounce"],
    ),
    "a delay": ([("delay", {})], ["DeliveryDelay"]),
    "a delay, then a delivery": (
        [("delay", {}), ("delay", {}), ("deliver", {})],
        ["DeliveryDelay", "DeliveryDelay", "Delivery"],
    ),
    "a delay, then a bounce": ([("delay", {}), ("bounce", {})], ["DeliveryDelay", "Bounce"]),
    "a virus": ([("reject", {})], ["Reject"]),
    "a reader": (
        [("open", {}), ("click", {"link": "confirm"}), ("open", {})],
        ["Delivery", "Open", "Click", "Open"],
    ),
    "out of office": (
        [("bounce", {"type": "Transient", "after": 0}), ("open", {})],
        ["Delivery", "Bounce", "Open"],
    ),
    "all at once": (
        [("bounce", {}), ("open", {"force": True}), ("deliver", {"force": True})],
        ["Bounce", "Open", "Delivery"],
    ),
}


@pytest.mark.parametrize(("calls", "expected"), COURSES.values(), ids=COURSES)
def test_the_course_of_a_message(
    calls: list[tuple[str, dict[str, Any]]], expected: list[str], send: Send
) -> None:
    """Each event is there at once, later than what it follows, and in the form of AWS's."""
    message = send()
    made = [getattr(message, name)(**arguments) for name, arguments in calls]

    assert types(message) == ["Send", *expected]
    events = message.events
    assert events[len(events) - len(made) :] == tuple(made)
    moments = [event.timestamp for event in events]
    assert moments == sorted(moments)
    assert message.events == events
    for event in events:
        assert faults(event.record) == []
        if event.notification is not None:
            assert faults(event.notification) == []


REFUSED = {
    f"{name} after {'+'.join(before)}": (before, name)
    for before, names in {
        ("bounce",): ("deliver", "bounce", "complain", "delay", "reject", "open", "click"),
        ("reject",): ("deliver", "bounce", "complain", "delay", "reject", "open", "click"),
        ("delay",): ("complain", "reject", "open", "click"),
        ("deliver",): ("deliver", "delay", "reject"),
        ("open",): ("deliver", "delay", "reject"),
        ("deliver", "bounce"): ("bounce", "complain", "open"),
    }.items()
    for name in names
}


@pytest.mark.parametrize(("before", "name"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_unless_it_is_forced(
    before: tuple[str, ...], name: str, send: Send, mock: SESMock
) -> None:
    message = send()
    for each in before:
        getattr(message, each)()
    events, suppressed = message.events, mock.account().suppressed

    with pytest.raises(SesmockError, match=r"can follow for ada@example\.org") as caught:
        getattr(message, name)()
    assert (message.events, mock.account().suppressed) == (events, suppressed)
    assert traceback.extract_tb(caught.value.__traceback__)[0].filename == __file__

    forced = getattr(message, name)(force=True)
    assert message.events[-1] == forced
    assert message.events[: len(events)] == events


def test_the_refusal_says_what_can_follow(send: Send) -> None:
    message = send()
    message.delay()

    with pytest.raises(SesmockError) as caught:
        message.open()
    assert str(caught.value) == (
        "no Open can follow for ada@example.org: the message is delayed. What can follow: deliver, "
        "bounce, delay. With force=True it happens all the same."
    )


def test_what_is_to_come_decides_too(send: Send, mock: SESMock) -> None:
    message = send()
    message.bounce(after=600)

    message.open()  # until then the message is there
    with pytest.raises(SesmockError, match="has bounced"):
        message.bounce()
    with pytest.raises(SesmockError, match="has bounced"):
        message.open(after=601)
    assert types(message) == ["Send", "Delivery", "Open"]


@pytest.mark.parametrize("after", [600, 600.0, timedelta(minutes=10)], ids=repr)
def test_what_happens_later_is_there_later(after: Any, send: Send, mock: SESMock) -> None:
    """Also on the suppression list."""
    message = send()
    bounce = message.bounce(after=after)
    message.complain(after=5)

    assert types(message) == ["Send", "Delivery"]
    mock.clock.advance(599)
    assert types(message) == ["Send", "Delivery", "Complaint"]
    assert mock.account().suppressed == {"ada@example.org": "COMPLAINT"}
    mock.clock.advance(1)
    assert types(message) == ["Send", "Delivery", "Complaint", "Bounce"]
    assert mock.account().suppressed == {"ada@example.org": "BOUNCE"}
    # Events have no microseconds.
    assert bounce.timestamp - message.sent_at > timedelta(minutes=10, milliseconds=-1)
    assert bounce.timestamp - message.sent_at < timedelta(minutes=11)


def test_a_slow_delivery(send: Send, mock: SESMock) -> None:
    message = send()
    delivery = message.deliver(after=60)

    assert types(message) == ["Send"]
    mock.clock.advance(60)
    assert message.events[1:] == (delivery,)
    assert 60_000 <= delivery.detail["processingTimeMillis"] < 120_000


def test_what_was_handed_over_stays(send: Send, mock: SESMock) -> None:
    told: list[Event] = []
    mock.account().on_event(told.append)
    message = send()
    mock.outbox.deliver_events()

    with pytest.raises(SesmockError, match="has been delivered"):
        message.deliver()
    message.bounce()
    assert types(message) == ["Send", "Delivery", "Bounce"]
    assert told == [*message.events]


def test_what_was_not_handed_over_yet_may_be_otherwise(send: Send, mock: SESMock) -> None:
    told: list[Event] = []
    mock.account().on_event(told.append)
    message = send()
    message.bounce()
    mock.outbox.deliver_events()

    assert sorted(event.type for event in told) == ["Bounce", "Send"]
    assert types(message) == ["Send", "Bounce"]


def test_who_is_told_may_see_to_it(send: Send, mock: SESMock) -> None:
    """The event has happened when somebody is told of it, even if they fail."""

    def fail(event: Event) -> None:
        assert mock.account().suppressed == {"ada@example.org": "BOUNCE"}
        raise RuntimeError(event.type)

    mock.account().on_event(fail)
    message = send()

    with pytest.raises(RuntimeError, match="Bounce"):
        message.bounce()
    assert types(message) == ["Send", "Bounce"]


# Which recipients


def test_several_recipients_must_be_named(send: Send) -> None:
    message = send("ada@example.org", "Bob <bob@example.org>", "eve@example.org")

    with pytest.raises(SesmockError, match="3 recipients") as caught:
        message.bounce()
    assert "ada@example.org, bob@example.org, eve@example.org" in str(caught.value)

    message.bounce("Bob <bob@example.org>")
    message.complain(["eve@example.org"])
    message.delay(("ada@example.org",))
    assert [(event.type, event.recipients) for event in message.events] == [
        ("Send", ("ada@example.org", "bob@example.org", "eve@example.org")),
        ("Delivery", ("eve@example.org",)),
        ("Bounce", ("bob@example.org",)),
        ("Complaint", ("eve@example.org",)),
        ("DeliveryDelay", ("ada@example.org",)),
    ]


def test_two_recipients_of_one_event_share_it(send: Send) -> None:
    message = send("ada@example.org", "bob@example.org")
    both = ["ada@example.org", "bob@example.org"]

    bounce = message.bounce(both, status="5.2.0", diagnostic_code="smtp; 550 5.2.0 No")
    assert [each["emailAddress"] for each in bounce.detail["bouncedRecipients"]] == both
    assert types(message) == ["Send", "Bounce"]


def test_bounces_of_a_message_have_ids_of_their_own(send: Send) -> None:
    """[evs-feedbackid], also at the same moment."""
    message = send("ada@example.org", "bob@example.org", "eve@example.org")
    events = [message.bounce(each) for each in message.recipients]
    events.append(message.bounce("ada@example.org", force=True))

    ids = {event.detail["feedbackId"] for event in events} | {message.message_id}
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("recipient", "problem"),
    {
        "bob@example.org": "the message does not go to 'bob@example.org'",
        "adda@example.org": "did you mean 'ada@example.org'?",
        "": "the message does not go to ''",
        (): "recipient must be an address or a list of addresses, not ()",
        5: "recipient must be an address or a list of addresses, not 5",
        (None,): "the message does not go to None",
    }.items(),
)
def test_a_recipient_that_the_message_does_not_have(
    recipient: Any, problem: str, send: Send
) -> None:
    message = send()

    with pytest.raises(SesmockError) as caught:
        message.bounce(recipient)
    assert problem in str(caught.value)
    assert types(message) == ["Send", "Delivery"]


def test_an_address_twice_in_a_message_is_one_recipient(send: Send) -> None:
    message = send("ada@example.org", "ada@example.org")
    message.bounce()

    assert types(message) == ["Send", "Bounce"]


# What is said of it


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "type": ("bounce", {"type": "Hard"}, "type must be one of Permanent, Transient, Undetermined"),
    "subtype of the type": (
        "bounce",
        {"subtype": "MailboxFull"},
        "subtype of a Permanent bounce must be one of General, NoEmail, Suppressed",
    ),
    "status": ("bounce", {"status": "550"}, "status must be an enhanced status code like 5.1.1"),
    "diagnostic code": ("bounce", {"diagnostic_code": 550}, "diagnostic_code must be a str"),
    "action": ("bounce", {"action": "bounced"}, "action must be one of failed"),
    "reporting MTA": ("bounce", {"reporting_mta": ""}, "reporting_mta must be a text"),
    "remote MTA": ("bounce", {"remote_mta_ip": "mx"}, "remote_mta_ip must be an IP address"),
    "after": ("bounce", {"after": -1}, "after must be seconds or a timedelta, and not negative"),
    "after nothing": ("bounce", {"after": "soon"}, "after must be seconds or a timedelta"),
    "after not a number": ("bounce", {"after": float("nan")}, "after must be seconds"),
    "answer": ("deliver", {"smtp_response": b"250"}, "smtp_response must be a text, not b'250'"),
    "feedback": ("complain", {"feedback_type": "spam"}, "feedback_type must be one of abuse"),
    "complaint": ("complain", {"subtype": "General"}, "subtype must be one of OnAccount"),
    "user agent": ("complain", {"user_agent": 5}, "user_agent must be a text, not 5"),
    "arrival": (
        "complain",
        {"arrival_date": datetime(2026, 1, 1)},
        "arrival_date must be a datetime with a time zone",
    ),
    "delay": ("delay", {"delay_type": "Slow"}, "delay_type must be one of InternalFailure"),
    "expiry": ("delay", {"expires_at": "tomorrow"}, "expires_at must be a datetime"),
    "status of a delay": ("delay", {"status": "6.0.0"}, "status must be an enhanced status code"),
    "reason": ("reject", {"reason": ""}, "reason must be a text, not ''"),
    "address": ("open", {"ip_address": "here"}, "ip_address must be an IP address, not 'here'"),
    "no address": ("open", {"ip_address": 5}, "ip_address must be an IP address, not 5"),
    "program": ("open", {"is_bot_event": "Yes"}, "is_bot_event must be one of Likely, Unlikely"),
    "reader": ("click", {"link": "confirm", "user_agent": ""}, "user_agent must be a text"),
    "no list": ("unsubscribe", {}, "sent without ListManagementOptions"),
}


@pytest.mark.parametrize(("name", "arguments", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_argument_changes_nothing(
    name: str, arguments: dict[str, Any], problem: str, send: Send, mock: SESMock
) -> None:
    message = send()

    with pytest.raises(SesmockError) as caught:
        getattr(message, name)(**arguments)
    assert problem in str(caught.value)
    assert types(message) == ["Send", "Delivery"]
    assert mock.account().suppressed == {}
    message.bounce()  # as if nothing had been said
    assert types(message) == ["Send", "Bounce"]


def test_a_message_that_no_mock_has_accepted() -> None:
    with pytest.raises(SesmockError, match="whose mock is gone"):
        sent().bounce()


def test_there_is_every_subtype_of_the_evidence() -> None:
    there = {each for subtypes in BOUNCE_SUBTYPES.values() for each in subtypes}
    newer = {*EVIDENCE["evs-subtypes-new"]["value"]} - {"SendingDeferral"}

    assert there == set(get_args(BounceSubType))
    assert newer < there
    assert "SendingDeferral" in DELAY_TYPES


@pytest.mark.parametrize(
    ("type_", "subtype"),
    [(kind, each) for kind, subtypes in BOUNCE_SUBTYPES.items() for each in subtypes],
)
def test_every_bounce_has_a_record(type_: Any, subtype: Any, send: Send) -> None:
    bounce = send().bounce(type=type_, subtype=subtype)

    detail = bounce.detail
    assert (detail["bounceType"], detail["bounceSubType"]) == (type_, subtype)
    (recipient,) = detail["bouncedRecipients"]
    assert list(recipient)[:3] == ["emailAddress", "action", "status"]
    assert faults(bounce.record) == []


def test_what_ses_did_not_try_is_its_own_bounce(send: Send) -> None:
    """Rows evs-suppressed-account and bounce-suppressed."""
    listed = send().bounce(subtype="OnAccountSuppressionList")
    (recorded,) = [row["value"]["bounce"] for row in (EVIDENCE["evs-suppressed-account"],)]
    assert list(listed.detail) == list(recorded)
    assert _report(listed) == _words(recorded)
    assert listed.detail["reportingMTA"] == recorded["reportingMTA"]

    of_ses = send().bounce(subtype="Suppressed")
    assert list(of_ses.detail) == list(recorded)
    assert _report(of_ses)["diagnosticCode"] == BEHAVIOUR["bounce-suppressed"]["message"]


def test_ses_gives_up_after_a_while(send: Send) -> None:
    """Row bounce-expired."""
    text = BEHAVIOUR["bounce-expired"]["message"]
    expired = send().bounce(type="Transient")
    assert _report(expired) == {"action": "failed", "status": "4.4.7", "diagnosticCode": text}


@recent("MaxDeliverySeconds")
def test_when_ses_gives_up_is_configured(send: Send) -> None:
    text = BEHAVIOUR["bounce-expired"]["message"]
    sesv2().create_configuration_set(
        ConfigurationSetName="quick", DeliveryOptions={"MaxDeliverySeconds": 600}
    )
    message = send(ConfigurationSetName="quick")
    delay = message.delay()
    assert delay.detail["expirationTime"] == _text(message.sent_at + timedelta(seconds=600))
    bounce = message.bounce(type="Transient", subtype="CustomTimeoutExceeded")
    assert _report(bounce)["diagnosticCode"] == text.replace("840", "10")


def test_a_late_bounce_is_the_receivers(send: Send) -> None:
    """Row evs-late-bounce."""
    recorded = EVIDENCE["evs-late-bounce"]["value"]["bounce"]
    late = send().bounce(after=0)

    assert list(late.detail) == list(recorded)
    assert late.detail["reportingMTA"] == "dns; mx.example.org"
    assert recorded["reportingMTA"].startswith("dns; ")


def test_an_automatic_answer_has_no_report(send: Send) -> None:
    """[evs-ooto-delivery-and-bounce], as of the simulator's mailbox."""
    message = send()
    answer = message.bounce(type="Transient", after=0)
    simulated = send("ooto@simulator.amazonses.com").events[-1]

    assert list(answer.detail) == list(simulated.detail)
    assert answer.detail["bouncedRecipients"] == [{"emailAddress": "ada@example.org"}]
    # It can be said all the same.
    said = message.bounce(type="Transient", diagnostic_code="", remote_mta_ip="192.0.2.1")
    assert _report(said) == {"action": "failed", "diagnosticCode": ""}
    assert said.detail["remoteMtaIp"] == "192.0.2.1"


def test_anything_may_be_said(send: Send) -> None:
    bounce = send().bounce(
        status="5.2.2",
        diagnostic_code="smtp; 552 5.2.2 Full",
        action="relayed",
        reporting_mta="dns; mx.example.net",
        remote_mta_ip="2001:db8::1",
    )
    assert _report(bounce) == {
        "action": "relayed",
        "status": "5.2.2",
        "diagnosticCode": "smtp; 552 5.2.2 Full",
    }
    assert list(bounce.detail.items())[-2:] == [
        ("remoteMtaIp", "2001:db8::1"),
        ("reportingMTA", "dns; mx.example.net"),
    ]
    only_status = _report(send("eve@example.org").bounce(status="5.0.0"))
    assert (only_status["status"], only_status["action"]) == ("5.0.0", "failed")
    assert only_status["diagnosticCode"].startswith("smtp; 550-5.1.1")

    message = send("bob@example.org", "kim@example.org")
    delivery = message.deliver("kim@example.org", smtp_response="250 fine")
    assert delivery.detail["smtpResponse"] == "250 fine"

    moment = datetime(2026, 5, 1, tzinfo=timezone.utc)
    delay = message.delay(
        "bob@example.org",
        delay_type="MailboxFull",
        expires_at=moment,
        status="4.2.2",
        diagnostic_code="smtp; 452 full",
        reporting_mta="mx.example.net",
    )
    assert delay.detail["delayType"] == "MailboxFull"
    assert delay.detail["expirationTime"] == "2026-05-01T00:00:00.000Z"
    assert delay.detail["reportingMTA"] == "mx.example.net"
    assert delay.detail["delayedRecipients"] == [
        {"emailAddress": "bob@example.org", "status": "4.2.2", "diagnosticCode": "smtp; 452 full"}
    ]
    assert send("kim@example.org").reject("Worse content").detail == {"reason": "Worse content"}


def test_what_a_complaint_reports(send: Send) -> None:
    """[evs-complaint-sim-2026]: keys and order."""
    message = send()
    complaint = message.complain()
    detail = complaint.detail
    assert list(detail) == list(EVIDENCE["evs-complaint-sim-2026"]["value"]["complaint"])
    assert detail["complaintFeedbackType"] == "abuse"
    assert detail["arrivalDate"] == _text(message.events[1].timestamp)
    assert detail["userAgent"] in EVIDENCE["evs-fwd-complaint"]["value"]["feedback-report"][1]

    moment = datetime(2026, 5, 1, tzinfo=timezone.utc)
    other = message.complain(feedback_type="fraud", user_agent="Loop/1", arrival_date=moment)
    assert list(other.detail.values())[-3:] == ["Loop/1", "fraud", "2026-05-01T00:00:00.000Z"]
    without = message.complain(feedback_type=None).detail
    assert list(without)[-1] == "timestamp"
    simulated = send("success@simulator.amazonses.com").complain().detail
    assert simulated["userAgent"] == "Amazon SES Mailbox Simulator"
    forced = send("bob@example.org")
    forced.delay()
    report = forced.complain(force=True).detail
    assert report["arrivalDate"] == report["timestamp"]


def test_a_reader_is_described(send: Send) -> None:
    """Rows evs-open, evs-click and evs-isbotevent."""
    message = send()
    usual = message.open()
    assert list(usual.detail) == list(EVIDENCE["evs-open"]["value"]["open"])
    assert usual.detail["ipAddress"] == EVIDENCE["evs-open"]["value"]["open"]["ipAddress"]

    reader = {"user_agent": "Reader", "ip_address": "2001:db8::1", "is_bot_event": "Likely"}
    opened = message.open(**reader).detail
    del opened["timestamp"]
    assert opened == {"userAgent": "Reader", "ipAddress": "2001:db8::1", "isBotEvent": "Likely"}
    click = message.click("confirm", **reader).detail
    assert {*click} == {*EVIDENCE["evs-click"]["value"]["click"], "isBotEvent"}


# Links


def test_a_link_is_found_as_link_finds_it(send: Send) -> None:
    message = send()
    for link in ("Confirm", message.links[0], message.link("/confirm")):
        assert message.click(link).detail["link"] == "https://example.com/confirm"


LINKS: dict[str, tuple[str, Any, str]] = {
    "none": ("", "other", "no link with 'other' in its text or address"),
    "several": ("<a href=https://example.com/confirm/2>Confirm</a>", "confirm", "2 links with"),
    "not tracked": (
        "<a ses:no-track href=https://example.com/secret>S</a>",
        "secret",
        "it has the attribute ses:no-track",
    ),
    "by mail": ("<a href=mailto:shop@example.com>Write</a>", "Write", "none of http or https"),
    "of another message": (
        "",
        "another",
        "the message has no link 'Other' to https://example.com/other",
    ),
}


@pytest.mark.parametrize(("html", "link", "problem"), LINKS.values(), ids=LINKS)
def test_a_click_that_cannot_be(html: str, link: Any, problem: str, send: Send) -> None:
    if link == "another":
        other = with_html('<a href="https://example.com/other">Other</a>')
        link = send(**other).links[0]
    message = send(**with_html(f"{BODY['Html']['Data']}{html}"))

    with pytest.raises(SesmockError) as caught:
        message.click(link)
    assert problem in str(caught.value)
    assert types(message) == ["Send", "Delivery"]


def test_a_click_that_ses_does_not_see_can_be_forced(send: Send) -> None:
    content = with_html(BODY["Html"]["Data"])
    content["Content"]["Simple"]["Body"]["Text"] = {"Data": "https://example.com/in-text"}
    message = send(**content)

    with pytest.raises(SesmockError, match="it is not in the HTML"):
        message.click("in-text")
    click = message.click("in-text", force=True).detail
    assert (click["link"], click["linkTags"]) == ("https://example.com/in-text", None)


def test_a_link_has_tags(send: Send) -> None:
    """Row doc-tracking."""
    tags = "product:book; genre:fiction;;broken;"
    html = f'<a href="https://example.com/b" ses:tags="{tags}">Book</a>'
    click = send(**with_html(html)).click()

    assert click.detail["linkTags"] == {"product": ["book"], "genre": ["fiction"]}


def test_a_message_without_html_cannot_be_seen_to_be_opened(send: Send) -> None:
    body = {"Text": BODY["Text"]}
    content = {"Simple": {"Subject": {"Data": "Welcome"}, "Body": body}}
    message = send(Content=content)

    with pytest.raises(SesmockError, match="without HTML"):
        message.open()
    assert message.open(force=True).type == "Open"


def with_html(html: str) -> dict[str, Any]:
    body = {**BODY, "Html": {"Data": html}}
    return {"Content": {"Simple": {"Subject": {"Data": "Welcome"}, "Body": body}}}


# Contact lists


@pytest.fixture
def readers(mock: SESMock) -> Any:
    client = sesv2()
    client.create_contact_list(ContactListName="readers", Topics=TOPICS)
    return client


def of_list(**topic: str) -> dict[str, Any]:
    return {"ListManagementOptions": {"ContactListName": "readers", **topic}}


def preferences(readers: Any) -> tuple[bool, dict[str, str]]:
    contact = readers.get_contact(ContactListName="readers", EmailAddress="ada@example.org")
    topics = {
        each["TopicName"]: each["SubscriptionStatus"]
        for each in contact.get("TopicPreferences", ())
    }
    return contact["UnsubscribeAll"], topics


UNSUBSCRIPTIONS: dict[str, tuple[dict[str, str], str | None, tuple[bool, dict[str, str]]]] = {
    "the list": ({}, None, (True, {})),
    "the mail's topic": ({"TopicName": "news"}, None, (False, {"news": "OPT_OUT"})),
    "another topic": ({"TopicName": "news"}, "offers", (False, {"offers": "OPT_OUT"})),
}


@pytest.mark.parametrize(
    ("options", "topic", "wanted"), UNSUBSCRIPTIONS.values(), ids=UNSUBSCRIPTIONS
)
def test_a_contact_unsubscribes(
    options: dict[str, str],
    topic: str | None,
    wanted: tuple[bool, dict[str, str]],
    readers: Any,
    send: Send,
) -> None:
    """[evs-subscription]; the contact gets no more of it."""
    message = send(**of_list(**options))
    event = message.unsubscribe(topic=topic)

    sample = EVIDENCE["evs-subscription"]["value"]["subscription"]
    assert list(event.detail) == list(sample)
    assert (event.type, event.detail["contactList"]) == ("Subscription", "readers")
    assert event.detail["oldTopicPreferences"] == {
        "unsubscribeAll": False,
        "topicSubscriptionStatus": [
            {"topicName": "news", "subscriptionStatus": "OptIn"},
            {"topicName": "offers", "subscriptionStatus": "OptOut"},
        ],
    }
    new = event.detail["newTopicPreferences"]
    assert new["unsubscribeAll"] == wanted[0]
    assert preferences(readers) == wanted
    assert faults(event.record) == []
    again = send(**of_list(TopicName=topic or options.get("TopicName", "news")))
    assert types(again) == ["Send", "Bounce"]


def test_a_topic_that_the_list_does_not_have(readers: Any, send: Send) -> None:
    message = send(**of_list())

    with pytest.raises(SesmockError, match="doesn't contain Topic"):
        message.unsubscribe(topic="sports")
    assert preferences(readers) == (False, {})
    assert types(message) == ["Send", "Delivery"]


def test_who_does_not_have_the_message_cannot_unsubscribe(readers: Any, send: Send) -> None:
    message = send(**of_list())
    message.bounce()

    with pytest.raises(SesmockError, match="no Subscription can follow"):
        message.unsubscribe()
    assert preferences(readers) == (False, {})


# The form of records


def _report(bounce: Event) -> dict[str, str]:
    return _words(bounce.detail)


def _words(detail: dict[str, Any]) -> dict[str, str]:
    (recipient,) = detail["bouncedRecipients"]
    return {key: value for key, value in recipient.items() if key != "emailAddress"}


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def test_what_has_happened_stays_when_the_mock_is_gone() -> None:
    def bounced() -> SentMessage:
        with SESMock(verified_identities=["example.com"]) as mock:
            ses().send_email(**SEND)
            mock.outbox[0].bounce()
            return mock.outbox[0]

    assert types(bounced()) == ["Send", "Bounce"]
