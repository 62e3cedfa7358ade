"""Cutting a template into text and tags, and removing the white space that Handlebars removes."""

from __future__ import annotations

import re
from typing import NamedTuple

from pytest_sesmock.engine.templates.faults import TemplateFault


class Token(NamedTuple):
    """A word of a tag.

    Attributes:
        kind: The group of the pattern that matched it, or "end" after the last word.
        value: The word as written.
    """

    kind: str
    value: str


class Tag(NamedTuple):
    """A pair of braces and what is in them.

    Attributes:
        sigil: What follows the opening braces, such as `#`; nothing for a plain `{{x}}`, `{` for
            `{{{x}}}`, `{{` for a raw block, and `else` for `{{else}}` and `{{^}}`.
        tokens: The words in it.
        line: The line where it starts, counted from 1.
        strips: Whether it removes the white space before it and after it (`~`).
        content: The text of a raw block.
        indent: The white space before a partial that has its line to itself.
    """

    sigil: str
    tokens: tuple[Token, ...]
    line: int
    strips: tuple[bool, bool]
    content: str = ""
    indent: str = ""

    @property
    def is_else(self) -> bool:
        """Whether it is `{{else}}`, `{{^}}` or the like of `{{else if x}}`."""
        return self.sigil == "else" or (not self.sigil and self.tokens[0] == ("name", "else"))


