"""What botocore makes of failures, as measured with botocore alone against a server of our own.

Evidence: rows evs-retry-modes, evs-retry-codes, evs-retry-exceptions, evs-dropped-after-accept and
evs-v2-empty-200. It is written down here from those rows, and shares nothing with the package.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MODES = ("legacy", "standard", "adaptive")
APIS = ("ses", "sesv2")

_ALL = {"legacy": 5, "standard": 3, "adaptive": 3}
_NEVER = {"legacy": 1, "standard": 1, "adaptive": 1}
_NOT_IN_LEGACY = {"legacy": 1, "standard": 3, "adaptive": 3}


class Row(NamedTuple):
    """A failure, how often each mode tries, and what the application sees in the end.

    Attributes:
        code: As planned.
        attempts: By each mode, if every attempt fails.
        seen: Through each API that has it, what `seen_by` says.
        is_answer: Whether it is an error that a server answers, hence a refusal.
    """

    code: str | int
    attempts: dict[str, int]
    seen: dict[str, str]
    is_answer: bool = False


def _same(seen: str) -> dict[str, str]:
    return dict.fromkeys(APIS, seen)


TRANSPORT: tuple[Row, ...] = (
    Row("connect-timeout", _ALL, _same("ConnectTimeoutError")),
    Row("read-timeout", _ALL, _same("ReadTimeoutError")),
    Row("connection-closed", _ALL, _same("ConnectionClosedError")),
    Row("connection-refused", _ALL, _same("EndpointConnectionError")),
    Row(502, _ALL, _same("502"), is_answer=True),
    Row(504, _ALL, _same("504"), is_answer=True),
    Row("truncated-response", _NEVER, {"ses": "ResponseParserError", "sesv2": "no MessageId"}),
)
ERRORS: tuple[Row, ...] = (
    Row(
        "Throttling",
        _ALL,
        {"ses": "Throttling", "sesv2": "TooManyRequestsException"},
        is_answer=True,
    ),
    Row("InternalFailure", _ALL, _same("InternalFailure"), is_answer=True),
    Row("ServiceUnavailable", _ALL, _same("ServiceUnavailable"), is_answer=True),
    Row("MessageRejected", _NEVER, _same("MessageRejected"), is_answer=True),
    Row("NotFoundException", _NEVER, {"sesv2": "NotFoundException"}, is_answer=True),
    Row(
        "LimitExceededException",
        _NOT_IN_LEGACY,
        {"sesv2": "LimitExceededException"},
        is_answer=True,
    ),
    Row(
        "ConfigurationSetDoesNotExist",
        _NEVER,
        {"ses": "ConfigurationSetDoesNotExist"},
        is_answer=True,
    ),
)
ROWS = TRANSPORT + ERRORS


def seen_by(outcome: Any) -> str:
    """What an application got: an exception's name, of a ClientError its code, or what came."""
    if isinstance(outcome, dict):
        return "sent" if "MessageId" in outcome else "no MessageId"
    response = getattr(outcome, "response", None)
    if isinstance(response, dict):
        return str(response["Error"]["Code"])
    return type(outcome).__name__
