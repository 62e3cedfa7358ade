"""Multi-region endpoints through boto3."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from evidence import answer
from recent import recent

from pytest_sesmock import SESMock
from pytest_sesmock.account.state import State

pytestmark = recent("MultiRegionEndpoint")
Refused = Callable[..., tuple[str, str, int]]

NAME = {"EndpointName": "both"}
EAST_AND_WEST = {**NAME, "Details": {"RoutesDetails": [{"Region": "us-west-2"}]}}
TAGS = [{"Key": "team", "Value": "mail"}]


def test_an_endpoint_from_beginning_to_end(mock: SESMock, state: State, client2: Any) -> None:
    created = client2.create_multi_region_endpoint(**EAST_AND_WEST, Tags=TAGS)
    assert created["Status"] == "CREATING"
    endpoint_id = created["EndpointId"]
    assert re.fullmatch(r"[a-z0-9]{8}\.[a-z0-9]{3}", endpoint_id)
    assert state.multi_region_endpoints.has_id(endpoint_id)
    assert not state.multi_region_endpoints.has_id("abcdef12.g3h")
    arn = "arn:aws:ses:us-east-1:123456789012:multi-region-endpoint/both"
    assert client2.list_tags_for_resource(ResourceArn=arn)["Tags"] == TAGS

    found = client2.get_multi_region_endpoint(**NAME)
    del found["ResponseMetadata"]
    routes = found.pop("Routes")
    (listed,) = client2.list_multi_region_endpoints()["MultiRegionEndpoints"]
    assert [route["Region"] for route in routes] == listed.pop("Regions")
    assert listed == found
    assert found["CreatedTimestamp"] == found.pop("LastUpdatedTimestamp")
    assert abs((found.pop("CreatedTimestamp") - mock.clock.now()).total_seconds()) < 60
    assert found == {**NAME, "EndpointId": endpoint_id, "Status": "READY"}
    assert routes == [{"Region": "us-east-1"}, {"Region": "us-west-2"}]

    assert client2.delete_multi_region_endpoint(**NAME)["Status"] == "DELETING"
    assert client2.list_multi_region_endpoints()["MultiRegionEndpoints"] == []
    assert not state.multi_region_endpoints.has_id(endpoint_id)


def test_pages(mock: SESMock, client2: Any, refused2: Refused) -> None:
    names = ["c", "a", "b"]
    for name in names:
        client2.create_multi_region_endpoint(**{**EAST_AND_WEST, "EndpointName": name})

    paginator = client2.get_paginator("list_multi_region_endpoints")
    pages = [
        [endpoint["EndpointName"] for endpoint in page["MultiRegionEndpoints"]]
        for page in paginator.paginate(PaginationConfig={"PageSize": 2})
    ]

    assert pages == [["c", "a"], ["b"]]
    expected = answer("page-tenants-token")
    assert refused2("list_multi_region_endpoints", NextToken="abcd") == expected


def test_a_name_is_taken_once(mock: SESMock, client2: Any, refused2: Refused) -> None:
    """The text is that of tenants with another noun: inferred."""
    client2.create_multi_region_endpoint(**EAST_AND_WEST)

    code, text, status = answer("tenant-exists", name="both", account="123456789012")
    expected = (code, text.replace("Tenant", "Multi-region endpoint"), status)
    assert refused2("create_multi_region_endpoint", **EAST_AND_WEST) == expected


@pytest.mark.parametrize("method", ["get_multi_region_endpoint", "delete_multi_region_endpoint"])
def test_endpoints_that_there_are_not(mock: SESMock, refused2: Refused, method: str) -> None:
    """Inferred likewise."""
    code, text, status = answer("tenant-missing-mgmt", name="both")
    expected = (code, text.replace("tenant", "multi-region endpoint"), status)
    assert refused2(method, **NAME) == expected


@pytest.mark.parametrize("regions", [[], ["us-west-2", "eu-west-1"], ["us-east-1"]])
def test_one_other_region(mock: SESMock, refused2: Refused, regions: list[str]) -> None:
    """[doc-endpoint-routes]; the text is inferred."""
    details = {"RoutesDetails": [{"Region": region} for region in regions]}

    answered = refused2("create_multi_region_endpoint", **NAME, Details=details)

    text = "RoutesDetails must contain exactly one route"
    assert answered == ("BadRequestException", text, 400)
