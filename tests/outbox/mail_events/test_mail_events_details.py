"""What is said of each event: its arguments, and the members of its record."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from event_records import EVIDENCE, faults
from evidence import BEHAVIOUR
from mail_with_link import Send, types
from mails import sent
from recent import recent
from sending import sesv2

from pytest_sesmock import Event, SESMock, SesmockError
from pytest_sesmock.delivery.subtypes import BOUNCE_SUBTYPES, DELAY_TYPES, BounceSubType

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


def _report(bounce: Event) -> dict[str, str]:
    return _words(bounce.detail)


def _words(detail: dict[str, Any]) -> dict[str, str]:
    (recipient,) = detail["bouncedRecipients"]
    return {key: value for key, value in recipient.items() if key != "emailAddress"}


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
