"""Multi-region endpoints: names under which SES sends from two regions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pytest_sesmock.account.reasons import multi_region_endpoints as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags, resolve_names
from pytest_sesmock.clock import Clock

RESOURCE_TYPE = "multi-region-endpoint"
"""What the ARNs of endpoints call them."""


class MultiRegionEndpoint(NamedTuple):
    """An endpoint that is ready.

    Attributes:
        name: Its name.
        id: What SendEmail takes as EndpointId.
        regions: The primary and the secondary region.
        created_at: When it was created.
    """

    name: str
    id: str
    regions: tuple[str, str]
    created_at: datetime


class MultiRegionEndpoints:
    """The multi-region endpoints whose primary region is this one, in the order created.

    Whatever is refused raises `Refused`, with words that are inferred.

    Args:
        region: The region.
        account_id: The account's twelve digits.
        clock: The mock's clock.
        new_token: Makes a token of a length from an alphabet.
        tags: The tags of the account's resources.
    """

    def __init__(
        self,
        region: str,
        account_id: str,
        clock: Clock,
        new_token: Callable[[int, str], str],
        tags: Tags,
    ) -> None:
        self._region = region
        self._account_id = account_id
        self._clock = clock
        self._new_token = new_token
        self._tags = tags
        self._by_name: dict[str, MultiRegionEndpoint] = {}
        # The kind's name is inferred from those of other resources.
        exists = self._by_name.__contains__
        tags.serve(RESOURCE_TYPE, resolve_names("MultiRegionEndpoint", exists))

    def __iter__(self) -> Iterator[MultiRegionEndpoint]:
        return iter(tuple(self._by_name.values()))

    def has_id(self, endpoint_id: str) -> bool:
        """Whether there is an endpoint of this id."""
        return any(endpoint.id == endpoint_id for endpoint in self)

    def require(self, name: str) -> MultiRegionEndpoint:
        """The endpoint of this name; refused if there is none."""
        endpoint = self._by_name.get(name)
        if endpoint is None:
            raise reasons.ENDPOINT_MISSING.refused(name=name)
        return endpoint

    def create(
        self, name: str, secondary: Sequence[str], tags: Sequence[ResourceTag] = ()
    ) -> MultiRegionEndpoint:
        """Add an endpoint of this and one secondary region; refused if its name is taken."""
        if len(secondary) != 1 or secondary[0] == self._region:
            raise reasons.ROUTES_INVALID.refused()
        values = check_tags(tags)
        if name in self._by_name:
            raise reasons.ENDPOINT_EXISTS.refused(name=name, account=self._account_id)
        # The form of the documentation's examples, abcdef12.g3h.
        alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
        id_ = f"{self._new_token(8, alphabet)}.{self._new_token(3, alphabet)}"
        endpoint = MultiRegionEndpoint(name, id_, (self._region, secondary[0]), self._clock.now())
        self._by_name[name] = endpoint
        self._tags.give(RESOURCE_TYPE, name, values)
        return endpoint

    def delete(self, name: str) -> None:
        """Delete an endpoint; refused if there is none."""
        self.require(name)
        del self._by_name[name]
        self._tags.forget(RESOURCE_TYPE, name)
