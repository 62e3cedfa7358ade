"""pytest-sesmock: an in-process Amazon SES for tests.

Importing this package loads none of botocore and email-validator: its names are looked up when
first used, so that a test run without mail pays nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sesmock.account.account import Account
    from pytest_sesmock.clock import Clock
    from pytest_sesmock.errors import SesmockError, UnsupportedOperation
    from pytest_sesmock.mock import SESMock
    from pytest_sesmock.outbox.message import Attachment, SentMessage
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused import RefusedRequest

__all__ = [
    "Account",
    "Attachment",
    "Clock",
    "Outbox",
    "RefusedRequest",
    "SESMock",
    "SentMessage",
    "SesmockError",
    "UnsupportedOperation",
]

_HOMES = {
    "Account": "account.account",
    "Attachment": "outbox.message",
    "Clock": "clock",
    "Outbox": "outbox.outbox",
    "RefusedRequest": "outbox.refused",
    "SESMock": "mock",
    "SentMessage": "outbox.message",
    "SesmockError": "errors",
    "UnsupportedOperation": "errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
