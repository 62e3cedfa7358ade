"""The suppression lists of the account and of its tenants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import account as reasons
from pytest_sesmock.account.suppression import SuppressedDestination
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page


def put_suppressed_destination(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put an address on the list, or change the reason why it is there."""
    tenant = _tenant(context, parameters)
    context.account.suppression.put(parameters["EmailAddress"], parameters["Reason"], tenant)
    return {}


def get_suppressed_destination(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Why and since when an address is on the list."""
    tenant = _tenant(context, parameters)
    entry = context.account.suppression.require(parameters["EmailAddress"], tenant)
    of_tenant = {} if tenant is None else {"TenantName": parameters["TenantName"]}
    return {"SuppressedDestination": {**_describe(entry), **_describe_cause(entry), **of_tenant}}


def delete_suppressed_destination(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Take an address off the list."""
    tenant = _tenant(context, parameters)
    context.account.suppression.delete(parameters["EmailAddress"], tenant)
    return {}


def list_suppressed_destinations(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The addresses on the list, a page at a time; those of some reasons or of a time if asked."""
    tenant = _tenant(context, parameters)
    suppression_reasons = parameters.get("Reasons") or ()
    start, end = parameters.get("StartDate"), parameters.get("EndDate")
    entries = [
        entry
        for entry in context.account.suppression.entries(tenant)
        if (not suppression_reasons or entry.reason in suppression_reasons)
        and (start is None or entry.updated_at >= start)
        and (end is None or entry.updated_at <= end)
    ]
    if parameters.get("NextToken") == "":
        raise reasons.TOKEN_INVALID.refused()
    # A token belongs to the filtered list [suppr-list-token].
    paging = Paging(
        f"suppressed addresses {tenant} {sorted(suppression_reasons)} {start} {end}",
        1000,
        1000,
        reasons.PAGE_SIZE_INVALID,
        reasons.TOKEN_INVALID,
        "PageSize",
    )
    on_page, token = take_page(context, parameters, entries, paging)
    return {"SuppressedDestinationSummaries": [_describe(entry) for entry in on_page], **token}


def _tenant(context: Context, parameters: Mapping[str, Any]) -> str | None:
    """The id of the tenant whose list is meant; None for the account's."""
    name = parameters.get("TenantName")
    return None if name is None else context.account.tenants.require(name).id


def _describe(entry: SuppressedDestination) -> dict[str, Any]:
    return {
        "EmailAddress": entry.address,
        "Reason": entry.reason,
        "LastUpdateTime": entry.updated_at,
    }


def _describe_cause(entry: SuppressedDestination) -> dict[str, Any]:
    if entry.cause is None:
        return {}
    message_id, feedback_id = entry.cause
    return {"Attributes": {"MessageId": message_id, "FeedbackId": feedback_id}}


OPERATIONS: dict[str, Operation] = {
    "PutSuppressedDestination": Operation(put_suppressed_destination),
    "GetSuppressedDestination": Operation(get_suppressed_destination),
    "DeleteSuppressedDestination": Operation(delete_suppressed_destination),
    "ListSuppressedDestinations": Operation(list_suppressed_destinations),
}
