"""How each of SES's APIs reads requests and writes answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.wire import query, rest_json, smtp
from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.validation import violations

if TYPE_CHECKING:
    from pytest_sesmock.wire.request import OperationInput


class KeptRequest:
    """A request as it came, which is read anew whenever somebody asks for its parameters.

    They are many objects, and as long as they are there the garbage collector looks at each.
    """

    __slots__ = ("_api", "_body", "_method", "_target")

    def __init__(self, api: str, method: str, target: str, body: bytes | str) -> None:
        self._api = api
        self._method = method
        self._target = target
        self._body = body

    def __call__(self) -> dict[str, Any]:
        """The parameters: a new dict each time."""
        return protocol(self._api).parse_request(self._method, self._target, self._body).parameters


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


@cache
def protocol(api: str) -> Protocol:
    """The wire of an API, by botocore's name of the service; `smtp` is the SMTP interface."""
    if api == "smtp":
        return Protocol(
            smtp.CONTENT_TYPE,
            lambda _method, target, body: smtp.parse_request(target, body),
            lambda _operation, _parameters, _unless: None,
            lambda _operation, result, _request_id: smtp.write_result(result),
            lambda code, message, _request_id, _status: smtp.write_error(code, message),
            lambda _code: {},
        )
    model = service_model(api)
    if api == "ses":
        return Protocol(
            query.CONTENT_TYPE,
            lambda _method, _target, body: query.parse_request(model, body),
            partial(violations, model),
            partial(query.write_result, model),
            lambda code, message, request_id, status: query.write_error(
                code, message or "", request_id, status=status
            ),
            lambda _code: {},
        )
    return Protocol(
        rest_json.CONTENT_TYPE,
        partial(rest_json.parse_request, model),
        partial(violations, model),
        lambda operation, result, _request_id: rest_json.write_result(model, operation, result),
        lambda _code, message, _request_id, _status: rest_json.write_error(message),
        rest_json.error_headers,
    )
