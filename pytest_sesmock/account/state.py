"""What SES remembers of an account in one region, and what its rules and operations ask of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from random import Random
from threading import RLock
from typing import Any

from pytest_sesmock.account.acceptance import Acceptance, Caller
from pytest_sesmock.account.access import Access
from pytest_sesmock.account.announcements import Publisher
from pytest_sesmock.account.authorization import Authorization
from pytest_sesmock.account.configuration_sets import RESOURCE_TYPE as CONFIGURATION_SET
from pytest_sesmock.account.configuration_sets import ConfigurationSets
from pytest_sesmock.account.dedicated_ip_pools import DedicatedIpPools
from pytest_sesmock.account.easy_dkim import Replication, parent_region, replicate
from pytest_sesmock.account.identities import RESOURCE_TYPE as IDENTITY
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.identity import NotificationSettings, name_to_cover
from pytest_sesmock.account.planned_failures import Plan, PlannedFailures
from pytest_sesmock.account.quota import Quota
from pytest_sesmock.account.reputation import EnforcementStatus, Reputation
from pytest_sesmock.account.sent_mails import SentMails
from pytest_sesmock.account.stores import ACCOUNT_ID, Stores
from pytest_sesmock.account.suppression import Cause, Suppression, SuppressionReason
from pytest_sesmock.account.tags import Tags
from pytest_sesmock.account.templates import RESOURCE_TYPE as TEMPLATE
from pytest_sesmock.account.templates import Templates
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.account_view import PausedBy
from pytest_sesmock.engine.addresses import AddressFault, Mailbox
from pytest_sesmock.engine.arns import ses_arn
from pytest_sesmock.engine.rules.mailboxes import judge_address
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submissions.submission import Submission

_NOBODY: Mapping[str, str] = {}  # one for all mails that everybody gets


class State(Stores):
    """The stores of an account, one for each kind of thing, and the questions of the rules.

    Operations change it as SES's callers may, `Account` as a test may. To rules it is the read-only
    `AccountView`.

    Attributes:
        sandbox: Whether the account is in the sandbox.
        quota: How much it may send and has sent.
        planned_failures: The refusals a test has planned.
        publisher: Publishes what SES has to tell.
    """

    __slots__ = (
        "_caller",
        "_identities_by_region",
        "_paused_by",
        "authorization",
        "configuration_sets",
        "planned_failures",
        "publisher",
        "quota",
        "reputation",
        "sandbox",
        "templates",
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
        identities_by_region: Mapping[str, Identities],
        publisher: Publisher,
    ) -> None:
        self.region = region
        self.lock = lock
        self._clock = clock
        self._stores = {}
        self.sandbox = False
        self._paused_by: PausedBy | None = None
        self.quota = Quota(clock)
        self.planned_failures = PlannedFailures(plan, sends, lock)
        # What stores are given is not the state's own, which would then only die by the garbage
        # collector, and every test leaves one behind.
        self.new_token = partial(new_token, random)
        self._caller = Caller(ACCOUNT_ID)
        self.publisher = publisher
        self.access = Access(publisher.can_reach)
        self.authorization = Authorization(region, ACCOUNT_ID)
        self.mails = SentMails(clock)
        self.reputation = Reputation(self.mails)
        self._suppression = Suppression(clock)
        self._tags = Tags(region, ACCOUNT_ID)
        self.identities = Identities(clock, self.new_token, self._tags)
        self._identities_by_region = identities_by_region
        self.dedicated_ip_pools = DedicatedIpPools(self._tags)
        self.configuration_sets = ConfigurationSets(
            clock, self.identities, self.dedicated_ip_pools, self._tags
        )
        self.templates = Templates(ACCOUNT_ID, clock, self._tags)

    @property
    def account_id(self) -> str:
        """The account's id, twelve digits."""
        return ACCOUNT_ID

    @property
    def caller_arn(self) -> str:
        """The ARN of the IAM user that the code under test uses to call SES."""
        return self.authorization.caller_arn

    # What the rules ask

    @property
    def absent_features(self) -> tuple[bool, ...]:
        """Which of the `SPECIAL_FEATURES` the account does not have."""
        return (
            not self.authorization.is_used,
            self._paused_by is None and not self.reputation.is_enforced,
            not self.identities.has_mail_from_domains,
            self.quota.bucket is None,
        )

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused sending: "holder", "aws" or, if sending is enabled, None.

        If AWS is to act by itself, the account's reputation is judged first.
        """
        if self.reputation.is_enforced and self._paused_by != "aws":
            with self.lock:
                if self.reputation.demands_pause():
                    self._paused_by = "aws"
        return self._paused_by

    @paused_by.setter
    def paused_by(self, by: PausedBy | None) -> None:
        self._paused_by = by

    def resume(self) -> None:
        """Resume sending; after a pause by AWS the reputation begins afresh."""
        if self._paused_by == "aws":
            self.reputation.start_afresh()
        self._paused_by = None

    @property
    def enforcement_status(self) -> EnforcementStatus:
        """What AWS says of the account's reputation [enforcement-status]."""
        if self.paused_by == "aws":
            return "SHUTDOWN"
        return "PROBATION" if self.reputation.is_under_review else "HEALTHY"

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity covers the mailbox."""
        return self.identities.sender(mailbox) is not None

    def name_to_cover(self, mailbox: Mailbox) -> str | None:
        """The identity to verify for a mailbox; None if none can be."""
        return name_to_cover(mailbox)

    def spelled_otherwise(self, mailbox: Mailbox) -> str | None:
        """A verified address that differs from the mailbox in nothing but its case, if any."""
        return self.identities.spelled_otherwise(mailbox)

    def verified_like(self, mailbox: Mailbox) -> str | None:
        """The verified identity whose name is most like the mailbox's, if any is like it."""
        return self.identities.verified_like(mailbox)

    def verified_elsewhere(self, mailbox: Mailbox) -> tuple[str, str] | None:
        """A verified identity of another region that covers the mailbox, and the region."""
        found = (
            (identity.name, region)
            for region, identities in tuple(self._identities_by_region.items())
            if (identity := identities.sender(mailbox)) is not None
        )
        return next(found, None)

    def failing_mail_from(self, mailbox: Mailbox) -> tuple[str, str] | None:
        """The identity and its MAIL FROM domain that make SES refuse a source, if any."""
        return self.identities.failing_mail_from(mailbox)

    def default_configuration_set(self, mailbox: Mailbox) -> str | None:
        """The configuration set of mail from the mailbox that names none, if it has one."""
        return self.identities.default_configuration_set(mailbox)

    def configuration_set_sends(self, name: str) -> bool | None:
        """Whether sending through the set is enabled; None if there is no such set."""
        configuration_set = self.configuration_sets.get(name)
        return None if configuration_set is None else configuration_set.sending_enabled

    def owns(self, arn: str) -> bool:
        """Whether an identity's ARN is one of this account and region."""
        return self.authorization.owns(arn)

    def identity_arn(self, name: str) -> str:
        """The ARN of an own identity."""
        return self.authorization.arn(name)

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether policies let this account send as the identity of an ARN."""
        return self.authorization.permits(arn, submission)

    def denied_identities(self, mailbox: Mailbox, submission: Submission) -> list[str]:
        """ARNs of the own identities covering the mailbox whose policies deny the send."""
        if not self.authorization.is_used:
            return []
        arns = (self.identity_arn(each.name) for each in self.identities.find_covering(mailbox))
        return [arn for arn in arns if self.authorization.denying_policies(arn, submission)]

    def denying_policies(self, arn: str, submission: Submission) -> list[str]:
        """The names of the policies of an ARN's identity that deny the send."""
        return self.authorization.denying_policies(arn, submission)

    def quota_is_used_up(self) -> bool:
        """Whether nothing of the daily quota is left."""
        return self.quota.is_used_up(sandbox=self.sandbox)

    def rate_is_exceeded(self) -> bool:
        """Whether nothing of the send rate is left for now."""
        return self.quota.rate_is_exceeded()

    def tenant_status(self, name: str) -> str | None:
        """Whether a tenant is ENABLED or DISABLED; None if there is none of this name."""
        tenant = self.tenants.get(name)
        return None if tenant is None else tenant.sending_status

    def tenant_lacks(self, name: str, source: Mailbox, configuration_set: str | None) -> list[str]:
        """The ARNs of what a mail is sent with that a tenant is not associated with.

        That is the identity that covers the sender, an address before its domain, and the
        configuration set, the identity's default one too [tenant-denied-text].
        """
        identities = self.identities.find_covering(source)
        arns = [self.identity_arn(identity.name) for identity in identities][:1]
        if configuration_set is not None:
            resource = f"{CONFIGURATION_SET}/{configuration_set}"
            arns.append(ses_arn(self.region, ACCOUNT_ID, resource))
        return self.tenants.lacks(name, arns)

    def has_endpoint(self, endpoint_id: str) -> bool:
        """Whether there is a multi-region endpoint of this id."""
        return self.multi_region_endpoints.has_id(endpoint_id)

    def has_contact_list(self, name: str, topic: str | None = None) -> bool:
        """Whether there is a contact list of this name, and with the topic if one is named."""
        contact_list = self.contact_lists.get(name)
        return contact_list is not None and (topic is None or contact_list.topic(topic) is not None)

    # What sending does

    def complete(self, submission: Submission) -> Submission:
        """A mail that names no configuration set, with its identity's default one."""
        if submission.configuration_set is not None or not self.identities.has_default_sets:
            return submission
        source = judge_address(submission.source)
        if not isinstance(source, Mailbox):
            return submission
        return submission._replace(configuration_set=self.default_configuration_set(source))

    def accept(self, submission: Submission, now: float) -> Acceptance:
        """Book an accepted mail against quota and rate.

        Args:
            submission: The mail.
            now: The moment, in seconds since the epoch.

        Returns:
            What is settled about the mail at this moment.
        """
        recipients = submission.recipients
        self.quota.charge(now, recipients)
        name = submission.configuration_set
        configuration_set = None if name is None else self.configuration_sets.get(name)
        withheld = _NOBODY
        if submission.subscription or self._suppression.is_used or self._has_imports:
            withheld = self._withhold(submission)
        arn, notifications = self._sending_identity(submission)
        return Acceptance(withheld, configuration_set, notifications, arn, self._caller)

    def _sending_identity(
        self, submission: Submission
    ) -> tuple[str | None, NotificationSettings | None]:
        """The ARN of the identity that a mail is sent as, and its settings."""
        arn = submission.source_arn
        if arn is not None:
            if not self.owns(arn):
                return arn, None
            identity = self.identities.get(arn.partition(":identity/")[2])
        else:
            source = judge_address(submission.source)
            identity = None if isinstance(source, AddressFault) else self.identities.sender(source)
            arn = None if identity is None else self.authorization.arn(identity.name)
        return arn, None if identity is None else identity.notifications

    def _withhold(self, submission: Submission) -> Mapping[str, str]:
        return {
            recipient: reason
            for recipient in submission.recipients
            if (reason := self._reason_to_withhold(recipient, submission)) is not None
        }

    def _reason_to_withhold(self, recipient: str, submission: Submission) -> str | None:
        address = addresses.bare_address(recipient)
        suppressed_reasons, tenant = self._suppression_of(submission)
        reason = self.suppression.reason_for(address, tenant)
        if reason is not None and reason in suppressed_reasons:
            return reason
        if submission.subscription is not None:
            name, topic = submission.subscription
            self.contacts.add_recipient(name, address)
            if self.contacts.subscription(name, topic, address) == "OPT_OUT":
                return "UNSUBSCRIBED"
        return None

    def _suppression_of(self, submission: Submission) -> tuple[Collection[str], str | None]:
        """For which reasons addresses are suppressed, and the tenant's id if it is on its list.

        Its configuration set's choice, which may be none [doc-suppr-match], else its tenant's, else
        the account's. A tenant has a list of its own if it is configured so [doc-suppr-scope].
        """
        name, tenant_name = submission.configuration_set, submission.tenant
        configuration_set = None if name is None else self.configuration_sets.get(name)
        tenant = None if tenant_name is None else self.tenants.get(tenant_name)
        options = None if configuration_set is None else configuration_set.suppression_options
        of_tenant = None if tenant is None else tenant.suppression
        suppressed_reasons: Collection[str] = self.suppression.suppressed_reasons
        scope = "ACCOUNT"
        if of_tenant is not None:
            suppressed_reasons, scope = of_tenant
        if options is not None:
            suppressed_reasons, scope = options.suppressed_reasons, options.scope or scope
        return suppressed_reasons, tenant.id if tenant is not None and scope == "TENANT" else None

    # What follows from events

    def suppress_from(
        self,
        since: datetime,
        recipients: Sequence[str],
        reason: SuppressionReason,
        submission: Submission,
        cause: Cause,
    ) -> None:
        """Put recipients of a mail on the list that it goes by, if the reason is one of its own.

        Those of the mailbox simulator are never put there [doc-sim-bounce].
        """
        suppressed_reasons, tenant = self._suppression_of(submission)
        if reason not in suppressed_reasons:
            return
        for recipient in recipients:
            mailbox = addresses.parse(recipient)
            if isinstance(mailbox, AddressFault) or not is_simulator(mailbox):
                self.suppression.put_from(since, recipient, reason, cause, tenant)

    # What operations ask and do

    def dkim(self, name: str) -> Replication:
        """DKIM by an identity's canonical name: a domain's or, of an address, its domain's.

        A replica has the keys of its parent, as they are at this moment.
        """
        dkim, domain = self.identities.dkim(name), name.rpartition("@")[2]
        region = parent_region(dkim)
        if region is None:
            return Replication(dkim)
        identities = self._identities_by_region.get(region)
        parent = None if identities is None else identities.get(domain)
        return replicate(
            dkim,
            # Without keys it is no parent: "must … have Easy DKIM configured" [deed-model].
            parent.dkim if parent is not None and parent.dkim.is_set_up else None,
            elsewhere=region != self.region,
        )

    def delete_identity(self, name: str) -> None:
        """Delete an identity with its policies and tags; nothing happens if there is none.

        Raises:
            Refused: If a tenant sends with it, or it still has certificates.
        """
        self.tenants.require_free(IDENTITY, name)
        arn = self.identity_arn(name)
        self.identities.delete(name, arn)
        self.authorization.forget(arn)
        self._tags.forget(IDENTITY, name)

    def delete_configuration_set(self, name: str) -> None:
        """Delete a configuration set; refused if there is none, or a tenant sends with it."""
        self.tenants.require_free(CONFIGURATION_SET, name)
        self.configuration_sets.delete(name)

    def delete_template(self, name: str) -> None:
        """Delete an email template; refused if there is none, or a tenant sends with it."""
        self.tenants.require_free(TEMPLATE, name)
        self.templates.delete(name)

    def delete_contact_list(self, name: str) -> None:
        """Delete a list with its contacts; refused if there is none."""
        self.contact_lists.delete(name)
        self.contacts.forget(name)

    def delete_dedicated_ip_pool(self, name: str) -> None:
        """Delete a pool, whose addresses go to the default one; refused if there is none."""
        self.dedicated_ip_pools.delete(name)
        self.dedicated_ips.leave(name)

    def delete_tenant(self, name: str) -> None:
        """Delete a tenant with its associations and suppression list; refused if there is none."""
        tenant = self.tenants.delete(name)
        self.suppression.forget(tenant.id)


def new_token(
    random: Random, length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz234567"
) -> str:
    """A token as SES makes them for DNS records, from a seeded source so that runs repeat."""
    return "".join(random.choices(alphabet, k=length))
