"""Who follows the tutorial sees what it shows."""

from __future__ import annotations

import pytest
from played import blocks, play


def test_the_tutorial(pytester: pytest.Pytester) -> None:
    page = blocks("docs/tutorial/first-test.md")
    assert [block.language for block in page].count("console") == 4

    for block in page:
        play(block, pytester)
