"""Clients that nobody here wrote send through the endpoint, and are refused as by SES."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from clients import CLIENTS, Client, node

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account

pytestmark = pytest.mark.loopback

MESSAGE = {"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "Hello ✓"}}}
TO_ADA = {"ToAddresses": ["ada@example.org"]}
RAW = "From: shop@example.com\r\nTo: ada@example.org\r\nSubject: Raw\r\n\r\nHello\r\n"
FROM_TEMPLATE = {"TemplateName": "receipt", "TemplateData": '{"number": "17"}'}


def v1(**changes: Any) -> dict[str, Any]:
    return {"Source": "shop@example.com", "Destination": TO_ADA, "Message": MESSAGE, **changes}


def v2(**changes: Any) -> dict[str, Any]:
    mail = {"FromEmailAddress": "shop@example.com", "Destination": TO_ADA}
    return {**mail, "Content": {"Simple": MESSAGE}, **changes}


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        mock.account().create_template("receipt", subject="Order {{number}}", text="Thanks!")
        mock.endpoint()
        yield mock


@pytest.fixture(params=CLIENTS.values(), ids=CLIENTS)
def client(request: pytest.FixtureRequest) -> Client:
    found: Client = request.param
    return found


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "subject"),
    [
        ("ses", "SendEmail", v1(), "Grüße"),
        ("sesv2", "SendEmail", v2(), "Grüße"),
        (
            *("ses", "SendTemplatedEmail"),
            {
                "Source": "shop@example.com",
                "Destination": TO_ADA,
                "Template": "receipt",
                "TemplateData": FROM_TEMPLATE["TemplateData"],
            },
            "Order 17",
        ),
        ("sesv2", "SendEmail", v2(Content={"Template": FROM_TEMPLATE}), "Order 17"),
    ],
    ids=["v1", "v2", "v1 from a template", "v2 from a template"],
)
def test_a_mail_is_accepted(
    mock: SESMock,
    client: Client,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    subject: str,
) -> None:
    outcome = client(service, operation, parameters)

    message = mock.outbox.assert_sent(to="ada@example.org", subject=subject)
    assert outcome.result["MessageId"] == message.message_id
    assert message.region == "eu-west-1"
    assert (message.origin or "").startswith("another process (")


@pytest.mark.parametrize("service", ["ses", "sesv2"])
@pytest.mark.parametrize("name", ["boto3", "AWS SDK for JavaScript"])
def test_a_raw_mail(mock: SESMock, service: str, name: str) -> None:
    """The AWS CLI's input is text, and its raw messages base64, which is its own matter."""
    operation, parameters = {
        "ses": ("SendRawEmail", {"RawMessage": {"Data": RAW}}),
        "sesv2": ("SendEmail", {"Content": {"Raw": {"Data": RAW}}}),
    }[service]
    outcome = CLIENTS[name](service, operation, parameters)
    message = mock.outbox.assert_sent(to="ada@example.org", subject="Raw")
    assert outcome.result["MessageId"] == message.message_id


def pause(account: Account) -> None:
    account.pause_sending()


def fill(account: Account) -> None:
    account.max_24_hour_send = 0


def throttle(account: Account) -> None:
    account.fail_next("Throttling", times=20)


