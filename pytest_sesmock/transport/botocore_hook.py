"""Answering the SES calls of botocore's and aiobotocore's clients.

Everything that is private to botocore and aiobotocore lives here and is pinned by
tests/transport. Clients copy their event handlers when they are made, so handlers registered for
new clients would miss those made earlier, at import of the application, say. Therefore the method
through which every request of every client goes, `_make_request`, is wrapped while a mock is
active, and a client gets our handlers with its first request. (`_make_api_call`, one step above, is
what tracing tools and tests patch: wrapped by us it would get in their way, and they in ours.)

- `choose-signer` answers UNSIGNED, so that no credentials are needed and no signature is computed;
- `before-send` answers the HTTP request, below validation, serializing, retries and parsing. What a
  failing connection raises there, after every other handler has had the request, is to botocore as
  if its HTTP session had raised it.

When the last mock is left, wrappers and handlers are gone. A call that began while a mock was
active is answered by that mock even if it ends later.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import botocore
import botocore.client
import botocore.configprovider
import botocore.endpoint
import botocore.retries.bucket
import botocore.session
import botocore.useragent
from botocore.awsrequest import AWSResponse
from botocore.exceptions import CapacityNotAvailableError, ClientError

from pytest_sesmock import lifetimes
from pytest_sesmock.locks import renew
from pytest_sesmock.transport import children, environment, frames, handover, moto
from pytest_sesmock.transport.exchange import HttpRequest, Responder
from pytest_sesmock.transport.http_errors import http_error
from pytest_sesmock.transport.http_response import http_response
from pytest_sesmock.transport.sleepless import Sleepless
from pytest_sesmock.transport.wrappers import bind, unwrap, wrap

# pytest leaves the frames of this module out, too.
__tracebackhide__ = True

SERVICES = frozenset({"ses", "sesv2"})
"""botocore's names of the services that are answered; every other one passes untouched."""

_HANDLER_ID = "pytest-sesmock"


class _Call:
    """A call of a client from before it is counted until after it no longer is.

    An exception of a signal may come between any two steps. So a call is counted by itself, not by
    a number, and everything that ends it can be done twice.
    """

    __slots__ = ("attachment", "caller", "client", "region", "responder")

    client: Any
    responder: Responder
    region: str

    def __init__(self) -> None:
        self.caller = _current.get()
        self.attachment: _Attachment | None = None  # the client's, while the call is counted


_current: ContextVar[_Call | None] = ContextVar("pytest_sesmock_call", default=None)
"""The call that the running thread or task is in."""


@dataclass(slots=True)
class _Attachment:
    """A client that has our handlers, and its calls that are on their way."""

    calls: set[_Call] = field(default_factory=set)
    moto_handler: Callable[..., Any] | None = None


# Of the answer that the thread or task got last: the id of the request if it has one, and the note.
_last_note: ContextVar[tuple[str | None, str]] = ContextVar(
    "pytest_sesmock_note", default=(None, "")
)


_lock = threading.Lock()
_active: list[Responder] = []
_clients: WeakKeyDictionary[Any, _Attachment] = WeakKeyDictionary()


def activate(responder: Responder) -> None:
    """Let this responder answer every SES call from now on: the innermost one answers."""
    with _lock:
        if not _active:
            _wrap_botocore()
        children.close(responder)
        _active.append(responder)
        _wrap_aiobotocore()
        frames.hide()


def deactivate(responder: Responder) -> None:
    """Stop answering with this responder; with the last one every trace is removed."""
    with _lock:
        _active[:] = [other for other in _active if other is not responder]
        ended = handover.end(responder, is_last=not _active)
        children.reopen(responder)
        if not _active:
            unwrap()
            frames.show()
            for client, attached in list(_clients.items()):
                if not attached.calls:
                    _detach(client)
    if ended is not None:
        # Not under the lock: it waits for the call that it answers, which may call a client itself.
        ended.close()


def tidy_up() -> None:
    """Remove what a patch that was undone after the last mock has put back."""
    if not _active:
        environment.put_everything_back()


def is_active(responder: Responder) -> bool:
    """Whether the responder is among those that answer."""
    return any(other is responder for other in _active)


def _after_fork_in_child() -> None:
    """No lock is held by a thread that is not there; the mocks are copies."""
    renew(_lock)
    handover.after_fork_in_child(_active)


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no fork
    os.register_at_fork(
        before=lambda: handover.before_fork(_active),
        after_in_parent=handover.after_fork_in_parent,
        after_in_child=_after_fork_in_child,
    )


# Handlers


def _choose_unsigned(**_: Any) -> Any:
    """Handler of choose-signer; presigning is no call and stays signed."""
    return botocore.UNSIGNED if _current.get() else None


