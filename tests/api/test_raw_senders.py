"""Who sends a raw mail, by its parameters and its fields, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from raw_sends import FROM, TO, raw, v1, v2

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

PLAIN = b"From: noreply@example.com\r\nTo: ada@example.org\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture(autouse=True)
def _verified(account: Account) -> None:
    account.verify("example.com")


# Sender, return path and their ARNs


@pytest.mark.parametrize(
    ("fields", "parameters", "return_path"),
    [
        pytest.param([], {}, None, id="neither"),
        pytest.param([], {"Source": "ann@example.com"}, None, id="Source alone"),
        pytest.param(["Return-Path: <r@example.com>"], {}, "r@example.com", id="field alone"),
        pytest.param(
            ["Return-Path: <r@example.com>"],
            {"Source": "Ann <ann@example.com>"},
            "Ann <ann@example.com>",
            id="both",
        ),
    ],
)
def test_the_source_goes_before_the_return_path_field(
    client: Any, mock: SESMock, fields: list[str], parameters: dict[str, str], return_path: str
) -> None:
    """Row doc-source-return-path."""
    client.send_raw_email(**v1(raw(FROM, TO, *fields), **parameters))

    assert mock.outbox[0].return_path == return_path


def test_nothing_says_so_of_v2(client2: Any, mock: SESMock) -> None:
    data = raw(FROM, TO, "Return-Path: <r@example.com>")
    other = {"FeedbackForwardingEmailAddress": "f@example.com"}

    client2.send_email(**v2(data, FromEmailAddress="ann@example.com"))
    client2.send_email(**v2(data, FromEmailAddress="ann@example.com", **other))

    assert [message.return_path for message in mock.outbox] == ["r@example.com", "f@example.com"]


@pytest.mark.parametrize(
    ("fields", "received"),
    [
        ((FROM, TO), ["shop@example.com"]),
        ((TO,), None),
        ((), None),
        (("Sender: boss@example.com", TO), None),
    ],
    ids=["From", "no From", "nothing", "Sender"],
)
def test_v2_replaces_a_from_field_and_adds_none(
    client2: Any, mock: SESMock, fields: tuple[str, ...], received: list[str] | None
) -> None:
    """Rows v2-raw-from-replaced and v2-raw-no-from."""
    destination = {"ToAddresses": ["ada@example.org"]}

    client2.send_email(
        **v2(raw(*fields), FromEmailAddress="shop@example.com", Destination=destination)
    )

    message = mock.outbox.assert_sent(source="shop@example.com")
    assert message.mime.get_all("From") == received
    assert message.headers.get("From") == (received and received[0])


ADDRESS = "arn:aws:ses:us-east-1:123456789012:identity/ann@example.com"
NAMED = "From: Ann <ann@example.com>"


@pytest.mark.parametrize(
    ("fields", "parameters", "aligns"),
    [
        pytest.param([], {"FromArn": ADDRESS}, True, id="FromArn"),
        pytest.param([f"X-SES-FROM-ARN: {ADDRESS}"], {}, True, id="field of it"),
        pytest.param([], {"SourceArn": ADDRESS}, True, id="SourceArn, no Source"),
        pytest.param(
            [f"X-SES-SOURCE-ARN: {ADDRESS}", f"X-SES-FROM-ARN: {ADDRESS}"],
            {"Source": "ann@example.com"},
            True,
            id="both fields, as recorded",
        ),
        pytest.param(
            [],
            {"SourceArn": ADDRESS, "Source": "Ann <ann@example.com>"},
            False,
            id="Source with a name",
        ),
        pytest.param(
            ["Return-Path: Ann <ann@example.com>"],
            {"ReturnPathArn": ADDRESS},
            True,
            id="ReturnPathArn",
        ),
        pytest.param([], {"FromArn": ADDRESS.replace("ann@", "bob@")}, False, id="another's"),
        pytest.param([], {"FromArn": ADDRESS.replace("com", "COM")}, False, id="another case"),
    ],
)
def test_an_arn_of_an_address_covers_it_with_a_name_in_the_header(
    client: Any, refused: Refused, fields: list[str], parameters: dict[str, str], aligns: bool
) -> None:
    """Rows arn-from-display-name and arn-misaligned."""
    call = v1(raw(NAMED, TO, *fields), **parameters)
    if aligns:
        client.send_raw_email(**call)
    else:
        assert "does not align with the given ARN" in refused("send_raw_email", **call)[1]


def test_an_empty_return_path(refused: Refused) -> None:
    """Row return-path-empty, less SMTP's name of the error."""
    _, _, recorded = BEHAVIOUR["return-path-empty"]["message"].partition("failed: ")

    code, message, status = refused("send_raw_email", **v1(raw(FROM, TO, "Return-Path: <>")))

    assert (code, message, status) == ("InvalidParameterValue", recorded, 400)


