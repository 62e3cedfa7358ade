"""Code as users write it: checked by mypy, never run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

import pytest_sesmock
from pytest_sesmock import Account, Outbox, SentMessage, SESMock


def test_fixtures(ses_outbox: Outbox, ses_account: Account, sesmock: SESMock) -> None:
    ses_account.verify("example.com", "ada@example.org")
    ses_account.sandbox = True
    ses_account.max_send_rate = 1
    ses_account.max_24_hour_send = -1
    ses_account.sent_last_24_hours = 199
    with ses_account.sending_paused(by="aws"):
        ses_outbox.assert_empty()
    ses_account.fail_next("Throttling", times=2, when=lambda call: "Source" in call.parameters)
    ses_account.put_policy("example.com", {"Statement": []})
    sesmock.clock.advance(timedelta(hours=24))

    message: SentMessage = ses_outbox.assert_sent(
        to=["ada@example.com", re.compile("@example.org$")],
        subject="Welcome",
        text=lambda text: "confirm" in text,
        html=None,
        tags={"campaign": "spring"},
    )
    recipients: tuple[str, ...] = message.recipients
    subject: str = message.subject
    text: str | None = message.text
    assert recipients
    assert subject
    assert text
    assert message.sent_at.year > 2000
    assert message.mime["Subject"] == subject
    refused = ses_outbox.assert_refused(code="MessageRejected")
    assert refused.http_status + 1 == 401
    assert refused.remedy is not None
    assert {each.message_id for each in ses_outbox}


@pytest.mark.sesmock(verified_identities=["example.com"], sandbox=True)
def test_context_manager() -> None:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        mock.account("us-east-1").create_configuration_set("news")
        mock.outbox.assert_count(0)
    with pytest.raises(pytest_sesmock.SesmockError):
        mock.clock.advance(-1)
