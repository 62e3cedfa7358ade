"""Locks in a forked child."""

from __future__ import annotations

from typing import Any


def renew(lock: Any) -> None:
    """Make a lock free, in a child that was forked while another thread of its parent held it.

    That thread does not exist in the child, so nobody would ever release the lock. Python renews
    the locks of its own library in the same way.
    """
    lock._at_fork_reinit()  # noqa: SLF001 - Lock and RLock have it for this
