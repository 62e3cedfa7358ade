"""Back-off that does not take real time: the mock's clock runs instead.

What it calls is private to botocore and aiobotocore, as is that of `botocore_hook`.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import CapacityNotAvailableError

from pytest_sesmock.transport.exchange import Responder
from pytest_sesmock.transport.wrappers import unbound

# pytest leaves the frames of this module out.
__tracebackhide__ = True


class BackOff:
    """Wraps what waits between attempts; outside of calls of SES it waits as ever.

    Args:
        find_responder: Finds what answers the current call; None if that is none of SES.
    """

    def __init__(self, find_responder: Callable[[], Responder | None]) -> None:
        self._find_responder = find_responder

    def _sleep(self, seconds: float) -> bool:
        """Let the current call's responder wait; False if there is no call of ours to wait in."""
        responder = self._find_responder()
        if responder is None:
            return False
        responder.sleep(seconds)
        return True

    def replace_time(self, module: Any) -> Sleepless:
        """Replace the module `time` in botocore's endpoint."""

        def sleep(seconds: float) -> None:
            if not self._sleep(seconds):
                time.sleep(seconds)

        return Sleepless(module, sleep)

    def replace_async_sleep(self, module: Any) -> Sleepless:
        """Replace `asyncio` or `anyio` in aiobotocore's endpoint."""

        async def sleep(seconds: float) -> None:
            await module.sleep(0 if self._sleep(seconds) else seconds)

        return Sleepless(module, sleep)

    def wrap_endpoint_sleep(self, original: Any) -> Any:
        """Wrap what sleeps over httpx, where aiobotocore imports it only when it does."""
        call_original = unbound(original)

        @functools.wraps(original)
        async def sleep(endpoint: Any, seconds: float) -> None:
            await call_original(endpoint, 0 if self._sleep(seconds) else seconds)

        return sleep

    def wrap_acquire(self, original: Any) -> Any:
        """Wrap the bucket whose tokens the adaptive retry mode waits for."""
        call_original = unbound(original)

        @functools.wraps(original)
        def acquire(bucket: Any, amount: int = 1, block: bool = True) -> Any:
            if not block or self._find_responder() is None:
                return call_original(bucket, amount=amount, block=block)
            try:
                return call_original(bucket, amount=amount, block=False)
            except CapacityNotAvailableError:
                self._sleep(bucket._sleep_amount(amount))  # noqa: SLF001 - see above
                return True

        return acquire

    def wrap_acquire_async(self, original: Any) -> Any:
        """Wrap aiobotocore's."""
        call_original = unbound(original)

        @functools.wraps(original)
        async def acquire(bucket: Any, amount: int = 1, block: bool = True) -> Any:
            if not block or self._find_responder() is None:
                return await call_original(bucket, amount=amount, block=block)
            try:
                return await call_original(bucket, amount=amount, block=False)
            except CapacityNotAvailableError:
                self._sleep(bucket._sleep_amount(amount))  # noqa: SLF001 - see above
                return True

        return acquire


class Sleepless:
    """A module as seen by botocore, with another `sleep`."""

    def __init__(self, module: Any, sleep: Callable[[float], Any]) -> None:
        self._module = module
        self.sleep = sleep

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)
