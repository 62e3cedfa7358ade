"""Identities: what is the same in both APIs but for its spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Result


class Spelling(NamedTuple):
    """How an API spells the operations on identities.

    Attributes:
        identity: The member that names the identity.
        dkim: The member that enables DKIM signing; what is left out disables it.
        forwarding: The member that has feedback forwarded; what is left out has not.
    """

    identity: str
    dkim: str
    forwarding: str

    def enable_dkim(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Enable or disable DKIM signing for a domain; for an address of one nothing happens."""
        context.account.identities.enable_dkim_signing(
            parameters[self.identity], signing=parameters.get(self.dkim, False)
        )
        return {}

    def forward_feedback(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Set whether bounces and complaints are forwarded by mail.

        The documentation wants topics for both before it may be disabled, v2 was seen to do without
        [feedback-disable-tf]; no refusal is known.
        """
        identities = context.account.identities
        identity = identities.require(parameters[self.identity], reasons.IDENTITY_INVALID)
        identities.set_notifications(
            identity, forwards_feedback=parameters.get(self.forwarding, False)
        )
        return {}
