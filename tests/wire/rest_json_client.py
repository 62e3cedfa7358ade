"""The other end of the REST wire: what botocore sends and how it reads an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from botocore.awsrequest import HeadersDict, create_request_object, prepare_request_dict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from every_type import service_of_every_type

from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.rest_json import CONTENT_TYPE

SESV2 = service_model("sesv2")
EVERY_TYPE = service_of_every_type("rest-json")
ENDPOINT = "https://email.us-east-1.amazonaws.com"

each_operation = pytest.mark.parametrize(
    "operation",
    [SESV2.operation_model(name) for name in SESV2.operation_names],
    ids=lambda it: it.name,
)


class Sent(NamedTuple):
    """What the parser is given of a request."""

    method: str
    url: str
    body: bytes


def sent(operation: Any, parameters: dict[str, Any]) -> Sent:
    """The request a client of botocore sends, parameter validation off."""
    request = create_serializer("rest-json", include_validation=False).serialize_to_request(
        parameters, operation
    )
    prepare_request_dict(request, ENDPOINT)
    prepared = create_request_object(request).prepare()
    return Sent(prepared.method, prepared.url, prepared.body or b"")


def parsed_by_botocore(
    body: bytes, shape: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What botocore makes of an answer, without what it says about HTTP."""
    response = {
        "status_code": status,
        "headers": HeadersDict({"Content-Type": CONTENT_TYPE, **(headers or {})}),
        "body": body,
    }
    parsed: dict[str, Any] = create_parser("rest-json").parse(response, shape)
    parsed.pop("ResponseMetadata", None)
    return parsed
