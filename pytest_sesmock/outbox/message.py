"""One accepted mail, as a test looks at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.attempt_headers import FIRST_ATTEMPT, AttemptHeaders
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.engine.composing.mime import compose
from pytest_sesmock.errors import no_attribute
from pytest_sesmock.outbox import mime_content, picking
from pytest_sesmock.outbox.mail_events import Aftermath, MailEvents
from pytest_sesmock.outbox.other_names import OF_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from email.message import EmailMessage

    from pytest_sesmock.engine.submissions.submission import Submission
    from pytest_sesmock.outbox.lint import LintFinding
    from pytest_sesmock.outbox.mime_content import Attachment, Headers
    from pytest_sesmock.outbox.visible_html import Image, Link, VisibleHtml

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True

_NOTHING_SETTLED = Acceptance()
# One for all messages: Python makes a new empty set, of 216 bytes, each time it is asked for one.
_NOBODY: frozenset[str] = frozenset()


class SentMessage(MailEvents):
    """A message that SES accepted: what the application passed in, and what SES would deliver.

    Messages are immutable. Two messages are equal only if they are the same message: sending the
    same text twice gives two different messages. Composing and parsing happen on first use.

    `subject`, `text` and `html` are the strings that the application passed in, or the rendered
    template. For a raw message they are what a mail program shows of the MIME message, with its
    original line ends. Several texts in it, such as a mailing list's footer behind the text, are
    read one after another; a reader of HTML sees plain texts among them as HTML, and a reader of
    plain text sees HTML among them as text.
    """

    __slots__ = (
        "_attempt_headers",
        "_content",
        "_headers",
        "_origin",
        "_raw",
        "_request",
        "_visible_html",
    )

    def __init__(
        self,
        *,
        submission: Submission,
        message_id: str,
        sent_at: datetime,
        request: Mapping[str, Any] | Callable[[], dict[str, Any]],
        acceptance: Acceptance = _NOTHING_SETTLED,
        aftermath: Callable[[], Aftermath | None] = lambda: None,
        origin: str | None = None,
        headers: AttemptHeaders = FIRST_ATTEMPT,
    ) -> None:
        self._mail = AcceptedMail(submission, acceptance, message_id, sent_at)
        self._aftermath = aftermath
        self._later = ()
        self._diversions = _NOBODY
        self._is_settled = False
        self._request = request
        self._origin = origin
        self._attempt_headers = headers
        self._raw: bytes | None = None
        self._content: _Content | None = None
        self._visible_html: VisibleHtml | None = None
        self._headers: Headers | None = None

    if not TYPE_CHECKING:  # pragma: no branch - would make every name right

        def __getattr__(self, name: str) -> NoReturn:
            raise no_attribute(self, name, OF_MESSAGE)

    @property
    def source(self) -> str:
        """The sender, exactly as given."""
        return self._mail.submission.source

    @property
    def to(self) -> tuple[str, ...]:
        """The To addresses, exactly as given.

        In a raw message: those in its To header that the message goes to.
        """
        return self._mail.submission.to

    @property
    def cc(self) -> tuple[str, ...]:
        """The Cc addresses, exactly as given.

        In a raw message: those in its Cc header that the message goes to.
        """
        return self._mail.submission.cc

    @property
    def bcc(self) -> tuple[str, ...]:
        """The Bcc addresses, exactly as given.

        In a raw message: everyone it goes to who is in neither its To nor its Cc header.
        """
        return self._mail.submission.bcc

    @property
    def header_only(self) -> tuple[str, ...]:
        """The addresses in To, Cc and Bcc of a raw message that get nothing.

        If the call names destinations, SES sends to them and to nobody else.
        """
        return self._mail.submission.header_only

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the message goes to, in the order To, Cc, Bcc."""
        return self._mail.submission.recipients

    @property
    def reply_to(self) -> tuple[str, ...]:
        """The Reply-To addresses, exactly as given."""
        return self._mail.submission.reply_to

    @property
    def return_path(self) -> str | None:
        """The address for bounces, or None if the application did not set one."""
        return self._mail.submission.return_path

    @property
    def subject(self) -> str:
        """The subject, or an empty string if there is none."""
        return self._contents().subject

    @property
    def text(self) -> str | None:
        """The plain text, or None."""
        return self._contents().text

    @property
    def html(self) -> str | None:
        """The HTML, or None."""
        return self._contents().html

    @property
    def tracked_html(self) -> str | None:
        """The HTML as SES delivers it, or None: with a pixel, and with links that lead to SES.

        SES tracks opens and clicks if an enabled event destination of the configuration set took
        them when the message was accepted; otherwise this is `html`, which always has the links as
        given. A link with the attribute `ses:no-track` stays as it is [doc-tracking].
        """
        from pytest_sesmock.outbox import tracking  # noqa: PLC0415 - few tests ask

        return None if self.html is None else tracking.tracked_html(self.html, self._mail)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """All parts of the message that are not in `text` and `html`, including inline images.

        A text is a file only if its disposition says so, whether it has a name or not. A message
        within the message is a file, too, unless its disposition is inline: then it is read as part
        of this one.
        """
        return self._contents().attachments

    @property
    def inline_images(self) -> tuple[Attachment, ...]:
        """The attachments that are images embedded in the message.

        These are images with a Content-ID, which the HTML refers to, or with the disposition
        inline.
        """
        return tuple(
            each
            for each in self.attachments
            if each.content_type.startswith("image/") and (each.content_id or each.inline)
        )

    def attachment(self, name: str | None = None) -> Attachment:
        """The attachment whose name matches `name`.

        A name can contain the wildcards `*`, `?` and `[...]`. Case is ignored. Without a name, the
        only attachment.

        Raises:
            AssertionError: None or several match. The text lists what the message contains.
        """
        return picking.attachment(self.attachments, name)

    @property
    def visible_text(self) -> str | None:
        """The HTML as a reader sees it, line by line, or None if there is no HTML.

        Each block element and each table row is one line. White space is collapsed, and empty lines
        are removed. Images are replaced by their alt text. Scripts, the head, and whatever else is
        hidden, as preheaders are, are left out. Inline styles and style sheets decide, as on a
        screen 1280 pixels wide. The case of letters is that of the HTML.
        """
        return None if self.html is None else html_of(self).text

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the message: first those in the HTML, then those in the text, in order.

        In the HTML these are visible `<a>` and `<area>` elements with an address; in the text,
        addresses that start with http or https and are not in the HTML.
        """
        return picking.links(html_of(self).links, self.text)

    def link(self, text: str | re.Pattern[str] | None = None) -> Link:
        """The link with `text` in its text or its address.

        `text` is part of the text or address, ignoring case, or a compiled pattern to search for.
        Without an argument, the only link. Links to the same address count as one, and the first is
        returned.

        Raises:
            AssertionError: None or several match. The text lists what the message contains.
            TypeError: `text` is neither a string nor a pattern.
        """
        return picking.link(self.links, text)

    @property
    def images(self) -> tuple[Image, ...]:
        """The visible images in the HTML, wherever they are loaded from."""
        return html_of(self).images

    def code(self, pattern: str | re.Pattern[str] | None = None) -> str:
        """The one-time code in the subject, the text or the visible HTML, as one would type it.

        A code is 4 to 9 digits, or letters and digits such as "XK7-93P" or "tt226-5398x", or
        capitals that are no word, such as "DJZ-TLX". Groups of digits ("482 913", "482-913") and
        digits in boxes of their own are returned without separators, digits of other scripts as
        0 to 9, and everything else unchanged.

        What introduces a number makes it a code: a word such as code, OTP, PIN, TAN or
        verification, in the languages of most mails, right before it ("your code is"), right behind
        it ("is your code"), or up to four lines above it if it has a line of its own. A number that
        something else introduces ("order 10048", "ending in 4242") or that counts something ("3600
        seconds") is none; nor is a part of a longer number, a date, a price, an address or a link.
        If several numbers may be the code, those that are introduced most directly are compared.

        Args:
            pattern: A pattern for any other kind of code. Every match in the texts counts; if the
                pattern has a group, the first group is the code.

        Raises:
            AssertionError: There is no code, or there are several different codes. The text lists
                them with the lines they are on, or else the numbers that are no codes.
        """
        bodies = (self.text, self.visible_text)
        return picking.code(self.subject, [body for body in bodies if body is not None], pattern)

    @property
    def list_unsubscribe(self) -> tuple[str, ...]:
        """The addresses in the List-Unsubscribe header field, in order. Empty if there are none.

        It does not include the address that SES adds to messages for a contact list.
        """
        field = self.headers.get("List-Unsubscribe", "")
        return tuple(address.strip() for address in _BRACKETED.findall(field))

    def lint(self, ignore: Iterable[str] = (), clients: Iterable[str] = ()) -> list[LintFinding]:
        """What receivers may dislike about the message although SES accepts it.

        Args:
            ignore: Names of rules to silence.
            clients: Email clients to check the HTML against, such as `"gmail"`.

        Raises:
            SesmockError: A rule or a client is unknown.
        """
        from pytest_sesmock.outbox import lint  # noqa: PLC0415 - few tests ask

        return lint.findings(self, [*ignore], [*clients])

    def as_dict(self) -> dict[str, Any]:
        """The message as plain data for snapshots, in types that JSON supports.

        You get a new dict each time.

        The keys and their order are always the same. Values that differ from run to run are left
        out (message id, dates, boundaries), and so is how the message was sent (API, operation,
        region), so that snapshots don't depend on it. `headers` contains the fields that the
        application added, each as a list of name and value. Attachments have a name, a type,
        whether they are inline, a size in bytes and a SHA-256.
        """
        from pytest_sesmock.outbox import snapshot  # noqa: PLC0415 - few tests ask

        return snapshot.as_dict(self)

    @property
    def tags(self) -> dict[str, str]:
        """The message tags, from name to value (a new dict each time)."""
        return {tag.name: tag.value for tag in self._mail.submission.tags}

    @property
    def configuration_set(self) -> str | None:
        """The configuration set of the message, or None."""
        return self._mail.submission.configuration_set

    @property
    def template(self) -> str | None:
        """The stored template that the message was rendered from; None if none or inline."""
        use = self._mail.submission.template
        return None if use is None else use.name

    @property
    def template_data(self) -> dict[str, Any] | None:
        """The data that the template was rendered with, or None if there is no template.

        For a bulk send, the default data merged with the data of the destination. You get a new
        deep copy each time.
        """
        use = self._mail.submission.template
        return None if use is None or use.data is None else deepcopy(dict(use.data))

    @property
    def rendering_failure(self) -> str | None:
        """Why SES accepted the message but could not render and deliver it [rf-event].

        In that case subject, text and html are those of an empty message. None if it was rendered.
        """
        use = self._mail.submission.template
        return None if use is None else use.failure

    @property
    def message_id(self) -> str:
        """The MessageId that SES returned, without a domain."""
        return self._mail.message_id

    @property
    def region(self) -> str:
        """The AWS region that accepted the message, such as "us-east-1"."""
        return self._mail.submission.region

    @property
    def api(self) -> str:
        """The API that accepted the message: "ses" or "sesv2"; "smtp" if it came by SMTP."""
        return self._mail.submission.api

    @property
    def operation(self) -> str:
        """The operation that accepted the message, such as "SendEmail"."""
        return self._mail.submission.operation

    @property
    def origin(self) -> str | None:
        """Where the call came from, if not from code that the test ran itself.

        A thread that an earlier test has left running, such as "thread 'mailer' of
        tests/test_signup.py::test_welcome, which ran on after its mock". None otherwise.
        """
        return self._origin

    @property
    def attempts(self) -> int:
        """How many attempts at the call it took until SES accepted the message: 1 if the first.

        If the answer is lost after that, the client tries again, and SES accepts a message with
        each attempt: their `attempts` are 1, 2, 3 and so on.
        """
        return self._attempt_headers.number

    @property
    def sent_at(self) -> datetime:
        """When SES accepted the message, by the mock's clock (an aware datetime in UTC)."""
        return self._mail.accepted_at

    @property
    def request(self) -> dict[str, Any]:
        """The parameters of the call (a new deep copy each time)."""
        request = self._request
        return request() if callable(request) else deepcopy(dict(request))

    @property
    def submitted(self) -> bytes | None:
        """The raw message exactly as the application passed it in; None if it was not sent raw."""
        raw = self._mail.submission.raw
        return None if raw is None else raw.data

    @property
    def raw(self) -> bytes:
        """The delivered message as bytes, with CRLF line ends unless it was sent raw.

        `pytest_sesmock.engine.composing.mime.compose` explains what is known about its form.
        """
        if self._raw is None:
            submission, _, message_id, sent_at = self._mail
            self._raw = compose(submission, message_id=message_id, sent_at=sent_at)
        return self._raw

    @property
    def mime(self) -> EmailMessage:
        """The delivered message, parsed (a new object each time, so a test can change it).

        Python's `email` package parses it, which reads odd messages otherwise than mail programs
        do. A header field that it cannot read is the text of the field.

        Raises:
            UnreadableMessage: The package cannot parse the message, because its parts are nested
                too deeply.
        """
        from pytest_sesmock.outbox.reading.email_message import parse  # noqa: PLC0415 - few tests ask

        return parse(self.raw)

    @property
    def headers(self) -> Headers:
        """The header fields of the delivered message, unfolded and decoded.

        A decoded name can contain a comma. To separate the addresses of a field, use `mime`.
        """
        if self._headers is None:
            self._headers = mime_content.headers(self.raw)
        return self._headers

    def __repr__(self) -> str:
        first, *others = self.recipients or ("nobody",)
        more = f" +{len(others)}" if others else ""
        if self.rendering_failure is not None:
            return (
                f"<SentMessage to={_printable(first)}{more} never delivered: "
                f"{_clip(self.rendering_failure)} at {self.sent_at:%H:%M:%S}Z>"
            )
        parts = [name for name in ("text", "html") if getattr(self, name) is not None]
        return (
            f"<SentMessage to={_printable(first)}{more} subject={_clip(self.subject)!r} "
            f"({', '.join(parts) or 'empty'}) at {self.sent_at:%H:%M:%S}Z>"
        )

    def _contents(self) -> _Content:
        if self._content is None:
            is_raw = self._mail.submission.raw is not None
            self._content = self._from_raw() if is_raw else self._from_texts()
        return self._content

    def _from_texts(self) -> _Content:
        mail = self._mail.submission
        files = mime_content.contents(self.raw).attachments if mail.attachments else ()
        text, html = (None if each is None else each.data for each in (mail.text, mail.html))
        return _Content(mail.subject.data, text, html, files)

    def _from_raw(self) -> _Content:
        return _Content(self.headers.get("Subject", ""), *mime_content.contents(self.raw))


def html_of(message: SentMessage) -> VisibleHtml:
    """What is seen of the HTML, read on first use."""
    if message._visible_html is None:  # noqa: SLF001 - the class shows tests what is theirs alone
        from pytest_sesmock.outbox.visible_html import read  # noqa: PLC0415 - as above

        message._visible_html = read(message.html or "")  # noqa: SLF001
    return message._visible_html  # noqa: SLF001


def submission_of(message: SentMessage) -> Submission:
    """The mail as the application handed it to SES, for what looks at more than tests do."""
    return message._mail.submission  # noqa: SLF001 - as above


def acceptance_of(message: SentMessage) -> Acceptance:
    """What was settled when SES accepted the message."""
    return message._mail.acceptance  # noqa: SLF001 - as above


class _Content(NamedTuple):
    subject: str
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


_BRACKETED = re.compile("<([^<>]*)>")


_LONGEST_SHOWN = 40


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _printable(address: str) -> str:
    start = _clip(address)
    return start if start.isprintable() else repr(start)
