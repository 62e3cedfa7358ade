"""The account: sending, suppression attributes, and settings that are kept and shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.account import Account
from pytest_sesmock.account.account_details import Details
from pytest_sesmock.api.account import enable_sending, send_quota
from pytest_sesmock.api.context import Context, Operation, Result


def get_account(context: Context, _: Mapping[str, Any]) -> Result:
    """State of sending, quotas and settings; what was never set is left out [acct-vdm-unset]."""
    account = context.account
    settings = account.settings
    result: dict[str, Any] = {
        "DedicatedIpAutoWarmupEnabled": settings.auto_warmup,
        "EnforcementStatus": "SHUTDOWN" if account.paused_by == "aws" else "HEALTHY",
        "ProductionAccessEnabled": not account.sandbox,
        "SendQuota": send_quota(account),
        "SendingEnabled": account.paused_by is None,
        "SuppressionAttributes": _suppression(account),
    }
    if settings.details is not None:
        result["Details"] = _details(settings.details, sandbox=account.sandbox)
    if settings.vdm is not None:
        result["VdmAttributes"] = settings.vdm
    if settings.pricing_plan is not None:
        result["PricingAttributes"] = {"CurrentPlan": settings.pricing_plan}
    return result


def put_account_sending_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Pause or resume sending as the account's holder; false when left out [bool-absent-false]."""
    enable_sending(context.account, enabled=parameters.get("SendingEnabled", False))
    return {}


def put_account_suppression_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Choose the reasons for which addresses are suppressed; none when left out."""
    account = context.account
    account.suppression.suppressed_reasons = tuple(parameters.get("SuppressedReasons", ()))
    account.settings.suppression_validation = parameters.get("ValidationAttributes")
    return {}


def put_account_details(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Tell AWS about the account; to ask for production access in the sandbox takes a review."""
    members = dict(parameters)
    wants_production_access = members.pop("ProductionAccessEnabled", False)
    details = Details(members, context.account.new_token(15, "0123456789"), wants_production_access)
    context.account.settings.put_details(details, sandbox=context.account.sandbox)
    return {}


def put_account_vdm_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set the Virtual Deliverability Manager up; what is left out is DISABLED [acct-vdm-unset]."""
    attributes = parameters["VdmAttributes"]
    vdm: dict[str, Any] = {"VdmEnabled": attributes["VdmEnabled"]}
    if vdm["VdmEnabled"] == "ENABLED":
        for group, member in _VDM_MEMBERS:
            vdm[group] = {member: attributes.get(group, {}).get(member, "DISABLED")}
    context.account.settings.vdm = vdm
    return {}


def put_account_dedicated_ip_warmup_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable or disable the warm-up of dedicated IPs; false when left out [acct-warmup-empty]."""
    context.account.settings.auto_warmup = parameters.get("AutoWarmupEnabled", False)
    return {}


def put_account_pricing_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Choose a pricing plan, at once; on AWS a change may wait for the next month."""
    context.account.settings.pricing_plan = parameters["Plan"]
    return {}


_VDM_MEMBERS = (
    ("DashboardAttributes", "EngagementMetrics"),
    ("GuardianAttributes", "OptimizedSharedDelivery"),
)


def _suppression(account: Account) -> Result:
    reasons = {"SuppressedReasons": list(account.suppression.suppressed_reasons)}
    validation = account.settings.suppression_validation
    return reasons if validation is None else {**reasons, "ValidationAttributes": validation}


def _details(details: Details, *, sandbox: bool) -> Result:
    status = details.review_status(sandbox=sandbox)
    if status is None:
        return details.members
    return {**details.members, "ReviewDetails": {"Status": status, "CaseId": details.case_id}}


OPERATIONS: dict[str, Operation] = {
    "GetAccount": Operation(get_account),
    "PutAccountSendingAttributes": Operation(put_account_sending_attributes),
    "PutAccountSuppressionAttributes": Operation(put_account_suppression_attributes),
    "PutAccountDetails": Operation(put_account_details, stored_only=True),
    "PutAccountVdmAttributes": Operation(put_account_vdm_attributes, stored_only=True),
    "PutAccountDedicatedIpWarmupAttributes": Operation(
        put_account_dedicated_ip_warmup_attributes, stored_only=True
    ),
    "PutAccountPricingAttributes": Operation(put_account_pricing_attributes, stored_only=True),
}
