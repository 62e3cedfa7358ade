"""Clients that nobody here wrote send through the endpoint, and are refused as by SES."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import chain
from typing import Any

import botocore.session
import clients
import pytest
from clients import Outcome, Program

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account

pytestmark = pytest.mark.loopback

MESSAGE = {"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "Hello ✓"}}}
TO_ADA = {"ToAddresses": ["ada@example.org"]}
RAW = "From: shop@example.com\r\nTo: ada@example.org\r\nSubject: Raw\r\n\r\nHello\r\n"
DATA = '{"number": "17"}'
V1 = {"Source": "shop@example.com", "Destination": TO_ADA, "Message": MESSAGE}
V2 = {
    "FromEmailAddress": "shop@example.com",
    "Destination": TO_ADA,
    "Content": {"Simple": MESSAGE},
}
MAILS: Mapping[str, Mapping[str, Any]] = {"ses": V1, "sesv2": V2}


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        mock.account().create_template("receipt", subject="Order {{number}}", text="Thanks!")
        mock.endpoint()
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield mock


@pytest.fixture(scope="module")
def programs() -> Iterator[Callable[[str], Program]]:
    """The programs of this module's tests, each started when the first test needs it."""
    running: dict[str, Program] = {}
    with ExitStack() as stack:

        def get(name: str) -> Program:
            if name not in running:
                running[name] = stack.enter_context(Program(getattr(clients, name)()))
            return running[name]

        yield get


@pytest.fixture
def call(
    programs: Callable[[str], Program], mock: SESMock, request: pytest.FixtureRequest
) -> Callable[..., Outcome]:
    """Calls by a client what it is passed; in the tests below that of an SDK's service."""
    program = programs(request.param)

    def call(service: str, operation: str, parameters: Mapping[str, Any]) -> Outcome:
        return program.call(service, operation, parameters, clients.environment())

    return call


by_every_client = pytest.mark.parametrize(
    ("call", "service"),
    [
        pytest.param("boto3", "ses", id="boto3, v1"),
        pytest.param("boto3", "sesv2", id="boto3, v2"),
        pytest.param("javascript", "ses", id="JavaScript, v1"),
        pytest.param("javascript", "sesv2", id="JavaScript, v2"),
        pytest.param("php", "sesv2", id="PHP, v2"),
    ],
    indirect=["call"],
)
by_sdks = pytest.mark.parametrize(
    "call", ["boto3", pytest.param("javascript", id="JavaScript")], indirect=True
)


# Mails


@by_every_client
def test_a_mail_is_accepted(mock: SESMock, call: Callable[..., Outcome], service: str) -> None:
    outcome = call(service, "SendEmail", MAILS[service])

    message = mock.outbox.assert_sent(to="ada@example.org", subject="Grüße", text="Hello ✓")
    assert outcome.result["MessageId"] == message.message_id
    assert message.region == "eu-west-1"
    assert (message.origin or "").startswith("another process (")


@by_sdks
@pytest.mark.parametrize(
    ("service", "operation", "parameters", "subject"),
    [
        ("ses", "SendRawEmail", {"RawMessage": {"Data": RAW}}, "Raw"),
        ("sesv2", "SendEmail", {"Content": {"Raw": {"Data": RAW}}}, "Raw"),
        (
            *("ses", "SendTemplatedEmail"),
            {
                "Source": "shop@example.com",
                "Destination": TO_ADA,
                "Template": "receipt",
                "TemplateData": DATA,
            },
            "Order 17",
        ),
        (
            *("sesv2", "SendEmail"),
            {**V2, "Content": {"Template": {"TemplateName": "receipt", "TemplateData": DATA}}},
            "Order 17",
        ),
    ],
    ids=["v1, raw", "v2, raw", "v1, from a template", "v2, from a template"],
)
def test_other_kinds_of_mail(
    mock: SESMock,
    call: Callable[..., Outcome],
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    subject: str,
) -> None:
    outcome = call(service, operation, parameters)
    message = mock.outbox.assert_sent(to="ada@example.org", subject=subject)
    assert outcome.result["MessageId"] == message.message_id


