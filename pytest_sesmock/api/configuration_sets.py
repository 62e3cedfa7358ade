"""Configuration sets: what is the same in both APIs but for its spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_sesmock.api.context import Context, Result


class Spelling(NamedTuple):
    """How an API spells the operations on configuration sets.

    Attributes:
        sending: The member that enables sending; what is left out disables it.
        metrics: The member that has a set's rates published; what is left out has not.
    """

    sending: str
    metrics: str

    def delete(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Delete a configuration set with its event destinations."""
        context.account.delete_configuration_set(parameters["ConfigurationSetName"])
        return {}

    def enable_sending(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Enable or disable sending through a configuration set."""
        context.account.configuration_sets.enable_sending(
            parameters["ConfigurationSetName"], parameters.get(self.sending, False)
        )
        return {}

    def publish_metrics(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Say whether a configuration set's bounce and complaint rates are published."""
        context.account.configuration_sets.change(
            parameters["ConfigurationSetName"],
            reputation_metrics_enabled=parameters.get(self.metrics, False),
        )
        return {}
