"""Importing the package's own modules without pytest's rewriting of assertions.

pytest takes every module of a plugin through its rewriting, which makes their import half as long
again. There is nothing to rewrite: the few assertions of the package are for type checkers.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any


class _Finder:
    """Finds the package's modules before pytest does."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name.startswith("pytest_sesmock."):
            return PathFinder.find_spec(name, path, target)
        return None


def begin() -> Any:
    """Import plainly from now on; what is returned is for `end`."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    return finder


def end(finder: Any) -> None:
    """Leave imports to pytest again."""
    sys.meta_path.remove(finder)
