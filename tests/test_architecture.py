"""The import direction of docs/explanation/architecture.md, held."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import pytest_sesmock

PACKAGE = Path(pytest_sesmock.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Which parts of the package a part may import, besides itself. `plugin`, `mock`, `options`,
# `clock` and `errors` are single modules.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "clock": {"errors"},
    "options": {"errors"},
    "engine": set(),
    "wire": set(),
    "transport": {"errors"},
    "account": {"engine", "clock", "errors"},
    "delivery": {"engine", "account", "clock"},
    "outbox": {"delivery", "engine", "errors"},
    "api": {"engine", "account", "delivery", "clock", "errors", "wire"},
    "report": {"account", "outbox"},
    "mock": {
        "account",
        "api",
        "clock",
        "delivery",
        "engine",
        "errors",
        "options",
        "outbox",
        "report",
        "transport",
        "wire",
    },
    "strategies": {"engine"},
    "plugin": {"mock", "account", "outbox", "options", "errors", "report"},
}
# Arrows that may close a circle, from the file that imports in a function to the other.
CONVENIENCES = {
    # `message.lint()`: the lint is made of messages, and a message offers it to tests.
    ("pytest_sesmock.outbox.message", "pytest_sesmock.outbox.lint"),
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


def module_name(path: Path) -> str:
    names = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(name for name in names if name != "__init__")


def imports_of_files() -> dict[str, set[str]]:
    """Which files of the package each file imports; a package stands for its `__init__`."""
    modules = {module_name(path): path for path in MODULES}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        graph[module] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = (f"{node.module}.{alias.name}" for alias in node.names)
                graph[module] |= {name if name in modules else f"{node.module}" for name in names}
        graph[module] &= modules.keys()
    return graph


def part_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part == "__init__":
        return  # names the public classes, lazily
    ours = {part_of(name) for name in imports(path) if name.startswith("pytest_sesmock.")}
    assert ours - {part} <= MAY_IMPORT[part]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_their_places_know_botocore_and_pytest(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    part = relative.parts[0].removesuffix(".py")
    roots = {name.partition(".")[0] for name in imports(path)}
    if part not in {"transport", "wire", "mock"}:
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


def test_no_circle_of_imports() -> None:
    """Of any files; imports in functions and for type checkers count."""
    graph = imports_of_files()
    for importer, imported in CONVENIENCES:
        graph[importer].remove(imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_file_is_long() -> None:
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
    }
    assert max(lengths.values()) <= 500, lengths
