"""Requests to the service of a mock, past the client and what it checks itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from pytest_sesmock import SESMock
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest
from pytest_sesmock.wire.models import service_model


def http_request(service: str, operation: str, parameters: dict[str, Any]) -> HttpRequest:
    """What a client in us-east-1 would send."""
    model = service_model(service)
    serialized = create_serializer(model.metadata["protocol"]).serialize_to_request(
        parameters, model.operation_model(operation)
    )
    body = serialized["body"]
    return HttpRequest(
        service,
        "us-east-1",
        serialized["method"],
        f"https://email.us-east-1.amazonaws.com{serialized['url_path']}",
        {},
        urlencode(body) if isinstance(body, dict) else body,
    )


def exchange(mock: SESMock, service: str, operation: str, parameters: dict[str, Any]) -> HttpReply:
    """The service's reply to such a request."""
    return service_of(mock).answer(http_request(service, operation, parameters))


def parsed(service: str, operation: str, reply: HttpReply) -> dict[str, Any]:
    """A reply as botocore reads it, without what is about the exchange itself."""
    model = service_model(service)
    response = {
        "status_code": reply.status,
        "headers": {name.lower(): value for name, value in reply.headers.items()},
        "body": reply.body,
    }
    answer: dict[str, Any] = create_parser(model.metadata["protocol"]).parse(
        response, model.operation_model(operation).output_shape
    )
    del answer["ResponseMetadata"]
    return answer
