"""What the gallery shows of a mail or a refusal, as plain values that JSON can hold."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pytest_sesmock.delivery.event import subtype_of
from pytest_sesmock.delivery.publishing import publications
from pytest_sesmock.outbox.attempt import ACCEPTED, invocation_of
from pytest_sesmock.outbox.explain.event_words import BAD_NEWS, answer
from pytest_sesmock.outbox.explain.evidence import address
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.report.attempts import attempt
from pytest_sesmock.report.gallery.packing import pack, pack_json
from pytest_sesmock.report.gallery.source import shorten

if TYPE_CHECKING:
    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.delivery.publishing import Publication
    from pytest_sesmock.delivery.records import Family
    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest

LONGEST_BODY = 2_000_000
"""Characters of a text, an HTML or a source that the page holds; it says what it left out."""
LARGEST_FILE = 5_000_000
"""Bytes of an attachment that the page holds; a larger one is listed only."""
LONGEST_WORDS = 10_000
"""Characters of a mail's text that can be searched."""
LONGEST_SNIPPET = 140
"""Characters of a mail's text that the list shows."""

_LONGEST_PARAMETER = 300
_MOST_EVENTS = 200
# Of what nobody is told, records of these would say nothing, and there are many.
_PLAIN = {"Send", "Delivery"}

Json = dict[str, Any]
Calls: TypeAlias = "Mapping[str, list[Attempt]]"


class Entry(NamedTuple):
    """A mail, a refusal, or a call that failed on the way.

    Attributes:
        at: When, for the order among the others of its test.
        row: What the list shows, and is searched for.
        words: The mail's text, to be searched for.
        detail: All the rest, packed.
        files: Attachments, packed, by the digest that `detail` names them by.
        raw: The delivered message; None for all but a mail.
    """

    at: datetime
    row: Json
    words: str
    detail: str
    files: Mapping[str, str]
    raw: bytes | None


def entries(outbox: Outbox, read: Callable[[SentMessage], Json] | None = None) -> list[Entry]:
    """Everything the outbox holds, in the order of time; what cannot be read says why.

    Args:
        outbox: What a test sent.
        read: Reads in a message what more is to be told of it.
    """
    messages, calls = [*outbox], calls_of(outbox.attempts)
    all_entries = [entry_of_message(message, calls, read) for message in messages]
    all_entries += [entry_of_refusal(refusal) for refusal in outbox.refusals]
    all_entries += [entry_of_failure(each) for each in failed_calls(calls, messages).values()]
    return sorted(all_entries, key=lambda entry: entry.at)


def entry_of_message(
    message: SentMessage, calls: Calls, read: Callable[[SentMessage], Json] | None = None
) -> Entry:
    """The entry of a mail; it says why, if it cannot be read.

    Args:
        message: The mail.
        calls: What `calls_of` makes of all attempts.
        read: Reads in it what more is to be told of it.
    """
    return attempt(partial(_of_message, message, calls, read), partial(_unreadable, "sent"))


def entry_of_refusal(refusal: RefusedRequest) -> Entry:
    """The entry of a refusal."""
    return attempt(partial(_of_refusal, refusal), partial(_unreadable, "refused"))


def entry_of_failure(attempts: Sequence[Attempt]) -> Entry:
    """The entry of a call that failed on the way, by the attempts at it."""
    return attempt(partial(_of_failure, attempts), partial(_unreadable, "failed"))


