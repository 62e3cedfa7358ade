"""What a delivered message holds: its header fields, its texts, its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.raw_mail import header_block
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_sesmock.engine.raw_mail.header_block import Field, HeaderBlock
    from pytest_sesmock.outbox import visible_html
    from pytest_sesmock.outbox.reading import encoded_words, leaves
else:
    visible_html = Later("pytest_sesmock.outbox.visible_html")
    encoded_words = Later("pytest_sesmock.outbox.reading.encoded_words")
    leaves = Later("pytest_sesmock.outbox.reading.leaves")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a message other than its texts.

    Attributes:
        filename: The file name, or None.
        content_type: The media type, such as "application/pdf".
        content: The decoded bytes.
        content_id: The Content-ID without brackets, which the HTML refers to as in `cid:logo`, or
            None.
        inline: Whether it is meant to be shown inside the message.
    """

    filename: str | None
    content_type: str
    content: bytes = field(repr=False)
    content_id: str | None = field(default=None, repr=False)
    inline: bool = field(default=False, repr=False)


class Headers(Mapping[str, str]):
    """The header fields of a message, in order. Names are case-insensitive.

    If a name occurs several times, you get its first value; use `get_all` to get all values.
    """

    __slots__ = ("_values",)

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, tuple[str, list[str]]] = {}
        for name, value in fields:
            self._values.setdefault(name.lower(), (name, []))[1].append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][1][0]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({dict(self)!r})"

    def get_all(self, name: str) -> tuple[str, ...]:
        """The values of all fields with this name, in order. Empty if there are none."""
        _, values = self._values.get(name.lower(), (name, ()))
        return tuple(values)


class Contents(NamedTuple):
    """What a reader sees of a message's parts: the text, the HTML, and the files."""

    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


class _Texts(NamedTuple):
    """Texts of which a reader sees one kind: those of an alternative, or a single one."""

    plain: list[str]
    html: list[str]


_FOLD = re.compile(r"(?:\r\r?\n|\r|\n)[ \t]")
_LINE_END = re.compile(r"\r\n|\r|\n")
# How many messages deep mail programs look into messages; postal-mime's limit.
_MOST_MESSAGES = 10
_SUMMARY = ("From", "Subject", "Date", "To", "Cc")


def headers(raw: bytes) -> Headers:
    """The header fields of a MIME message, unfolded and decoded; lines without a name left out."""
    return _headers(header_block.read(raw, most=len(raw)))


def _headers(block: HeaderBlock) -> Headers:
    return Headers((field.name, _value(field)) for field in block.fields if field.name)


def _value(field: Field) -> str:
    """The value as text: other bytes than UTF-8 are not allowed in it and are lost [RFC 6532]."""
    _, _, value = field.lines.decode("utf-8", "replace").partition(":")
    return encoded_words.decode_words(_FOLD.sub(" ", value).strip(" \t\r\n"))


def contents(raw: bytes) -> Contents:
    """What a reader sees of a MIME message.

    Texts that stand one after another, as where a list adds a footer, are read one after another. A
    reader of HTML sees plain texts among them as HTML, and the other way round.
    """
    texts: dict[object, _Texts] = {}
    attachments: list[Attachment] = []
    _collect(raw, texts, attachments, messages=0)
    return Contents(
        _join([each.plain or list(map(_html_to_text, each.html)) for each in texts.values()])
        if any(each.plain for each in texts.values())
        else None,
        _join([each.html or list(map(_text_to_html, each.plain)) for each in texts.values()])
        if any(each.html for each in texts.values())
        else None,
        tuple(attachments),
    )


def _collect(
    raw: bytes, texts: dict[object, _Texts], attachments: list[Attachment], messages: int
) -> None:
    for leaf in leaves.read(raw):
        group = texts.setdefault(leaf.group or leaf, _Texts([], []))
        if leaf.is_text:
            kind = group.plain if leaf.content_type == "text/plain" else group.html
            kind.append(leaf.decode())
        elif leaf.is_open_message and messages < _MOST_MESSAGES:
            group.plain.append(_summary(headers(leaf.content)))
            _collect(leaf.content, texts, attachments, messages + 1)
        else:
            attachments.append(
                Attachment(
                    leaf.file_name,
                    leaf.content_type,
                    leaf.content,
                    leaf.content_id,
                    leaf.disposition == "inline",
                )
            )


def _summary(fields: Headers) -> str:
    """What a mail program shows above a message within a message."""
    return "\n".join(f"{name}: {fields[name]}" for name in _SUMMARY if name in fields)


def _join(texts: list[list[str]]) -> str:
    """The texts, each on lines of its own."""
    pieces = [text for group in texts for text in group if text]
    ended = [text if text.endswith(("\n", "\r")) else f"{text}\n" for text in pieces[:-1]]
    return "".join([*ended, *pieces[-1:]])


def _html_to_text(html: str) -> str:
    return visible_html.read(html).text


def _text_to_html(text: str) -> str:
    from html import escape  # noqa: PLC0415 - few mails need it, and its names of characters

    return f"<div>{'<br>'.join(escape(line) for line in _LINE_END.split(text))}</div>"
