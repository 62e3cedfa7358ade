"""The mails by which SES forwards bounces and complaints to the sender."""

from __future__ import annotations

from datetime import datetime, timezone
from email.message import EmailMessage
from typing import Any

import pytest
from mails import submission

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.event_destinations import EventDestination, SnsTopic
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.delivery.feedback import FeedbackMail, feedback
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MESSAGE_ID = "0100019d27eb2812-0000000b-0000-4000-8000-000000000011-000000"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:events"
SIMULATOR = "{}@simulator.amazonses.com"


def events(mail: Submission, acceptance: Acceptance | None = None) -> dict[str, Event]:
    accepted = AcceptedMail(mail, acceptance or Acceptance(), MESSAGE_ID, NOW)
    return {event.type: event for event in outcomes(accepted)}


def forwarded(mailbox: str, kind: str, **mail: Any) -> FeedbackMail:
    return forwarded_of(submission(to=(SIMULATOR.format(mailbox),), **mail), kind)


def forwarded_of(mail: Submission, kind: str = "Bounce") -> FeedbackMail:
    answer = feedback(events(mail)[kind])
    assert answer is not None
    return answer


def part(mail: FeedbackMail, number: int) -> EmailMessage:
    return list(mail.mime.iter_parts())[number]  # type: ignore[return-value]


def test_a_bounce_is_forwarded_as_recorded() -> None:
    """[evs-fwd-bounce]."""
    mail = forwarded("bounce", "Bounce", subject="Hello", text="Hi", region="us-west-2")

    mime = mail.mime
    assert mime["From"] == mail.sender == "MAILER-DAEMON@us-west-2.amazonses.com"
    assert mime["Return-Path"] == "<>"
    assert mime["Subject"] == "Delivery Status Notification (Failure)"
    assert mime["To"] == mail.recipient == "shop@example.com"
    assert mime["Message-ID"] != f"<{MESSAGE_ID}@us-west-2.amazonses.com>"
    assert mime.get_content_type() == "multipart/report"
    assert mime.get_param("report-type") == "delivery-status"
    assert [each["Content-Description"] for each in mime.iter_parts()] == [
        "Notification",
        "Delivery Status Notification",
        "Undelivered Message",
    ]
    text = part(mail, 0)
    assert (text.get_content_type(), text.get_content_charset()) == ("text/plain", "us-ascii")
    assert text.get_content().splitlines() == [
        "An error occurred while trying to deliver the mail to the following recipients:",
        "bounce@simulator.amazonses.com",
    ]
    assert part(mail, 1).get_content_type() == "message/delivery-status"
    of_mail, of_recipient = part(mail, 1).get_payload()
    assert [*of_mail] == ["Reporting-MTA"]
    assert of_recipient.items() == [
        ("Action", "failed"),
        ("Final-Recipient", "rfc822; bounce@simulator.amazonses.com"),
        (
            "Diagnostic-Code",
            "smtp; 550 5.1.1 As requested: user unknown <bounce@simulator.amazonses.com>",
        ),
        ("Status", "5.1.1"),
    ]
    undelivered = part(mail, 2)
    assert undelivered.get_content_type() == "message/rfc822"
    assert undelivered.get_content()["Subject"] == "Hello"
    assert b"\n" not in mail.raw.replace(b"\r\n", b"")
    assert repr(mail) == "<FeedbackMail Bounce to=shop@example.com>"


def test_a_reply_of_several_lines_stays_one_field() -> None:
    bounce = events(submission(to=(SIMULATOR.format("bounce"),)))["Bounce"]
    block = bounce.detail
    block["bouncedRecipients"][0]["diagnosticCode"] = "smtp; 550-one\n550 two"
    accepted = AcceptedMail(submission(), Acceptance(), MESSAGE_ID, NOW)
    mail = feedback(Event("Bounce", bounce.recipients, bounce.timestamp, block, accepted))
    assert mail is not None
    assert part(mail, 1).get_payload()[1]["Diagnostic-Code"].split() == [
        "smtp;",
        "550-one",
        "550",
        "two",
    ]


