"""Why SES refuses to manage an account: the texts of every operation that does not send."""

from __future__ import annotations

from pytest_sesmock.account.reasons import configuration_sets, identities, requests
from pytest_sesmock.engine.refusal import Reason

REASONS: tuple[Reason, ...] = (
    *requests.REASONS,
    *identities.REASONS,
    *configuration_sets.REASONS,
)
"""Every reason, for the fidelity page."""
