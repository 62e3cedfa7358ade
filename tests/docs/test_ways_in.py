"""From the home page, and in a viewer of the repository, everything is near."""

from __future__ import annotations

import os
from pathlib import Path

from played import ROOT, blocks
from test_links import links

DOCS = ROOT / "docs"
HOME = DOCS / "index.md"
PAGES = {page for page in DOCS.rglob("*.md") if "_build" not in page.parts}


def linked(page: Path) -> set[Path]:
    """The pages that a page's plain links lead to."""
    inside = (link.partition("#")[0] for link in links(str(page.relative_to(ROOT))))
    places = (Path(os.path.normpath(page.parent / link)) for link in inside if link)
    return {place for place in places if place in PAGES}


def test_the_first_test_and_its_failure_are_those_of_the_readme() -> None:
    readme, home = blocks("README.md"), blocks("docs/index.md")

    assert home[:2] == readme[:2]
    assert [block.language for block in home[:2]] == ["python", "console"]


def test_every_page_is_two_clicks_from_home() -> None:
    first = linked(HOME)
    second = {page for each in first for page in linked(each)}

    assert PAGES - {HOME} - first - second == set()


def test_the_guides_are_all_listed() -> None:
    index = DOCS / "how-to" / "index.md"
    guides = {page for page in PAGES if page.parent == index.parent} - {index}

    assert guides - linked(index) == set()
