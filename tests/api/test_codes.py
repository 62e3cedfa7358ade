"""The codes of both APIs are those of the service models, of the records, or documented for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from sending import SEND, mail2

from pytest_sesmock import Account
from pytest_sesmock.account.reasons.table import REASONS
from pytest_sesmock.api import smtp, v1, v2
from pytest_sesmock.api.context import Api
from pytest_sesmock.engine.refusal import Fault
from pytest_sesmock.engine.rules import RULES
from pytest_sesmock.wire.models import service_model

APIS = [v1.API, v2.API]
ROWS = [(api, fault) for api in APIS for fault in api.codes]
RECORDED = {(row["code"], row["http_status"]) for row in BEHAVIOUR.values()}

UNMODELLED = {
    ("ses", "InvalidParameterValue", 400),
    ("ses", "AccessDenied", 403),
    ("ses", "Throttling", 400),
    ("ses", "ValidationError", 400),
    ("sesv2", "AccessDeniedException", 403),
    ("sesv2", "ValidationException", 400),
    ("sesv2", "InternalFailure", 500),
}
"""Codes that were recorded although the service model lacks them."""


def modelled(api: Api) -> set[tuple[str, int]]:
    errors = [
        (shape.metadata["error"].get("code", shape.name), shape.metadata["error"]["httpStatusCode"])
        for shape in service_model(api.name).error_shapes
    ]
    return set(errors)


@pytest.mark.parametrize(
    ("api", "fault"), ROWS, ids=[f"{api.name}-{fault.name}" for api, fault in ROWS]
)
def test_codes_are_the_models_or_recorded(api: Api, fault: Fault) -> None:
    code, status = api.codes[fault]

    assert (code, status) in modelled(api) or (api.name, code, status) in UNMODELLED


def test_what_no_model_has_was_recorded() -> None:
    assert {(code, status) for _, code, status in UNMODELLED} <= RECORDED


def test_every_refusal_has_a_code() -> None:
    said = {each.fault for each in (*RULES, *REASONS)}

    assert said <= {fault for api in APIS for fault in api.codes}
    assert {fault for api in APIS for fault in api.codes} == set(Fault) - {Fault.PLANNED}


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_a_refused_mail_has_a_code_and_a_status_in_a_bulk(api: Api) -> None:
    operation, shape = {
        "ses": ("SendBulkTemplatedEmail", "Status"),
        "sesv2": ("SendBulkEmail", "BulkEmailEntryResults"),
    }[api.name]
    output: Any = service_model(api.name).operation_model(operation).output_shape
    results = output.members[shape] if api.name == "sesv2" else output.members["Status"]
    statuses = results.member.members["Status"].enum

    for rule in RULES:
        assert rule.fault in api.codes
        assert api.entry_status(rule.fault) in statuses


def test_every_refusal_of_a_mail_has_a_reply_of_smtp() -> None:
    """Templates are of the APIs alone."""
    assert {rule.fault for rule in RULES if "template" not in rule.about} == {*smtp.API.codes}
    assert {code for _, code in smtp.API.codes.values()} <= {454, 552, 554}


# Errors of AWS itself, planned by a test

Refused = Callable[..., tuple[str, str, int]]

# What v1 and v2 answer for a planned code, and the row with the text.
COMMON = [
    ("InvalidClientTokenId", None, None, "common-token-invalid-v1"),
    ("UnrecognizedClientException", None, None, "common-token-invalid-v2"),
    ("ExpiredTokenException", None, None, "common-token-expired"),
    ("OptInRequired", None, None, "common-opt-in"),
    ("ExpiredToken", "ExpiredToken", "ExpiredTokenException", "common-token-expired"),
    (
        "SignatureDoesNotMatch",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "common-signature-v1",
    ),
    (
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "common-signature-v1",
    ),
    (
        "MissingAuthenticationToken",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "common-token-missing-v2",
    ),
    (
        "MissingAuthenticationTokenException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "common-token-missing-v2",
    ),
]


@pytest.mark.parametrize(("code", "first", "second", "row"), COMMON, ids=[row[0] for row in COMMON])
def test_both_apis_meet_an_error_of_aws_itself(
    account: Account,
    refused: Refused,
    refused2: Refused,
    code: str,
    first: str | None,
    second: str | None,
    row: str,
) -> None:
    """Under the code each has for it, by default the planned one, in AWS's words."""
    account.verify("example.com")
    account.fail_next(code, times=2)

    answers = refused("send_email", **SEND), refused2("send_email", **mail2())

    text, status = BEHAVIOUR[row]["message"], BEHAVIOUR[row]["http_status"]
    assert answers == ((first or code, text, status), (second or code, text, status))
    assert account.planned_failures == ()


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("InvalidAction", "InvalidAction", "UnknownOperationException"),
        ("SerializationException", "MalformedInput", "SerializationException"),
        ("InternalError", "InternalError", "InternalFailure"),
        ("RequestTimeout", "RequestTimeout", "RequestTimeoutException"),
    ],
)
def test_both_apis_meet_what_one_has_a_code_for(
    account: Account, refused: Refused, refused2: Refused, code: str, first: str, second: str
) -> None:
    account.fail_next(code, "as planned", times=2)

    answers = refused("send_email", **SEND), refused2("send_email", **mail2())

    assert [answer[:2] for answer in answers] == [(first, "as planned"), (second, "as planned")]
