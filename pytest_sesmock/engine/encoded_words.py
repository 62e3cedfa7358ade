"""Reading the encoded words of RFC 2047, in display names, subjects and file names."""

from __future__ import annotations

import binascii
import codecs
import re

_WORD = re.compile(r"([ \t\r\n]*)([^ \t\r\n]*)")
_ENCODED_WORD = re.compile(
    r"""
    =\? (?P<charset> [A-Za-z0-9][A-Za-z0-9+.:_-]* ) (?: \*[^?]* )? \?
    (?: [Qq]\? (?P<q> (?: [^=] | =[0-9A-Fa-f]{2} )*? ) | [Bb]\? (?P<b> [^?=]* ={0,2} ) )
    \?= (?P<rest> .* )
    """,
    re.DOTALL | re.VERBOSE,
)

# Codecs of Python that are not charsets of messages; Java has none of them, some are slow or warn.
_NOT_FOR_MESSAGES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; unchanged if one of them cannot be."""
    if "=?" not in text:
        return text
    pieces = []
    after_encoded = False
    try:
        for blanks, word in _WORD.findall(text):
            encoded = _ENCODED_WORD.fullmatch(word)
            if not (after_encoded and encoded):
                pieces.append(blanks)
            pieces.append(_decode_word(encoded) if encoded else word)
            after_encoded = encoded is not None
    except (LookupError, ValueError):
        return text
    return "".join(pieces)


def _decode_word(word: re.Match[str]) -> str:
    codec = codecs.lookup(word["charset"]).name
    if codec in _NOT_FOR_MESSAGES:
        raise LookupError(codec)
    data = (word["b"] or word["q"] or "").encode("latin-1", "replace")
    octets = binascii.a2b_base64(data) if word["b"] else binascii.a2b_qp(data, header=True)
    return octets.decode(codec, "replace") + word["rest"]
