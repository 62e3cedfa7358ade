"""The HTML of a message as a person sees it: text, links, images.

Parsing is justhtml's, by the HTML standard, as browsers and mail programs do it. What of it is
seen, and on which line, is decided here, by tags, the attribute `hidden` and the styles that apply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.outbox.style_sheets import DISPLAYS, StyleSheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from justhtml import Element, JustHTML, Node, Text

    from pytest_sesmock.outbox.style_sheets import Style


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
    """What a person sees of an HTML text: only what is not hidden, in the order it stands in.

    Attributes:
        text: Line by line.
        links: What can be clicked.
        images: All of them.
        wordless_links: The links that are images alone, none of which has an alt text, each with
            the first of them.
        active: The elements that would do something: the start tags of scripts and forms.
    """

    text: str
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    wordless_links: tuple[tuple[Link, Image], ...]
    active: tuple[str, ...]


# By the HTML standard's own style sheet these are not displayed (all that a head can hold is among
# them); the second row is what stands in a medium's place where the medium cannot be shown.
_UNSEEN = frozenset(
    (
        *("base", "datalist", "link", "meta", "noembed", "noframes", "param", "rp"),
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

# By display: what stands before and after the element in the text; nothing, for what is not here.
_SEPARATORS = {
    **dict.fromkeys(DISPLAYS, "\n"),
    **dict.fromkeys(("inline", "contents", "initial", "unset"), ""),
    **dict.fromkeys((each for each in DISPLAYS if "inline-" in each), ""),
    "table-cell": " ",
}
_OF_TAG = {**dict.fromkeys(_BLOCKS, "block"), **dict.fromkeys(_CELLS, "table-cell")}
_FLEXIBLE = frozenset(each for each in DISPLAYS if each.endswith(("flex", "grid", "-box")))
# Only of these the content can be cut off: a table and its parts are as high as their content.
_CUTTING = frozenset(("block", "inline-block", "flow-root", "list-item", *_FLEXIBLE))
_OUT_OF_LINE = frozenset(("left", "right", "absolute", "fixed"))
_ZERO = re.compile(r"[+-]?(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?")
_KEEPS_LINES = {
    **dict.fromkeys(("pre", "pre-wrap", "pre-line", "break-spaces"), True),
    **dict.fromkeys(("normal", "nowrap", "initial"), False),
}
_IS_VISIBLE = {"hidden": False, "collapse": False, "visible": True, "initial": True}
_RELATIVE = re.compile(r"[\d.]+(?:em|%)|inherit|smaller|larger|unset")
_SPACE = re.compile(r"\s+")
# Soft hyphen, joiners that forbid or allow a break, byte order mark: nobody sees them.
_INVISIBLE = str.maketrans("", "", "\u00ad\u034f\u200b\u2060\ufeff")
_HREF_BREAKS = str.maketrans("", "", "\t\n\r")  # by the URL standard they are no part of it


# justhtml copies the text before it for each `<` that begins no tag.
_LONE_BRACKET = re.compile(r"<(?![A-Za-z/!?])")
_MANY_BRACKETS = 1_000
# Real mails take 0.3 at most.
_COMPARISONS_PER_CHARACTER = 2


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

    Every element that is displayed as a block or a table row is a line of the text, cells stand
    beside each other. White space is collapsed and lines without any text are left out. An image is
    its alt text.
    """
    document = parse(html)
    sheets = StyleSheets(_style_sheets(document), _COMPARISONS_PER_CHARACTER * len(html))
    reader = _Reader(sheets)
    reader.read(document.root)
    lines = (_collapse(line) for line in "".join(reader.pieces).split("\n"))
    return VisibleHtml(
        "\n".join(filter(None, lines)),
        tuple(reader.links),
        tuple(reader.images),
        tuple(reader.wordless_links),
        tuple(reader.active),
    )


def _style_sheets(document: JustHTML) -> Iterator[tuple[str, str]]:
    """The style sheets within the document, with their media."""
    for match in document.query("style"):
        attributes = match.attrs or {}
        yield match.to_text(strip=False), attributes.get("media") or ""


class _Around(NamedTuple):
    """What the contents of an element have from it."""

    keeps_lines: bool = False  # as <pre> does
    is_visible: bool = True
    is_tiny: bool = False  # the text has no size
    is_flexible: bool = False  # what is within is arranged in boxes


class _Closing(NamedTuple):
    """The end of an element: what it was among, and what comes behind it."""

    element: Element
    around: _Around
    separator: str
    is_link: bool
    images_before: int


