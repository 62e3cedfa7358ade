"""The stores of an account that most tests do without."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_sesmock.account.access import Access
from pytest_sesmock.account.dedicated_ip_pools import DedicatedIpPools
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.recommendations import AddressInsights, Recommendations
from pytest_sesmock.account.sent_mails import SentMails
from pytest_sesmock.account.suppression import Suppression
from pytest_sesmock.account.tags import Tags
from pytest_sesmock.clock import Clock
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.account import (
        account_details,
        contact_lists,
        contacts,
        dedicated_ips,
        export_jobs,
        import_jobs,
        multi_region_endpoints,
        receipt_filters,
        receipt_rule_sets,
        statistics,
        tenants,
        verification_templates,
    )
    from pytest_sesmock.account.contacts import Contacts
else:
    account_details = Later("pytest_sesmock.account.account_details")
    contact_lists = Later("pytest_sesmock.account.contact_lists")
    contacts = Later("pytest_sesmock.account.contacts")
    dedicated_ips = Later("pytest_sesmock.account.dedicated_ips")
    export_jobs = Later("pytest_sesmock.account.export_jobs")
    import_jobs = Later("pytest_sesmock.account.import_jobs")
    multi_region_endpoints = Later("pytest_sesmock.account.multi_region_endpoints")
    receipt_filters = Later("pytest_sesmock.account.receipt_filters")
    receipt_rule_sets = Later("pytest_sesmock.account.receipt_rule_sets")
    statistics = Later("pytest_sesmock.account.statistics")
    tenants = Later("pytest_sesmock.account.tenants")
    verification_templates = Later("pytest_sesmock.account.verification_templates")

ACCOUNT_ID = "123456789012"
"""The twelve digits of every mocked account, the ones AWS's documentation uses."""

_Store = TypeVar("_Store")

# Those that know of resources that may have tags.
_WITH_TAGS = ("contact_lists", "multi_region_endpoints", "tenants", "verification_templates")


class Stores:
    """Makes each of these stores with the first look at it, and imports it then.

    Attributes:
        region: The AWS region the account is in.
        lock: The mock's lock, which is held while a call is answered.
        new_token: Makes a token of a length, from an alphabet if one is given.
    """

    __slots__ = (
        "_clock",
        "_stores",
        "_suppression",
        "_tags",
        "access",
        "dedicated_ip_pools",
        "identities",
        "lock",
        "mails",
        "new_token",
        "region",
    )

    region: str
    lock: RLock
    new_token: Callable[..., str]
    access: Access
    dedicated_ip_pools: DedicatedIpPools
    identities: Identities
    mails: SentMails
    _clock: Clock
    _stores: dict[str, Any]
    _suppression: Suppression
    _tags: Tags

    @property
    def account_details(self) -> account_details.AccountDetails:
        """What the account's holder has told AWS of it."""
        return self._store("account_details", account_details.AccountDetails)

    @property
    def statistics(self) -> statistics.Statistics:
        """How much was sent, by intervals of time."""
        return self._store("statistics", lambda: statistics.Statistics(self.mails))

    @property
    def recommendations(self) -> Recommendations:
        """What AWS recommends."""
        return self._store("recommendations", lambda: Recommendations(self._clock))

    @property
    def address_insights(self) -> dict[str, AddressInsights]:
        """What AWS finds of addresses, where a test has set it."""
        return self._store("address_insights", dict)

    @property
    def tags(self) -> Tags:
        """The tags of resources. The stores of all that may have some know them."""
        for name in _WITH_TAGS:
            getattr(self, name)
        return self._tags

    @property
    def dedicated_ips(self) -> dedicated_ips.DedicatedIps:
        """The dedicated IP addresses."""
        return self._store(
            "dedicated_ips", lambda: dedicated_ips.DedicatedIps(self.dedicated_ip_pools)
        )

    @property
    def verification_templates(self) -> verification_templates.VerificationTemplates:
        """The templates of custom verification emails."""
        return self._store(
            "verification_templates",
            lambda: verification_templates.VerificationTemplates(
                self.identities.covers, self._tags
            ),
        )

    @property
    def contact_lists(self) -> contact_lists.ContactLists:
        """The contact lists."""
        return self._store(
            "contact_lists", lambda: contact_lists.ContactLists(self._clock, self._tags)
        )

    @property
    def contacts(self) -> Contacts:
        """The contacts, with what imports have put there by now."""
        self._run_due_imports()
        return self._contacts

    @property
    def _contacts(self) -> Contacts:
        return self._store("contacts", lambda: contacts.Contacts(self._clock, self.contact_lists))

    @property
    def suppression(self) -> Suppression:
        """The suppression lists, with what imports have put there by now."""
        self._run_due_imports()
        return self._suppression

    def _run_due_imports(self) -> None:
        if self._has_imports:
            self.import_jobs.run_due()

    @property
    def _has_imports(self) -> bool:
        return "import_jobs" in self._stores

    @property
    def import_jobs(self) -> import_jobs.ImportJobs:
        """The jobs that import lists."""
        return self._store(
            "import_jobs",
            lambda: import_jobs.ImportJobs(
                self._clock,
                self.new_token,
                access=self.access,
                suppression=self._suppression,
                contact_lists=self.contact_lists,
                contacts=self._contacts,
            ),
        )

    @property
    def export_jobs(self) -> export_jobs.ExportJobs:
        """The jobs that export what was sent."""
        return self._store(
            "export_jobs",
            lambda: export_jobs.ExportJobs(self._clock, self.new_token, self.mails),
        )

    @property
    def tenants(self) -> tenants.Tenants:
        """The tenants."""
        return self._store(
            "tenants",
            lambda: tenants.Tenants(
                self.region, ACCOUNT_ID, self._clock, self.new_token, self._tags
            ),
        )

    @property
    def multi_region_endpoints(self) -> multi_region_endpoints.MultiRegionEndpoints:
        """The multi-region endpoints."""
        return self._store(
            "multi_region_endpoints",
            lambda: multi_region_endpoints.MultiRegionEndpoints(
                self.region, ACCOUNT_ID, self._clock, self.new_token, self._tags
            ),
        )

    @property
    def receipt_rule_sets(self) -> receipt_rule_sets.ReceiptRuleSets:
        """The rules for mails that are received."""
        return self._store(
            "receipt_rule_sets",
            lambda: receipt_rule_sets.ReceiptRuleSets(
                self._clock, self.identities.covers, self.access
            ),
        )

    @property
    def receipt_filters(self) -> receipt_filters.ReceiptFilters:
        """The filters of IP addresses that mails are received from."""
        return self._store("receipt_filters", receipt_filters.ReceiptFilters)

    def _store(self, name: str, make: Callable[[], _Store]) -> _Store:
        store: _Store | None = self._stores.get(name)
        if store is None:
            with self.lock:  # or two threads would get one each
                if name not in self._stores:
                    self._stores[name] = make()
                store = self._stores[name]
        return store
