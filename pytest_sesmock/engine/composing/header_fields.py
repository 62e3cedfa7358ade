"""Header fields as SES writes them.

Received mails show the form of Message-ID and Date [msgid-header] [hdr-date] and what SES adds
[hdr-outgoing] (grade A). What they do not show is written as JavaMail writes it (grade C), except
where JavaMail would spoil it: it does not encode display names beyond ASCII, drops spaces at the
ends of a subject and lets line ends into a header. Here names and such subjects are encoded, and a
line end becomes a space.
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

# Grade C: the API documentation says 7-bit ASCII, but the mails on record arrived as UTF-8, and
# nothing else carries all that SES accepts.
DEFAULT_CHARSET = "UTF-8"
"""The charset of a text for which the caller names none."""

FOLDED_LINE = 76
"""Characters after which JavaMail folds a line."""

_LONGEST_WORD = 900  # in a header: leaves room for the field's name and a comma
_ENCODED_WORD = 64  # RFC 2047 allows 75: leaves room for the field's name on the first line

# The characters that RFC 2047, 5.3, allows in a display name; JavaMail allows more in a subject.
_Q_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [chr(byte) if byte in _Q_PLAIN else f"={byte:02X}" for byte in range(256)]
_Q[0x20] = "_"

_LINE_ENDS = re.compile(r"[\r\n]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_PRINTABLE = re.compile(r"[ -~]*")
_WORDS = re.compile(r" *[^ ]+")


def write_field(name: str, value: str) -> str:
    """Write a header field, folded before spaces to keep lines within 76 characters if possible."""
    lines = [f"{name}: "]
    _write_words(lines, value)
    return "\r\n".join(lines) + "\r\n"


def write_address_field(name: str, addresses: tuple[str, ...]) -> str:
    """Write a header field of addresses, folded before those that would make a line too long.

    JavaMail puts a tab there, behind the space that follows the comma: SES's events show two spaces
    [evs-headers-as-given].
    """
    lines = [f"{name}: "]
    for position, address in enumerate(map(write_mailbox, addresses)):
        if position:
            lines[-1] += ", "
            if len(lines[-1].expandtabs()) + len(address) > FOLDED_LINE:
                lines.append("\t")
        _write_words(lines, address)
    return "\r\n".join(lines) + "\r\n"


def _write_words(lines: list[str], text: str) -> None:
    for position, word in enumerate(_WORDS.findall(text)):
        if position and len(lines[-1]) + len(word) > FOLDED_LINE:
            lines.append(word)
        else:
            lines[-1] += word


def make_stamp(*, message_id: str, sent_at: datetime, region: str, sender: str) -> dict[str, str]:
    """The names and values of the fields that SES sets when it accepts a message, in order.

    Grade C: the middle of Feedback-ID is opaque, so a digest of the sender stands in for it. The
    address in X-SES-Outgoing is one reserved for documentation, as no machine of SES sent the mail.
    """
    utc = sent_at.astimezone(timezone.utc)
    host = "email" if region == "us-east-1" else region
    digest = hashlib.sha256(sender.encode("utf-8", "replace")).digest()
    return {
        "Message-ID": f"<{message_id}@{host}.amazonses.com>",
        "Date": write_date(sent_at),
        "Feedback-ID": f"::1.{region}.{base64.b64encode(digest).decode('ascii')}:AmazonSES",
        "X-SES-Outgoing": f"{utc:%Y.%m.%d}-192.0.2.1",
    }


def write_date(moment: datetime) -> str:
    """Write a moment as the value of a Date field, in UTC [hdr-date]."""
    return format_datetime(moment.astimezone(timezone.utc)).replace(", 0", ", ", 1)


def write_unstructured(content: Content) -> str:
    """Write a text as a field's value: unchanged if possible, even if it is encoded already.

    Grade C for line ends: whether SES refuses, folds or encodes them is not known.
    """
    text = _LINE_ENDS.sub(" ", content.data)
    return text if _is_plain(text) else _encode(text, content.charset or DEFAULT_CHARSET)


def write_mailbox(text: str) -> str:
    """Write an address: unchanged if possible, else in JavaMail's form with the name encoded.

    Grade C: SES was reported to drop or garble characters of display names beyond ASCII, in ways
    that were not recorded; here they arrive. The address itself cannot be encoded: the few control
    characters that are legal in it become spaces, and characters beyond ASCII become "?".
    """
    if _is_plain(text):
        return text
    parsed = parse(text)
    if isinstance(parsed, AddressFault):  # SES refuses it, but its size may be measured before
        return force_ascii(text)
    if parsed.name is None:
        return force_ascii(unicode_form(parsed))
    name = _encode(_LINE_ENDS.sub(" ", parsed.name), DEFAULT_CHARSET)
    return f"{name} <{force_ascii(parsed.address)}>"


def write_mailboxes(texts: tuple[str, ...]) -> str:
    """Write addresses as one value."""
    return ", ".join(map(write_mailbox, texts))


def force_ascii(text: str) -> str:
    """Make a text ASCII that may not be encoded: controls become spaces, other characters "?"."""
    return _CONTROLS.sub(" ", text).encode("ascii", "replace").decode("ascii")


def _is_plain(text: str) -> bool:
    """Whether a header can hold the text unchanged: nothing lost at its ends, no line too long."""
    return (
        _PRINTABLE.fullmatch(text) is not None
        and text == text.strip(" ")
        and max(map(len, _WORDS.findall(text)), default=0) <= _LONGEST_WORD
    )


def _encode(text: str, charset: str) -> str:
    """Encode a text as RFC 2047 words: Q if it is mostly ASCII, else B, as JavaMail does."""
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
