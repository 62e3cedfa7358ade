"""The pages about moving from another tool, whose code is not that of files."""

from __future__ import annotations

import pytest
from played import blocks, play


def test_what_becomes_of_the_tests_with_mailpit(pytester: pytest.Pytester) -> None:
    for package in ("aiosmtpd", "trustme"):
        pytest.importorskip(package)
    page = blocks("docs/how-to/migrate-from-mailpit.md")
    files = [block for block in page if block.file != "test_with_mailpit.py"]
    assert len(files) == len(page) - 1
    for block in files:
        play(block, pytester)

    pytester.runpytest_subprocess().assert_outcomes(passed=2)
