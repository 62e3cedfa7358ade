"""What SES remembers of an account in one region, and what its rules and operations ask of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from random import Random
from threading import RLock
from typing import Any

from pytest_sesmock.account import arguments
from pytest_sesmock.account.account_details import Settings
from pytest_sesmock.account.authorization import Authorization
from pytest_sesmock.account.configuration_sets import ConfigurationSets
from pytest_sesmock.account.contacts import Contacts
from pytest_sesmock.account.dedicated_ips import DedicatedIps
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.multi_region_endpoints import MultiRegionEndpoints
from pytest_sesmock.account.planned_failures import (
    Answer,
    ApiCall,
    Plan,
    PlannedFailures,
)
from pytest_sesmock.account.quota import Quota
from pytest_sesmock.account.receipt import Receipt
from pytest_sesmock.account.statistics import Statistics
from pytest_sesmock.account.suppression import Suppression
from pytest_sesmock.account.tags import Tags
from pytest_sesmock.account.templates import Templates
from pytest_sesmock.account.tenants import Tenants
from pytest_sesmock.account.verification_templates import VerificationTemplates
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.account_view import PausedBy
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.submissions.submission import Submission

ACCOUNT_ID = "123456789012"
"""The twelve digits of every mocked account, the ones AWS's documentation uses."""


