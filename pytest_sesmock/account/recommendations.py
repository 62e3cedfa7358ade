"""What the Virtual Deliverability Manager recommends, and what it finds of addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from pytest_sesmock.clock import Clock

RecommendationType = Literal[
    "DKIM", "DMARC", "SPF", "BIMI", "COMPLAINT", "BOUNCE", "FEEDBACK_3P", "IP_LISTING"
]
Impact = Literal["LOW", "HIGH"]
RecommendationStatus = Literal["OPEN", "FIXED"]
Verdict = Literal["LOW", "MEDIUM", "HIGH"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Recommendation(NamedTuple):
    """A recommendation, or a finding on a tenant's reputation."""

    resource_arn: str
    type: RecommendationType
    description: str
    impact: Impact
    status: RecommendationStatus
    created_at: datetime
    updated_at: datetime


class Recommendations:
    """The recommendations of one account and region, in the order made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_subject: dict[tuple[str, str, str], Recommendation] = {}

    def __iter__(self) -> Iterator[Recommendation]:
        return iter(tuple(self._by_subject.values()))

    def put(
        self,
        resource_arn: str,
        type_: RecommendationType,
        description: str,
        impact: Impact,
        status: RecommendationStatus,
    ) -> None:
        """Add a recommendation, or change the one of the same resource, type and description."""
        key, now = (resource_arn, type_, description), self._clock.now()
        before = self._by_subject.get(key)
        created_at = now if before is None else before.created_at
        self._by_subject[key] = Recommendation(
            resource_arn, type_, description, impact, status, created_at, now
        )

    def impact_on(self, resource_arn: str) -> Impact | None:
        """The highest impact of what is open on a resource; None if nothing is."""
        impacts = {
            each.impact
            for each in self._by_subject.values()
            if each.resource_arn == resource_arn and each.status == "OPEN"
        }
        return "HIGH" if "HIGH" in impacts else "LOW" if impacts else None


class AddressInsights(NamedTuple):
    """What AWS finds of an address [address-insights].

    Attributes:
        is_valid: How likely a mail to it arrives.
        evaluations: How likely each single finding is true, by SES's names.
    """

    is_valid: Verdict
    evaluations: Mapping[str, Verdict]


EVALUATIONS = {
    "has_valid_syntax": "HasValidSyntax",
    "has_valid_dns_records": "HasValidDnsRecords",
    "mailbox_exists": "MailboxExists",
    "is_role_address": "IsRoleAddress",
    "is_disposable": "IsDisposable",
    "is_random_input": "IsRandomInput",
}
"""SES's names of the evaluations, by ours."""

_ROLES = frozenset({"admin", "support", "info"})


def usual_insights(address: str, *, has_valid_syntax: bool) -> AddressInsights:
    """What AWS is taken to find of an address that no test tells of: a good one, if it is one.

    Role addresses are those that the documentation names [address-insights].
    """
    good: Verdict = "HIGH" if has_valid_syntax else "LOW"
    local_part = address.partition("@")[0].lower()
    risks: dict[str, Verdict] = {
        "IsRoleAddress": "HIGH" if local_part in _ROLES else "LOW",
        "IsDisposable": "LOW",
        "IsRandomInput": "LOW",
    }
    checks = ("HasValidSyntax", "HasValidDnsRecords", "MailboxExists")
    return AddressInsights(good, dict.fromkeys(checks, good) | risks)
