"""Dedicated IP addresses and their pools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.dedicated_ip_pools import DEFAULT_POOL, DedicatedIpPool
from pytest_sesmock.account.dedicated_ips import DedicatedIp
from pytest_sesmock.account.reasons import dedicated_ips as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page
from pytest_sesmock.api.tags import read_tags


def create_dedicated_ip_pool(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a dedicated IP pool, a standard one unless asked otherwise."""
    new = DedicatedIpPool(parameters["PoolName"], parameters.get("ScalingMode", "STANDARD"))
    context.account.dedicated_ip_pools.create(new, read_tags(parameters))
    return {}


def get_dedicated_ip_pool(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A dedicated IP pool and its scaling mode, without its tags."""
    pool = context.account.dedicated_ip_pools.require(parameters["PoolName"])
    return {"DedicatedIpPool": {"PoolName": pool.name, "ScalingMode": pool.scaling_mode}}


def list_dedicated_ip_pools(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The names of the default dedicated IP pool and of the account's own, a page at a time.

    The default one comes first [pool-list-default]. A recorded account had own ones; that one
    without any lists it, too, is inferred.
    """
    names = [DEFAULT_POOL, *(pool.name for pool in context.account.dedicated_ip_pools)]
    on_page, token = take_page(context, parameters, names, _paging("dedicated IP pools"))
    return {"DedicatedIpPools": on_page, **token}


def delete_dedicated_ip_pool(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a dedicated IP pool; addresses in it fall back to the default one."""
    context.account.delete_dedicated_ip_pool(parameters["PoolName"])
    return {}


def put_dedicated_ip_pool_scaling_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Let SES scale a standard pool; a managed one cannot become standard again."""
    context.account.dedicated_ip_pools.set_scaling_mode(
        parameters["PoolName"], parameters.get("ScalingMode", "")
    )
    return {}


def get_dedicated_ips(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The dedicated IP addresses of a pool or of the account, a page at a time."""
    pool = parameters.get("PoolName")
    paging = _paging(f"dedicated IPs in {pool}" if pool else "dedicated IPs")
    ips = [ip for ip in context.account.dedicated_ips if pool in (None, ip.pool)]
    on_page, token = take_page(context, parameters, ips, paging)
    return {"DedicatedIps": [_describe_ip(ip) for ip in on_page], **token}


def get_dedicated_ip(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A dedicated IP address: its pool, and how far it is warmed up."""
    return {"DedicatedIp": _describe_ip(context.account.dedicated_ips.require(parameters["Ip"]))}


def put_dedicated_ip_in_pool(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put a dedicated IP address into a pool."""
    context.account.dedicated_ips.move(parameters["Ip"], parameters["DestinationPoolName"])
    return {}


def put_dedicated_ip_warmup_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Say how far a dedicated IP address is warmed up."""
    context.account.dedicated_ips.warm_up(parameters["Ip"], parameters.get("WarmupPercentage"))
    return {}


def _describe_ip(ip: DedicatedIp) -> dict[str, Any]:
    return {
        "Ip": ip.ip,
        "WarmupStatus": "DONE" if ip.warmup_percentage == 100 else "IN_PROGRESS",
        "WarmupPercentage": ip.warmup_percentage,
        "PoolName": ip.pool,
    }


def _paging(list_: str) -> Paging:
    # How many a page usually holds is not known: taken to be the most [pool-paging].
    return Paging(
        list_, 1000, 1000, reasons.PAGE_SIZE_INVALID, reasons.NEXT_TOKEN_INVALID, "PageSize"
    )


OPERATIONS: dict[str, Operation] = {
    "CreateDedicatedIpPool": Operation(create_dedicated_ip_pool, own_checks=("ScalingMode",)),
    "GetDedicatedIpPool": Operation(get_dedicated_ip_pool),
    "ListDedicatedIpPools": Operation(list_dedicated_ip_pools),
    "DeleteDedicatedIpPool": Operation(delete_dedicated_ip_pool),
    "GetDedicatedIps": Operation(get_dedicated_ips),
    "GetDedicatedIp": Operation(get_dedicated_ip),
    "PutDedicatedIpInPool": Operation(put_dedicated_ip_in_pool),
    "PutDedicatedIpPoolScalingAttributes": Operation(
        put_dedicated_ip_pool_scaling_attributes, stored_only=True, own_checks=("ScalingMode",)
    ),
    "PutDedicatedIpWarmupAttributes": Operation(
        put_dedicated_ip_warmup_attributes, stored_only=True, own_checks=("WarmupPercentage",)
    ),
}
