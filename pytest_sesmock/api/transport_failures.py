"""Failures of the transport that a test plans: what they are called, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from pytest_sesmock.account.planned_failures import Answer
from pytest_sesmock.api.context import Api
from pytest_sesmock.connection_failures import BY_NAME
from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

TRUNCATED = "truncated-response"
"""A response whose body ends too early."""

NAMES = (*BY_NAME, TRUNCATED)
"""The failures of the transport that have a name."""

_SERVER_ERRORS = range(500, 600)


def _names(own: str, others: str) -> dict[str, str]:
    return dict.fromkeys(others.split(), own)


_OTHER_NAMES: Mapping[str, str] = {
    **_names(
        "connect-timeout",
        "connecttimeout connecttimeouterror connectiontimeout connectiontimeouterror "
        "connectiontimedout connecttimedout",
    ),
    **_names(
        "read-timeout",
        "timeout timeouterror timedout readtimeout readtimeouterror readtimedout responsetimeout "
        "servertimeout sockettimeout servertimeouterror",
    ),
    **_names(
        "connection-closed",
        "connectionclosed connectionclosederror connectionerror connectionreset "
        "connectionreseterror connectionlost connectiondropped connectionaborted "
        "connectionabortederror disconnect disconnected serverdisconnected httpclienterror "
        "brokenpipe brokenpipeerror reset closed dropped remotedisconnected "
        "serverdisconnectederror protocolerror",
    ),
    **_names(
        "connection-refused",
        "connectionrefused connectionrefusederror endpointconnectionerror refused unreachable "
        "newconnectionerror",
    ),
    **_names(
        TRUNCATED,
        "truncated truncatedresponse truncatedanswer truncatedbody cutbody cutresponse cutanswer "
        "emptybody emptyresponse emptyanswer responseparsererror malformedresponse incompleteread "
        "partialresponse invalidresponse",
    ),
}
"""What else people call them, in lower case and without what separates words."""


def meant_by(name: str) -> str | None:
    """The failure of the transport that another name stands for, if there is one."""
    return _OTHER_NAMES.get("".join(filter(str.isalnum, name)).lower())


def is_of_transport(code: object) -> bool:
    """Whether a code is no error of SES's but a failure of the transport, or an HTTP status."""
    if isinstance(code, str):
        return code in NAMES or (code.isdecimal() and len(code) == len("502"))
    return isinstance(code, int) and not isinstance(code, bool)


def plan_transport_failure(
    apis: Iterable[Api],
    code: str,
    message: str | None,
    http_status: int | None,
    *,
    is_of_entries: bool,
) -> dict[str, Answer]:
    """The same for each API, which has no part in it.

    Raises:
        SesmockError: If the status is none, or an argument has no meaning with it.
    """
    if code not in NAMES and int(code) not in _SERVER_ERRORS:
        raise SesmockError(
            f"a status without a body must be a server's error, 500 to 599, not {code}: SES's own "
            f"errors have a code{_such_as(apis, int(code))}"
        )
    for name, is_there, reason in (
        ("message", message is not None, "has no text of SES's"),
        ("http_status", http_status is not None, "has no other status"),
        ("entry", is_of_entries, "is of whole calls"),
    ):
        if is_there:
            raise SesmockError(f"{name} must be left out: {code!r} {reason}")
    answer = Answer(code, "", 0, failure=BY_NAME.get(code))
    if code == TRUNCATED:
        answer = Answer(code, "", HTTPStatus.OK, body="truncated")
    elif answer.failure is None:
        answer = Answer(code, _phrase(int(code)), int(code), body="missing")
    return {api.name: _by_smtp(answer, api) if api.unavailable else answer for api in apis}


def _by_smtp(answer: Answer, api: Api) -> Answer:
    """What has a meaning where no HTTP is spoken: a failure of SES, or half a reply lost."""
    if answer.body == "missing":
        return Answer(api.unavailable, "", api.common_codes[api.unavailable], is_of_server=True)
    if answer.body == "truncated":
        return Answer(answer.code, "", 0, failure="connection-closed")
    return answer


def _such_as(apis: Iterable[Api], status: int) -> str:
    """A code that is answered with a status, if there is one."""
    codes = (code for api in apis for code, its in api.codes.values() if its == status)
    code = next(codes, None)
    return "" if code is None else f", such as {code!r}"


def _phrase(status: int) -> str:
    """What botocore says of a status whose response has no body."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
