"""Django's SMTP backend, set up as docs/how-to/smtp.md has it."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail

from pytest_sesmock import Account, Outbox, SESMock, SmtpServer

pytestmark = pytest.mark.loopback


@pytest.fixture(autouse=True)
def _smtp_settings(settings: Any, ses_smtp: SmtpServer, ses_account: Account) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = ses_smtp.host, ses_smtp.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ses_smtp.username, ses_smtp.password
    settings.EMAIL_USE_TLS = True
    ses_account.verify("example.com")


def test_send_mail(ses_outbox: Outbox) -> None:
    assert send_mail("Grüße", "Hello ✓", None, ["ada@example.org"]) == 1
    message = ses_outbox.assert_sent(to="ada@example.org", subject="Grüße", api="smtp")
    assert message.text == "Hello ✓\r\n"


def test_several_mails_on_one_connection(ses_outbox: Outbox) -> None:
    with get_connection() as connection:
        for number in range(3):
            mail = EmailMultiAlternatives(
                f"Order {number}",
                "Thanks!",
                to=["ada@example.org"],
                bcc=["archive@example.com"],
                headers={"X-SES-MESSAGE-TAGS": f"order={number}"},
                connection=connection,
            )
            mail.attach_alternative("<p>Thanks!", "text/html")
            assert mail.send() == 1
    assert [message.tags for message in ses_outbox] == [{"order": str(each)} for each in range(3)]
    assert all(message.bcc == ("archive@example.com",) for message in ses_outbox)


def test_a_refusal(ses_outbox: Outbox) -> None:
    with pytest.raises(smtplib.SMTPDataError, match="554, b'Message rejected"):
        send_mail("Hi", "Hello", "shop@example.net", ["ada@example.org"])
    ses_outbox.assert_refused(rule="identities-verified", api="smtp")


def test_a_connection_that_was_idle(sesmock: SESMock) -> None:
    """Django's backend keeps a connection as long as the application does."""
    with get_connection() as connection:
        sesmock.clock.advance(60)
        with pytest.raises(smtplib.SMTPSenderRefused, match=r"451, b'4\.4\.2 Timeout"):
            send_mail("Hi", "Hello", None, ["ada@example.org"], connection=connection)
