"""The suppression list: addresses to which SES sends no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from pytest_sesmock.account import remedies
from pytest_sesmock.account.reasons import account as reasons
from pytest_sesmock.clock import Clock

SuppressionReason = Literal["BOUNCE", "COMPLAINT"]
SUPPRESSION_REASONS: tuple[SuppressionReason, ...] = get_args(SuppressionReason)


class Cause(NamedTuple):
    """The event after which SES put an address on the list: of which mail, and its feedbackId."""

    message_id: str
    feedback_id: str


class SuppressedDestination(NamedTuple):
    """An address on the list: why, and since when; after what, if SES put it there."""

    address: str
    reason: SuppressionReason
    updated_at: datetime
    cause: Cause | None = None


class Suppression:
    """The account's suppression list in one region, and those of its tenants.

    The lists are strangers to each other [suppr-missing-tenant]; a tenant's is known by the
    tenant's id, so that one of the same name later does not inherit it. Addresses are kept without
    surrounding white space, their domain in lower case; a local part keeps its case
    [suppr-canonical].

    Attributes:
        suppressed_reasons: The account's choice of reasons: for these alone SES puts addresses on
            the list by itself, and withholds mails from addresses that are on it
            [doc-suppr-match]. A configuration set may choose otherwise for its own mails.
        is_used: Whether any address has been put on a list, be it from some moment on. In most
            accounts none is, and every send asks.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lists: defaultdict[str | None, dict[str, SuppressedDestination]] = defaultdict(dict)
        self._deletions: set[str] = set()
        self._coming: list[tuple[SuppressedDestination, str | None]] = []
        self.suppressed_reasons: tuple[SuppressionReason, ...] = SUPPRESSION_REASONS
        self.is_used = False

    def entries(self, tenant: str | None = None) -> Iterator[SuppressedDestination]:
        """The addresses of a list, in the order in which they were first put on it."""
        return iter(tuple(self._list(tenant).values()))

    def put(self, address: str, reason: SuppressionReason, tenant: str | None = None) -> None:
        """Put an address on a list, or change the reason why it is there."""
        self.is_used = True
        name = _normalise(address)
        self._list(tenant)[name] = SuppressedDestination(name, reason, self._clock.now())

    def put_from(
        self,
        since: datetime,
        address: str,
        reason: SuppressionReason,
        cause: Cause,
        tenant: str | None = None,
    ) -> None:
        """Put an address on a list from a moment on, which may be to come."""
        self.is_used = True
        entry = SuppressedDestination(_normalise(address), reason, since, cause)
        self._coming.append((entry, tenant))

    def _list(self, tenant: str | None) -> dict[str, SuppressedDestination]:
        """The entries of a list, with those that were still to come and are not any more."""
        if self._coming:
            now = self._clock.now()
            due = [each for each in self._coming if each[0].updated_at <= now]
            self._coming = [each for each in self._coming if each[0].updated_at > now]
            for entry, of in sorted(due, key=lambda each: each[0].updated_at):
                self._lists[of][entry.address] = entry
        return self._lists[tenant]

    def require(self, address: str, tenant: str | None = None) -> SuppressedDestination:
        """The entry of an address; raises `Refused` if it is not on the list or has a slash."""
        name = _normalise(address)
        if "/" in name:
            raise reasons.ADDRESS_WITH_SLASH.refused()
        entry = self._list(tenant).get(name)
        if entry is None:
            if tenant is not None:
                raise reasons.NOT_SUPPRESSED_FOR_TENANT.refused(address=name)
            raise reasons.NOT_SUPPRESSED.refused(address=name, remedy=remedies.suppress(name))
        return entry

    def delete(self, address: str, tenant: str | None = None) -> None:
        """Take an address off a list; raises `Refused` if it is not there."""
        entry = self.require(address, tenant)
        del self._list(tenant)[entry.address]
        self._deletions.add(entry.address)

    def has_deleted(self, address: str) -> bool:
        """Whether an address has been taken off a list and is on none now."""
        name = _normalise(address)
        return name in self._deletions and not any(name in each for each in self._lists.values())

    def forget(self, tenant: str) -> None:
        """Delete a tenant's list [tenant-delete-cascade]."""
        self._lists.pop(tenant, None)

    def reason_for(self, address: str, tenant: str | None = None) -> SuppressionReason | None:
        """Why an address is on a list, whatever the account's choice; None if it is not."""
        entry = self._list(tenant).get(_normalise(address))
        return None if entry is None else entry.reason


def _normalise(address: str) -> str:
    local_part, at, domain = address.strip().rpartition("@")
    return f"{local_part}{at}{domain.lower()}"
