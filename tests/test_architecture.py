"""The house as docs/explanation/architecture.md describes it, and CONTRIBUTING's conventions.

What breaks one is named by its file and line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

import pytest_sesmock

PACKAGE = Path(pytest_sesmock.__file__).parent
ROOT = Path(__file__).parent.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

# Which parts of the package each part imports: exactly these, so that an arrow which nobody needs
# any more goes, too. Some parts are single modules.
IMPORTS: Mapping[str, set[str]] = {
    "errors": set(),
    "json_reading": set(),
    "later": set(),
    "timestamps": set(),
    "attempt_headers": set(),
    "connection_failures": set(),
    "clock": {"errors"},
    "options": {"errors"},
    "engine": {"json_reading"},
    "wire": {"json_reading", "timestamps"},
    "lifetimes": set(),
    "locks": set(),
    "plain_imports": set(),
    "real_calls": {"errors", "lifetimes", "options", "transport", "wire"},
    "transport": {"connection_failures", "engine", "errors", "lifetimes", "locks"},
    "account": {"connection_failures", "engine", "clock", "errors", "json_reading", "later"},
    "delivery": {"account", "engine", "errors", "timestamps"},
    "outbox": {
        *("account", "attempt_headers", "connection_failures", "delivery", "engine", "errors"),
        *("later", "lifetimes", "locks"),
    },
    "api": {
        *("account", "attempt_headers", "clock", "connection_failures", "engine", "errors"),
        *("later", "wire"),
    },
    "report": {
        *("account", "delivery", "errors", "lifetimes", "mock", "options", "outbox", "transport"),
    },
    "mock_of_test": {"errors", "factory", "mock", "options", "outbox", "report"},
    "service": {
        *("account", "api", "attempt_headers", "clock", "delivery", "engine", "errors", "later"),
        *("locks", "options", "outbox", "transport", "wire"),
    },
    "decoration": {"errors"},
    "django_mail": {"errors"},
    "extras": {"errors"},
    "mock": {
        *("account", "clock", "decoration", "django_mail", "errors", "extras", "lifetimes"),
        *("options", "outbox", "service", "transport"),
    },
    "factory": {"mock"},
    "sns": {"delivery", "errors"},
    "strategies": {"account", "delivery", "engine", "errors", "timestamps"},
    "serve": {
        *("account", "delivery", "errors", "extras", "mock", "outbox", "report", "transport"),
    },
    "__main__": {"serve"},
    "plugin": {"hooks", "plain_imports"},
    "hooks": {
        "mock",
        "mock_of_test",
        "factory",
        "account",
        "outbox",
        "options",
        "errors",
        "lifetimes",
        "plain_imports",
        "real_calls",
        "report",
        "transport",
    },
}
ONLY_IN: Mapping[str, tuple[str, ...]] = {
    "botocore": ("transport", "wire"),
    "boto3": (),
    "aiobotocore": (),
    "pytest": ("hooks", "mock_of_test", "report"),
    "_pytest": (),
    "django": ("django_mail",),
    "email_validator": ("account", "outbox"),
    "hypothesis": ("strategies",),
    "jinja2": ("report",),
    "justhtml": ("outbox",),
}
"""The packages of others, and the parts that may import them."""
CONVENIENCES = {
    ("outbox/message.py", "outbox/lint.py"),
    ("outbox/message.py", "outbox/snapshot.py"),
}
"""Arrows that close circles: these look at messages, whose methods offer them."""
LONGEST_FILE = 500
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


class Import(NamedTuple):
    """One name that a file imports, in functions and for type checkers as well."""

    path: Path
    line: int
    name: str

    def __str__(self) -> str:
        return f"{at(self.path, self.line)}: {self.name}"


def at(path: Path, line: int) -> str:
    return f"pytest_sesmock/{path.relative_to(PACKAGE).as_posix()}:{line}"


def imports(path: Path) -> Iterator[Import]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield Import(path, node.lineno, node.module)
            for alias in node.names:
                yield Import(path, node.lineno, f"{node.module}.{alias.name}")


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def target_of(name: str) -> str:
    return name.split(".")[1] if name.startswith("pytest_sesmock.") else ""


ALL_IMPORTS = [each for path in MODULES for each in imports(path)]


def test_imports_go_down() -> None:
    """`__init__` names the public classes, lazily, and is no part."""
    wrong = [
        str(each)
        for each in ALL_IMPORTS
        if (part := part_of(each.path)) != "__init__"
        and target_of(each.name) not in {"", part, *IMPORTS[part]}
    ]
    assert wrong == []


def test_no_arrow_is_allowed_that_nobody_has() -> None:
    there = {(part_of(each.path), target_of(each.name)) for each in ALL_IMPORTS}
    unused = [
        f"{part} -> {target}"
        for part, targets in IMPORTS.items()
        for target in sorted(targets)
        if (part, target) not in there
    ]
    assert unused == []


def test_packages_of_others_stay_in_their_places() -> None:
    wrong = [
        str(each)
        for each in ALL_IMPORTS
        if (root := each.name.partition(".")[0]) in ONLY_IN
        and part_of(each.path) not in ONLY_IN[root]
    ]
    assert wrong == []


def test_one_module_knows_the_private_side_of_botocore() -> None:
    private = ("botocore.client", "botocore.hooks", "botocore.endpoint", "botocore.retries")
    wrong = [
        str(each)
        for each in ALL_IMPORTS
        if each.name.startswith(private) and each.path.name != "botocore_hook.py"
    ]
    assert wrong == []


def test_api_versions_do_not_import_each_other() -> None:
    wrong = [
        str(each)
        for each in ALL_IMPORTS
        for version, other in (("v1", "v2"), ("v2", "v1"))
        if f"api/{version}/" in each.path.as_posix()
        and each.name.startswith(f"pytest_sesmock.api.{other}")
    ]
    assert wrong == []


def files_imported(path: Path) -> dict[Path, int]:
    """The files of the package that a file imports, each with the line."""
    found: dict[Path, int] = {}
    for each in imports(path):
        base = PACKAGE.parent.joinpath(*each.name.split("."))
        for target in (base.with_suffix(".py"), base / "__init__.py"):
            if target in TREES and target != path:
                found.setdefault(target, each.line)
    # A module of a folder is imported by way of the folder, which need not know it.
    return {target: line for target, line in found.items() if target.name != "__init__.py"}


def test_no_files_import_each_other_in_a_circle() -> None:
    """Imports in functions and for type checkers count: who needs whom has one direction."""
    arrows = {path: files_imported(path) for path in MODULES}
    for importer, imported in CONVENIENCES:
        del arrows[PACKAGE / importer][PACKAGE / imported]
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        circle = error.args[1][::-1]
        pytest.fail("\n".join(at(one, arrows[one][other]) for one, other in pairwise(circle)))


def test_no_file_is_long() -> None:
    long = [
        at(path, lines)
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert long == []


def test_files_are_called_by_what_they_hold() -> None:
    assert [at(path, 1) for path in MODULES if path.stem in NO_NAMES] == []


# The tree in the documentation

ARCHITECTURE = ROOT / "docs" / "explanation" / "architecture.md"
_ENTRY = re.compile(r"(?P<indent> *)(?P<name>[\w.]+/?)(?:  +\S.*)?")


def tree_in_the_documentation() -> dict[str, int]:
    """Paths below the package, as the page's tree has them, each with its line."""
    lines = ARCHITECTURE.read_text(encoding="utf-8").splitlines()
    start = lines.index("pytest_sesmock/")
    found: dict[str, int] = {}
    folders: list[str] = []
    for number, line in enumerate(lines[start + 1 : lines.index("```", start)], start + 2):
        entry = _ENTRY.fullmatch(line)
        if entry is None or len(entry["indent"]) % 2:  # a description that goes on
            continue
        depth = len(entry["indent"]) // 2 - 1
        folders[depth:] = [entry["name"]]
        found["".join(folders)] = number
    return found


