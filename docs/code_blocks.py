"""Puts code into pages, below comments such as `<!-- from newsletter.py -->`.

`<!-- from test_refusals.py: head, test_access_denied -->` takes parts of a file: a top-level name
stands for the statement that binds it, `head` for all before the first function or class. The
blocks below such comments make up files that run when a reader pastes them, as
tests/docs/test_pasted.py does. If they cannot, the comment says `excerpt from`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

MARK = re.compile(
    r"^<!-- (?:excerpt )?from (?P<file>\S+?)(?:: (?P<parts>.+))? -->\n(?:```\w+\n(?:.*\n)*?```\n)?",
    re.MULTILINE,
)
LANGUAGES = {".py": ("python", "# "), ".cjs": ("javascript", "// ")}
"""The language of a block by the file's suffix, and what begins a comment in it."""


def with_code(page: Path) -> str:
    """A page with the code that its comments name, as it stands in the files."""
    file_above = None

    def block(mark: re.Match[str]) -> str:
        nonlocal file_above
        file = (page.parent / mark["file"]).resolve()
        language, comment = LANGUAGES[file.suffix]
        name = "" if file == file_above else f"{comment}{file.name}\n"
        file_above = file
        code = code_of(file, mark["parts"].split(", ") if mark["parts"] else ())
        return f"{mark[0].splitlines()[0]}\n```{language}\n{name}{code}\n```\n"

    return MARK.sub(block, page.read_text(encoding="utf-8"))


def code_of(file: Path, parts: Collection[str]) -> str:
    """The parts of a file, or all of it."""
    source = file.read_text(encoding="utf-8").strip()
    if not parts:
        return source
    lines = source.splitlines()
    found = {"head": lines}
    for statement in ast.parse(source).body:
        start = _first_line(statement, lines)
        for name in _bound(statement):
            found[name] = lines[start : statement.end_lineno]
        if isinstance(statement, _DEFINITIONS) and found["head"] is lines:
            found["head"] = lines[:start]
    if unknown := [part for part in parts if part not in found]:
        raise SystemExit(f"{file}: no {', '.join(unknown)}; there are {', '.join(found)}")
    return "\n\n\n".join("\n".join(found[part]).strip() for part in parts)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _first_line(statement: ast.stmt, lines: list[str]) -> int:
    """The index of the line where a statement begins, with the comment above it."""
    first = statement.lineno - 1
    if isinstance(statement, _DEFINITIONS) and statement.decorator_list:
        first = statement.decorator_list[0].lineno - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return first


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name for each in statement.names)
    else:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
