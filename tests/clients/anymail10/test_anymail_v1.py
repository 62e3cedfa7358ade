"""Django's mail through the last django-anymail that spoke API v1: 10.x, `amazon_sesv1`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailMessage, attach_inline_image
from django.core.mail import EmailMessage, send_mail

from pytest_sesmock import Account, Outbox

pytestmark = [
    pytest.mark.sesmock(verified_identities=["example.com"]),
    pytest.mark.filterwarnings("ignore:anymail.backends.amazon_sesv1.EmailBackend is deprecated"),
]


@pytest.fixture(autouse=True)
def _anymail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.amazon_sesv1.EmailBackend"
    settings.ANYMAIL = {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "us-east-1"}}


@pytest.fixture
def welcome(ses_account: Account) -> str:
    """The name of a stored template."""
    ses_account.create_template("welcome", subject="Welcome to {{shop}}", text="Hello {{name}}!")
    return "welcome"


def test_send_mail(ses_outbox: Outbox) -> None:
    """Source is not given: the From field alone says who sends."""
    assert send_mail("Welcome", "Hello", None, ["Ada <ada@example.org>"]) == 1

    message = ses_outbox.assert_sent(
        to="ada@example.org", source="The Shop <shop@example.com>", operation="SendRawEmail"
    )
    assert (message.subject, message.text) == ("Welcome", "Hello")
    assert "Source" not in message.request


def test_everything_a_message_may_have(ses_outbox: Outbox) -> None:
    message = AnymailMessage(
        "Rechnung für März",
        "Grüße",
        "Jörg Müller <shop@example.com>",
        ["Ада Лавлейс <ada@example.org>"],
        cc=["cc@example.org"],
        bcc=["Archive <archive@example.com>"],
        reply_to=["reply@example.com"],
        tags=["one", "two"],
        metadata={"order": 42},
        attachments=[("bill.pdf", b"%PDF\x00\xff", "application/pdf")],
    )
    cid = attach_inline_image(message, b"\x89PNG", "logo.png", subtype="png")
    message.attach_alternative(f'<img src="cid:{cid}">', "text/html")

    message.send()

    sent = ses_outbox.assert_sent(
        subject="Rechnung für März", text="Grüße", html=f'<img src="cid:{cid}">'
    )
    assert sent.mime["From"].addresses[0].display_name == "Jörg Müller"
    assert sent.mime["To"].addresses[0].display_name == "Ада Лавлейс"
    ses_outbox.assert_sent(
        to="Ада Лавлейс <ada@example.org>",
        cc="cc@example.org",
        bcc="archive@example.com",
        reply_to="reply@example.com",
    )
    assert sent.headers.get_all("X-Tag") == ("one", "two")
    assert json.loads(sent.headers["X-Metadata"]) == {"order": 42}
    assert {each.filename: each.content for each in sent.attachments} == {
        "bill.pdf": b"%PDF\x00\xff",
        "logo.png": b"\x89PNG",
    }


def test_the_envelope_sender_is_the_source(ses_outbox: Outbox) -> None:
    AnymailMessage("Hi", "", to=["ada@example.org"], envelope_sender="bounces@example.com").send()

    message = ses_outbox.assert_sent(source="bounces@example.com")
    assert message.headers["From"] == "The Shop <shop@example.com>"


def test_several_authors(ses_outbox: Outbox) -> None:
    """SES cannot tell which of them sends, so the first is given as Source."""
    AnymailMessage("Hi", "", "a@example.com, b@example.com", ["ada@example.org"]).send()

    assert ses_outbox.assert_sent(source="a@example.com").headers["From"] == (
        "a@example.com, b@example.com"
    )


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_tags_and_configuration_sets(settings: Any, ses_outbox: Outbox) -> None:
    settings.ANYMAIL["AMAZON_SES_MESSAGE_TAG_NAME"] = "kind"
    settings.ANYMAIL["AMAZON_SES_CONFIGURATION_SET_NAME"] = "orders"

    AnymailMessage("Hi", "", to=["ada@example.org"], tags=["receipt"]).send()

    ses_outbox.assert_sent(tags={"kind": "receipt"}, configuration_set="orders")


def test_a_to_header_of_ones_own(ses_outbox: Outbox) -> None:
    EmailMessage(
        "News", "", to=["ada@example.org"], headers={"To": "The list <list@example.net>"}
    ).send()

    message = ses_outbox.assert_sent(recipient="ada@example.org")
    assert message.recipients == ("ada@example.org",)
    assert message.headers["To"] == "The list <list@example.net>"


def test_refusals_are_anymails_errors(ses_outbox: Outbox) -> None:
    with pytest.raises(AnymailAPIError, match="Email address is not verified") as caught:
        send_mail("Hi", "", "Eve <eve@elsewhere.example>", ["ada@example.org"])

    assert caught.value.response["Error"]["Code"] == "MessageRejected"
    ses_outbox.assert_refused(source="Eve <eve@elsewhere.example>", api="ses")


# Templates, which are sent by SendBulkTemplatedEmail


def test_a_template_for_each_recipient(settings: Any, welcome: str, ses_outbox: Outbox) -> None:
    settings.ANYMAIL["AMAZON_SES_MESSAGE_TAG_NAME"] = "kind"
    message = AnymailMessage(
        from_email="Laden für Bücher <shop@example.com>",
        to=["Ада <ada@example.org>", "bob@example.org"],
        cc=["cc@example.org"],
        reply_to=["reply@example.com"],
        template_id=welcome,
        merge_data={"ada@example.org": {"name": "Ada"}, "bob@example.org": {"name": "Bob"}},
        merge_global_data={"shop": "Babbage"},
        envelope_sender="bounces@example.com",
        tags=["receipt"],
    )

    assert message.send() == 1

    ada, bob = ses_outbox
    assert ada.operation == bob.operation == "SendBulkTemplatedEmail"
    assert (ada.subject, ada.text, bob.text) == ("Welcome to Babbage", "Hello Ada!", "Hello Bob!")
    assert ada.tags == bob.tags == {"kind": "receipt"}
    assert ada.mime["From"].addresses[0].display_name == "Laden für Bücher"
    assert (ada.cc, ada.reply_to) == (("cc@example.org",), ("reply@example.com",))
    assert ada.return_path == "bounces@example.com"
    statuses = message.anymail_status.recipients
    assert {name: each.message_id for name, each in statuses.items()} == {
        "ada@example.org": ada.message_id,
        "bob@example.org": bob.message_id,
    }


def test_some_recipients_refused(welcome: str, ses_account: Account, ses_outbox: Outbox) -> None:
    ses_account.sandbox = True
    ses_account.verify("ada@example.org")
    message = AnymailMessage(
        to=["ada@example.org", "bob@example.org"],
        template_id=welcome,
        merge_global_data={"shop": "S", "name": "you"},
    )

    message.send()

    statuses = {name: each.status for name, each in message.anymail_status.recipients.items()}
    assert statuses == {"ada@example.org": "queued", "bob@example.org": "failed"}
    ses_outbox.assert_sent(to="ada@example.org")


def test_a_template_that_is_missing() -> None:
    message = AnymailMessage(to=["ada@example.org"], template_id="none", merge_global_data={})

    with pytest.raises(AnymailAPIError, match="TemplateDoesNotExist"):
        message.send()
