"""pytest-sesmock: an in-process Amazon SES for tests.

Importing this package loads none of botocore, email-validator and justhtml: its names are looked up
when first used, so that a test run without mail pays nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sesmock.account.account import Account
    from pytest_sesmock.clock import Clock
    from pytest_sesmock.delivery.events import Event
    from pytest_sesmock.errors import SesmockError, SesmockLintWarning, UnsupportedOperation
    from pytest_sesmock.mock import SESMock
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.messages import Messages
    from pytest_sesmock.outbox.mime_content import Attachment
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest
    from pytest_sesmock.outbox.text_parts import contains, lacks

__all__ = [
    "Account",
    "Attachment",
    "Clock",
    "Event",
    "Messages",
    "Outbox",
    "RefusedRequest",
    "SESMock",
    "SentMessage",
    "SesmockError",
    "SesmockLintWarning",
    "UnsupportedOperation",
    "contains",
    "lacks",
]

_HOMES = {
    "Account": "account.account",
    "Attachment": "outbox.mime_content",
    "Clock": "clock",
    "Event": "delivery.events",
    "Messages": "outbox.messages",
    "Outbox": "outbox.outbox",
    "RefusedRequest": "outbox.refused_request",
    "SESMock": "mock",
    "SentMessage": "outbox.message",
    "SesmockError": "errors",
    "SesmockLintWarning": "errors",
    "UnsupportedOperation": "errors",
    "contains": "outbox.text_parts",
    "lacks": "outbox.text_parts",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
