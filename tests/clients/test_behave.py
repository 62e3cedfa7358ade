"""The scenarios of `docs/how-to/without-pytest.md` pass, run by behave."""

from __future__ import annotations

import sys

import pytest
from docs.played import ROOT, blocks, play


def test_the_files_of_the_page(pytester: pytest.Pytester) -> None:
    pytest.importorskip("behave")
    page = blocks("docs/how-to/without-pytest.md")
    files = [block for block in page if "\n" in block.text and block.text.startswith("# features/")]
    assert len(files) == 3
    for block in files:
        play(block, pytester)
    application = ROOT / "docs" / "how-to" / "newsletter.py"
    (pytester.path / "newsletter.py").write_text(application.read_text(encoding="utf-8"))

    result = pytester.run(sys.executable, "-m", "behave", "--no-color")

    assert result.ret == 0, result.stdout.str() + result.stderr.str()
    result.stdout.fnmatch_lines(["2 scenarios passed, 0 failed*", "3 steps passed, 0 failed*"])
