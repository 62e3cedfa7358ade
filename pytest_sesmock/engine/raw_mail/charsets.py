"""The charsets that SES knows: those of Java."""

from __future__ import annotations

import codecs
import re

# The grammar of Java's charset names, cut at the 40 characters of RFC 2978.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.:_-]{0,39}")
# Text codecs that Python has and the Charset class of Java 17 does not, and spellings that only
# Python knows.
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


def is_supported(name: str) -> bool:
    """Whether Java's Charset class knows the name, as far as Python's codecs can tell.

    SES refuses all others: "Unsupported charset 'string'." [charset-unsupported]. A few charsets
    of Java that Python lacks count as unsupported here, and a few spellings that only Python knows
    as supported (grade C).
    """
    if not _NAME.fullmatch(name) or name.lower() in _SPELLINGS_UNKNOWN_TO_JAVA:
        return False
    try:
        codec = codecs.lookup(name).name.replace("_", "-")
        if codec in _CODECS_UNKNOWN_TO_JAVA:
            return False
        " ".encode(name)  # a codec that turns bytes into bytes, like hex, fails here
    except LookupError:
        return False
    return True
