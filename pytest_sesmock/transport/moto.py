"""Moto's handler, which is off an SES client while that is ours.

botocore calls every handler of before-send and uses the first answer, so an active moto would
process our calls as well, and raise where it lacks an operation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Handler = Callable[..., Any]


def find_handler(events: Any) -> Handler | None:
    """Moto's handler among those of a client; None if it has none."""
    moto = sys.modules.get("moto.core.models")
    stubber: Handler | None = getattr(moto, "botocore_stubber", None)
    return stubber if stubber is not None and _has_handler(events, stubber) else None


def silence(events: Any, handler: Handler | None) -> None:
    """Take the handler off a client."""
    if handler is not None:
        events.unregister("before-send", handler)


def restore(events: Any, handler: Handler | None) -> None:
    """Give it back, unless the client has it again."""
    if handler is not None and not _has_handler(events, handler):
        events.register("before-send", handler)


def _has_handler(events: Any, handler: Handler) -> bool:
    return handler in events._emitter._handlers.prefix_search("before-send")  # noqa: SLF001
