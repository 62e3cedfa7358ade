"""Dedicated IP addresses of an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pytest_sesmock.account.dedicated_ip_pools import DEFAULT_POOL, DedicatedIpPools
from pytest_sesmock.account.reasons import dedicated_ips as reasons
from pytest_sesmock.engine import remedies


class DedicatedIp(NamedTuple):
    """A dedicated IP address: the pool it is in, and how far it is warmed up."""

    ip: str
    pool: str = DEFAULT_POOL
    warmup_percentage: int = 100


class DedicatedIps:
    """The dedicated IP addresses of one account and region, in the order leased.

    An account has none but those a test adds. Methods that need an address or a pool raise Refused
    as SES refuses.
    """

    def __init__(self, pools: DedicatedIpPools) -> None:
        self._pools = pools
        self._by_ip: dict[str, DedicatedIp] = {}

    def __iter__(self) -> Iterator[DedicatedIp]:
        return iter(tuple(self._by_ip.values()))

    def require(self, ip: str) -> DedicatedIp:
        """The address, as far as the account has it."""
        address = self._by_ip.get(ip)
        if address is None:
            raise reasons.IP_UNKNOWN.refused(ip=ip, remedy=remedies.add_dedicated_ip(ip))
        return address

    def add(self, ip: str) -> None:
        """Lease an address, as no call can; one that is leased stays as it is."""
        self._by_ip.setdefault(ip, DedicatedIp(ip))

    def move(self, ip: str, pool: str) -> None:
        """Put an address into a pool."""
        if not pool.strip():
            raise reasons.POOL_NAME_BLANK.refused()
        address = self.require(ip)
        if not self._pools.exists(pool):
            raise reasons.POOL_UNKNOWN.refused(name=pool)
        self._by_ip[ip] = address._replace(pool=pool)

    def leave(self, pool: str) -> None:
        """Put the addresses of a pool into the default one [doc-ip-pools]."""
        for address in self:
            if address.pool == pool:
                self._by_ip[address.ip] = address._replace(pool=DEFAULT_POOL)

    def warm_up(self, ip: str, percentage: int | None) -> None:
        """Say how far an address is warmed up."""
        if percentage is None:
            raise reasons.WARMUP_MISSING.refused()
        if not 0 <= percentage <= 100:
            raise reasons.WARMUP_INVALID.refused()
        self._by_ip[ip] = self.require(ip)._replace(warmup_percentage=percentage)
