"""Answering the SES calls of botocore's and aiobotocore's clients.

Everything that is private to botocore and aiobotocore lives here, in `back_off` and in
`http_response`, and is pinned by tests/transport. Methods through which every request of every
client goes, whenever the client was made, are wrapped while a mock is active:

- `_make_request` knows the client, and with it whether a call is one of SES. (`_make_api_call`, one
  step above, is what tracing tools and tests patch: wrapped by us it would get in their way, and
  they in ours.)
- `_choose_signer` answers UNSIGNED within such a call, so that no credentials are needed and no
  signature is computed.
- `_send` answers the HTTP request in place of the HTTP session: below validation, serializing,
  retries, parsing and all event handlers. What a failing connection raises there is to botocore as
  if the session had raised it.

Nothing is done to a client itself: handlers of its own would have to come and go with every mock,
which takes longer than the answer. When the last mock is left, the wrappers are gone. A call that
began while a mock was active is answered by that mock even if it ends later.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

import botocore
import botocore.client
import botocore.configprovider
import botocore.endpoint
import botocore.retries.bucket
import botocore.session
import botocore.signers
import botocore.useragent
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from pytest_sesmock import lifetimes
from pytest_sesmock.locks import renew
from pytest_sesmock.transport import children, environment, frames, handover
from pytest_sesmock.transport.back_off import BackOff
from pytest_sesmock.transport.exchange import HttpRequest, Responder, service_of
from pytest_sesmock.transport.http_errors import http_error
from pytest_sesmock.transport.http_response import HttpResponse
from pytest_sesmock.transport.moto_services import MOTO, find_stubber
from pytest_sesmock.transport.wrappers import unbound, unwrap, wrap

# pytest leaves the frames of this module out, too.
__tracebackhide__ = True

SERVICES = frozenset({"ses", "sesv2"})
"""botocore's names of the services that are answered; every other one passes untouched."""

_ENDPOINT_PREFIX = "email"
"""How botocore's endpoints name both."""


class _Call:
    """A call of a client from before it is counted until after it no longer is.

    An exception of a signal may come between any two steps. So a call is counted by itself, not by
    a number, and everything that ends it can be done twice.
    """

    __slots__ = ("caller", "client", "region", "responder", "service")

    client: Any
    service: str
    region: str

    def __init__(self) -> None:
        self.caller = _current.get()
        self.responder: Responder | None = None  # while it is ours to answer


_current: ContextVar[_Call | None] = ContextVar("pytest_sesmock_call", default=None)
"""The call that the running thread or task is in; one of another service has no responder."""

# Of the answer that the thread or task got last: the id of the request if it has one, and the note.
_last_note: ContextVar[tuple[str | None, str]] = ContextVar(
    "pytest_sesmock_note", default=(None, "")
)


_lock = threading.Lock()
_active: list[Responder] = []
_calls: set[_Call] = set()
"""The calls that are on their way."""


def activate(responder: Responder) -> None:
    """Let this responder answer every SES call from now on: the innermost one answers."""
    with _lock:
        if not _active:
            _wrap_botocore()
        children.close(responder)
        _active.append(responder)
        _wrap_aiobotocore()


def deactivate(responder: Responder) -> None:
    """Stop answering with this responder; with the last one every trace is removed."""
    with _lock:
        _active[:] = [other for other in _active if other is not responder]
        try:
            ended = handover.end(responder, is_last=not _active)
            children.reopen(responder)
        finally:
            _unwrap_if_unused()
    if ended is not None:
        # Not under the lock: it waits for the call that it answers, which may call a client itself.
        ended.close()


def tidy_up() -> None:
    """Remove what a patch has put back after the last mock, or a signal has left of its end."""
    if not _active:
        with _lock:
            _unwrap_if_unused()
        environment.put_everything_back()


def is_active(responder: Responder) -> bool:
    """Whether the responder is among those that answer."""
    return any(other is responder for other in _active)


def _after_fork_in_child() -> None:
    """No lock is held by a thread that is not there, nor is a call on its way; mocks are copies."""
    renew(_lock)
    _calls.intersection_update(_own_calls())
    handover.after_fork_in_child(_active)


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no fork
    os.register_at_fork(
        before=lambda: handover.before_fork(_active),
        after_in_parent=handover.after_fork_in_parent,
        after_in_child=_after_fork_in_child,
    )


# Calls


