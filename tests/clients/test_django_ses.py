"""Django's mail through django-ses, in its v1 and its v2 shape."""

from __future__ import annotations

from email.mime.image import MIMEImage
from typing import Any

import boto3
import django_ses
import pytest
from botocore.exceptions import ClientError
from django.core.mail import (
    EmailMessage,
    EmailMultiAlternatives,
    get_connection,
    mail_admins,
    send_mail,
    send_mass_mail,
)

from pytest_sesmock import Account, Outbox, SESMock

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


@pytest.fixture(autouse=True)
def _rate_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backend keeps the send rate, and when it sent, for the life of the process."""
    monkeypatch.setattr(django_ses, "cached_rate_limits", {})
    monkeypatch.setattr(django_ses, "recent_send_times", [])


@pytest.fixture(autouse=True, params=["ses", "sesv2"])
def api(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    settings.USE_SES_V2 = request.param == "sesv2"
    return str(request.param)


def test_send_mail(api: str, ses_outbox: Outbox) -> None:
    sent = send_mail("Welcome", "Hello Ada", None, ["ada@example.org"], html_message="<b>Hello</b>")

    assert sent == 1
    message = ses_outbox.assert_sent(
        to="ada@example.org", source="The Shop <shop@example.com>", subject="Welcome", api=api
    )
    assert (message.text, message.html) == ("Hello Ada", "<b>Hello</b>")
    assert message.operation == {"ses": "SendRawEmail", "sesv2": "SendEmail"}[api]
    assert message.headers["From"] == "The Shop <shop@example.com>"


def test_everything_a_message_may_have(ses_outbox: Outbox) -> None:
    message = EmailMessage(
        "Rechnung für März",
        "Grüße\nDein Laden\n",
        "Jörg Müller <shop@example.com>",
        ["Ада Лавлейс <ada@example.org>", "bob@example.org"],
        bcc=["archive@example.com"],
        cc=['"Lovelace, Ada" <cc@example.org>'],
        reply_to=["Frau Öztürk <reply@example.com>"],
        headers={"X-Campaign": "spring", "List-Unsubscribe": "<https://example.com/u>"},
        attachments=[
            ("März.csv", "Größe;1\n", "text/csv"),
            ("bill.pdf", b"%PDF\x00\xff", "application/pdf"),
        ],
    )

    assert message.send() == 1

    sent = ses_outbox.assert_sent(
        subject="Rechnung für März",
        text="Grüße\nDein Laden\n".replace("\n", "\r\n"),
        bcc="archive@example.com",
        reply_to="Frau Öztürk <reply@example.com>",
    )
    assert sent.headers["From"] == "Jörg Müller <shop@example.com>"
    assert sent.headers["X-Campaign"] == "spring"
    assert sent.headers["List-Unsubscribe"] == "<https://example.com/u>"
    assert "Bcc" not in sent.headers
    assert [each.display_name for each in sent.mime["To"].addresses] == ["Ада Лавлейс", ""]
    assert [each.addr_spec for each in sent.mime["Cc"].addresses] == ["cc@example.org"]
    assert [(each.filename, each.content_type, each.content) for each in sent.attachments] == [
        ("März.csv", "text/csv", "Größe;1\r\n".encode()),
        ("bill.pdf", "application/pdf", b"%PDF\x00\xff"),
    ]
    ses_outbox.assert_sent(recipient="Ада Лавлейс <ada@example.org>")
    ses_outbox.assert_sent(recipient="bob@example.org")


def test_an_inline_image(ses_outbox: Outbox) -> None:
    message = EmailMultiAlternatives("Logo", "No images", to=["ada@example.org"])
    message.attach_alternative('<img src="cid:logo">', "text/html")
    image = MIMEImage(b"\x89PNG", "png")
    image["Content-ID"] = "<logo>"
    image["Content-Disposition"] = 'inline; filename="logo.png"'
    message.attach(image)

    message.send()

    sent = ses_outbox.assert_sent(html='<img src="cid:logo">', text="No images")
    (logo,) = sent.attachments
    assert (logo.filename, logo.content_type, logo.content) == ("logo.png", "image/png", b"\x89PNG")


def test_only_hidden_recipients(ses_outbox: Outbox) -> None:
    EmailMessage("News", "Text", bcc=["a@example.org", "b@example.org"]).send()

    message = ses_outbox.assert_sent(to=None, bcc=["a@example.org", "b@example.org"])
    assert "To" not in message.headers


def test_mass_mail_and_mail_to_the_admins(settings: Any, ses_outbox: Outbox) -> None:
    settings.ADMINS = [("Ann", "ann@example.com")]
    settings.SERVER_EMAIL = "server@example.com"

    assert send_mass_mail([("A", "1", None, ["a@b.example"]), ("B", "2", None, ["c@d.example"])])
    mail_admins("On fire", "Help")

    ses_outbox.assert_count(3)
    ses_outbox.assert_sent(
        to="ann@example.com", source="server@example.com", subject="[Django] On fire"
    )


def test_one_connection_for_many(ses_outbox: Outbox) -> None:
    with get_connection() as connection:
        for number in range(3):
            EmailMessage(f"{number}", "", to=["ada@example.org"], connection=connection).send()

    assert [message.subject for message in ses_outbox] == ["0", "1", "2"]


def test_the_application_learns_the_message_id(ses_outbox: Outbox) -> None:
    seen = []

    def remember(sender: Any, message: EmailMessage, **_: Any) -> None:
        seen.append(message.extra_headers["message_id"])

    django_ses.signals.message_sent.connect(remember)
    message = EmailMessage("Hi", "Text", to=["ada@example.org"])
    message.send()

    assert seen == [ses_outbox.assert_sent().message_id]
    assert message.extra_headers["status"] == 200
    django_ses.signals.message_sent.disconnect(remember)


# Settings


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_the_configuration_set(settings: Any, ses_outbox: Outbox) -> None:
    """django-ses names it in a header that SES reads and takes away."""
    settings.AWS_SES_CONFIGURATION_SET = "orders"

    send_mail("Hi", "Text", None, ["ada@example.org"])

    message = ses_outbox.assert_sent(configuration_set="orders")
    assert "X-SES-CONFIGURATION-SET" not in message.headers


@pytest.mark.sesmock(configuration_sets=["orders", "news"])
def test_a_configuration_set_for_each_mail(settings: Any, ses_outbox: Outbox) -> None:
    settings.AWS_SES_CONFIGURATION_SET = lambda message, **_: message.subject.lower()

    send_mail("News", "Text", None, ["ada@example.org"])
    EmailMessage(
        "News", "", to=["bob@example.org"], headers={"X-SES-CONFIGURATION-SET": "orders"}
    ).send()

    ses_outbox.assert_sent(to="ada@example.org", configuration_set="news")
    ses_outbox.assert_sent(to="bob@example.org", configuration_set="orders")


def test_message_tags(ses_outbox: Outbox) -> None:
    EmailMessage(
        "Hi",
        "",
        to=["ada@example.org"],
        headers={"X-SES-MESSAGE-TAGS": "campaign=spring, kind=news"},
    ).send()

    ses_outbox.assert_sent(tags={"campaign": "spring", "kind": "news"})


def test_the_senders_identity(settings: Any, ses_outbox: Outbox, ses_account: Account) -> None:
    """An identity of one's own may be named by its ARN."""
    account = f"{ses_account.region}:{ses_account.account_id}"
    settings.AWS_SES_SOURCE_ARN = f"arn:aws:ses:{account}:identity/example.com"

    send_mail("Hi", "Text", "shop@example.com", ["ada@example.org"])

    ses_outbox.assert_sent(source="shop@example.com")


