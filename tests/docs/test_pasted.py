"""Who pastes the code of a page into the files it names has tests that pass."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import PurePath

import pytest
from played import ROOT, generated_blocks
from recent import SHAPES_OF_EXAMPLES

from pytest_sesmock.wire.models import service_model

OPTIONS = {"docs/how-to/snapshots.md": ["-p", "syrupy", "--snapshot-update"]}
"""What a page says pytest is to be run with."""


def files(page: str) -> dict[str, str]:
    """What a reader has who pastes all blocks of a page, each behind those of the same file."""
    pasted: dict[str, list[str]] = defaultdict(list)
    for block in generated_blocks(page):
        word, _, source = block.source.rpartition(" ")
        if word == "from":
            pasted[PurePath(source).name].append(block.text)
    return {name: "\n\n".join(texts) for name, texts in pasted.items()}


ALL = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in ALL if any(name.startswith("test_") for name in files(page))]


def missing_modules(pasted: dict[str, str]) -> set[str]:
    """What the files import and this environment does not have."""
    trees = [ast.parse(text) for name, text in pasted.items() if name.endswith(".py")]
    nodes = [node for tree in trees for node in tree.body]
    names = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in names} - {PurePath(name).stem for name in pasted}
    return {name for name in roots if find_spec(name) is None}


@pytest.mark.loopback
@pytest.mark.parametrize("page", PAGES)
def test_the_files_of_a_page_pass(
    page: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = files(page)
    if missing := missing_modules(pasted):
        pytest.skip(f"needs {', '.join(sorted(missing))}")
    known = service_model("sesv2").shape_names
    if {SHAPES_OF_EXAMPLES[name] for name in pasted if name in SHAPES_OF_EXAMPLES} - {*known}:
        pytest.skip("needs a newer botocore")
    for name, text in pasted.items():
        (pytester.path / name).write_text(text, encoding="utf-8")
        # The documentation's own tests have imported the file that it is taken from.
        monkeypatch.delitem(sys.modules, PurePath(name).stem, raising=False)

    # Moto cannot be imported anew in the same process, which is faster.
    takes_a_process = page in OPTIONS or any("moto" in text for text in pasted.values())
    run = pytester.runpytest_subprocess if takes_a_process else pytester.runpytest
    result = run(*OPTIONS.get(page, ()))

    assert result.ret == pytest.ExitCode.OK
    assert sum(result.parseoutcomes().get(outcome, 0) for outcome in ("passed", "skipped"))


@pytest.mark.parametrize("page", PAGES)
def test_the_first_block_of_a_file_names_it(page: str) -> None:
    assert {name: text.splitlines()[0].strip("/# ") for name, text in files(page).items()} == {
        name: name for name in files(page)
    }


def test_most_pages_have_code() -> None:
    assert len(PAGES) > 15
