"""Pools of dedicated IP addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pytest_sesmock.account.reasons import dedicated_ips as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags, resolve_names
from pytest_sesmock.engine import limits

RESOURCE_TYPE = "dedicated-ip-pool"
"""What the ARNs of pools call them."""
DEFAULT_POOL = "ses-default-dedicated-pool"
POOLS_OF_SES = (DEFAULT_POOL, "ses-shared-pool")
"""Pools that every account has and nobody can change [doc-ip-pools]."""
_SCALING_MODES = ("STANDARD", "MANAGED")
_NAME = re.compile(r"[a-z0-9_.-]+")


class DedicatedIpPool(NamedTuple):
    """A pool of dedicated IP addresses: its name, and who scales it."""

    name: str
    scaling_mode: str = "STANDARD"


class DedicatedIpPools:
    """The dedicated IP pools of one account and region, which may have tags.

    Methods that need a pool raise Refused as SES refuses.
    """

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._by_name: dict[str, DedicatedIpPool] = {}
        tags.serve(RESOURCE_TYPE, resolve_names("DedicatedIpPool", self._by_name.__contains__))

    def __iter__(self) -> Iterator[DedicatedIpPool]:
        """The account's own pools, in the order created [pool-list-default]."""
        return iter(tuple(self._by_name.values()))

    def exists(self, name: str) -> bool:
        """Whether mails may be sent from a pool of that name: the account's or SES's own."""
        return name in self._by_name or name in POOLS_OF_SES

    def require(self, name: str) -> DedicatedIpPool:
        """The account's own pool of that name."""
        if name in POOLS_OF_SES:
            raise reasons.POOL_OF_SES.refused()
        pool = self._by_name.get(name)
        if pool is None:
            raise reasons.POOL_UNKNOWN.refused(name=name)
        return pool

    def create(self, new: DedicatedIpPool, tags: Sequence[ResourceTag] = ()) -> None:
        """Add a pool."""
        values = check_tags(tags)
        _check_name(new.name)
        _check_scaling_mode(new.scaling_mode)
        if self.exists(new.name):
            raise reasons.POOL_EXISTS.refused(name=new.name)
        self._by_name[new.name] = new
        self._tags.give(RESOURCE_TYPE, new.name, values)

    def delete(self, name: str) -> None:
        """Remove a pool with its tags."""
        del self._by_name[self.require(name).name]
        self._tags.forget(RESOURCE_TYPE, name)

    def set_scaling_mode(self, name: str, mode: str) -> None:
        """Say who scales a pool; a managed one stays so."""
        _check_scaling_mode(mode)
        pool = self.require(name)
        if (pool.scaling_mode, mode) == ("MANAGED", "STANDARD"):
            raise reasons.SCALING_MODE_INVALID.refused()
        self._by_name[name] = pool._replace(scaling_mode=mode)


def _check_name(name: str) -> None:
    if not name.strip():
        raise reasons.POOL_NAME_BLANK.refused()
    if len(name) > limits.MAX_POOL_NAME_LENGTH or not _NAME.fullmatch(name):
        raise reasons.POOL_NAME_INVALID.refused(name=name)


def _check_scaling_mode(mode: str) -> None:
    if mode not in _SCALING_MODES:
        raise reasons.SCALING_MODE_INVALID.refused()
