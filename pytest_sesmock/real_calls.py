"""No real call by accident: the guard stops what would leave for Amazon SES.

It sits at the last place a request passes in Python, the `send` of botocore's and aiobotocore's
HTTP sessions. Mocks, moto, Stubber and handlers of the application have answered before; requests
for other services, for local endpoints and for any other host pass. SMTP is no HTTP, and passes as
well.

The modules with the sessions are not imported for this: those that are there are guarded at once,
the others as soon as something imports them. Nor is anything else: every test run imports this
module.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

from pytest_sesmock import lifetimes, options

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

    from pytest_sesmock.errors import RealCallError

SESSIONS = {
    "botocore.httpsession": "URLLib3Session",
    "aiobotocore.httpsession": "AIOHTTPSession",
    "aiobotocore.httpxsession": "HttpxSession",
}
"""The classes whose `send` takes a request to the network, by module."""

DNS_SUFFIXES = (
    *("amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov"),
    *("cloud.adc-e.uk", "csp.hci.ic.gov"),
    # Dual-stack.
    *("api.aws", "api.amazonwebservices.com.cn", "api.amazonwebservices.eu", "api.aws.ic.gov"),
    *("api.aws.scloud", "api.cloud-aws.adc-e.uk", "api.aws.hci.ic.gov"),
)
"""The domains of AWS's partitions, as in botocore's `partitions.json`."""

Judge = Callable[[str, str], Exception | None]
"""Gets the operation and the host of a real call; what it returns is raised, None lets it pass."""


class Guard:
    """Stops real calls between `install` and `remove`. Of several, the last one installed judges.

    Args:
        judge: Decides about each real call.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def install(self) -> None:
        """Judge every real call from now on."""
        if not _judges:
            sys.meta_path.insert(0, _importer)
        _judges.append(self._judge)
        for name in SESSIONS:
            if name in sys.modules:
                _wrap(sys.modules[name])

    def remove(self) -> None:
        """Stop judging; with the last guard every trace is removed."""
        _judges.remove(self._judge)
        if not _judges:
            sys.meta_path.remove(_importer)
            while _wrapped:
                session, original, replacement = _wrapped.pop()
                # Somebody else may have wrapped ours meanwhile; ours then lets everything pass.
                if vars(session)["send"] is replacement:
                    session.send = original


_judges: list[Judge] = []
_wrapped: list[tuple[Any, Any, Any]] = []


class _Importer:
    """A finder that guards the sessions of a module when it is imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in SESSIONS:
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(name, path, target) for finder in others)
        spec = next(filter(None, specs), None)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: Any) -> None:
                execute(module)
                if _judges:
                    _wrap(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


_importer = _Importer()


def _wrap(module: Any) -> None:
    session = getattr(module, SESSIONS[module.__name__])
    original = session.send
    if hasattr(original, "_sesmock_guards"):
        return

    # A session whose `send` is a coroutine function returns what is awaited as before.
    @wraps(original)
    def send(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if _judges and (host := _ses_host(request.url)):
            error = _judges[-1](_operation(request), host)
            if error is not None:
                from pytest_sesmock.transport.frames import hide  # noqa: PLC0415 - rarely needed

                hide()
                __tracebackhide__ = True
                raise error
        return original(self, request, *args, **kwargs)

    send._sesmock_guards = True  # type: ignore[attr-defined] # noqa: SLF001 - our own
    session.send = send
    _wrapped.append((session, original, send))


def _ses_host(url: str) -> str | None:
    """The host of a URL if it is one of Amazon SES."""
    url = url.lower()
    if "email" not in url:
        return None
    found = _hosts().match(url)
    return None if found is None else found["host"]


@lru_cache(maxsize=1)
def _hosts() -> re.Pattern[str]:
    """The addresses of SES's API: regional, FIPS, dual-stack, multi-region, in a VPC."""
    region = r"[a-z]+(-[a-z]+)+-\d+"
    suffix = "|".join(map(re.escape, DNS_SUFFIXES))
    return re.compile(
        rf"https?://(?P<host>(email(-fips)?\.{region}"
        rf"|[^/@]+\.email(-fips)?\.{region}\.vpce"
        rf"|[^/@]+\.endpoints\.email(\.global|\.us-gov)?)\.({suffix}))\.?(:\d+)?(/|\?|$)"
    )


def _operation(request: Any) -> str:
    """What a request calls, as far as it can be read."""
    from pytest_sesmock.wire.protocols import protocol  # noqa: PLC0415 - loads botocore
    from pytest_sesmock.wire.request import MalformedRequest  # noqa: PLC0415 - as above

    api = "sesv2" if "/v2/" in request.url else "ses"
    try:
        operation, _ = protocol(api).parse_request(request.method, request.url, request.body or b"")
    except MalformedRequest:
        return "a request"
    return operation


class RealCalls:
    """What a run of pytest does about real calls: refuses them, and says from where they came.

    Args:
        default: What applies to tests that do not choose: `forbid` or `allow`.

    Attributes:
        item: The running test, None outside of tests.
        incidents: What was said of the calls that were stopped, until somebody has seen it.
    """

    def __init__(self, default: str) -> None:
        self._default = default
        self.item: Any = None
        self._thread = threading.get_ident()
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
        fixture = _fixture_being_set_up(self._thread)
        if fixture is not None:
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


def _fixture_being_set_up(thread: int) -> Any:
    """The innermost fixture that pytest is setting up in its thread; None if it is none.

    It is looked for when it is wanted: a hook that knew it all the time would cost every fixture of
    every run.
    """
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - as faulthandler does
    while frame is not None:
        # The hook by which pytest does it: its name and its arguments are public.
        if frame.f_code.co_name == "pytest_fixture_setup" and "fixturedef" in frame.f_locals:
            return frame.f_locals["fixturedef"]
        frame = frame.f_back
    return None


def _name(fixture: str) -> str:
    """A fixture as its author knows it; `setup_class` and its like are fixtures to pytest."""
    if fixture.startswith(("_xunit_", "_unittest_")):
        return fixture.split("_", 2)[2].partition("_fixture")[0]
    return f"the fixture {fixture!r}"