@by_sdks
def test_a_bulk_send(mock: SESMock, call: Callable[..., Outcome]) -> None:
    outcome = call(
        "sesv2",
        "SendBulkEmail",
        {
            "FromEmailAddress": "shop@example.com",
            "DefaultContent": {"Template": {"TemplateName": "receipt", "TemplateData": DATA}},
            "BulkEmailEntries": [{"Destination": TO_ADA}, {"Destination": {"ToAddresses": ["a@"]}}],
        },
    )

    statuses = [each["Status"] for each in outcome.result["BulkEmailEntryResults"]]
    assert statuses == ["SUCCESS", "INVALID_PARAMETER"]
    mock.outbox.assert_count(1)


@by_sdks
def test_managing_an_account(mock: SESMock, call: Callable[..., Outcome]) -> None:
    call("sesv2", "CreateEmailIdentity", {"EmailIdentity": "example.edu"})
    identities = call("ses", "ListIdentities", {}).result["Identities"]
    assert set(identities) == {"example.com", "example.edu"}


@pytest.mark.parametrize("call", ["javascript"], indirect=True)
def test_nodemailer(mock: SESMock, call: Callable[..., Outcome]) -> None:
    mail = {
        "from": "The Shop <shop@example.com>",
        "to": "ada@example.org",
        "subject": "Grüße",
        "html": "<p>Hello",
        "attachments": [{"filename": "Rechnung.txt", "content": "17 €"}],
    }
    accepted = call("nodemailer", "", mail)
    refused = call("nodemailer", "", {**mail, "from": "shop@example.net"})

    message = mock.outbox.assert_sent(
        subject="Grüße", html="<p>Hello", attachments=["Rechnung.txt"]
    )
    assert message.message_id in accepted.result["messageId"]
    assert refused.message.startswith("Email address is not verified.")


@pytest.mark.parametrize("call", ["php"], indirect=True)
def test_symfony_mailer(mock: SESMock, call: Callable[..., Outcome]) -> None:
    mail = {
        "from": "shop@example.com",
        "to": "ada@example.org",
        "subject": "Grüße",
        "text": "Hello",
        "attachment": "17 €",
    }
    accepted = call("symfony", "", mail)
    refused = call("symfony", "", {**mail, "from": "shop@example.net"})

    message = mock.outbox.assert_sent(subject="Grüße", text="Hello", attachments=["Rechnung.txt"])
    assert message.message_id == accepted.result["MessageId"]
    assert "Email address is not verified." in refused.message


# Refusals


def pause(account: Account) -> None:
    account.pause_sending()


def use_up(account: Account) -> None:
    account.max_24_hour_send = 0


def throttle(account: Account) -> None:
    account.fail_next("Throttling", times=20)


REFUSALS: Mapping[
    str, tuple[Callable[[Account], None] | None, Mapping[str, Any], Mapping[str, str], str]
] = {
    "unverified": (
        None,
        {"Source": "shop@example.net", "FromEmailAddress": "shop@example.net"},
        {"ses": "MessageRejected", "sesv2": "MessageRejected"},
        "Email address is not verified. The following identities failed the check in region "
        "EU-WEST-1: shop@example.net",
    ),
    "malformed": (
        None,
        {"Destination": {"ToAddresses": ["ada@"]}},
        {"ses": "InvalidParameterValue", "sesv2": "BadRequestException"},
        "Missing domain",
    ),
    "no configuration set": (
        None,
        {"ConfigurationSetName": "news"},
        {"ses": "ConfigurationSetDoesNotExist", "sesv2": "NotFoundException"},
        "Configuration set <news> does not exist.",
    ),
    "paused": (
        pause,
        {},
        {"ses": "AccountSendingPausedException", "sesv2": "SendingPausedException"},
        "Sending paused for this account.",
    ),
    "quota": (
        use_up,
        {},
        {"ses": "Throttling", "sesv2": "TooManyRequestsException"},
        "Daily message quota exceeded.",
    ),
    "rate": (
        throttle,
        {},
        {"ses": "Throttling", "sesv2": "TooManyRequestsException"},
        "Maximum sending rate exceeded.",
    ),
}