_OPENING = re.compile(r"\{\{(?P<strip>~)?(?P<sigil>\{\{|\{|#>|#\*|#|/|\^|>|!--|!|&|\*)?")
_ELSE = re.compile(r"\{\{(~?)(?:\^|\s*else)\s*(~?)\}\}")
_COMMENT_END = {"!": re.compile(r"(~?)\}\}"), "!--": re.compile(r"--(~?)\}\}")}
# A tag is not closed by more braces than opened it.
_END = re.compile(r"\s*(?:(~)\}\}|\}\}(?!\}))")
_ENDS = {
    "{": re.compile(r"\s*\}(?:(~)\}\}|\}\}(?!\}))"),
    "{{": re.compile(r"\s*()\}\}\}\}"),
}
_RAW_CLOSE = re.compile(r"\{\{\{\{/([^\s{}]+)\}\}\}\}")
_AFTER_NAME = r"(?=[=~}\s/.)\]|])"
_AFTER_LITERAL = r"(?=[~}\s)\]])"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<string>"(?:\\"|[^"])*" | '(?:\\'|[^'])*')
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?{_AFTER_LITERAL})
    | (?P<literal>(?:true|false|null|undefined){_AFTER_LITERAL})
    | (?P<params>as\s+\|)
    | (?P<name>\.\. | \.{_AFTER_NAME} | [^\s!"\#%&'()*+,./;<=>@\[\\\]^`{{|}}~]+{_AFTER_NAME})
    | (?P<segment>\[(?:\\\]|[^\]])*\])
    | (?P<mark>[./()@|=])
    )""",
    re.VERBOSE,
)
_LINE_BREAK = re.compile(r"[ \t]*\r?\n")
_REST_OF_LINE = re.compile(r"[ \t]*\r?\n?")
# Blocks, their ends, partials and comments remove their line if they are alone on it.
_STANDALONE = frozenset({"#", "#*", "#>", "/", "^", ">", "!", "!--"})


def scan(source: str) -> list[str | Tag]:
    """Cut a template into its pieces, in order, without comments.

    Raises:
        TemplateFault: Something in braces is not closed, or is not Handlebars.
    """
    pieces: list[str | Tag] = []
    text: list[str] = []
    at = line = 0
    counted = 0
    while opening := _OPENING.search(source, at):
        start = opening.start()
        before = source[at:start]
        if before.endswith("\\") and not before.endswith("\\\\"):
            text.append(before[:-1] + "{{")
            at = start + 2
            continue
        text.append(before[:-1] if before.endswith("\\\\") else before)
        line += source.count("\n", counted, start)
        counted = start
        tag, at = _read_tag(opening, line + 1)
        if joined := "".join(text):
            pieces.append(joined)
        text.clear()
        pieces.append(tag)
    if joined := "".join([*text, source[at:]]):
        pieces.append(joined)
    return _strip_white_space(pieces)


def _read_tag(opening: re.Match[str], line: int) -> tuple[Tag, int]:
    """Read the tag that opens there, and find where it ends."""
    source = opening.string
    if inverse := _ELSE.match(source, opening.start()):
        return Tag("else", (), line, (bool(inverse[1]), bool(inverse[2]))), inverse.end()
    strip, sigil = bool(opening["strip"]), opening["sigil"] or ""
    if sigil in _COMMENT_END:
        # `{{!--}}` is a whole comment: the dashes that open it may close it.
        end = _COMMENT_END[sigil].search(source, opening.start("sigil") + 1)
        if not end:
            raise TemplateFault(f"line {line}: a comment is not closed")
        return Tag(sigil, (), line, (strip, bool(end[1]))), end.end()
    tokens, end = _read_tokens(opening, _ENDS.get(sigil, _END), line)
    tag = Tag(sigil, tokens, line, (strip, bool(end[1])))
    if sigil != "{{":
        return tag, end.end()
    close = _RAW_CLOSE.search(source, end.end())
    if not close or close[1] != tokens[0].value:
        raise TemplateFault(f"line {line}: a raw block is not closed")
    return tag._replace(content=source[end.end() : close.start()]), close.end()


def _read_tokens(
    opening: re.Match[str], ending: re.Pattern[str], line: int
) -> tuple[tuple[Token, ...], re.Match[str]]:
    """Read the words of a tag, at least one, and its end."""
    source, at = opening.string, opening.end()
    tokens: list[Token] = []
    while not (end := ending.match(source, at)):
        token = _TOKEN.match(source, at)
        if not token:
            excerpt = source[opening.start() : at + 20]
            raise TemplateFault(f"line {line}: this is not Handlebars: {excerpt!r}")
        kind = str(token.lastgroup)
        tokens.append(Token(kind, token[kind]))
        at = token.end()
    if not tokens:
        raise TemplateFault(f"line {line}: there is nothing in the braces")
    return tuple(tokens), end


def _strip_white_space(pieces: list[str | Tag]) -> list[str | Tag]:
    """Remove the white space that `~` and tags alone on their line remove, and comments."""
    stripped = list(pieces)
    for index, tag in enumerate(pieces):
        if isinstance(tag, str):
            continue
        line_goes = _goes_with_its_line(pieces, index, tag)
        before = _text_at(stripped, index - 1)
        if before is not None:
            kept = before.rstrip(" \t") if line_goes else before
            if tag.strips[0]:
                kept = kept.rstrip()
            elif tag.sigil == ">":
                stripped[index] = tag._replace(indent=before[len(kept) :])
            stripped[index - 1] = kept
        after = _text_at(stripped, index + 1)
        if after is not None:
            rest = _REST_OF_LINE if line_goes else _LINE_BREAK if _defines(tag) else None
            gone = rest.match(after) if rest else None
            kept = after[gone.end() :] if gone else after
            stripped[index + 1] = kept.lstrip() if tag.strips[1] else kept
    return [
        piece
        for piece in stripped
        if (piece if isinstance(piece, str) else piece.sigil not in _COMMENT_END)
    ]


def _text_at(pieces: list[str | Tag], index: int) -> str | None:
    """The piece of this index if it is a text; None if it is a tag or there is none."""
    piece = pieces[index] if 0 <= index < len(pieces) else None
    return piece if isinstance(piece, str) else None


def _defines(tag: Tag) -> bool:
    """Whether it is `{{/inline}}`: it removes the next line break [doc-tpl-inline-newline]."""
    return tag.sigil == "/" and tag.tokens == (Token("name", "inline"),)


def _goes_with_its_line(pieces: list[str | Tag], index: int, tag: Tag) -> bool:
    """Whether only white space stands between the tag and the ends of its line."""
    if tag.sigil not in _STANDALONE and not tag.is_else:
        return False
    before, after = _text_at(pieces, index - 1), _text_at(pieces, index + 1)
    if before is None:
        starts = index == 0
    else:
        margin = before[len(before.rstrip()) :]
        starts = "\n" in margin or (index == 1 and margin == before)
    if after is None:
        ends = index + 1 == len(pieces)
    else:
        margin = after[: len(after) - len(after.lstrip())]
        ends = "\n" in margin or (index + 2 == len(pieces) and margin == after)
    return starts and ends
