"""What a failure planned by a test is on the wire, in the API that meets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pytest_sesmock.account.planned_failures import ENTRY_HTTP_STATUS, Answer
from pytest_sesmock.api import transport_failures
from pytest_sesmock.api.context import Api
from pytest_sesmock.engine.refusal import Fault
from pytest_sesmock.engine.rules.identities import MAIL_FROM_NOT_VERIFIED
from pytest_sesmock.engine.rules.quotas import PAUSED_BY_HOLDER, RATE_EXCEEDED
from pytest_sesmock.engine.text import Text
from pytest_sesmock.errors import SesmockError, find_similar, suggest
from pytest_sesmock.wire.models import has_model, service_model

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

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
_SERVER_ERROR = 500
_EQUIVALENTS = {
    code: other
    for first, second, _ in _COMMON_ERRORS
    for code, other in ((first, second), (second, first))
}
_CODE_TEXTS = {
    "InternalFailure": Text("An internal failure has occurred.", "A", ("internal-failure",)),
    # It has no text: words and reply code are all.
    "Temporary service failure": Text("", "B", ("doc-smtp-failure",)),
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


# Recorded of API v1; that v2 says the same is inferred.
_ENTRY_FAILED = Text(
    "Unknown error occurred. Please try again later", "A", ("bulk-entry-failed-unknown",)
)
_OTHER_ENTRY_STATUSES: tuple[dict[str, str], ...] = (
    {"ses": "AccountSuspended", "sesv2": "ACCOUNT_SUSPENDED"},
    {"ses": "InvalidSendingPoolName", "sesv2": "INVALID_SENDING_POOL_NAME"},
    {"ses": "TransientFailure", "sesv2": "TRANSIENT_FAILURE"},
)
"""The statuses of entries that no rule leads to [bulk-status-enum]."""


def plan_answers(
    apis: Iterable[Api],
    code: object,
    message: str | None,
    http_status: int | None,
    operation: str | None,
    *,
    is_of_entries: bool = False,
) -> dict[str, Answer]:
    """What each API answers for a planned failure, by the API's name.

    A modelled exception may be named by its class or by its code. A code of one API alone is
    answered by the other with its own code for the same kind of refusal, if it has one: Throttling
    is TooManyRequestsException in v2. Without a text, a code's own is used where SES has one, else
    one that says it was planned. With an operation, only the APIs that have it answer. A status
    that only entries of bulk sends have is planned for those, as is any if `is_of_entries`. A
    failure of the transport, or an HTTP status alone, is the same for every API.

    Raises:
        SesmockError: If no API has such a code or operation (near ones are named), or text or
            status are none.
    """
    all_apis = apis = tuple(apis)
    if isinstance(code, BaseException) or (
        isinstance(code, type) and issubclass(code, BaseException)
    ):
        raise SesmockError(_no_exception(apis, code))
    if message is not None and not isinstance(message, str):
        raise SesmockError(f"message must be a str, not {message!r}")
    if http_status is not None and http_status not in range(400, 600):
        raise SesmockError(f"http_status must be an error's, 400 to 599, not {http_status!r}")
    if operation is not None:
        operations = {each.name: _operation_names(each) for each in apis}
        _require("operation", operation, {name for names in operations.values() for name in names})
        apis = tuple(each for each in apis if operation in operations[each.name])
    if transport_failures.is_of_transport(code):
        return transport_failures.plan_transport_failure(
            apis, str(code), message, http_status, is_of_entries=is_of_entries
        )
    statuses = {each.name: statuses_of(each) for each in all_apis}
    codes = {name for each in statuses.values() for name in each}
    entry_statuses = _entry_statuses(all_apis)
    if is_of_entries or (isinstance(code, str) and code in entry_statuses.keys() - codes):
        _require("status of an entry", code, entry_statuses)
        return _entry_answers(apis, entry_statuses[code], message, http_status, operation)
    _require("error code", code, codes, (*entry_statuses, *transport_failures.NAMES))
    fault = _fault(all_apis, code)
    is_of_server = any(
        each[str(code)][1] >= _SERVER_ERROR
        for name, each in statuses.items()
        if code in each and has_model(name)
    )
    found = {}
    for api in apis:
        own = statuses[api.name].get(str(code))
        if own is None and fault is not None:
            own = api.codes.get(fault)
        if own is None:
            other = (is_of_server and api.unavailable) or _EQUIVALENTS.get(str(code), "")
            own = statuses[api.name].get(other)
        if own is not None:
            found[api.name] = _answer(api, *own, message or _usual_text(own[0], fault), http_status)
    if not found:  # no API that has the operation
        _require("error code", code, {name for each in apis for name in statuses[each.name]})
    return found


def _answer(api: Api, code: str, status: int, text: str, http_status: int | None) -> Answer:
    """An error of an API. A reply code of SMTP is no HTTP status, and stays."""
    if api.unavailable:
        return Answer(code, text, status, is_of_server=code == api.unavailable)
    status = http_status or status
    return Answer(code, text, status, is_of_server=status >= _SERVER_ERROR)


def _operation_names(api: Api) -> Collection[str]:
    names: Collection[str] = service_model(api.name).operation_names if has_model(api.name) else ()
    return names or api.operations


def _entry_answers(
    apis: Iterable[Api],
    status: Mapping[str, str],
    message: str | None,
    http_status: int | None,
    operation: str | None,
) -> dict[str, Answer]:
    """What each API says of an entry of a bulk send."""
    if http_status is not None:
        raise SesmockError("http_status must be left out for entries: the bulk send is a 200")
    if operation is not None and not any(
        operation in api.operations and api.operations[operation].entries for api in apis
    ):
        raise SesmockError(f"entries are those of bulk sends: {operation} has none")
    return {
        api.name: Answer(
            status[api.name],
            message or _entry_text(api, status[api.name]),
            ENTRY_HTTP_STATUS,
        )
        for api in apis
        if api.entry_failed
    }


def _no_exception(apis: Iterable[Api], error: object) -> str:
    """What to pass instead of an exception: its code, or how else it is raised."""
    codes = {name for api in apis for name in statuses_of(api)}
    response = getattr(error, "response", None)
    candidates = (
        response.get("Error", {}).get("Code") if isinstance(response, dict) else None,
        (error if isinstance(error, type) else type(error)).__name__,
    )
    meant = transport_failures.meant_by(str(candidates[-1]))
    for code in (*candidates, meant):
        if code is not None and code in {*codes, meant}:
            return f"fail_next takes codes, not exceptions: pass {code!r}"
    return (
        f"fail_next takes codes, not exceptions: pass one of SES's, such as 'Throttling', or patch "
        f"the client's method to raise {candidates[-1]}"
    )


def _entry_statuses(apis: Collection[Api]) -> dict[object, dict[str, str]]:
    """How each API spells the statuses of entries that fail, by every spelling."""
    apis = [api for api in apis if api.entry_failed]
    faults = {fault for api in apis for fault in api.entry_statuses}
    spellings = [
        {api.name: api.entry_failed for api in apis},
        *({api.name: api.entry_statuses[fault] for api in apis} for fault in faults),
        *_OTHER_ENTRY_STATUSES,
    ]
    return {name: each for each in spellings for name in each.values()}


def _entry_text(api: Api, status: str) -> str:
    if status == api.entry_failed:
        return _ENTRY_FAILED.says()
    faults = [fault for fault, each in api.entry_statuses.items() if each == status]
    return _usual_text(status, faults[0] if faults else None)


def statuses_of(api: Api) -> dict[str, tuple[str, int]]:
    """Code on the wire and status by every name that a code of the API has."""
    names = {code: (code, status) for code, status in api.common_codes.items()}
    names |= {code: (code, status) for code, status in api.codes.values()}
    for shape in service_model(api.name).error_shapes if has_model(api.name) else ():
        error = shape.metadata.get("error", {})
        code = error.get("code", shape.name)
        names[code] = names[shape.name] = (code, error["httpStatusCode"])
    return names


def _fault(apis: Iterable[Api], code: object) -> Fault | None:
    """The first kind of refusal that has the code in any API."""
    codes: list[Mapping[Fault, tuple[str, int]]] = [api.codes for api in apis]
    for fault in Fault:
        if any(fault in each and each[fault][0] == code for each in codes):
            return fault
    return None


def _usual_text(code: str, fault: Fault | None) -> str:
    text = _CODE_TEXTS.get(code) or (_FAULT_TEXTS.get(fault) if fault is not None else None)
    return f"{code} planned by the test." if text is None else text.says()


def _require(
    kind: str, name: object, names: Collection[object], others: Iterable[object] = ()
) -> None:
    """Raise SesmockError if a name is none of the names; near ones are told, of the others too."""
    if not isinstance(name, str) or name not in names:
        known = sorted(map(str, names))
        known_too = [*known, *map(str, others)]
        meant = transport_failures.meant_by(str(name))
        near = [meant] if meant in known_too else find_similar(name, known_too, 3)
        hint = f"did you mean {meant!r}?" if near == [meant] else suggest(name, near or known, 3)
        raise SesmockError(f"the {kind} must be one of SES's, not {name!r}: {hint}")
