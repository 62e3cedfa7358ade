"""The examples of the README, the pages and the docstrings pass `mypy --strict` in typed tests.

They leave out annotations, as many tests do. A reader who adds those of the fixtures must not get
errors for it, so they are added here. Run by `tox -e typing`, and wherever mypy is installed.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from played import ROOT, blocks
from test_docstrings import EXAMPLES

pytest.importorskip("mypy")

FIXTURES = {
    "ses_account": "Account",
    "ses_outbox": "Outbox",
    "sesmock": "SESMock",
    "sesmock_factory": "SESMockFactory",
}

HEAD = """\
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: allow-subclassing-any, disable-error-code="import-untyped, import-not-found"
import pytest_sesmock

"""

EXCERPT = (
    HEAD
    + """\
import re
import pytest
from newsletter import ses, subscribe
from pytest_sesmock import SESMock, contains

def send_newsletter() -> None: ...
def send_welcome_mail(address: str) -> None: ...

def excerpt(ses_account, ses_outbox, sesmock):
"""
)


def annotated(source: str) -> str:
    """The source with the types of the fixtures where functions take them without any."""
    lines = source.encode().splitlines(keepends=True)  # columns of the tree count bytes
    parameters = [
        each
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.arg) and each.annotation is None and each.arg in FIXTURES
    ]
    for each in sorted(parameters, key=lambda each: (each.lineno, each.col_offset), reverse=True):
        assert each.end_col_offset is not None
        line = lines[each.lineno - 1]
        start, end = line[: each.end_col_offset], line[each.end_col_offset :]
        lines[each.lineno - 1] = start + f": pytest_sesmock.{FIXTURES[each.arg]}".encode() + end
    return b"".join(lines).decode()


def excerpt(source: str) -> str:
    """Lines without a file of their own, in a function."""
    return EXCERPT + textwrap.indent(source, "    ")


def examples() -> Iterator[tuple[str, str]]:
    """The name of a file and what is in it, for each example."""
    for folder in ("docs", "tests/clients"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if folder == "docs" or file.name == "test_how_to.py":
                name = f"{'_'.join(file.parent.relative_to(ROOT).parts)}_{file.name}"
                is_imported = not file.name.startswith(("test_", "conf"))
                yield file.name if is_imported else name, HEAD + file.read_text(encoding="utf-8")
    for page in ("README.md", *(ROOT / "docs").rglob("*.md")):
        path = (ROOT / page).relative_to(ROOT)
        python = [block for block in blocks(str(path)) if block.language == "python"]
        for number, block in enumerate(python, 1):
            name = f"{'_'.join(path.with_suffix('').parts)}_{number}".replace("-", "_")
            if not block.text.startswith("# "):
                yield f"{name}.py", excerpt(block.text)
            elif block.file.startswith(("test_", "conf")):
                yield f"{name}_{block.file}", HEAD + block.text
            else:
                yield block.file, HEAD + block.text
    for number, (documented, example) in enumerate(EXAMPLES, 1):
        yield f"docstring_{number}_{documented.replace('.', '_')}.py", excerpt(example)


def complaints(folder: Path) -> str:
    """What mypy says of the files in a folder, with the package of this checkout."""
    settings = ["--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"]
    settings.append("--explicit-package-bases")  # a Django project has no __init__.py here
    # Its own cache: `mypy` in the checkout reads the same files by other paths.
    cache = ["--cache-dir", str(ROOT / ".mypy_cache" / "examples")]
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *settings, *cache, "."],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return run.stdout + run.stderr


def test_the_examples_are_typed(tmp_path: Path) -> None:
    for name, source in examples():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(annotated(source), encoding="utf-8")

    if said := complaints(tmp_path):
        pytest.fail(said, pytrace=False)


def test_a_wrong_example_is_noticed(tmp_path: Path) -> None:
    """The text of a message may be missing."""
    source = 'def test(ses_outbox):\n    assert "confirm" in ses_outbox.assert_sent().text\n'
    (tmp_path / "test_it.py").write_text(annotated(HEAD + source), encoding="utf-8")

    assert complaints(tmp_path).startswith("test_it.py:6: error: Unsupported right operand type")