def test_a_bounce_without_a_report_names_the_recipient() -> None:
    mail = forwarded("ooto", "Bounce", region="us-east-1")
    assert mail.sender == "MAILER-DAEMON@amazonses.com"
    of_mail, of_recipient = part(mail, 1).get_payload()
    assert of_mail["Reporting-MTA"] == "dns; amazonses.com"
    assert of_recipient.items() == [("Final-Recipient", f"rfc822; {SIMULATOR.format('ooto')}")]


@pytest.mark.parametrize(
    ("region", "place"), [("us-east-1", ""), ("sa-east-1", "sa-east-1.")], ids=lambda it: it or "-"
)
def test_a_complaint_is_forwarded_as_a_report(region: str, place: str) -> None:
    """[evs-fwd-complaint]; the texts are inferred."""
    mail = forwarded("complaint", "Complaint", region=region)
    mime = mail.mime
    assert mime["From"] == mail.sender == f"complaints@{place}email-abuse.amazonses.com"
    assert mime["Return-Path"] == "<no-reply@amazonses.com>"
    assert mime["Subject"].startswith("Fw: ")
    assert mime.get_param("report-type") == "feedback-report"
    assert [each.get_content_type() for each in mime.iter_parts()] == [
        "text/plain",
        "message/feedback-report",
        "message/rfc822",
    ]
    report = part(mail, 1).get_payload()[0]
    assert (report["Feedback-Type"], report["User-Agent"]) == (
        "abuse",
        "Amazon SES Mailbox Simulator",
    )
    assert report["Original-Mail-From"] == f"<{MESSAGE_ID}@{place}amazonses.com>"
    assert report["Original-Rcpt-To"] == SIMULATOR.format("complaint")


TO = SIMULATOR.format("bounce")


def raw(source: str = "", **headers: str) -> Submission:
    mime = EmailMessage()
    for name, value in {"From": "shop@example.com", "To": TO, **headers}.items():
        mime[name.replace("_", "-")] = value
    mime.set_content("Hi")
    request = submission(source=source, source_given=bool(source), to=())
    return with_raw(request, mime.as_bytes())


@pytest.mark.parametrize(
    ("mail", "recipient"),
    [
        (submission(to=(TO,)), "shop@example.com"),
        (submission(to=(TO,), return_path="Bounces <b@example.com>"), "b@example.com"),
        (raw(), "shop@example.com"),
        (raw(Return_Path="b@example.com"), "b@example.com"),
        (raw(source="s@example.com", Return_Path="b@example.com"), "s@example.com"),
    ],
    ids=["Source", "ReturnPath", "raw: From", "raw: Return-Path", "raw: Source"],
)
def test_it_goes_to_the_return_path(mail: Submission, recipient: str) -> None:
    """[evs-fwd-destination]."""
    assert forwarded_of(mail).recipient == recipient


@pytest.mark.parametrize("forwards", [True, False], ids=["enabled", "disabled"])
@pytest.mark.parametrize(
    ("topics", "takes", "is_told"),
    [
        ({}, (), False),
        ({"Bounce": TOPIC}, (), True),
        ({"Complaint": TOPIC}, (), False),
        ({}, ("BOUNCE",), True),
        ({}, ("SEND",), False),
    ],
    ids=["nothing", "topic", "topic of another type", "destination", "destination of another type"],
)
def test_it_is_forwarded_while_enabled_and_if_nobody_is_told(
    topics: dict[str, str], takes: tuple[str, ...], is_told: bool, forwards: bool
) -> None:
    """[feedback-forwarding]."""
    destinations = (EventDestination("there", True, takes, SnsTopic(TOPIC)),) if takes else ()
    acceptance = Acceptance(
        configuration_set=ConfigurationSet("news", event_destinations=destinations),
        notifications=NotificationSettings(forwards_feedback=forwards, topics=topics),
    )
    bounce = events(submission(to=(TO,)), acceptance)["Bounce"]
    assert (feedback(bounce) is not None) == (forwards or not is_told)


def test_only_bounces_and_complaints_are_forwarded() -> None:
    happened = events(submission(to=(SIMULATOR.format("complaint"),)))
    assert [kind for kind, event in happened.items() if feedback(event)] == ["Complaint"]
