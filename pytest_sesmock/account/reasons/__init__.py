"""Why SES refuses to manage an account: the texts of every operation that does not send."""

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

REASONS: tuple[Reason, ...] = (
    *requests.REASONS,
    *sending.REASONS,
    *identities.REASONS,
    *policies.REASONS,
    *certificates.REASONS,
    *configuration_sets.REASONS,
    *templates.REASONS,
    *verification_templates.REASONS,
    *account.REASONS,
    *contacts.REASONS,
    *tenants.REASONS,
    *multi_region_endpoints.REASONS,
    *tags.REASONS,
    *event_destinations.REASONS,
    *dedicated_ips.REASONS,
    *deliverability.REASONS,
    *jobs.REASONS,
    *receipt.REASONS,
)
"""Every reason, for the fidelity page."""
