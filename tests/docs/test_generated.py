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


GENERATOR = generator()
PAGES = GENERATOR.PAGES


# The list of operations is that of botocore's models; this shape came late.
MARKS = {"reference/operations.md": recent("TenantSuppressionAttributes")}


@pytest.mark.parametrize("page", [pytest.param(page, marks=MARKS.get(page, ())) for page in PAGES])
def test_page_is_current(page: str) -> None:
    """`python docs/generate.py` writes the pages anew.

    What a newer botocore has besides is no fault of the page: then all the rest is current, and the
    test is skipped.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    if page != "reference/operations.md":
        assert text == PAGES[page]()
        return

    newer = GENERATOR.unlisted_operations(text)

    assert text == GENERATOR.operations(without=newer)
    if newer:
        pytest.skip(
            f"the page is current, but this botocore has more: {', '.join(sorted(newer))} "
            "(python docs/generate.py adds them)"
        )


@MARKS["reference/operations.md"]
def test_a_newer_botocore_hides_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only an operation that neither page nor mock know is left out of the comparison."""
    text = (DOCS / "reference/operations.md").read_text(encoding="utf-8")

    def rows(without: str, text: str = text) -> str:
        return "".join(line for line in text.splitlines(True) if f"`{without}`" not in line)

    newer = GENERATOR.unlisted_operations(text)
    assert GENERATOR.unlisted_operations(rows("SendEmail")) == newer
    assert GENERATOR.unlisted_operations(rows("PutDeliverabilityDashboardOption")) == {
        *newer,
        "PutDeliverabilityDashboardOption",
    }
    assert GENERATOR.operations(without={*newer, "PutDeliverabilityDashboardOption"}) != text
