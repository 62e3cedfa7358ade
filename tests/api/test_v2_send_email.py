"""SendEmail of API v2 with Simple content, and what all its kinds of content share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR
from recent import recent

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]


@pytest.fixture(autouse=True)
def _verified(account: Account) -> None:
    account.verify("example.com")


def simple(message: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """SendEmail's parameters; `To`, `Cc`, `Bcc` are the destination's lists."""
    lists = {
        f"{name}Addresses": changes.pop(name) for name in ("To", "Cc", "Bcc") if name in changes
    }
    return {
        "FromEmailAddress": "noreply@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"], **lists},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Welcome"},
                "Body": {"Text": {"Data": "Hello"}, "Html": {"Data": "<p>Hello</p>"}},
                **(message or {}),
            }
        },
        **changes,
    }


def without(call: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in call.items() if name not in names}


def tag(name: str, value: str) -> dict[str, Any]:
    return simple(EmailTags=[{"Name": name, "Value": value}], FromEmailAddress="a@un.example")


def test_what_the_outbox_shows(client2: Any, mock: SESMock, account: Account) -> None:
    account.create_configuration_set("news")
    call = simple(
        FromEmailAddress="Example <noreply@example.com>",
        To=["Ada <ada@example.org>"],
        Cc=["cc@example.org"],
        Bcc=["bcc@example.org"],
        ReplyToAddresses=["reply@example.com"],
        FeedbackForwardingEmailAddress="bounces@example.com",
        EmailTags=[{"Name": "campaign", "Value": "spring"}],
        ConfigurationSetName="news",
    )

    response = client2.send_email(**call)

    message = mock.outbox.assert_sent(tags={"campaign": "spring"})
    assert message.source == "Example <noreply@example.com>"
    assert (message.to, message.cc, message.bcc) == (
        ("Ada <ada@example.org>",),
        ("cc@example.org",),
        ("bcc@example.org",),
    )
    assert (message.reply_to, message.return_path) == (
        ("reply@example.com",),
        "bounces@example.com",
    )
    assert (message.subject, message.text, message.html) == ("Welcome", "Hello", "<p>Hello</p>")
    assert (message.configuration_set, message.message_id) == ("news", response["MessageId"])
    assert (message.api, message.operation) == ("sesv2", "SendEmail")
    assert message.request == call


def test_the_answer_is_the_recorded_one(client2: Any) -> None:
    """Row v2-success-bytes."""
    response = client2.send_email(**simple())

    headers = response["ResponseMetadata"]["HTTPHeaders"]
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == "76"
    assert set(response) == {"MessageId", "ResponseMetadata"}


RECORDED: dict[str, dict[str, Any]] = {
    "v2-empty-to-string": simple(To=[""]),
    "illegal-address-v2": simple(To=["user@example.com, user2@example.com"]),
    "addr-local-ctl-v2": simple(To=["やまだ@simulator.amazonses.com"]),
    "addr-quoted-crlf": simple(FromEmailAddress='"a\nb"@example.com'),
    "v2-from-missing-template": {
        **without(simple(), "FromEmailAddress"),
        "Content": {"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
    },
    "val-v2-header-member": simple({"Headers": [{"Value": "x"}]}),
}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, marks=recent("MessageHeader") if row == "val-v2-header-member" else ())
        for row in RECORDED
    ],
)
def test_recorded_refusals(row: str, mock: SESMock, account: Account) -> None:
    evidence = BEHAVIOUR[row]
    account.create_template("welcome", subject="Hi")
    client = boto3.client(
        "sesv2", region_name="us-east-1", config=Config(parameter_validation=False)
    )

    with pytest.raises(ClientError) as caught:
        client.send_email(**RECORDED[row])

    response = caught.value.response
    assert response["Error"] == {"Code": evidence["code"], "Message": evidence["message"]}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == evidence["http_status"]
    mock.outbox.assert_empty()


def test_a_missing_sender_has_no_message(client2: Any) -> None:
    evidence = BEHAVIOUR["v2-from-missing-simple"]

    with pytest.raises(ClientError) as caught:
        client2.send_email(**without(simple(), "FromEmailAddress"))

    assert caught.value.response["Error"]["Code"] == evidence["code"]
    assert not caught.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("row", "call"),
    [
        pytest.param("tag-name-badchar", tag("test_invalid_name:123", "test"), id="name"),
        pytest.param("tag-value-badchar", tag("test", "test_invalid_value:123"), id="value"),
        pytest.param("tag-empty-name", tag("", "test"), id="empty name"),
        pytest.param(
            "cs-missing-v1",
            simple(ConfigurationSetName="notifuse-261c3745-7722-4135-9180-0186aafb37e6"),
            id="configuration set",
        ),
        pytest.param(
            "recipients-51-v1", simple(To=[f"{n}@example.org" for n in range(51)]), id="recipients"
        ),
        pytest.param(
            "charset-unsupported",
            simple({"Subject": {"Data": "x", "Charset": "string"}}),
            id="charset",
        ),
    ],
)
def test_the_words_are_those_of_v1(row: str, call: dict[str, Any], refused2: Refused) -> None:
    code, message, status = refused2("send_email", **call)

    assert message == BEHAVIOUR[row]["message"]
    assert (code, status) == (
        ("NotFoundException", 404) if row == "cs-missing-v1" else ("BadRequestException", 400)
    )


def test_an_unverified_sender(refused2: Refused) -> None:
    """Rows v2-error-headers and unver-boto-operation."""
    answer = refused2("send_email", **simple(FromEmailAddress="alerts@notverified.example"))

    evidence = BEHAVIOUR["unver-boto-operation"]
    assert answer == (evidence["code"], evidence["message"], 400)


def test_the_errors_headers_are_the_recorded_ones(client2: Any) -> None:
    with pytest.raises(ClientError) as caught:
        client2.send_email(**simple(FromEmailAddress="a@un.example"))

    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-amzn-errortype"] == "MessageRejected"
    assert headers["content-type"] == "application/json"


def test_throttling_is_429_and_retried(mock: SESMock) -> None:
    """Rows throttle-v2 and v2-error-body."""
    evidence = BEHAVIOUR["throttle-v2"]
    mock.account().fail_next("Throttling")
    client = boto3.client("sesv2", region_name="us-east-1")

    response = client.send_email(**simple())

    assert response["ResponseMetadata"]["RetryAttempts"] == 1
    refused = mock.outbox.assert_refused()
    assert (refused.code, refused.message, refused.http_status) == (
        evidence["code"],
        evidence["message"],
        evidence["http_status"],
    )


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        pytest.param(
            lambda account: account.pause_sending(), "SendingPausedException", id="holder"
        ),
        pytest.param(lambda account: account.pause_sending(by="aws"), "MessageRejected", id="aws"),
        pytest.param(
            lambda account: account.set_mail_from(
                "example.com", "mail.example.com", behavior="RejectMessage"
            ),
            "MailFromDomainNotVerifiedException",
            id="mail from",
        ),
        pytest.param(
            lambda account: setattr(account, "max_24_hour_send", 0),
            "TooManyRequestsException",
            id="quota",
        ),
    ],
)
def test_codes_of_v2(
    arrange: Callable[[Account], None], code: str, account: Account, refused2: Refused
) -> None:
    arrange(account)

    assert refused2("send_email", **simple())[0] == code


def test_a_paused_configuration_set(account: Account, refused2: Refused) -> None:
    evidence = BEHAVIOUR["cs-paused-v2"]
    account.create_configuration_set("news")
    account.pause_configuration_set("news")

    assert refused2("send_email", **simple(ConfigurationSetName="news")) == (
        evidence["code"],
        evidence["message"].format(name="news"),
        evidence["http_status"],
    )


# Header fields and attachments


@recent("MessageHeader")
def test_headers_are_delivered(client2: Any, mock: SESMock) -> None:
    headers = [
        {"Name": "List-Unsubscribe", "Value": "<https://example.com/u>"},
        {"Name": "X-Tag", "Value": "one"},
        {"Name": "X-Tag", "Value": "two"},
    ]

    client2.send_email(**simple({"Headers": headers}))

    message = mock.outbox[0]
    assert message.headers["List-Unsubscribe"] == "<https://example.com/u>"
    assert message.headers.get_all("X-Tag") == ("one", "two")
    assert (message.text, message.html) == ("Hello", "<p>Hello</p>")


@recent("MessageHeader")
@pytest.mark.parametrize("name", ["Subject", "from", "Message-ID", "Content-Type"])
def test_headers_that_ses_sets_itself(name: str, refused2: Refused) -> None:
    """Row doc-v2-headers-list."""
    call = simple({"Headers": [{"Name": name, "Value": "x"}]})

    assert refused2("send_email", **call)[0] == "BadRequestException"


@recent("Attachment")
def test_attachments_are_delivered(client2: Any, mock: SESMock) -> None:
    attachments = [
        {
            "FileName": "a.pdf",
            "RawContent": b"%PDF\x00\xff",
            "ContentType": "application/pdf",
            "ContentTransferEncoding": "BASE64",
        },
        {
            "FileName": "logo.png",
            "RawContent": b"\x89PNG",
            "ContentType": "image/png",
            "ContentDisposition": "INLINE",
            "ContentId": "logo",
            "ContentTransferEncoding": "QUOTED_PRINTABLE",
        },
    ]

    client2.send_email(**simple({"Attachments": attachments}))

    message = mock.outbox[0]
    # In the message's order: what belongs to the HTML stands by it.
    assert [(each.filename, each.content_type, each.content) for each in message.attachments] == [
        ("logo.png", "image/png", b"\x89PNG"),
        ("a.pdf", "application/pdf", b"%PDF\x00\xff"),
    ]
    parts = {part.get_filename(): part for part in message.mime.walk() if part.get_filename()}
    assert parts["a.pdf"].get_payload(decode=True) == b"%PDF\x00\xff"
    assert parts["logo.png"]["Content-ID"] == "<logo>"


@recent("Attachment")
@pytest.mark.parametrize("asked", [{}, {"ContentTransferEncoding": "SEVEN_BIT"}])
@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", False),
        ("Café;1\r\n".encode(), False),
        (b"x" * 999, False),
        (b"name;count\r\nada;1\r\n", True),
    ],
    ids=["PDF", "accent", "long line", "plain CSV"],
)
def test_an_attachment_arrives_as_its_encoding_carries_it(
    client2: Any, mock: SESMock, content: bytes, is_whole: bool, asked: dict[str, str]
) -> None:
    """Row attachment-7bit: the test of an application sees what its customers would get."""
    file = {"FileName": "a.csv", "RawContent": content, **asked}

    client2.send_email(**simple({"Attachments": [file]}))

    (received,) = mock.outbox[0].attachments
    _, part = mock.outbox[0].mime.iter_parts()
    assert part["Content-Transfer-Encoding"] == "7bit"
    assert (received.content == content) is is_whole
    assert (received.filename, mock.outbox[0].raw.isascii()) == ("a.csv", True)


@recent("Attachment")
def test_blocked_attachments(refused2: Refused) -> None:
    call = simple({"Attachments": [{"FileName": "run.EXE", "RawContent": b"MZ"}]})

    assert refused2("send_email", **call)[0] == "MessageRejected"


@recent("Attachment")
def test_forty_megabytes_pass(client2: Any, mock: SESMock, refused2: Refused) -> None:
    size = 20 * 1024 * 1024
    client2.send_email(**simple({"Body": {"Text": {"Data": "x" * size}}}))

    big = {"Attachments": [{"FileName": "a.bin", "RawContent": b"\x00" * 2 * size}]}
    code, message, _ = refused2("send_email", **simple(big))

    assert code == "BadRequestException"
    assert message.startswith("Message length is more than 41943040 bytes long: '")
    assert len(mock.outbox) == 1


# Content


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"Simple": simple()["Content"]["Simple"], "Raw": {"Data": b"x"}},
        {"Template": {"TemplateData": "{}"}},
    ],
    ids=["none", "two kinds", "no template"],
)
def test_content_is_of_one_kind(content: dict[str, Any], refused2: Refused) -> None:
    code, _, status = refused2("send_email", **{**simple(), "Content": content})

    assert (code, status) == ("BadRequestException", 400)


def test_no_destination(client2: Any, refused2: Refused) -> None:
    assert refused2("send_email", **without(simple(), "Destination"))[0] == "BadRequestException"


@recent("MessageHeader")
def test_validation_texts_are_those_of_v2(refused2: Refused) -> None:
    call = simple({"Headers": [{"Name": "a b", "Value": "x"}]})

    code, message, _ = refused2("send_email", **call)

    assert code == "BadRequestException"
    assert message.startswith(
        "1 validation error detected: Value at 'content.simple.headers.1.member.name' failed"
    )


def test_a_planned_failure_has_each_apis_own_code(
    client: Any, refused: Refused, refused2: Refused, account: Account
) -> None:
    account.fail_next("TooManyRequestsException", times=2)

    assert refused2("send_email", **simple())[0] == "TooManyRequestsException"
    v1 = {
        "Source": "noreply@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Message": simple()["Content"]["Simple"],
    }
    assert refused("send_email", **v1)[::2] == ("Throttling", 400)


def test_a_code_of_one_api_alone_waits_for_it(
    client: Any, refused2: Refused, account: Account
) -> None:
    account.fail_next("ConflictException")
    client.send_email(
        Source="noreply@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message=simple()["Content"]["Simple"],
    )

    assert refused2("send_email", **simple())[0] == "ConflictException"