def test_the_sender_of_the_settings(api: str, settings: Any, ses_outbox: Outbox) -> None:
    """v1 delivers the From field of the mail; v2 replaces it."""
    settings.AWS_SES_FROM_EMAIL = "bounces@example.com"

    send_mail("Hi", "Text", "shop@example.com", ["ada@example.org"])

    message = ses_outbox.assert_sent(source="bounces@example.com")
    assert message.headers["From"] == {"ses": "shop@example.com", "sesv2": message.source}[api]


def test_the_return_path(api: str, settings: Any, ses_outbox: Outbox) -> None:
    """django-ses gives it in v2 only."""
    settings.AWS_SES_RETURN_PATH = "bounces@example.com"

    send_mail("Hi", "Text", "shop@example.com", ["ada@example.org"])

    expected = {"ses": None, "sesv2": "bounces@example.com"}[api]
    ses_outbox.assert_sent(return_path=expected)


@pytest.mark.sesmock(region="eu-west-1")
def test_the_region_and_keys(settings: Any, ses_outbox: Outbox) -> None:
    settings.AWS_SES_REGION_NAME = "eu-west-1"
    settings.AWS_SES_ACCESS_KEY_ID = "AKIDEXAMPLE"
    settings.AWS_SES_SECRET_ACCESS_KEY = "none of your business"

    send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_sent(region="eu-west-1")


def test_an_endpoint_of_a_stand_in(settings: Any, ses_outbox: Outbox) -> None:
    settings.AWS_SES_REGION_ENDPOINT_URL = "http://localhost:4566"

    send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_sent(region="us-east-1")


@pytest.mark.parametrize("api", ["sesv2"], indirect=True)
def test_a_multi_region_endpoint(settings: Any, ses_outbox: Outbox) -> None:
    """Its calls need the CRT of AWS to be signed, and are answered without a signature."""
    settings.AWS_SES_REGION_ENDPOINT_URL = None
    settings.AWS_SES_GLOBAL_ENDPOINT_ID = boto3.client(
        "sesv2", "us-east-1"
    ).create_multi_region_endpoint(
        EndpointName="both", Details={"RoutesDetails": [{"Region": "eu-west-1"}]}
    )["EndpointId"]

    send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_sent(region="us-east-1", to="ada@example.org")


