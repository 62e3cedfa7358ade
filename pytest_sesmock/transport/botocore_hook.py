"""Answering the SES calls of botocore's and aiobotocore's clients.

Everything that is private to botocore and aiobotocore lives here and is pinned by
tests/transport. Clients copy their event handlers when they are made, so handlers registered for
new clients would miss those made earlier, at import of the application, say. Therefore the method
through which every request of every client goes, `_make_request`, is wrapped while a mock is
active, and a client gets our handlers with its first request. (`_make_api_call`, one step above, is
what tracing tools and tests patch: wrapped by us it would get in their way, and they in ours.)

- `choose-signer` answers UNSIGNED, so that no credentials are needed and no signature is computed;
- `before-send` answers the HTTP request, below validation, serializing, retries and parsing.

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
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import botocore
import botocore.client
import botocore.configprovider
import botocore.endpoint
import botocore.retries.bucket
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.exceptions import CapacityNotAvailableError, ClientError

from pytest_sesmock import lifetimes
from pytest_sesmock.locks import renew
from pytest_sesmock.transport import children, frames
from pytest_sesmock.transport.exchange import HttpRequest, Responder
from pytest_sesmock.transport.sleepless import Sleepless

# pytest leaves the frames of this module out, too.
__tracebackhide__ = True

SERVICES = frozenset({"ses", "sesv2"})
"""botocore's names of the services that are answered; every other one passes untouched."""

_HANDLER_ID = "pytest-sesmock"


class _RunningCall(NamedTuple):
    """The call that the running thread or task is in."""

    responder: Responder
    region: str


_current: ContextVar[_RunningCall | None] = ContextVar("pytest_sesmock_call", default=None)


@dataclass(slots=True)
class _Attachment:
    """A client that has our handlers, and its calls that are on their way."""

    calls: set[_Entry] = field(default_factory=set)
    moto_handler: Callable[..., Any] | None = None


# Of the refusal that the thread or task met last: the id of the request, and the note.
_last_note: ContextVar[tuple[str, str]] = ContextVar("pytest_sesmock_note", default=("", ""))


@dataclass(slots=True, eq=False)
class _Entry:
    """A call of a client from before it is counted until after it no longer is.

    An exception of a signal may come between any two steps. So a call is counted by itself, not by
    a number, and everything that ends it can be done twice.
    """

    caller: _RunningCall | None = field(default_factory=_current.get)
    attachment: _Attachment | None = None
    call: _RunningCall = field(init=False)


_lock = threading.Lock()
_active: list[Responder] = []
_clients: WeakKeyDictionary[Any, _Attachment] = WeakKeyDictionary()


def activate(responder: Responder) -> None:
    """Let this responder answer every SES call from now on: the innermost one answers."""
    with _lock:
        if not _active:
            _wrap_botocore()
            children.close()
        _active.append(responder)
        _wrap_aiobotocore()
        frames.hide()


def deactivate(responder: Responder) -> None:
    """Stop answering with this responder; with the last one every trace is removed."""
    with _lock:
        _active[:] = [other for other in _active if other is not responder]
        if not _active:
            _unwrap()
            frames.show()
            children.reopen()
            for client, attached in list(_clients.items()):
                if not attached.calls:
                    _detach(client)


def tidy_up() -> None:
    """Remove what a patch that was undone after the last mock has put back."""
    if not _active:
        children.reopen()


def is_active(responder: Responder) -> bool:
    """Whether the responder is among those that answer."""
    return any(other is responder for other in _active)


def _after_fork() -> None:
    """In a forked child: no lock is held by a thread that is not there; its mocks are copies."""
    renew(_lock)
    for responder in _active:
        responder.disown()


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no fork
    os.register_at_fork(after_in_child=_after_fork)


# Handlers


def _choose_unsigned(**_: Any) -> Any:
    """Handler of choose-signer; presigning is no call and stays signed."""
    return botocore.UNSIGNED if _current.get() else None


