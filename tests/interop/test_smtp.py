"""nodemailer by SMTP, in a process that trusts the server because of its environment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from clients import Program, javascript

from pytest_sesmock import SESMock

pytestmark = pytest.mark.loopback


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def test_nodemailer_by_smtp(mock: SESMock) -> None:
    mail = {
        "from": "The Shop <shop@example.com>",
        "to": "ada@example.org",
        "bcc": "eve@example.org",
        "subject": "Grüße",
        "html": "<p>Hello",
        "headers": {"X-SES-MESSAGE-TAGS": "kind=welcome"},
        "attachments": [{"filename": "Rechnung.txt", "content": "17 €"}],
    }
    server: Sequence[object] = mock.smtp()
    wrong = [*server[:3], "guess"]
    mock.account().fail_next("Throttling", when=lambda call: len(mock.outbox) == 1)

    with Program(javascript()) as program:
        accepted, throttled, refused, unknown = [
            program.call("smtp", "", call)
            for call in (
                {"server": server, "mail": mail},
                {"server": server, "mail": mail},
                {"server": server, "mail": {**mail, "from": "shop@example.net"}},
                {"server": wrong, "mail": mail},
            )
        ]

    message = mock.outbox.assert_sent(
        subject="Grüße", html="<p>Hello", attachments=["Rechnung.txt"], tags={"kind": "welcome"}
    )
    assert message.recipients == ("ada@example.org", "eve@example.org")
    assert accepted.result == {"response": f"250 Ok {message.message_id}"}
    assert throttled.message == "454 Throttling failure: Maximum sending rate exceeded."
    assert refused.message == (
        "554 Message rejected: Email address is not verified. The following identities failed the "
        "check in region US-EAST-1: shop@example.net"
    )
    assert (unknown.code, unknown.message) == ("EAUTH", "535 Authentication Credentials Invalid")
