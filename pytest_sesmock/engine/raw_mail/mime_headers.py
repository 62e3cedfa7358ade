"""Reading the header fields that describe a MIME entity, as JavaMail 1.4.7 does.

SES answers a malformed one with the bare text of JavaMail's `ParseException` [content-type-parse]
[content-disposition-parse] [expected-semicolon]. The tests hold this module to the table
`javamail_mime.jsonl` in `tests/data`, which was made with that release.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


class MimeHeader(NamedTuple):
    """A value with parameters, such as that of Content-Type.

    Attributes:
        value: What comes before the parameters, as written, such as `text/plain`.
        parameters: The values of the parameters; names in lower case.
    """

    value: str
    parameters: dict[str, str]


class MimeFault(NamedTuple):
    """Why SES refuses a header field.

    Attributes:
        message: SES's words.
    """

    message: str


_TYPE = Text("Expected MIME type, got {token}", "C", ("javamail-base", "content-type-parse"))
_SLASH = Text("Expected '/', got {token}", "A", ("content-type-parse",))
_SUBTYPE = Text("Expected MIME subtype, got {token}", "C", ("javamail-base", "content-type-parse"))
_DISPOSITION = Text("Expected disposition, got {token}", "A", ("content-disposition-parse",))
_SEMICOLON = Text("Expected ';', got \"{token}\"", "A", ("expected-semicolon",))
_NAME = Text('Expected parameter name, got "{token}"', "C", ("javamail-base", "expected-eq"))
# A list written by hand has single quotes around the token; the text of its sibling was recorded
# with JavaMail's double quotes.
_EQUALS = Text("Expected '=', got \"{token}\"", "C", ("expected-eq", "expected-semicolon"))
_VALUE = Text('Expected parameter value, got "{token}"', "C", ("javamail-base", "expected-eq"))
_COMMENT = Text("Unbalanced comments", "C", ("javamail-base",))
_QUOTE = Text("Unbalanced quoted string", "C", ("javamail-base",))

TEXTS = (
    *(_TYPE, _SLASH, _SUBTYPE, _DISPOSITION, _SEMICOLON, _NAME, _EQUALS, _VALUE, _COMMENT, _QUOTE),
)
"""Every text that a `MimeFault` can hold."""

_TOKEN = re.compile(
    r"""
    [ \t\r\n]* (?:
        (?P<comment> \( )
      | " (?P<quoted> [^"\\]* (?: \\. [^"\\]* )* ) (?P<closed> " )?
      | (?P<atom> [!\#-'*+.0-9A-Z^-~-]+ )
      | (?P<special> [^ \t\r\n] )
    )
    """,
    re.DOTALL | re.VERBOSE,
)
_COMMENT_MARK = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Token(NamedTuple):
    """A token of a header field.

    Attributes:
        kind: "atom", "quoted", or the character itself if it is a special one.
        text: Without quotes and backslashes.
    """

    kind: str
    text: str


_END = _Token("end", "null")  # as Java writes a token's missing text


class _FaultError(Exception):
    """The first fault, with its text; never leaves this module."""


def parse_content_type(text: str) -> MimeHeader | MimeFault:
    """Read a media type and its parameters."""
    tokens = _tokens(text)
    try:
        primary = _expect("atom", next(tokens, _END), _TYPE)
        _expect("/", next(tokens, _END), _SLASH)
        subtype = _expect("atom", next(tokens, _END), _SUBTYPE)
        return MimeHeader(f"{primary}/{subtype}", _parse_parameters(tokens))
    except _FaultError as fault:
        return MimeFault(str(fault))


def parse_disposition(text: str) -> MimeHeader | MimeFault:
    """Read a disposition and its parameters."""
    tokens = _tokens(text)
    try:
        value = _expect("atom", next(tokens, _END), _DISPOSITION)
        return MimeHeader(value, _parse_parameters(tokens))
    except _FaultError as fault:
        return MimeFault(str(fault))


def parse_transfer_encoding(text: str) -> str | MimeFault:
    """Read the name of an encoding: the first atom, or all of it if there is none."""
    try:
        atoms = (token.text for token in _tokens(text) if token.kind == "atom")
        return next(atoms, text)
    except _FaultError as fault:
        return MimeFault(str(fault))


def _parse_parameters(tokens: Iterator[_Token]) -> dict[str, str]:
    """Read what follows the value; a semicolon at the very end is tolerated."""
    parameters = {}
    for token in tokens:
        _expect(";", token, _SEMICOLON)
        following = next(tokens, None)
        if following is None:
            break
        name = _expect("atom", following, _NAME)
        _expect("=", next(tokens, _END), _EQUALS)
        value = next(tokens, _END)
        if value.kind not in {"atom", "quoted"}:
            raise _FaultError(_VALUE.says(token=value.text))
        parameters[name.lower()] = value.text
    return parameters


def _expect(kind: str, token: _Token, otherwise: Text) -> str:
    if token.kind != kind:
        raise _FaultError(otherwise.says(token=token.text))
    return token.text


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "comment":
            position = _comment_end(text, position)
        elif kind == "atom":
            yield _Token("atom", match["atom"])
        elif kind == "special":
            yield _Token(match["special"], match["special"])
        elif match["closed"]:
            yield _Token("quoted", _ESCAPED.sub(r"\1", match["quoted"]))
        else:
            raise _FaultError(_QUOTE.says())


def _comment_end(text: str, position: int) -> int:
    depth = 1
    for mark in _COMMENT_MARK.finditer(text, position):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if depth == 0:
            return mark.end()
    raise _FaultError(_COMMENT.says())
