"""Style sheets and inline styles: which declarations apply to an element.

Only the properties that decide what is seen are read, and only selectors of types, classes, ids and
attributes, alone or as descendants and children; a rule with any other, such as `:hover`, is left
out. Of media queries those hold that hold in light colours on a screen of 1280 by 800 pixels. What
would have to be loaded is not.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from justhtml import Element, Node

_PROPERTIES = (
    *("display", "visibility", "opacity", "float", "position", "white-space", "font-size", "font"),
    *("overflow", "height", "max-height", "padding", "padding-top", "padding-bottom"),
)

Style = dict[str, str]
"""The values that apply to an element, in lower case, by property."""


class StyleSheets:
    """The style sheets of one document.

    Finding the rules of an element takes so many comparisons at most, for the whole document; then
    style sheets have no effect on the elements that follow. Mails are far from it.
    """

    def __init__(self, sheets: Iterable[tuple[str, str]], comparisons: int) -> None:
        """Read the sheets, each with its media, in the order of the document."""
        self._rules: dict[str, list[_Rule]] = {}
        self._left = comparisons
        self._inline: dict[str, _Inline] = {}
        self._classes: dict[str, frozenset[str]] = {}
        order = 0
        for css, media in sheets:
            if not _holds(media):
                continue
            for selectors, body in _rules(css):
                declarations = _declarations(body)
                for selector in _split(selectors, ",") if declarations else ():
                    order += 1
                    self._add(selector, declarations, order)

    def _add(self, text: str, declarations: tuple[_Declaration, ...], order: int) -> None:
        selector = _selector(text)
        if selector is not None:
            rule = _Rule(selector, (*_specificity(selector), order), declarations)
            self._rules.setdefault(selector[-1].key, []).append(rule)

    def style_of(self, element: Element) -> Style:
        """What applies to an element: by importance, specificity and order, as CSS has it."""
        inline = self._read_inline(element.attrs.get("style") or "")
        found = [
            (each.is_important, rule.weight, each)
            for rule in self._candidates(element)
            if self._fits(rule.selector, element)
            for each in rule.declarations
        ]
        if not found:
            return inline.style
        found += [(each.is_important, _INLINE, each) for each in inline.declarations]
        return {each.name: each.value for _, _, each in sorted(found, key=_weight)}

    def _read_inline(self, style: str) -> _Inline:
        if style not in self._inline:
            declarations = _declarations(_split(style, ";"))
            alone = sorted(declarations, key=_is_important)
            self._inline[style] = _Inline(declarations, {each.name: each.value for each in alone})
        return self._inline[style]

    def _candidates(self, element: Element) -> Iterator[_Rule]:
        """The rules whose last part names the element's id, a class or its type, or any."""
        if not self._rules:
            return
        attributes = element.attrs
        classes = (f".{each}" for each in self._classes_of(attributes))
        for key in (f"#{attributes.get('id') or ''}", element.name, "*", *classes):
            for rule in self._rules.get(key, ()):
                if self._left <= 0:
                    return
                yield rule

    def _fits(self, selector: tuple[_Part, ...], element: Element) -> bool:
        """Whether the selector's last part is the element and the others are around it.

        An ancestor that fits is taken at once. For `a > b c` another one further out may fit where
        the first does not, which this does not find; mails have no such need.
        """
        *others, last = selector
        if not self._is(last, element):
            return False
        ancestor = element.parent
        while others:
            part = others.pop()
            while ancestor is not None and not self._is(part, ancestor):
                ancestor = None if last.is_child else ancestor.parent
            if ancestor is None:
                return False
            last, ancestor = part, ancestor.parent
        return True

    def _is(self, part: _Part, element: Node) -> bool:
        attributes: Mapping[str, str | None] = element.attrs or {}
        self._left -= 1 + len(part.classes)
        return (
            part.type in {"*", element.name}
            and (not part.id or part.id == attributes.get("id"))
            and (not part.classes or part.classes <= self._classes_of(attributes))
            and all(self._holds(test, attributes) for test in part.tests)
        )

    def _classes_of(self, attributes: Mapping[str, str | None]) -> frozenset[str]:
        text = attributes.get("class") or ""
        if text not in self._classes:
            self._classes[text] = frozenset(text.split())
        return self._classes[text]

    def _holds(self, test: _Test, attributes: Mapping[str, str | None]) -> bool:
        there = attributes.get(test.name, "") or ""
        self._left -= 1 + len(there)
        if test.name not in attributes:
            return False
        return not test.operator or bool(_OPERATORS[test.operator](there, test.value))


class _Declaration(NamedTuple):
    name: str
    value: str
    is_important: bool


class _Inline(NamedTuple):
    """An inline style: what it declares, and what of it applies where no rule does."""

    declarations: tuple[_Declaration, ...]
    style: Style


class _Test(NamedTuple):
    """What a selector wants of an attribute."""

    name: str
    operator: str
    value: str


