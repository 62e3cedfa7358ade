"""Django's mail through django-anymail, whose releases of today speak API v2."""

from __future__ import annotations

import json
from typing import Any

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailMessage, attach_inline_image
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail

from pytest_sesmock import Account, Outbox

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


@pytest.fixture(autouse=True)
def _anymail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    settings.ANYMAIL = {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "us-east-1"}}


@pytest.fixture
def welcome(ses_account: Account) -> str:
    """The name of a stored template."""
    ses_account.create_template(
        "welcome",
        subject="Welcome to {{shop}}",
        text="Hello {{name}}!",
        html="<p>Hello {{name}}!</p>",
    )
    return "welcome"


def test_send_mail(ses_outbox: Outbox) -> None:
    assert send_mail("Welcome", "Hello Ada", None, ["Ada <ada@example.org>"]) == 1

    message = ses_outbox.assert_sent(
        to="ada@example.org", source="The Shop <shop@example.com>", subject="Welcome", api="sesv2"
    )
    assert (message.text, message.html) == ("Hello Ada", None)
    assert message.headers["To"] == "Ada <ada@example.org>"


def test_everything_a_message_may_have(ses_outbox: Outbox) -> None:
    message = AnymailMessage(
        "Rechnung für März",
        "Grüße\nDein Laden\n",
        "Jörg Müller <shop@bücher.example.com>",
        ["Ада Лавлейс <ada@example.org>", '"Lovelace, A." <bob@bücher.example>'],
        bcc=["Archive <archive@example.com>"],
        cc=["cc@example.org"],
        reply_to=["Frau Öztürk <reply@example.com>", "second@example.com"],
        headers={"X-Campaign": "spring"},
        attachments=[("März.csv", "Größe;1\n", "text/csv")],
    )
    cid = attach_inline_image(message, b"\x89PNG", "logo.png", subtype="png")
    message.attach_alternative(f'<p>Grüße</p><img src="cid:{cid}">', "text/html")

    assert message.send() == 1

    sent = ses_outbox.assert_sent(
        subject="Rechnung für März", html=f'<p>Grüße</p><img src="cid:{cid}">'
    )
    assert sent.text == "Grüße\nDein Laden\n"
    # The domain is Punycode by the time SES sees it.
    assert sent.mime["From"].addresses[0].display_name == "Jörg Müller"
    assert sent.mime["From"].addresses[0].domain == "xn--bcher-kva.example.com"
    assert [each.display_name for each in sent.mime["To"].addresses] == [
        "Ада Лавлейс",
        "Lovelace, A.",
    ]
    assert sent.recipients == (
        "ada@example.org",
        "bob@xn--bcher-kva.example",
        "cc@example.org",
        "archive@example.com",
    )
    assert "Bcc" not in sent.headers
    ses_outbox.assert_sent(bcc="archive@example.com", cc="cc@example.org")
    ses_outbox.assert_sent(reply_to=["Frau Öztürk <reply@example.com>", "second@example.com"])
    assert sent.headers["X-Campaign"] == "spring"
    attached = {each.filename: (each.content_type, each.content) for each in sent.attachments}
    assert attached == {
        "März.csv": ("text/csv", "Größe;1\n".encode()),
        "logo.png": ("image/png", b"\x89PNG"),
    }


def test_hidden_recipients_alone(ses_outbox: Outbox) -> None:
    EmailMessage("News", "Text", bcc=["a@example.org", "b@example.org"]).send()

    assert "To" not in ses_outbox.assert_sent(bcc=["a@example.org", "b@example.org"]).headers


def test_a_to_header_of_ones_own(ses_outbox: Outbox) -> None:
    """What the reader sees and whom the mail goes to are two things."""
    EmailMessage(
        "News",
        "Text",
        to=["ada@example.org"],
        headers={"To": "The list <list@example.net>", "From": "Ann <ann@example.com>"},
    ).send()

    message = ses_outbox.assert_sent(recipient="ada@example.org")
    assert message.recipients == ("ada@example.org",)
    assert message.headers["To"] == "The list <list@example.net>"
    assert message.headers["From"] == "Ann <ann@example.com>"


def test_metadata_and_tags(ses_outbox: Outbox) -> None:
    AnymailMessage(
        "Hi",
        "",
        to=["ada@example.org"],
        tags=["receipt", "первый"],
        metadata={"order": 42, "name": "Ünal"},
    ).send()

    message = ses_outbox.assert_sent(tags=None)
    assert message.headers.get_all("X-Tag") == ("receipt", "первый")
    assert json.loads(message.headers["X-Metadata"]) == {"order": 42, "name": "Ünal"}


