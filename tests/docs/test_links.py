"""Links between the project's pages lead somewhere, the README's from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from played import ROOT

HOME = "https://github.com/pytest-sesmock/pytest-sesmock"
FILES = f"{HOME}/blob/main/"
FOLDERS = ("", "benchmarks", "docs", "docs/*", "docs/*/*", "tests/data")
PAGES = [
    str(page.relative_to(ROOT))
    for folder in FOLDERS
    for page in sorted(ROOT.glob(f"{folder}/*.md".lstrip("/")))
]

_LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)


def links(page: str) -> Iterator[str]:
    for inline, reference in _LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        yield inline or reference


def headings(file: Path) -> set[str]:
    """The anchors that the headings of a page have."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def is_there(folder: Path, link: str, page: str = "") -> bool:
    path, _, anchor = link.partition("#")
    file = folder / (path or page)
    return file.is_file() and (not anchor or anchor in headings(file))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    inside = [link for link in links(page) if not link.startswith("http")]
    absolute = [link.removeprefix(FILES) for link in links(page) if link.startswith(FILES)]
    place = ROOT / page
    dead = [link for link in inside if not is_there(place.parent, link, place.name)]
    dead += [link for link in absolute if not is_there(ROOT, link)]

    assert dead == []


def test_the_readme_links_from_anywhere() -> None:
    """The package index shows it without the files beside it."""
    found = list(links("README.md"))

    assert len(found) > 10
    assert [link for link in found if not link.startswith("https://")] == []


def test_each_reference_of_the_readme_is_defined_and_used() -> None:
    """Brackets that are no link would be shown as brackets."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$|`[^`\n]+`", "", text, flags=re.MULTILINE | re.DOTALL)
    definition = re.compile(r"^\[([^\]]+)\]: .+$", re.MULTILINE)
    used = re.findall(r"\[([^\]]+)\](?!\()", definition.sub("", prose))

    assert sorted(definition.findall(prose)) == sorted(" ".join(each.split()) for each in used)


def test_the_addresses_of_the_project_are_at_home() -> None:
    """Those that packages show, as far as they name a file."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = settings.partition("[project.urls]\n")[2].partition("\n\n")[0]
    addresses = re.findall(r'^\w+ = "(.+)"$', table, re.MULTILINE)

    assert len(addresses) >= 4
    assert [each for each in addresses if not each.startswith(HOME)] == []
    named = [each.removeprefix(FILES) for each in addresses if each.startswith(FILES)]
    assert named
    assert [name for name in named if not is_there(ROOT, name)] == []