_OPERATORS: dict[str, Callable[[str, str], object]] = {
    "=": lambda there, wanted: there == wanted,
    "~=": lambda there, wanted: wanted in there.split(),
    "*=": lambda there, wanted: wanted and wanted in there,
    "^=": lambda there, wanted: wanted and there.startswith(wanted),
    "$=": lambda there, wanted: wanted and there.endswith(wanted),
    "|=": lambda there, wanted: f"{there}-".startswith(f"{wanted}-"),
}


class _Part(NamedTuple):
    """A part of a selector without white space, such as `p.note#first[lang=en]`."""

    type: str
    id: str
    classes: frozenset[str]
    tests: tuple[_Test, ...]
    is_child: bool  # of what the part before it names; else any descendant

    @property
    def key(self) -> str:
        """What an element must be, have as a class or as its id, to be looked at."""
        return f"#{self.id}" if self.id else next((f".{each}" for each in self.classes), self.type)


class _Rule(NamedTuple):
    selector: tuple[_Part, ...]
    weight: tuple[float, ...]
    declarations: tuple[_Declaration, ...]


_INLINE = (float("inf"),)  # weighs more than any selector


def _is_important(declaration: _Declaration) -> bool:
    return declaration.is_important


def _weight(row: tuple[bool, tuple[float, ...], _Declaration]) -> tuple[object, ...]:
    return row[:2]


# Tokens