class State:
    """The stores of an account, one for each kind of thing, and the questions of the rules.

    It is the read-only `AccountView` of the rules; only operations and `Account` change it.
    """

    __slots__ = (
        "_clock",
        "_lock",
        "_paused_by",
        "_planned",
        "_quota",
        "_region",
        "_sandbox",
        "authorization",
        "configuration_set_store",
        "contacts",
        "dedicated_ips",
        "endpoints",
        "identity_store",
        "new_token",
        "receipt",
        "settings",
        "statistics",
        "suppression",
        "tags",
        "template_store",
        "tenants",
        "verification_templates",
    )

    def __init__(
        self,
        region: str,
        *,
        clock: Clock,
        lock: RLock,
        random: Random,
        plan: Plan,
        sends: Callable[[Any], bool],
    ) -> None:
        self._region = region
        self._clock = clock
        self._lock = lock
        self._sandbox = False
        self._paused_by: PausedBy | None = None
        self._quota = Quota(clock)
        self._planned = PlannedFailures(plan, sends)
        # What stores are given is not the account's own, which would then only die by the garbage
        # collector, and every test leaves one behind.
        self.new_token = partial(new_token, random)
        self.identity_store = Identities(clock, self.new_token)
        self.authorization = Authorization(region, ACCOUNT_ID)
        self.settings = Settings()
        self.statistics = Statistics()
        self.suppression = Suppression(clock)
        self.tags = Tags(region, ACCOUNT_ID)
        self.tags.serve("identity", self.identity_store.tagged)
        self.dedicated_ips = DedicatedIps(self.tags)
        self.configuration_set_store = ConfigurationSets(
            clock, self.identity_store, self.dedicated_ips, self.tags
        )
        self.template_store = Templates(ACCOUNT_ID, clock, self.tags)
        self.verification_templates = VerificationTemplates(self.identity_store.covers, self.tags)
        self.contacts = Contacts(clock, self.tags)
        self.tenants = Tenants(region, ACCOUNT_ID, clock, self.new_token, self.tags)
        self.endpoints = MultiRegionEndpoints(region, ACCOUNT_ID, clock, self.new_token, self.tags)
        self.receipt = Receipt(clock, self.identity_store.covers)

    @property
    def region(self) -> str:
        """The AWS region the account is in."""
        return self._region

    @property
    def account_id(self) -> str:
        """The account's twelve digits."""
        return ACCOUNT_ID

    @property
    def caller_arn(self) -> str:
        """The IAM user in whose name the code under test calls SES."""
        return self.authorization.caller_arn

    @property
    def sandbox(self) -> bool:
        """Whether the account is in the sandbox: recipients must be verified, 200 a day."""
        return self._sandbox

    @sandbox.setter
    def sandbox(self, value: bool) -> None:
        self._sandbox = arguments.flag("sandbox", value)

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused sending, "holder" or "aws"; None while sending is enabled."""
        return self._paused_by

    # What the rules ask

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity covers the mailbox."""
        return self.identity_store.covers(mailbox)

    def mail_from_fails(self, mailbox: Mailbox) -> str | None:
        """The identity whose MAIL FROM domain makes SES refuse the mailbox as a source, if any."""
        return self.identity_store.mail_from_fails(mailbox)

    def default_configuration_set(self, mailbox: Mailbox) -> str | None:
        """The configuration set of mail from the mailbox that names none, if it has one."""
        return self.identity_store.default_configuration_set(mailbox)

    def configuration_set_sends(self, name: str) -> bool | None:
        """Whether sending through the set is enabled; None if there is no such set."""
        found = self.configuration_set_store.get(name)
        return None if found is None else found.sending_enabled

    def owns(self, arn: str) -> bool:
        """Whether an identity's ARN is one of this account and region."""
        return self.authorization.owns(arn)

    def identity_arn(self, name: str) -> str:
        """The ARN of an own identity."""
        return self.authorization.arn(name)

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether policies let this account send as the identity of an ARN."""
        return self.authorization.permits(arn, submission)

    def denied_identity(self, mailbox: Mailbox, submission: Submission) -> str | None:
        """ARN of the own identity covering the mailbox whose policies deny the send, if any."""
        if self.authorization:
            for identity in self.identity_store.covering(mailbox):
                arn = self.identity_arn(identity.name)
                if self.authorization.denies(arn, submission):
                    return arn
        return None

    @property
    def reported_send_rate(self) -> float:
        """The rate GetSendQuota reports, in recipients per second."""
        return self._quota.reported_send_rate(sandbox=self._sandbox)

    def quota_is_used_up(self) -> bool:
        """Whether nothing of the daily quota is left."""
        return self._quota.is_used_up(sandbox=self._sandbox)

    def rate_is_exceeded(self) -> bool:
        """Whether nothing of the send rate is left for now."""
        return self._quota.rate_is_exceeded()

    def tenant_status(self, name: str) -> str | None:
        """Whether a tenant is ENABLED or DISABLED; None if there is none of this name."""
        tenant = self.tenants.find(name)
        return None if tenant is None else tenant.sending_status

    def tenant_lacks(self, name: str, source: Mailbox, configuration_set: str | None) -> list[str]:
        """The ARNs of what a mail is sent with that a tenant is not associated with.

        That is the identity that covers the sender, an address before its domain, and the
        configuration set, the identity's default one too [tenant-denied-text].
        """
        covering = self.identity_store.covering(source)
        arns = [self.identity_arn(identity.name) for identity in covering][:1]
        if configuration_set is not None:
            kind = f"configuration-set/{configuration_set}"
            arns.append(f"arn:aws:ses:{self._region}:{ACCOUNT_ID}:{kind}")
        return self.tenants.lacks(name, arns)

    def has_endpoint(self, endpoint_id: str) -> bool:
        """Whether there is a multi-region endpoint of this id."""
        return self.endpoints.has(endpoint_id)

    def has_contact_list(self, name: str, topic: str | None = None) -> bool:
        """Whether there is a contact list of this name, and with the topic if one is named."""
        found = self.contacts.find_list(name)
        return found is not None and (topic is None or found.topic(topic) is not None)

    # What sending does

    def completed(self, submission: Submission) -> Submission:
        """A mail that names no configuration set, with its identity's default one."""
        if submission.configuration_set is not None or not self.identity_store.has_default_sets:
            return submission
        source = addresses.judge(submission.source)
        if not isinstance(source, Mailbox):
            return submission
        return submission._replace(configuration_set=self.default_configuration_set(source))

    def accept(self, submission: Submission) -> Mapping[str, str]:
        """Book an accepted message against quota, rate and statistics, and add it to its list.

        Returns:
            The recipients that do not get it, each with the reason: BOUNCE or COMPLAINT on the
            suppression list, UNSUBSCRIBED from the contact list.
        """
        now, recipients = self._clock.time(), submission.recipients
        self._quota.charge(now, recipients)
        self.statistics.count(now, len(recipients))
        if submission.subscription is None and not self.suppression:
            return {}
        return {
            recipient: reason
            for recipient in recipients
            if (reason := self._withheld(recipient, submission)) is not None
        }

    def _withheld(self, recipient: str, submission: Submission) -> str | None:
        address = addresses.bare_address(recipient)
        tenant = None if submission.tenant is None else self.tenants.required(submission.tenant)
        reason = self.suppression.reason_for(address, None if tenant is None else tenant.id)
        if reason is not None and reason in self._suppressed_reasons(submission):
            return reason
        if submission.subscription is not None:
            name, topic = submission.subscription
            self.contacts.add_recipient(name, address)
            if self.contacts.subscription(name, topic, address) == "OPT_OUT":
                return "UNSUBSCRIBED"
        return None

    def _suppressed_reasons(self, submission: Submission) -> Collection[str]:
        """For which reasons the mail is withheld: its configuration set's choice, or the account's.

        A set may choose none [doc-suppr-match].
        """
        used = submission.configuration_set
        found = None if used is None else self.configuration_set_store.get(used)
        options = None if found is None else found.suppression_options
        if options is not None:
            return options.suppressed_reasons
        return self.suppression.suppressed_reasons

    # What operations do

    def forget_identity(self, name: str) -> None:
        """Delete an identity with its policies and tags; nothing happens if there is none.

        Raises:
            Refused: If it still has certificates.
        """
        arn = self.identity_arn(name)
        self.identity_store.remove(name, arn)
        self.authorization.forget(arn)
        self.tags.forget("identity", name)

    def take_planned_failure(self, call: ApiCall) -> Answer | None:
        """What the first planned failure for this call answers; None if there is none."""
        return self._planned.take(call)


def new_token(
    random: Random, length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz234567"
) -> str:
    """A token as SES makes them for DNS records, from a seeded source so that runs repeat."""
    return "".join(random.choices(alphabet, k=length))
