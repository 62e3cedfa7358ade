"""Joining the lines of `format=flowed`, which writers break to be joined again [RFC 3676]."""

from __future__ import annotations

import re

_LINE = re.compile(r"(>*)( ?)([^\r\n]*)(\r?\n|\r|\Z)")
_SIGNATURE = "-- "


def join(text: str, *, deletes_blanks: bool) -> str:
    """The text with its soft line breaks taken out; hard ones stay as they are.

    A line that ends with a blank goes on in the next one, if that is quoted as deeply.

    Args:
        text: The text as it was sent.
        deletes_blanks: Whether the blank goes as well (`delsp=yes`).
    """
    pieces: list[str] = []
    pending = ""  # the line end that a soft break takes out
    depth = ""
    for quote, space, content, line_end in _LINE.findall(text):
        if pending and quote == depth:
            if deletes_blanks:
                pieces[-1] = pieces[-1][:-1]
        else:
            pieces += (pending, quote, space if quote else "")
        pieces.append(content)
        is_soft = content.endswith(" ") and content != _SIGNATURE
        pending = line_end if is_soft else ""
        if not is_soft:
            pieces.append(line_end)
        depth = quote
    return "".join([*pieces, pending])
