"""Members of mails that both APIs write in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pytest_sesmock.engine.elements import Content, Tag
from pytest_sesmock.engine.submissions.submission import Submission


def read_recipients(destination: Mapping[str, Any]) -> dict[str, Any]:
    """To, Cc and Bcc of a Destination, as fields of a submission."""
    return {
        "to": tuple(destination.get("ToAddresses", ())),
        "cc": tuple(destination.get("CcAddresses", ())),
        "bcc": tuple(destination.get("BccAddresses", ())),
    }


def read_texts(message: Mapping[str, Any]) -> dict[str, Any]:
    """Subject, text and HTML of a Message, as fields of a submission."""
    body = message["Body"]
    return {
        "subject": _content(message["Subject"]),
        "text": _content(body["Text"]) if "Text" in body else None,
        "html": _content(body["Html"]) if "Html" in body else None,
    }


def _content(parameter: Mapping[str, Any]) -> Content:
    return Content(parameter["Data"], parameter.get("Charset"))


def read_message_tags(members: Iterable[Mapping[str, str]]) -> tuple[Tag, ...]:
    """Message tags."""
    return tuple(map(_tag, members))


def _tag(member: Mapping[str, str]) -> Tag:
    return Tag(member["Name"], member["Value"])


def entry_of(
    request: Submission, destination: Mapping[str, Any], replacements: Iterable[Mapping[str, str]]
) -> Submission:
    """An entry of a bulk send before it is rendered: its recipients, and tags besides the usual.

    A tag goes before the usual one of the same name (inferred: the documentation says no more than
    that one list is for all and the other for the entry).
    """
    own = read_message_tags(replacements)
    own_names = {tag.name for tag in own}
    usual = (tag for tag in request.tags if tag.name not in own_names)
    return request._replace(**read_recipients(destination), tags=(*usual, *own))
