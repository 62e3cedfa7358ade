"""The AWS CLI, as its users type it: each of its processes takes a second to start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import aws

from pytest_sesmock import SESMock

pytestmark = pytest.mark.loopback

SHOP, ADA = "shop@example.com", "ada@example.org"
RAW = "From: shop@example.com\r\nTo: ada@example.org\r\nSubject: Raw\r\n\r\nHello\r\n"
SIMPLE = "Simple={Subject={Data=Welcome},Body={Text={Data=Hello}}}"


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        mock.endpoint()
        yield mock


def test_mails(mock: SESMock, tmp_path: Path) -> None:
    raw = tmp_path / "mail.json"
    raw.write_text(json.dumps({"Data": RAW}))

    outcomes = [
        aws(
            *("ses", "send-email", "--from", SHOP, "--to", ADA),
            *("--subject", "Welcome", "--text", "Hello"),
        ),
        aws("ses", "send-raw-email", "--raw-message", f"file://{raw}"),
        aws(
            *("sesv2", "send-email", "--from-email-address", SHOP),
            *("--destination", f"ToAddresses={ADA}", "--content", SIMPLE),
        ),
    ]

    subjects = [message.subject for message in mock.outbox]
    assert subjects == ["Welcome", "Raw", "Welcome"]
    message_ids = [message.message_id for message in mock.outbox]
    assert message_ids == [outcome.result["MessageId"] for outcome in outcomes]
    for message in mock.outbox:
        assert (message.origin or "").startswith("another process (aws-cli/")


def test_templates(mock: SESMock) -> None:
    made = aws(
        *("ses", "create-template", "--template"),
        json.dumps({"TemplateName": "receipt", "SubjectPart": "Order {{number}}"}),
    )
    sent = aws(
        *("ses", "send-templated-email", "--source", SHOP, "--destination", f"ToAddresses={ADA}"),
        *("--template", "receipt", "--template-data", '{"number": "17"}'),
    )
    missing = aws(
        *("sesv2", "send-email", "--from-email-address", SHOP),
        *("--destination", f"ToAddresses={ADA}"),
        *("--content", "Template={TemplateName=invoice,TemplateData='{}'}"),
    )

    assert not made.message
    assert mock.outbox.assert_sent(subject="Order 17").message_id == sent.result["MessageId"]
    assert missing.code == mock.outbox.refusals[0].code == "NotFoundException"
    assert missing.message == mock.outbox.refusals[0].message


def test_a_refusal(mock: SESMock) -> None:
    outcome = aws(
        *("ses", "send-email", "--from", "shop@example.net", "--to", ADA),
        *("--subject", "Welcome", "--text", "Hello"),
    )
    assert outcome.code == "MessageRejected"
    assert outcome.message == (
        "Email address is not verified. The following identities failed the check in region "
        "EU-WEST-1: shop@example.net"
    )


def test_it_tries_again(mock: SESMock) -> None:
    mock.account().fail_next("Throttling")

    outcome = aws(
        *("sesv2", "send-email", "--from-email-address", SHOP),
        *("--destination", f"ToAddresses={ADA}", "--content", SIMPLE),
    )

    assert outcome.result["MessageId"] == mock.outbox[0].message_id
    assert [attempt.number for attempt in mock.outbox.attempts] == [1, 2]
