"""Reading values with parameters, such as those of Content-Type, as mail programs do."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from pytest_sesmock.outbox.reading import charsets
from pytest_sesmock.outbox.reading.encoded_words import decode_words

_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
_SEGMENT = re.compile(rf'((?:[^";]+|{_QUOTED})*)(?:;|\Z)', re.DOTALL)
_VALUE = re.compile(r'\s*([^"]*)(?:"([^"\\]*(?:\\.[^"\\]*)*))?', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARK = re.compile(r'\\.|["()=;]', re.DOTALL)
_TOKEN = re.compile(r"[\w-]+", re.ASCII)
_CONTINUED = re.compile(r"([^*]*)\*(?:(\d{1,9})(\*?))?", re.ASCII)
_EXTENDED = re.compile(r"([^']*)'[^']*'(.*)", re.DOTALL)


# Every other value is a token, or one that delimits something: words in it are not encoded.
_FREE_TEXTS = frozenset(("filename", "name"))


class Parameters(NamedTuple):
    """A value and its parameters.

    Attributes:
        value: What comes before the parameters, such as `text/plain`, in lower case.
        parameters: The values of the parameters; names in lower case. The first of a name counts,
            but one in the form of RFC 2231 replaces one without it. File names are decoded.
    """

    value: str
    parameters: dict[str, str]


class _Segment(NamedTuple):
    """A piece of a parameter's value that RFC 2231 continues.

    Attributes:
        number: Its place.
        is_encoded: Whether it has percent signs to decode.
        text: The piece.
    """

    number: int
    is_encoded: bool
    text: str


def parse(text: str) -> Parameters:
    """Read a value with parameters, as far as it can be read."""
    first, *rest = (match[1] for match in _SEGMENT.finditer(strip_comments(text)))
    simple: dict[str, str] = {}
    for parameter in rest:
        name, _, value = parameter.partition("=")
        simple.setdefault(name.strip().lower(), _unquote(value))
    segments: dict[str, list[_Segment]] = {}
    for name in list(simple):
        if continued := _CONTINUED.fullmatch(name):
            number, is_encoded = int(continued[2] or 0), name.endswith("*")
            segment = _Segment(number, is_encoded, simple.pop(name))
            segments.setdefault(continued[1], []).append(segment)
    for name in _FREE_TEXTS & simple.keys():
        simple[name] = decode_words(simple[name])
    joined = {name: _join(pieces) for name, pieces in segments.items()}
    return Parameters(_unquote(first).lower(), {**simple, **joined})


def parse_token(text: str) -> str:
    """The first word of a value, in lower case, such as `base64`; "" if there is none."""
    token = _TOKEN.search(strip_comments(text))
    return token[0].lower() if token else ""


def strip_comments(text: str) -> str:
    """A value without its comments.

    A bracket within a parameter's value is no comment (`filename=a(1).pdf`), and neither is one
    that never closes, unless nothing but comment can follow.
    """
    if "(" not in text:
        return text
    pieces: list[str] = []
    position = depth = comment = 0
    is_quoted = is_value = False
    for mark in _MARK.finditer(text):
        sign, start = mark[0], mark.start()
        if depth:
            depth += (sign == "(") - (sign == ")")
            if not depth:
                position = mark.end()
        elif sign == '"':
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif sign == "(" and not (is_value and start and text[start - 1] not in " \t)"):
            pieces.append(text[position:start])
            depth, comment = 1, start
        elif sign in "=;":
            is_value = sign == "="
    if not depth:
        pieces.append(text[position:])
    elif ";" in text[comment:]:
        pieces.append(text[comment:])
    return "".join(pieces)


def _unquote(text: str) -> str:
    """A value without quotes; what follows them is ignored."""
    match = _VALUE.match(text)
    start, quoted = match.groups() if match else (text, None)
    return start.rstrip() if quoted is None else start + _ESCAPED.sub(r"\1", quoted)


def _join(segments: list[_Segment]) -> str:
    """The value of a parameter, put together from its segments in the order of their numbers."""
    segments.sort(key=lambda segment: segment.number)
    charset = "utf-8"
    number, is_encoded, text = segments[0]
    if not any(segment.is_encoded for segment in segments):
        return decode_words("".join(segment.text for segment in segments))
    if number == 0 and is_encoded and (extended := _EXTENDED.fullmatch(text)):
        charset = extended[1] or charset
        segments[0] = _Segment(number, is_encoded, extended[2])
    # A character may be split between segments.
    runs = groupby(segments, lambda segment: segment.is_encoded)
    return "".join(
        charsets.decode(unquote_to_bytes(joined), charset) if is_encoded else joined
        for is_encoded, run in runs
        if (joined := "".join(segment.text for segment in run))
    )