def _begin(client: Any, call: _Call) -> None:
    """Enter a call of a client, if it is ours to answer; any other one is none within ours."""
    meta = client.meta
    service = meta.service_model.service_name
    if service in SERVICES:
        with _lock:
            if _active:
                if MOTO in sys.modules:  # as it may be at any time
                    _wrap_moto()
                call.client, call.service, call.region = client, service, meta.region_name
                call.responder = _active[-1]
                _calls.add(call)
    _current.set(call)


def _end(call: _Call) -> None:
    """Leave a call, and see to what waited for its end; not if it was not entered, or is left."""
    if _current.get() is call:  # not in the context of whoever collects an abandoned coroutine
        _current.set(call.caller)
    responder = call.responder
    if responder is None:
        return
    with _lock:
        _calls.discard(call)
        _unwrap_if_unused()
    call.responder = None
    responder.follow_up()


def _own_calls() -> Iterator[_Call]:
    """The calls that the running thread or task is in, the innermost first."""
    call = _current.get()
    while call is not None:
        yield call
        call = call.caller


def _is_unsigned(signer: Any, signing_type: str) -> bool:
    """Whether a client signs a call of ours; presigning is no call and stays signed."""
    call = _current.get()
    return (
        call is not None
        and call.responder is not None
        and signing_type == "standard"
        and call.client._request_signer is signer  # noqa: SLF001 - see above
    )


def _find_responder() -> Responder | None:
    """What answers the current call; None if that is none of ours."""
    call = _current.get()
    return None if call is None else call.responder


_back_off = BackOff(_find_responder)


def _answer(endpoint: Any, request: Any) -> AWSResponse | None:
    """What is answered in place of the HTTP session; None if the request is not ours."""
    call = _current.get()
    if call is not None and call.responder is not None:
        service, region, responder = call.service, call.region, call.responder
        config = call.client.meta.config
        timeouts = config.connect_timeout or 0, config.read_timeout or 0  # None is for ever
    elif (innermost := _active[-1:]) and (early := _service_of(endpoint, request)) is not None:
        # The call began before any mock; a retry of it must not reach the network now.
        service, responder, timeouts = early, innermost[0], (0, 0)
        region = responder.region
    else:
        return None
    reply = responder.answer(
        HttpRequest(
            service,
            region,
            request.method,
            request.url,
            request.headers,
            request.body or b"",
            lifetimes.origin(),
            *timeouts,
        )
    )
    if reply.unsupported is not None:
        raise reply.unsupported
    if reply.failure is not None:
        raise http_error(reply.failure, request, endpoint.http_session, reply.note)
    _last_note.set((reply.headers.get("x-amzn-RequestId"), reply.note))
    return HttpResponse(request.url, reply)


def _service_of(endpoint: Any, request: Any) -> str | None:
    """The service that a request is for, of which no call is known; None if it is not SES."""
    if endpoint._endpoint_prefix != _ENDPOINT_PREFIX:  # noqa: SLF001 - see above
        return None
    path = urlsplit(request.url).path
    # The predecessor of v2 has this prefix as well, and its paths begin with /v1/.
    return None if path.startswith("/v1/") else service_of(path)


# Wrappers


@contextlib.contextmanager
def frames_hidden() -> Iterator[None]:
    """Leave botocore's frames out of the tracebacks of refusals for a while."""
    with _lock:
        frames.hide()
    try:
        yield
    finally:
        with _lock:
            frames.show()


def _wrap_botocore() -> None:
    wrap(botocore.client.BaseClient, "_make_request", _wrap_request)
    wrap(botocore.signers.RequestSigner, "_choose_signer", _wrap_choose_signer)
    wrap(botocore.endpoint.Endpoint, "_send", _wrap_send)
    wrap(ClientError, "__init__", _wrap_error)
    wrap(botocore.session.Session, "create_client", _wrap_create_client)
    wrap(botocore.session.Session, "__init__", _wrap_session)
    wrap(botocore.configprovider.ConfiguredEndpointProvider, "provide", _wrap_provide)
    wrap(botocore.endpoint, "time", _back_off.replace_time)
    wrap(botocore.retries.bucket.TokenBucket, "acquire", _back_off.wrap_acquire)
    wrap(botocore.useragent, "sanitize_user_agent_string_component", _remember)


def _unwrap_if_unused() -> None:
    if not _active and not _calls:
        unwrap()


def _wrap_moto() -> None:
    stubber = find_stubber()
    if stubber is not None:  # while moto itself is being imported
        wrap(type(stubber), "__call__", _wrap_stubber)


