"""Ports of this machine, where the doors listen, and which a forked child leaves to its parent."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet

HOST = "127.0.0.1"


class Door(Protocol):
    """A server of this process."""

    def leave_to_parent(self) -> None:
        """In a forked child: hold nothing, or it would be open beyond the parent's end."""
        ...


open_doors: WeakSet[Door] = WeakSet()
"""Those that listen now."""


def unavailable(port: int, error: OSError) -> str:
    """What to tell of a port that cannot be listened on."""
    address = f"{HOST}:{port}" if port else HOST
    return f"cannot listen on {address}: {error.strerror or error}"


def _after_fork_in_child() -> None:
    for door in open_doors:
        door.leave_to_parent()
    open_doors.clear()


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no fork
    os.register_at_fork(after_in_child=_after_fork_in_child)
