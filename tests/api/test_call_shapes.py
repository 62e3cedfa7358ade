"""Calls as applications really make them: the same mail given in other ways is read the same.

How they hold their clients is in `tests/transport/test_shapes.py`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from email.header import Header
from typing import Any, NamedTuple

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from evidence import BEHAVIOUR
from recent import recent
from sending import SEND, mail, mail2, ses, sesv2

from pytest_sesmock import Account, SESMock


@pytest.fixture(autouse=True)
def _verified(account: Account) -> None:
    account.verify("example.com")


class Api(NamedTuple):
    """A client, its method for MIME messages, and the parameters of a message by itself."""

    client: Callable[..., Any]
    method: str
    raw: Callable[[Any], dict[str, Any]]
    destinations: Callable[[list[str]], dict[str, Any]]

    def send_raw(self, data: Any, *destinations: str) -> Any:
        given = self.destinations(list(destinations)) if destinations else {}
        return getattr(self.client(), self.method)(**self.raw(data), **given)


V1 = Api(
    ses,
    "send_raw_email",
    lambda data: {"RawMessage": {"Data": data}},
    lambda addresses: {"Destinations": addresses},
)
V2 = Api(
    sesv2,
    "send_email",
    lambda data: {"Content": {"Raw": {"Data": data}}},
    lambda addresses: {"Destination": {"ToAddresses": addresses}},
)


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def api(request: pytest.FixtureRequest) -> Any:
    return request.param


def lines(*head: str, body: str = "Hello") -> str:
    return "\r\n".join([*head, "", body, ""])


PLAIN = lines("From: Shop <noreply@example.com>", "To: Ada <ada@example.org>", "Subject: Hi")


# MIME messages


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN, id="str"),
        pytest.param(PLAIN.encode(), id="bytes"),
        pytest.param(bytearray(PLAIN.encode()), id="bytearray"),
    ],
)
def test_a_message_is_its_own_envelope(api: Api, data: Any, mock: SESMock) -> None:
    """Neither sender nor recipients are parameters: From and To of the header tell them."""
    api.send_raw(data)

    message = mock.outbox.assert_sent(
        source="Shop <noreply@example.com>", to="Ada <ada@example.org>", subject="Hi"
    )
    assert message.recipients == message.to
    assert message.submitted == PLAIN.encode()


def test_a_message_from_a_file(api: Api, mock: SESMock) -> None:
    """It passes botocore's validation, and botocore cannot write it: SES never hears of it."""
    with pytest.raises(TypeError, match="a bytes-like object is required"):
        api.send_raw(io.BytesIO(PLAIN.encode()))

    mock.outbox.assert_empty()
    api.send_raw(io.BytesIO(PLAIN.encode()).read())
    mock.outbox.assert_sent(text="Hello\r\n")


def test_a_body_in_latin_1(api: Api, mock: SESMock) -> None:
    """Eight bits, and no UTF-8."""
    head = lines(
        "From: noreply@example.com",
        "To: ada@example.org",
        "Subject: Caf=?iso-8859-1?Q?=E9?=",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Transfer-Encoding: 8bit",
        body="Crème brûlée",
    )

    api.send_raw(head.encode("latin-1"))

    message = mock.outbox.assert_sent(text="Crème brûlée\r\n")
    assert "Crème brûlée".encode("latin-1") in message.raw


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.replace("\r\n", "\n"), id="LF"),
        pytest.param(PLAIN.replace("\r\n", "\n", 2), id="LF in the header, CRLF after it"),
        pytest.param(PLAIN.replace("Hello\r\n", "Hello\n"), id="CRLF in the header, LF after it"),
    ],
)
def test_line_ends_of_any_kind(api: Api, data: str, mock: SESMock) -> None:
    api.send_raw(data)

    message = mock.outbox.assert_sent(to="ada@example.org", subject="Hi")
    assert (message.text or "").strip() == "Hello"


def test_the_envelope_is_not_the_header(api: Api, mock: SESMock) -> None:
    """Cc and Bcc given as mere addresses; of the header's recipients some get nothing."""
    data = lines("From: noreply@example.com", "To: list@example.net", "Cc: cc@example.org")

    api.send_raw(data, "cc@example.org", "hidden@example.org")

    message = mock.outbox.assert_sent(bcc="hidden@example.org")
    assert message.recipients == ("cc@example.org", "hidden@example.org")
    assert message.headers["To"] == "list@example.net"
    assert "hidden@example.org" not in message.raw.decode()


def test_a_message_without_a_to_field(api: Api, mock: SESMock) -> None:
    api.send_raw(lines("From: noreply@example.com", "Subject: News"), "ada@example.org")

    message = mock.outbox.assert_sent(recipient="ada@example.org")
    assert "To" not in message.headers


def test_a_from_field_encoded_as_a_whole(api: Api, mock: SESMock) -> None:
    """Syntax is judged before encoded words are decoded: this is no sender."""
    whole = Header("Shop <noreply@example.com>", "utf-8").encode()
    assert whole.startswith("=?utf-8?")

    with pytest.raises(ClientError):
        api.send_raw(lines(f"From: {whole}", "To: ada@example.org"))

    mock.outbox.assert_empty()
    assert mock.outbox.assert_refused().rule == "address-syntax"


