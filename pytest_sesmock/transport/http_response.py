"""A reply as botocore's and aiobotocore's HTTP sessions hand it to a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.awsrequest import AWSResponse, HeadersDict

from pytest_sesmock.transport.exchange import HttpReply


def http_response(url: str, reply: HttpReply) -> AWSResponse:
    """The response of a session to a request for this URL."""
    response = AWSResponse(url, reply.status, {}, _Raw(reply.headers))
    response.headers = _Headers(reply.headers)
    response._content = _Content(reply.body)  # noqa: SLF001 - there is no socket to read it from
    return response


class _Headers(HeadersDict):  # type: ignore[misc] # botocore has no types
    """Header fields by names whose case does not matter.

    botocore's own makes an object of each name whenever it is looked up, and every answer's fields
    are looked up one by one.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._fields = {name.lower(): (name, value) for name, value in headers.items()}

    def __setitem__(self, name: str, value: str) -> None:
        first, _ = self._fields.get(name.lower(), (name, ""))
        self._fields[name.lower()] = (first, value)

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1]

    def __delitem__(self, name: str) -> None:
        del self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._fields.values()])

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return repr(dict(self))


class _Raw:
    """What came over the network, as far as anybody looks: aiobotocore 2 reads the headers here."""

    __slots__ = ("_headers",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        return [(name.encode(), value.encode()) for name, value in self._headers.items()]


class _Content(bytes):
    """A body that aiobotocore may await where botocore reads it."""

    __slots__ = ()

    def __await__(self) -> Any:
        yield from ()
        return self
