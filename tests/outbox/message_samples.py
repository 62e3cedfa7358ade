"""Messages as SES accepted them, made without SES."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.message import SentMessage

MESSAGE_ID = "0102018b9150141c-f36c15a6-1e25-49b2-a48d-772fb35fe846-000000"
SENT_AT = datetime(2023, 11, 2, 12, 30, 5, 268000, timezone.utc)


def sent(*, request: Any = (), **fields: Any) -> SentMessage:
    base: dict[str, Any] = {
        "api": "ses",
        "operation": "SendEmail",
        "region": "eu-west-1",
        "source": "Ann <ann@example.com>",
        "to": ("ada@example.com",),
        "subject": Content("Welcome, Ada"),
    }
    return SentMessage(
        submission=Submission(**(base | fields)),
        message_id=MESSAGE_ID,
        sent_at=SENT_AT,
        request=dict(request),
    )


def sent_raw(raw: bytes) -> SentMessage:
    return sent(raw=RawMail(raw), subject=Content(""))