def calls_of(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    """The attempts at calls that did not go well at once, by the id of the call."""
    calls: dict[str, list[Attempt]] = {}
    for place, each in enumerate(attempts):
        calls.setdefault(each.invocation_id or f"{place}", []).append(each)
    return {
        call: attempts
        for call, attempts in calls.items()
        if len(attempts) > 1 or attempts[0].is_lost
    }


def failed_calls(calls: Calls, messages: Iterable[SentMessage]) -> dict[str, list[Attempt]]:
    """The calls that failed on the way and sent no message, of which nothing else tells."""
    with_message = set(map(invocation_of, messages))
    return {
        call: attempts
        for call, attempts in calls.items()
        if call not in with_message and _has_failed(attempts)
    }


_NOT_READ = "(could not be read)"
_UNKNOWN_TIME = datetime.min.replace(tzinfo=timezone.utc)


def _unreadable(kind: str, why: str) -> Entry:
    """The entry of what cannot even be told in part."""
    row: Json = {"kind": kind, "subject": _NOT_READ, "from": None, "to": [], "at": ""}
    row |= dict.fromkeys(("region", "api", "operation", "code", "rule"), "")
    detail = {"problem": why, "request": {}}
    return Entry(_UNKNOWN_TIME, row, "", pack_json(detail), {}, None)


def _has_failed(attempts: Sequence[Attempt]) -> bool:
    """Whether a call failed on the way."""
    return attempts[-1].outcome != ACCEPTED and any(each.is_lost for each in attempts)


def _of_failure(attempts: Sequence[Attempt]) -> Entry:
    first, last = attempts[0], attempts[-1]
    row: Json = {
        "kind": "failed",
        "subject": None,
        "from": None,
        "to": [],
        "region": first.region,
        "api": first.api,
        "operation": first.operation,
        "at": first.at.isoformat(),
        "code": last.outcome,
        "rule": "",
    }
    return Entry(first.at, row, "", pack_json({"attempts": _attempts(attempts)}), {}, None)


def _attempts(attempts: Sequence[Attempt], own: int | None = None) -> list[Json]:
    """The attempts at a call; `own` is the number of the one that sent the message shown."""
    return [
        {
            "number": each.number,
            "at": each.at.isoformat(),
            "outcome": each.outcome,
            "lost": each.is_lost,
            "accepted": each.is_accepted,
            "this": each.number == own,
        }
        for each in attempts
    ]


def _of_message(
    message: SentMessage,
    calls: Calls,
    read: Callable[[SentMessage], Json] | None,
) -> Entry:
    files: dict[str, str] = {}
    detail: Json = {
        "from": message.source,
        "to": message.to,
        "cc": message.cc,
        "bcc": message.bcc,
        "replyTo": message.reply_to,
        "returnPath": message.return_path,
        "messageId": message.message_id,
        "configurationSet": message.configuration_set,
        "tags": list(message.tags.items()),
        **attempt(partial(_events, message), lambda why: {"eventsProblem": why}),
        "request": _to_json(message.request),
        **_read(message, files),
    }
    if read is not None:
        detail |= attempt(partial(read, message), lambda why: {"lintProblem": why})
    news: list[str] = attempt(partial(_news, message), lambda _: [])
    if call := calls.get(invocation_of(message)):
        detail["attempts"] = _attempts(call, message.attempts)
        news += [each.outcome for each in call if each.is_lost and each.number == message.attempts]
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
    if news:
        row["news"] = news
    words = _words(detail)
    row |= _glance(detail, words, len(message.raw))
    return Entry(message.sent_at, row, words, pack_json(detail), files, message.raw)


# What the list tells of a mail: that it was not delivered as it should be.
_NEWS = {*BAD_NEWS, "Rendering Failure"}


def _news(message: SentMessage) -> list[str]:
    return list(dict.fromkeys(each.type for each in message.events if each.type in _NEWS))


def _events(message: SentMessage) -> Json:
    """What happened to a mail, and how much of it the page leaves out."""
    events = message.events
    first_ones: Json = {"events": [_event(each) for each in events[:_MOST_EVENTS]]}
    more = len(events) - _MOST_EVENTS
    return first_ones | {"moreEvents": more} if more > 0 else first_ones


def _event(event: Event) -> Json:
    """What a reader wants to know of an event; the records, if anybody might ask for them."""
    published = publications(event)
    told: Json = {
        "subType": subtype_of(event),
        "answer": answer(event),
        "published": [_publication(each) for each in published],
    }
    families: list[Family] = list(dict.fromkeys(each.family for each in published))
    if not families and event.type not in _PLAIN:
        families.append("event")
    records = {
        family: attempt(partial(event.as_dict, family), lambda why: f"could not be read: {why}")
        for family in families
    }
    return {
        "type": event.type,
        "at": event.timestamp.isoformat(timespec="milliseconds"),
        "to": event.recipients,
        **{name: value for name, value in (told | {"records": records}).items() if value},
    }


def _publication(publication: Publication) -> Json:
    where = publication.destination
    return {
        "service": where.service,
        "destination": str(where),
        "name": where.name,
        "family": publication.family,
    }


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
            "evidence": address(refusal.rule) if refusal.requires else None,
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
    words = ""
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
                "text": submission.text and _cut(submission.text.data),
                "html": submission.html and _cut(submission.html.data),
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
        words = _words(detail)
        row |= _glance(detail, words, None if submission.raw is None else len(submission.raw.data))
    return Entry(refusal.refused_at, row, words, pack_json(detail), files, None)


# Without a width: mails put them after their preview text, so that no other text follows there.
_FILLING = re.compile("[\u00ad\u034f\u200b\u200c\ufeff]")


def _glance(detail: Json, words: str, size: int | None) -> Json:
    """What the list shows of a mail beside subject and addresses, as far as there is something."""
    snippet = " ".join(_FILLING.sub("", words).split())
    values = {
        "size": size,
        "snippet": snippet[:LONGEST_SNIPPET],
        "tags": detail.get("tags"),
        "files": len(detail.get("attachments", ())),
    }
    return {name: value for name, value in values.items() if value}


def _read(message: SentMessage, files: dict[str, str]) -> Json:
    """What is read from the message itself; if it cannot be, why, and its source."""
    source = _source(message.raw, files)
    return source | attempt(partial(_read_parts, message, files), lambda why: {"problem": why})


def _source(raw: bytes, files: dict[str, str]) -> Json:
    """The source, and what else the page needs to have the message byte for byte."""
    text, bodies = shorten(raw, partial(_file, files))
    source = _cut(text)
    if bodies is None or source["more"]:
        return {"source": source, "raw": _file(files, raw)}
    return {"source": {**source, "bodies": bodies} if bodies else source}


def _read_parts(message: SentMessage, files: dict[str, str]) -> Json:
    return {
        "subject": message.subject,
        "text": None if message.text is None else _cut(message.text),
        "html": None if message.html is None else _cut(message.html),
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


def _cut(text: str) -> Json:
    """The beginning of a text and how many characters it lacks."""
    return {"data": text[:LONGEST_BODY], "more": max(0, len(text) - LONGEST_BODY)}


# What no `<` can make slow, however many there are.
_HIDDEN = re.compile(r"</?(?:style|script|title)\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


def _words(detail: Json) -> str:
    """The text that a reader of the mail would see, near enough to be searched."""
    if (plain := detail.get("text")) and plain["data"]:
        text = plain["data"]
    elif detail.get("html"):
        visible = _HIDDEN.split(detail["html"]["data"][: 10 * LONGEST_WORDS])[::2]
        text = html.unescape(_MARKUP.sub(" ", " ".join(visible)))
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