class _Reader:
    """One walk over a document; a stack of its own, as mails nest deeper than Python does."""

    def __init__(self, sheets: StyleSheets) -> None:
        self.pieces: list[str] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.wordless_links: list[tuple[Link, Image]] = []
        self.active: list[str] = []
        self._sheets = sheets
        self._around = _Around()
        self._link_texts: list[list[str]] = []  # of the links that are open, innermost last

    def read(self, root: Node) -> None:
        from justhtml import Element, Text  # noqa: PLC0415 - as above

        stack: list[Node | Text | _Closing] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, _Closing):
                self._close(node)
            elif isinstance(node, Text):
                if self._around.is_visible and not self._around.is_tiny:
                    self._text(node.data or "")
            elif not isinstance(node, Element):
                stack += reversed(node.children or ())
            elif closing := self._open(node):
                stack.append(closing)
                stack += reversed(node.children)

    def _text(self, data: str) -> None:
        seen = data.translate(_INVISIBLE)
        lines = seen.split("\n") if self._around.keeps_lines else [seen]
        self._add("\n".join(_SPACE.sub(" ", line) for line in lines))

    def _open(self, element: Element) -> _Closing | None:
        """Take in what an element begins with; None if nothing in it is seen."""
        if _is_active(element):
            self.active.append(_start_tag(element))
        if element.name in _UNSEEN:
            return None
        style = self._sheets.style_of(element)
        display = _display(element, style)
        if display == "none" or _is_cut_off(style, display):
            return None
        around = self._around
        separator = _SEPARATORS[display]
        if (
            element.name == "p"
            or around.is_flexible
            or not _OUT_OF_LINE.isdisjoint((style.get("float"), style.get("position")))
        ):
            separator = "\n"
        self._around = _within(around, element, style, display)
        is_link = _is_link(element) and self._around.is_visible
        closing = _Closing(element, around, separator, is_link, len(self.images))
        self._add(separator)
        if is_link:
            self._link_texts.append([])
        if element.name == "img" and self._around.is_visible:
            self._image(element.attrs)
        return closing

    def _image(self, attributes: Mapping[str, str | None]) -> None:
        alt = attributes.get("alt")
        self.images.append(Image(clean_address(attributes.get("src")), alt, _is_pixel(attributes)))
        if alt:  # an image touches no word
            self._text(f" {alt} ")

    def _close(self, closing: _Closing) -> None:
        self._around = closing.around
        self._add(closing.separator)
        if closing.is_link:
            attributes = closing.element.attrs
            text = _collapse("".join(self._link_texts.pop()) or attributes.get("alt") or "")
            link = Link(clean_address(attributes["href"]), text)
            self.links.append(link)
            if not text and len(self.images) > closing.images_before:
                self.wordless_links.append((link, self.images[closing.images_before]))

    def _add(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            if self._link_texts:
                self._link_texts[-1].append(piece)


# Styles


def _display(element: Element, style: Style) -> str:
    if element.name == "br":  # whatever its style
        return "block"
    usual = "none" if "hidden" in element.attrs else _OF_TAG.get(element.name, "inline")
    return style.get("display", usual) if style else usual


def _is_cut_off(style: Style, display: str) -> bool:
    """Whether there is no room to see anything of the element, or it lets everything through."""
    if not style:
        return False
    if _is_zero(style.get("opacity")):
        return True
    return (
        display in _CUTTING
        and style.get("overflow", "visible") != "visible"
        and (_is_zero(style.get("height")) or _is_zero(style.get("max-height")))
        and not _has_padding(style)
    )


def _has_padding(style: Style) -> bool:
    """Whether there is room above or below the content, which then can be seen there."""
    sides = style.get("padding", "").split()[::2]
    sides += [style[name] for name in ("padding-top", "padding-bottom") if name in style]
    return not all(map(_is_zero, sides))


def _is_zero(value: str | None) -> bool:
    return value is not None and _ZERO.fullmatch(value) is not None


def _within(around: _Around, element: Element, style: Style, display: str) -> _Around:
    is_pre = element.name == "pre"
    if not (style or is_pre or around.is_flexible):
        return around
    keeps_lines, is_visible, is_tiny, _ = around
    white_space = style.get("white-space", "pre" if is_pre else "")
    if white_space in _KEEPS_LINES:
        keeps_lines = _KEEPS_LINES[white_space]
    visibility = style.get("visibility")
    if visibility in _IS_VISIBLE:
        is_visible = _IS_VISIBLE[visibility]
    size = style.get("font-size")
    if size is not None and not (is_tiny and _RELATIVE.fullmatch(size)):
        is_tiny = _is_zero(size)
    return _Around(keeps_lines, is_visible, is_tiny, display in _FLEXIBLE)


def _is_link(element: Element) -> bool:
    return element.name in {"a", "area"} and "href" in element.attrs


# Scripts of other types are data, such as the markup that Gmail reads.
_SCRIPT_TYPES = frozenset(("", "module", "text/javascript", "application/javascript"))


def _is_active(element: Element) -> bool:
    if element.name == "script":
        return (element.attrs.get("type") or "").strip().lower() in _SCRIPT_TYPES
    return element.name == "form"


def _start_tag(element: Element) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrs.items() if value)
    return f"<{element.name}{attributes}>"


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
