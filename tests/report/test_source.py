"""The source of a message on the page: short to read, and every byte can be had again."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.report.gallery.source import shorten

HEADER = "Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n"


def body(content: bytes, width: int = 76, newline: str = "\r\n") -> str:
    encoded = base64.b64encode(content).decode("ascii")
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    return "".join(line + newline for line in lines)


def put_together(text: str, bodies: list[dict[str, Any]], files: dict[str, bytes]) -> bytes:
    """As the page does it, in units of UTF-16."""
    units = text.encode("utf-16-le")
    parts, at = [], 0
    for each in bodies:
        parts.append(units[at * 2 : each["from"] * 2].decode("utf-16-le"))
        parts.append(body(files[each["file"]], each["width"], each["newline"]))
        at = each["to"]
    return "".join([*parts, units[at * 2 :].decode("utf-16-le")]).encode()


def contents() -> st.SearchStrategy[bytes]:
    """Any bytes, enough to be left out; drawn one by one they are more than hypothesis draws."""
    sizes, seeds = st.integers(3_100, 6_000), st.integers(0, 2**32)
    return st.builds(lambda size, seed: Random(seed).randbytes(size), sizes, seeds)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"])),
            contents(),
            st.sampled_from([4, 60, 72, 76]),
            st.sampled_from(["\n", "\r\n"]),
        ),
        max_size=3,
    )
)
def test_every_byte_can_be_had_again(pieces: list[tuple[str, bytes, int, str]]) -> None:
    raw = "".join(
        f"{text}\r\n\r\n{HEADER}{body(content, width, newline)}--b\r\n"
        for text, content, width, newline in pieces
    ).encode()
    files: dict[str, bytes] = {}

    def keep(content: bytes) -> str:
        files[str(len(files))] = content
        return str(len(files) - 1)

    text, bodies = shorten(raw, keep)
    assert bodies is not None
    assert len(bodies) == len(pieces)
    assert put_together(text, bodies, files) == raw
    assert text.count(" characters of base64]\r\n") >= len(pieces)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"caf\xe9\r\n", "caf\\xe9\r\n"),
        (
            (HEADER + body(bytes(4_002)) + "AAAAA\r\n").encode(),
            f"{HEADER}[5,485 characters of base64]\r\n",
        ),
        (
            (HEADER + "AAAA\r\nAAAAAAAA\r\n" * 300).encode(),
            f"{HEADER}[4,800 characters of base64]\r\n",
        ),
    ],
    ids=["not UTF-8", "not base64", "of uneven lines"],
)
def test_what_the_text_does_not_hold(raw: bytes, text: str) -> None:
    assert shorten(raw, lambda _: "file") == (text, None)


def test_a_body_too_large_to_be_kept() -> None:
    assert shorten((HEADER + body(bytes(4_000))).encode(), lambda _: None)[1] is None


def test_a_short_body_stays() -> None:
    raw = (HEADER + body(b"short" * 100)).encode()
    assert shorten(raw, lambda _: "file") == (raw.decode(), [])


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\r\n",
        "Content-Type: text/plain\r\n\r\n",
        "Content-Transfer-Encoding: 7bit\r\n\r\n",
        f"{HEADER}QUFB\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n",
        f"{HEADER}-\r\n\r\nContent-Type: text/plain\r\n\r\n",
        f"{HEADER}these are the codes:\r\n",
    ],
)
def test_lines_of_letters_and_digits_are_text(before: str) -> None:
    raw = (before + "ABCD0001\r\n" * 500).encode()
    assert shorten(raw, lambda _: "file") == (raw.decode(), [])


@pytest.mark.parametrize(
    "header",
    [
        "content-transfer-encoding:BASE64\n\n",
        "Content-Transfer-Encoding:\r\n base64\r\nX: y\r\n\r\n",
        f"X: y\r\n\r\nHello\r\n--b\r\n{HEADER}",
        f"{HEADER}\r\n\r\n",
    ],
)
def test_a_body_in_base64_is_left_out(header: str) -> None:
    text, bodies = shorten((header + body(bytes(4_000))).encode(), lambda _: "file")
    assert text == f"{header}[5,478 characters of base64]\r\n"
    assert [each["file"] for each in bodies or ()] == ["file"]
