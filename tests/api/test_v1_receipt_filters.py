"""Receipt filters through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import answer
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import SESMock

Refused = Callable[..., tuple[str, str, int]]


def block(name: str, cidr: str = "10.0.0.0/24") -> dict[str, Any]:
    return {"Name": name, "IpFilter": {"Policy": "Block", "Cidr": cidr}}


def test_filters(mock: SESMock, client: Any) -> None:
    """They come in the order of their names [rule-defaults]."""
    for name in ("second", "first"):
        client.create_receipt_filter(Filter=block(name))
    assert client.list_receipt_filters()["Filters"] == [block("first"), block("second")]

    for name in ("first", "first", "bad name"):
        client.delete_receipt_filter(FilterName=name)

    assert client.list_receipt_filters()["Filters"] == [block("second")]


@pytest.mark.parametrize(
    "cidr",
    [
        "10.0.0.1",
        "10.0.0.0/0",
        "10.0.0.0/32",
        "2001:db8::1",
        "2001:db8::/128",
        "::",
        "1:2:3:4:5:6:7:8",
    ],
)
def test_cidr(mock: SESMock, client: Any, cidr: str) -> None:
    client.create_receipt_filter(Filter=block("one", cidr))
    assert client.list_receipt_filters()["Filters"] == [block("one", cidr)]


@pytest.mark.parametrize(
    "cidr",
    [
        "",
        "not-a-cidr",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0",
        "10.0.0.256",
        "2001:db8::/129",
        "[2001:db8::1]",
        "fe80::1%eth0",
        "::ffff:192.0.2.1",
        "1::2::3",
        "\uff11\uff10.0.0.1",  # digits, but not ASCII
        "10.0.0.1\n",
    ],
)
def test_what_is_no_cidr(mock: SESMock, client: Any, refused: Refused, cidr: str) -> None:
    expected = answer("filter-cidr", cidr=cidr)
    assert refused("create_receipt_filter", Filter=block("one", cidr)) == expected
    assert client.list_receipt_filters()["Filters"] == []


@pytest.mark.parametrize("name", ["bad name", "x" * 65, "-abc", "abc_", "ü"])
def test_names_of_filters(mock: SESMock, refused: Refused, name: str) -> None:
    expected = answer("filter-name-form", name=name)
    assert refused("create_receipt_filter", Filter=block(name)) == expected


def test_a_filter_without_a_name(mock: SESMock, refused: Refused) -> None:
    """The text is in the note of [filter-name-form]."""
    code, _, status = answer("filter-name-form")
    expected = (code, "filterName must not be empty", status)
    assert refused("create_receipt_filter", Filter=block("")) == expected


def test_filters_that_are_too_many(mock: SESMock, client: Any, refused: Refused) -> None:
    for number in range(100):
        client.create_receipt_filter(Filter=block(f"filter-{number}"))

    again, more = block("filter-7"), block("filter-100")

    assert refused("create_receipt_filter", Filter=again) == answer(
        "filter-exists", name="filter-7"
    )
    assert refused("create_receipt_filter", Filter=more) == answer("filter-limit")


@given(st.ip_addresses(), st.none() | st.integers(0, 140))
def test_every_address_and_mask(client: Any, address: Any, mask: int | None) -> None:
    """An address as the standard library writes it is one, with a mask of its length or less."""
    cidr = str(address) if mask is None else f"{address}/{mask}"
    with SESMock(region="us-east-1"):
        try:
            client.create_receipt_filter(Filter=block("one", cidr))
        except client.exceptions.ClientError:
            created = False
        else:
            created = True

    mapped = "." in str(address) and address.version == 6
    assert created == (not mapped and (mask or 0) <= address.max_prefixlen)
