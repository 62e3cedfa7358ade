"""One accepted mail, as a test looks at it."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.delivery.events import events
from pytest_sesmock.engine.composing.mime import compose
from pytest_sesmock.outbox import mime_content, picking, visible_html

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from email.message import EmailMessage

    from pytest_sesmock.delivery.events import Event
    from pytest_sesmock.engine.elements import Content
    from pytest_sesmock.engine.submissions.submission import Submission
    from pytest_sesmock.outbox.lint import LintFinding
    from pytest_sesmock.outbox.mime_content import Attachment, Headers
    from pytest_sesmock.outbox.visible_html import Image, Link, VisibleHtml

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True

_NOTHING_SETTLED = Acceptance()


class SentMessage:
    """A mail that SES accepted: what the caller gave, and the message SES would deliver.

    It cannot be changed. Two messages are equal only if they are the same message, as two sends of
    the same texts are two mails. Whatever has to be composed or parsed is so when first asked for.

    For a mail given as texts, `subject`, `text` and `html` are the caller's own strings, untouched;
    for one made from a template they are rendered.
    For one given as a MIME message they are read from that; `text` and `html` are then its first
    text/plain and text/html parts that are no attachments, line ends as they came.
    """

    __slots__ = (
        "_acceptance",
        "_content",
        "_headers",
        "_message_id",
        "_raw",
        "_request",
        "_sent_at",
        "_submission",
        "_visible_html",
    )

    def __init__(
        self,
        *,
        submission: Submission,
        message_id: str,
        sent_at: datetime,
        request: Mapping[str, Any],
        acceptance: Acceptance = _NOTHING_SETTLED,
    ) -> None:
        self._submission = submission
        self._message_id = message_id
        self._sent_at = sent_at
        self._request = request
        self._acceptance = acceptance
        self._raw: bytes | None = None
        self._content: _Content | None = None
        self._visible_html: VisibleHtml | None = None
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
    def inline_images(self) -> tuple[Attachment, ...]:
        """The images among the attachments that are shown within the message.

        Those are the ones with a Content-ID, by which the HTML calls them, or with the disposition
        inline.
        """
        return tuple(
            each
            for each in self.attachments
            if each.content_type.startswith("image/") and (each.content_id or each.inline)
        )

    def attachment(self, name: str | None = None) -> Attachment:
        """The one attachment whose name fits `name`, in which `*`, `?` and `[...]` are wildcards.

        The case of letters does not count. Without a name, the one attachment there is.

        Raises:
            AssertionError: None fits, or several do. The text lists what is there.
        """
        return picking.attachment(self.attachments, name)

    @property
    def visible_text(self) -> str | None:
        """What a person reads of the HTML, line by line; None if there is no HTML.

        Every block element and every row of a table is a line, the cells of a row stand in one;
        white space is collapsed and empty lines are left out. An image is its alt text. Left out
        are scripts, styles, the head, and whatever has the attribute `hidden` or an inline style
        with `display: none` or `visibility: hidden`. Style sheets are not applied.
        """
        return None if self.html is None else self._read_html().text

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the message: those of the HTML in their order, then those of the text.

        Of the HTML these are the `<a>` and `<area>` with an address that are not hidden; of the
        text the addresses that begin with http or https, but for those that the HTML has, too.
        """
        return picking.links(self._read_html().links, self.text)

    def link(self, wanted: str | re.Pattern[str] | None = None) -> Link:
        """The one link that has `wanted` in its text or its address.

        A text is a part of it, whatever the case of letters; a compiled pattern is searched.
        Without an argument, the one link there is. Links that lead to the same place count as one,
        the first of them.

        Raises:
            AssertionError: None fits, or several do. The text lists what is there.
            TypeError: `wanted` is neither a text nor a pattern.
        """
        return picking.link(self.links, wanted)

    @property
    def images(self) -> tuple[Image, ...]:
        """The images of the HTML that are not hidden, wherever they are loaded from."""
        return self._read_html().images

    def code(self, pattern: str | re.Pattern[str] | None = None) -> str:
        """The one-time code in the subject, the text or the HTML as a person reads it.

        A code is 4 to 8 digits, which may be parted for the eye ("123 456", "123-456", "1 2 3 4"):
        they are returned without that. Or it is 4 to 8 capitals and digits, at least one of each,
        or up to six groups of them joined by hyphens ("XK7-93P"), returned as they stand. It is
        no part of a longer word or number, a date, a price, an address or a copyright notice.

        It stands near one of these words: code (also at the end of another word), codes, kode,
        kod, código, codice, OTP, PIN, passcode, token, verification, one-time. Near is on the same
        line; else on one of the next two lines, else on the one before, empty lines not counted.

        Args:
            pattern: What the code looks like, for any that is not like this: all that it finds in
                the texts counts; its first group, if it has one, is the code.

        Raises:
            AssertionError: There is none, or there are several different ones. The text lists them,
                or the lines there are.
        """
        texts = (self.subject, self.text, self.visible_text)
        return picking.code([text for text in texts if text is not None], pattern)

    @property
    def list_unsubscribe(self) -> tuple[str, ...]:
        """Where the header field List-Unsubscribe leads, in its order; empty if there is none.

        The one SES itself adds to mails for a contact list is not in it.
        """
        return tuple(
            address.strip()
            for address in _BRACKETED.findall(self.headers.get("List-Unsubscribe", ""))
        )

    def lint(self, ignore: Collection[str] = ()) -> list[LintFinding]:
        """What receivers may dislike about the mail though SES accepts it.

        Args:
            ignore: Names of rules that are not to speak.

        Raises:
            SesmockError: There is no rule of a name to ignore.
        """
        from pytest_sesmock.outbox import lint  # noqa: PLC0415 - few tests ask

        return lint.findings(self, ignore)

    def as_dict(self) -> dict[str, Any]:
        """The mail as plain data for snapshots: what JSON can hold, a new dict at each call.

        Keys and their order are always the same. What differs from run to run is not in it
        (message id, dates, boundaries), nor how the mail was sent (API, operation, region), so
        that a snapshot outlives a change of that. `headers` are lists of name and value: the fields
        the application added. Of an attachment there are name, type, whether it is inline, size
        in bytes and SHA-256.
        """
        return {
            **{name: _as_list(getattr(self, name)) for name in _SNAPSHOT},
            "headers": [
                [name, value]
                for name in self.headers
                if not _NOT_ADDED.fullmatch(name)
                for value in self.headers.get_all(name)
            ],
            "attachments": [
                {
                    "filename": each.filename,
                    "content_type": each.content_type,
                    "inline": each.inline,
                    "size": len(each.content),
                    "sha256": hashlib.sha256(each.content).hexdigest(),
                }
                for each in self.attachments
            ],
        }

    @property
    def tags(self) -> dict[str, str]:
        """The message tags, name to value: a new dict at each call."""
        return {tag.name: tag.value for tag in self._submission.tags}

    @property
    def configuration_set(self) -> str | None:
        """The configuration set named for the mail."""
        return self._submission.configuration_set

    @property
    def template(self) -> str | None:
        """The stored template the mail was made from; None if there is none, or it was inline."""
        use = self._submission.template
        return None if use is None else use.name

    @property
    def template_data(self) -> dict[str, Any] | None:
        """What the template was rendered with, a new deep copy; None if there is no template.

        Of a bulk send the default data with the destination's own merged in.
        """
        use = self._submission.template
        return None if use is None or use.data is None else deepcopy(dict(use.data))

    @property
    def rendering_failure(self) -> str | None:
        """Why SES, having accepted the mail, could never render and deliver it [rf-event].

        Subject, text and html are then those of an empty mail. None if all went well.
        """
        use = self._submission.template
        return None if use is None else use.failure

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
    def events(self) -> tuple[Event, ...]:
        """What becomes of the mail, as SES would publish it: Send, then what happened to whom.

        Mail to real addresses is delivered; the mailbox simulator, the suppression list, contacts
        that have unsubscribed and templates that cannot be rendered have events of their own.
        """
        return events(self._submission, self._acceptance.withheld)

    @property
    def submitted(self) -> bytes | None:
        """The MIME message exactly as the caller gave it; None of a mail given as texts."""
        raw = self._submission.raw
        return None if raw is None else raw.data

    @property
    def raw(self) -> bytes:
        """The delivered message; lines end by CRLF if it was given as texts.

        See `pytest_sesmock.engine.composing.mime.compose` for what is known about its form.
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
            self._headers = mime_content.headers(self.raw)
        return self._headers

    def __repr__(self) -> str:
        first, *others = self.recipients or ("nobody",)
        more = f" +{len(others)}" if others else ""
        parts = [name for name in ("text", "html") if getattr(self, name) is not None]
        return (
            f"<SentMessage to={_printable(first)}{more} subject={_clip(self.subject)!r} "
            f"({', '.join(parts) or 'empty'}) at {self.sent_at:%H:%M:%S}Z>"
        )

    def _contents(self) -> _Content:
        if self._content is None:
            self._content = self._from_texts() if self._submission.raw is None else self._from_raw()
        return self._content

    def _from_texts(self) -> _Content:
        mail = self._submission
        attachments = mime_content.contents(self.mime).attachments if mail.attachments else ()
        return _Content(mail.subject.data, _data(mail.text), _data(mail.html), attachments)

    def _from_raw(self) -> _Content:
        return _Content(self.headers.get("Subject", ""), *mime_content.contents(self.mime))

    def _read_html(self) -> VisibleHtml:
        if self._visible_html is None:
            self._visible_html = visible_html.read(self.html or "")
        return self._visible_html


class _Content(NamedTuple):
    subject: str
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


_BRACKETED = re.compile("<([^<>]*)>")

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


def _as_list(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _data(content: Content | None) -> str | None:
    return None if content is None else content.data


_LONGEST_SHOWN = 40


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _printable(address: str) -> str:
    start = _clip(address)
    return start if start.isprintable() else repr(start)