def test_a_delivered_mail_has_no_return_path_of_the_senders(client: Any, mock: SESMock) -> None:
    """Row return-path-removed."""
    client.send_raw_email(**v1(raw("Return-Path: <r@example.com>", FROM, TO)))

    assert "Return-Path" not in mock.outbox[0].mime


# Groups in a header, which to JavaMail may hold anybody or nobody

NOBODY = "undisclosed:;"
BARE = "team: ada;"  # a member without a domain


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ((f"From: {NOBODY}", TO), "Empty required header 'From'."),
        ((f"From: {BARE}", TO), "Missing final '@domain'"),
        ((FROM, f"To: {BARE}"), "Missing final '@domain'"),
        ((FROM, TO, f"Cc: {BARE}"), "Missing final '@domain'"),
        ((FROM, TO, f"Return-Path: {BARE}"), "Missing final '@domain'"),
        ((FROM, TO, f"Reply-To: {BARE}"), "Missing final '@domain'"),
        ((FROM, f"To: {NOBODY}"), "Missing required header 'To'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_groups_that_ses_cannot_send_as_or_to(
    refused: Refused, refused2: Refused, fields: tuple[str, ...], text: str
) -> None:
    """The texts are recorded for addresses outside of groups; here they are inferred."""
    data = raw(*fields)

    assert refused("send_raw_email", **v1(data)) == ("InvalidParameterValue", text, 400)
    assert refused2("send_email", **v2(data)) == ("BadRequestException", text, 400)


@pytest.mark.parametrize(
    "fields",
    [
        (f"From: {NOBODY}", TO),
        (FROM, f"To: {NOBODY}"),
        (FROM, f"To: {BARE}"),
        (FROM, TO, f"Sender: {NOBODY}"),
        (FROM, TO, f"Sender: {BARE}"),
        (FROM, TO, f"Return-Path: {NOBODY}"),
        ("From: team: noreply@example.com, info@example.com;", TO),
    ],
    ids=" ".join,
)
def test_groups_that_ses_need_not_look_into(
    account: Account, client: Any, client2: Any, fields: tuple[str, ...]
) -> None:
    """[doc-group-list]: what the call names takes their place, or nobody is addressed."""
    envelope: dict[str, Any] = {
        "Source": "noreply@example.com",
        "Destinations": ["ada@example.org"],
    }
    client.send_raw_email(**v1(raw(*fields), **envelope))
    client2.send_email(
        **v2(raw(*fields)),
        FromEmailAddress=envelope["Source"],
        Destination={"ToAddresses": envelope["Destinations"]},
    )


@pytest.mark.parametrize("in_sandbox", [False, True])
def test_members_without_a_domain_in_the_sandbox(
    account: Account, refused: Refused, in_sandbox: bool
) -> None:
    account.sandbox = in_sandbox

    answer = refused("send_raw_email", **v1(raw(FROM, f"Bcc: {BARE}")))

    assert answer == ("InvalidParameterValue", "Missing final '@domain'", 400)
