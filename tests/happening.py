"""What happens to a mail after it was accepted, without the wish of a method of the message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pytest_sesmock import SESMock
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.event import Event, EventType
from pytest_sesmock.mock import service_of
from pytest_sesmock.outbox.message import SentMessage

NOW = timedelta(0)


def happen(
    mock: SESMock,
    message: SentMessage,
    kind: str,
    recipients: Sequence[str],
    after: timedelta = NOW,
) -> None:
    """Let a Complaint, Delivery, Open, Click or Reject happen, or a bounce of a sub-type."""
    mail, due, to = message._mail, mock.clock.now() + after, tuple(recipients)
    block: dict[str, Any] = {"timestamp": due.strftime("%Y-%m-%dT%H:%M:%S.000Z")}
    type_: EventType = "Bounce"
    if kind == "Complaint":
        type_, block = kind, blocks.complaint(mail, to, due)
    elif kind == "Delivery":
        type_, block = kind, blocks.delivery(mail, to, due)
    elif kind == "Open" or kind == "Click":  # noqa: PLR1714 - a type for mypy
        type_ = kind
    elif kind == "Reject":
        type_, block = kind, {"reason": "Bad content"}
    else:
        permanence = "Transient" if kind in TRANSIENT else "Permanent"
        block = blocks.bounce(mail, to, due, type=permanence, subtype=kind)
    event = Event(type_, to, due, block, mail)
    service_of(mock)._aftermath.happen(message, event, due)


TRANSIENT = ("MailboxFull", "MessageTooLarge", "ContentRejected", "AttachmentRejected")
