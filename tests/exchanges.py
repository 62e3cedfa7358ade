"""Requests to the service of a mock, past the client and what it checks itself."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from pytest_sesmock import SESMock
from pytest_sesmock.api.context import Operation
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest
from pytest_sesmock.wire.models import service_model


def replace_operation(
    monkeypatch: pytest.MonkeyPatch, operations: Operations, name: str, row: Operation | None
) -> None:
    """Have an API another row for an operation, or none."""
    operations[name]  # so that there is one to be replaced
    for table in (operations._rows, *(each.OPERATIONS for each in operations._subjects)):
        if name in table:
            if row is None:
                monkeypatch.delitem(table, name)
            else:
                monkeypatch.setitem(table, name, row)


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


def raw_request(service: str, operation: str, parameters: dict[str, Any]) -> HttpRequest:
    """What a client would send that checks nothing and encodes anything.

    Members may be missing, of another type in v2, and lone surrogates: escaped in JSON, as the
    bytes that stand for them in a form. What of a path is missing is "x".
    """
    model = service_model(service)
    if service == "ses":
        form = dict(_fields("", {"Action": operation, "Version": model.api_version, **parameters}))
        body = urlencode(form, errors="surrogatepass").encode()
        return HttpRequest(service, "us-east-1", "POST", "/", {}, body)
    operation_model = model.operation_model(operation)
    path, query, document = operation_model.http["requestUri"], [], dict(parameters)
    for name, shape in operation_model.input_shape.members.items():
        location, place = shape.serialization.get("location"), shape.serialization.get("name", name)
        if location == "uri":
            text = str(document.pop(name, "")) or "x"
            path = path.replace(f"{{{place}}}", quote(text, safe="", errors="surrogatepass"))
        elif location == "querystring" and name in document:
            value = document.pop(name)
            values = value if isinstance(value, list) else [value]
            query += [(place, str(each)) for each in values]
    if query:
        path += "?" + urlencode(query, errors="surrogatepass")
    body = json.dumps(document, default=_plain).encode()
    return HttpRequest(service, "us-east-1", operation_model.http["method"], path, {}, body)


def _plain(value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes) else value.timestamp()


def _fields(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    """The fields of a form that say a value, as the query protocol names them."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _fields(f"{prefix}.{name}" if prefix else name, each)
    elif isinstance(value, list) and value:
        for number, each in enumerate(value, 1):
            yield from _fields(f"{prefix}.member.{number}", each)
    elif isinstance(value, bytes):
        yield prefix, b64encode(value).decode()
    else:
        yield prefix, "" if value == [] else str(value)


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
