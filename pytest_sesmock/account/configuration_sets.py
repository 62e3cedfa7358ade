"""Configuration sets: what SES remembers of them, under both of its APIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pytest_sesmock.account import remedies as account_remedies
from pytest_sesmock.account.dedicated_ip_pools import DedicatedIpPools
from pytest_sesmock.account.event_destinations import EventDestination
from pytest_sesmock.account.event_destinations import check_name as check_destination_name
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.account.reasons import event_destinations as destination_reasons
from pytest_sesmock.account.tags import Tags, resolve_names
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits, names, remedies
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import Reason, Refused
from pytest_sesmock.engine.rules.configuration_sets import CONFIGURATION_SET_NAME

RESOURCE_TYPE = "configuration-set"
"""What the ARNs of configuration sets call them."""


class TrackingOptions(NamedTuple):
    """The domain that links and open-tracking images lead to, and when they do so by HTTPS."""

    redirect_domain: str
    https_policy: str | None = None


class DeliveryOptions(NamedTuple):
    """How mails leave SES; None is what SES does on its own.

    Attributes:
        tls_policy: REQUIRE or OPTIONAL, in API v2's spelling.
        sending_pool: Name of the dedicated IP pool.
        max_delivery_seconds: For how long SES tries.
        shared_pool_mode: GLOBAL, REGIONAL or ACCOUNT: where SES's shared IP addresses may be.
    """

    tls_policy: str | None = None
    sending_pool: str | None = None
    max_delivery_seconds: int | None = None
    shared_pool_mode: str | None = None


class SuppressionOptions(NamedTuple):
    """What overrides the account's suppression list: for which reasons, and whose list it is."""

    suppressed_reasons: tuple[str, ...] = ()
    scope: str | None = None
    validation_options: Mapping[str, Any] | None = None


class ConfigurationSet(NamedTuple):
    """What SES remembers of one configuration set; options that are None were not set.

    Attributes:
        name: Its name.
        sending_enabled: Whether SES sends mails that use it.
        reputation_metrics_enabled: Whether its bounce and complaint rates are published.
        last_fresh_start: When those rates last began anew.
        tracking_options: Its domain for links and opens.
        delivery_options: How its mails are delivered.
        suppression_options: What overrides the account's suppression list.
        vdm_options: Those of the Virtual Deliverability Manager, as API v2 has them.
        archive_arn: The archive its mails are kept in.
        message_security_options: Those about signing, as API v2 has them.
        event_destinations: Where its events are published, in the order made.
    """

    name: str
    sending_enabled: bool = True
    reputation_metrics_enabled: bool = False
    last_fresh_start: datetime | None = None
    tracking_options: TrackingOptions | None = None
    delivery_options: DeliveryOptions = DeliveryOptions()
    suppression_options: SuppressionOptions | None = None
    vdm_options: Mapping[str, Any] | None = None
    archive_arn: str | None = None
    message_security_options: Mapping[str, Any] | None = None
    event_destinations: tuple[EventDestination, ...] = ()

    def event_destination(self, name: str) -> EventDestination | None:
        """The event destination of that name, if there is one."""
        return next((each for each in self.event_destinations if each.name == name), None)


