"""The exceptions with which an HTTP session tells its client that the connection failed."""

from __future__ import annotations

from http.client import RemoteDisconnected
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

from pytest_sesmock.connection_failures import ConnectionFailure

_HTTPX = "aiobotocore.httpxsession"


def http_error(
    failure: ConnectionFailure, request: Any, http_session: Any, note: str
) -> BotoCoreError:
    """What the session would raise, with a note for the test where Python has notes.

    aiobotocore's session over httpx has no name for a closed connection: it raises the general
    HTTPClientError, which the legacy mode does not retry.
    """
    where = {"endpoint_url": request.url}
    error: BotoCoreError
    if failure == "connect-timeout":
        error = ConnectTimeoutError(error=TimeoutError("timed out"), **where)
    elif failure == "read-timeout":
        error = ReadTimeoutError(error=TimeoutError("timed out"), **where)
    elif failure == "connection-refused":
        error = EndpointConnectionError(error=ConnectionRefusedError("refused"), **where)
    elif type(http_session).__module__ == _HTTPX:
        error = HTTPClientError(
            error=ConnectionError("Server disconnected without sending a response.")
        )
    else:
        error = ConnectionClosedError(
            error=RemoteDisconnected("Remote end closed connection without response"),
            request=request,
            **where,
        )
    error._sesmock_planned = True  # noqa: SLF001 - ours, for the frames that pytest shows
    if hasattr(error, "add_note"):  # pragma: no branch - Python 3.10 has no notes
        error.add_note(note)
    return error
