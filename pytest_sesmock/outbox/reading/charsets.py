"""Decoding texts as browsers and mail programs do, by the labels of the WHATWG Encoding Standard.

A label stands for the charset that mails with it are really in: windows-1252 for iso-8859-1, the
vendors' supersets for the standards of East Asia. So texts are read even where their labels say
less than the truth.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

UNKNOWN = "us-ascii"
"""The label to decode by where a label is unknown or says nothing."""

_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[_-]+")
_NAME = re.compile(r"[a-z0-9][a-z0-9+.:_-]{0,39}")
# Codecs of Python that no mail program has: some run for long, some warn, UTF-7 hides markup.
_NOT_FOR_MESSAGES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
_SUPERSETS = {
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-8": "utf-8-sig",
}
_ALIASES = {
    "iso-8859-6-e": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "windows-31j": "cp932",
    "x-euc-jp": "euc-jp",
    "x-gbk": "gbk",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-sjis": "shift_jis",
}
_CODE_PAGE = re.compile(r"(?:x-)?(?:cp|dos|ibm|ms|win|windows)[-_]?(\d{3,5})")
_ISO_8859 = re.compile(r"(?:x-)?iso-?8859-?(\d{1,2})")

# Bytes without a character in windows-1252 are control characters there [WHATWG].
_WINDOWS_1252 = "".join(
    bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256)
)

_Decode = Callable[[bytes], str]


def decode(data: bytes, label: str) -> str:
    """The text of these bytes, by the label of their charset.

    What a charset cannot hold becomes U+FFFD; a byte order mark is no part of the text. Without a
    charset of this name, and for ASCII with bytes beyond it, the text is UTF-8 if it can be, and
    windows-1252 otherwise.
    """
    return _find_decoder(label.strip().lower())(data)


def decode_utf8_or_1252(data: bytes) -> str:
    """The text of bytes whose charset is unknown: UTF-8 if it can be, windows-1252 otherwise."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_windows_1252(data)


@lru_cache(maxsize=256)
def _find_decoder(label: str) -> _Decode:
    label = _SEPARATORS.sub("-", _BLANKS.sub("", label)).strip("-")
    name = _ALIASES.get(label, label)
    page, part = _CODE_PAGE.fullmatch(name), _ISO_8859.fullmatch(name)
    codec = _find_codec(f"cp{page[1]}" if page else f"iso-8859-{part[1]}" if part else name)
    if codec in _DECODERS:
        return _DECODERS[codec]
    known = _SUPERSETS.get(codec, codec)
    return lambda data: data.decode(known, "replace")


def _find_codec(name: str) -> str:
    """Python's name for the codec; ASCII's if it has none for messages."""
    if not _NAME.fullmatch(name):
        return "ascii"
    try:
        codec = codecs.lookup(name).name
        " ".encode(name)  # a codec that turns bytes into bytes, like hex, fails here
    except (LookupError, ValueError):
        return "ascii"
    return "ascii" if codec in _NOT_FOR_MESSAGES else codec


def _decode_windows_1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _decode_gb18030(data: bytes) -> str:
    return data.decode("gb18030", _GB18030_ERRORS)


def _replace_euro(error: UnicodeError) -> tuple[str, int]:
    """0x80 alone is the euro sign in Windows' code page for China, and so it is in the WHATWG's."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    return codecs.replace_errors(error)  # type: ignore[return-value]


_GB18030_ERRORS = "pytest-sesmock-gb18030"
codecs.register_error(_GB18030_ERRORS, _replace_euro)


def _decode_utf16(data: bytes) -> str:
    """By the byte order mark; without one, zero bytes tell where the high bytes are."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    is_big_endian = data[::2].count(0) > data[1::2].count(0)
    return data.decode("utf-16-be" if is_big_endian else "utf-16-le", "replace")


# Japanese: one table of characters, JIS X 0208 with what vendors added to it, in three dresses.

_JIS_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BHIJ])")
_EUC_JP_PIECE = re.compile(
    rb"(?P<pair>(?:[\xa1-\xfe][\xa1-\xfe])+)|\x8e(?P<kana>[\xa1-\xdf])|\x8f(?P<extra>[\xa1-\xfe]{2})"
)


def _decode_iso_2022_jp(data: bytes) -> str:
    first, *rest = _JIS_ESCAPE.split(data)
    pieces = [first]
    for escape, piece in zip(rest[::2], rest[1::2], strict=True):
        if escape.startswith(b"$"):
            pieces.append(_shift_pairs(piece))
        elif escape == b"(I":
            pieces.append(bytes(byte | 0x80 for byte in piece))
        else:
            pieces.append(piece)
    return b"".join(pieces).decode("cp932", "replace")


def _decode_euc_jp(data: bytes) -> str:
    texts = []
    position = 0
    for match in _EUC_JP_PIECE.finditer(data):
        texts.append(data[position : match.start()].decode("ascii", "replace"))
        if match["extra"]:  # JIS X 0212, which Shift_JIS does not have
            texts.append(match[0].decode("euc_jp", "replace"))
        else:
            texts.append((match["kana"] or _shift_pairs(match["pair"])).decode("cp932", "replace"))
        position = match.end()
    texts.append(data[position:].decode("ascii", "replace"))
    return "".join(texts)


def _shift_pairs(data: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift_JIS; what is no pair, such as a line end, is left alone."""
    shifted = bytearray()
    position = 0
    while position < len(data):
        pair = data[position : position + 2].translate(_SEVEN_BITS)
        if len(pair) == 2 and pair >= b"!!" and pair[0] < 0x7F and 0x21 <= pair[1] < 0x7F:
            row, cell = pair
            shifted.append((row + 1 >> 1) + (0x70 if row < 0x5F else 0xB0))
            if row & 1:
                shifted.append(cell + (0x1F if cell < 0x60 else 0x20))
            else:
                shifted.append(cell + 0x7E)
            position += 2
        else:
            shifted.append(data[position])
            position += 1
    return bytes(shifted)


_SEVEN_BITS = bytes(code & 0x7F for code in range(256))

_DECODERS: dict[str, _Decode] = {
    "ascii": decode_utf8_or_1252,
    "cp1252": _decode_windows_1252,
    "euc_jp": _decode_euc_jp,
    "gb18030": _decode_gb18030,
    "gb2312": _decode_gb18030,
    "gbk": _decode_gb18030,
    "iso2022_jp": _decode_iso_2022_jp,
    "iso8859-1": _decode_windows_1252,
    "utf-16": _decode_utf16,
}
