"""The source of a message as the page holds it: without large bodies, and yet every byte of it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

# A longer body in base64 is left out: the page has what it encodes beside it.
_LONGEST_ENCODED = 4_000
_ENCODED = re.compile(r"^(?:[A-Za-z0-9+/=]{4,76}\r?\n)+", re.MULTILINE)
_IN_BASE64 = re.compile(r"^Content-Transfer-Encoding:\s*base64\b", re.IGNORECASE | re.MULTILINE)


def shorten(
    raw: bytes, keep: Callable[[bytes], str | None]
) -> tuple[str, list[dict[str, Any]] | None]:
    """The text of a message with a mark in place of each large body, and what the marks stand for.

    The latter is None if the text and the files do not make up every byte of the message.

    Args:
        raw: The message.
        keep: Keeps a file for the page; answers with its name there, or None if it is too large.
    """
    try:
        text = raw.decode("utf-8")
        is_whole = True
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "backslashreplace")
        is_whole = False
    pieces: list[str] = []
    bodies: list[dict[str, Any]] = []
    end = length = seen = 0
    for match in _ENCODED.finditer(text):
        is_encoded = _ends_with_header(text[seen : match.start()])
        seen = match.end()
        if len(match[0]) <= _LONGEST_ENCODED or not is_encoded:
            continue
        mark = f"[{len(match[0]):,} characters of base64]\r\n"
        before = text[end : match.start()]
        end = match.end()
        length += _units(before)
        if body := _left_out(match[0], keep):
            bodies.append({"from": length, "to": length + len(mark), **body})
        else:
            is_whole = False
        length += len(mark)
        pieces += before, mark
    return "".join([*pieces, text[end:]]), bodies if is_whole else None


def _ends_with_header(text: str) -> bool:
    """Whether what stands before a body is the header of a part in base64."""
    text = text.replace("\r\n", "\n")
    header = text.rstrip("\n")
    if len(text) - len(header) < len("\n\n"):
        return False
    return _IN_BASE64.search(header, header.rfind("\n\n") + 1) is not None


def _left_out(text: str, keep: Callable[[bytes], str | None]) -> dict[str, Any] | None:
    """What encodes to this very text, and how; None if nothing that the page holds does."""
    line, newline, _ = re.split(r"(\r?\n)", text, maxsplit=1)
    try:
        content = base64.b64decode(text)
    except binascii.Error:
        return None
    again = base64.b64encode(content).decode("ascii")
    width = len(line)
    lines = [again[at : at + width] + newline for at in range(0, len(again), width)]
    file = keep(content) if "".join(lines) == text else None
    return None if file is None else {"file": file, "width": width, "newline": newline}


def _units(text: str) -> int:
    """How long a text is to JavaScript, which counts in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2
