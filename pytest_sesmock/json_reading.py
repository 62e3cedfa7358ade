"""JSON as SES reads it, wherever a request holds some: bodies, template data, policies."""

from __future__ import annotations

import re
from json import JSONDecoder
from typing import Any, NoReturn

MAX_DEPTH = 200
"""How deep objects and lists may be nested. That SES has a limit is inferred: Java's libraries have
one of 1,000. This one keeps clear of the end of Python's stack."""


def read_json(text: str) -> Any:
    """The value of a JSON text.

    Half of a surrogate pair, which no text can be sent with, becomes "?", as in Java.

    Raises:
        ValueError: It is no JSON, or nested too deep.
    """
    # Nearly no text has that many brackets.
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deep(text):
        raise ValueError("it is nested too deep")
    # Most texts cannot have one, and the search would take longer than all the rest.
    if ("\\u" in text or not text.isascii()) and _SURROGATE.search(text):
        text = _ESCAPES.sub(_keep_pairs, text)
    text = text.strip(" \t\n\r")
    value, end = _read_value(text)
    if end < len(text):
        raise ValueError("something follows the value")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_read_value = JSONDecoder(parse_constant=_refuse_constant).raw_decode


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_ESCAPES = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff])"
    r"|\\.",
    re.DOTALL,
)


def _keep_pairs(escape: re.Match[str]) -> str:
    return "?" if escape["half"] else escape[0]


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def _is_deep(text: str) -> bool:
    depth = 0
    for token in _BRACKETS.finditer(text):
        bracket = token[0]
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif bracket in "]}":
            depth -= 1
    return False
