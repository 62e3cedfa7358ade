"""What email clients do not support of a message's HTML: a part of the lint, off by default.

What a message uses is found as marks, such as `property position` or `element video`, and looked up
in the table of `client_support.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from posixpath import splitext
from typing import TYPE_CHECKING

from pytest_sesmock.errors import SesmockError, suggest
from pytest_sesmock.outbox import visible_html
from pytest_sesmock.outbox.client_support import CLIENTS, UNSUPPORTED
from pytest_sesmock.outbox.style_sheets import MEDIA, without_strings

if TYPE_CHECKING:
    from justhtml import Node, Text

    from pytest_sesmock.outbox.message import SentMessage

RULE = "client-support"
REMEDY = "see caniemail.com for what works instead"

_MOST_TOLD = 12

_AT_RULE = re.compile(r"@[a-z-]+", re.IGNORECASE)
_ASKED = re.compile(r"\(\s*([a-z-]+)", re.IGNORECASE)
# Each begins where nothing of the same kind is before it, so that nothing is read twice.
_PRELUDE = re.compile(r"(?<![^{};])([^{};]+)\{")
_PSEUDO = re.compile(r"::?[a-z-]+", re.IGNORECASE)
_COMBINATOR = re.compile(r"[>+~\[]")
_DECLARATION = re.compile(r"(?:^|(?<=[{;]))\s*([a-z-]+)\s*:([^;{}]*)", re.IGNORECASE)
_FUNCTION = re.compile(r"(?<![a-z-])([a-z-]+)\(", re.IGNORECASE)
_UNIT = re.compile(r"(?<![\w#.-])-?(?:\d+(?:\.\d*)?|\.\d+)([a-z]+)", re.IGNORECASE)


def check(clients: Iterable[str]) -> None:
    """See that these are clients that something is known of.

    Raises:
        SesmockError: One is not; the nearest is told.
    """
    for name in clients:
        if name not in CLIENTS:
            raise SesmockError(
                f"a client for the lint must be one of its clients, not {name!r}: "
                f"{suggest(name, CLIENTS)}"
            )


def find(message: SentMessage, clients: Iterable[str]) -> Iterator[str]:
    """For each client that does not support all of the message's HTML, what it does not."""
    html = message.html
    if html is None:
        return
    used = dict.fromkeys(_marks(html))
    for client in clients:
        missing = [_spell(mark) for mark in used if client in _table().get(mark, ())]
        if missing:
            more = len(missing) - _MOST_TOLD
            rest = f" and {more} more" if more > 0 else ""
            few = ", ".join(missing[:_MOST_TOLD])
            yield f"{CLIENTS[client]} does not support {few}{rest}"


@cache
def _table() -> Mapping[str, frozenset[str]]:
    """The clients that do not support something, by its mark."""
    names = [*CLIENTS]
    rows = (line.rpartition(" ") for line in UNSUPPORTED.splitlines())
    return {
        mark: frozenset(names[ord(letter) - ord("a")] for letter in letters)
        for mark, _, letters in rows
    }


_FORMS = {
    "element": "<{}>",
    "attribute": "the attribute {}",
    "function": "{}()",
    "image": "{} images",
    "media": "@media ({})",
    "selector": "the selector {}",
    "unit": "the unit {}",
    "value": "{}",
}


def _spell(mark: str) -> str:
    """A mark as CSS and HTML write it."""
    kind, _, name = mark.partition(" ")
    return _FORMS.get(kind, "{}").format(name.replace("[", "[...]"))


def _marks(html: str) -> Iterator[str]:
    """What an HTML text uses. What only Outlook sees stands in comments, and is none of it."""
    from justhtml import Element, Text  # noqa: PLC0415 - takes a while, and most runs read no HTML

    nodes: list[Node | Text] = [visible_html.parse(html).root]
    while nodes:
        node = nodes.pop()
        nodes += reversed(node.children or ())
        if not isinstance(node, Element):
            continue
        yield f"element {node.name}"
        for name, value in node.attrs.items():
            yield f"attribute {name}"
            if name == "style":
                yield from _marks_in(without_strings(value or ""))
        if node.name == "style":
            sheet = "".join(each.data or "" for each in node.children if isinstance(each, Text))
            yield from _marks_of_sheet(sheet)
        elif node.name == "img":
            path = (node.attrs.get("src") or "").partition("?")[0]
            yield f"image {splitext(path)[1].removeprefix('.').lower()}"


def _marks_of_sheet(css: str) -> Iterator[str]:
    css = without_strings(css)
    yield from (f"at-rule {name.lower()}" for name in _AT_RULE.findall(css))
    for prelude in _PRELUDE.findall(css):
        if media := MEDIA.fullmatch(prelude):
            yield from (f"media {name.lower()}" for name in _ASKED.findall(media[1]))
        elif "@" not in prelude:
            yield from (f"pseudo {name.lower()}" for name in _PSEUDO.findall(prelude))
            yield from (f"selector {sign}" for sign in _COMBINATOR.findall(prelude))
    yield from _marks_in(css)


def _marks_in(declarations: str) -> Iterator[str]:
    for name, value in _DECLARATION.findall(declarations):
        lower = value.lower()
        yield f"property {name.lower()}"
        yield f"value {name.lower()}:{lower.split('!')[0].strip()}"
        yield from (f"function {function}" for function in _FUNCTION.findall(lower))
        yield from (f"unit {unit}" for unit in _UNIT.findall(lower))
