"""Reputation entities: tenants, by their ARNs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.tenants import StatusRecord, Tenant
from pytest_sesmock.api.context import Context, Operation, Result, take_page, without_none
from pytest_sesmock.api.v2.tenants import check_page, paging


def get_reputation_entity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The reputation of a tenant."""
    tenant = context.account.tenants.require_by_arn(parameters["ReputationEntityReference"])
    return {"ReputationEntity": _describe_entity(context, tenant)}


def list_reputation_entities(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The reputation of every tenant, in the order of their names, a page at a time."""
    check_page(parameters)
    filter_ = parameters.get("Filter", {})
    entities = [
        entity
        for entity in (_describe_entity(context, tenant) for tenant in context.account.tenants)
        if all(_MATCHES[key](entity, value) for key, value in filter_.items())
    ]
    on_page, token = take_page(
        context, parameters, entities, paging(f"reputation {sorted(filter_.items())}")
    )
    return {"ReputationEntities": list(on_page), **token}


def update_reputation_entity_customer_managed_status(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Let a tenant send, or let it send no more."""
    account, arn = context.account, parameters["ReputationEntityReference"]
    change = account.tenants.set_status(arn, parameters["SendingStatus"])
    if change is not None:
        account.publisher.announce(change)
    return {}


def update_reputation_entity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set the policy by which SES would judge a tenant's reputation."""
    context.account.tenants.set_reputation_policy(
        parameters["ReputationEntityReference"], parameters["ReputationEntityPolicy"]
    )
    return {}


_MATCHES = {
    "ENTITY_TYPE": lambda entity, value: entity["ReputationEntityType"] == value,
    "REPUTATION_IMPACT": lambda entity, value: entity["ReputationImpact"] == value,
    "SENDING_STATUS": lambda entity, value: entity["SendingStatusAggregate"] == value,
    "ENTITY_REFERENCE_PREFIX": lambda entity, value: entity["ReputationEntityReference"].startswith(
        value
    ),
}


def _describe_entity(context: Context, tenant: Tenant) -> dict[str, Any]:
    """An entity as it was seen of a healthy tenant [reputation-entity]."""
    return without_none(
        ReputationEntityReference=tenant.arn,
        ReputationEntityType="RESOURCE",
        ReputationManagementPolicy=tenant.reputation_policy,
        CustomerManagedStatus=_describe_status(tenant.customer_status),
        AwsSesManagedStatus=_describe_status(tenant.aws_status),
        SendingStatusAggregate=tenant.sending_status,
        # NONE is not a value of the model.
        ReputationImpact=context.account.recommendations.impact_on(tenant.arn) or "NONE",
    )


def _describe_status(record: StatusRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return without_none(
        Status=record.status, Cause=record.cause, LastUpdatedTimestamp=record.updated_at
    )


OPERATIONS: dict[str, Operation] = {
    "GetReputationEntity": Operation(get_reputation_entity),
    "ListReputationEntities": Operation(list_reputation_entities),
    "UpdateReputationEntityCustomerManagedStatus": Operation(
        update_reputation_entity_customer_managed_status
    ),
    "UpdateReputationEntityPolicy": Operation(update_reputation_entity_policy, stored_only=True),
}
