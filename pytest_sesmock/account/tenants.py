"""Tenants: parts of an account that send under a name and a reputation of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple, get_args

from pytest_sesmock.account.announcements import StatusOrigin, TenantStatus
from pytest_sesmock.account.reasons import tags as tag_reasons
from pytest_sesmock.account.reasons import tenants as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.arns import canonical_arn, partition_of, ses_arn
from pytest_sesmock.engine.refusal import Reason

SendingStatus = Literal["ENABLED", "REINSTATED", "DISABLED"]
SENDING_STATUSES: tuple[SendingStatus, ...] = get_args(SendingStatus)
RESOURCE_TYPE = "tenant"
"""What the ARNs of tenants call them."""
RESOURCE_TYPES: Mapping[str, Reason] = {
    "identity": reasons.IDENTITY_MISSING,
    "configuration-set": reasons.CONFIGURATION_SET_MISSING,
    "template": reasons.TEMPLATE_MISSING,
}
"""What may be associated with a tenant, as ARNs and answers name it; why not if it is missing."""


class TenantSuppression(NamedTuple):
    """For which reasons a tenant's addresses are suppressed, and on whose list."""

    reasons: tuple[str, ...]
    scope: str


class StatusRecord(NamedTuple):
    """The sending status that the account's holder or AWS gave a tenant.

    The cause of the former is known [reputation-entity], that of the latter is not.
    """

    status: SendingStatus
    updated_at: datetime
    cause: str | None = None


class Tenant(NamedTuple):
    """A tenant.

    Attributes:
        name: Its name.
        id: tn- and thirty hexadecimal digits.
        arn: Its ARN, which names its reputation entity too.
        created_at: When it was created.
        suppression: Its suppression; None until set.
        customer_status: The sending status its holder gave it; None until set.
        aws_status: The sending status AWS gave it; None until set.
        reputation_policy: The ARN of its reputation policy; None until set.
    """

    name: str
    id: str
    arn: str
    created_at: datetime
    suppression: TenantSuppression | None = None
    customer_status: StatusRecord | None = None
    aws_status: StatusRecord | None = None
    reputation_policy: str | None = None

    @property
    def sending_status(self) -> SendingStatus:
        """Whether it may send: what its holder says, unless AWS forbids it [tenant-statuses]."""
        if self.aws_status is not None and self.aws_status.status == "DISABLED":
            return "DISABLED"
        return "ENABLED" if self.customer_status is None else self.customer_status.status


class TenantResource(NamedTuple):
    """A resource that a tenant may send with, and since when."""

    arn: str
    type: str
    associated_at: datetime


