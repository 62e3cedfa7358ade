"""Details of an account that SES keeps and shows, and that change nothing a test can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.reasons import account as reasons
from pytest_sesmock.engine.remedies import LEAVE_SANDBOX
from pytest_sesmock.engine.urls import is_web_address


class HolderDetails(NamedTuple):
    """What the account's holder told AWS about it.

    Attributes:
        members: What was told, by SES's names of it.
        case_id: The id of the support case that reviews it.
        wants_production_access: Whether the holder asked to leave the sandbox.
    """

    members: Mapping[str, Any]
    case_id: str
    wants_production_access: bool

    def review_status(self, *, sandbox: bool) -> str | None:
        """GRANTED, or PENDING while the account waits in the sandbox; None without a review.

        That an account out of the sandbox had its review granted is inferred.
        """
        if not sandbox:
            return "GRANTED"
        return "PENDING" if self.wants_production_access else None


class AccountDetails:
    """What GetAccount shows besides the state of sending; None for what was never set.

    Attributes:
        holder: What the holder told AWS.
        suppression_validation: How addresses are validated before they are sent to, by SES's names.
        vdm: The Virtual Deliverability Manager's settings, by SES's names of them.
        auto_warmup: Whether dedicated IP addresses are warmed up [acct-get-production].
        pricing_plan: The pricing plan.
        shared_pool_mode: GLOBAL or REGIONAL: where the shared IP addresses of mails may be.
    """

    def __init__(self) -> None:
        self.holder: HolderDetails | None = None
        self.suppression_validation: Mapping[str, Any] | None = None
        self.vdm: Mapping[str, Any] | None = None
        self.auto_warmup = True
        self.pricing_plan: str | None = None
        self.shared_pool_mode: str | None = None

    @property
    def has_vdm(self) -> bool:
        """Whether the Virtual Deliverability Manager is enabled."""
        return self.vdm is not None and self.vdm["VdmEnabled"] == "ENABLED"

    def put_holder(self, holder: HolderDetails, *, sandbox: bool) -> None:
        """Replace what the holder told; `Refused` for a bad URL or while a review is pending."""
        if not is_web_address(holder.members["WebsiteURL"]):
            raise reasons.WEBSITE_URL_INVALID.refused()
        before = self.holder
        if before is not None and before.review_status(sandbox=sandbox) == "PENDING":
            raise reasons.DETAILS_UNDER_REVIEW.refused(remedy=LEAVE_SANDBOX)
        self.holder = holder
