"""Ports of this machine, where the doors listen."""

from __future__ import annotations

HOST = "127.0.0.1"


def unavailable(port: int, error: OSError) -> str:
    """What to tell of a port that cannot be listened on."""
    address = f"{HOST}:{port}" if port else HOST
    return f"cannot listen on {address}: {error.strerror or error}"
