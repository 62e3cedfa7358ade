"""Configuration sets and their options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pytest_sesmock.account.configuration_sets import (
    ConfigurationSet,
    TrackingOptions,
    check_set_name,
)
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page
from pytest_sesmock.api.v1.event_destinations import SPELLING


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set with sending enabled."""
    name = parameters["ConfigurationSet"]["Name"]
    check_set_name(name)
    context.account.configuration_set_store.create(ConfigurationSet(name))
    return {}


def describe_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with the attributes asked for, of those that are set."""
    found = context.account.configuration_set_store.require(parameters["ConfigurationSetName"])
    asked = parameters.get("ConfigurationSetAttributeNames", ())
    result: dict[str, Any] = {"ConfigurationSet": {"Name": found.name}}
    if "eventDestinations" in asked:
        result["EventDestinations"] = [SPELLING.show(each) for each in found.event_destinations]
    if "trackingOptions" in asked and found.tracking_options is not None:
        domain = found.tracking_options.redirect_domain
        result["TrackingOptions"] = {"CustomRedirectDomain": domain}
    if "deliveryOptions" in asked and found.delivery_options.tls_policy is not None:
        policy = found.delivery_options.tls_policy.capitalize()
        result["DeliveryOptions"] = {"TlsPolicy": policy}
    if "reputationOptions" in asked:
        result["ReputationOptions"] = {
            "SendingEnabled": found.sending_enabled,
            "ReputationMetricsEnabled": found.reputation_metrics_enabled,
        }
        if found.last_fresh_start is not None:
            result["ReputationOptions"]["LastFreshStart"] = found.last_fresh_start
    return result


def list_configuration_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The configuration sets in the order of their names, a page at a time."""
    found, token = page(context, parameters, sorted(context.account.configuration_sets), _PAGING)
    return {"ConfigurationSets": [{"Name": name} for name in found], **token}


def delete_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a configuration set with its event destinations."""
    name = parameters["ConfigurationSetName"]
    context.account.tenants.require_free("configuration-set", name)
    context.account.configuration_set_store.delete(name)
    return {}


def update_configuration_set_sending_enabled(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable or disable sending through a configuration set."""
    context.account.configuration_set_store.enable_sending(
        parameters["ConfigurationSetName"], parameters["Enabled"]
    )
    return {}


def update_configuration_set_reputation_metrics_enabled(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say whether a configuration set's bounce and complaint rates are published."""
    context.account.configuration_set_store.change(
        parameters["ConfigurationSetName"], reputation_metrics_enabled=parameters["Enabled"]
    )
    return {}


def put_configuration_set_delivery_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say whether mails of a configuration set require TLS; what only v2 knows stays as it is."""
    policy = parameters.get("DeliveryOptions", {}).get("TlsPolicy")
    store = context.account.configuration_set_store
    known = store.require(parameters["ConfigurationSetName"])
    options = replace(known.delivery_options, tls_policy=policy and policy.upper())
    store.change(known.name, delivery_options=options)
    return {}


def create_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set a domain for links and opens."""
    domain = _redirect_domain(context, parameters)
    store = context.account.configuration_set_store
    known = store.require(parameters["ConfigurationSetName"])
    if known.tracking_options is not None:
        raise reasons.TRACKING_OPTIONS_EXIST.refused(name=known.name)
    store.change(known.name, tracking_options=TrackingOptions(domain))
    return {}


def update_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set another domain for links and opens."""
    domain = _redirect_domain(context, parameters)
    known, options = _tracked(context, parameters)
    options = replace(options, redirect_domain=domain)
    context.account.configuration_set_store.change(known.name, tracking_options=options)
    return {}


def delete_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Take its domain for links and opens from a configuration set."""
    known, _ = _tracked(context, parameters)
    context.account.configuration_set_store.change(known.name, tracking_options=None)
    return {}


def _redirect_domain(context: Context, parameters: Mapping[str, Any]) -> str:
    """The domain a call gives; SES looks at it before it looks for the set."""
    return context.account.configuration_set_store.check_redirect_domain(
        parameters["TrackingOptions"].get("CustomRedirectDomain"), reasons.REDIRECT_DOMAIN_MISSING
    )


def _tracked(
    context: Context, parameters: Mapping[str, Any]
) -> tuple[ConfigurationSet, TrackingOptions]:
    """The set a call is about, and the tracking options it has."""
    known = context.account.configuration_set_store.require(parameters["ConfigurationSetName"])
    if known.tracking_options is None:
        raise reasons.TRACKING_OPTIONS_MISSING.refused(name=known.name)
    return known, known.tracking_options


_PAGING = Paging("configuration sets", 50, 1000, None, reasons.CONFIGURATION_SETS_TOKEN_INVALID)

OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSet": Operation(create_configuration_set),
    "DescribeConfigurationSet": Operation(describe_configuration_set),
    "ListConfigurationSets": Operation(list_configuration_sets),
    "DeleteConfigurationSet": Operation(delete_configuration_set),
    "UpdateConfigurationSetSendingEnabled": Operation(update_configuration_set_sending_enabled),
    "UpdateConfigurationSetReputationMetricsEnabled": Operation(
        update_configuration_set_reputation_metrics_enabled, stored_only=True
    ),
    "PutConfigurationSetDeliveryOptions": Operation(
        put_configuration_set_delivery_options, stored_only=True
    ),
    "CreateConfigurationSetTrackingOptions": Operation(
        create_configuration_set_tracking_options, stored_only=True
    ),
    "UpdateConfigurationSetTrackingOptions": Operation(
        update_configuration_set_tracking_options, stored_only=True
    ),
    "DeleteConfigurationSetTrackingOptions": Operation(
        delete_configuration_set_tracking_options, stored_only=True
    ),
}