@by_every_client
@pytest.mark.parametrize(
    ("arrange", "changes", "codes", "text"), REFUSALS.values(), ids=REFUSALS.keys()
)
def test_a_refusal_is_ses_own(
    mock: SESMock,
    call: Callable[..., Outcome],
    service: str,
    arrange: Callable[[Account], None] | None,
    changes: Mapping[str, Any],
    codes: Mapping[str, str],
    text: str,
) -> None:
    if arrange is not None:
        arrange(mock.account())
    mail = MAILS[service]
    known = {
        name: value for name, value in changes.items() if name in {*mail, "ConfigurationSetName"}
    }

    outcome = call(service, "SendEmail", {**mail, **known})

    # The SDK for JavaScript tells the name of its class, where it has one.
    assert outcome.code in {codes[service], outcome.kind}
    assert outcome.message == text
    mock.outbox.assert_empty()


def _modelled() -> Iterator[Any]:
    """Every error that the models of SES's APIs list for an operation that sends."""
    session = botocore.session.get_session()
    for service in ("ses", "sesv2"):
        model = session.get_service_model(service)
        for operation in model.operation_names:
            if operation.startswith("Send") and operation != "SendBounce":
                for error in model.operation_model(operation).error_shapes:
                    values = service, operation, error.name, error.error_code
                    yield pytest.param(*values, id=f"{service}-{operation}-{error.name}")


SENDS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("ses", "SendEmail"): V1,
    ("ses", "SendRawEmail"): {"RawMessage": {"Data": RAW}},
    ("ses", "SendTemplatedEmail"): {
        "Source": "shop@example.com",
        "Destination": TO_ADA,
        "Template": "receipt",
        "TemplateData": DATA,
    },
    ("ses", "SendBulkTemplatedEmail"): {
        "Source": "shop@example.com",
        "Template": "receipt",
        "DefaultTemplateData": DATA,
        "Destinations": [{"Destination": TO_ADA}],
    },
    ("ses", "SendCustomVerificationEmail"): {
        "EmailAddress": "ada@example.org",
        "TemplateName": "welcome",
    },
    ("sesv2", "SendEmail"): V2,
    ("sesv2", "SendBulkEmail"): {
        "FromEmailAddress": "shop@example.com",
        "DefaultContent": {"Template": {"TemplateName": "receipt", "TemplateData": DATA}},
        "BulkEmailEntries": [{"Destination": TO_ADA}],
    },
    ("sesv2", "SendCustomVerificationEmail"): {
        "EmailAddress": "ada@example.org",
        "TemplateName": "welcome",
    },
}


@by_sdks
@pytest.mark.parametrize(("service", "operation", "kind", "code"), [*_modelled()])
def test_a_modelled_refusal_is_caught_by_its_class(
    mock: SESMock, call: Callable[..., Outcome], service: str, operation: str, kind: str, code: str
) -> None:
    mock.account().fail_next(code, "No.", when=operation)

    outcome = call(service, operation, SENDS[service, operation])

    assert outcome.kind == kind
    assert outcome.message == "No."
    mock.outbox.assert_empty()


# Retries, and many at once


@by_every_client
@pytest.mark.parametrize("failure", ["Throttling", "InternalFailure", "connection-closed", 503])
def test_a_client_tries_again(
    mock: SESMock,
    call: Callable[..., Outcome],
    service: str,
    failure: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    mock.account().fail_next(failure)

    outcome = call(service, "SendEmail", MAILS[service])

    message = mock.outbox.assert_sent(to="ada@example.org")
    assert outcome.result["MessageId"] == message.message_id
    assert len(mock.outbox.attempts) == 2


def test_eight_processes_at_once_lose_nothing(mock: SESMock) -> None:
    commands = [clients.boto3(), clients.javascript(), clients.php(), clients.php()]

    def send(command: Sequence[str]) -> list[Outcome]:
        with Program(command) as program:
            return [program.call("sesv2", "SendEmail", V2) for _ in range(25)]

    with ThreadPoolExecutor(8) as pool:
        outcomes = [*chain.from_iterable(pool.map(send, commands * 2))]
    message_ids = sorted(outcome.result["MessageId"] for outcome in outcomes)

    assert len(message_ids) == 8 * 25
    assert message_ids == sorted(message.message_id for message in mock.outbox)
