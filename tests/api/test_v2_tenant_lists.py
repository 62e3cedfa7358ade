"""Lists of tenants and of their resources, and reputation entities, through boto3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR, answer
from recent import recent

from pytest_sesmock import SESMock
from pytest_sesmock.account.state import State

pytestmark = [recent("TenantSuppressionAttributes"), recent("ReputationEntity")]
Refused = Callable[..., tuple[str, str, int]]

ACME = {"TenantName": "acme"}
ARN = "arn:aws:ses:us-east-1:123456789012"
IDENTITY = f"{ARN}:identity/example.com"
SET = f"{ARN}:configuration-set/news"

# Lists of tenants

FILTERED = ["Filter-Alpha", "filter-beta", "other-FILTER-gamma", "unrelated"]


@pytest.fixture
def four(mock: SESMock, client2: Any) -> Any:
    """A client of the tenants with which the filter was probed [tenants-filter]."""
    for name in reversed(FILTERED):
        client2.create_tenant(TenantName=name)
    gamma = client2.get_tenant(TenantName="other-FILTER-gamma")["Tenant"]["TenantArn"]
    client2.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE", ReputationEntityReference=gamma, SendingStatus="DISABLED"
    )
    return client2


def pages(client: Any, method: str, member: str, **parameters: Any) -> Iterator[list[Any]]:
    """The pages of a list."""
    more: dict[str, str] | None = {}
    while more is not None:
        answered = getattr(client, method)(**parameters, **more)
        yield answered[member]
        more = {"NextToken": answered["NextToken"]} if "NextToken" in answered else None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, FILTERED),
        ({"TENANT_NAME_CONTAINS": "FILTER"}, FILTERED[:3]),
        ({"TENANT_NAME_CONTAINS": "alpha"}, FILTERED[:1]),
        ({"TENANT_NAME_CONTAINS": "  alpha  "}, []),
        ({"TENANT_NAME_CONTAINS": "a" * 65}, []),
        ({"SENDING_STATUS": "ENABLED"}, [*FILTERED[:2], "unrelated"]),
        ({"SENDING_STATUS": "DISABLED"}, ["other-FILTER-gamma"]),
        ({"SENDING_STATUS": "REINSTATED"}, []),
        ({"TENANT_NAME_CONTAINS": "beta", "SENDING_STATUS": "ENABLED"}, ["filter-beta"]),
        ({"TENANT_NAME_CONTAINS": "beta", "SENDING_STATUS": "DISABLED"}, []),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_lists(four: Any, wanted: Any, expected: list[str], size: int) -> None:
    found = list(pages(four, "list_tenants", "Tenants", Filter=wanted, PageSize=size))

    assert [tenant["TenantName"] for tenant in chain.from_iterable(found)] == expected
    assert all(len(page) == size for page in found[:-1])


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        (BEHAVIOUR["tenants-filter"]["message"], {"Filter": {"TENANT_NAME_CONTAINS": "ab"}}),
        (BEHAVIOUR["tenants-filter"]["message"], {"Filter": {"TENANT_NAME_CONTAINS": "😀😀"}}),
        ("Invalid sending status <enabled>.", {"Filter": {"SENDING_STATUS": "enabled"}}),
        (
            "Invalid sending status <BOGUS>.",
            {"Filter": {"SENDING_STATUS": "BOGUS"}, "NextToken": "garbage"},
        ),
        (
            BEHAVIOUR["page-tenants"]["message"],
            {"Filter": {"SENDING_STATUS": "BOGUS"}, "PageSize": 0},
        ),
    ],
    ids=str,
)
def test_filters_that_are_refused(four: Any, refused2: Refused, text: str, parameters: Any) -> None:
    """[tenants-filter]."""
    assert refused2("list_tenants", **parameters) == ("BadRequestException", text, 400)


def test_a_token_belongs_to_its_filter(four: Any, refused2: Refused) -> None:
    """But not to the case of its name [tenants-filter]."""
    wanted = {"TENANT_NAME_CONTAINS": "filter"}
    token = four.list_tenants(Filter=wanted, PageSize=2)["NextToken"]
    other = {"TENANT_NAME_CONTAINS": "FILTER"}
    rest = four.list_tenants(Filter=other, NextToken=token)["Tenants"]
    assert [tenant["TenantName"] for tenant in rest] == ["other-FILTER-gamma"]

    for filters in ({}, {"SENDING_STATUS": "ENABLED"}):
        answered = refused2("list_tenants", Filter=filters, NextToken=token)
        assert answered == answer("page-tenants-token")


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("list_tenants", {}),
        ("list_tenant_resources", {"TenantName": "none"}),
        ("list_resource_tenants", {"ResourceArn": "nonsense"}),
        ("list_reputation_entities", {}),
    ],
)
def test_pages_that_are_refused(
    mock: SESMock, refused2: Refused, method: str, parameters: Any
) -> None:
    """[page-tenants], whose note has the rest of the texts; before anything is looked for."""
    code, size, status = answer("page-tenants")
    head = "1 validation error detected: "
    token = (
        "Value '' at 'nextToken' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )
    most = size.replace("'0'", "'101'").replace(
        "greater than or equal to 1", "less than or equal to 100"
    )
    both = f"2 validation errors detected: {token}; {size.removeprefix(head)}"

    assert refused2(method, **parameters, PageSize=0) == (code, size, status)
    assert refused2(method, **parameters, PageSize=101) == (code, most, status)
    assert refused2(method, **parameters, NextToken="") == (code, head + token, status)
    assert refused2(method, **parameters, PageSize=0, NextToken="") == (code, both, status)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("list_tenants", {}),
        ("list_tenant_resources", ACME),
        ("list_resource_tenants", {"ResourceArn": SET}),
        ("list_reputation_entities", {}),
    ],
)
def test_a_token_made_up(acme: Any, refused2: Refused, method: str, parameters: Any) -> None:
    expected = answer("page-tenants-token")
    assert refused2(method, **parameters, NextToken="garbage") == expected


def test_pages_of_resources(acme: Any) -> None:
    acme.create_tenant(TenantName="b")
    for name in ("acme", "b"):
        for arn in (IDENTITY, SET):
            acme.create_tenant_resource_association(TenantName=name, ResourceArn=arn)

    resources = pages(acme, "list_tenant_resources", "TenantResources", **ACME, PageSize=1)
    tenants = pages(acme, "list_resource_tenants", "ResourceTenants", ResourceArn=SET, PageSize=1)

    assert [[each["ResourceArn"] for each in page] for page in resources] == [[SET], [IDENTITY]]
    assert [[each["TenantName"] for each in page] for page in tenants] == [["acme"], ["b"]]


# Reputation

POLICY = "arn:aws:ses:us-east-1:aws:reputation-policy/none"


def entity(client: Any, name: str = "acme") -> dict[str, str]:
    """The parameters that name a tenant's reputation entity."""
    arn = client.get_tenant(TenantName=name)["Tenant"]["TenantArn"]
    return {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn}


