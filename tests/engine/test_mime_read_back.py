"""Of what a mail is made of nothing is lost, and nothing gets in."""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mime_samples import (
    CHARSETS,
    ENTITY,
    STAMP,
    assert_lines_are_legal,
    composed,
    local_parts,
    quoted,
    read,
    texts,
)

from pytest_sesmock.engine.elements import Content


def with_plain_line_ends(text: str) -> str:
    return io.StringIO(text, newline=None).read()


def without_line_ends(text: str) -> str:
    return re.sub("[\r\n]+", " ", text)


# An encoded word of the sender's own goes out as it is, and the reader decodes it.
subjects = texts.filter(lambda text: "=?" not in text)


@given(subject=subjects, text=texts, html=texts)
@example(subject=" spaces around ", text="", html="")
@example(subject="x" * 2000, text="x" * 2000, html="\n" + "é" + "x" * 2000)
def test_texts_are_read_back(subject: str, text: str, html: str) -> None:
    message = read(composed(subject=Content(subject), text=Content(text), html=Content(html)))
    assert message["Subject"] == without_line_ends(subject)
    plain, rich = message.iter_parts()
    assert with_plain_line_ends(plain.get_content()) == with_plain_line_ends(text)
    assert with_plain_line_ends(rich.get_content()) == with_plain_line_ends(html)
    assert not [part.defects for part in message.walk() if part.defects]


# JavaMail takes a name of nothing but controls and spaces for none.
names = subjects.filter(lambda name: name.strip("".join(map(chr, range(0x21)))))


@given(name=names)
def test_display_names_are_read_back(name: str) -> None:
    """Read by the older of the two parsers, which joins neighbouring encoded words correctly."""
    header = message_from_bytes(composed(source=f"{quoted(name)} <ann@example.com>"))["From"]
    phrase, address = parseaddr("".join(header.split("\r\n")))
    assert address == "ann@example.com"
    assert str(make_header(decode_header(phrase))) == without_line_ends(name)


# The newer parser puts a space between neighbouring encoded words of a name: a name has one here.
short_names = st.text("abcé日 .,'-", min_size=1, max_size=6).filter(
    lambda name: " ".join(name.split()) == name
)


@given(st.lists(st.tuples(short_names, local_parts), min_size=1, max_size=20))
def test_recipients_are_read_back(people: list[tuple[str, str]]) -> None:
    to = tuple(f"{quoted(name)} <{local}@example.com>" for name, local in people)
    addresses = read(composed(to=to))["To"].addresses
    assert [(one.display_name, one.username) for one in addresses] == people


# Controls switch the character set in the midst of some charsets.
no_controls = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\r\n"), max_size=200
).filter(lambda text: "=?" not in text)


@given(charset=st.sampled_from(CHARSETS), text=no_controls)
def test_texts_are_read_back_in_the_charset_named(charset: str, text: str) -> None:
    """What the charset cannot hold becomes a question mark, as Java writes it."""
    message = read(composed(subject=Content(text, charset), text=Content(text, charset)))
    assert message.get_content_charset() == charset.lower()
    held = "".join(held_by(charset, character) for character in text)
    assert with_plain_line_ends(message.get_content()) == with_plain_line_ends(held)
    assert message["Subject"] == without_line_ends(held)


@pytest.mark.parametrize("charset", ["UTF-16BE", "UTF-16LE"])
def test_a_character_made_of_line_ends_is_none(charset: str) -> None:
    """U+0A0D and U+0D0A are CR and LF in the bytes of UTF-16, and the others printable ASCII."""
    text = "中ਊ中\u0a0d中\u0d0a中" * 9
    raw = composed(text=Content(text, charset))
    assert_lines_are_legal(raw)
    assert read(raw).get_content() == text


def held_by(charset: str, character: str) -> str:
    try:
        return character.encode(charset).decode(charset)
    except UnicodeEncodeError:
        return "?"


hostile = st.lists(
    st.sampled_from(
        ["\r\n", "\n", "\r", "\r\n\r\n", "Bcc: eve@example.com", " ", "\t", ":", "é", "x" * 50]
    )
    | st.text(max_size=3)
).map("".join)


@given(subject=hostile, name=hostile, text=hostile)
def test_no_text_becomes_a_header_field(subject: str, name: str, text: str) -> None:
    raw = composed(
        to=(f"{quoted(name)} <bob@example.com>",), subject=Content(subject), text=Content(text)
    )
    assert read(raw).keys() == ["From", "To", "Subject", *ENTITY, *STAMP]


# Surrogates cannot come through botocore, which sends UTF-8; even they do no harm.
anything = st.text(st.characters(exclude_categories=())) | st.builds(
    str.__mul__, st.text("aé \r\n\x00", max_size=3), st.integers(0, 2000)
)


@given(subject=anything, name=anything, text=anything, html=anything)
def test_line_ends_and_lengths(subject: str, name: str, text: str, html: str) -> None:
    raw = composed(
        source=f"{quoted(name)} <ann@example.com>",
        subject=Content(subject),
        text=Content(text),
        html=Content(html),
    )
    assert raw.isascii()
    assert_lines_are_legal(raw)


@given(st.lists(st.text("abcdefgé日 .,", max_size=12) | st.just("x" * 60), max_size=60))
def test_header_lines_are_folded(subject: list[str]) -> None:
    """Wherever there is a space, or encoded words make one, no line is longer than 76."""
    head = composed(to=(), subject=Content(" ".join(subject))).partition(b"Subject: ")[2]
    lines = head.partition(b"\r\nMIME-Version")[0].split(b"\r\n")
    assert max(map(len, lines[1:]), default=0) <= 76
    assert len(b"Subject: " + lines[0]) <= 76
