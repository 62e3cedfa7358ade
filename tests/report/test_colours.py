"""Colours are put into the lines of a failure, and nothing else is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.report.colours import colour_lines

RED, GREEN, BOLD, OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"


def painted(*texts: str) -> list[str]:
    """The texts in colours, without what surrounds each of them."""
    lines = colour_lines([">   source", "E   first", *(f"E   {text}" for text in texts), ""])
    assert lines[:2] == [">   source", "E   first"]
    return [line.removeprefix(f"E   {OFF}").removesuffix(OFF) for line in lines[2:-1]]


@pytest.mark.parametrize(
    ("texts", "colours"),
    [
        (["Nearest: outbox[0]"], [f"{BOLD}Nearest: outbox[0]"]),
        (["    to: not equal", ""], ["    to: not equal", ""]),
        (
            ["        expected 'ab'", "                  ^"],
            [f"        expected '{RED}a{OFF}b'", f"{RED}                  ^"],
        ),
        (
            ["        actual   'ab'", "                   ^"],
            [f"        actual   'a{GREEN}b{OFF}'", f"{GREEN}                   ^"],
        ),
        (
            ["        unwanted '\u4f60b'", "                    ^"],
            [f"        unwanted '\u4f60{RED}b{OFF}'", f"{RED}                    ^"],
        ),
        (
            ["        @@ line 1 @@", "          same", "        - ab", "        + c", "end"],
            [
                "        @@ line 1 @@",
                "          same",
                f"{RED}        - ab",
                f"{GREEN}        + c",
                f"{BOLD}end",
            ],
        ),
        (
            ["        @@ line 1 @@", "        - ab", "          ^", "        + cb", "          ^"],
            [
                "        @@ line 1 @@",
                f"        - {RED}a{OFF}b",
                f"{RED}          ^",
                f"        + {GREEN}c{OFF}b",
                f"{GREEN}          ^",
            ],
        ),
        (["        - of a paragraph"], ["        - of a paragraph"]),
    ],
    ids=["head", "plain", "expected", "actual", "wide", "diff", "marked diff", "no diff"],
)
def test_colours(texts: list[str], colours: list[str]) -> None:
    assert painted(*texts) == colours


@given(st.lists(st.text("E ^-+@ae'", max_size=30)))
def test_without_its_colours_the_text_is_the_same(lines: list[str]) -> None:
    plain = [re.sub("\x1b\\[[0-9]+m", "", line) for line in colour_lines(lines)]
    margins = [re.match("E +", line) for line in lines]
    margin = next((found[0] for found in margins if found), "")
    # What pytest never mixes with marked lines gets the mark of the others.
    assert [line.removeprefix(margin) for line in plain] == [
        line.removeprefix(margin) for line in lines
    ]
