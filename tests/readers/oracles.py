"""What two parsers of npm's, mailparser and postal-mime, read in messages."""

from __future__ import annotations

import base64
import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent
REQUIRED = os.environ.get("SESMOCK_READERS") == "required"
_TAG = re.compile(r"<[^>]*>")


class File(NamedTuple):
    name: str | None
    type: str
    id: str | None
    content: bytes


class Reading(NamedTuple):
    """What a reader sees, apart from white space, which each parser treats in its own way."""

    subject: str
    from_: list[tuple[str, str]]
    to: list[tuple[str, str]]
    cc: list[tuple[str, str]]
    text: str
    html: str
    files: list[File]


def why_missing() -> str | None:
    """Why there is nobody to ask; None if there is."""
    if shutil.which("node") is None:
        return "the readers need node, which is not installed here"
    if not (FOLDER / "node_modules").is_dir():
        return "the readers are not installed: run `tox -e readers`"
    return None


def ask(messages: list[bytes]) -> list[dict[str, Reading | str]]:
    """What each of the two reads in each message; the text of an error if it cannot."""
    done = subprocess.run(
        [shutil.which("node") or "node", "read.mjs"],
        cwd=FOLDER,
        input=json.dumps([base64.b64encode(each).decode() for each in messages]).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return [
        {name: _reading(result) for name, result in each.items()}
        for each in json.loads(done.stdout)
    ]


def _reading(result: dict[str, Any]) -> Reading | str:
    if "error" in result:
        return str(result["error"])
    return Reading(
        words(result["subject"]),
        *(
            [(words(name), address) for name, address in result[key]]
            for key in ("from", "to", "cc")
        ),
        words(result["text"]),
        words_of_html(result["html"]),
        [
            File(
                None if file["name"] is None else words(file["name"]),
                file["type"],
                file["id"],
                lines(base64.b64decode(file["content"])),
            )
            for file in result["attachments"]
        ],
    )


def words(text: str) -> str:
    return " ".join(text.split())


def words_of_html(text: str) -> str:
    return words(html.unescape(_TAG.sub(" ", text)))


def lines(content: bytes) -> bytes:
    """Content without what the parsers make of line ends."""
    return content.replace(b"\r\n", b"\n").rstrip(b"\n")
