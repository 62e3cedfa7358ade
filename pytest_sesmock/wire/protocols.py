"""How each of SES's APIs reads requests and writes answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.wire import query, rest_json

if TYPE_CHECKING:
    from botocore.model import ServiceModel

    from pytest_sesmock.wire.request import OperationInput


class Protocol(NamedTuple):
    """The wire of one API.

    Attributes:
        content_type: Of every answer.
        parse_request: From model, HTTP method, target and body to an operation's input; raises
            MalformedRequest.
        write_result: From model, operation, result and request id to a body.
        write_error: From code, message, request id and HTTP status to a body.
        error_headers: From a code to the headers that only errors have.
    """

    content_type: str
    parse_request: Callable[[ServiceModel, str, str, bytes | str], OperationInput]
    write_result: Callable[[ServiceModel, str, Mapping[str, Any], str], bytes]
    write_error: Callable[[str, str | None, str, int], bytes]
    error_headers: Callable[[str], Mapping[str, str]]


PROTOCOLS: dict[str, Protocol] = {
    "ses": Protocol(
        query.CONTENT_TYPE,
        lambda model, _method, _url, body: query.parse_request(model, body),
        query.write_result,
        lambda code, message, request_id, status: query.write_error(
            code, message or "", request_id, status=status
        ),
        lambda _code: {},
    ),
    "sesv2": Protocol(
        rest_json.CONTENT_TYPE,
        rest_json.parse_request,
        lambda model, operation, result, _request_id: rest_json.write_result(
            model, operation, result
        ),
        lambda _code, message, _request_id, _status: rest_json.write_error(message),
        rest_json.error_headers,
    ),
}
"""The wire of each API, by botocore's name of the service."""
