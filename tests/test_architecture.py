"""The import direction of docs/explanation/architecture.md, held."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pytest_sesmock

PACKAGE = Path(pytest_sesmock.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Which parts of the package each part imports, besides itself: exactly these, so that an arrow which
# nobody needs any more goes, too. `plugin`, `mock`, `options`, `clock`, `errors` and `strategies` are
# single modules.
IMPORTS: dict[str, set[str]] = {
    "errors": set(),
    "clock": {"errors"},
    "options": {"errors"},
    "engine": set(),
    "wire": set(),
    "transport": {"errors"},
    "account": {"engine", "clock", "errors"},
    "delivery": {"engine"},
    "outbox": {"delivery", "engine", "errors"},
    "api": {"engine", "account", "clock", "errors", "wire"},
    "report": {"account", "outbox"},
    "service": {
        "account",
        "api",
        "clock",
        "delivery",
        "engine",
        "errors",
        "outbox",
        "transport",
        "wire",
    },
    "mock": {"account", "clock", "errors", "options", "outbox", "service", "transport"},
    "strategies": {"engine"},
    "plugin": {"mock", "account", "outbox", "options", "errors", "report"},
}
HEAVY = {"botocore", "boto3", "email_validator", "hypothesis", "jinja2", "justhtml"}


def imports(path: Path) -> set[str]:
    """Every module a file imports, inside functions and for type checkers as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def test_each_part_imports_what_the_table_says_and_no_more() -> None:
    """A new arrow, or one that nobody has any more, is named with the files that have it."""
    arrows: dict[str, dict[str, list[str]]] = {}
    for path in MODULES:
        relative = path.relative_to(PACKAGE)
        part = relative.parts[0].removesuffix(".py")
        if part == "__init__":
            continue  # names the public classes, lazily
        targets = arrows.setdefault(part, {})
        for name in sorted(imports(path)):
            if name.startswith("pytest_sesmock.") and part_of(name) != part:
                targets.setdefault(part_of(name), []).append(str(relative))
    new = {
        f"{part} -> {target}": files
        for part, targets in arrows.items()
        for target, files in targets.items()
        if target not in IMPORTS[part]
    }
    gone = [
        f"{part} -> {target}"
        for part, targets in IMPORTS.items()
        for target in sorted(targets - arrows[part].keys())
    ]
    assert (new, gone) == ({}, [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_their_places_know_botocore_and_pytest(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    part = relative.parts[0].removesuffix(".py")
    roots = {name.partition(".")[0] for name in imports(path)}
    if part not in {"transport", "wire"}:
        assert not roots & {"botocore", "boto3", "aiobotocore"}
    if part != "plugin":
        assert not roots & {"pytest", "_pytest"}
    private = {
        name for name in imports(path) if name.startswith(("botocore.client", "botocore.hooks"))
    }
    assert not private or relative.parts == ("transport", "botocore_hook.py")


@pytest.mark.parametrize(("version", "other"), [("v1", "v2"), ("v2", "v1")])
def test_api_versions_do_not_import_each_other(version: str, other: str) -> None:
    paths = list((PACKAGE / "api" / version).glob("*.py"))
    assert len(paths) > 1
    for path in paths:
        assert not any(f"api.{other}" in name for name in imports(path))


def test_no_file_is_long() -> None:
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
    }
    assert max(lengths.values()) <= 500, lengths
