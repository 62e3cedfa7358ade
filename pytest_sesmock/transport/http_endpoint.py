"""The HTTP door: a server on this machine, where the mock answers other processes and other SDKs.

cheroot carries the bytes. A planned failure of the connection is done to the socket, so a client
meets what it would meet on a network.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from cheroot.errors import MaxSizeExceeded
from cheroot.server import Gateway, HTTPConnection, HTTPRequest, HTTPServer

from pytest_sesmock import lifetimes
from pytest_sesmock.connection_failures import ConnectionFailure
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.transport import children
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest, Responder, Site, service_of
from pytest_sesmock.transport.ports import HOST, open_doors, unavailable

_LARGEST_BODY = 100_000_000
"""A message of 40 MB grows by a third as base64, and by some more as a form."""
_PIECE = 1_000_000
_LONGEST_GAP = 60
"""How many seconds a client may take to go on within a request."""
_PAUSE = 0.02
"""How many seconds a thread waits for the next request of a connection."""

_SCOPE = re.compile(
    r"Credential=[^/,&\s]+(?:/|%2F)\d{8}(?:/|%2F)([a-z0-9-]+)(?:/|%2F)", re.IGNORECASE
)
"""Where a signature of version 4 names the region, in a header field or in a query."""
_CODES = {
    400: "MalformedHttpRequestException",
    403: "AccessDeniedException",
    408: "RequestTimeoutException",
    413: "RequestEntityTooLargeException",
}
"""AWS's common errors, by status [docs-common-errors]. Grade C: no recording of SES was found."""


class HttpEndpoint:
    """A server on a port of 127.0.0.1 that answers until `close`; child processes find it.

    Args:
        responder: Answers the requests.
        port: Where to listen; 0 for any port that is free.
        site: Answers what is for a browser; None if nothing is.

    Raises:
        SesmockError: The port is taken, or may not be used.
    """

    def __init__(self, responder: Responder, port: int = 0, site: Site | None = None) -> None:
        others = set(threading.enumerate())
        self._process = os.getpid()
        self._server = _Server(responder, port, site)
        try:
            self._server.prepare()
        except OSError as error:
            raise SesmockError(unavailable(port, error)) from error
        self._thread = threading.Thread(
            target=self._server.serve, name="pytest-sesmock", daemon=True
        )
        self._thread.start()
        lifetimes.disregard(set(threading.enumerate()) - others)
        self.url = f"http://{HOST}:{self._server.bind_addr[1]}"
        """Where it listens, as SDKs take an endpoint."""
        children.offer(responder, self.url, responder.region)
        open_doors.add(self)

    def close(self) -> None:
        """End every connection, and wait until no thread or socket is left."""
        children.withdraw(self.url)
        if self._process == os.getpid():  # the threads of a parent are not in a forked child
            open_doors.discard(self)
            self._server.stop()
            self._thread.join()

    def leave_to_parent(self) -> None:
        """In a forked child: do not listen."""
        self._server.socket.close()


class _Request(HTTPRequest):
    """A request that is refused as AWS refuses, where HTTP itself is broken."""

    def simple_response(self, status: str | int, msg: str = "") -> None:
        # Of a request line that cannot be read nothing is known yet.
        target = getattr(self, "uri", b"").decode("latin-1")
        self.method = getattr(self, "method", b"")
        _refuse(self, service_of(target), int(str(status)[:3]), msg or str(status)[4:])


class _Connection(HTTPConnection):
    """A connection that its thread keeps while its client goes on to call.

    Otherwise each request would wait for two other threads of this process.
    """

    RequestHandlerClass = _Request
    is_held = False
    """Whether its client waits in vain: nothing is said until it gives up, or the server ends."""
    is_reset = False
    """Whether closing it sends a reset."""

    def __init__(self, server: Any, sock: socket.socket, *arguments: Any) -> None:
        super().__init__(server, sock, *arguments)
        sock.settimeout(_LONGEST_GAP)

    def close(self) -> None:
        super().close()
        # Or the garbage collector would try to send what a client that has left did not take.
        with suppress(OSError):
            self.wfile.close()

    def _close_kernel_socket(self) -> None:
        # After a shutdown there would be nothing left to reset.
        if not self.is_reset:
            super()._close_kernel_socket()  # type: ignore[misc]

    def communicate(self) -> bool:
        stays_open: bool = super().communicate()  # type: ignore[no-untyped-call]
        while stays_open and self._has_more():
            stays_open = super().communicate()  # type: ignore[no-untyped-call]
        return stays_open

    def _has_more(self) -> bool:
        """Whether the next request comes at once; no thread waits for it if none is left."""
        if self.rfile.has_data():
            return True
        if self.is_held or self.server.requests.idle == 0:
            return False
        self.socket.settimeout(_PAUSE)
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except OSError:
            return False
        finally:
            self.socket.settimeout(_LONGEST_GAP)


