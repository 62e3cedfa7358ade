"""The account: sending, suppression attributes, and settings that are kept and shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.account_details import HolderDetails
from pytest_sesmock.account.state import State
from pytest_sesmock.api.account import enable_sending, send_quota
from pytest_sesmock.api.context import Context, Operation, Result


def get_account(context: Context, _: Mapping[str, Any]) -> Result:
    """State of sending, quotas and settings; what was never set is left out [acct-vdm-unset]."""
    account = context.account
    details = account.account_details
    result: dict[str, Any] = {
        "DedicatedIpAutoWarmupEnabled": details.auto_warmup,
        "EnforcementStatus": account.enforcement_status,
        "ProductionAccessEnabled": not account.sandbox,
        "SendQuota": send_quota(account),
        "SendingEnabled": account.paused_by is None,
        "SuppressionAttributes": _describe_suppression(account),
    }
    if details.holder is not None:
        result["Details"] = _describe_holder(details.holder, sandbox=account.sandbox)
    if details.vdm is not None:
        result["VdmAttributes"] = details.vdm
    if details.pricing_plan is not None:
        result["PricingAttributes"] = {"CurrentPlan": details.pricing_plan}
    if details.shared_pool_mode is not None:
        result["DeliveryAttributes"] = {"SharedPoolDeliveryMode": details.shared_pool_mode}
    return result


def put_account_sending_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Pause or resume sending as the account's holder; false when left out [bool-absent-false]."""
    enable_sending(context.account, enabled=parameters.get("SendingEnabled", False))
    return {}


def put_account_suppression_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Choose the reasons for which addresses are suppressed; none when left out."""
    account = context.account
    account.suppression.suppressed_reasons = tuple(parameters.get("SuppressedReasons", ()))
    account.account_details.suppression_validation = parameters.get("ValidationAttributes")
    return {}


def put_account_details(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Tell AWS about the account; to ask for production access in the sandbox takes a review."""
    members = dict(parameters)
    wants_production_access = members.pop("ProductionAccessEnabled", False)
    case_id = context.account.new_token(15, "0123456789")
    holder = HolderDetails(members, case_id, wants_production_access)
    context.account.account_details.put_holder(holder, sandbox=context.account.sandbox)
    return {}


def put_account_vdm_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set the Virtual Deliverability Manager up; what is left out is DISABLED [acct-vdm-unset]."""
    attributes = parameters["VdmAttributes"]
    vdm: dict[str, Any] = {"VdmEnabled": attributes["VdmEnabled"]}
    if vdm["VdmEnabled"] == "ENABLED":
        for group, member in _VDM_MEMBERS:
            vdm[group] = {member: attributes.get(group, {}).get(member, "DISABLED")}
    context.account.account_details.vdm = vdm
    return {}


def put_account_dedicated_ip_warmup_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable or disable the warm-up of dedicated IPs; false when left out [acct-warmup-empty]."""
    context.account.account_details.auto_warmup = parameters.get("AutoWarmupEnabled", False)
    return {}


def put_account_pricing_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Choose a pricing plan, at once; on AWS a change may wait for the next month."""
    context.account.account_details.pricing_plan = parameters["Plan"]
    return {}


def put_account_delivery_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Say whether mails may leave from shared IP addresses in other regions, too."""
    context.account.account_details.shared_pool_mode = parameters["SharedPoolDeliveryMode"]
    return {}


_VDM_MEMBERS = (
    ("DashboardAttributes", "EngagementMetrics"),
    ("GuardianAttributes", "OptimizedSharedDelivery"),
)


def _describe_suppression(account: State) -> Result:
    reasons = {"SuppressedReasons": list(account.suppression.suppressed_reasons)}
    validation = account.account_details.suppression_validation
    return reasons if validation is None else {**reasons, "ValidationAttributes": validation}


def _describe_holder(holder: HolderDetails, *, sandbox: bool) -> Result:
    status = holder.review_status(sandbox=sandbox)
    if status is None:
        return holder.members
    return {**holder.members, "ReviewDetails": {"Status": status, "CaseId": holder.case_id}}


OPERATIONS: dict[str, Operation] = {
    "GetAccount": Operation(get_account),
    "PutAccountSendingAttributes": Operation(put_account_sending_attributes),
    "PutAccountSuppressionAttributes": Operation(put_account_suppression_attributes),
    "PutAccountDetails": Operation(put_account_details, stored_only=True),
    "PutAccountVdmAttributes": Operation(put_account_vdm_attributes),
    "PutAccountDedicatedIpWarmupAttributes": Operation(
        put_account_dedicated_ip_warmup_attributes, stored_only=True
    ),
    "PutAccountPricingAttributes": Operation(put_account_pricing_attributes, stored_only=True),
    "PutAccountDeliveryAttributes": Operation(put_account_delivery_attributes, stored_only=True),
}
