"""Back-off that does not take real time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Sleepless:
    """A module as seen by botocore, with another `sleep`."""

    def __init__(self, module: Any, sleep: Callable[[float], Any]) -> None:
        self._sesmock_original = module
        self.sleep = sleep

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sesmock_original, name)
