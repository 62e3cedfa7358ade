"""The suppression lists through boto3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from recent import recent_member

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]


tenants_have_lists = recent_member("PutSuppressedDestination", "TenantName")


def entry(client2: Any, address: str, **parameters: Any) -> dict[str, Any]:
    answer = client2.get_suppressed_destination(EmailAddress=address, **parameters)
    found: dict[str, Any] = answer["SuppressedDestination"]
    return found


def listed(client2: Any, **parameters: Any) -> list[str]:
    answer = client2.list_suppressed_destinations(**parameters)
    return [each["EmailAddress"] for each in answer["SuppressedDestinationSummaries"]]


def test_an_address_from_beginning_to_end(mock: SESMock, client2: Any, refused2: Refused) -> None:
    """What is shown of it is what [suppr-get-members] shows."""
    evidence = BEHAVIOUR["suppr-missing"]
    gone = (
        evidence["code"],
        evidence["message"].format(address="ada@example.org"),
        evidence["http_status"],
    )
    address = {"EmailAddress": "ada@example.org"}
    assert refused2("get_suppressed_destination", **address) == gone
    assert mock.outbox.refusals[0].remedy == "mock.account().suppress('ada@example.org')"

    client2.put_suppressed_destination(**address, Reason="BOUNCE")
    first = entry(client2, "ada@example.org")
    assert first.keys() == {"EmailAddress", "Reason", "LastUpdateTime"}
    mock.clock.advance(60)
    client2.put_suppressed_destination(**address, Reason="COMPLAINT")
    second = entry(client2, "ada@example.org")
    assert second["Reason"] == "COMPLAINT"
    passed = second["LastUpdateTime"] - first["LastUpdateTime"]
    assert timedelta(seconds=59) < passed < timedelta(seconds=120)

    client2.delete_suppressed_destination(**address)
    assert listed(client2) == []
    assert refused2("delete_suppressed_destination", **address) == gone


@pytest.mark.parametrize(
    ("put", "kept", "asked"),
    [
        (" User@EXAMPLE.com ", "User@example.com", "User@Example.COM"),
        ("Ada.L+x@example.com", "Ada.L+x@example.com", " Ada.L+x@EXAMPLE.com"),
        ("nonsense", "nonsense", "nonsense "),
    ],
)
def test_addresses_as_they_are_kept(
    mock: SESMock, client2: Any, put: str, kept: str, asked: str
) -> None:
    """Trimmed, the domain in lower case, the local part as given [suppr-canonical]."""
    client2.put_suppressed_destination(EmailAddress=put, Reason="BOUNCE")

    assert entry(client2, asked)["EmailAddress"] == kept
    assert listed(client2) == [kept]
    client2.delete_suppressed_destination(EmailAddress=asked)
    assert listed(client2) == []


def test_local_parts_differ_by_case(mock: SESMock, client2: Any, refused2: Refused) -> None:
    client2.put_suppressed_destination(EmailAddress="Ada@example.com", Reason="BOUNCE")

    answer = refused2("get_suppressed_destination", EmailAddress="ada@EXAMPLE.com")

    assert answer[:2] == (
        "NotFoundException",
        "Email address ada@example.com does not exist on your suppression list.",
    )


@pytest.mark.parametrize("method", ["get_suppressed_destination", "delete_suppressed_destination"])
def test_an_address_with_a_slash(
    mock: SESMock, client2: Any, refused2: Refused, method: str
) -> None:
    """It is put on the list, and cannot be looked for."""
    evidence = BEHAVIOUR["suppr-slash"]
    address = "foo/bar@example.com"
    client2.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE")

    answer = refused2(method, EmailAddress=address)

    assert answer[::2] == ("BadRequestException", evidence["http_status"])
    assert listed(client2) == [address]


def test_reasons_there_are(mock: SESMock, refused2: Refused) -> None:
    evidence = BEHAVIOUR["suppr-reason-enum"]

    answer = refused2("put_suppressed_destination", EmailAddress="a@b.example", Reason="X")

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


@tenants_have_lists
def test_a_tenants_list_is_its_own(mock: SESMock, client2: Any, refused2: Refused) -> None:
    evidence = BEHAVIOUR["suppr-missing-tenant"]
    ours, theirs = {"EmailAddress": "ours@example.org"}, {"EmailAddress": "theirs@example.org"}
    tenant = {"TenantName": "acme"}
    client2.create_tenant(**tenant)
    client2.put_suppressed_destination(**ours, Reason="BOUNCE")
    client2.put_suppressed_destination(**theirs, **tenant, Reason="BOUNCE")

    assert (listed(client2), listed(client2, **tenant)) == (
        ["ours@example.org"],
        ["theirs@example.org"],
    )
    assert entry(client2, "theirs@example.org", **tenant)["TenantName"] == "acme"
    assert refused2("get_suppressed_destination", **ours, **tenant) == (
        evidence["code"],
        evidence["message"].format(address="ours@example.org"),
        evidence["http_status"],
    )
    assert mock.account().suppressed == {"ours@example.org": "BOUNCE"}
    client2.put_suppressed_destination(EmailAddress="b@c.example", Reason="BOUNCE")
    token = client2.list_suppressed_destinations(PageSize=1)["NextToken"]
    code, _, _ = refused2("list_suppressed_destinations", **tenant, NextToken=token)
    assert code == "InvalidNextTokenException"
    client2.delete_suppressed_destination(**theirs, **tenant)
    assert listed(client2, **tenant) == []


@tenants_have_lists
def test_a_tenants_list_goes_with_the_tenant(mock: SESMock, client2: Any) -> None:
    tenant = {"TenantName": "acme"}
    client2.create_tenant(**tenant)
    client2.put_suppressed_destination(EmailAddress="ada@example.org", Reason="BOUNCE", **tenant)

    client2.delete_tenant(**tenant)
    client2.create_tenant(**tenant)

    assert listed(client2, **tenant) == []


@tenants_have_lists
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("put_suppressed_destination", {"EmailAddress": "a@b.c", "Reason": "BOUNCE"}),
        ("get_suppressed_destination", {"EmailAddress": "a@b.c"}),
        ("delete_suppressed_destination", {"EmailAddress": "a@b.c"}),
        ("list_suppressed_destinations", {}),
    ],
)
def test_a_tenant_that_does_not_exist(
    mock: SESMock, refused2: Refused, method: str, parameters: Any
) -> None:
    evidence = BEHAVIOUR["tenant-missing-mgmt"]

    answer = refused2(method, TenantName="acme", **parameters)

    assert answer == (
        evidence["code"],
        evidence["message"].format(name="acme"),
        evidence["http_status"],
    )


def test_every_region_has_a_list_of_its_own(mock: SESMock, client2: Any) -> None:
    mock.account("eu-west-1").suppress("ada@example.org")

    assert listed(client2) == []


# Lists

DAY = timedelta(days=1)
START = datetime(2030, 1, 1, tzinfo=timezone.utc)
PUT = [
    ("a@example.org", "BOUNCE"),
    ("b@example.org", "COMPLAINT"),
    ("c@example.org", "BOUNCE"),
    ("d@example.org", "COMPLAINT"),
    ("e@example.org", "BOUNCE"),
]


@pytest.fixture(scope="module")
def five(client2: Any) -> Iterator[Any]:
    """A client, an address put on the list on each of five days, and the tenant acme."""
    with SESMock(region="us-east-1") as mock:
        mock.clock.advance(START - mock.clock.now())
        mock.account()._state.tenants.create("acme")
        for address, reason in PUT:
            client2.put_suppressed_destination(EmailAddress=address, Reason=reason)
            mock.clock.advance(DAY)
        yield client2


NOON = START + DAY / 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "abcde"),
        ({"Reasons": []}, "abcde"),
        ({"Reasons": ["BOUNCE"]}, "ace"),
        ({"Reasons": ["COMPLAINT"]}, "bd"),
        ({"Reasons": ["COMPLAINT", "BOUNCE"]}, "abcde"),
        ({"StartDate": NOON}, "bcde"),
        ({"EndDate": NOON + DAY}, "ab"),
        ({"StartDate": NOON, "EndDate": NOON + 2 * DAY}, "bc"),
        ({"StartDate": NOON, "EndDate": NOON + 2 * DAY, "Reasons": ["BOUNCE"]}, "c"),
        ({"StartDate": NOON + 9 * DAY}, ""),
    ],
)
def test_filters(five: Any, filters: Any, found: str) -> None:
    assert "".join(address[0] for address in listed(five, **filters)) == found


def test_a_summary(five: Any) -> None:
    """It has no more members than [suppr-get-members] shows."""
    summary = five.list_suppressed_destinations(PageSize=1)["SuppressedDestinationSummaries"][0]

    assert summary.pop("LastUpdateTime") - START < timedelta(minutes=1)
    assert summary == {"EmailAddress": "a@example.org", "Reason": "BOUNCE"}


@given(
    st.integers(1, 6),
    st.sampled_from([None, ["BOUNCE"], ["COMPLAINT"], ["BOUNCE", "COMPLAINT"]]),
)
def test_pages_join_to_the_whole_list(five: Any, size: int, reasons: list[str] | None) -> None:
    asked = {"PageSize": size, **({} if reasons is None else {"Reasons": reasons})}
    answers = [five.list_suppressed_destinations(**asked)]
    while token := answers[-1].get("NextToken"):
        answers.append(five.list_suppressed_destinations(**asked, NextToken=token))

    pages = [
        [each["EmailAddress"] for each in answer["SuppressedDestinationSummaries"]]
        for answer in answers
    ]
    assert list(chain.from_iterable(pages)) == [
        address for address, reason in PUT if reasons is None or reason in reasons
    ]
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("size", [0, 1001])
def test_sizes_that_no_page_has(five: Any, refused2: Refused, size: int) -> None:
    evidence = BEHAVIOUR["suppr-list-paging"]

    answer = refused2("list_suppressed_destinations", PageSize=size)

    assert answer == (
        evidence["code"],
        evidence["message"].format(size=size),
        evidence["http_status"],
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"NextToken": ""},
        {"NextToken": "unknown"},
        {"Reasons": ["BOUNCE"]},
    ],
    ids=str,
)
def test_tokens_that_are_none(five: Any, refused2: Refused, changes: Any) -> None:
    evidence = BEHAVIOUR["suppr-list-token"]
    token = five.list_suppressed_destinations(PageSize=1)["NextToken"]

    answer = refused2("list_suppressed_destinations", **{"NextToken": token, **changes})

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


def test_reasons_to_filter_by(five: Any, refused2: Refused) -> None:
    evidence = BEHAVIOUR["suppr-list-reason-enum"]

    answer = refused2("list_suppressed_destinations", Reasons=["X"])

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


def test_what_a_test_arranges(account: Account, client2: Any) -> None:
    account.suppress("Ada@EXAMPLE.org")
    account.suppress("eve@example.org", reason="COMPLAINT")

    assert account.suppressed == {"Ada@example.org": "BOUNCE", "eve@example.org": "COMPLAINT"}
    assert listed(client2, Reasons=["COMPLAINT"]) == ["eve@example.org"]
