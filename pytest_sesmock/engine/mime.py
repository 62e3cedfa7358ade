"""The message SES delivers for a mail that was given as texts.

Received mails show the order and shape of the header fields, JavaMail's boundaries and the form of
Message-ID and Date [mime-simple-text] [mime-multipart] [msgid-header] [hdr-date] [hdr-outgoing]
(grade A). Whatever they do not show is done as JavaMail does it (grade C), but for what JavaMail
would spoil: it writes display names beyond ASCII without encoding them, drops spaces at the ends of
a subject and lets a line end into a header. Here the former are encoded and the latter is a space.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import re
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.addresses import AddressFault, parse, unicode_form
from pytest_sesmock.engine.submission import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sesmock.engine.submission import Submission

# Grade C: the API documentation says 7-bit ASCII unless a charset is named, but the mails on record
# arrived as UTF-8, and nothing else would carry all that SES accepts.
_DEFAULT_CHARSET = "UTF-8"

_LONGEST_LINE = 998  # RFC 5322, 2.1.1, without the line end
_FOLDED_LINE = 76  # where JavaMail folds
_LONGEST_WORD = 900  # of a header: leaves room for the field's name and a comma
_ENCODED_WORD = 64  # RFC 2047 allows 75: leaves room for the field's name on the first line

# More than any character of any charset can take, encoded by itself in a word of its own.
_MOST_BYTES_PER_CHARACTER = 100
_MOST_BYTES_BESIDES = 1024

_SEVEN_BIT = bytes((*b"\t\r\n", *range(0x20, 0x7F)))
# What RFC 2047, 5.3, lets stand in a name; JavaMail lets more stand in a subject.
_Q_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [chr(byte) if byte in _Q_PLAIN else f"={byte:02X}" for byte in range(256)]
_Q[0x20] = "_"

_LINE_ENDS = re.compile(r"[\r\n]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_PRINTABLE = re.compile(r"[ -~]*")
_WORDS = re.compile(r" *[^ ]+")

# The grammar of Java's charset names, cut at the 40 characters of RFC 2978.
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.:_-]{0,39}")
# Text codecs of Python that the Charset class of Java 17 does not have, and spellings of Python
# that it does not know.
_CODECS_UNKNOWN_TO_JAVA = frozenset(
    {
        "charmap",
        "cp1125",
        "cp720",
        "euc-jis-2004",
        "euc-jisx0213",
        "hp-roman8",
        "hz",
        "idna",
        "iso2022-jp-1",
        "iso2022-jp-2004",
        "iso2022-jp-3",
        "iso2022-jp-ext",
        "iso8859-10",
        "iso8859-14",
        "koi8-t",
        "kz1048",
        "mac-arabic",
        "mac-croatian",
        "mac-farsi",
        "mac-romanian",
        "mbcs",
        "oem",
        "palmos",
        "ptcp154",
        "punycode",
        "raw-unicode-escape",
        "shift-jis-2004",
        "shift-jisx0213",
        "undefined",
        "unicode-escape",
        "utf-7",
        "utf-8-sig",
    }
)
_SPELLINGS_UNKNOWN_TO_JAVA = frozenset({"latin", "latin-1", "latin_1", "u8", "utf", "utf_8"})


class _Part(NamedTuple):
    """A body and the header fields that describe it."""

    fields: str
    body: bytes


def compose(submission: Submission, *, message_id: str, sent_at: datetime) -> bytes:
    """The message as its recipients receive it, lines ended by CRLF throughout.

    It is the same for the same arguments. Texts, subject and display names can be read back from it
    whole but for their line ends (CRLF in texts, a space elsewhere) and for characters that the
    charset their sender named does not have ("?", as Java writes). Bcc recipients are not in it,
    and neither are the DKIM-Signature fields that SES puts on top: nothing here holds a key.

    Args:
        submission: A mail that SES would accept.
        message_id: As SES answered it, without a domain.
        sent_at: When SES accepted the mail; an aware datetime.
    """
    return _assembled(submission, message_id, _stamp(submission, message_id, sent_at))


def delivered_size(submission: Submission) -> int:
    """How many bytes SES counts for the message.

    The recorded refusal quotes the size of the message as it was handed over [size-v1-raw], so the
    fields that SES stamps on at acceptance (Message-ID, Date, Feedback-ID, X-SES-Outgoing) are not
    counted (grade C for a mail given as texts). All the rest of `compose`'s answer is.
    """
    return len(_assembled(submission, message_id="", stamp=""))


def exceeds(submission: Submission, limit: int) -> int | None:
    """The delivered size in bytes if it is more than `limit`, else None.

    An upper bound spares small mails the composing.
    """
    given = (submission.source, *submission.to, *submission.cc, *submission.reply_to)
    characters = sum(map(len, given)) + len(submission.subject.data)
    if submission.text is not None:
        characters += len(submission.text.data)
    if submission.html is not None:
        characters += len(submission.html.data)
    if characters * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES <= limit:
        return None
    size = delivered_size(submission)
    return size if size > limit else None


def charset_is_supported(name: str) -> bool:
    """Whether Java's Charset class knows the name, as far as Python's codecs can tell.

    SES refuses the others: "Unsupported charset 'string'." [charset-unsupported]. A few charsets
    that Java has and Python has not are taken for unsupported, and a few spellings that only Python
    knows for supported (grade C).
    """
    if not _CHARSET_NAME.fullmatch(name) or name.lower() in _SPELLINGS_UNKNOWN_TO_JAVA:
        return False
    try:
        codec = codecs.lookup(name).name.replace("_", "-")
        if codec in _CODECS_UNKNOWN_TO_JAVA:
            return False
        " ".encode(name)  # a codec that turns bytes into bytes, like hex, fails here
    except LookupError:
        return False
    return True


def _assembled(submission: Submission, message_id: str, stamp: str) -> bytes:
    content = _content(submission, message_id)
    addressed = (
        ("From", (submission.source,)),
        # Grade C: no received mail shows Reply-To; this is its place in JavaMail's canonical order.
        ("Reply-To", submission.reply_to),
        ("To", submission.to),
        ("Cc", submission.cc),
    )
    head = (
        *(_field(name, ", ".join(map(_mailbox, given))) for name, given in addressed if given),
        _field("Subject", _unstructured(submission.subject)),
        _field("MIME-Version", "1.0"),
        content.fields,
        stamp,
    )
    return f"{''.join(head)}\r\n".encode("ascii") + content.body


def _stamp(submission: Submission, message_id: str, sent_at: datetime) -> str:
    """The fields SES adds when it accepts a message.

    Grade C: the middle of Feedback-ID is opaque, so a digest of the sender stands in for it; the
    address in X-SES-Outgoing is one reserved for documentation, for no machine of SES sent this.
    """
    utc = sent_at.astimezone(timezone.utc)
    region = submission.region
    host = "email" if region == "us-east-1" else region
    digest = hashlib.sha256(submission.source.encode("utf-8", "replace")).digest()
    sender = base64.b64encode(digest).decode("ascii")
    return "".join(
        (
            _field("Message-ID", f"<{message_id}@{host}.amazonses.com>"),
            _field("Date", format_datetime(utc).replace(", 0", ", ", 1)),
            _field("Feedback-ID", f"::1.{region}.{sender}:AmazonSES"),
            _field("X-SES-Outgoing", f"{utc:%Y.%m.%d}-192.0.2.1"),
        )
    )


def _content(submission: Submission, message_id: str) -> _Part:
    text, html = submission.text, submission.html
    if html is None:
        # Grade C: nobody recorded what SES makes of a body with neither part.
        return _single("plain", text or Content(""))
    if text is None:
        return _single("html", html)
    return _alternative(message_id, _single("plain", text), _single("html", html))


def _single(subtype: str, content: Content) -> _Part:
    charset = content.charset or _DEFAULT_CHARSET
    lines = content.data.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    data = lines.encode(charset, "replace")
    encoding = _transfer_encoding(data, charset)
    parameter = f'"{charset}"' if ":" in charset else charset
    return _Part(
        _field("Content-Type", f"text/{subtype}; charset={parameter}")
        + _field("Content-Transfer-Encoding", encoding),
        _transfer_encoded(data, encoding),
    )


def _alternative(message_id: str, *parts: _Part) -> _Part:
    """The parts one after another, the last the best.

    The boundary depends on the parts, so that no part can hold it, not even one that quotes an
    earlier message with the same id; its length is always the same, so that the size of a message
    is known before its id is.
    """
    digest = hashlib.sha256(message_id.encode())
    for part in parts:
        digest.update(part.body)
    digits = str(10**27 + int(digest.hexdigest(), 16) % (9 * 10**27))
    boundary = f"----=_Part_{digits[:6]}_{digits[6:15]}.{digits[15:]}"
    return _Part(
        f'Content-Type: multipart/alternative; \r\n\tboundary="{boundary}"\r\n',
        b"".join(
            f"--{boundary}\r\n{part.fields}\r\n".encode("ascii") + part.body + b"\r\n"
            for part in parts
        )
        + f"--{boundary}--\r\n".encode("ascii"),
    )


def _transfer_encoding(data: bytes, charset: str) -> str:
    """JavaMail's choice (grade C), but for charsets whose CR and LF are not ASCII's.

    There half a character would pass for a line end.
    """
    if "\r\n".encode(charset) != b"\r\n":
        return "base64"
    beyond_ascii = len(data.translate(None, _SEVEN_BIT))
    if not beyond_ascii and max(map(len, data.split(b"\r\n"))) <= _LONGEST_LINE:
        return "7bit"
    return "quoted-printable" if beyond_ascii * 2 < len(data) else "base64"


def _transfer_encoded(data: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        # binascii ends its soft breaks with a bare LF when the text has no line end of its own.
        return binascii.b2a_qp(data).replace(b"=\n", b"=\r\n")
    if encoding == "base64":
        return base64.encodebytes(data).rstrip().replace(b"\n", b"\r\n")
    return data


def _field(name: str, value: str) -> str:
    """A header field, folded before spaces so that lines stay within 76 characters if they can."""
    lines = [f"{name}: "]
    for position, word in enumerate(_WORDS.findall(value)):
        if position and len(lines[-1]) + len(word) > _FOLDED_LINE:
            lines.append(word)
        else:
            lines[-1] += word
    return "\r\n".join(lines) + "\r\n"


def _is_plain(text: str) -> bool:
    """Whether a header can hold the text as it is: nothing lost at its ends, no line too long."""
    return (
        _PRINTABLE.fullmatch(text) is not None
        and text == text.strip(" ")
        and max(map(len, _WORDS.findall(text)), default=0) <= _LONGEST_WORD
    )


def _unstructured(content: Content) -> str:
    """A subject: as given if it can be, also where its sender encoded it already, else encoded.

    Grade C for line ends: whether SES refuses, folds or encodes them was never found.
    """
    text = _LINE_ENDS.sub(" ", content.data)
    return text if _is_plain(text) else _encoded(text, content.charset or _DEFAULT_CHARSET)


def _mailbox(text: str) -> str:
    """An address of the caller's: as given if it can be, else JavaMail's form with a name encoded.

    Grade C: of display names beyond ASCII SES was reported to drop or garble characters, in ways
    that were not recorded; here they arrive. An address proper cannot be encoded: its few legal
    controls become spaces and its characters beyond ASCII "?".
    """
    if _is_plain(text):
        return text
    mailbox = parse(text)
    if isinstance(mailbox, AddressFault):  # refused by SES, yet its size may be asked for
        return _ascii(text)
    if mailbox.name is None:
        return _ascii(unicode_form(mailbox))
    name = _encoded(_LINE_ENDS.sub(" ", mailbox.name), _DEFAULT_CHARSET)
    return f"{name} <{_ascii(mailbox.address)}>"


def _ascii(text: str) -> str:
    return _CONTROLS.sub(" ", text).encode("ascii", "replace").decode("ascii")


def _encoded(text: str, charset: str) -> str:
    """RFC 2047 words: Q for text that is mostly ASCII, B for the rest, as JavaMail has it."""
    mostly_ascii = len(text.encode("ascii", "ignore")) * 2 > len(text)
    return " ".join(_encoded_words(text, charset, "Q" if mostly_ascii else "B"))


def _encoded_words(text: str, charset: str, encoding: str) -> Iterator[str]:
    if len(text) <= _ENCODED_WORD:
        data = text.encode(charset, "replace")
        payload = (
            "".join(_Q[byte] for byte in data)
            if encoding == "Q"
            else base64.b64encode(data).decode("ascii")
        )
        word = f"=?{charset}?{encoding}?{payload}?="
        if len(word) <= _ENCODED_WORD or len(text) == 1:
            yield word
            return
    middle = len(text) // 2
    yield from _encoded_words(text[:middle], charset, encoding)
    yield from _encoded_words(text[middle:], charset, encoding)