def _wrap_aiobotocore() -> None:
    """Wrap aiobotocore's counterparts, once it has been imported."""
    client = sys.modules.get("aiobotocore.client")
    session = sys.modules.get("aiobotocore.session")
    if client is None or session is None:
        return
    signer = sys.modules["aiobotocore.signers"].AioRequestSigner
    wrap(client.AioBaseClient, "_make_request", _wrap_request_async)
    wrap(signer, "_choose_signer", _wrap_choose_signer_async)
    wrap(session.AioSession, "create_client", _wrap_create_client)
    endpoint = sys.modules["aiobotocore.endpoint"]
    wrap(endpoint.AioEndpoint, "_send", _wrap_send_async)
    for module in ("asyncio", "anyio"):
        if module in vars(endpoint):
            wrap(endpoint, module, _back_off.replace_async_sleep)
    over_httpx = vars(endpoint).get("AnyioEndpoint")
    if over_httpx is not None:
        wrap(over_httpx, "_sleep", _back_off.wrap_endpoint_sleep)
    bucket = sys.modules.get("aiobotocore.retries.bucket")
    if bucket is not None:
        wrap(bucket.AsyncTokenBucket, "acquire", _back_off.wrap_acquire_async)


def _remember(sanitize: Any) -> Any:
    """Wrap what cleans the parts of User-Agent, letter by letter: the same ones in each request.

    Before 1.44, which keeps most of them itself, a sixth of botocore's time goes to it.
    """
    return functools.lru_cache(maxsize=256)(sanitize)


def _wrap_session(original: Any) -> Any:
    """Wrap a session's making: aiobotocore may be imported only now, and its clients need one."""
    call_original = unbound(original)

    @functools.wraps(original)
    def __init__(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        call_original(session, *args, **kwargs)
        with _lock:
            if _active:
                _wrap_aiobotocore()

    return __init__


def _wrap_request(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call()
        try:
            try:
                _begin(client, call)
                return call_original(client, *args, **kwargs)
            finally:
                _end(call)
        finally:
            if call.responder is not None or _current.get() is call:
                _end(call)  # a signal has kept the one above from it

    return _make_request


def _wrap_request_async(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    async def _make_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call()
        try:
            try:
                _begin(client, call)
                return await call_original(client, *args, **kwargs)
            finally:
                _end(call)
        finally:
            if call.responder is not None or _current.get() is call:
                _end(call)  # a signal has kept the one above from it

    return _make_request


def _wrap_choose_signer(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    def _choose_signer(signer: Any, operation: str, signing_type: str, context: Any) -> Any:
        if _is_unsigned(signer, signing_type):
            return botocore.UNSIGNED
        return call_original(signer, operation, signing_type, context)

    return _choose_signer


def _wrap_choose_signer_async(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    async def _choose_signer(signer: Any, operation: str, signing_type: str, context: Any) -> Any:
        if _is_unsigned(signer, signing_type):
            return botocore.UNSIGNED
        return await call_original(signer, operation, signing_type, context)

    return _choose_signer


def _wrap_send(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    def _send(endpoint: Any, request: Any) -> Any:
        answer = _answer(endpoint, request)
        return call_original(endpoint, request) if answer is None else answer

    return _send


def _wrap_send_async(original: Any) -> Any:
    call_original = unbound(original)

    @functools.wraps(original)
    async def _send(endpoint: Any, request: Any) -> Any:
        answer = _answer(endpoint, request)
        return await call_original(endpoint, request) if answer is None else answer

    return _send


def _wrap_stubber(original: Any) -> Any:
    """Keep moto from answering before us: it would raise where it lacks an operation."""
    call_original = unbound(original)

    @functools.wraps(original)
    def __call__(stubber: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - as the original
        return None if _find_responder() else call_original(stubber, *args, **kwargs)

    return __call__


def _wrap_error(original: Any) -> Any:
    """Add the note of a refusal to the exception that it becomes, above `_make_request`."""
    call_original = unbound(original)

    @functools.wraps(original)
    def __init__(error: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        call_original(error, *args, **kwargs)
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
    call_original = unbound(original)

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
        return call_original(session, service_name, region_name, *args, **kwargs)

    return create_client


def _wrap_provide(original: Any) -> Any:
    """The endpoint for child processes is not for the clients of this one."""
    call_original = unbound(original)

    @functools.wraps(original)
    def provide(provider: Any) -> Any:
        provider._environ = children.own_environment(provider._environ)  # noqa: SLF001
        return call_original(provider)

    return provide