class _Server(HTTPServer):
    """cheroot's server with a mock behind it."""

    ConnectionClass = _Connection
    request_queue_size = 128
    keep_alive_conn_limit = None  # type: ignore[assignment] # as its documentation has it
    max_request_header_size = 64 * 1024
    max_request_body_size = _LARGEST_BODY
    # In seconds, how often it looks whether it shall end.
    expiration_interval = 0.02
    # When it closes a connection that is idle: a client may be left without an answer until then.
    timeout = 24 * 60 * 60
    shutdown_timeout = 1

    def __init__(self, responder: Responder, port: int, site: Site | None) -> None:
        super().__init__((HOST, port), _Door, server_name="pytest-sesmock")
        self.responder = responder
        self.site = site

    def prepare(self) -> None:
        """Listen; where systemd has started the application, not on the application's socket."""
        process = os.environ.pop("LISTEN_PID", None)
        try:
            super().prepare()
        finally:
            if process is not None:
                os.environ["LISTEN_PID"] = process

    @staticmethod
    def bind_socket(sock: socket.socket, bind_addr: Any) -> socket.socket:
        """Bind a socket; if that fails, cheroot would leave it open, and hide the reason."""
        try:
            HTTPServer.bind_socket(sock, bind_addr)  # type: ignore[no-untyped-call]
        except OSError as error:
            sock.close()
            raise SesmockError(unavailable(bind_addr[1], error)) from error
        return sock

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """What goes wrong on a connection is the client's to tell."""

    def _serve_unservicable(self) -> None:
        """No thread for what finds the queue of requests full: it has no bound."""


class _Door(Gateway):
    """One exchange."""

    def respond(self) -> None:
        http, server = self.req, self.req.server
        target = http.uri.decode("latin-1")
        api = service_of(target)
        site: Site | None = server.site
        is_page = site is not None and site.owns(http.method.decode("latin-1"), target)
        status, problem = _forbidden(http.inheaders, server.bind_addr[1], is_page=is_page)
        if not problem:
            try:
                body = b"".join(_pieces(http.rfile))
            except (TimeoutError, ConnectionError):
                raise
            except (ValueError, OSError, MaxSizeExceeded) as error:
                problem = str(error)
                status = 413 if "Too Large" in problem else 400
        if problem:
            _refuse(http, api, status, problem)
            return
        request = _request(http, api, target, body, server.responder)
        if site is not None and is_page:
            _write(http, site.answer(request))
            return
        reply = server.responder.answer_process(request)
        if reply.failure is None:
            _write(http, reply)
        else:
            _fail(http, reply.failure)


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
    if getattr(file, "remaining", 0):
        raise ValueError("The request ended too early.")
    if hasattr(file, "read_trailer_lines"):
        for _ in file.read_trailer_lines():
            pass


def _request(http: Any, api: str, target: str, body: bytes, responder: Responder) -> HttpRequest:
    fields = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in http.inheaders.items()
    }
    method = http.method.decode("latin-1")
    query = target.partition("?")[2]
    scope = _SCOPE.search(fields.get("authorization", "")) or _SCOPE.search(query)
    # API v1 takes its form from the address as well.
    form = query if api == "ses" and not body else body
    return HttpRequest(
        api,
        scope[1] if scope else responder.region,
        method,
        target,
        fields,
        form,
        _origin(fields),
    )


def _origin(fields: Mapping[str, str]) -> str:
    """What to call the process behind a request."""
    agent = fields.get("user-agent", "").partition(" ")[0]
    return f"another process ({agent})" if agent else "another process"


_DEFAULT_PORT = 80
"""The port of HTTP, which clients leave out."""


def _forbidden(fields: Mapping[bytes, bytes], port: int, *, is_page: bool) -> tuple[int, str]:
    """Why a request may not come from where it comes: a web page must not talk to this server.

    What is for a browser, the site judges itself, except for the name by which it is called.
    """
    suffixes = (f":{port}", "") if port == _DEFAULT_PORT else (f":{port}",)
    names = {f"{host}{suffix}".encode() for host in (HOST, "localhost") for suffix in suffixes}
    if fields.get(b"Host") not in names:
        return 403, "This server is for the processes of a test: it answers to its address only."
    # A request for a picture has no Origin, but browsers say of it, too, where it comes from.
    is_from_page = b"Origin" in fields or fields.get(b"Sec-Fetch-Site", b"none") != b"none"
    if not is_page and is_from_page:
        return 403, "This server is for the processes of a test: it answers no web pages."
    return 200, ""


def _refuse(http: Any, api: str, status: int, message: str) -> None:
    """Answer what is no request to SES, and end the connection: nobody knows what follows in it."""
    code = _CODES.get(status, "MalformedHttpRequestException")
    http.close_connection = True
    with suppress(OSError):
        _write(http, http.server.responder.refuse(api, code, message, status))


def _fail(http: Any, failure: ConnectionFailure) -> None:
    """Have the connection fail, as far as that can be done to one that stands."""
    http.ready = False  # nothing is written
    http.conn.is_held = failure in {"connect-timeout", "read-timeout"}
    http.close_connection = not http.conn.is_held
    if failure == "connection-refused":
        linger = struct.pack("ii", 1, 0)
        http.conn.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        http.conn.is_reset = True


def _write(http: Any, reply: HttpReply) -> None:
    http.status = f"{reply.status} {_phrase(reply.status)}".encode()
    http.outheaders = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()
    ]
    http.ensure_headers_sent()
    http.write(reply.body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
