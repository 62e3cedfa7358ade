"""Dedicated IP addresses of an account, and the pools they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pytest_sesmock.account.reasons import dedicated_ips as reasons
from pytest_sesmock.account.tags import Tags, by_name
from pytest_sesmock.engine import limits

TAGGED = "dedicated-ip-pool"
"""What the ARNs of pools call them."""
DEFAULT_POOL = "ses-default-dedicated-pool"
POOLS_OF_SES = (DEFAULT_POOL, "ses-shared-pool")
"""Pools that every account has and nobody can change [doc-ip-pools]."""
_SCALING_MODES = ("STANDARD", "MANAGED")
_POOL_NAME = re.compile(r"[a-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class DedicatedIpPool:
    """A pool of dedicated IP addresses: its name, and who scales it."""

    name: str
    scaling_mode: str = "STANDARD"


@dataclass(frozen=True, slots=True)
class DedicatedIp:
    """A dedicated IP address: the pool it is in, and how far it is warmed up."""

    ip: str
    pool: str = DEFAULT_POOL
    warmup_percentage: int = 100


class DedicatedIps:
    """The dedicated IP addresses and pools of one account and region; pools may have tags.

    An account has no addresses but those a test adds. Methods that need a pool or an address raise
    Refused as SES refuses.
    """

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._pools: dict[str, DedicatedIpPool] = {}
        self._ips: dict[str, DedicatedIp] = {}
        tags.serve(TAGGED, by_name("DedicatedIpPool", self._pools.__contains__))

    @property
    def pools(self) -> list[str]:
        """The names of the account's own pools, sorted."""
        return sorted(self._pools)

    def has_pool(self, name: str) -> bool:
        """Whether mails may be sent from a pool of that name."""
        return name in self._pools or name in POOLS_OF_SES

    def pool(self, name: str) -> DedicatedIpPool:
        """The pool of that name."""
        if name in POOLS_OF_SES:
            raise reasons.POOL_OF_SES.refused()
        found = self._pools.get(name)
        if found is None:
            raise reasons.POOL_UNKNOWN.refused(name=name)
        return found

    def create_pool(self, new: DedicatedIpPool) -> None:
        """Add a pool."""
        _check_pool_name(new.name)
        _check_scaling_mode(new.scaling_mode)
        if self.has_pool(new.name):
            raise reasons.POOL_EXISTS.refused(name=new.name)
        self._pools[new.name] = new

    def delete_pool(self, name: str) -> None:
        """Remove a pool with its tags; its addresses go to the default one [doc-ip-pools]."""
        del self._pools[self.pool(name).name]
        self._tags.forget(TAGGED, name)
        for ip in self.ips(pool=name):
            self._ips[ip.ip] = replace(ip, pool=DEFAULT_POOL)

    def set_scaling_mode(self, name: str, mode: str) -> None:
        """Say who scales a pool; a managed one stays so."""
        _check_scaling_mode(mode)
        pool = self.pool(name)
        if (pool.scaling_mode, mode) == ("MANAGED", "STANDARD"):
            raise reasons.SCALING_MODE_INVALID.refused()
        self._pools[name] = replace(pool, scaling_mode=mode)

    def add(self, ip: str) -> None:
        """Lease an address, as no call can; one that is leased stays as it is."""
        self._ips.setdefault(ip, DedicatedIp(ip))

    def ips(self, *, pool: str | None = None) -> list[DedicatedIp]:
        """The addresses, of one pool or of all, in the order leased."""
        return [each for each in self._ips.values() if pool in (None, each.pool)]

    def ip(self, ip: str) -> DedicatedIp:
        """The address, as far as the account has it."""
        found = self._ips.get(ip)
        if found is None:
            raise reasons.IP_UNKNOWN.refused(ip=ip, remedy=f'{{account}}.add_dedicated_ip("{ip}")')
        return found

    def move(self, ip: str, pool: str) -> None:
        """Put an address into a pool."""
        if not pool.strip():
            raise reasons.POOL_NAME_BLANK.refused()
        moved = self.ip(ip)
        if not self.has_pool(pool):
            raise reasons.POOL_UNKNOWN.refused(name=pool)
        self._ips[ip] = replace(moved, pool=pool)

    def warm_up(self, ip: str, percentage: int | None) -> None:
        """Say how far an address is warmed up."""
        if percentage is None:
            raise reasons.WARMUP_MISSING.refused()
        if not 0 <= percentage <= 100:
            raise reasons.WARMUP_INVALID.refused()
        self._ips[ip] = replace(self.ip(ip), warmup_percentage=percentage)


def _check_pool_name(name: str) -> None:
    if not name.strip():
        raise reasons.POOL_NAME_BLANK.refused()
    if len(name) > limits.MAX_POOL_NAME_LENGTH or not _POOL_NAME.fullmatch(name):
        raise reasons.POOL_NAME_INVALID.refused(name=name)


def _check_scaling_mode(mode: str) -> None:
    if mode not in _SCALING_MODES:
        raise reasons.SCALING_MODE_INVALID.refused()
