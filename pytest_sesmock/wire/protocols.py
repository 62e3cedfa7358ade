"""How each of SES's APIs reads requests and writes answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.wire import query, rest_json, smtp
from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.validation import violations

if TYPE_CHECKING:
    from pytest_sesmock.wire.request import OperationInput


class Protocol(NamedTuple):
    """The wire of one API.

    Attributes:
        content_type: Of every answer.
        parse_request: From method, target and body to an operation's input; raises
            MalformedRequest.
        violations: From operation, parameters and the members not to look at to what breaks the
            constraints of the service model, None if nothing does.
        write_result: From operation, result and request id to a body.
        write_error: From code, message, request id and status to a body.
        error_headers: From a code to the headers that only errors have.
    """

    content_type: str
    parse_request: Callable[[str, str, bytes | str], OperationInput]
    violations: Callable[[str, Mapping[str, Any], Collection[str]], str | None]
    write_result: Callable[[str, Mapping[str, Any], str], bytes]
    write_error: Callable[[str, str | None, str, int], bytes]
    error_headers: Callable[[str], Mapping[str, str]]


def _violations(name: str) -> Callable[[str, Mapping[str, Any], Collection[str]], str | None]:
    return lambda operation, parameters, unless: violations(
        service_model(name), operation, parameters, unless=unless
    )


PROTOCOLS: dict[str, Protocol] = {
    "ses": Protocol(
        query.CONTENT_TYPE,
        lambda _method, _target, body: query.parse_request(service_model("ses"), body),
        _violations("ses"),
        lambda operation, result, request_id: query.write_result(
            service_model("ses"), operation, result, request_id
        ),
        lambda code, message, request_id, status: query.write_error(
            code, message or "", request_id, status=status
        ),
        lambda _code: {},
    ),
    "sesv2": Protocol(
        rest_json.CONTENT_TYPE,
        lambda method, target, body: rest_json.parse_request(
            service_model("sesv2"), method, target, body
        ),
        _violations("sesv2"),
        lambda operation, result, _request_id: rest_json.write_result(
            service_model("sesv2"), operation, result
        ),
        lambda _code, message, _request_id, _status: rest_json.write_error(message),
        rest_json.error_headers,
    ),
    "smtp": Protocol(
        smtp.CONTENT_TYPE,
        lambda _method, target, body: smtp.parse_request(target, body),
        lambda _operation, _parameters, _unless: None,
        lambda _operation, result, _request_id: smtp.write_result(result),
        lambda code, message, _request_id, _status: smtp.write_error(code, message),
        lambda _code: {},
    ),
}
"""The wire of each API, by botocore's name of the service; `smtp` is the SMTP interface."""
