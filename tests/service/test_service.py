"""What any door gets from the service: a reply to every request, whatever it asks for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from exchanges import exchange, http_request, parsed, replace_operation
from sending import SEND

from pytest_sesmock import SESMock, UnsupportedOperation
from pytest_sesmock.api import v1, v2
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest

MAIL2 = {
    "FromEmailAddress": SEND["Source"],
    "Destination": SEND["Destination"],
    "Content": {"Simple": SEND["Message"]},
}


@pytest.mark.parametrize(("service", "mail"), [("ses", SEND), ("sesv2", MAIL2)])
def test_a_mail_is_sent_without_a_client(mock: SESMock, service: str, mail: dict[str, Any]) -> None:
    reply = exchange(mock, service, "SendEmail", mail)

    assert reply.status == 200
    assert reply.unsupported is None
    message_id = parsed(service, "SendEmail", reply)["MessageId"]
    assert mock.outbox.assert_sent(api=service).message_id == message_id


@pytest.mark.parametrize("length", [1, 100_000], ids=["short", "long"])
@pytest.mark.parametrize(("service", "mail"), [("ses", SEND), ("sesv2", MAIL2)])
def test_a_message_has_its_request(
    mock: SESMock, service: str, mail: dict[str, Any], length: int
) -> None:
    """However it is kept: what a test does to it changes it for nobody else."""
    mail = deepcopy(mail)
    content = mail["Content"]["Simple"] if service == "sesv2" else mail["Message"]
    content["Body"]["Text"] = {"Data": "x" * length}

    exchange(mock, service, "SendEmail", mail)

    (message,) = mock.outbox
    given = message.request
    assert given == mail
    given["Destination"]["ToAddresses"].clear()
    assert message.request == mail


def test_a_path_alone_is_answered_like_a_url(mock: SESMock) -> None:
    request = http_request("sesv2", "SendEmail", MAIL2)
    path = request.target.removeprefix("https://email.us-east-1.amazonaws.com")
    assert path == "/v2/email/outbound-emails"

    assert service_of(mock).answer(request._replace(target=path)).status == 200
    mock.outbox.assert_count(1)


@pytest.mark.parametrize(
    ("operations", "service", "operation", "parameters", "code"),
    [
        (v1.OPERATIONS, "ses", "SendEmail", SEND, "InvalidAction"),
        (v2.OPERATIONS, "sesv2", "SendEmail", MAIL2, "UnknownOperationException"),
    ],
    ids=["v1", "v2"],
)
def test_an_operation_that_is_not_built_is_an_answer(
    mock: SESMock,
    monkeypatch: pytest.MonkeyPatch,
    operations: Operations,
    service: str,
    operation: str,
    parameters: dict[str, Any],
    code: str,
) -> None:
    """A door outside this process has nothing to raise into."""
    replace_operation(monkeypatch, operations, operation, None)

    reply = exchange(mock, service, operation, parameters)

    assert reply.status == 501
    assert isinstance(reply.unsupported, UnsupportedOperation)
    assert mock.unsupported == (reply.unsupported,)
    error = parsed(service, operation, reply)["Error"]
    assert error["Code"] == code
    assert error["Message"] == str(reply.unsupported)
    mock.outbox.assert_empty()
    assert mock.outbox.refusals == []


UNKNOWN = {
    "v1": (
        HttpRequest("ses", "us-east-1", "POST", "/", {}, "Action=Nothing&Version=2010-12-01"),
        400,
        "InvalidAction",
    ),
    "v2": (
        HttpRequest("sesv2", "us-east-1", "GET", "/v2/email/nothing", {}, b""),
        404,
        "UnknownOperationException",
    ),
}


@pytest.mark.parametrize(("request_", "status", "code"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_operation_that_ses_does_not_have_is_answered_as_ses_does(
    mock: SESMock, request_: HttpRequest, status: int, code: str
) -> None:
    reply: HttpReply = service_of(mock).answer(request_)

    assert reply.status == status
    assert reply.unsupported is None
    assert parsed(request_.service, "SendEmail", reply)["Error"]["Code"] == code
    assert mock.unsupported == ()


BULK = {
    "ses": {
        "Source": SEND["Source"],
        "Template": "welcome",
        "DefaultTemplateData": "{}",
        "Destinations": [
            {
                "Destination": {
                    "ToAddresses": ["ada@example.org"],
                    "CcAddresses": ["eve@example.org"],
                }
            },
            {"Destination": {"ToAddresses": ["bob@example.org"]}},
        ],
    },
    "sesv2": {
        "FromEmailAddress": SEND["Source"],
        "DefaultContent": {"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
        "BulkEmailEntries": [
            {
                "Destination": {
                    "ToAddresses": ["ada@example.org"],
                    "CcAddresses": ["eve@example.org"],
                }
            },
            {"Destination": {"ToAddresses": ["bob@example.org"]}},
        ],
    },
}


@pytest.mark.parametrize(
    ("service", "operation"), [("ses", "SendBulkTemplatedEmail"), ("sesv2", "SendBulkEmail")]
)
def test_a_planned_failure_of_a_bulk_send_is_recorded_with_everyone(
    mock: SESMock, service: str, operation: str
) -> None:
    mock.account().create_template("welcome", subject="Hi", text="Hello")
    mock.account().fail_next("MessageRejected")

    reply = exchange(mock, service, operation, BULK[service])

    assert parsed(service, operation, reply)["Error"]["Code"] == "MessageRejected"
    refused = mock.outbox.assert_refused(rule="planned", operation=operation)
    assert (refused.source, refused.to) == (SEND["Source"], ("ada@example.org", "bob@example.org"))
    assert refused.cc == ("eve@example.org",)
    mock.outbox.assert_empty()


def test_the_operation_is_what_the_request_says(mock: SESMock) -> None:
    """Nothing beside the request names it, so that nothing can name another one."""
    assert "operation" not in HttpRequest._fields

    reply = exchange(mock, "ses", "GetSendQuota", {})

    assert parsed("ses", "GetSendQuota", reply)["SentLast24Hours"] == 0