class ConfigurationSets:
    """The configuration sets of one account and region, in the order created; they may have tags.

    Methods that need a set, or are given a name, raise Refused as SES refuses.
    """

    def __init__(
        self, clock: Clock, identities: Identities, pools: DedicatedIpPools, tags: Tags
    ) -> None:
        self._clock = clock
        self._identities = identities
        self._pools = pools
        self._tags = tags
        self._by_name: dict[str, ConfigurationSet] = {}
        tags.serve(
            RESOURCE_TYPE,
            resolve_names(
                "ConfigurationSet",
                self._by_name.__contains__,
                lambda name: names.check_configuration_set(name) is None,
            ),
        )

    def __iter__(self) -> Iterator[ConfigurationSet]:
        return iter(tuple(self._by_name.values()))

    def get(self, name: str) -> ConfigurationSet | None:
        """The set of that name, if there is one."""
        return self._by_name.get(name)

    def exists(self, name: str) -> bool:
        """Whether there is a set of that name."""
        return name in self._by_name

    def require(self, name: str) -> ConfigurationSet:
        """The set of that name."""
        check_name(name)
        configuration_set = self._by_name.get(name)
        if configuration_set is None:
            remedy = remedies.create_configuration_set(name)
            raise reasons.CONFIGURATION_SET_UNKNOWN.refused(name=name, remedy=remedy)
        return configuration_set

    def create(self, new: ConfigurationSet) -> None:
        """Add a set; its name and its options are the caller's to check."""
        if new.name in self._by_name:
            raise reasons.CONFIGURATION_SET_EXISTS.refused(name=new.name)
        if len(self._by_name) >= limits.MAX_CONFIGURATION_SETS:
            raise reasons.CONFIGURATION_SET_LIMIT.refused()
        self._by_name[new.name] = new

    def change(self, name: str, **options: Any) -> None:
        """Give a set other options, named as the attributes of its record."""
        self._by_name[name] = self.require(name)._replace(**options)

    def delete(self, name: str) -> None:
        """Remove a set with its event destinations and tags."""
        del self._by_name[self.require(name).name]
        self._tags.forget(RESOURCE_TYPE, name)

    def enable_sending(self, name: str, enabled: bool) -> None:
        """Enable or disable a set's sending; enabled again it starts afresh [doc-fresh-start]."""
        if enabled and not self.require(name).sending_enabled:
            self.change(name, last_fresh_start=self._clock.now())
        self.change(name, sending_enabled=enabled)

    def check_redirect_domain(self, domain: str | None, missing: Reason) -> str:
        """The domain, if SES tracks through it: it, or one above it, is a verified identity."""
        if domain is None or not domain.strip():
            raise missing.refused()
        if not self._identities.has_verified_domain(domain):
            remedy = account_remedies.verify_domain(domain)
            raise reasons.REDIRECT_DOMAIN_NOT_VERIFIED.refused(domain=domain, remedy=remedy)
        return domain

    def check_sending_pool(self, pool: str | None) -> None:
        """Refuse a sending pool that is given and does not exist."""
        if pool is None:
            return
        if not pool.strip():
            raise reasons.SENDING_POOL_BLANK.refused()
        if not self._pools.exists(pool):
            raise reasons.SENDING_POOL_UNKNOWN.refused(pool=pool)

    def create_event_destination(self, name: str, new: EventDestination) -> None:
        """Give a set one more event destination."""
        configuration_set = self.require(name)
        if configuration_set.event_destination(new.name) is not None:
            raise destination_reasons.EVENT_DESTINATION_EXISTS.refused(name=new.name, set=name)
        destinations = configuration_set.event_destinations
        if len(destinations) >= limits.MAX_EVENT_DESTINATIONS:
            raise destination_reasons.EVENT_DESTINATION_LIMIT.refused()
        self.change(name, event_destinations=(*destinations, new))

    def update_event_destination(self, name: str, new: EventDestination) -> None:
        """Put an event destination in the place of the one of the same name."""
        self._change_event_destination(name, new.name, (new,))

    def delete_event_destination(self, name: str, destination: str) -> None:
        """Take an event destination from a set."""
        check_destination_name(destination)
        self._change_event_destination(name, destination, ())

    def _change_event_destination(
        self, name: str, destination: str, instead: tuple[EventDestination, ...]
    ) -> None:
        configuration_set = self.require(name)
        old = configuration_set.event_destination(destination)
        if old is None:
            raise destination_reasons.EVENT_DESTINATION_UNKNOWN.refused(set=name)
        destinations = configuration_set.event_destinations
        at = destinations.index(old)
        self.change(
            name, event_destinations=(*destinations[:at], *instead, *destinations[at + 1 :])
        )


def check_name(name: str) -> None:
    """Refuse a name that no set can have, in the words that sends are refused with."""
    fault = names.check_configuration_set(name)
    if fault is not None:
        raise Refused(CONFIGURATION_SET_NAME.refusal(Finding(fault)))
