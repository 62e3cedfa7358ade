"""What the messages of the corpus are made of."""

from __future__ import annotations

import base64

HEAD = "From: Ann <ann@example.com>\r\nTo: Bo <bo@example.org>\r\nSubject: s\r\n"

Named = tuple[str, bytes]
"""A name and a message."""


def message(fields: str, body: str | bytes = "body\r\n", head: str = HEAD) -> bytes:
    """A message; characters of the fields beyond Latin-1 are in UTF-8."""
    text = body.encode() if isinstance(body, str) else body
    return f"{head}MIME-Version: 1.0\r\n{fields}\r\n".encode() + text


def part(fields: str, body: str | bytes) -> bytes:
    return f"{fields}\r\n".encode() + (body.encode() if isinstance(body, str) else body)


def multipart(subtype: str, *parts: bytes, boundary: str = "b", end: bytes = b"--b--\r\n") -> bytes:
    pieces = [f"--{boundary}\r\n".encode() + each + b"\r\n" for each in parts]
    body = b"".join(pieces) + end
    return message(f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n', body)


TEXT = part("Content-Type: text/plain; charset=utf-8\r\n", "the text é")
HTML = part("Content-Type: text/html; charset=utf-8\r\n", "<p>the <b>HTML</b> é</p>")
FOOTER = part("Content-Type: text/plain\r\n", "-- \r\nCONFIDENTIAL footer")
HTML_FOOTER = part("Content-Type: text/html\r\n", "<p>CONFIDENTIAL footer</p>")
PDF = b"%PDF-1.7\r\n\x00\xff\xfe binary"
FILE = part(
    "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf"
    "\r\nContent-Transfer-Encoding: base64\r\n",
    base64.encodebytes(PDF),
)
IMAGE = part(
    "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline\r\n"
    "Content-Transfer-Encoding: base64\r\n",
    base64.encodebytes(b"\x89PNG\r\n"),
)