REFUSALS: list[
    tuple[str, Callable[[Account], None] | None, dict[str, Any], dict[str, str], str]
] = [
    (
        "unverified",
        None,
        {"source": "shop@example.net"},
        {"ses": "MessageRejected", "sesv2": "MessageRejected"},
        "Email address is not verified. The following identities failed the check in region "
        "EU-WEST-1: shop@example.net",
    ),
    (
        "malformed",
        None,
        {"to": "ada@"},
        {"ses": "InvalidParameterValue", "sesv2": "BadRequestException"},
        "Missing domain",
    ),
    (
        "no configuration set",
        None,
        {"ConfigurationSetName": "news"},
        {"ses": "ConfigurationSetDoesNotExist", "sesv2": "NotFoundException"},
        "Configuration set <news> does not exist.",
    ),
    (
        "paused",
        pause,
        {},
        {"ses": "AccountSendingPausedException", "sesv2": "SendingPausedException"},
        "Sending paused for this account.",
    ),
    (
        "quota",
        fill,
        {},
        {"ses": "Throttling", "sesv2": "TooManyRequestsException"},
        "Daily message quota exceeded.",
    ),
    (
        "throttled",
        throttle,
        {},
        {"ses": "Throttling", "sesv2": "TooManyRequestsException"},
        "Maximum sending rate exceeded.",
    ),
]


@pytest.mark.parametrize("service", ["ses", "sesv2"])
@pytest.mark.parametrize(
    ("arrange", "changes", "codes", "text"),
    [each[1:] for each in REFUSALS],
    ids=[each[0] for each in REFUSALS],
)
def test_a_refusal_is_modelled(
    mock: SESMock,
    client: Client,
    service: str,
    arrange: Callable[[Account], None] | None,
    changes: dict[str, Any],
    codes: dict[str, str],
    text: str,
) -> None:
    if arrange is not None:
        arrange(mock.account())
    parameters = v1() if service == "ses" else v2()
    for name, value in changes.items():
        if name == "source":
            parameters["Source" if service == "ses" else "FromEmailAddress"] = value
        elif name == "to":
            parameters["Destination"] = {"ToAddresses": [value]}
        else:
            parameters[name] = value

    outcome = client(service, "SendEmail", parameters)

    # The SDK for JavaScript calls each by the name of its class.
    assert outcome.code in {codes[service], f"{codes[service]}Exception"}
    assert outcome.message == text
    mock.outbox.assert_empty()


@pytest.mark.parametrize("failure", ["Throttling", "InternalFailure", "connection-closed", 503])
def test_a_client_tries_again(mock: SESMock, client: Client, failure: Any) -> None:
    mock.account().fail_next(failure)

    outcome = client("sesv2", "SendEmail", v2())

    message = mock.outbox.assert_sent(to="ada@example.org")
    assert outcome.result["MessageId"] == message.message_id
    assert [attempt.number for attempt in mock.outbox.attempts] == [1, 2]


def test_a_bulk_send(mock: SESMock, client: Client) -> None:
    outcome = client(
        "sesv2",
        "SendBulkEmail",
        {
            "FromEmailAddress": "shop@example.com",
            "DefaultContent": {"Template": FROM_TEMPLATE},
            "BulkEmailEntries": [{"Destination": TO_ADA}, {"Destination": {"ToAddresses": ["a@"]}}],
        },
    )

    statuses = [each["Status"] for each in outcome.result["BulkEmailEntryResults"]]
    assert statuses == ["SUCCESS", "INVALID_PARAMETER"]
    mock.outbox.assert_count(1)


def test_managing_an_account(mock: SESMock, client: Client) -> None:
    client("sesv2", "CreateEmailIdentity", {"EmailIdentity": "example.edu"})
    identities = client("ses", "ListIdentities", {}).result["Identities"]
    assert set(identities) == {"example.com", "example.edu"}


def test_nodemailer(mock: SESMock) -> None:
    mail = {
        "from": "The Shop <shop@example.com>",
        "to": "ada@example.org",
        "subject": "Grüße",
        "html": "<p>Hello",
        "attachments": [{"filename": "Rechnung.txt", "content": "17 €"}],
    }
    accepted, refused = node(
        ("nodemailer", "", mail), ("nodemailer", "", {**mail, "from": "shop@example.net"})
    )

    message = mock.outbox.assert_sent(
        subject="Grüße", html="<p>Hello", attachments=["Rechnung.txt"]
    )
    assert message.message_id in accepted.result["messageId"]
    assert refused.message.startswith("Email address is not verified.")
