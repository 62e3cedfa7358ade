"""What CONTRIBUTING.md shows of the code is the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"


def additions() -> Iterator[tuple[int, str, list[str]]]:
    """Blocks of lines that the page's diffs add: line in the page, file, lines."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    is_diff, path = False, ""
    block: list[str] = []
    for number, line in enumerate(lines, 1):
        is_diff = line == "```diff" or (is_diff and line != "```")
        if is_diff and line.startswith("+"):
            block.append(line[1:])
            continue
        if block:
            yield number - len(block), path, block
            block = []
        if is_diff and line.startswith("--- "):
            path = line.removeprefix("--- ")


def test_the_diffs_show_what_is_there() -> None:
    """Every run of lines between two blank ones stands in its file as the page has it."""
    stray = []
    for number, path, block in additions():
        source = (ROOT / path).read_text(encoding="utf-8")
        runs = [run for run in "\n".join(block).split("\n\n\n") if run.strip()]
        for run in runs:
            pieces = [run] if run in source else run.splitlines()
            stray += [f"CONTRIBUTING.md:{number}: {path}: {p}" for p in pieces if p not in source]
    assert stray == []


def test_both_additions_are_whole() -> None:
    """A function, its row, its place and its test of each."""
    paths = [path for _, path, _ in additions()]
    assert [path for path in paths if path.startswith("pytest_sesmock/engine/rules/")]
    assert [path for path in paths if path.startswith("pytest_sesmock/api/")]
    assert len([path for path in paths if path.startswith("tests/")]) == 3


def test_the_files_that_the_table_names_are_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("| to add |")[2].partition("\n\n")[0]
    named = re.findall(r"`((?:[\w.]+/)+[\w.]*|\w+\.(?:py|md))`", table)
    homes = [ROOT, ROOT / "pytest_sesmock", ROOT / "pytest_sesmock/api/v1", ROOT / "tests/api"]
    homes.append(ROOT / "pytest_sesmock/api")  # `v2/` follows v1's whole path

    assert len(named) > 15
    assert [name for name in named if not any((home / name).exists() for home in homes)] == []
