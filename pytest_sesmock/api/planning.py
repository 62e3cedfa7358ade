"""What a failure planned by a test is on the wire, in the API that meets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pytest_sesmock.account.planned_failures import Answer
from pytest_sesmock.api.context import Api
from pytest_sesmock.engine.refusal import Fault
from pytest_sesmock.engine.rules.identities import MAIL_FROM_NOT_VERIFIED
from pytest_sesmock.engine.rules.quotas import PAUSED_BY_HOLDER, RATE_EXCEEDED
from pytest_sesmock.engine.text import Text
from pytest_sesmock.errors import SesmockError, suggest
from pytest_sesmock.wire.models import service_model

_FAULT_TEXTS = {
    Fault.SEND_RATE_EXCEEDED: RATE_EXCEEDED,
    Fault.ACCOUNT_PAUSED: PAUSED_BY_HOLDER,
    Fault.MAIL_FROM_NOT_VERIFIED: MAIL_FROM_NOT_VERIFIED,
}
# Of AWS, before SES sees the call. Each API has a code of its own for the same, v1's first.
_TOKEN_INVALID = Text(
    "The security token included in the request is invalid.",
    "A",
    ("common-token-invalid-v1", "common-token-invalid-v2"),
)
_TOKEN_EXPIRED = Text(
    "The security token included in the request is expired", "C", ("common-token-expired",)
)
_SIGNATURE_WRONG = Text(
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details.",
    "A",
    ("common-signature-v1",),
)
_TOKEN_MISSING = Text("Missing Authentication Token", "A", ("common-token-missing-v2",))
_COMMON_ERRORS = (
    ("InvalidClientTokenId", "UnrecognizedClientException", _TOKEN_INVALID),
    ("ExpiredToken", "ExpiredTokenException", _TOKEN_EXPIRED),
    ("SignatureDoesNotMatch", "InvalidSignatureException", _SIGNATURE_WRONG),
    ("MissingAuthenticationToken", "MissingAuthenticationTokenException", _TOKEN_MISSING),
    ("InvalidAction", "UnknownOperationException", None),
    ("MalformedInput", "SerializationException", None),
    ("InternalError", "InternalFailure", None),
    ("RequestTimeout", "RequestTimeoutException", None),
)
_EQUIVALENTS = {
    code: other
    for first, second, _ in _COMMON_ERRORS
    for code, other in ((first, second), (second, first))
}
_CODE_TEXTS = {
    "InternalFailure": Text("An internal failure has occurred.", "A", ("internal-failure",)),
    "OptInRequired": Text(
        "The AWS Access Key Id needs a subscription for the service", "C", ("common-opt-in",)
    ),
    **{
        code: text
        for first, second, text in _COMMON_ERRORS
        if text is not None
        for code in (first, second)
    },
}


def plan_answers(
    apis: Iterable[Api],
    code: str,
    message: str | None,
    http_status: int | None,
    operation: str | None,
) -> dict[str, Answer]:
    """What each API answers for a planned failure, by the API's name.

    A modelled exception may be named by its class or by its code. A code of one API alone is
    answered by the other with its own code for the same kind of refusal, if it has one: Throttling
    is TooManyRequestsException in v2. Without a text, a code's own is used where SES has one, else
    one that says it was planned. With an operation, only the APIs that have it answer.

    Raises:
        SesmockError: If no API has such a code or operation (near ones are named), or text or
            status are none.
    """
    apis = tuple(apis)
    if message is not None and not isinstance(message, str):
        raise SesmockError(f"message must be a str, not {message!r}")
    if http_status is not None and http_status not in range(400, 600):
        raise SesmockError(f"http_status must be an error's, 400 to 599, not {http_status!r}")
    if operation is not None:
        operations = {each.name: service_model(each.name).operation_names for each in apis}
        _require("operation", operation, {name for names in operations.values() for name in names})
        apis = tuple(each for each in apis if operation in operations[each.name])
    statuses = {each.name: statuses_of(each) for each in apis}
    _require("error code", code, {name for codes in statuses.values() for name in codes})
    fault = _fault(apis, code)
    found = {}
    for api in apis:
        own = statuses[api.name].get(code)
        if own is None and fault is not None:
            own = api.codes.get(fault)
        if own is None:
            own = statuses[api.name].get(_EQUIVALENTS.get(code, ""))
        if own is not None:
            own_code, own_status = own
            found[api.name] = Answer(
                own_code, message or _usual_text(own_code, fault), http_status or own_status
            )
    return found


def statuses_of(api: Api) -> dict[str, tuple[str, int]]:
    """Code on the wire and status by every name that a code of the API has."""
    names = {code: (code, status) for code, status in api.common_codes.items()}
    names |= {code: (code, status) for code, status in api.codes.values()}
    for shape in service_model(api.name).error_shapes:
        error = shape.metadata.get("error", {})
        code = error.get("code", shape.name)
        names[code] = names[shape.name] = (code, error["httpStatusCode"])
    return names


def _fault(apis: Iterable[Api], code: str) -> Fault | None:
    """The first kind of refusal that has the code in any API."""
    codes: list[Mapping[Fault, tuple[str, int]]] = [api.codes for api in apis]
    for fault in Fault:
        if any(fault in each and each[fault][0] == code for each in codes):
            return fault
    return None


def _usual_text(code: str, fault: Fault | None) -> str:
    text = _CODE_TEXTS.get(code) or (_FAULT_TEXTS.get(fault) if fault is not None else None)
    return f"{code} planned by the test." if text is None else text.says()


def _require(kind: str, name: str, names: Collection[str]) -> None:
    if not isinstance(name, str) or name not in names:
        near = suggest(name, sorted(names), 3)
        raise SesmockError(f"the {kind} must be one of SES's, not {name!r}: {near}")