def _answer(request: Any, event_name: str, **_: Any) -> AWSResponse | None:
    """Handler of before-send."""
    call = _current.get()
    if call is None:
        # The call began before any mock; a retry of it must not reach the network now.
        if not _active:
            return None
        call = _RunningCall(_active[-1], _active[-1].region)
    service = event_name.split(".")[1]
    body = request.body or b""
    reply = call.responder.answer(
        HttpRequest(
            service,
            call.region,
            request.method,
            request.url,
            request.headers,
            body,
            lifetimes.origin(),
        )
    )
    if reply.unsupported is not None:
        raise reply.unsupported
    if reply.note:
        _last_note.set((reply.headers["x-amzn-RequestId"], reply.note))
    response = AWSResponse(request.url, reply.status, reply.headers, None)
    response._content = _Content(reply.body)  # noqa: SLF001 - there is no socket to read it from
    return response


class _Content(bytes):
    """A body that aiobotocore may await where botocore reads it."""

    __slots__ = ()

    def __await__(self) -> Any:
        yield from ()
        return self


# Clients


def _begin(client: Any, entry: _Entry) -> None:
    """Enter a call of a client, attaching our handlers, if it is ours to answer."""
    with _lock:
        if not _active:
            return
        attachment = _clients.get(client)
        if attachment is None:
            if client.meta.service_model.service_name not in SERVICES:
                return
            attachment = _attach(client)
        entry.call = _RunningCall(_active[-1], client.meta.region_name)
        entry.attachment = attachment
        attachment.calls.add(entry)
    _current.set(entry.call)


def _end(client: Any, entry: _Entry) -> None:
    """Leave a call, and see to what waited for its end; not if it was not entered, or is left."""
    attachment = entry.attachment
    if attachment is None:
        return
    _current.set(entry.caller)
    with _lock:
        attachment.calls.discard(entry)
        if not attachment.calls and not _active:
            _detach(client)
    entry.attachment = None
    entry.call.responder.follow_up()


def _events_of(client: Any) -> tuple[tuple[str, Callable[..., Any]], ...]:
    service = client.meta.service_model.service_id.hyphenize()
    return ((f"choose-signer.{service}", _choose_unsigned), (f"before-send.{service}", _answer))


def _attach(client: Any) -> _Attachment:
    attachment = _Attachment()
    try:
        _clients[client] = attachment
        for event, handler in _events_of(client):
            client.meta.events.register_first(event, handler, unique_id=f"{_HANDLER_ID}-{event}")
        _silence_moto(client.meta.events, attachment)
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
    moto_handler = attachment.moto_handler
    if moto_handler is not None and not _has_handler(events, moto_handler):
        events.register("before-send", moto_handler)
    _clients.pop(client, None)


def _silence_moto(events: Any, attachment: _Attachment) -> None:
    """Take moto's handler off an SES client while it is ours.

    botocore calls every handler of before-send and uses the first answer, so an active moto would
    process our calls as well, and raise where it lacks an operation.
    """
    moto = sys.modules.get("moto.core.models")
    stubber: Callable[..., Any] | None = getattr(moto, "botocore_stubber", None)
    if stubber is not None and _has_handler(events, stubber):
        attachment.moto_handler = stubber
        events.unregister("before-send", stubber)


def _has_handler(events: Any, handler: Callable[..., Any]) -> bool:
    return handler in events._emitter._handlers.prefix_search("before-send")  # noqa: SLF001


# Wrappers


class _Wrapper(NamedTuple):
    """An attribute that has been replaced."""

    owner: Any
    name: str
    original: Any
    replacement: Any


_wrappers: list[_Wrapper] = []


def _wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    if any((wrapper.owner, wrapper.name) == (owner, name) for wrapper in _wrappers):
        return
    replacement = vars(owner)[name]
    # A patch that outlived an earlier mock may have put our wrapper of then back: it serves again.
    original = getattr(replacement, "_sesmock_original", None)
    if original is None:
        original, replacement = replacement, make(replacement)
        replacement._sesmock_original = original  # noqa: SLF001 - our own
        setattr(owner, name, replacement)
    _wrappers.append(_Wrapper(owner, name, original, replacement))


def _unwrap() -> None:
    while _wrappers:
        owner, name, original, replacement = _wrappers.pop()
        # Somebody else may have wrapped ours meanwhile; ours passes through when nothing is active.
        if vars(owner)[name] is replacement:
            setattr(owner, name, original)


