"""A response's header fields are as botocore's own, which makes an object of each name."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.awsrequest import HeadersDict
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.transport.exchange import HttpReply
from pytest_sesmock.transport.http_response import HttpResponse

NAMES = st.sampled_from(["Date", "date", "DATE", "Content-Type", "content-type", "X"])
REPLIES = st.dictionaries(st.sampled_from(["Date", "Content-Type", "y"]), st.text(max_size=3))
FIELDS = st.dictionaries(NAMES, st.text(max_size=3), max_size=3)


def ours(fields: dict[str, str]) -> Any:
    return HttpResponse("https://example.com/", HttpReply(200, fields, b"")).headers


@given(fields=REPLIES, more=FIELDS, name=NAMES)
def test_they_are_botocores(fields: dict[str, str], more: dict[str, str], name: str) -> None:
    found, expected = ours(fields), HeadersDict(fields)
    for headers in (found, expected):
        headers.update(more)
    assert isinstance(found, HeadersDict)
    assert found == expected
    assert [*found] == [*expected]
    assert (name in found, found.get(name)) == (name in expected, expected.get(name))
    if name in expected:
        del found[name], expected[name]
        assert found == expected
    with pytest.raises(KeyError):
        found[name]
    assert len(found) == len(expected)
    assert found.copy() == expected.copy()


def test_they_show_what_they_are() -> None:
    assert repr(ours({"Date": "today"})) == "{'Date': 'today'}"


def test_they_are_there_as_they_came_over_the_network() -> None:
    """Aiobotocore 2 reads them so."""
    response = HttpResponse("https://example.com/", HttpReply(200, {"Date": "today"}, b""))
    assert response.raw.raw_headers == [(b"Date", b"today")]
