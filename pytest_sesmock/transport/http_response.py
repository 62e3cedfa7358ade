"""A reply as botocore's and aiobotocore's HTTP sessions hand it to a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import AWSResponse, HeadersDict

from pytest_sesmock.transport.exchange import HttpReply


class HttpResponse(AWSResponse):  # type: ignore[misc] # botocore has no types
    """The response of a session: its header fields are found faster, and its body has been read.

    Args:
        url: Where the request went.
        reply: The mock's reply.
    """

    def __init__(self, url: str, reply: HttpReply) -> None:
        # Not botocore's as well, which would make header fields and a body of its own.
        self.url = url
        self.status_code = reply.status
        self.headers = _Headers(reply.headers)
        self.raw = _Raw(reply.headers)
        self._content = _Content(reply.body)


class _Headers(HeadersDict):  # type: ignore[misc] # botocore has no types
    """Header fields by names whose case does not matter.

    botocore's own makes an object of each name whenever it is looked up, and every answer's fields
    are looked up one by one. Here a name in the same case as it was given is found at once.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._dict: dict[str, str] = dict(headers)

    def __getitem__(self, name: str) -> str:
        value = self._dict.get(name)
        return self._dict[self._as_given(name)] if value is None else value

    def __setitem__(self, name: str, value: str) -> None:
        self._dict[self._as_given(name)] = value

    def __delitem__(self, name: str) -> None:
        del self._dict[self._as_given(name)]

    def _as_given(self, name: str) -> str:
        """A name in the case in which it was given first, if it was."""
        lower = name.lower()
        for given in self._dict:
            if given.lower() == lower:
                return given
        return name


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
