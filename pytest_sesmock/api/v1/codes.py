"""Error codes and HTTP statuses of API v1."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from pytest_sesmock.engine import rules
from pytest_sesmock.engine.refusal import Fault
from pytest_sesmock.engine.text import Text
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.wire.models import service_model

CODES: dict[Fault, tuple[str, int]] = {
    Fault.INVALID_PARAMETER: ("InvalidParameterValue", 400),
    Fault.MESSAGE_REJECTED: ("MessageRejected", 400),
    Fault.ACCESS_DENIED: ("AccessDenied", 403),
    Fault.CONFIGURATION_SET_MISSING: ("ConfigurationSetDoesNotExist", 400),
    Fault.CONFIGURATION_SET_PAUSED: ("ConfigurationSetSendingPausedException", 400),
    Fault.ACCOUNT_PAUSED: ("AccountSendingPausedException", 400),
    Fault.MAIL_FROM_NOT_VERIFIED: ("MailFromDomainNotVerifiedException", 400),
    Fault.THROTTLED: ("Throttling", 400),
    Fault.CONFIGURATION_SET_EXISTS: ("ConfigurationSetAlreadyExists", 400),
    Fault.INVALID_POLICY: ("InvalidPolicy", 400),
    Fault.LIMIT_EXCEEDED: ("LimitExceeded", 400),
    Fault.VALIDATION: ("ValidationError", 400),
}
"""Code and status of each kind of refusal [v1-model-errors]; Throttling really is a 400."""

_COMMON = {
    # https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html
    "AccessDeniedException": 400,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 400,
    "InternalFailure": 500,
    "InvalidAction": 400,
    "InvalidClientTokenId": 403,
    "InvalidParameterCombination": 400,
    "InvalidQueryParameter": 400,
    "MalformedQueryString": 404,
    "MissingAction": 400,
    "MissingAuthenticationToken": 403,
    "MissingParameter": 400,
    "NotAuthorized": 400,
    "OptInRequired": 403,
    "RequestExpired": 400,
    "ServiceUnavailable": 503,
    "ThrottlingException": 400,
    # Not on that page, but among what AWS's query services answer.
    "ExpiredToken": 403,
    "InternalError": 500,
    "MalformedInput": 400,
    "RequestLimitExceeded": 503,
    "RequestTimeout": 400,
    "RequestTimeoutException": 400,
    "SignatureDoesNotMatch": 403,
    "UnrecognizedClientException": 403,
}

_USUAL_TEXTS = {
    "Throttling": rules.RATE_EXCEEDED,
    "AccountSendingPausedException": rules.PAUSED_BY_HOLDER,
    "MailFromDomainNotVerifiedException": rules.MAIL_FROM_NOT_VERIFIED,
    "InternalFailure": Text("An internal failure has occurred.", "A", ("internal-failure",)),
}
"""What SES says with a code that has one text of its own."""


def plan(
    code: str, message: str | None, http_status: int | None, operation: str | None
) -> tuple[str, str, int]:
    """Code, text and status of a failure planned by a test, for one operation or (None) for any.

    A modelled exception may be named by its class or by its code. Without a text, a code's own is
    used where SES has one, else a text that says it was planned.

    Raises:
        SesmockError: If SES v1 has no such code or operation (near ones are named), or text or
            status are none.
    """
    model = service_model("ses")
    errors = {shape.name: shape.metadata["error"] for shape in model.error_shapes}
    statuses = {
        **_COMMON,
        **dict(CODES.values()),
        **{error["code"]: error["httpStatusCode"] for error in errors.values()},
    }
    if isinstance(code, str) and code in errors:
        code = errors[code]["code"]
    _require("error code", code, statuses)
    if operation is not None:
        _require("operation", operation, model.operation_names)
    if message is None:
        usual = _USUAL_TEXTS.get(code)
        message = usual.says() if usual is not None else f"{code} planned by the test."
    elif not isinstance(message, str):
        raise SesmockError(f"message is a text, not {message!r}")
    if http_status is None:
        http_status = statuses[code]
    elif http_status not in range(400, 600):
        raise SesmockError(f"http_status is one of an error, 400 to 599, not {http_status!r}")
    return code, message, http_status


def _require(kind: str, name: str, known: Collection[str]) -> None:
    if not isinstance(name, str) or name not in known:
        near = difflib.get_close_matches(str(name), known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
        raise SesmockError(f"SES v1 has no {kind} {name!r}: {hint}")
