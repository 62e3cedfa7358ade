"""Libraries that put a layer over boto3's client: django-amazon-ses, mailbridge, sesmio."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from django.core.mail import EmailMessage
from mailbridge.dto.bulk_email_dto import BulkEmailDTO
from mailbridge.dto.email_message_dto import EmailMessageDto
from mailbridge.exceptions import EmailSendError
from mailbridge.providers.ses_provider import SESProvider
from sesmio import SES
from sesmio.email import Body, Head, Html, Text
from sesmio.exceptions import MessageRejectedError, TemplateDoesNotExistError
from sesmio.sender import Recipient

from pytest_sesmock import Account, Outbox

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


@pytest.fixture
def welcome(ses_account: Account) -> str:
    """The name of a stored template."""
    ses_account.create_template("welcome", subject="Welcome", text="Hello {{name}}!")
    return "welcome"


# django-amazon-ses: API v1, a backend for Django


@pytest.fixture
def amazon(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django_amazon_ses.EmailBackend"
    return settings


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_django_amazon_ses(amazon: Any, ses_outbox: Outbox) -> None:
    """Its sources and destinations are RFC 2047-encoded parameters."""
    amazon.AWS_SES_CONFIGURATION_SET_NAME = "orders"
    amazon.AWS_SES_TAGS = [{"Name": "kind", "Value": "receipt"}]

    sent = EmailMessage(
        "Grüße",
        "Hallo",
        "Jörg Müller <shop@example.com>",
        ["Ада <ada@example.org>"],
        bcc=["b@example.org"],
    ).send()

    assert sent == 1
    message = ses_outbox.assert_sent(
        subject="Grüße",
        source="shop@example.com",
        configuration_set="orders",
        tags={"kind": "receipt"},
    )
    assert message.recipients == ("=?utf-8?b?0JDQtNCw?= <ada@example.org>", "b@example.org")


def test_django_amazon_ses_fails_silently(amazon: Any, ses_outbox: Outbox) -> None:
    message = EmailMessage("Hi", "", "eve@elsewhere.example", ["ada@example.org"])

    assert message.send(fail_silently=True) == 0

    ses_outbox.assert_refused(code="MessageRejected")


# mailbridge: API v1, all of its four operations that send


@pytest.fixture
def bridge() -> Any:
    return SESProvider(region_name="us-east-1", from_email="shop@example.com")


def test_mailbridge_sends_texts(bridge: Any, ses_outbox: Outbox) -> None:
    response = bridge.send(
        EmailMessageDto(
            to="ada@example.org",
            subject="Grüße",
            body="<p>Hallo</p>",
            cc=["cc@example.org"],
            bcc=["bcc@example.org"],
            reply_to="reply@example.com",
        )
    )

    message = ses_outbox.assert_sent(
        to="ada@example.org", subject="Grüße", html="<p>Hallo</p>", operation="SendEmail"
    )
    assert message.message_id == response.message_id
    assert (message.cc, message.bcc, message.reply_to) == (
        ("cc@example.org",),
        ("bcc@example.org",),
        ("reply@example.com",),
    )


def test_mailbridge_sends_attachments(bridge: Any, ses_outbox: Outbox) -> None:
    """A MIME message given as a str."""
    bridge.send(
        EmailMessageDto(
            to=["ada@example.org"],
            bcc=["bcc@example.org"],
            subject="Bill",
            body="Grüße",
            html=False,
            attachments=[("bill.pdf", b"%PDF\x00\xff", "application/pdf")],
        )
    )

    message = ses_outbox.assert_sent(text="Grüße", bcc="bcc@example.org", operation="SendRawEmail")
    assert [(each.filename, each.content) for each in message.attachments] == [
        ("bill.pdf", b"%PDF\x00\xff")
    ]


def test_mailbridge_sends_a_template(bridge: Any, welcome: str, ses_outbox: Outbox) -> None:
    bridge.send(
        EmailMessageDto(
            to="ada@example.org",
            subject="",
            body="",
            template_id=welcome,
            template_data={"name": "Ada"},
        )
    )

    ses_outbox.assert_sent(template="welcome", text="Hello Ada!", operation="SendTemplatedEmail")


def test_mailbridge_sends_in_bulk(
    bridge: Any, welcome: str, ses_account: Account, ses_outbox: Outbox
) -> None:
    """The statuses that it counts are those of SendBulkTemplatedEmail."""
    ses_account.sandbox = True
    ses_account.verify("ada@example.org")

    answer = bridge.send_bulk(
        BulkEmailDTO(
            [
                EmailMessageDto(
                    to=f"{name}@example.org",
                    subject="",
                    body="",
                    template_id=welcome,
                    template_data={"name": name},
                )
                for name in ("ada", "bob")
            ]
        )
    )

    (response,) = answer.responses
    assert (response.metadata["bulk_count"], response.metadata["success_count"]) == (2, 1)
    ses_outbox.assert_sent(to="ada@example.org", text="Hello ada!")
    ses_outbox.assert_refused(to="bob@example.org")


def test_mailbridge_from_threads_of_a_loop(bridge: Any, ses_outbox: Outbox) -> None:
    messages = [
        EmailMessageDto(to=f"{number}@example.org", subject="Hi", body="x") for number in range(20)
    ]

    asyncio.run(bridge.async_send_bulk(BulkEmailDTO(messages)))

    assert {message.to[0] for message in ses_outbox} == {message.to[0] for message in messages}


def test_mailbridge_wraps_refusals(bridge: Any) -> None:
    message = EmailMessageDto(
        to="ada@example.org", subject="Hi", body="x", from_email="eve@elsewhere.example"
    )

    with pytest.raises(EmailSendError, match=r"SES error \(MessageRejected\): Email address is"):
        bridge.send(message)


# sesmio: API v2, sending and templates


@pytest.fixture
def sesmio() -> SES:
    """It makes its client when it first needs one, with the region of the environment."""
    return SES(default_from="shop@example.com")


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_sesmio_sends(sesmio: SES, ses_outbox: Outbox) -> None:
    message_id = sesmio.send(
        to=["ada@example.org"],
        bcc="bcc@example.org",
        reply_to="reply@example.com",
        return_path="bounces@example.com",
        subject="Grüße",
        html="<p>Hallo</p>",
        headers={"X-Campaign": "spring"},
        tags={"kind": "receipt"},
        configuration_set="orders",
        attachments=[{"filename": "bill.pdf", "content": b"%PDF\x00\xff"}],
    )

    message = ses_outbox.assert_sent(
        to="ada@example.org",
        bcc="bcc@example.org",
        reply_to="reply@example.com",
        return_path="bounces@example.com",
        subject="Grüße",
        html="<p>Hallo</p>",
        tags={"kind": "receipt"},
        configuration_set="orders",
        message_id=message_id,
    )
    assert message.headers["X-Campaign"] == "spring"
    assert "Bcc" not in message.headers
    assert message.attachments[0].content == b"%PDF\x00\xff"


def test_sesmio_looks_at_the_account_first(
    sesmio: SES, ses_account: Account, ses_outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    """It asks GetAccount about the sandbox, and warns."""
    ses_account.sandbox = True
    ses_account.verify("ada@example.org")

    with caplog.at_level(logging.WARNING):
        sesmio.send(to="ada@example.org", subject="Hi", text="x")

    assert "sandbox" in caplog.text
    ses_outbox.assert_count(1)


def test_sesmio_keeps_templates(sesmio: SES, ses_outbox: Outbox) -> None:
    templates = sesmio.templates
    templates.create("bye", subject="Bye", template="<p>Bye {{name}}</p>")
    templates.update("bye", subject="Good bye", template="<p>Bye {{name}}</p>")
    assert templates.get("bye").subject == "Good bye"

    templates.send(to="ada@example.org", template_name="bye", data={"name": "Ada"})
    templates.delete("bye")

    ses_outbox.assert_sent(template="bye", subject="Good bye", html="<p>Bye Ada</p>")
    with pytest.raises(TemplateDoesNotExistError):
        templates.get("bye")


def test_sesmio_sends_a_mail_for_each(sesmio: SES, ses_outbox: Outbox) -> None:
    """From a pool of threads that share a client; one refusal does not stop the others."""
    results = sesmio.bulk(
        Html(head=Head(title="Hi"), body=Body(children=Text("Hello"))),
        [
            Recipient(to="ada@example.org"),
            Recipient(to="bob@example.org", replacement_from="eve@elsewhere.example"),
            Recipient(to="cy@example.org"),
        ],
        subject="Hi",
    ).send()

    assert [result.status for result in results] == ["success", "error", "success"]
    ses_outbox.assert_count(2)
    ses_outbox.assert_refused(to="bob@example.org")


def test_sesmio_maps_refusals(sesmio: SES, ses_outbox: Outbox) -> None:
    with pytest.raises(MessageRejectedError, match="Email address is not verified"):
        sesmio.send(to="ada@example.org", subject="Hi", text="x", from_="eve@elsewhere.example")

    ses_outbox.assert_refused(rule="identities-verified")
