"""A reply as botocore's and aiobotocore's HTTP sessions hand it to a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import AWSResponse

from pytest_sesmock.transport.exchange import HttpReply


def http_response(url: str, reply: HttpReply) -> AWSResponse:
    """The response of a session to a request for this URL."""
    response = AWSResponse(url, reply.status, reply.headers, _Raw(reply.headers))
    response._content = _Content(reply.body)  # noqa: SLF001 - there is no socket to read it from
    return response


class _Raw:
    """What came over the network, as far as anybody looks: aiobotocore 2 reads the headers here."""

    __slots__ = ("raw_headers",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.raw_headers = [(name.encode(), value.encode()) for name, value in headers.items()]


class _Content(bytes):
    """A body that aiobotocore may await where botocore reads it."""

    __slots__ = ()

    def __await__(self) -> Any:
        yield from ()
        return self
