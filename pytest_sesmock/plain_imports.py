"""Importing the package's own modules without pytest's rewriting of assertions.

pytest takes every module of a plugin through its rewriting, which makes their import half as long
again. There is nothing to rewrite: the few assertions of the package are for type checkers.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Finder:
    """Finds the package's modules before pytest does."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name.startswith("pytest_sesmock."):
            return PathFinder.find_spec(name, path, target)
        return None


@contextmanager
def plainly() -> Iterator[None]:
    """Import the package's modules plainly in the block."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
