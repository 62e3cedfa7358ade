"""Configuration sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page
from pytest_sesmock.engine import names
from pytest_sesmock.engine.refusal import Finding, Refused
from pytest_sesmock.engine.rules import CONFIGURATION_SET_NAME


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set with sending enabled."""
    name = _named(parameters["ConfigurationSet"]["Name"])
    if context.account.configuration_set_sends(name) is not None:
        raise reasons.CONFIGURATION_SET_EXISTS.refused(name=name)
    context.account.create_configuration_set(name)
    return {}


def describe_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with the attributes asked for, as far as they are kept."""
    name = _required(context.account, parameters)
    asked = parameters.get("ConfigurationSetAttributeNames", ())
    result: dict[str, Any] = {"ConfigurationSet": {"Name": name}}
    if "eventDestinations" in asked:
        result["EventDestinations"] = []
    if "reputationOptions" in asked:
        result["ReputationOptions"] = {
            "SendingEnabled": context.account.configuration_set_sends(name),
            "ReputationMetricsEnabled": False,
        }
    return result


def list_configuration_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The configuration sets in the order of their names, a page at a time."""
    found, token = page(context, parameters, sorted(context.account.configuration_sets), _PAGING)
    return {"ConfigurationSets": [{"Name": name} for name in found], **token}


def delete_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a configuration set."""
    name = _required(context.account, parameters)
    context.account.delete_configuration_set(name)
    return {}


def update_configuration_set_sending_enabled(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable or disable sending through a configuration set."""
    name = _required(context.account, parameters)
    if parameters["Enabled"]:
        context.account.resume_configuration_set(name)
    else:
        context.account.pause_configuration_set(name)
    return {}


_PAGING = Paging("configuration sets", 50, 1000, None, reasons.CONFIGURATION_SETS_TOKEN_INVALID)


def _named(name: str) -> str:
    """A name that a set may have; the refusal of any other is the rule's of the sends."""
    fault = names.configuration_set_fault(name)
    if fault is not None:
        raise Refused(CONFIGURATION_SET_NAME.refusal(Finding(fault)))
    return name


def _required(account: Account, parameters: Mapping[str, Any]) -> str:
    """The name of the set a call is about, which exists."""
    name = _named(parameters["ConfigurationSetName"])
    if account.configuration_set_sends(name) is None:
        remedy = f'{{account}}.create_configuration_set("{name}")'
        raise reasons.CONFIGURATION_SET_UNKNOWN.refused(name=name, remedy=remedy)
    return name


OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSet": create_configuration_set,
    "DescribeConfigurationSet": describe_configuration_set,
    "ListConfigurationSets": list_configuration_sets,
    "DeleteConfigurationSet": delete_configuration_set,
    "UpdateConfigurationSetSendingEnabled": update_configuration_set_sending_enabled,
}
