"""What a run of pytest does about real calls to Amazon SES.

Every test run imports this module, hence nothing that takes a while.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pytest_sesmock import lifetimes, options

if TYPE_CHECKING:
    from pytest_sesmock.errors import RealCallError


class RealCalls:
    """Refuses real calls, and says from where they came.

    Args:
        default: What applies to tests that do not choose: `forbid` or `allow`.

    Attributes:
        item: The running test, None outside of tests.
        fixtures: The fixtures being set up, the innermost last.
        incidents: What was said of the calls that were stopped, until somebody has seen it.
    """

    def __init__(self, default: str) -> None:
        self._default = default
        self.item: Any = None
        self.fixtures: list[Any] = []
        self.incidents: list[str] = []

    def judge(self, operation: str, host: str) -> RealCallError | None:
        """An error for a real call that is not allowed."""
        choice = None if self.item is None else choice_of(self.item)
        if (choice or self._default) == "allow":
            return None
        from pytest_sesmock.errors import RealCallError  # noqa: PLC0415 - most runs need none

        place, has_fixtures = self._place()
        way = (
            "request the fixture ses_outbox" if has_fixtures else "call it within `with SESMock():`"
        )
        error = RealCallError(
            f"{operation} was stopped on its way to {host}: {place} made a real call to Amazon "
            f"SES. To have the mock answer it, {way}; to allow real calls, use "
            '@pytest.mark.sesmock(real_calls="allow"), --sesmock-real-calls=allow or '
            "sesmock_real_calls in the ini file."
        )
        self.incidents.append(str(error))
        lifetimes.add_early_call(operation)
        return error

    def _place(self) -> tuple[str, bool]:
        """Where the run is, and whether the mock's fixtures can be requested there."""
        has_fixtures = self.item is not None
        place = "code outside of any test" if self.item is None else self.item.nodeid
        if self.fixtures:
            fixture = self.fixtures[-1]
            has_fixtures = fixture.scope == "function"
            place = f"{_name(fixture.argname)} ({fixture.scope} scope), set up for {place},"
        thread = threading.current_thread()
        if thread is not threading.main_thread():
            place = f"the thread {thread.name!r}, during {place},"
        return place, has_fixtures


def choice_of(item: Any) -> str | None:
    """What the closest marker says of real calls, None if none does."""
    for marker in item.iter_markers(options.MARKER):
        if marker.kwargs.get("real_calls") is not None:
            choice: str = marker.kwargs["real_calls"]
            return choice
    return None


def _name(fixture: str) -> str:
    """A fixture as its author knows it; `setup_class` and its like are fixtures to pytest."""
    if fixture.startswith(("_xunit_", "_unittest_")):
        return fixture.split("_", 2)[2].partition("_fixture")[0]
    return f"the fixture {fixture!r}"
