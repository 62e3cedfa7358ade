"""Tenants and the resources they send with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_sesmock.account.reasons import tenants as reasons
from pytest_sesmock.account.tenants import (
    RESOURCE_TYPE,
    RESOURCE_TYPES,
    SENDING_STATUSES,
    Tenant,
)
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page, without_none
from pytest_sesmock.api.tags import describe_tags, read_tags
from pytest_sesmock.engine.text import join_violations


def create_tenant(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a tenant that may send."""
    suppression = parameters.get("SuppressionAttributes", {})
    tenant = context.account.tenants.create(
        parameters["TenantName"],
        read_tags(parameters),
        suppression.get("SuppressedReasons"),
        suppression.get("SuppressionScope"),
    )
    return _describe_tenant(context, tenant)


def get_tenant(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A tenant with its sending status, tags and suppression."""
    return {"Tenant": _describe_tenant(context, context.account.tenants.require(_name(parameters)))}


def list_tenants(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The tenants in the order of their names, a page at a time; some of them if asked.

    A part of a name is looked for whatever its case [tenants-filter].
    """
    check_page(parameters)
    filter_ = parameters.get("Filter", {})
    part, status = filter_.get("TENANT_NAME_CONTAINS"), filter_.get("SENDING_STATUS")
    if part is not None and len(part) < _LEAST_OF_A_NAME:
        raise reasons.FILTER_TOO_SHORT.refused()
    if status is not None and status not in SENDING_STATUSES:
        raise reasons.FILTER_STATUS_INVALID.refused(status=status)
    part = (part or "").lower()
    tenants = [
        tenant
        for tenant in context.account.tenants
        if part in tenant.name.lower() and status in (None, tenant.sending_status)
    ]
    on_page, token = take_page(context, parameters, tenants, paging(f"tenants {part} {status}"))
    return {"Tenants": [_summary(tenant) for tenant in on_page], **token}


def delete_tenant(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a tenant with its associations and its suppression list; the resources stay."""
    context.account.delete_tenant(_name(parameters))
    return {}


def put_tenant_suppression_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set for which reasons a tenant's addresses are suppressed, or unset it with nothing."""
    context.account.tenants.suppress(
        _name(parameters),
        parameters.get("SuppressedReasons"),
        parameters.get("SuppressionScope"),
    )
    return {}


def create_tenant_resource_association(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Let a tenant send with an identity, a configuration set or a template."""
    context.account.tenants.associate(_name(parameters), parameters["ResourceArn"])
    return {}


def delete_tenant_resource_association(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Let a tenant send with a resource no more; succeeds if it may not anyway."""
    context.account.tenants.dissociate(_name(parameters), parameters["ResourceArn"])
    return {}


def list_tenant_resources(context: Context, parameters: Mapping[str, Any]) -> Result:
    """What a tenant sends with, in the order of ARNs, a page at a time; of one type if asked."""
    check_page(parameters)
    type_ = parameters.get("Filter", {}).get("RESOURCE_TYPE")
    if type_ is not None and type_ not in RESOURCE_TYPES:
        raise reasons.RESOURCE_TYPE_INVALID.refused(type=type_)
    name = _name(parameters)
    resources = [
        resource
        for resource in context.account.tenants.resources(name)
        if type_ in (None, resource.type)
    ]
    on_page, token = take_page(
        context, parameters, resources, paging(f"resources of {name} {type_}")
    )
    return {
        # The wire has the types of ARNs [tenant-filter-bad], which the model does not list.
        "TenantResources": [
            {"ResourceType": resource.type, "ResourceArn": resource.arn} for resource in on_page
        ],
        **token,
    }


def list_resource_tenants(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The tenants that send with a resource, since the longest first, a page at a time."""
    check_page(parameters)
    arn = parameters["ResourceArn"]
    associations = context.account.tenants.of_resource(arn)
    on_page, token = take_page(context, parameters, associations, paging(f"tenants of {arn}"))
    return {
        "ResourceTenants": [
            {
                "TenantName": tenant.name,
                "TenantId": tenant.id,
                "ResourceArn": resource.arn,
                "AssociatedTimestamp": resource.associated_at,
            }
            for tenant, resource in on_page
        ],
        **token,
    }


_MOST = 100
_LEAST_OF_A_NAME = 3


def paging(list_: str) -> Paging:
    """Pages of a list of tenants; the most is taken for the usual, which is not known."""
    return Paging(list_, _MOST, _MOST, None, reasons.TOKEN_INVALID, "PageSize")


def check_page(parameters: Mapping[str, Any]) -> None:
    """Refuse a page that AWS does not let through to SES; it quotes the values [page-tenants]."""
    violations = list(_violations(parameters))
    if violations:
        raise reasons.PAGE_INVALID.refused(violations=join_violations(violations))


def _violations(parameters: Mapping[str, Any]) -> Iterator[str]:
    if parameters.get("NextToken") == "":
        yield (
            "Value '' at 'nextToken' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1"
        )
    size = parameters.get("PageSize", _MOST)
    if not 1 <= size <= _MOST:
        bound = "greater than or equal to 1" if size < 1 else f"less than or equal to {_MOST}"
        yield (
            f"Value '{size}' at 'pageSize' failed to satisfy constraint: "
            f"Member must have value {bound}"
        )


def _name(parameters: Mapping[str, Any]) -> str:
    """The name of the tenant a call is about; empty if the call has none, which is refused."""
    return str(parameters.get("TenantName", ""))


def _describe_tenant(context: Context, tenant: Tenant) -> dict[str, Any]:
    """A tenant as results have it; without tags or suppression, without that member."""
    suppression = tenant.suppression
    return without_none(
        **_summary(tenant),
        Tags=describe_tags(context.account.tags.of(RESOURCE_TYPE, tenant.id)) or None,
        SuppressionAttributes=suppression
        and {
            "SuppressedReasons": list(suppression.reasons),
            "SuppressionScope": suppression.scope,
        },
    )


def _summary(tenant: Tenant) -> dict[str, Any]:
    return {
        "TenantName": tenant.name,
        "TenantId": tenant.id,
        "TenantArn": tenant.arn,
        "CreatedTimestamp": tenant.created_at,
        "SendingStatus": tenant.sending_status,
    }


# CreateTenant alone holds the name to the service model [tenant-name-empty].
_TENANT_NAME = ("TenantName",)

OPERATIONS: dict[str, Operation] = {
    "CreateTenant": Operation(create_tenant),
    "GetTenant": Operation(get_tenant, own_checks=_TENANT_NAME),
    "ListTenants": Operation(list_tenants, own_checks=_TENANT_NAME),
    "DeleteTenant": Operation(delete_tenant, own_checks=_TENANT_NAME),
    "CreateTenantResourceAssociation": Operation(
        create_tenant_resource_association, own_checks=_TENANT_NAME
    ),
    "DeleteTenantResourceAssociation": Operation(
        delete_tenant_resource_association, own_checks=_TENANT_NAME
    ),
    "ListTenantResources": Operation(list_tenant_resources, own_checks=_TENANT_NAME),
    "ListResourceTenants": Operation(list_resource_tenants, own_checks=_TENANT_NAME),
    "PutTenantSuppressionAttributes": Operation(
        put_tenant_suppression_attributes, own_checks=_TENANT_NAME
    ),
}
