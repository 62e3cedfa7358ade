"""The generated reference pages say what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from recent import recent

DOCS = Path(__file__).parents[2] / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = generator().PAGES


# The list of operations is that of botocore's models; this shape came late.
MARKS = {"reference/operations.md": recent("TenantSuppressionAttributes")}


@pytest.mark.parametrize("page", [pytest.param(page, marks=MARKS.get(page, ())) for page in PAGES])
def test_page_is_current(page: str) -> None:
    """`python docs/generate.py` writes the pages anew."""
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page]()