class Tenants:
    """The tenants of one account and region, in the order of their names.

    Whatever is refused raises `Refused` with SES's words.

    Args:
        region: The region.
        account_id: The account's twelve digits.
        clock: The mock's clock.
        new_token: Makes a token of a length from an alphabet.
        tags: The tags of the account's resources, which know what exists.
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
        self._by_name: dict[str, Tenant] = {}
        self._resources: dict[str, dict[str, TenantResource]] = {}
        tags.serve(RESOURCE_TYPE, partial(_resolve, self._by_name))

    def __iter__(self) -> Iterator[Tenant]:
        return iter([self._by_name[name] for name in sorted(self._by_name)])

    def get(self, name: str) -> Tenant | None:
        """The tenant of this name, if there is one."""
        return self._by_name.get(name)

    def require(self, name: str) -> Tenant:
        """The tenant of this name; refused if there is none."""
        _check_name(name)
        tenant = self._by_name.get(name)
        if tenant is None:
            raise reasons.TENANT_MISSING.refused(name=name)
        return tenant

    def require_by_arn(self, arn: str) -> Tenant:
        """The tenant of this ARN; refused if there is none."""
        for tenant in self._by_name.values():
            if tenant.arn == arn:
                return tenant
        raise reasons.TENANT_MISSING.refused(name=arn)

    def create(
        self,
        name: str,
        tags: Sequence[ResourceTag] = (),
        suppressed_reasons: Sequence[str] | None = None,
        suppression_scope: str | None = None,
    ) -> Tenant:
        """Add a tenant; refused if something is malformed or its name is taken."""
        _check_name(name)
        values = check_tags(tags)
        suppression = _suppression(suppressed_reasons, suppression_scope)
        if name in self._by_name:
            raise reasons.TENANT_EXISTS.refused(name=name, account=self._account_id)
        id_ = f"tn-{self._new_token(30, '0123456789abcdef')}"
        arn = ses_arn(self._region, self._account_id, f"tenant/{name}/{id_}")
        tenant = Tenant(name, id_, arn, self._clock.now(), suppression)
        self._by_name[name] = tenant
        self._resources[name] = {}
        self._tags.give(RESOURCE_TYPE, id_, values)
        return tenant

    def delete(self, name: str) -> Tenant:
        """Delete a tenant with its associations, and return it; refused if there is none."""
        tenant = self.require(name)
        del self._by_name[name], self._resources[name]
        self._tags.forget(RESOURCE_TYPE, tenant.id)
        return tenant

    def suppress(
        self, name: str, suppressed_reasons: Sequence[str] | None, scope: str | None
    ) -> None:
        """Set a tenant's suppression, or unset it with None twice; refused if there is none."""
        suppression = _suppression(suppressed_reasons, scope)
        self._by_name[name] = self.require(name)._replace(suppression=suppression)

    def set_status(self, arn: str, status: SendingStatus) -> TenantStatus | None:
        """Set a tenant's sending status as its holder; refused if there is no such tenant.

        Returns what SES then publishes: nothing, if it changes nothing.
        """
        before = self.require_by_arn(arn)
        record = StatusRecord(status, self._clock.now(), "Status manually updated.")
        after = self._by_name[before.name] = before._replace(customer_status=record)
        return _status_change(before, after, "CUSTOMER_MANAGED", record)

    def judge(self, name: str, status: SendingStatus) -> TenantStatus | None:
        """Set a tenant's sending status as AWS; refused if there is no such tenant.

        Returns what SES then publishes: nothing, if it changes nothing.
        """
        before = self.require(name)
        record = StatusRecord(status, self._clock.now())
        after = self._by_name[name] = before._replace(aws_status=record)
        return _status_change(before, after, "AWS_MANAGED", record)

    def set_reputation_policy(self, arn: str, policy: str) -> None:
        """Set the reputation policy of a tenant; refused if there is no such tenant."""
        tenant = self.require_by_arn(arn)
        self._by_name[tenant.name] = tenant._replace(reputation_policy=policy)

    # Resources

    def associate(self, name: str, arn: str) -> None:
        """Let a tenant send with a resource; refused if it may already, or one is missing."""
        type_ = self._type(arn)
        tenant = self.require(name)
        self._require_resource(arn)
        resources, key = self._resources[name], canonical_arn(arn)
        if key in resources:
            raise reasons.RESOURCE_ASSOCIATED.refused(arn=arn, name=tenant.name)
        resources[key] = TenantResource(arn, type_, self._clock.now())

    def dissociate(self, name: str, arn: str) -> None:
        """Let a tenant send with a resource no more; refused if tenant or resource is missing."""
        self._type(arn)
        self.require(name)
        self._require_resource(arn)
        self._resources[name].pop(canonical_arn(arn), None)

    def resources(self, name: str) -> list[TenantResource]:
        """What a tenant may send with, in the order of ARNs; refused if there is no tenant."""
        return sorted(self._resources[self.require(name).name].values())

    def of_resource(self, arn: str) -> list[tuple[Tenant, TenantResource]]:
        """The tenants that may send with a resource, since the longest first.

        Refused if there is no such resource.
        """
        self._type(arn)
        self._require_resource(arn)
        key = canonical_arn(arn)
        associations = [
            (tenant, self._resources[tenant.name][key])
            for tenant in self
            if key in self._resources[tenant.name]
        ]
        return sorted(associations, key=lambda each: each[1].associated_at)

    def lacks(self, name: str, arns: Iterable[str]) -> list[str]:
        """Those of some ARNs that are not associated with a tenant, which exists."""
        return [arn for arn in arns if arn not in self._resources[name]]

    def require_free(self, type_: str, name: str) -> None:
        """Refuse to delete a resource with which a tenant sends."""
        arn = ses_arn(self._region, self._account_id, f"{type_}/{name}")
        if any(arn in resources for resources in self._resources.values()):
            raise reasons.RESOURCE_IN_USE.refused(arn=arn)

    def _type(self, arn: str) -> str:
        """The type of an ARN's resource, in the probed order of checks."""
        parts = arn.split(":", 5)
        if len(parts) < 6 or parts[0] != "arn":
            raise reasons.NO_ARN.refused()
        _, partition, service, region, account, resource = parts
        if service != "ses":
            raise reasons.ARN_OF_OTHER_SERVICE.refused()
        type_, _, name = resource.partition("/")
        if type_ not in RESOURCE_TYPES:
            raise reasons.TYPE_UNSUPPORTED.refused(type=type_)
        if not name:
            raise reasons.NO_ARN.refused()
        # A region is in one partition: that SES tells the two apart alike is inferred.
        if (partition, region) != (partition_of(self._region), self._region):
            raise reasons.ARN_OF_OTHER_REGION.refused(arn=arn)
        if account != self._account_id:
            raise reasons.ARN_OF_OTHER_ACCOUNT.refused(arn=arn)
        return type_

    def _require_resource(self, arn: str) -> None:
        type_, _, name = arn.split(":", 5)[5].partition("/")
        if not self._tags.exists(type_, name):
            raise RESOURCE_TYPES[type_].refused(name=name)


