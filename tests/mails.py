"""Mails as SES took them and requests as it refused them, made without an SES."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

from pytest_sesmock.engine.elements import Content, Tag
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.outbox.refused_request import RefusedRequest

START = datetime(2026, 3, 1, 12, 30, tzinfo=timezone.utc)


def submission(**given: Any) -> Submission:
    """A mail from the shop to Ada; `subject`, `text` and `html` are plain texts."""
    for name in {"subject", "text", "html"} & given.keys():
        if given[name] is not None:
            given[name] = Content(given[name])
    tags = given.pop("tags", {})
    values = {
        "api": "ses",
        "operation": "SendEmail",
        "region": "eu-west-1",
        "source": "The Shop <shop@example.com>",
        "to": ("ada@example.org",),
        **given,
    }
    return Submission(**values, tags=tuple(Tag(*item) for item in tags.items()))


def sent(second: int = 0, *, mime: EmailMessage | None = None, **given: Any) -> SentMessage:
    """A message that was accepted some seconds after the start."""
    return SentMessage(
        submission=submission(**given) if mime is None else raw_submission(mime, **given),
        message_id=f"0102-{second}",
        sent_at=START + timedelta(seconds=second),
        request={"Source": "The Shop <shop@example.com>"},
    )


def refused(second: int = 0, *, of: Submission | None = None, **given: Any) -> RefusedRequest:
    """A request that was refused some seconds after the start."""
    values: dict[str, Any] = {
        "code": "MessageRejected",
        "message": "Email address is not verified.",
        "http_status": 400,
        "rule": "identities-verified",
        "operation": "SendEmail",
        "api": "ses",
        "region": "eu-west-1",
        "request": {"Source": "shop@example.com"},
        "refused_at": START + timedelta(seconds=second),
        "requires": "The source and the return path must be verified.",
        "remedy": "ses_account.verify('shop@example.com')",
        "submission": of,
        **given,
    }
    return RefusedRequest(**values)


def outbox(*entries: SentMessage | RefusedRequest) -> Outbox:
    """An outbox that holds these."""
    records = Records()
    for entry in entries:
        take(records, entry)
    return Outbox(records)


def take(records: Records, entry: SentMessage | RefusedRequest) -> None:
    """Take in what SES accepted or refused, as the mock does."""
    if isinstance(entry, SentMessage):
        records.take(entry)
    else:
        records.take_refusal(entry)


def raw_submission(mime: EmailMessage, **given: Any) -> Submission:
    """A mail given as a MIME message."""
    return submission(raw=RawMail(mime.as_bytes()), **given)


def many_mails(count: int) -> dict[str, Outbox]:
    """Five mails a test, each of 12 kB: a style sheet and a table, different in every mail."""
    style = "td.line { padding: 4px 8px; font: 14px/1.5 Arial, sans-serif; color: #333 }\n" * 40

    def order(test: int, number: int) -> SentMessage:
        rows = "".join(
            f'<tr><td class="line">Article {test * number}{n}</td>'
            f'<td class="line">€ {test}.{n}</td></tr>\n'
            for n in range(120)
        )
        return sent(
            test,
            subject=f"Your order {test}-{number}",
            to=(f"customer{test}@example.org",),
            text=f"Your order {test}-{number} has been shipped.\n" * 20,
            html=f"<!doctype html><head><style>{style}</style></head><table>{rows}</table>",
        )

    return {
        f"tests/test_{test // 20}.py::test_{test}": outbox(*(order(test, n) for n in range(5)))
        for test in range(count // 5)
    }
