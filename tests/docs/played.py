"""Playing a page: its code blocks are files, its console blocks commands and what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(
    r"^(?:<!-- (?P<source>(?:excerpt )?from [^\s:]+)[^\n]* -->\n)?"
    r"```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"# (\S+\.\w+)\n")
_SECONDS = re.compile(r"\bin \d+\.\d\ds\b")
_TIME = re.compile(r"\b\d\d:\d\d:\d\d")


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    source: str = ""
    """`from newsletter.py`, if the block is generated."""

    @property
    def file(self) -> str:
        """The name in the comment on the first line."""
        found = _FILE.match(self.text)
        assert found, f"no file is named on the first line of:\n{self.text}"
        return found[1]


def blocks(page: str) -> list[Block]:
    """The blocks written into a page, given by its path from the root, but shell commands."""
    return [block for block in _blocks(page) if not block.source and block.language != "sh"]


def generated_blocks(page: str) -> list[Block]:
    """The blocks of a page that are those of files."""
    return [block for block in _blocks(page) if block.source]


def _blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(match["language"], match["text"], match["source"] or "")
        for match in _BLOCK.finditer(text)
    ]


def play(block: Block, pytester: pytest.Pytester, *, in_subprocess: bool = False) -> None:
    """Write the block's file, or run its command and compare what it prints."""
    if block.language == "console":
        command, _, shown = block.text.partition("\n")
        prompt, program, *arguments = shlex.split(command)
        assert (prompt, program) == ("$", "pytest")
        run = pytester.runpytest_subprocess if in_subprocess else pytester.runpytest
        assert_printed(shown, run(*arguments).outlines)
    else:
        file = pytester.path / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")


def assert_printed(shown: str, printed: list[str]) -> None:
    """Hold that each run of shown lines was printed as it stands, in this order.

    A line of three dots stands for anything. When it was, how long it took, and blanks at the end
    do not count.
    """
    rest = "\n" + _comparable("\n".join(printed)) + "\n"
    runs = re.split(r"^\.\.\.$", _comparable(shown), flags=re.MULTILINE)
    for run in filter(str.strip, runs):
        wanted = "\n" + run.strip("\n") + "\n"
        assert wanted in rest
        # The line end that closes this run opens the next one.
        rest = "\n" + rest.partition(wanted)[2]


def _comparable(text: str) -> str:
    text = _TIME.sub("12:00:00", _SECONDS.sub("in 0.00s", text))
    return "\n".join(line.rstrip() for line in text.splitlines())
