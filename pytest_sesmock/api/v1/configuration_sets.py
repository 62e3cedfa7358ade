"""Configuration sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account import reasons
from pytest_sesmock.account.account import Account
from pytest_sesmock.account.configuration_sets import is_name
from pytest_sesmock.api.context import Context, Operation, Result, page


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set with sending enabled."""
    name = parameters["ConfigurationSet"]["Name"]
    if context.account.configuration_set_sends(name) is not None:
        raise reasons.CONFIGURATION_SET_EXISTS.refused(
            name=name, fields=(("ConfigurationSetName", name),)
        )
    if not is_name(name):
        raise reasons.CONFIGURATION_SET_NAME_INVALID.refused(name=name)
    context.account.create_configuration_set(name)
    return {}


def describe_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with the attributes asked for, as far as they are kept."""
    name = parameters["ConfigurationSetName"]
    _require(context.account, name)
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
    """The configuration sets by name, a page at a time (at most 1,000)."""
    names, token = page(
        context.account.configuration_sets,
        parameters.get("NextToken"),
        parameters.get("MaxItems"),
    )
    result: dict[str, Any] = {"ConfigurationSets": [{"Name": name} for name in names]}
    if token is not None:
        result["NextToken"] = token
    return result


def delete_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a configuration set."""
    name = parameters["ConfigurationSetName"]
    _require(context.account, name)
    context.account.delete_configuration_set(name)
    return {}


def update_configuration_set_sending_enabled(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable or disable sending through a configuration set."""
    name = parameters["ConfigurationSetName"]
    _require(context.account, name)
    if parameters["Enabled"]:
        context.account.resume_configuration_set(name)
    else:
        context.account.pause_configuration_set(name)
    return {}


def _require(account: Account, name: str) -> None:
    if account.configuration_set_sends(name) is None:
        raise reasons.CONFIGURATION_SET_UNKNOWN.refused(
            name=name,
            remedy=f'{{account}}.create_configuration_set("{name}")',
            fields=(("ConfigurationSetName", name),),
        )


OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSet": create_configuration_set,
    "DescribeConfigurationSet": describe_configuration_set,
    "ListConfigurationSets": list_configuration_sets,
    "DeleteConfigurationSet": delete_configuration_set,
    "UpdateConfigurationSetSendingEnabled": update_configuration_set_sending_enabled,
}
