"""What the gallery shows of a mail or a refusal, as plain values that JSON can hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.report.attempts import attempt
from pytest_sesmock.report.gallery.packing import pack, pack_json

if TYPE_CHECKING:
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest

LONGEST_BODY = 2_000_000
"""Characters of a text, an HTML or a source that the page holds; it says what it left out."""
LARGEST_FILE = 5_000_000
"""Bytes of an attachment that the page holds; a larger one is listed only."""
LONGEST_WORDS = 10_000
"""Characters of a mail's text that can be searched."""

# A longer body in base64 is left out of the source: the page has the file or text beside it.
_LONGEST_ENCODED = 4_000
_ENCODED = re.compile(r"^(?:[A-Za-z0-9+/=]{4,76}\r?\n)+", re.MULTILINE)
_LONGEST_PARAMETER = 300
_TOLD_OF_EVENTS = {
    *("bounceType", "bounceSubType", "bouncedRecipients", "complaintSubType"),
    *("complaintFeedbackType", "delayType", "smtpResponse", "reason", "link", "contactList"),
    *("errorMessage", "templateName"),
}

Json = dict[str, Any]


class Entry(NamedTuple):
    """A mail or a refusal.

    Attributes:
        at: When, for the order among the others of its test.
        row: What the list shows, and is searched for.
        words: The mail's text, to be searched for.
        detail: All the rest, packed.
        files: Attachments, packed, by the digest that `detail` names them by.
        raw: The delivered message; None for a refusal.
    """

    at: datetime
    row: Json
    words: str
    detail: str
    files: Mapping[str, str]
    raw: bytes | None


def entries(outbox: Outbox) -> list[Entry]:
    """Everything the outbox holds, in the order of time; what cannot be read says why."""
    all_entries = [
        attempt(partial(_of_message, message), partial(_unreadable, "sent")) for message in outbox
    ]
    all_entries += [
        attempt(partial(_of_refusal, refusal), partial(_unreadable, "refused"))
        for refusal in outbox.refusals
    ]
    return sorted(all_entries, key=lambda entry: entry.at)


_NOT_READ = "(could not be read)"
_UNKNOWN_TIME = datetime.min.replace(tzinfo=timezone.utc)


def _unreadable(kind: str, why: str) -> Entry:
    """The entry of what cannot even be told in part."""
    row: Json = {"kind": kind, "subject": _NOT_READ, "from": None, "to": [], "at": ""}
    row |= dict.fromkeys(("region", "api", "operation", "code", "rule"), "")
    detail = {"problem": why, "request": {}}
    return Entry(_UNKNOWN_TIME, row, "", pack_json(detail), {}, None)


def _of_message(message: SentMessage) -> Entry:
    files: dict[str, str] = {}
    detail = {
        "from": message.source,
        "to": message.to,
        "cc": message.cc,
        "bcc": message.bcc,
        "replyTo": message.reply_to,
        "returnPath": message.return_path,
        "messageId": message.message_id,
        "configurationSet": message.configuration_set,
        "tags": list(message.tags.items()),
        "events": _events(message),
        "request": _to_json(message.request),
        **_read(message, files),
    }
    row = {
        "kind": "sent",
        "subject": attempt(lambda: message.subject, lambda _: _NOT_READ),
        "from": message.source,
        "to": message.recipients,
        "region": message.region,
        "api": message.api,
        "operation": message.operation,
        "at": message.sent_at.isoformat(),
    }
    return Entry(message.sent_at, row, _words(detail), pack_json(detail), files, message.raw)


def _events(message: SentMessage) -> list[Json]:
    """What a reader wants to know of the events; the whole records are for programs."""
    return [
        {
            "name": event.type,
            "values": {
                "at": event.timestamp.isoformat(),
                "recipients": event.recipients,
                **{name: value for name, value in event.detail.items() if name in _TOLD_OF_EVENTS},
            },
        }
        for event in message.events
    ]