def _answer(request: Any, event_name: str, **_: Any) -> AWSResponse | None:
    """Handler of before-send."""
    call = _current.get()
    if call is not None:
        client, responder, region = call.client, call.responder, call.region
    elif _active:
        # The call began before any mock; a retry of it must not reach the network now.
        client, responder = None, _active[-1]
        region = responder.region
    else:
        return None
    service = event_name.split(".")[1]
    reply = responder.answer(
        HttpRequest(
            service,
            region,
            request.method,
            request.url,
            request.headers,
            request.body or b"",
            lifetimes.origin(),
            *_timeouts(client),
        )
    )
    if reply.unsupported is not None:
        raise reply.unsupported
    if reply.failure is not None:
        session = getattr(getattr(client, "_endpoint", None), "http_session", None)
        request.sesmock_failure = http_error(reply.failure, request, session, reply.note)
        return None
    _last_note.set((reply.headers.get("x-amzn-RequestId"), reply.note))
    return http_response(request.url, reply)


def _timeouts(client: Any) -> tuple[float, float]:
    """How long a client waits for a connection and for an answer; 0 if it waits for ever."""
    if client is None:
        return 0, 0
    config = client.meta.config
    return config.connect_timeout or 0, config.read_timeout or 0


def _fail(request: Any, **_: Any) -> None:
    """Last handler of before-send: the others have had the request, as on a real connection."""
    error = getattr(request, "sesmock_failure", None)
    if error is not None:
        raise error


# Clients


def _begin(client: Any, call: _Call) -> None:
    """Enter a call of a client, attaching our handlers, if it is ours to answer."""
    with _lock:
        if not _active:
            return
        attachment = _clients.get(client)
        if attachment is None:
            if client.meta.service_model.service_name not in SERVICES:
                return
            attachment = _attach(client)
        call.client, call.responder = client, _active[-1]
        call.region = client.meta.region_name
        call.attachment = attachment
        attachment.calls.add(call)
    _current.set(call)


def _end(client: Any, call: _Call) -> None:
    """Leave a call, and see to what waited for its end; not if it was not entered, or is left."""
    attachment = call.attachment
    if attachment is None:
        return
    _current.set(call.caller)
    with _lock:
        attachment.calls.discard(call)
        if not attachment.calls and not _active:
            _detach(client)
    call.attachment = None
    call.responder.follow_up()


def _events_of(client: Any) -> tuple[tuple[str, Callable[..., Any]], ...]:
    service = client.meta.service_model.service_id.hyphenize()
    return (
        (f"choose-signer.{service}", _choose_unsigned),
        (f"before-send.{service}", _answer),
        # Handlers of the event of all services come after those of one.
        ("before-send", _fail),
    )


def _attach(client: Any) -> _Attachment:
    attachment = _Attachment()
    try:
        _clients[client] = attachment
        events = client.meta.events
        for event, handler in _events_of(client):
            register = events.register_last if handler is _fail else events.register_first
            register(event, handler, unique_id=f"{_HANDLER_ID}-{event}")
        # Kept before it is gone: a signal in between must not cost it.
        attachment.moto_handler = moto.find_handler(events)
        moto.silence(events, attachment.moto_handler)
    except BaseException:
        _detach(client)
        raise
    return attachment


def _detach(client: Any) -> None:
    """Take our handlers off a client; none or some of them may be gone already."""
    attachment = _clients.get(client)
    if attachment is None:
        return
    events = client.meta.events
    for event, handler in _events_of(client):
        events.unregister(event, handler, unique_id=f"{_HANDLER_ID}-{event}")
    moto.restore(events, attachment.moto_handler)
    _clients.pop(client, None)


# Wrappers


@contextlib.contextmanager
def frames_hidden() -> Iterator[None]:
    """Leave botocore's frames out of refusals for a while, even if every mock has ended."""
    with _lock:
        frames.hide()
    try:
        yield
    finally:
        with _lock:
            if not _active:
                frames.show()


def _wrap_botocore() -> None:
    wrap(botocore.client.BaseClient, "_make_request", _wrap_request)
    wrap(ClientError, "__init__", _wrap_error)
    wrap(botocore.session.Session, "create_client", _wrap_create_client)
    wrap(botocore.session.Session, "__init__", _wrap_session)
    wrap(botocore.configprovider.ConfiguredEndpointProvider, "provide", _wrap_provide)
    wrap(botocore.endpoint, "time", _replace_time)
    wrap(botocore.retries.bucket.TokenBucket, "acquire", _wrap_acquire)
    if issubclass(component := botocore.useragent.UserAgentComponent, tuple):
        wrap(component, "to_string", _remember)


def _wrap_aiobotocore() -> None:
    """Wrap aiobotocore's counterparts, once it has been imported."""
    client = sys.modules.get("aiobotocore.client")
    session = sys.modules.get("aiobotocore.session")
    if client is None or session is None:
        return
    wrap(client.AioBaseClient, "_make_request", _wrap_request_async)
    wrap(session.AioSession, "create_client", _wrap_create_client)
    endpoint = sys.modules["aiobotocore.endpoint"]
    for module in ("asyncio", "anyio"):
        if module in vars(endpoint):
            wrap(endpoint, module, _replace_async_sleep)
    over_httpx = vars(endpoint).get("AnyioEndpoint")
    if over_httpx is not None:
        wrap(over_httpx, "_sleep", _wrap_endpoint_sleep)
    bucket = sys.modules.get("aiobotocore.retries.bucket")
    if bucket is not None:
        wrap(bucket.AsyncTokenBucket, "acquire", _wrap_acquire_async)


