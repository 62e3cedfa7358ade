"""Lists what autodoc documents on a page, below the directives, for who reads it without Sphinx.

The directives stand in a comment, which a repository viewer does not show. conf.py opens it, and
leaves out the list.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

DIRECTIVES = re.compile(r"^<!-- api\n((?:.*\n)*?)-->\n(?:(?:- |  ).*\n)*", re.MULTILINE)

_DIRECTIVE = re.compile(r"^\.\. auto(\w+):: ([\w.]+)(?:\(\))?\n((?: +.+\n)*)", re.MULTILINE)


def with_lists(page: Path) -> str:
    """A page with what its directives document."""

    def listed(comment: re.Match[str]) -> str:
        lines = [
            line
            for directive in _DIRECTIVE.finditer(comment[1])
            for line in _lines(page, directive[1], directive[2], directive[3])
        ]
        return f"<!-- api\n{comment[1]}-->\n" + "".join(f"- {line}\n" for line in lines)

    return DIRECTIVES.sub(listed, page.read_text(encoding="utf-8"))


def _lines(page: Path, kind: str, name: str, options: str) -> Iterator[str]:
    """The name that a directive is about, where it is from and what it is; then its members."""
    documented = _named(name)
    public = name.removeprefix("pytest_sesmock.")
    if kind in {"method", "property"}:
        yield f"`{public}{_signature(documented)}`{_said_of(documented)}"
        return
    signature = _signature(documented) if kind == "function" else ""
    yield f"[`{public}{signature}`]({_source(documented, page)}){_said_of(documented)}"
    if ":members:" in options:
        listed = re.findall(r"\w+", options.partition(":members:")[2])
        for member in listed or _members(documented):
            value = inspect.getattr_static(documented, member, None)
            yield f"`{public}.{member}{_signature(value)}`{_said_of(value)}"


def _named(name: str) -> Any:
    """What a dotted name stands for."""
    try:
        return importlib.import_module(name)
    except ImportError:
        owner, _, attribute = name.rpartition(".")
        return getattr(_named(owner), attribute)


def _members(documented: Any) -> list[str]:
    """The public members that have a docstring."""
    names = getattr(documented, "__all__", vars(documented))
    return [
        name for name in names if not name.startswith("_") and _said_of(getattr(documented, name))
    ]


def _signature(documented: Any) -> str:
    """The parameters, without their types."""
    if not inspect.isroutine(documented):
        return ""
    signature = inspect.signature(documented)
    parameters = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in signature.parameters.values()
        if each.name != "self"
    ]
    plain = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
    return str(plain)


def _said_of(documented: Any) -> str:
    """A colon and the first sentence, if there is any."""
    paragraph = " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())
    sentence = re.split(r"(?<=[.]) ", paragraph)[0].rstrip(":")
    return f": {sentence}" if sentence else ""


def _source(documented: Any, page: Path) -> str:
    """The file it is from, seen from the page."""
    module = inspect.getmodule(documented)
    assert module is not None
    file = ROOT.joinpath(*module.__name__.split("."))
    file = file / "__init__.py" if hasattr(module, "__path__") else file.with_suffix(".py")
    return Path(os.path.relpath(file, page.parent)).as_posix()
