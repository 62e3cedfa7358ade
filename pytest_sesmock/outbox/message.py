"""One accepted mail, as a test looks at it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from email.headerregistry import HeaderRegistry
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.engine.mime import charset_is_supported, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from email.message import EmailMessage, MIMEPart

    from pytest_sesmock.engine.submission import Content, Submission


class SentMessage:
    """A mail that SES accepted: what the caller gave, and the message SES would deliver.

    It cannot be changed. Two messages are equal only if they are the same message, as two sends of
    the same texts are two mails. Whatever has to be composed or parsed is so when first asked for.

    For a mail given as texts, `subject`, `text` and `html` are the caller's own strings, untouched.
    For one given as a MIME message they are read from that; `text` and `html` are then its first
    text/plain and text/html parts that are no attachments, line ends as they came.
    """

    __slots__ = (
        "_content",
        "_headers",
        "_is_raw",
        "_message_id",
        "_raw",
        "_request",
        "_sent_at",
        "_submission",
    )

    def __init__(
        self,
        *,
        submission: Submission,
        message_id: str,
        sent_at: datetime,
        request: Mapping[str, Any],
        raw: bytes | None = None,
    ) -> None:
        self._submission = submission
        self._message_id = message_id
        self._sent_at = sent_at
        self._request = request
        self._raw = raw
        self._is_raw = raw is not None
        self._content: _Content | None = None
        self._headers: Headers | None = None

    @property
    def source(self) -> str:
        """The sender, exactly as given."""
        return self._submission.source

    @property
    def to(self) -> tuple[str, ...]:
        """The To addresses, exactly as given."""
        return self._submission.to

    @property
    def cc(self) -> tuple[str, ...]:
        """The Cc addresses, exactly as given."""
        return self._submission.cc

    @property
    def bcc(self) -> tuple[str, ...]:
        """The Bcc addresses, exactly as given."""
        return self._submission.bcc

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the mail goes to, in the order To, Cc, Bcc."""
        return self._submission.recipients

    @property
    def reply_to(self) -> tuple[str, ...]:
        """The Reply-To addresses, exactly as given."""
        return self._submission.reply_to

    @property
    def return_path(self) -> str | None:
        """Where bounces go, if the caller said so."""
        return self._submission.return_path

    @property
    def subject(self) -> str:
        """The subject; empty if there is none."""
        return self._contents().subject

    @property
    def text(self) -> str | None:
        """The plain text; None if there is none."""
        return self._contents().text

    @property
    def html(self) -> str | None:
        """The HTML; None if there is none."""
        return self._contents().html

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Every part of the message besides `text` and `html`, inline images included."""
        return self._contents().attachments

    @property
    def tags(self) -> dict[str, str]:
        """The message tags, name to value: a new dict at each call."""
        return {tag.name: tag.value for tag in self._submission.tags}

    @property
    def configuration_set(self) -> str | None:
        """The configuration set named for the mail."""
        return self._submission.configuration_set

    @property
    def message_id(self) -> str:
        """The MessageId that SES answered, without a domain."""
        return self._message_id

    @property
    def region(self) -> str:
        """The AWS region that took the mail, such as "us-east-1"."""
        return self._submission.region

    @property
    def api(self) -> str:
        """The API that took the mail: "ses" or "sesv2"."""
        return self._submission.api

    @property
    def operation(self) -> str:
        """The operation that took the mail, such as "SendEmail"."""
        return self._submission.operation

    @property
    def sent_at(self) -> datetime:
        """When SES accepted the mail: an aware datetime in UTC, by the clock of the mock."""
        return self._sent_at

    @property
    def request(self) -> dict[str, Any]:
        """The parameters as the operation received them: a new deep copy at each call."""
        return deepcopy(dict(self._request))

    @property
    def raw(self) -> bytes:
        """The delivered message; lines end by CRLF if it was given as texts.

        See `pytest_sesmock.engine.mime.compose` for what is known about its form.
        """
        if self._raw is None:
            self._raw = compose(
                self._submission, message_id=self._message_id, sent_at=self._sent_at
            )
        return self._raw

    @property
    def mime(self) -> EmailMessage:
        """The delivered message, parsed: a new one at each call, so that a test may change it."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def headers(self) -> Headers:
        """The header fields of the delivered message, unfolded and decoded.

        A decoded name may hold a comma; ask `mime` to tell several addresses of a field apart.
        """
        if self._headers is None:
            self._headers = Headers(_fields(self.raw))
        return self._headers

    def __repr__(self) -> str:
        first, *others = self.recipients or ("nobody",)
        more = f" +{len(others)}" if others else ""
        parts = [name for name in ("text", "html") if getattr(self, name) is not None]
        return (
            f"<SentMessage to={_shown(first)}{more} subject={_clipped(self.subject)!r} "
            f"({', '.join(parts) or 'empty'}) at {self.sent_at:%H:%M:%S}Z>"
        )

    def _contents(self) -> _Content:
        if self._content is None:
            self._content = self._parsed() if self._is_raw else self._given()
        return self._content

    def _given(self) -> _Content:
        given = self._submission
        return _Content(given.subject.data, _data(given.text), _data(given.html), ())

    def _parsed(self) -> _Content:
        bodies: dict[str, str] = {}
        attachments = []
        for leaf in _leaves(self.mime):
            kind = leaf.get_content_type()
            if kind in {"text/plain", "text/html"} - bodies.keys() and not _is_attached(leaf):
                bodies[kind] = _text(leaf)
            else:
                attachments.append(Attachment(leaf.get_filename(), kind, _bytes(leaf)))
        return _Content(
            self.headers.get("Subject", ""),
            bodies.get("text/plain"),
            bodies.get("text/html"),
            tuple(attachments),
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a message: its name if it has one, its media type, and its bytes, decoded."""

    filename: str | None
    content_type: str
    content: bytes = field(repr=False)


class Headers(Mapping[str, str]):
    """The header fields of a message, in their order; the case of a name does not count.

    A name that occurs more than once gives its first value; `get_all` gives all of them.
    """

    __slots__ = ("_values",)

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, tuple[str, list[str]]] = {}
        for name, value in fields:
            self._values.setdefault(name.lower(), (name, []))[1].append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][1][0]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({dict(self)!r})"

    def get_all(self, name: str) -> tuple[str, ...]:
        """Every value of the fields with this name, in order; empty if there is none."""
        _, values = self._values.get(name.lower(), (name, ()))
        return tuple(values)


class _Content(NamedTuple):
    subject: str
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def _data(content: Content | None) -> str | None:
    return None if content is None else content.data


_LONGEST_SHOWN = 40


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _shown(address: str) -> str:
    clipped = _clipped(address)
    return clipped if clipped.isprintable() else repr(clipped)


# What the wire format is for a message inside a message, which the parser has taken apart.
_NESTED = email.policy.SMTP.clone(refold_source="none")

_FOLD = re.compile(r"\r?\n[ \t]")
# Every value is read as plain text with encoded words: readers of addresses, dates and parameters
# would give them back in a form of their own.
_as_text = HeaderRegistry(use_default_map=False)


def _fields(raw: bytes) -> Iterator[tuple[str, str]]:
    for name, value in BytesHeaderParser().parsebytes(raw).items():
        yield name, str(_as_text(name, _FOLD.sub(" ", str(value))))


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def _is_attached(leaf: MIMEPart) -> bool:
    return leaf.get_content_disposition() == "attachment" or leaf.get_filename() is not None


def _bytes(leaf: MIMEPart) -> bytes:
    if leaf.is_multipart():  # a message inside the message
        return b"".join(inner.as_bytes(policy=_NESTED) for inner in leaf.iter_parts())
    return bytes(leaf.get_payload(decode=True))


def _text(leaf: MIMEPart) -> str:
    charset = leaf.get_content_charset("utf-8")
    known = charset if charset_is_supported(charset) else "utf-8"
    return _bytes(leaf).decode(known, "replace")