@functools.cache
def _remember(to_string: Any) -> Any:
    """Wrap what writes a part of User-Agent: the same parts, four times for each request.

    Before 1.44, which keeps them itself, a sixth of botocore's time goes to it. As long as a part
    is a tuple of texts, its text follows from them alone.
    """
    return functools.lru_cache(maxsize=256)(to_string)


def _wrap_session(original: Any) -> Any:
    """Wrap a session's making: aiobotocore may be imported only now, and its clients need one."""

    @functools.wraps(original)
    def __init__(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        bind(original, session)(*args, **kwargs)
        with _lock:
            if _active:
                _wrap_aiobotocore()

    return __init__


def _wrap_request(original: Any) -> Any:
    @functools.wraps(original)
    def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call()
        try:
            try:
                _begin(client, call)
                return bind(original, client)(*args, **kwargs)
            finally:
                _end(client, call)
        finally:
            _end(client, call)  # if a signal has kept the one above from it

    return _make_request


def _wrap_request_async(original: Any) -> Any:
    @functools.wraps(original)
    async def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call()
        try:
            try:
                _begin(client, call)
                return await bind(original, client)(*args, **kwargs)
            finally:
                _end(client, call)
        finally:
            _end(client, call)  # if a signal has kept the one above from it

    return _make_request


def _wrap_error(original: Any) -> Any:
    """Add the note of a refusal to the exception that it becomes, above `_make_request`."""

    @functools.wraps(original)
    def __init__(error: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        bind(original, error)(*args, **kwargs)
        request_id, note = _last_note.get()
        # Python 3.10 has no notes.
        if note and hasattr(error, "add_note"):
            metadata = error.response.get("ResponseMetadata", {})
            if metadata.get("RequestId") == request_id:
                _last_note.set((None, ""))  # this error alone, and none that is made from it
                error.add_note(note)

    return __init__


def _wrap_create_client(original: Any) -> Any:
    """Supply the mock's region to an SES client made where none is configured."""

    @functools.wraps(original)
    def create_client(
        session: Any, service_name: str, region_name: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if (
            region_name is None
            and service_name in SERVICES
            and _active
            and getattr(kwargs.get("config"), "region_name", None) is None
            and getattr(session.get_default_client_config(), "region_name", None) is None
            and session.get_config_variable("region") is None
        ):
            region_name = _active[-1].region
        return bind(original, session)(service_name, region_name, *args, **kwargs)

    return create_client


def _wrap_provide(original: Any) -> Any:
    """The endpoint for child processes is not for the clients of this one."""

    @functools.wraps(original)
    def provide(provider: Any) -> Any:
        provider._environ = children.own_environment(provider._environ)  # noqa: SLF001
        return bind(original, provider)()

    return provide


def _sleep(seconds: float) -> bool:
    """Let the current call's responder wait; False if there is no call of ours to wait in."""
    call = _current.get()
    if call is None:
        return False
    call.responder.sleep(seconds)
    return True


def _replace_time(module: Any) -> Sleepless:
    def sleep(seconds: float) -> None:
        if not _sleep(seconds):
            time.sleep(seconds)

    return Sleepless(module, sleep)


def _replace_async_sleep(module: Any) -> Sleepless:
    async def sleep(seconds: float) -> None:
        await module.sleep(0 if _sleep(seconds) else seconds)

    return Sleepless(module, sleep)


def _wrap_endpoint_sleep(original: Any) -> Any:
    """Over httpx, aiobotocore imports what sleeps only when it does."""

    @functools.wraps(original)
    async def sleep(endpoint: Any, seconds: float) -> None:
        await bind(original, endpoint)(0 if _sleep(seconds) else seconds)

    return sleep


def _wrap_acquire(original: Any) -> Any:
    """The adaptive retry mode waits for tokens in real time; let the mock's clock run instead."""

    @functools.wraps(original)
    def acquire(bucket: Any, amount: int = 1, block: bool = True) -> Any:
        take = bind(original, bucket)
        if not block or _current.get() is None:
            return take(amount=amount, block=block)
        try:
            return take(amount=amount, block=False)
        except CapacityNotAvailableError:
            _sleep(bucket._sleep_amount(amount))  # noqa: SLF001
            return True

    return acquire


def _wrap_acquire_async(original: Any) -> Any:
    @functools.wraps(original)
    async def acquire(bucket: Any, amount: int = 1, block: bool = True) -> Any:
        take = bind(original, bucket)
        if not block or _current.get() is None:
            return await take(amount=amount, block=block)
        try:
            return await take(amount=amount, block=False)
        except CapacityNotAvailableError:
            _sleep(bucket._sleep_amount(amount))  # noqa: SLF001
            return True

    return acquire
