"""Having a run write a page, and reading it back without a browser."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Page(NamedTuple):
    """What a page holds: its index, and of each mail the rest and the words to search.

    `failures` are those of each test: phase, message and traceback.
    """

    title: str
    index: dict[str, Any]
    failures: list[list[list[str]]]
    details: list[Any]
    words: list[str]
    files: dict[str, bytes]

    @property
    def tests(self) -> list[tuple[str, str, list[str]]]:
        """Each test's name and outcome and the subjects of its mails, in the page's order."""
        return [
            (
                test["id"],
                test["outcome"],
                [mail["subject"] for mail in self.index["mails"] if mail["test"] == number],
            )
            for number, test in enumerate(self.index["tests"])
        ]


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def read(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    held = dict(
        re.findall(r'<script type="[^"]+"[^>]* id="([^"]+)">(.*?)</script>', text, re.DOTALL)
    )
    title = re.search("<title>(.*?)</title>", text)
    assert title is not None
    # A line each, which may be empty.
    details, failures = (held.pop(name)[1:-1].split("\n") for name in ("details", "failures"))
    return Page(
        title[1],
        json.loads(held.pop("index")),
        [json.loads(unpacked(each)) if each else [] for each in failures],
        [json.loads(unpacked(each)) if each else None for each in details],
        json.loads(unpacked(held.pop("words"))),
        {name.removeprefix("file-"): unpacked(file) for name, file in held.items()},
    )


def page(project: pytest.Pytester, *arguments: str, subprocess: bool = False) -> Page:
    """The page of a run of the project's tests."""
    run = project.runpytest_subprocess if subprocess else project.runpytest
    run("--sesmock-report=mails.html", *arguments)
    return read(project.path / "mails.html")
