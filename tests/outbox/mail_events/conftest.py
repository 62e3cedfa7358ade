"""A mock, and mails with a link sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mail_with_link import WITH_LINK, Send
from sending import mail2, sesv2

from pytest_sesmock import SentMessage, SESMock


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
