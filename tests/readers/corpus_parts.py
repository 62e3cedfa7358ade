"""Messages of several parts, and messages within messages."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterator
from itertools import product

from corpus_messages import (
    FILE,
    FOOTER,
    HTML,
    HTML_FOOTER,
    IMAGE,
    TEXT,
    Named,
    message,
    multipart,
    part,
)


def multiparts() -> Iterator[Named]:
    alternative = b"Content-Type: multipart/alternative; boundary=i\r\n\r\n"
    alternative += b"--i\r\n" + TEXT + b"\r\n--i\r\n" + HTML + b"\r\n--i--\r\n"
    related = b"Content-Type: multipart/related; boundary=r\r\n\r\n"
    related += b"--r\r\n" + HTML + b"\r\n--r\r\n" + IMAGE + b"\r\n--r--\r\n"
    parts = {
        "text": TEXT,
        "HTML": HTML,
        "footer": FOOTER,
        "HTML footer": HTML_FOOTER,
        "file": FILE,
        "image": IMAGE,
        "alternative": alternative,
        "related": related,
    }
    orders = (
        *(("text",), ("HTML",), ("file",), ("text", "HTML"), ("HTML", "text"), ("text", "file")),
        *(("file", "text"), ("text", "footer"), ("text", "footer", "footer"), ("HTML", "footer")),
        *(("HTML", "HTML footer"), ("text", "HTML footer"), ("alternative", "footer")),
        *(("alternative", "HTML footer"), ("alternative", "file"), ("footer", "alternative")),
        *(("alternative", "file", "footer"), ("text", "file", "footer"), ("related", "footer")),
        *(("related", "file"), ("text", "related"), ("text", "image", "footer"), ("HTML", "image")),
        *(("alternative", "footer", "HTML footer"), ("alternative", "alternative")),
    )
    for subtype, order in product(("mixed", "alternative", "related", "x-odd"), orders):
        name = f"multipart/{subtype} of {', '.join(order)}"
        yield name, multipart(subtype, *(parts[each] for each in order))
    empty = part("Content-Type: text/plain\r\n", "")
    for name, body in {
        "a preamble": b"This is MIME.\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "an epilogue": b"--b\r\n" + TEXT + b"\r\n--b--\r\nepilogue\r\n",
        "no end boundary": b"--b\r\n" + TEXT + b"\r\n",
        "no end boundary, no line end": b"--b\r\n" + TEXT,
        "an end boundary without its dashes": b"--b\r\n" + TEXT + b"\r\n--b\r\n",
        "an end boundary without dashes or line end": b"--b\r\n" + TEXT + b"\r\n--b",
        "an end boundary with one dash": b"--b\r\n" + TEXT + b"\r\n--b-\r\n",
        "blanks behind boundaries": b"--b \t\r\n" + TEXT + b"\r\n--b-- \r\n",
        "text behind a boundary": b"--b\r\n" + TEXT + b"\r\n--b x\r\nmore\r\n--b--\r\n",
        "LF only": (b"--b\r\n" + TEXT + b"\r\n--b--\r\n").replace(b"\r\n", b"\n"),
        "an empty part": b"--b\r\n" + TEXT + b"\r\n--b\r\n\r\n\r\n--b--\r\n",
        "an empty part at the end": b"--b\r\n" + TEXT + b"\r\n--b\r\n--b--\r\nepilogue\r\n",
        "an empty part at the end with a line": b"--b\r\n"
        + TEXT
        + b"\r\n--b\r\n\r\n--b--\r\nepi\r\n",
        "an empty text": b"--b\r\n" + empty + b"\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "an empty part at the start": b"--b\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "a part without fields": b"--b\r\n\r\njust text\r\n--b--\r\n",
        "a part without a body": b"--b\r\nContent-Type: text/plain\r\n--b\r\n"
        + TEXT
        + b"\r\n--b--\r\n",
        "a part without a body at the end": b"--b\r\n"
        + TEXT
        + b"\r\n--b\r\nContent-Type: text/html\r\n--b--\r\n",
        "no part": b"--b--\r\n",
        "nothing": b"",
        "no boundary in the body": b"just text\r\n",
        "two end boundaries": b"--b\r\n" + TEXT + b"\r\n--b--\r\n--b--\r\n",
        "a part behind the end": b"--b\r\n" + TEXT + b"\r\n--b--\r\n--b\r\n\r\nmore\r\n--b--\r\n",
        "dashes in the text": b"--b\r\n\r\n--\r\n---\r\n--bb\r\n-b\r\n--b--\r\n",
        "a boundary within a line": b"--b\r\n\r\ntext --b text\r\n--b--\r\n",
        "a boundary behind a blank": b"--b\r\n\r\none\r\n --b\r\ntwo\r\n--b--\r\n",
        "a line without a colon": b"--b\r\nContent-Type: application/pdf\r\nodd line\r\n"
        b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\nfile\r\n--b--\r\n',
        "a line of a mailbox": b"--b\r\nFrom x Wed Jan 1\r\n" + HTML + b"\r\n--b--\r\n",
        "an odd field name": b"--b\r\nContent Type: x\r\n" + HTML + b"\r\n--b--\r\n",
        "a field twice": b"--b\r\nContent-Type: text/html\r\n" + TEXT + b"\r\n--b--\r\n",
        "a blank before the colon": b"--b\r\nContent-Type : text/html\r\n\r\n<p>x\r\n--b--\r\n",
        "a blank line of blanks": b"--b\r\nContent-Type: text/html\r\n \r\n\r\n<p>x\r\n--b--\r\n",
        "lines of no length at the start": b"\r\n\r\n--b\r\n\r\nx\r\n\r\n\r\n--b--\r\n",
    }.items():
        yield f"multipart, {name}", message("Content-Type: multipart/mixed; boundary=b\r\n", body)
    for name, (given, used) in {
        "in quotes": ('"b"', "b"),
        "with blanks": ('"a b"', "a b"),
        "with a blank at the end": ('"b "', "b"),
        "with signs": ('"=_\'()+,-./:=?"', "=_'()+,-./:=?"),
        "like an encoded word": ('"=?utf-8?Q?b?="', "=?utf-8?Q?b?="),
        "without quotes": ("----=_Part_1.2", "----=_Part_1.2"),
        "of dashes": ('"----"', "----"),
        "that ends with dashes": ('"b--"', "b--"),
        "in upper case": ("B", "B"),
        "with a comment": ("b (the boundary)", "b"),
        "long": ("x" * 70, "x" * 70),
        "too long": ("x" * 200, "x" * 200),
        "empty": ('""', ""),
        "in segments": ("1; boundary*0=ab; boundary*1=cd", "abcd"),
        "in RFC 2231": ("1; boundary*=us-ascii''ab", "ab"),
    }.items():
        body = f"--{used}\r\n".encode() + TEXT + f"\r\n--{used}\r\n".encode() + FILE
        body += f"\r\n--{used}--\r\n".encode()
        yield (
            f"boundary, {name}",
            message(f"Content-Type: multipart/mixed; boundary={given}\r\n", body),
        )
    yield (
        "boundary, none",
        message("Content-Type: multipart/mixed\r\n", b"--b\r\n\r\nx\r\n--b--\r\n"),
    )
    inner = b"Content-Type: multipart/mixed; boundary=%b\r\n\r\n--%b\r\n\r\ninner\r\n%b"
    for name, data in {
        "an inner multipart without an end": inner % (b"i", b"i", b""),
        "an inner boundary like the outer": inner % (b"b", b"b", b"--b--\r\n"),
        "an inner boundary that begins like the outer": inner % (b"bb", b"bb", b"--bb--\r\n"),
        "an inner multipart without parts": inner % (b"i", b"x", b""),
    }.items():
        yield f"nested, {name}", multipart("mixed", data, FOOTER, FILE)
    yield "nested, a digest", multipart("digest", part("", "Subject: in a digest\r\n\r\nhello\r\n"))
    yield (
        "nested, outer end before the inner",
        message(
            "Content-Type: multipart/mixed; boundary=b\r\n",
            b"--b\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\none\r\n--b\r\n"
            b"Content-Type: application/pdf; name=x\r\n\r\ntwo\r\n--i--\r\n--b--\r\n",
        ),
    )
    for depth in (2, 10, 60, 99):
        fields = "".join(
            f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
            for level in range(1, depth)
        )
        body = f"--b0\r\n{fields}\r\ndeep\r\n".encode()
        yield (
            f"nested, {depth} deep",
            message("Content-Type: multipart/mixed; boundary=b0\r\n", body),
        )


def messages_within() -> Iterator[Named]:
    inner = message("Content-Type: text/plain; charset=utf-8\r\n", "inner é\r\n")
    whole = multipart("mixed", TEXT, FILE)
    for (kind, data), disposition in product(
        {"a text": inner, "a multipart": whole}.items(), ("", "attachment", "inline")
    ):
        for encoding in ("", "7bit", "8bit", "base64", "quoted-printable"):
            fields = "Content-Type: message/rfc822\r\n"
            if disposition:
                fields += f"Content-Disposition: {disposition}\r\n"
            if encoding:
                fields += f"Content-Transfer-Encoding: {encoding}\r\n"
            body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
                encoding, bytes
            )(data)
            name = (
                f"message within of {kind}, {disposition or 'no disposition'}, {encoding or 'none'}"
            )
            yield name, multipart("mixed", TEXT, part(fields, body), boundary="o", end=b"--o--\r\n")
    named = "Content-Type: message/rfc822; name=mail.eml\r\n"
    yield "message within with a name", multipart("mixed", TEXT, part(named, inner), boundary="o")
    yield "message as the message", message("Content-Type: message/rfc822\r\n", inner)
    report = part("Content-Type: message/delivery-status\r\n", "Action: failed\r\n")
    yield (
        "a report of delivery",
        multipart("report", TEXT, report, part(named, inner), boundary="o"),
    )
    for subtype in ("partial", "external-body", "global", "disposition-notification"):
        yield (
            f"message/{subtype}",
            multipart("mixed", TEXT, part(f"Content-Type: message/{subtype}\r\n", "x: y\r\n")),
        )
