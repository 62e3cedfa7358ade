"""Lists of identities through boto3: types, pages and tokens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from sending import ses

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]


def test_list_identities_by_type(account: Account, client: Any) -> None:
    """Whatever their status."""
    account.verify("example.com", "ada@example.org")
    account.add_identity("example.net", "Pending")
    account.add_identity("bob@example.org", "Failed")

    def listed(**parameters: Any) -> list[str]:
        names: list[str] = client.list_identities(**parameters)["Identities"]
        return names

    assert listed() == ["example.com", "ada@example.org", "example.net", "bob@example.org"]
    assert listed(IdentityType="Domain") == ["example.com", "example.net"]
    assert listed(IdentityType="EmailAddress") == ["ada@example.org", "bob@example.org"]
    assert client.list_verified_email_addresses()["VerifiedEmailAddresses"] == ["ada@example.org"]


def test_list_of_nothing(mock: SESMock, client: Any) -> None:
    answer = client.list_identities()

    assert answer["Identities"] == []
    assert "NextToken" not in answer
    assert client.list_verified_email_addresses()["VerifiedEmailAddresses"] == []


@pytest.fixture(scope="module")
def seven(client: Any) -> Any:
    """A client and seven identities, domains and addresses in turn."""
    names = [f"{'a@' if number % 2 else ''}{number}.example" for number in range(7)]
    with SESMock(region="us-east-1", verified_identities=names):
        yield client, names


@given(size=st.integers(1, 9), type_=st.sampled_from([None, "Domain", "EmailAddress"]))
def test_pages_join_to_the_whole_list(seven: Any, size: int, type_: str | None) -> None:
    """Every page but the last is full, and boto3's paginator runs over them."""
    client, names = seven
    wanted = [
        name for name in names if type_ in (None, "EmailAddress" if "@" in name else "Domain")
    ]
    parameters = {} if type_ is None else {"IdentityType": type_}

    pages = [
        page["Identities"]
        for page in client.get_paginator("list_identities").paginate(
            **parameters, PaginationConfig={"PageSize": size}
        )
    ]

    assert list(chain.from_iterable(pages)) == wanted
    assert all(len(page) == size for page in pages[:-1])
    assert 1 <= len(pages[-1]) <= size


def test_a_page_has_at_most_a_thousand(mock: SESMock, client: Any) -> None:
    names = [f"{number}.example" for number in range(1001)]
    mock.account().verify(*names)

    first = client.list_identities()
    assert first["Identities"] == names[:1000]
    assert client.list_identities(NextToken=first["NextToken"])["Identities"] == names[1000:]


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_page_of_another_size(seven: Any, refused: Refused, size: int) -> None:
    evidence = BEHAVIOUR["list-identities-paging"]

    assert refused("list_identities", MaxItems=size) == (
        evidence["code"],
        evidence["message"].replace("Value 0", f"Value {size}"),
        evidence["http_status"],
    )


def test_an_empty_token_is_the_first_page(seven: Any) -> None:
    client, names = seven
    assert client.list_identities(NextToken="")["Identities"] == names


TOKENS = ["token", "0", "x" * 16, "Zm9v", "aWRlbnRpdGllc0B1cy1lYXN0LTE6OQ==", "é"]


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_made_up(seven: Any, refused: Refused, token: str) -> None:
    evidence = BEHAVIOUR["list-identities-token"]

    assert refused("list_identities", NextToken=token) == (
        evidence["code"],
        evidence["message"].replace("garbage", token),
        evidence["http_status"],
    )


def test_a_token_belongs_to_its_list_and_region(mock: SESMock, client: Any) -> None:
    for region in ("us-east-1", "eu-west-1"):
        mock.account(region).verify("a.example", "b.example")
        for name in ("c", "d"):
            mock.account(region).create_configuration_set(name)
    token = client.list_identities(MaxItems=1)["NextToken"]

    with pytest.raises(ClientError, match="Invalid NextToken"):
        ses("eu-west-1").list_identities(NextToken=token)
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        client.list_configuration_sets(NextToken=token)
    assert client.list_identities(NextToken=token)["Identities"] == ["b.example"]


def test_a_failure_of_ses_is_the_receivers(mock: SESMock, client: Any) -> None:
    evidence = BEHAVIOUR["internal-failure"]
    assert "<Type>Receiver</Type>" in evidence["note"]
    mock.account().fail_next("InternalFailure", when="ListIdentities", times=9)

    with pytest.raises(ClientError) as caught:
        client.list_identities()

    error = caught.value.response["Error"]
    assert error == {"Type": "Receiver", "Code": evidence["code"], "Message": evidence["message"]}
