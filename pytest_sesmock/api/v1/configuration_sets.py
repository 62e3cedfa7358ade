"""Configuration sets and their options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.configuration_sets import (
    ConfigurationSet,
    TrackingOptions,
    check_name,
)
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.api.configuration_sets import Spelling
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page
from pytest_sesmock.api.v1.event_destinations import SPELLING as DESTINATIONS


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set with sending enabled."""
    name = parameters["ConfigurationSet"]["Name"]
    check_name(name)
    context.account.configuration_sets.create(ConfigurationSet(name))
    return {}


def describe_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with the attributes asked for, of those that are set."""
    configuration_set = _require(context, parameters)
    attributes = parameters.get("ConfigurationSetAttributeNames", ())
    result: dict[str, Any] = {"ConfigurationSet": {"Name": configuration_set.name}}
    destinations = configuration_set.event_destinations
    if "eventDestinations" in attributes and destinations:  # [cs-describe-no-destinations]
        result["EventDestinations"] = [DESTINATIONS.describe(each) for each in destinations]
    if "trackingOptions" in attributes and configuration_set.tracking_options is not None:
        domain = configuration_set.tracking_options.redirect_domain
        result["TrackingOptions"] = {"CustomRedirectDomain": domain}
    if (
        "deliveryOptions" in attributes
        and configuration_set.delivery_options.tls_policy is not None
    ):
        policy = configuration_set.delivery_options.tls_policy.capitalize()
        result["DeliveryOptions"] = {"TlsPolicy": policy}
    if "reputationOptions" in attributes:
        result["ReputationOptions"] = {
            "SendingEnabled": configuration_set.sending_enabled,
            "ReputationMetricsEnabled": configuration_set.reputation_metrics_enabled,
        }
        if configuration_set.last_fresh_start is not None:
            result["ReputationOptions"]["LastFreshStart"] = configuration_set.last_fresh_start
    return result


def list_configuration_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The configuration sets in the order of their names, a page at a time."""
    names = sorted(each.name for each in context.account.configuration_sets)
    on_page, token = take_page(context, parameters, names, _PAGING)
    return {"ConfigurationSets": [{"Name": name} for name in on_page], **token}


def put_configuration_set_delivery_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say whether mails of a configuration set require TLS; what only v2 knows stays as it is."""
    policy = parameters.get("DeliveryOptions", {}).get("TlsPolicy")
    before = _require(context, parameters)
    options = before.delivery_options._replace(tls_policy=policy and policy.upper())
    context.account.configuration_sets.change(before.name, delivery_options=options)
    return {}


def create_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set a domain for links and opens."""
    domain = _redirect_domain(context, parameters)
    before = _require(context, parameters)
    if before.tracking_options is not None:
        raise reasons.TRACKING_OPTIONS_EXIST.refused(name=before.name)
    options = TrackingOptions(domain)
    context.account.configuration_sets.change(before.name, tracking_options=options)
    return {}


def update_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set another domain for links and opens."""
    domain = _redirect_domain(context, parameters)
    before, options = _require_tracking(context, parameters)
    options = options._replace(redirect_domain=domain)
    context.account.configuration_sets.change(before.name, tracking_options=options)
    return {}


def delete_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Take its domain for links and opens from a configuration set."""
    before, _ = _require_tracking(context, parameters)
    context.account.configuration_sets.change(before.name, tracking_options=None)
    return {}


def _redirect_domain(context: Context, parameters: Mapping[str, Any]) -> str:
    """The domain a call gives; SES looks at it before it looks for the set."""
    return context.account.configuration_sets.check_redirect_domain(
        parameters["TrackingOptions"].get("CustomRedirectDomain"), reasons.REDIRECT_DOMAIN_MISSING
    )


def _require(context: Context, parameters: Mapping[str, Any]) -> ConfigurationSet:
    """The set a call is about."""
    return context.account.configuration_sets.require(parameters["ConfigurationSetName"])


def _require_tracking(
    context: Context, parameters: Mapping[str, Any]
) -> tuple[ConfigurationSet, TrackingOptions]:
    """The set a call is about, and the tracking options it has."""
    configuration_set = _require(context, parameters)
    if configuration_set.tracking_options is None:
        raise reasons.TRACKING_OPTIONS_MISSING.refused(name=configuration_set.name)
    return configuration_set, configuration_set.tracking_options


_SPELLING = Spelling(sending="Enabled", metrics="Enabled")
_PAGING = Paging("configuration sets", 50, 1000, None, reasons.CONFIGURATION_SETS_TOKEN_INVALID)

OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSet": Operation(create_configuration_set),
    "DescribeConfigurationSet": Operation(describe_configuration_set),
    "ListConfigurationSets": Operation(list_configuration_sets),
    "DeleteConfigurationSet": Operation(_SPELLING.delete),
    "UpdateConfigurationSetSendingEnabled": Operation(_SPELLING.enable_sending),
    "UpdateConfigurationSetReputationMetricsEnabled": Operation(
        _SPELLING.publish_metrics, stored_only=True
    ),
    "PutConfigurationSetDeliveryOptions": Operation(
        put_configuration_set_delivery_options, stored_only=True
    ),
    "CreateConfigurationSetTrackingOptions": Operation(create_configuration_set_tracking_options),
    "UpdateConfigurationSetTrackingOptions": Operation(update_configuration_set_tracking_options),
    "DeleteConfigurationSetTrackingOptions": Operation(delete_configuration_set_tracking_options),
}
