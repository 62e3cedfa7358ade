"""Every reason, by what it is about."""

from __future__ import annotations

from pytest_sesmock.account.reasons import (
    account,
    certificates,
    configuration_sets,
    contacts,
    dedicated_ips,
    deliverability,
    event_destinations,
    identities,
    jobs,
    multi_region_endpoints,
    policies,
    receipt,
    requests,
    sending,
    tags,
    templates,
    tenants,
    verification_templates,
)
from pytest_sesmock.engine.refusal import Reason

REASONS_BY_SUBJECT: dict[str, tuple[Reason, ...]] = {
    "requests": requests.REASONS,
    "sending": sending.REASONS,
    "identities": identities.REASONS,
    "policies": policies.REASONS,
    "certificates": certificates.REASONS,
    "configuration sets": configuration_sets.REASONS,
    "templates": templates.REASONS,
    "verification templates": verification_templates.REASONS,
    "account": account.REASONS,
    "contacts": contacts.REASONS,
    "tenants": tenants.REASONS,
    "multi-region endpoints": multi_region_endpoints.REASONS,
    "tags": tags.REASONS,
    "event destinations": event_destinations.REASONS,
    "dedicated IPs": dedicated_ips.REASONS,
    "deliverability": deliverability.REASONS,
    "jobs": jobs.REASONS,
    "receipt rules": receipt.REASONS,
}

REASONS: tuple[Reason, ...] = tuple(
    reason for reasons in REASONS_BY_SUBJECT.values() for reason in reasons
)
"""Every reason, whatever it is about."""
