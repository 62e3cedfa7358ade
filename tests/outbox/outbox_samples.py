"""Messages, refusals and failures for the outbox's tests."""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import count
from typing import Any

import mails
import pytest

from pytest_sesmock.engine.elements import Content, Tag
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.outbox.refused_request import RefusedRequest

NOW = datetime(2025, 3, 1, 12, 0, tzinfo=timezone.utc)
_ids = count(1)


def a_message(**given: Any) -> SentMessage:
    """A welcome mail to Ada, with the attributes given instead."""
    attributes: dict[str, Any] = {
        "source": "shop@example.com",
        "to": ("ada@example.com",),
        "subject": "Welcome",
        "text": "Hello Ada",
        "html": None,
        "tags": {},
        "sent_at": NOW,
        **given,
    }
    sent_at, subject, text, html, tags = (
        attributes.pop(name) for name in ("sent_at", "subject", "text", "html", "tags")
    )
    submission = Submission(
        api="ses",
        operation="SendEmail",
        region="us-east-1",
        subject=Content(subject),
        text=None if text is None else Content(text),
        html=None if html is None else Content(html),
        tags=tuple(Tag(name, value) for name, value in tags.items()),
        **attributes,
    )
    message_id = f"0100019550000000-{next(_ids):012x}"
    return SentMessage(submission=submission, message_id=message_id, sent_at=sent_at, request={})


def a_refusal(**given: Any) -> RefusedRequest:
    """SES's answer to the same mail while its source is not verified."""
    attributes: dict[str, Any] = {
        "code": "MessageRejected",
        "message": "Email address is not verified. The following identities failed the check in "
        "region US-EAST-1: shop@example.com",
        "http_status": 400,
        "rule": "identities-verified",
        "operation": "SendEmail",
        "api": "ses",
        "region": "us-east-1",
        "request": {
            "Source": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.com"]},
        },
        "refused_at": NOW,
        "requires": "The source must be verified.",
        "remedy": "ses_account.verify('shop@example.com')",
        **given,
    }
    return RefusedRequest(**attributes)


def an_outbox(*records: SentMessage | RefusedRequest) -> Outbox:
    """An outbox that has taken in the records in this order."""
    return mails.outbox(*records)


def record(outbox: Outbox, entry: SentMessage | RefusedRequest) -> None:
    """Let the outbox take in one more."""
    mails.take(outbox._records, entry)


def failure(outbox: Outbox, assertion: str, *arguments: object, **filters: object) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        getattr(outbox, assertion)(*arguments, **filters)
    return str(caught.value).splitlines()


def shows(lines: list[str], expected: str) -> bool:
    """Whether the text holds these lines one after the other."""
    wanted = expected.splitlines()
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines)))
