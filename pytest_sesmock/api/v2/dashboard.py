"""The deliverability dashboard, which costs money: the mock's accounts have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from pytest_sesmock.account.reasons import deliverability as reasons
from pytest_sesmock.api.context import Context, Operation, Result


def get_deliverability_dashboard_options(_: Context, __: Mapping[str, Any]) -> Result:
    """That the account has not subscribed [dashboard-options]; further members are not known."""
    return {"DashboardEnabled": False}


def ask_dashboard(context: Context, _: Mapping[str, Any]) -> NoReturn:
    """Refuse, as SES refuses an account without the dashboard [dashboard-none]."""
    raise reasons.DASHBOARD_MISSING.refused(account=context.account.account_id)


OPERATIONS: dict[str, Operation] = {
    "GetDeliverabilityDashboardOptions": Operation(get_deliverability_dashboard_options),
    "GetDomainStatisticsReport": Operation(ask_dashboard),
    "GetDomainDeliverabilityCampaign": Operation(ask_dashboard),
    "ListDomainDeliverabilityCampaigns": Operation(ask_dashboard),
    "GetBlacklistReports": Operation(ask_dashboard),
    "CreateDeliverabilityTestReport": Operation(ask_dashboard),
    "GetDeliverabilityTestReport": Operation(ask_dashboard),
    "ListDeliverabilityTestReports": Operation(ask_dashboard),
}