def test_a_field_again(api: Api, mock: SESMock) -> None:
    """One's own may come several times."""
    head = PLAIN.partition("\r\n\r\n")[0]

    api.send_raw(f"{head}\r\nX-Tag: one\r\nX-Tag: two\r\n\r\nHello\r\n")

    assert mock.outbox.assert_sent().headers.get_all("X-Tag") == ("one", "two")


@pytest.mark.parametrize(
    "name",
    [
        "List-Unsubscribe",
        "Content-Type",
        "Message-ID",
        "DKIM-Signature",
        "Delivered-To",
        "MIME-Version",
    ],
)
def test_a_field_that_may_come_once(api: Api, name: str, mock: SESMock) -> None:
    head = PLAIN.partition("\r\n\r\n")[0]
    twice = f"{name}: text/plain\r\n" * 2

    with pytest.raises(ClientError) as caught:
        api.send_raw(f"{head}\r\n{twice}\r\nHello\r\n")

    recorded = BEHAVIOUR["dup-header-lu"]["message"]
    assert caught.value.response["Error"]["Message"] == recorded.replace("List-Unsubscribe", name)
    mock.outbox.assert_empty()


# Mails given as texts


def test_empty_lists_and_no_charset(mock: SESMock) -> None:
    ses().send_email(**mail(Cc=[], Bcc=[], ReplyToAddresses=[], Tags=[]))
    sesv2().send_email(**mail2(Cc=[], Bcc=[], ReplyToAddresses=[], EmailTags=[]))

    for message in mock.outbox:
        assert (message.cc, message.bcc, message.reply_to, message.tags) == ((), (), (), {})
        assert message.recipients == ("ada@example.org",)
        assert (message.text, message.html) == ("Hello", "<p>Hello</p>")
    mock.outbox.assert_count(2)


@recent("MessageHeader")
def test_an_empty_list_of_headers(mock: SESMock) -> None:
    sesv2().send_email(**mail2(Message={**SEND["Message"], "Headers": []}))

    mock.outbox.assert_sent(subject="Welcome")


def test_empty_destinations_are_none(mock: SESMock) -> None:
    """The header's recipients then get the mail."""
    ses().send_raw_email(RawMessage={"Data": PLAIN}, Destinations=[], Tags=[])
    sesv2().send_email(
        Content={"Raw": {"Data": PLAIN}},
        Destination={"ToAddresses": [], "CcAddresses": [], "BccAddresses": []},
    )

    assert [message.recipients for message in mock.outbox] == [("Ada <ada@example.org>",)] * 2


@recent("MessageHeader")
def test_header_fields_of_a_bulk_entry_may_come_again(account: Account, mock: SESMock) -> None:
    account.create_template("news", subject="News", text="Hello")

    sesv2().send_bulk_email(
        FromEmailAddress="noreply@example.com",
        DefaultContent={"Template": {"TemplateName": "news", "TemplateData": "{}"}},
        BulkEmailEntries=[
            {
                "Destination": {"ToAddresses": ["ada@example.org"]},
                "ReplacementEmailContent": {
                    "ReplacementTemplate": {"ReplacementTemplateData": "{}"}
                },
                "ReplacementHeaders": [
                    {"Name": "X-Tag", "Value": "one"},
                    {"Name": "X-Tag", "Value": "two"},
                ],
            }
        ],
    )

    assert mock.outbox.assert_sent().headers.get_all("X-Tag") == ("one", "two")


# What stays botocore's


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: ses().send_email(**mail(Source=None)), id="None in v1"),
        pytest.param(lambda: ses().send_email(**mail(To="ada@example.org")), id="str for a list"),
        pytest.param(lambda: ses().send_raw_email(), id="nothing in v1"),
        pytest.param(lambda: ses().send_raw_email(RawMessage={"Data": 1}), id="data of no kind"),
        pytest.param(lambda: sesv2().send_email(**mail2(Source=None)), id="None in v2"),
        pytest.param(lambda: sesv2().send_email(), id="nothing in v2"),
        pytest.param(lambda: sesv2().send_email(**mail2(Tags=[])), id="a name of v1"),
    ],
)
def test_parameters_that_botocore_refuses(call: Callable[[], Any], mock: SESMock) -> None:
    with pytest.raises(ParamValidationError):
        call()

    assert mock.outbox.refusals == []


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_the_application_sees_how_often_boto3_tried(api: Api, mode: str, mock: SESMock) -> None:
    retries = {"mode": mode, "total_max_attempts": 3}
    client = api.client(config=Config(retries=retries))
    send = getattr(client, api.method)
    mock.account().fail_next("Throttling", times=1)

    assert send(**api.raw(PLAIN))["ResponseMetadata"]["RetryAttempts"] == 1

    mock.account().fail_next("Throttling", times=3)
    with pytest.raises(ClientError, match=r"reached max retries: 2") as caught:
        send(**api.raw(PLAIN))
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 2
    mock.outbox.assert_count(1)
