"""The mails by which SES tells a sender of bounces and complaints: feedback forwarding.

The form of a bounce's mail is recorded [evs-fwd-bounce]. A complaint's is the report of the
recipient's provider, passed on [evs-fwd-complaint]; the mailbox simulator's is unknown, and so the
texts of this one are inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, NamedTuple

from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event, mail_of
from pytest_sesmock.delivery.publishing import publications
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.composing.mime import compose

_TYPES = ("Bounce", "Complaint")


@dataclass(frozen=True, slots=True, repr=False)
class FeedbackMail:
    """A mail by which SES forwards a bounce or a complaint to the sender.

    Feedback mails are immutable.

    Attributes:
        event: The bounce or complaint.
        sender: The address in From, such as `MAILER-DAEMON@amazonses.com`.
        recipient: The address it goes to: the return path of the message, else its source.
        raw: The mail as bytes, with CRLF line ends.
    """

    event: Event
    sender: str
    recipient: str
    raw: bytes

    def __repr__(self) -> str:
        return f"<FeedbackMail {self.event.type} to={self.recipient}>"

    @property
    def mime(self) -> EmailMessage:
        """The mail as Python's `email` package parses it (a new object each time)."""
        return message_from_bytes(self.raw, policy=SMTP)


def feedback(event: Event) -> FeedbackMail | None:
    """The mail that SES forwards an event with; None if it forwards none.

    Bounces and complaints are forwarded while the sending identity has that enabled, as it has from
    the start, even if they are published as well. If it is disabled, those are forwarded that are
    not published, to a topic of the identity or an event destination [feedback-forwarding].
    """
    mail = mail_of(event)
    settings = mail.acceptance.notifications or NotificationSettings()
    if event.type not in _TYPES or (not settings.forwards_feedback and publications(event)):
        return None
    make = _bounce if event.type == "Bounce" else _complaint
    return make(event, mail)


def _bounce(event: Event, mail: AcceptedMail) -> FeedbackMail:
    block = event.detail
    lines = [f"Reporting-MTA: {block.get('reportingMTA', 'dns; amazonses.com')}"]
    for each in block["bouncedRecipients"]:
        lines += ["", *_recipient_fields(each)]
    everyone = "\n".join(event.recipients)
    return _forward(
        event,
        mail,
        _Form(
            sender=f"MAILER-DAEMON@{_place(mail)}amazonses.com",
            return_path="<>",
            subject="Delivery Status Notification (Failure)",
            report_type="delivery-status",
            describes=("Notification", "Delivery Status Notification", "Undelivered Message"),
        ),
        "An error occurred while trying to deliver the mail to the following recipients:\n"
        f"{everyone}\n",
        lines,
    )


def _recipient_fields(recipient: dict[str, Any]) -> Iterator[str]:
    """In the order recorded; without a receiver's report the address is all that is known."""
    if "action" in recipient:
        yield f"Action: {recipient['action']}"
    yield f"Final-Recipient: rfc822; {recipient['emailAddress']}"
    if "diagnosticCode" in recipient:
        yield f"Diagnostic-Code: {recipient['diagnosticCode']}".replace("\n", "\n ")
    if "status" in recipient:
        yield f"Status: {recipient['status']}"


def _complaint(event: Event, mail: AcceptedMail) -> FeedbackMail:
    block = event.detail
    lines = [
        f"Feedback-Type: {block.get('complaintFeedbackType', 'abuse')}",
        f"User-Agent: {block.get('userAgent', 'Amazon SES')}",
        "Version: 0.1",
        f"Original-Mail-From: <{mail.message_id}@{_place(mail)}amazonses.com>",
        *(f"Original-Rcpt-To: {each}" for each in event.recipients),
        f"Received-Date: {format_datetime(mail.accepted_at)}",
        "Reported-Domain: amazonses.com",
    ]
    return _forward(
        event,
        mail,
        _Form(
            sender=f"complaints@{_place(mail)}email-abuse.amazonses.com",
            return_path="<no-reply@amazonses.com>",
            subject="Fw: Complaint",
            report_type="feedback-report",
        ),
        "This is an email abuse report for an email message received from amazonses.com.\n",
        lines,
    )


class _Form(NamedTuple):
    """What is the same in all mails of a kind; `describes` says what each part is."""

    sender: str
    return_path: str
    subject: str
    report_type: str
    describes: tuple[str, str, str] | None = None


def _forward(
    event: Event, mail: AcceptedMail, form: _Form, text: str, report: Sequence[str]
) -> FeedbackMail:
    recipient = addresses.bare_address(mail.submission.return_path or mail.submission.source)
    moment, purpose = event.timestamp, f"feedback {event.type}"
    boundary = f"----=_Part_{mail.draw(purpose).getrandbits(60)}"
    message_id = mail.new_id(moment, purpose)
    head = (
        f"Return-Path: {form.return_path}",
        f"Date: {format_datetime(moment)}",
        f"From: {form.sender}",
        f"To: {recipient}",
        f"Message-ID: <{message_id}@{_place(mail)}amazonses.com>",
        f"Subject: {form.subject}",
        "MIME-Version: 1.0",
        f"Content-Type: multipart/report; report-type={form.report_type};",
        f' boundary="{boundary}"',
    )
    types = ("text/plain; charset=us-ascii", f"message/{form.report_type}", "message/rfc822")
    submission, _, original_id, sent_at = mail
    original = compose(submission, message_id=original_id, sent_at=sent_at)
    bodies = (_lines(text.splitlines()), _lines(report), original)
    parts = [
        _lines([*_part_fields(type_, description), ""]) + body
        for type_, description, body in zip(types, form.describes or ("",) * 3, bodies, strict=True)
    ]
    start = f"\r\n--{boundary}\r\n".encode()
    raw = start.join([_lines(head), *parts]) + f"\r\n--{boundary}--\r\n".encode()
    return FeedbackMail(event, form.sender, recipient, raw)


def _part_fields(content_type: str, description: str) -> Iterator[str]:
    if description:
        yield f"Content-Description: {description}"
    yield f"Content-Type: {content_type}"


def _lines(lines: Iterable[str]) -> bytes:
    """Lines for the wire, each of which may be several: replies are [evs-multiline-diagnostic]."""
    text = "".join(f"{line}\n" for line in lines)
    return text.replace("\n", "\r\n").encode()


def _place(mail: AcceptedMail) -> str:
    """What a region adds to the names of SES's hosts; the first one adds nothing."""
    region = mail.submission.region
    return "" if region == "us-east-1" else f"{region}."
