"""The generated reference pages say what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import botocore
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


GENERATE = generator()
OPERATIONS = "reference/operations.md"

# The list of operations is that of botocore's models; this shape came late.
MARKS = {OPERATIONS: recent("TenantSuppressionAttributes")}


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=MARKS.get(page, ())) for page in GENERATE.PAGES]
)
def test_page_is_current(page: str) -> None:
    """`python docs/generate.py` writes the pages anew."""
    written = (DOCS / page).read_text(encoding="utf-8")
    if page == OPERATIONS and (added := operations_missing_in(written)):
        pytest.skip(f"botocore {botocore.__version__} adds {added}: run python docs/generate.py")

    assert written == GENERATE.PAGES[page]()


def operations_missing_in(written: str) -> str:
    """Those that the installed botocore has beyond the page's: news, and no fault of the page."""
    listed = set(re.findall(r"^\| `(\w+)` \|", written, re.MULTILINE))
    names = {
        name
        for api in GENERATE.APIS.values()
        for name in GENERATE.service_model(api.name).operation_names
    }
    return ", ".join(sorted(names - listed))


def test_an_operation_that_the_page_lacks_is_told() -> None:
    written = (DOCS / OPERATIONS).read_text(encoding="utf-8")

    assert "SendEmail" not in operations_missing_in(written).split(", ")
    without = written.replace("| `SendEmail` | faithful |\n", "")
    assert "SendEmail" in operations_missing_in(without).split(", ")
