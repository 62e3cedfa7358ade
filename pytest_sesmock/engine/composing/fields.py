"""Header fields as SES writes them.

Received mails show the form of Message-ID and Date [msgid-header] [hdr-date] and what SES adds
[hdr-outgoing] (grade A). Whatever they do not show is done as JavaMail does it (grade C), but for
what JavaMail would spoil: it writes display names beyond ASCII without encoding them, drops spaces
at the ends of a subject and lets a line end into a header. Here the former are encoded and the
latter is a space.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

from pytest_sesmock.engine.addresses import AddressFault, parse, unicode_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sesmock.engine.elements import Content

# Grade C: the API documentation says 7-bit ASCII unless a charset is named, but the mails on record
# arrived as UTF-8, and nothing else would carry all that SES accepts.
DEFAULT_CHARSET = "UTF-8"
"""The charset of texts for which the caller named none."""

FOLDED_LINE = 76
"""Where JavaMail folds a line."""

_LONGEST_WORD = 900  # of a header: leaves room for the field's name and a comma
_ENCODED_WORD = 64  # RFC 2047 allows 75: leaves room for the field's name on the first line

# What RFC 2047, 5.3, lets stand in a name; JavaMail lets more stand in a subject.
_Q_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [chr(byte) if byte in _Q_PLAIN else f"={byte:02X}" for byte in range(256)]
_Q[0x20] = "_"

_LINE_ENDS = re.compile(r"[\r\n]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_PRINTABLE = re.compile(r"[ -~]*")
_WORDS = re.compile(r" *[^ ]+")


def field(name: str, value: str) -> str:
    """A header field, folded before spaces so that lines stay within 76 characters if they can."""
    lines = [f"{name}: "]
    for position, word in enumerate(_WORDS.findall(value)):
        if position and len(lines[-1]) + len(word) > FOLDED_LINE:
            lines.append(word)
        else:
            lines[-1] += word
    return "\r\n".join(lines) + "\r\n"


def stamp(*, message_id: str, sent_at: datetime, region: str, sender: str) -> dict[str, str]:
    """The names and values of the fields SES sets when it accepts a message, in their order.

    Grade C: the middle of Feedback-ID is opaque, so a digest of the sender stands in for it; the
    address in X-SES-Outgoing is one reserved for documentation, for no machine of SES sent this.
    """
    utc = sent_at.astimezone(timezone.utc)
    host = "email" if region == "us-east-1" else region
    digest = hashlib.sha256(sender.encode("utf-8", "replace")).digest()
    return {
        "Message-ID": f"<{message_id}@{host}.amazonses.com>",
        "Date": format_datetime(utc).replace(", 0", ", ", 1),
        "Feedback-ID": f"::1.{region}.{base64.b64encode(digest).decode('ascii')}:AmazonSES",
        "X-SES-Outgoing": f"{utc:%Y.%m.%d}-192.0.2.1",
    }


def unstructured(content: Content) -> str:
    """A text as a value: as given if it can be, also where it is encoded already, else encoded.

    Grade C for line ends: whether SES refuses, folds or encodes them was never found.
    """
    text = _LINE_ENDS.sub(" ", content.data)
    return text if _is_plain(text) else _encoded(text, content.charset or DEFAULT_CHARSET)


def mailbox(text: str) -> str:
    """An address of the caller's: as given if it can be, else JavaMail's form with a name encoded.

    Grade C: of display names beyond ASCII SES was reported to drop or garble characters, in ways
    that were not recorded; here they arrive. An address proper cannot be encoded: its few legal
    controls become spaces and its characters beyond ASCII "?".
    """
    if _is_plain(text):
        return text
    parsed = parse(text)
    if isinstance(parsed, AddressFault):  # refused by SES, yet its size may be asked for
        return in_ascii(text)
    if parsed.name is None:
        return in_ascii(unicode_form(parsed))
    name = _encoded(_LINE_ENDS.sub(" ", parsed.name), DEFAULT_CHARSET)
    return f"{name} <{in_ascii(parsed.address)}>"


def mailboxes(texts: tuple[str, ...]) -> str:
    """Addresses of the caller's as one value."""
    return ", ".join(map(mailbox, texts))


def in_ascii(text: str) -> str:
    """A text that cannot be encoded: its controls are spaces, its characters beyond ASCII "?"."""
    return _CONTROLS.sub(" ", text).encode("ascii", "replace").decode("ascii")


def _is_plain(text: str) -> bool:
    """Whether a header can hold the text as it is: nothing lost at its ends, no line too long."""
    return (
        _PRINTABLE.fullmatch(text) is not None
        and text == text.strip(" ")
        and max(map(len, _WORDS.findall(text)), default=0) <= _LONGEST_WORD
    )


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
