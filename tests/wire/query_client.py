"""The other end of the query wire: what botocore sends and how it reads an answer."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from every_type import service_of_every_type

from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.query import CONTENT_TYPE

SES = service_model("ses")

each_operation = pytest.mark.parametrize(
    "operation",
    [SES.operation_model(name) for name in SES.operation_names],
    ids=lambda it: it.name,
)


def body_sent(operation: Any, parameters: dict[str, Any]) -> bytes | str:
    """The body a client of botocore sends, parameter validation off."""
    request = create_serializer("query", include_validation=False).serialize_to_request(
        parameters, operation
    )
    sent = AWSRequest("POST", "https://ses/", headers=request["headers"], data=request["body"])
    body: bytes | str = sent.prepare().body
    return body


def parsed_by_botocore(body: bytes, shape: Any, status: int = 200) -> dict[str, Any]:
    response = {"status_code": status, "headers": {"content-type": CONTENT_TYPE}, "body": body}
    parsed: dict[str, Any] = create_parser("query").parse(response, shape)
    return parsed


EVERY_TYPE = service_of_every_type("query")
