"""pytest-sesmock: an in-process Amazon SES for tests.

Importing this package loads none of botocore, email-validator and justhtml: its names are looked up
when first used, so that a test run without mail pays nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sesmock.account.account import Account
    from pytest_sesmock.account.planned_failures import Answer, ApiCall, PlannedFailure
    from pytest_sesmock.clock import Clock
    from pytest_sesmock.delivery.envelopes import SnsRequest
    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.delivery.feedback import FeedbackMail
    from pytest_sesmock.delivery.publishing import Destination, Publication
    from pytest_sesmock.errors import (
        RealCallError,
        SesmockError,
        SesmockLintWarning,
        SesmockRealCallWarning,
        UnreadableMessage,
        UnsupportedOperation,
    )
    from pytest_sesmock.factory import SESMockFactory
    from pytest_sesmock.mock import SESMock, SmtpServer
    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.filters import MessageFilters, PublicationFilters, RefusalFilters
    from pytest_sesmock.outbox.lint import LintFinding
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.messages import Messages
    from pytest_sesmock.outbox.mime_content import Attachment, Headers
    from pytest_sesmock.outbox.outbox import Capture, Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest
    from pytest_sesmock.outbox.text_parts import TextParts, contains, lacks
    from pytest_sesmock.outbox.visible_html import Image, Link

# Type checkers read the imports above and this list, both as they stand; a test holds the three.
__all__ = [
    "Account",
    "Answer",
    "ApiCall",
    "Attachment",
    "Attempt",
    "Capture",
    "Clock",
    "Destination",
    "Event",
    "FeedbackMail",
    "Headers",
    "Image",
    "Link",
    "LintFinding",
    "MessageFilters",
    "Messages",
    "Outbox",
    "PlannedFailure",
    "Publication",
    "PublicationFilters",
    "RealCallError",
    "RefusalFilters",
    "RefusedRequest",
    "SESMock",
    "SESMockFactory",
    "SentMessage",
    "SesmockError",
    "SesmockLintWarning",
    "SesmockRealCallWarning",
    "SmtpServer",
    "SnsRequest",
    "TextParts",
    "UnreadableMessage",
    "UnsupportedOperation",
    "contains",
    "lacks",
]

_HOMES = {
    "Account": "account.account",
    "Answer": "account.planned_failures",
    "ApiCall": "account.planned_failures",
    "Attachment": "outbox.mime_content",
    "Attempt": "outbox.attempt",
    "Capture": "outbox.outbox",
    "Clock": "clock",
    "Destination": "delivery.publishing",
    "Event": "delivery.event",
    "FeedbackMail": "delivery.feedback",
    "Headers": "outbox.mime_content",
    "Image": "outbox.visible_html",
    "Link": "outbox.visible_html",
    "LintFinding": "outbox.lint",
    "MessageFilters": "outbox.filters",
    "Messages": "outbox.messages",
    "Outbox": "outbox.outbox",
    "PlannedFailure": "account.planned_failures",
    "Publication": "delivery.publishing",
    "PublicationFilters": "outbox.filters",
    "RealCallError": "errors",
    "RefusalFilters": "outbox.filters",
    "RefusedRequest": "outbox.refused_request",
    "SESMock": "mock",
    "SESMockFactory": "factory",
    "SentMessage": "outbox.message",
    "SesmockError": "errors",
    "SesmockLintWarning": "errors",
    "SesmockRealCallWarning": "errors",
    "SmtpServer": "mock",
    "SnsRequest": "delivery.envelopes",
    "TextParts": "outbox.text_parts",
    "UnreadableMessage": "errors",
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
