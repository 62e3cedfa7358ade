"""Write the table of what email clients do not support: `python docs/client_support.py data.json`.

The data are those of https://www.caniemail.com, as `data/caniemail.json` of npm's `caniemail` holds
them. The table has what the lint can find in HTML, and no notes on partial support.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "pytest_sesmock" / "outbox" / "client_support.py"
HERE = "docs/client_support.py"

CLIENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "apple-mail": ("Apple Mail", ("apple-mail/macos", "apple-mail/ios")),
    "gmail": ("Gmail", ("gmail/desktop-webmail", "gmail/ios", "gmail/android")),
    "outlook": (
        "Outlook",
        ("outlook/outlook-com", "outlook/macos", "outlook/ios", "outlook/android"),
    ),
    "outlook-windows": ("Outlook on Windows", ("outlook/windows",)),
    "yahoo": ("Yahoo! Mail", ("yahoo/desktop-webmail", "yahoo/ios", "yahoo/android")),
    "aol": ("AOL", ("aol/desktop-webmail", "aol/ios", "aol/android")),
    "samsung-email": ("Samsung Email", ("samsung-email/android",)),
    "thunderbird": ("Thunderbird", ("thunderbird/macos", "thunderbird/windows")),
    "protonmail": (
        "Proton Mail",
        ("protonmail/desktop-webmail", "protonmail/ios", "protonmail/android"),
    ),
    "fastmail": ("Fastmail", ("fastmail/desktop-webmail",)),
    "hey": ("HEY", ("hey/desktop-webmail",)),
    "gmx": ("GMX", ("gmx/desktop-webmail", "gmx/ios", "gmx/android")),
    "web-de": ("WEB.DE", ("web-de/desktop-webmail", "web-de/ios", "web-de/android")),
    "orange": ("Orange", ("orange/desktop-webmail", "orange/ios", "orange/android")),
    "mail-ru": ("Mail.ru", ("mail-ru/desktop-webmail",)),
}

_SELECTORS = {
    "css-selector-adjacent-sibling": "+",
    "css-selector-general-sibling": "~",
    "css-selector-child": ">",
    "css-selector-attribute": "[",
}
_SEVERAL = {
    "html-semantics": [
        *("element article", "element aside", "element details", "element figcaption"),
        *("element figure", "element footer", "element header", "element main", "element mark"),
        *("element nav", "element section", "element summary", "element time"),
    ],
    "html-srcset": ["attribute srcset", "attribute sizes"],
    "html-svg": ["element svg"],
    "html-image-maps": ["element map"],
    "css-variables": ["function var"],
    "css-unit-calc": ["function calc"],
    "css-unit-percent": [],
    "css-modern-color": ["function lch", "function oklch", "function lab", "function oklab"],
    "css-gap": ["property gap", "property column-gap", "property row-gap"],
    "css-grid-template": ["property grid-template", "property grid-template-columns"],
    "css-left-right-top-bottom": [
        *("property left", "property right", "property top", "property bottom"),
    ],
    "css-border-radius-logical": [],
    "css-column-layout-properties": ["property columns", "property column-width"],
    "css-at-media-device-pixel-ratio": ["media -webkit-device-pixel-ratio"],
    "css-intrinsic-size": [],
    "css-sytem-ui": [],
}


def marks_of(feature: dict[str, Any]) -> Iterator[str]:
    """What shows in HTML that the feature is used."""
    slug, title = feature["slug"], feature["title"]
    if slug in _SEVERAL:
        yield from _SEVERAL[slug]
    elif slug in _SELECTORS:
        yield f"selector {_SELECTORS[slug]}"
    elif slug.startswith("image-"):
        names = {"image-jpg": ("jpg", "jpeg"), "image-base64": (), "image-mp4": ("mp4",)}
        yield from (f"image {name}" for name in names.get(slug, (slug.removeprefix("image-"),)))
    elif slug.startswith("css-at-media-"):
        yield from (f"media {name}" for name in re.findall(r"\(([\w-]+)\)", title))
    elif slug.startswith("css-at-"):
        yield f"at-rule {title}"
    elif slug.startswith("css-unit-"):
        yield from (
            f"unit {name}" for name in re.findall(r"^(\w+) unit$", title) if name != "initial"
        )
    elif slug.startswith("css-pseudo-"):
        yield f"pseudo {title if title.startswith(':') else f':{title}'}".removesuffix("()")
    elif element := re.fullmatch(r"<([\w-]+)>(?: element)?", title):
        yield f"element {element[1]}"
    elif attribute := re.fullmatch(r"([\w-]+) attribute", title):
        yield f"attribute {attribute[1]}"
    elif function := re.fullmatch(r"([\w-]+)\(\)", title):
        yield f"function {function[1]}"
    elif value := re.fullmatch(r"([a-z-]+):\s*([a-z]+)", title):
        yield f"value {value[1]}:{value[2]}"
    elif slug.startswith("css-") and not slug.startswith("css-selector-"):
        properties = re.sub(r" (?:property|shorthand|CSS property)$", "", title).split(" & ")
        yield from (f"property {name}" for name in properties if re.fullmatch("[a-z-]+", name))


def unsupported(feature: dict[str, Any]) -> str:
    """The letters of the clients of which at least one program shows it in no version."""
    letters = ""
    for number, (_, programs) in enumerate(CLIENTS.values()):
        versions = [
            feature["stats"].get(family, {}).get(platform, {})
            for family, _, platform in (program.partition("/") for program in programs)
        ]
        newest = [[*each.values()][-1] for each in versions if each]
        letters += chr(ord("a") + number) if any(each.startswith("n") for each in newest) else ""
    return letters


def table(data: dict[str, Any]) -> str:
    """The module that holds the table."""
    clients: dict[str, set[str]] = {}
    for feature in data["data"]:
        for mark in marks_of(feature):
            clients.setdefault(mark, set()).update(unsupported(feature))
    rows = sorted(f"{mark} {''.join(sorted(each))}" for mark, each in clients.items() if each)
    names = "".join(f'    "{name}": "{label}",\n' for name, (label, _) in CLIENTS.items())
    lines = "\n".join(rows)
    date = data["last_update_date"][:10]
    return f'''"""What email clients do not support of HTML and CSS, as of {date}.

Written by `{HERE}` from the data of https://www.caniemail.com, which are under this
license:

MIT License

Copyright (c) 2019 Rémi Parmentier

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

CLIENTS = {{
{names}}}
"""The clients by the names that the lint takes, in the order of their letters in the table."""

UNSUPPORTED = """\\
{lines}
"""
"""A line for each mark: its kind, its name and the letters of the clients, of which at least one
program does not support it in its newest version."""
'''


if __name__ == "__main__":
    TABLE.write_text(table(json.loads(Path(sys.argv[1]).read_text("utf-8"))), encoding="utf-8")
