"""Who follows the address of a rule finds its texts, and whoever searches for a text finds it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from played import ROOT
from test_links import FILES, headings

from pytest_sesmock.outbox.explain.evidence import FIDELITY, address
from pytest_sesmock.service.vocabulary import vocabulary

DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "reference/fidelity").glob("*.md"))
RULES = [name for name in vocabulary()["rule"]["ses"] if name != "planned"]

TEXT = re.compile(r'^- <a id="(.+?)"></a>(.+)<br>\n  \*\*(\w+)\*\* ', re.MULTILINE)
ROW = re.compile(r"^- (.+)<br>\n  \[(.+?)\]\((.+?\.md)#(.+?)\), (\w+)$", re.MULTILINE)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES)
def test_the_address_of_a_rule_is_its_heading(rule: str) -> None:
    file, _, anchor = address(rule).removeprefix(FILES).partition("#")

    assert anchor == rule
    assert rule in headings(ROOT / file)


def test_the_addresses_are_those_of_the_documentation() -> None:
    home = re.search(
        r'^Documentation = "(.+)index\.md"$', read(ROOT / "pyproject.toml"), re.MULTILINE
    )

    assert home
    assert f"{home[1]}reference/fidelity/" == FIDELITY


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_each_text_has_an_address_of_its_own(page: Path) -> None:
    anchors = [anchor for anchor, _, _ in TEXT.findall(read(page))]

    assert len(anchors) == len(set(anchors))
    assert {anchor.partition("--")[0] for anchor in anchors} <= headings(page)
    # What a browser takes for an address.
    assert [anchor for anchor in anchors if not re.fullmatch(r"[a-z0-9-]+", anchor)] == []


def test_all_texts_are_listed_with_their_rule_and_grade() -> None:
    """From both sides: the pages of the groups, and the list."""
    listed = Counter(
        (words, page, rule, grade)
        for words, rule, page, anchor, grade in ROW.findall(
            read(DOCS / "reference/fidelity/texts.md")
        )
        if rule == anchor
    )
    shown = Counter(
        (words, page.name, anchor.partition("--")[0], grade)
        for page in PAGES
        for anchor, words, grade in TEXT.findall(read(page))
    )
    wordless = {entry for entry in shown if entry[0] == "no text"}

    assert len(listed) > 300
    assert listed == Counter({entry: shown[entry] for entry in shown if entry not in wordless})


def test_the_summary_counts_the_texts() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", read(DOCS / "reference/fidelity.md"), re.MULTILINE)
    counted = {
        name: [int(cell or 0) for cell in map(str.strip, cells.split("|"))]
        for name, cells in rows
        if name not in {"group", "---"}
    }
    total = counted.pop("all")

    for name, numbers in counted.items():
        (page,) = re.findall(r"\((.+)\)", name)
        grades = Counter(grade for _, _, grade in TEXT.findall(read(DOCS / "reference" / page)))
        assert numbers == [*(grades[grade] for grade in ("A", "A2", "B", "C")), grades.total()]
    assert total == [sum(column) for column in zip(*counted.values(), strict=True)]


def test_every_page_leads_back() -> None:
    assert [page.name for page in PAGES if "](../fidelity.md)" not in read(page)] == ["texts.md"]
    assert "](../fidelity.md#" in read(DOCS / "reference/fidelity/texts.md")
