"""A message as plain data, for snapshots."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

_SNAPSHOT = (
    *("source", "to", "cc", "bcc", "recipients", "reply_to", "return_path", "subject", "text"),
    *("html", "template", "template_data", "rendering_failure", "tags", "configuration_set"),
)
# What SES or the composing puts into a message, and what a snapshot has by another name.
_NOT_ADDED = re.compile(
    r"from|sender|reply-to|to|cc|bcc|subject|return-path|received|date|message-id|mime-version"
    r"|content-.*|feedback-id|dkim-signature|x-ses-.*",
    re.IGNORECASE,
)


def as_dict(message: SentMessage) -> dict[str, Any]:
    """What `SentMessage.as_dict` describes."""
    return {
        **{name: _as_list(getattr(message, name)) for name in _SNAPSHOT},
        "headers": [
            [name, value]
            for name in message.headers
            if not _NOT_ADDED.fullmatch(name)
            for value in message.headers.get_all(name)
        ],
        "attachments": [
            {
                "filename": each.filename,
                "content_type": each.content_type,
                "inline": each.inline,
                "size": len(each.content),
                "sha256": hashlib.sha256(each.content).hexdigest(),
            }
            for each in message.attachments
        ],
    }


def _as_list(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