def _bind(function: Any, instance: Any) -> Any:
    """A wrapped function as the method it was: tracing tools replace functions by descriptors."""
    bind = getattr(type(function), "__get__", None)
    return function if bind is None else bind(function, instance, type(instance))


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
    _wrap(botocore.client.BaseClient, "_make_request", _wrap_request)
    _wrap(ClientError, "__init__", _wrap_error)
    _wrap(botocore.session.Session, "create_client", _wrap_create_client)
    _wrap(botocore.session.Session, "__init__", _wrap_session)
    _wrap(botocore.configprovider.ConfiguredEndpointProvider, "provide", _wrap_provide)
    _wrap(botocore.endpoint, "time", _replace_time)
    _wrap(botocore.retries.bucket.TokenBucket, "acquire", _wrap_acquire)


def _wrap_aiobotocore() -> None:
    """Wrap aiobotocore's counterparts, once it has been imported."""
    client = sys.modules.get("aiobotocore.client")
    session = sys.modules.get("aiobotocore.session")
    if client is None or session is None:
        return
    _wrap(client.AioBaseClient, "_make_request", _wrap_request_async)
    _wrap(session.AioSession, "create_client", _wrap_create_client)
    endpoint = sys.modules["aiobotocore.endpoint"]
    for module in ("asyncio", "anyio"):
        if module in vars(endpoint):
            _wrap(endpoint, module, _replace_async_sleep)
    bucket = sys.modules.get("aiobotocore.retries.bucket")
    if bucket is not None:
        _wrap(bucket.AsyncTokenBucket, "acquire", _wrap_acquire_async)


def _wrap_session(original: Any) -> Any:
    """Wrap a session's making: aiobotocore may be imported only now, and its clients need one."""

    @functools.wraps(original)
    def __init__(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        _bind(original, session)(*args, **kwargs)
        with _lock:
            if _active:
                _wrap_aiobotocore()

    return __init__


def _wrap_request(original: Any) -> Any:
    @functools.wraps(original)
    def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        entry = _Entry()
        try:
            try:
                _begin(client, entry)
                return _bind(original, client)(*args, **kwargs)
            finally:
                _end(client, entry)
        finally:
            _end(client, entry)  # if a signal has kept the one above from it

    return _make_request


def _wrap_request_async(original: Any) -> Any:
    @functools.wraps(original)
    async def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        entry = _Entry()
        try:
            try:
                _begin(client, entry)
                return await _bind(original, client)(*args, **kwargs)
            finally:
                _end(client, entry)
        finally:
            _end(client, entry)  # if a signal has kept the one above from it

    return _make_request


def _wrap_error(original: Any) -> Any:
    """Add the note of a refusal to the exception that it becomes, above `_make_request`."""

    @functools.wraps(original)
    def __init__(error: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        _bind(original, error)(*args, **kwargs)
        request_id, note = _last_note.get()
        # Python 3.10 has no notes.
        if note and hasattr(error, "add_note"):
            metadata = error.response.get("ResponseMetadata", {})
            if metadata.get("RequestId") == request_id:
                _last_note.set(("", ""))  # this error alone, and none that is made from it
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
        return _bind(original, session)(service_name, region_name, *args, **kwargs)

    return create_client


def _wrap_provide(original: Any) -> Any:
    """The endpoint for child processes is not for the clients of this one."""

    @functools.wraps(original)
    def provide(provider: Any) -> Any:
        provider._environ = children.own_environment(provider._environ)  # noqa: SLF001
        return _bind(original, provider)()

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


def _wrap_acquire(original: Any) -> Any:
    """The adaptive retry mode waits for tokens in real time; let the mock's clock run instead."""

    @functools.wraps(original)
    def acquire(bucket: Any, amount: int = 1, block: bool = True) -> Any:
        take = _bind(original, bucket)
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
        take = _bind(original, bucket)
        if not block or _current.get() is None:
            return await take(amount=amount, block=block)
        try:
            return await take(amount=amount, block=False)
        except CapacityNotAvailableError:
            _sleep(bucket._sleep_amount(amount))  # noqa: SLF001
            return True

    return acquire