# The send rate


def test_the_send_rate_is_asked_for(
    settings: Any, ses_account: Account, ses_outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads MaxSendRate, of GetSendQuota or GetAccount, and sleeps by itself."""
    naps: list[float] = []
    monkeypatch.setattr(django_ses, "sleep", naps.append)
    settings.AWS_SES_AUTO_THROTTLE = 0.5
    ses_account.max_send_rate = 3

    for _ in range(3):
        send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_count(3)
    assert django_ses.cached_rate_limits == {None: 3.0}
    assert naps == []


def test_the_send_rate_is_kept(
    settings: Any,
    sesmock: SESMock,
    ses_account: Account,
    ses_outbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With its sleep passed on to the mock's clock, none of many sends is refused."""
    monkeypatch.setattr(django_ses, "sleep", sesmock.clock.advance)
    settings.AWS_SES_AUTO_THROTTLE = 0.25
    ses_account.max_send_rate = 4

    for _ in range(8):
        send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_count(8)
    assert ses_outbox.refusals == []


# Refusals


def test_an_unverified_sender(api: str, ses_outbox: Outbox) -> None:
    with pytest.raises(ClientError) as caught:
        send_mail("Hi", "Text", "Eve <eve@elsewhere.example>", ["ada@example.org"])

    assert caught.value.response["Error"]["Code"] == "MessageRejected"
    refused = ses_outbox.assert_refused(
        rule="identities-verified", recipient="ada@example.org", api=api
    )
    assert "Eve <eve@elsewhere.example>" in refused.message
    ses_outbox.assert_empty()


def test_fail_silently_does_not_silence_refusals(ses_outbox: Outbox) -> None:
    """django-ses silences one exception alone, which boto3 does not raise."""
    with pytest.raises(ClientError):
        send_mail("Hi", "Text", "eve@elsewhere.example", ["ada@example.org"], fail_silently=True)

    ses_outbox.assert_refused(code="MessageRejected")


@pytest.mark.sesmock(sandbox=True)
def test_the_sandbox(ses_outbox: Outbox) -> None:
    with pytest.raises(ClientError, match="Email address is not verified"):
        send_mail("Hi", "Text", None, ["ada@example.org"])

    ses_outbox.assert_refused(recipient="ada@example.org")


def test_too_many_recipients(api: str, ses_outbox: Outbox) -> None:
    with pytest.raises(ClientError) as caught:
        send_mail("Hi", "Text", None, [f"{number}@example.org" for number in range(51)])

    assert (
        caught.value.response["Error"]["Code"]
        == {
            "ses": "InvalidParameterValue",
            "sesv2": "BadRequestException",
        }[api]
    )
    assert "Recipient count exceeds 50." in str(caught.value)


def test_a_configuration_set_that_is_missing(api: str, settings: Any, ses_outbox: Outbox) -> None:
    settings.AWS_SES_CONFIGURATION_SET = "none"

    with pytest.raises(ClientError) as caught:
        send_mail("Hi", "Text", None, ["ada@example.org"])

    assert (
        caught.value.response["Error"]["Code"]
        == {
            "ses": "ConfigurationSetDoesNotExist",
            "sesv2": "NotFoundException",
        }[api]
    )


def test_a_mail_that_is_refused_stops_those_after_it(ses_outbox: Outbox) -> None:
    messages = [
        EmailMessage("1", "", to=["ada@example.org"]),
        EmailMessage("2", "", "eve@elsewhere.example", to=["ada@example.org"]),
        EmailMessage("3", "", to=["ada@example.org"]),
    ]

    with pytest.raises(ClientError):
        get_connection().send_messages(messages)

    assert [message.subject for message in ses_outbox] == ["1"]


def test_throttling_is_retried_by_boto3(ses_account: Account, ses_outbox: Outbox) -> None:
    ses_account.fail_next("Throttling")

    assert send_mail("Hi", "Text", None, ["ada@example.org"]) == 1

    ses_outbox.assert_count(1)
    ses_outbox.assert_refused(message="Maximum sending rate exceeded.")


def test_a_name_with_a_comma_needs_quotes(ses_outbox: Outbox) -> None:
    """Django quotes it in the header, and django-ses gives it to SES as it is."""
    with pytest.raises(ClientError, match="Illegal address"):
        send_mail("Hi", "Text", None, ["Lovelace, Ada <ada@example.org>"])

    ses_outbox.assert_refused(rule="address-syntax")


# The blacklist, which is django-ses's own


@pytest.mark.django_db
def test_the_blacklist(settings: Any, ses_outbox: Outbox) -> None:
    from django_ses.models import BlacklistedEmail

    settings.AWS_SES_USE_BLACKLIST = True
    BlacklistedEmail.objects.create(email="eve@example.org")

    send_mail("Hi", "Text", None, ["Eve <EVE@example.org>", "Ada <ada@example.org>"])
    send_mail("Hi", "Text", None, ["eve@example.org"])

    assert ses_outbox.assert_sent().recipients == ("ada@example.org",)