def test_a_tag_as_message_tag(settings: Any, ses_outbox: Outbox) -> None:
    settings.ANYMAIL["AMAZON_SES_MESSAGE_TAG_NAME"] = "kind"

    AnymailMessage("Hi", "", to=["ada@example.org"], tags=["receipt"]).send()

    ses_outbox.assert_sent(tags={"kind": "receipt"})


@pytest.mark.sesmock(configuration_sets=["orders", "news"])
def test_configuration_sets(settings: Any, ses_outbox: Outbox) -> None:
    settings.ANYMAIL["AMAZON_SES_CONFIGURATION_SET_NAME"] = "orders"

    send_mail("1", "", None, ["ada@example.org"])
    AnymailMessage(
        "2", "", to=["ada@example.org"], esp_extra={"ConfigurationSetName": "news"}
    ).send()

    ses_outbox.assert_sent(subject="1", configuration_set="orders")
    ses_outbox.assert_sent(subject="2", configuration_set="news")


def test_esp_extra_and_the_envelope_sender(ses_outbox: Outbox, ses_account: Account) -> None:
    account = f"{ses_account.region}:{ses_account.account_id}"
    AnymailMessage(
        "Hi",
        "",
        to=["ada@example.org"],
        envelope_sender="bounces@example.com",
        esp_extra={
            "FromEmailAddress": "Replaced <replaced@example.com>",
            "FromEmailAddressIdentityArn": f"arn:aws:ses:{account}:identity/example.com",
            "EmailTags": [{"Name": "campaign", "Value": "spring"}],
        },
    ).send()

    message = ses_outbox.assert_sent(return_path="bounces@example.com", tags={"campaign": "spring"})
    assert message.headers["From"] == "Replaced <replaced@example.com>"


@pytest.mark.sesmock(region="eu-central-1")
def test_session_and_client_parameters(settings: Any, ses_outbox: Outbox) -> None:
    settings.ANYMAIL = {
        "AMAZON_SES_SESSION_PARAMS": {"aws_access_key_id": "k", "aws_secret_access_key": "s"},
        "AMAZON_SES_CLIENT_PARAMS": {"region_name": "eu-central-1", "config": {"retries": {}}},
    }

    send_mail("Hi", "", None, ["ada@example.org"])

    ses_outbox.assert_sent(region="eu-central-1")


def test_the_status_of_a_sent_mail(ses_outbox: Outbox) -> None:
    message = AnymailMessage("Hi", "", to=["ada@example.org"], cc=["bob@example.org"])

    message.send()

    status = message.anymail_status
    assert status.status == {"queued"}
    assert status.message_id == ses_outbox.assert_sent().message_id
    assert set(status.recipients) == {"ada@example.org", "bob@example.org"}


# Refusals


def test_an_unverified_sender(ses_outbox: Outbox) -> None:
    message = EmailMessage("Hi", "", "Eve <eve@elsewhere.example>", ["ada@example.org"])

    with pytest.raises(AnymailAPIError, match="Email address is not verified") as caught:
        message.send()

    assert caught.value.response["Error"]["Code"] == "MessageRejected"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert message.anymail_status.status is None
    ses_outbox.assert_refused(rule="identities-verified", source="Eve <eve@elsewhere.example>")
    ses_outbox.assert_empty()


@pytest.mark.filterwarnings("ignore:Anymail will drop support for fail_silently")
def test_fail_silently(ses_outbox: Outbox) -> None:
    """The error is swallowed; the outbox remembers the refusal."""
    sent = send_mail("Hi", "", "e@elsewhere.example", ["ada@example.org"], fail_silently=True)

    assert sent == 0
    ses_outbox.assert_refused(code="MessageRejected")


@pytest.mark.parametrize(
    ("extra", "code", "text"),
    [
        pytest.param(
            {"ConfigurationSetName": "none"},
            "NotFoundException",
            "Configuration set <none> does not exist.",
            id="configuration set",
        ),
        pytest.param(
            {"EmailTags": [{"Name": "a:b", "Value": "c"}]},
            "BadRequestException",
            "Invalid tag name <a:b>",
            id="tag",
        ),
    ],
)
def test_refusals(extra: dict[str, Any], code: str, text: str, ses_outbox: Outbox) -> None:
    message = AnymailMessage("Hi", "", to=["ada@example.org"], esp_extra=extra)

    with pytest.raises(AnymailAPIError, match=text) as caught:
        message.send()

    assert caught.value.response["Error"]["Code"] == code
    ses_outbox.assert_empty()


def test_botocores_own_validation(ses_outbox: Outbox) -> None:
    """Wrapped is what botocore itself refuses; SES never hears of it."""
    message = AnymailMessage("Hi", "", to=["ada@example.org"], esp_extra={"Tenant": 1})

    with pytest.raises(AnymailAPIError, match="Parameter validation failed"):
        message.send()

    assert ses_outbox.refusals == []


