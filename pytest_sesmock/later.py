"""Modules that are imported once something of them is asked for: most tests ask for few."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """In the place of a module that is imported with the first look into it.

    Type checkers know nothing of that, so for them the module is imported as ever::

        if TYPE_CHECKING:
            from pytest_sesmock.outbox.explain import failures
        else:
            failures = Later("pytest_sesmock.outbox.explain.failures")

    Args:
        name: The module.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
