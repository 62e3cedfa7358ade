"""Hypothesis strategies to test your own code: messages that SES accepts, and events.

They need the extra `pytest-sesmock[hypothesis]`. All examples of a test share the plugin's
fixtures: to start each example afresh, use `pytest_sesmock.SESMock` as a context manager inside the
test.
"""

from pytest_sesmock.strategies.of_events import events
from pytest_sesmock.strategies.of_mails import (
    addresses,
    domains,
    mailboxes,
    raw_messages,
    send_email_parameters,
    send_email_v2_parameters,
    tags,
)

__all__ = [
    "addresses",
    "domains",
    "events",
    "mailboxes",
    "raw_messages",
    "send_email_parameters",
    "send_email_v2_parameters",
    "tags",
]