def test_the_tree_of_the_page_is_the_tree() -> None:
    """All folders and single modules are there; of a folder all files or none."""
    page = tree_in_the_documentation()
    missing = [
        f"docs/explanation/architecture.md:{line}: {path} is not there"
        for path, line in page.items()
        if not (PACKAGE / path).exists()
    ]
    files = {path.relative_to(PACKAGE).as_posix() for path in MODULES}
    folders = {f"{path.rpartition('/')[0]}/" for path in files if "/" in path}
    listed = {f"{path.rpartition('/')[0]}/" for path in page if path.endswith(".py")} | {"/"}
    unlisted = sorted(
        at(PACKAGE / path, 1)
        for path in files
        if f"{path.rpartition('/')[0]}/" in listed
        and not path.endswith("/__init__.py")
        and path not in page
    )
    assert (missing, sorted(folders - page.keys()), unlisted) == ([], [], [])


# Names

# Bare participles that are the words of SES, pytest or Python for the thing.
WORDS = {
    "enabled",  # SES's member
    "expected",  # as in every assertion
    "left",  # pytest_assertrepr_compare's
    "published",  # what SES has published, as an outbox has `refusals`
    "refused",  # `Reason.refused` makes the exception `Refused`
    "seed",  # a noun
    "seen",  # what a test has seen
    "submitted",  # as the caller submitted it, beside `raw`
    "suppressed",  # the suppression list
    "unsupported",  # as `UnsupportedOperation`
}
IRREGULAR = {
    *("begun", "built", "chosen", "found", "given", "held", "hidden", "kept", "known", "made"),
    *("meant", "said", "sent", "shown", "sought", "taken", "told", "written"),
}


def names_in(path: Path) -> Iterator[tuple[str, int]]:
    """Names of functions, classes, their parameters, fields and attributes, with their lines."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in (*node.args.args, *node.args.kwonlyargs):
                yield argument.arg, argument.lineno
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    yield field.target.id, field.lineno
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def is_participle(name: str) -> bool:
    word = name.strip("_").lower()
    return word not in WORDS and (word in IRREGULAR or re.fullmatch("[a-z]+ed", word) is not None)


def test_no_name_is_a_bare_participle() -> None:
    """`given`, `found` and their like do not say what it is; `is_negated` and `read_tags` do."""
    wrong = [
        f"{at(path, line)}: {name}"
        for path in MODULES
        for name, line in names_in(path)
        if is_participle(name) and name != "__reversed__"
    ]
    assert wrong == []
