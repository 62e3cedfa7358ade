"""A mail with a link, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable

from pytest_sesmock import SentMessage

BODY = {
    "Text": {"Data": "Welcome"},
    "Html": {"Data": '<a href="https://example.com/confirm">Confirm</a>'},
}
WITH_LINK = {"Content": {"Simple": {"Subject": {"Data": "Welcome"}, "Body": BODY}}}

Send = Callable[..., SentMessage]
"""What the fixture `send` is."""


def types(message: SentMessage) -> list[str]:
    return [event.type for event in message.events]
