"""Configuration sets: what SES remembers of them, under both of its APIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pytest_sesmock.account.dedicated_ips import DedicatedIps
from pytest_sesmock.account.event_destinations import EventDestination, check_name
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.account.reasons import event_destinations as destination_reasons
from pytest_sesmock.account.tags import Tags, by_name
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits, names
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import Reason, Refused
from pytest_sesmock.engine.rules.configuration_sets import CONFIGURATION_SET_NAME

TAGGED = "configuration-set"
"""What the ARNs of configuration sets call them."""


@dataclass(frozen=True, slots=True)
class TrackingOptions:
    """The domain that links and open-tracking images lead to, and when they do so by HTTPS."""

    redirect_domain: str
    https_policy: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """How mails leave SES; None is what SES does on its own.

    Attributes:
        tls_policy: REQUIRE or OPTIONAL, in API v2's spelling.
        sending_pool: Name of the dedicated IP pool.
        max_delivery_seconds: For how long SES tries.
    """

    tls_policy: str | None = None
    sending_pool: str | None = None
    max_delivery_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class SuppressionOptions:
    """What overrides the account's suppression list: for which reasons, and whose list it is."""

    suppressed_reasons: tuple[str, ...] = ()
    scope: str | None = None
    validation_options: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ConfigurationSet:
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
        self, clock: Clock, identities: Identities, dedicated_ips: DedicatedIps, tags: Tags
    ) -> None:
        self._clock = clock
        self._identities = identities
        self._dedicated_ips = dedicated_ips
        self._tags = tags
        self._sets: dict[str, ConfigurationSet] = {}
        tags.serve(
            TAGGED,
            by_name(
                "ConfigurationSet",
                self._sets.__contains__,
                lambda name: names.check_configuration_set(name) is None,
            ),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._sets))

    def get(self, name: str) -> ConfigurationSet | None:
        """The set of that name, if there is one."""
        return self._sets.get(name)

    def require(self, name: str) -> ConfigurationSet:
        """The set of that name."""
        check_set_name(name)
        found = self._sets.get(name)
        if found is None:
            remedy = f'{{account}}.create_configuration_set("{name}")'
            raise reasons.CONFIGURATION_SET_UNKNOWN.refused(name=name, remedy=remedy)
        return found

    def create(self, new: ConfigurationSet) -> None:
        """Add a set; its name and its options are the caller's to check."""
        if new.name in self._sets:
            raise reasons.CONFIGURATION_SET_EXISTS.refused(name=new.name)
        if len(self._sets) >= limits.MAX_CONFIGURATION_SETS:
            raise reasons.CONFIGURATION_SET_LIMIT.refused()
        self._sets[new.name] = new

    def change(self, name: str, **options: Any) -> None:
        """Give a set other options, named as the attributes of its record."""
        self._sets[name] = replace(self.require(name), **options)

    def delete(self, name: str) -> None:
        """Remove a set with its event destinations and tags."""
        del self._sets[self.require(name).name]
        self._tags.forget(TAGGED, name)

    def enable_sending(self, name: str, enabled: bool) -> None:
        """Enable or disable a set's sending; enabled again it starts afresh [doc-fresh-start]."""
        known = self.require(name)
        if enabled and not known.sending_enabled:
            self.change(name, last_fresh_start=self._clock.now())
        self.change(name, sending_enabled=enabled)

    def check_redirect_domain(self, domain: str | None, missing: Reason) -> str:
        """The domain, if SES tracks through it: it, or one above it, is a verified identity."""
        if domain is None or not domain.strip():
            raise missing.refused()
        if not self._identities.has_verified_domain(domain):
            remedy = f'{{account}}.verify("{domain}")'
            raise reasons.REDIRECT_DOMAIN_NOT_VERIFIED.refused(domain=domain, remedy=remedy)
        return domain

    def check_sending_pool(self, pool: str | None) -> None:
        """Refuse a sending pool that is given and does not exist."""
        if pool is None:
            return
        if not pool.strip():
            raise reasons.SENDING_POOL_BLANK.refused()
        if not self._dedicated_ips.has_pool(pool):
            raise reasons.SENDING_POOL_UNKNOWN.refused(pool=pool)

    def add_event_destination(self, name: str, new: EventDestination) -> None:
        """Give a set one more event destination."""
        known = self.require(name)
        if known.event_destination(new.name) is not None:
            raise destination_reasons.EVENT_DESTINATION_EXISTS.refused(name=new.name, set=name)
        if len(known.event_destinations) >= limits.MAX_EVENT_DESTINATIONS:
            raise destination_reasons.EVENT_DESTINATION_LIMIT.refused()
        self.change(name, event_destinations=(*known.event_destinations, new))

    def replace_event_destination(self, name: str, new: EventDestination) -> None:
        """Put an event destination in the place of the one of the same name."""
        self._change_event_destination(name, new.name, (new,))

    def remove_event_destination(self, name: str, destination: str) -> None:
        """Take an event destination from a set."""
        check_name(destination)
        self._change_event_destination(name, destination, ())

    def _change_event_destination(
        self, name: str, destination: str, instead: tuple[EventDestination, ...]
    ) -> None:
        known = self.require(name)
        old = known.event_destination(destination)
        if old is None:
            raise destination_reasons.EVENT_DESTINATION_UNKNOWN.refused(set=name)
        at = known.event_destinations.index(old)
        before, after = known.event_destinations[:at], known.event_destinations[at + 1 :]
        self.change(name, event_destinations=(*before, *instead, *after))


def check_set_name(name: str) -> None:
    """Refuse a name that no set can have, in the words that sends are refused with."""
    fault = names.check_configuration_set(name)
    if fault is not None:
        raise Refused(CONFIGURATION_SET_NAME.refusal(Finding(fault)))
