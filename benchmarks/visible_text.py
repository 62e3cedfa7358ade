"""How much of `visible_text` a browser shows: `python benchmarks/visible_text.py FOLDER`.

Each .html and .eml file of the folder is rendered in Chromium, and the words of `visible_text` are
compared with those of `innerText`. It needs Chromium, as the tests in tests/browser do. Nothing is
loaded from the network, and no script of a mail runs.

Two things are told apart from `innerText`, which takes no notice of them: the alt texts of images,
which are taken out of the mails before, and texts that have no size or are cut off, which are
taken out of the rendered mail. `--plain` leaves the latter in.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests/browser"))

from chromium import Browser, chromium  # noqa: E402  # they are found by the line above
from inner_text import inner_text  # noqa: E402

from pytest_sesmock.outbox import mime_content, visible_html  # noqa: E402

BAR = 0.99
WORST = 10
_ALT = re.compile(
    r"""(<(?:img|area)\b[^>]*?)\salt\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_INVISIBLE = str.maketrans("", "", "\u00ad\u034f\u200b\u2060\ufeff")


class Comparison(NamedTuple):
    """How one mail is read."""

    name: str
    ratio: float
    differences: list[str]
    seconds: float


def html_of(path: Path) -> str | None:
    """The HTML of a file, decoded, without alt texts; None if it has none."""
    data = path.read_bytes()
    if path.suffix == ".eml":
        html = mime_content.contents(data).html
    else:
        charset = _CHARSET.search(data)
        try:
            html = data.decode(charset[1].decode() if charset else "utf-8")
        except (LookupError, UnicodeDecodeError):
            html = data.decode("windows-1252", "replace")
    return None if html is None else _ALT.sub(r"\1", html)


def compare(name: str, html: str, browser: Browser, *, plain: bool, width: int) -> Comparison:
    """Read the HTML with both, and see how much is the same."""
    started = time.perf_counter()
    text = visible_html.read(html).text
    seconds = time.perf_counter() - started
    ours = words(text)
    theirs = words(inner_text(browser, html, removes_unseen=not plain, width=width))
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    differences = [
        f"{' '.join(theirs[i:j])[:60]!r} is {' '.join(ours[m:n])[:60]!r}"
        for kind, i, j, m, n in matcher.get_opcodes()
        if kind != "equal"
    ]
    return Comparison(name, matcher.ratio(), differences, seconds)


def words(text: str) -> list[str]:
    """The words as written: how a style sheet capitalizes them is no matter."""
    return text.translate(_INVISIBLE).casefold().split()


def mails(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the HTML of every mail that has any."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".eml", ".html", ".htm"}:
            html = html_of(path)
            if html is not None:
                yield str(path.relative_to(folder)), html


def main() -> None:
    """Print the mails that are read worst, and how many are read well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plain", action="store_true", help="compare with plain innerText")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    options = parser.parse_args()
    with (
        tempfile.NamedTemporaryFile(suffix=".html") as empty,
        chromium("--host-resolver-rules=MAP * ~NOTFOUND") as browser,
    ):
        browser.open(Path(empty.name))
        compared = [
            compare(name, html, browser, plain=options.plain, width=options.width)
            for name, html in mails(options.folder)
        ]
    worst = sorted(compared, key=lambda each: each.ratio)[:WORST]
    for each in worst:
        if each.ratio < 1:
            print(f"{each.ratio:.4f} {each.name}", *each.differences[:5], sep="\n    ")
    good = sum(each.ratio >= BAR for each in compared)
    seconds = sum(each.seconds for each in compared)
    print(
        f"{good} of {len(compared)} mails ({good / max(len(compared), 1):.1%}) have at least "
        f"{BAR:.0%} of their words as Chromium shows them; "
        f"reading took {1000 * seconds / max(len(compared), 1):.1f} ms a mail"
    )


if __name__ == "__main__":
    main()
