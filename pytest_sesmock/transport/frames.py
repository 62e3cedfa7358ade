"""Tracebacks without botocore's frames: they say nothing of what was refused or planned."""

from __future__ import annotations

import sys
from typing import Any

from pytest_sesmock.errors import SesmockError

MODULES = (
    *("botocore.client", "botocore.context", "botocore.endpoint", "botocore.hooks"),
    *("botocore.retryhandler", "botocore.retries.standard"),
    *("aiobotocore.client", "aiobotocore.endpoint", "aiobotocore.hooks"),
    *("aiobotocore.retryhandler", "aiobotocore.retries.standard"),
)
"""The modules between the application's call and the place that answers or stops it."""


def hide() -> None:
    """Have pytest end the traceback of a refusal where the application called its client."""
    for name in MODULES:
        if name in sys.modules:
            vars(sys.modules[name])["__tracebackhide__"] = _hides_frame


def show() -> None:
    """Undo `hide`."""
    for name in MODULES:
        if name in sys.modules:
            vars(sys.modules[name]).pop("__tracebackhide__", None)


def _hides_frame(excinfo: Any) -> bool:
    error = excinfo.value
    is_planned = hasattr(error, "_sesmock_planned")
    return is_planned or isinstance(error, SesmockError) or _is_client_error(error)


def _is_client_error(error: BaseException) -> bool:
    exceptions = sys.modules["botocore.exceptions"]
    return isinstance(error, exceptions.ClientError)
