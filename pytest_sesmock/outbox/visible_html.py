"""The HTML of a message as a person sees it: text, links, images.

Parsing is justhtml's, by the HTML standard, as browsers and mail programs do it. What of it is seen
is decided here, by tags, the attribute `hidden` and inline styles; style sheets are not applied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from justhtml import Element, JustHTML, Node, Text


class Link(NamedTuple):
    """A link of a message.

    Attributes:
        href: The address as written in the message, without surrounding white space.
        text: What the reader clicks: the text of the link, including the alt texts of its images.
            For a link in the plain text it is the address itself.
    """

    href: str
    text: str


class Image(NamedTuple):
    """An image in the HTML.

    Attributes:
        src: The address it is loaded from. Empty if there is none.
        alt: The alt text, or None.
        is_pixel: Whether it is at most one pixel large, like a tracking pixel.
    """

    src: str
    alt: str | None
    is_pixel: bool


class VisibleHtml(NamedTuple):
    """What a person sees of an HTML text: only what is not hidden, in the order it stands in."""

    text: str
    links: tuple[Link, ...]
    images: tuple[Image, ...]


# By the HTML standard's own style sheet these are not displayed; the second row is what stands in
# a medium's place where the medium cannot be shown.
_UNSEEN = frozenset(
    (
        *("base", "datalist", "head", "link", "meta", "noembed", "noframes", "param", "rp"),
        *("script", "style", "template", "title"),
        *("audio", "canvas", "iframe", "object", "select", "svg", "textarea", "video"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"),
        *("legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))"
    r"\s*(?:!\s*important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
# Soft hyphen, joiners that forbid or allow a break, byte order mark: nobody sees them.
_INVISIBLE = str.maketrans("", "", "\u00ad\u034f\u200b\u2060\ufeff")
_HREF_BREAKS = str.maketrans("", "", "\t\n\r")  # by the URL standard they are no part of it


# justhtml copies the text before it for each `<` that begins no tag.
_LONE_BRACKET = re.compile(r"<(?![A-Za-z/!?])")
_MANY_BRACKETS = 1_000


def parse(html: str) -> JustHTML:
    """An HTML text as a document, however broken it is."""
    from justhtml import JustHTML  # noqa: PLC0415 - takes a while, and most runs read no HTML

    # Not sanitized: a test is to see what was sent. Mail programs run no scripts, so what stands
    # in <noscript> is seen.
    if html.count("<") > _MANY_BRACKETS:
        html = _LONE_BRACKET.sub("&lt;", html)
    return JustHTML(html, sanitize=False, scripting_enabled=False)


def read(html: str) -> VisibleHtml:
    """What a person sees of an HTML text, however broken it is.

    Every block element and table row is a line of the text, cells stand beside each other. White
    space is collapsed and lines without any text are left out. An image is its alt text.
    """
    reader = _Reader()
    reader.read(parse(html).root)
    lines = (_collapse(line) for line in "".join(reader.pieces).split("\n"))
    return VisibleHtml("\n".join(filter(None, lines)), tuple(reader.links), tuple(reader.images))


class _Closing(NamedTuple):
    """The end of an element."""

    element: Element
    in_pre: bool  # whether the element stands in one


class _Reader:
    """One walk over a document; a stack of its own, as mails nest deeper than Python does."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self._in_pre = False
        self._link_texts: list[list[str]] = []  # of the links that are open, innermost last

    def read(self, root: Node) -> None:
        from justhtml import Element, Text  # noqa: PLC0415 - as above

        stack: list[Node | Text | _Closing] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, _Closing):
                self._close(node)
            elif isinstance(node, Text):
                self._text(node.data or "")
            elif not isinstance(node, Element):
                stack += reversed(node.children or ())
            elif self._open(node):
                stack.append(_Closing(node, self._in_pre))
                self._in_pre = self._in_pre or node.name == "pre"
                stack += reversed(node.children)

    def _text(self, data: str) -> None:
        seen = data.translate(_INVISIBLE)
        lines = seen.split("\n") if self._in_pre else [seen]
        self._add("\n".join(_SPACE.sub(" ", line) for line in lines))

    def _open(self, element: Element) -> bool:
        """Take in what an element begins with; answers whether what it holds is seen."""
        name, attributes = element.name, element.attrs
        if (
            name in _UNSEEN
            or "hidden" in attributes
            or _HIDDEN.search(attributes.get("style") or "")
        ):
            return False
        self._separate(name)
        if _is_link(element):
            self._link_texts.append([])
        if name == "img":
            alt = attributes.get("alt")
            self.images.append(
                Image(clean_address(attributes.get("src")), alt, _is_pixel(attributes))
            )
            self._text(alt or "")
        return True

    def _close(self, closing: _Closing) -> None:
        element = closing.element
        self._in_pre = closing.in_pre
        self._separate(element.name)
        if _is_link(element):
            text = _collapse("".join(self._link_texts.pop()) or element.attrs.get("alt") or "")
            self.links.append(Link(clean_address(element.attrs["href"]), text))

    def _separate(self, name: str) -> None:
        if name in _BLOCKS:
            self._add("\n")
        elif name in _CELLS:
            self._add(" ")

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        if self._link_texts:
            self._link_texts[-1].append(piece)


def _is_link(element: Element) -> bool:
    return element.name in {"a", "area"} and "href" in element.attrs


def _collapse(text: str) -> str:
    return " ".join(text.split())


def clean_address(url: str | None) -> str:
    """An address in HTML as a reader's program takes it."""
    return (url or "").translate(_HREF_BREAKS).strip()


def _is_pixel(attributes: Mapping[str, str | None]) -> bool:
    return all(
        (attributes.get(side) or "").removesuffix("px") in {"0", "1"}
        for side in ("width", "height")
    )