def _status_change(
    before: Tenant, after: Tenant, origin: StatusOrigin, record: StatusRecord
) -> TenantStatus | None:
    if after.sending_status == before.sending_status:
        return None
    return TenantStatus(after.arn, after.sending_status, origin, record.cause, record.updated_at)


def _resolve(tenants: Mapping[str, Tenant], name: str) -> str:
    """The id that stands for a tenant's tags; it alone is looked up [tag-target-missing]."""
    tenant_name, slash, id_ = name.rpartition("/")
    if not any(tenant.id == id_ for tenant in tenants.values()):
        # The missing space is SES's.
        quote = f"{tenant_name if slash else 'null'}with tenantId: {id_}"
        raise tag_reasons.RESOURCE_MISSING.refused(kind="Tenant", name=quote)
    return id_


_NAME = re.compile(r"[A-Za-z0-9_-]+")


def _check_name(name: str) -> None:
    if not name.strip():
        raise reasons.NAME_EMPTY.refused()
    if len(name) > limits.MAX_TENANT_NAME_LENGTH:
        raise reasons.NAME_TOO_LONG.refused()
    if not _NAME.fullmatch(name):
        raise reasons.NAME_INVALID.refused(name=name)


def _suppression(
    suppressed_reasons: Sequence[str] | None, scope: str | None
) -> TenantSuppression | None:
    """The suppression that a call asks for; None if it asks for none."""
    if suppressed_reasons is None:
        if scope is not None:
            raise reasons.REASONS_MISSING.refused()
        return None
    if len(set(suppressed_reasons)) < len(suppressed_reasons):
        raise reasons.REASON_REPEATED.refused()
    if scope is None:
        if suppressed_reasons:
            raise reasons.SCOPE_MISSING.refused()
        raise reasons.SCOPE_MISSING_WITHOUT_REASONS.refused()
    return TenantSuppression(tuple(suppressed_reasons), scope)
