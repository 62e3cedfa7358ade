"""The codes of both APIs are those of the service models, of the records, or documented for all."""

from __future__ import annotations

from typing import Any

import pytest
from evidence import BEHAVIOUR

from pytest_sesmock.account.reasons import REASONS
from pytest_sesmock.api import v1, v2
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
