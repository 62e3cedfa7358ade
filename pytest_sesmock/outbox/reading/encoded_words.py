"""Decoding the encoded words of RFC 2047 as mail programs do."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from pytest_sesmock.outbox.reading import charsets
from pytest_sesmock.outbox.reading.transfer_encodings import decode_base64

_WORD = re.compile(r"=\?([^?\s]+)\?([QqBb])\?([^?]*)\?=")
_BLANKS = re.compile(r"[ \t\r\n]+")
_OCTET = re.compile(rb"=([0-9A-Fa-f]{2})")
_REPLACEMENT = "\ufffd"
# Of a word, unlike a body, mail programs believe that it is no UTF-8 if it says so.
_ASCII = frozenset(("ascii", "us-ascii"))


class _Word(NamedTuple):
    """An encoded word.

    Attributes:
        charset: Its charset in lower case, without a language.
        encoding: "q" or "b".
        data: Its bytes, decoded.
    """

    charset: str
    encoding: str
    data: bytes


def decode_words(value: str) -> str:
    """The text of a header field, its encoded words decoded.

    A word may stand within another, as writers who do not count characters make it. Words of the
    same charset and encoding that only blanks separate are one text, so a character may be split
    between them.
    """
    if "=?" not in value:
        return value
    pieces: list[_Word | str] = []
    position = 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        is_separator = pieces and (not between or _BLANKS.fullmatch(between))
        if not is_separator:
            pieces.append(between)
        pieces.append(_read_word(*match.groups()))
        position = match.end()
    pieces.append(value[position:])
    return "".join(text for _, group in groupby(pieces, _likeness) for text in _decode(list(group)))


def _read_word(charset: str, encoding: str, text: str) -> _Word:
    octets = text.encode()
    if encoding in "Bb":
        data = decode_base64(octets)
    else:
        data = _OCTET.sub(
            lambda octet: bytes.fromhex(octet[1].decode()), octets.replace(b"_", b" ")
        )
    label = charset.partition("*")[0].lower()
    return _Word("windows-1252" if label in _ASCII else label, encoding.lower(), data)


def _likeness(piece: _Word | str) -> object:
    return piece if isinstance(piece, str) else piece[:2]


def _decode(pieces: list[_Word | str]) -> list[str]:
    words = [piece for piece in pieces if isinstance(piece, _Word)]
    if not words:
        return [piece for piece in pieces if isinstance(piece, str)]
    charset = words[0].charset
    text = charsets.decode(b"".join(word.data for word in words), charset)
    if len(words) > 1 and _REPLACEMENT in text:
        return [charsets.decode(word.data, charset) for word in words]
    return [text]