def test_a_reputation_entity(acme: Any, mock: SESMock) -> None:
    """What a comparison with AWS found [reputation-entity]."""
    known = entity(acme)
    fresh = {**known, "SendingStatusAggregate": "ENABLED", "ReputationImpact": "NONE"}
    assert acme.get_reputation_entity(**known)["ReputationEntity"] == fresh

    acme.update_reputation_entity_policy(**known, ReputationEntityPolicy=POLICY)
    acme.update_reputation_entity_customer_managed_status(**known, SendingStatus="REINSTATED")

    found = acme.get_reputation_entity(**known)["ReputationEntity"]
    updated = found["CustomerManagedStatus"].pop("LastUpdatedTimestamp")
    assert abs((updated - mock.clock.now()).total_seconds()) < 60
    assert found == {
        **fresh,
        "ReputationManagementPolicy": POLICY,
        "CustomerManagedStatus": {"Status": "REINSTATED", "Cause": "Status manually updated."},
        "SendingStatusAggregate": "REINSTATED",
    }
    assert "Cause 'Status manually updated.'" in BEHAVIOUR["reputation-entity"]["note"]


@pytest.mark.parametrize("status", ["ENABLED", "DISABLED", "REINSTATED"])
def test_a_tenants_sending_status(acme: Any, state: State, status: str) -> None:
    acme.update_reputation_entity_customer_managed_status(**entity(acme), SendingStatus=status)

    assert acme.get_tenant(**ACME)["Tenant"]["SendingStatus"] == status
    found = state.tenants.get("acme")
    assert found is not None
    assert found.sending_status == status


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, FILTERED),
        ({"ENTITY_TYPE": "RESOURCE"}, FILTERED),
        ({"REPUTATION_IMPACT": "HIGH"}, []),
        ({"SENDING_STATUS": "DISABLED"}, ["other-FILTER-gamma"]),
        ({"ENTITY_REFERENCE_PREFIX": f"{ARN}:tenant/filter"}, ["filter-beta"]),
        ({"ENTITY_TYPE": "RESOURCE", "SENDING_STATUS": "REINSTATED"}, []),
    ],
    ids=str,
)
def test_lists_of_reputation_entities(four: Any, wanted: Any, expected: list[str]) -> None:
    found = pages(four, "list_reputation_entities", "ReputationEntities", Filter=wanted, PageSize=2)

    references = [each["ReputationEntityReference"] for each in chain.from_iterable(found)]
    assert [reference.split("/")[1] for reference in references] == expected


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_reputation_entity", {}),
        ("update_reputation_entity_policy", {"ReputationEntityPolicy": POLICY}),
        ("update_reputation_entity_customer_managed_status", {"SendingStatus": "ENABLED"}),
    ],
)
def test_reputation_entities_that_there_are_not(
    acme: Any, refused2: Refused, method: str, parameters: Any
) -> None:
    """The text is inferred from that of tenants."""
    known = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": SET}
    expected = answer("tenant-missing-mgmt", name=SET)
    assert refused2(method, **known, **parameters) == expected
