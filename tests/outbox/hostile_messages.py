"""Messages that SES accepts and that parsers stumble over: `HOSTILE`, by name."""

from __future__ import annotations

from itertools import product

HEAD = b"From: a@example.com\r\nTo: b@example.org\r\n"

# Codecs of Python that are no charsets of messages, or behave like none.
ODD_CHARSETS = (
    *("utf-7", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "idna", "punycode", "undefined"),
    *("unicode_escape", "raw_unicode_escape", "rot13", "rot_13", "hex", "zlib", "bz2", "uu"),
    *("base64", "quopri", "charmap", "mbcs", "oem", "hz", "iso2022_kr", "no-such", "x" * 300),
    *("", "é", "a.b", "__init__", "aliases", "utf-8\x00", "../etc", "cp0", "iso-8859-99"),
)


def _message(fields: str, body: bytes = b"hi") -> bytes:
    return HEAD + fields.encode() + b"\r\n\r\n" + body


def _in_charset(charset: str) -> bytes:
    """A message that names the charset wherever one can be named."""
    fields = f"""\
Subject: =?{charset}?Q?+AH=FF=00?= =?{charset}?B?/wD/AA==?= =?{charset}?B?/wD/?=
Reply-To: =?{charset}?Q?=FF=00?= <c@example.org>
Content-Type: multipart/mixed; boundary=b"""
    parts = f"""
--b
Content-Type: text/plain; charset="{charset}"

+AH-\xff\x00\xd8
--b
Content-Type: text/html; charset*={charset}''{charset}

+AH-\xff\x00\xd8
--b
Content-Type: application/pdf; name*={charset}''+AH%FF%00

--b
Content-Disposition: attachment; filename*0*={charset}''+AH%FF; filename*1=%00

--b
Content-Disposition: attachment; filename="=?{charset}?Q?=FF=00?="

--b--
"""
    return _message(fields, parts.encode("utf-8"))


def _nested(depth: int, kind: str) -> bytes:
    if kind == "message":
        return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nhi"
    if kind == "shown message":
        fields = b"Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n"
        return HEAD + fields * depth + b"\r\nhi"
    levels = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        for level in range(depth)
    )
    return HEAD + levels.encode() + b"\r\nhi"


_NAMES = (
    *("Subject", "From", "Reply-To", "Date", "Message-ID", "Content-Type", "Content-Disposition"),
    *("Content-Transfer-Encoding", "MIME-Version", "Content-ID", "List-Unsubscribe", "References"),
    *("Sender", "To", "Cc"),
)
# Many of these make a reader of Python's `email` package raise, in one release or another.
_VALUES = (
    *("", " ", "\t", ";", "=", "(", ")", "<", ">", "<>", '"', '""', "\\", ",", ":", "@"),
    *(":;", "a:;", "a: b@c;", "a:b@c", "<@>", "<@a:b>", "<a@b", "a@b>", "a@", "@a", "=?"),
    *("=?utf-8?", "=?utf-8?Q?", "=?utf-8?Q??=", "=?utf-8?b?=?=", "=?a?b?c?=", "?=", "=?=?="),
    *('"a" "b" <c@d>', "a (b", "a b)", "(()", "[", "]", "a@[", "a@[1", "a@]", "a..b@c"),
    *("a/b; c", "a/b; c=", "a/b; c*", "a/b; *=c", "a/b; c*0", "a/b; c*1*=d", "a/b; c*x=d"),
    *("a/b; c*=d'e", "a/b; c*=d'e'", "a/b; c*0*=''%", "a/b; c*00=x; c*0=y", "/", "a/", "/b"),
    *("a/b; c*-1=d", "a/b; c*" + "9" * 5000 + "=d", "a/b;;;;", "a/b; =c", "text", "multipart/"),
    *("multipart/mixed", 'multipart/mixed; boundary=""', "message/rfc822", "message/"),
    *("0", "1.0.0", "-1", "Mon, 99 Foo 99999 99:99:99 +99999", "\x00", "\x7f", "\xa0", "\u2028"),
    *("\ud7ff", "é", "\x1b", "\x85", "\x0b", "\x0c", "\x1c"),
)


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "only a line end": b"\r\n",
    "no header": b"\r\n\r\nhi",
    "no body": HEAD,
    "no colon": b"hello\r\n\r\nhi",
    "every byte": bytes(range(256)),
    "every byte in the body": HEAD + b"\r\n" + bytes(range(256)),
    "Latin-1 in the header": HEAD + b"Subject: \xe9\r\nX-\xe9: \xff\r\n\r\nhi",
    "surrogates in UTF-8": HEAD + b"Subject: \xed\xa0\x80\r\n\r\n\xed\xa0\x80",
    "CR only": b"From: a@example.com\rTo: b@example.org\r\rhi",
    "CR CR LF": b"From: a@example.com\r\r\nTo: b@example.org\r\r\n\r\r\nhi",
    **{f"charset {charset[:20]!r}": _in_charset(charset) for charset in ODD_CHARSETS},
    **{
        f"{depth} nested, {kind}": _nested(depth, kind)
        for depth, kind in product((50, 260, 499), ("message", "shown message", "multipart"))
    },
    **{
        f"fields of {value[:30]!r}": _message("\r\n".join(f"{name}: {value}" for name in _NAMES))
        for value in _VALUES
    },
    **{
        f"multipart, fields of {value[:30]!r}": HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        + "\r\n".join(f"{name}: {value}" for name in _NAMES).encode()
        + b"\r\n\r\nhi\r\n--b--\r\n"
        for value in _VALUES
    },
}