# Templates, which are sent by SendBulkEmail


def test_a_template_for_each_recipient(welcome: str, ses_outbox: Outbox) -> None:
    message = AnymailMessage(
        from_email="Laden für Bücher <shop@example.com>",
        to=["Ада <ada@example.org>", "bob@example.org"],
        cc=["cc@example.org"],
        bcc=["Archive <archive@example.com>"],
        reply_to=["reply@example.com"],
        template_id=welcome,
        merge_data={"ada@example.org": {"name": "Ada"}, "bob@example.org": {"name": "Bob"}},
        merge_global_data={"shop": "Babbage & Co", "name": "you"},
        envelope_sender="bounces@example.com",
        tags=["one", "two"],
        metadata={"list": 7},
    )
    message.extra_headers = {"List-Unsubscribe": "<https://example.com/u>"}
    message.merge_headers = {"ada@example.org": {"List-Unsubscribe": "<https://example.com/u?ada>"}}
    message.merge_metadata = {"bob@example.org": {"id": "bob"}}

    assert message.send() == 1

    ses_outbox.assert_count(2)
    ada, bob = ses_outbox
    assert ada.template == bob.template == "welcome"
    assert (ada.text, bob.text) == ("Hello Ada!", "Hello Bob!")
    assert ada.html == "<p>Hello Ada!</p>"
    assert ada.subject == "Welcome to Babbage & Co"
    assert ada.template_data == {"shop": "Babbage & Co", "name": "Ada"}
    assert ada.headers["List-Unsubscribe"] == "<https://example.com/u?ada>"
    assert bob.headers["List-Unsubscribe"] == "<https://example.com/u>"
    assert ada.headers.get_all("X-Tag") == ("one", "two")
    assert json.loads(ada.headers["X-Metadata"]) == {"list": 7}
    assert json.loads(bob.headers["X-Metadata"]) == {"list": 7, "id": "bob"}
    for each in (ada, bob):
        assert each.mime["From"].addresses[0].display_name == "Laden für Bücher"
        assert (each.cc, each.bcc) == (("cc@example.org",), ("archive@example.com",))
        assert (each.reply_to, each.return_path) == (("reply@example.com",), "bounces@example.com")
    assert ada.mime["To"].addresses[0].display_name == "Ада"
    recipients = message.anymail_status.recipients
    assert {name: each.message_id for name, each in recipients.items()} == {
        "ada@example.org": ada.message_id,
        "bob@example.org": bob.message_id,
    }


def test_a_template_and_a_message_tag(settings: Any, welcome: str, ses_outbox: Outbox) -> None:
    settings.ANYMAIL["AMAZON_SES_MESSAGE_TAG_NAME"] = "kind"

    AnymailMessage(
        to=["ada@example.org"],
        template_id=welcome,
        merge_global_data={"shop": "S", "name": "Ada"},
        tags=["receipt"],
    ).send()

    ses_outbox.assert_sent(tags={"kind": "receipt"}, template="welcome")


def test_data_that_the_template_lacks(welcome: str, ses_outbox: Outbox) -> None:
    """SES accepts the mail and never delivers it; to anymail it is queued."""
    message = AnymailMessage(to=["ada@example.org"], template_id=welcome, merge_global_data={})

    message.send()

    assert message.anymail_status.status == {"queued"}
    ses_outbox.assert_not_sent(rendering_failure=None)
    assert "shop" in (ses_outbox[0].rendering_failure or "")


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
    ses_outbox.assert_refused(to="bob@example.org")


def test_all_recipients_refused(welcome: str, ses_account: Account) -> None:
    """It raises if all failed alike, with SES's words of the first."""
    ses_account.sandbox = True
    message = AnymailMessage(
        to=["ada@example.org", "bob@example.org"],
        template_id=welcome,
        merge_global_data={"shop": "S", "name": "you"},
    )

    with pytest.raises(AnymailAPIError, match="Email address is not verified"):
        message.send()


def test_a_template_that_is_missing() -> None:
    message = AnymailMessage(to=["ada@example.org"], template_id="none", merge_global_data={})

    with pytest.raises(AnymailAPIError, match="none does not exist"):
        message.send()


def test_an_alternative_that_is_not_html(ses_outbox: Outbox) -> None:
    message = EmailMultiAlternatives("Invitation", "Come", to=["ada@example.org"])
    message.attach_alternative("<p>Come</p>", "text/html")
    message.attach_alternative("BEGIN:VCALENDAR", "text/calendar")

    message.send()

    sent = ses_outbox.assert_sent(text="Come", html="<p>Come</p>")
    assert [(each.content_type, each.content) for each in sent.attachments] == [
        ("text/calendar", b"BEGIN:VCALENDAR")
    ]