def _of_refusal(refusal: RefusedRequest) -> Entry:
    files: dict[str, str] = {}
    detail: Json = {
        "from": refusal.source,
        "to": refusal.to,
        "cc": refusal.cc,
        "bcc": refusal.bcc,
        "refusal": {
            "code": refusal.code,
            "message": refusal.message,
            "status": refusal.http_status,
            "rule": refusal.rule,
            "requires": refusal.requires,
            "remedy": refusal.remedy,
        },
        "request": _to_json(refusal.request),
    }
    row = {
        "kind": "refused",
        "subject": None,
        "from": refusal.source,
        "to": refusal.recipients,
        "region": refusal.region,
        "api": refusal.api,
        "operation": refusal.operation,
        "at": refusal.refused_at.isoformat(),
        "code": refusal.code,
        "rule": refusal.rule,
    }
    submission = refusal.submission
    if submission is not None:
        detail |= {
            "from": submission.source,
            "to": submission.to,
            "cc": submission.cc,
            "bcc": submission.bcc,
            "replyTo": submission.reply_to,
            "returnPath": submission.return_path,
            "configurationSet": submission.configuration_set,
            "tags": [tuple(tag) for tag in submission.tags],
        }
        row |= {
            "subject": submission.subject.data,
            "from": submission.source,
            "to": submission.recipients,
        }
        if submission.raw is None:
            detail |= {
                "text": _cut(submission.text and submission.text.data),
                "html": _cut(submission.html and submission.html.data),
                "attachments": [
                    _attachment(files, each.name, each.content_type, each.content, each.content_id)
                    for each in submission.attachments
                ],
            }
        else:
            message = SentMessage(
                submission=submission,
                message_id="",
                sent_at=refusal.refused_at,
                request=refusal.request,
            )
            detail |= _read(message, files)
            row["subject"] = detail.get("subject", _NOT_READ)
    return Entry(refusal.refused_at, row, _words(detail), pack_json(detail), files, None)


def _read(message: SentMessage, files: dict[str, str]) -> Json:
    """What is read from the message itself; if it cannot be, why, and its source."""
    raw = message.raw.decode("utf-8", "backslashreplace")
    return attempt(
        partial(_read_parts, message, raw, files), lambda why: {"problem": why, "source": _cut(raw)}
    )


def _read_parts(message: SentMessage, raw: str, files: dict[str, str]) -> Json:
    return {
        "subject": message.subject,
        "text": _cut(message.text),
        "html": _cut(message.html),
        "headers": [
            (name, value) for name in message.headers for value in message.headers.get_all(name)
        ],
        "attachments": [
            _attachment(files, each.filename, each.content_type, each.content)
            for each in message.attachments
        ],
        "inline": {
            each.content_id: {"type": each.content_type, "file": _file(files, each.content)}
            for each in message.attachments
            if each.content_id
        },
        "source": _cut(_ENCODED.sub(_leave_out, raw)),
    }


def _attachment(
    files: dict[str, str],
    name: str | None,
    content_type: str | None,
    content: bytes,
    content_id: str | None = None,
) -> Json:
    return {
        "name": name,
        "type": content_type,
        "size": len(content),
        "file": _file(files, content),
        "cid": content_id,
    }


def _file(files: dict[str, str], content: bytes) -> str | None:
    """The digest by which the page finds a file: the same one in many mails is held once."""
    if len(content) > LARGEST_FILE:
        return None
    digest = hashlib.sha256(content).hexdigest()
    if digest not in files:
        files[digest] = pack(content)
    return digest


def _leave_out(match: re.Match[str]) -> str:
    body = match[0]
    if len(body) <= _LONGEST_ENCODED:
        return body
    return f"[{len(body):,} characters of base64]\r\n"


def _cut(text: str | None) -> Json | None:
    """The beginning of a text and how many characters it lacks."""
    if text is None:
        return None
    return {"data": text[:LONGEST_BODY], "more": max(0, len(text) - LONGEST_BODY)}


# What no `<` can make slow, however many there are.
_HIDDEN = re.compile(r"</?(?:style|script)\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


def _words(detail: Json) -> str:
    """The text that a reader of the mail would see, near enough to be searched."""
    if detail.get("text"):
        text = detail["text"]["data"]
    elif detail.get("html"):
        visible = _HIDDEN.split(detail["html"]["data"][: 10 * LONGEST_WORDS])[::2]
        text = _MARKUP.sub(" ", " ".join(visible))
    else:
        return ""
    return " ".join(text[: 2 * LONGEST_WORDS].split())[:LONGEST_WORDS]


def _to_json(value: Any) -> Any:
    """A value of a request as JSON can hold it; long texts and bytes are cut."""
    if isinstance(value, Mapping):
        return {str(key): _to_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_to_json(each) for each in value]
    if isinstance(value, bytes):
        return f"({len(value):,} bytes)"
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    if len(text) > _LONGEST_PARAMETER:
        return f"{text[:_LONGEST_PARAMETER]}… ({len(text):,} characters)"
    return text
