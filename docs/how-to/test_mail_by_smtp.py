"""The examples of smtp.md."""

import smtplib
import ssl
from email.message import EmailMessage

import pytest

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def connect(server):
    client = smtplib.SMTP(server.host, server.port)
    client.starttls(context=ssl.create_default_context())
    client.login(server.username, server.password)
    return client


def welcome(sender="shop@example.com"):
    message = EmailMessage()
    message["From"], message["To"] = sender, "ada@example.org"
    message["Subject"] = "Welcome"
    message["X-SES-MESSAGE-TAGS"] = "kind=welcome"
    message.set_content("Please confirm your address.")
    return message


def test_welcome(ses_outbox, ses_smtp):
    with connect(ses_smtp) as client:
        client.send_message(welcome())

    message = ses_outbox.assert_sent(to="ada@example.org", subject="Welcome")
    assert message.tags == {"kind": "welcome"}
    assert message.api == "smtp"


def test_an_unverified_sender(ses_outbox, ses_smtp):
    problem = "554, b'Message rejected: Email address is not verified"
    with connect(ses_smtp) as client, pytest.raises(smtplib.SMTPDataError, match=problem):
        client.send_message(welcome("shop@example.net"))

    ses_outbox.assert_refused(rule="identities-verified", http_status=554)


def test_throttling(ses_account, ses_outbox, ses_smtp):
    ses_account.fail_next("Throttling")

    with connect(ses_smtp) as client:
        with pytest.raises(smtplib.SMTPDataError, match="454, b'Throttling failure: Maximum"):
            client.send_message(welcome())
        client.send_message(welcome())

    ses_outbox.assert_count(1)


def test_a_lost_reply(ses_account, ses_outbox, ses_smtp):
    ses_account.fail_next("connection-closed", after_acceptance=True)

    client = connect(ses_smtp)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.send_message(welcome())

    ses_outbox.assert_count(1)  # SES has it: to send it again is to send it twice


def test_a_connection_that_was_idle(sesmock, ses_smtp):
    client = connect(ses_smtp)
    sesmock.clock.advance(10)

    with pytest.raises(smtplib.SMTPSenderRefused, match=r"451, b'4\.4\.2 Timeout waiting"):
        client.send_message(welcome())
    client.close()
