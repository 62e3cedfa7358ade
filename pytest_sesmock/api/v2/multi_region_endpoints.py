"""Multi-region endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.multi_region_endpoints import MultiRegionEndpoint
from pytest_sesmock.account.reasons import multi_region_endpoints as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page
from pytest_sesmock.api.tags import read_tags


def create_multi_region_endpoint(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create an endpoint; it is READY when next asked for."""
    endpoint = context.account.multi_region_endpoints.create(
        parameters["EndpointName"],
        [route["Region"] for route in parameters["Details"]["RoutesDetails"]],
        read_tags(parameters),
    )
    return {"Status": "CREATING", "EndpointId": endpoint.id}


def get_multi_region_endpoint(context: Context, parameters: Mapping[str, Any]) -> Result:
    """An endpoint with its two regions."""
    endpoint = context.account.multi_region_endpoints.require(parameters["EndpointName"])
    routes = [{"Region": region} for region in endpoint.regions]
    return {**_describe_endpoint(endpoint), "Routes": routes}


def list_multi_region_endpoints(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The endpoints in the order created, a page at a time."""
    endpoints = list(context.account.multi_region_endpoints)
    on_page, token = take_page(context, parameters, endpoints, _PAGING)
    return {
        "MultiRegionEndpoints": [
            {**_describe_endpoint(endpoint), "Regions": list(endpoint.regions)}
            for endpoint in on_page
        ],
        **token,
    }


def delete_multi_region_endpoint(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an endpoint; it is gone when next asked for."""
    context.account.multi_region_endpoints.delete(parameters["EndpointName"])
    return {"Status": "DELETING"}


# The service model lets through 1 to 1,000; which is the usual is not known.
_PAGING = Paging("multi-region endpoints", 1000, 1000, None, reasons.TOKEN_INVALID, "PageSize")


def _describe_endpoint(endpoint: MultiRegionEndpoint) -> dict[str, Any]:
    return {
        "EndpointName": endpoint.name,
        "EndpointId": endpoint.id,
        "Status": "READY",
        "CreatedTimestamp": endpoint.created_at,
        "LastUpdatedTimestamp": endpoint.created_at,
    }


OPERATIONS: dict[str, Operation] = {
    "CreateMultiRegionEndpoint": Operation(create_multi_region_endpoint),
    "GetMultiRegionEndpoint": Operation(get_multi_region_endpoint),
    "ListMultiRegionEndpoints": Operation(list_multi_region_endpoints),
    "DeleteMultiRegionEndpoint": Operation(delete_multi_region_endpoint),
}