_TOKEN = re.compile(
    r"""
    (?P<comment> /\* .*? (?:\*/ | \Z) | <!-- | --> )
  | (?P<string> "[^"\\\n]*(?:\\.[^"\\\n]*)*"? | '[^'\\\n]*(?:\\.[^'\\\n]*)*'? )
  | (?P<address> (?<=url) \( [^"'()]* \) )
  | \\. | [^{}()\[\],;"'\\/<-]+ | .
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# Where nothing of it stands, a separator is one.
_QUOTING = re.compile(r"""["'\\(\[{] | /\* | <!-- | -->""", re.VERBOSE)
_CLOSING = {"(": ")", "[": "]"}
_CLOSING_BRACES = {**_CLOSING, "{": "}"}


def _tokens(css: str, closing: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The tokens without comments, each with whether it is in no brackets, or ends the last."""
    awaited: list[str] = []
    for match in _TOKEN.finditer(css):
        piece = match[0] if match["comment"] is None else " "
        if piece in closing:
            awaited.append(closing[piece])
        elif awaited and piece == awaited[-1]:
            awaited.pop()
        yield piece, not awaited


def _split(text: str, separator: str) -> list[str]:
    """A text at the separators that are in no string, address or brackets."""
    if not _QUOTING.search(text):
        return text.split(separator)
    parts: list[list[str]] = [[]]
    for piece, is_outside in _tokens(text, _CLOSING_BRACES):
        if is_outside and piece == separator:
            parts.append([])
        else:
            parts[-1].append(piece)
    return list(map("".join, parts))


def without_strings(css: str) -> str:
    """A style sheet or an inline style without comments, and with empty strings and addresses."""
    return _TOKEN.sub(_empty, css) if _QUOTING.search(css) else css


def _empty(match: re.Match[str]) -> str:
    return {"comment": " ", "string": '""', "address": "()"}.get(match.lastgroup or "", match[0])


# Rules

MEDIA = re.compile(r"\s*@media\b(.*)", re.IGNORECASE | re.DOTALL)
"""What stands before the block of a media query."""


class _Block(NamedTuple):
    holds: bool
    selectors: str | None  # if it is a rule
    declarations: list[str]


def _rules(css: str) -> Iterator[tuple[str, list[str]]]:
    """The selectors and declarations of the rules in blocks that hold, none of them in a rule."""
    blocks: list[_Block] = []
    texts: list[str] = []  # since the last brace or semicolon
    for piece, is_outside in chain(_tokens(css, _CLOSING), [("}", True)]):  # the end closes a rule
        if not is_outside or piece not in {"{", "}", ";"}:
            texts.append(piece)
            continue
        text = "".join(texts)
        texts.clear()
        if piece == "{":
            is_read = not blocks or (blocks[-1].holds and blocks[-1].selectors is None)
            blocks.append(_block(text.strip(), is_read=is_read))
        elif blocks:
            blocks[-1].declarations.append(text)
            if piece == "}":
                holds, selectors, declarations = blocks.pop()
                if holds and selectors is not None:
                    yield selectors, declarations


def _block(head: str, *, is_read: bool) -> _Block:
    if not head.startswith("@"):
        return _Block(is_read, head, [])
    media = MEDIA.fullmatch(head)
    return _Block(is_read and media is not None and _holds(media[1]), None, [])


_DECLARATION = re.compile(rf"({'|'.join(_PROPERTIES)})\s*:([^!]*)(!\s*important)?", re.IGNORECASE)
_FONT_SIZE = re.compile(r"(?:^|\s)(0|[\d.]+(?:[a-z]+|%))(?=[\s/])")


def _declarations(texts: Iterable[str]) -> tuple[_Declaration, ...]:
    """The declarations that matter; those without a value that is known have none."""
    found: dict[tuple[str, bool], _Declaration] = {}
    for text in texts:
        match = _DECLARATION.fullmatch(text.strip())
        if match is None:
            continue
        name, value = match[1].lower(), match[2].strip().lower()
        if name == "font":
            size = _FONT_SIZE.search(value)
            name, value = "font-size", size[1] if size else ""
        if value and (name != "display" or value in DISPLAYS):
            key = name, match[3] is not None
            found.pop(key, None)  # the later one counts, at its place
            found[key] = _Declaration(name, value, match[3] is not None)
    return tuple(found.values())


DISPLAYS = frozenset(
    (
        *("none", "contents", "inline", "inline-block", "inline-flex", "inline-grid"),
        *("inline-table", "initial", "unset", "block", "flex", "flow-root", "grid", "list-item"),
        *("table", "table-caption", "table-cell", "table-column", "table-column-group"),
        *("table-footer-group", "table-header-group", "table-row", "table-row-group"),
        *("-webkit-box", "-webkit-flex", "-webkit-inline-box", "-webkit-inline-flex"),
    )
)
"""The values of `display` that browsers know; they take any other for an error."""


# Selectors

_NAME = r"(?:[\w-]|\\[^\w\s])+"  # with escaped punctuation, as in sm\:block
_PIECE = re.compile(rf"[.#]{_NAME}|\[[^\]]*\]")
_PART = re.compile(rf"(\s*>\s*|\s+)?(\*|[a-z][\w-]*)?((?:{_PIECE.pattern})*)", re.IGNORECASE)
_TEST = re.compile(
    r"""\[\s*([\w-]+)\s*(?:([~*^$|]?=)\s*(?:"([^"]*)"|'([^']*)'|([^"'\s]*))\s*)?\]"""
)
# Longer ones would cost more than they are worth.
_MOST_PARTS = 10
_MOST_TESTS = 20


def _selector(text: str) -> tuple[_Part, ...] | None:
    """The parts of a selector, from the outermost; None if it has something that is not known."""
    text = text.strip()
    parts: list[_Part] = []
    at = 0
    while at < len(text) and len(parts) < _MOST_PARTS:
        match = _PART.match(text, at)
        if match is None or not (match[2] or match[3]) or bool(parts) != bool(match[1]):
            return None
        part = _part(match[2] or "*", _PIECE.findall(match[3]), is_child=">" in (match[1] or ""))
        if part is None:
            return None
        parts.append(part)
        at = match.end()
    return tuple(parts) if parts and at == len(text) else None


def _part(type_: str, pieces: list[str], *, is_child: bool) -> _Part | None:
    tests = []
    for piece in pieces:
        if piece[0] == "[":
            match = _TEST.fullmatch(piece)
            if match is None:
                return None
            value = match[3] or match[4] or match[5] or ""
            tests.append(_Test(match[1].lower(), match[2] or "", value))
    if len(tests) > _MOST_TESTS:
        return None
    names = [each.replace("\\", "") for each in pieces]
    return _Part(
        type_.lower(),
        next((each[1:] for each in names if each[0] == "#"), ""),
        frozenset(each[1:] for each in names if each[0] == "."),
        tuple(tests),
        is_child,
    )


def _specificity(selector: tuple[_Part, ...]) -> tuple[int, int, int]:
    return (
        sum(bool(part.id) for part in selector),
        sum(len(part.classes) + len(part.tests) for part in selector),
        sum(part.type != "*" for part in selector),
    )


# Media queries

_SCREEN = {"width": 1280.0, "height": 800.0, "device-width": 1280.0, "device-height": 800.0}
_FEATURE = re.compile(r"\(\s*(min-|max-)?([a-z-]+)\s*:\s*(\d+(?:\.\d*)?)(px|em|rem)?\s*\)")
_TRUE_OF_SCREEN = re.compile(
    r"\(\s*(?:prefers-color-scheme\s*:\s*light|orientation\s*:\s*landscape)\s*\)"
)
_PIXELS = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0}


def _holds(media: str) -> bool:
    """Whether one of the queries holds; all do if there are none."""
    return not media.strip() or any(map(_query_holds, media.lower().split(",")))


def _query_holds(query: str) -> bool:
    first, *others = " ".join(query.split()).split(" and ")
    is_not = first.startswith("not ")
    first = first.removeprefix("not ").removeprefix("only ").strip()
    holds = (first in {"all", "screen"} or _feature_holds(first)) and all(
        map(_feature_holds, others)
    )
    return holds != is_not


def _feature_holds(text: str) -> bool:
    match = _FEATURE.fullmatch(text)
    if match is None or match[2] not in _SCREEN:
        return _TRUE_OF_SCREEN.fullmatch(text) is not None
    there, wanted = _SCREEN[match[2]], float(match[3]) * _PIXELS[match[4] or ""]
    return {"min-": there >= wanted, "max-": there <= wanted}.get(match[1], there == wanted)
