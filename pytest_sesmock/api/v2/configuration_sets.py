"""Configuration sets and their options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.configuration_sets import (
    TAGGED,
    ConfigurationSet,
    ConfigurationSets,
    DeliveryOptions,
    SuppressionOptions,
    TrackingOptions,
    check_set_name,
)
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.account.tags import checked
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page, page_size
from pytest_sesmock.api.v2 import tags


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set; without options it sends, and publishes its rates.

    LastFreshStart, which a request may hold as well, is SES's to say.
    """
    store = context.account.configuration_set_store
    name = parameters["ConfigurationSetName"]
    check_set_name(name)
    given_tags = checked(tags.given(parameters))
    # Values are checked in the order they are written in here [cs-name-order].
    new = ConfigurationSet(
        name,
        suppression_options=_new_suppression_options(parameters.get("SuppressionOptions")),
        tracking_options=_tracking_options(store, parameters.get("TrackingOptions", {})),
        delivery_options=_delivery_options(store, parameters.get("DeliveryOptions", {})),
        vdm_options=parameters.get("VdmOptions") or None,
        sending_enabled=_enabled(parameters.get("SendingOptions"), "SendingEnabled"),
        reputation_metrics_enabled=_enabled(
            parameters.get("ReputationOptions"), "ReputationMetricsEnabled"
        ),
        archive_arn=parameters.get("ArchivingOptions", {}).get("ArchiveArn"),
        message_security_options=parameters.get("MessageSecurityOptions"),
    )
    store.create(new)
    context.account.tags.give(TAGGED, name, given_tags)
    return {}


def update_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Change the options for signing messages; what is not given stays as it is."""
    store = context.account.configuration_set_store
    known = store.require(parameters["ConfigurationSetName"])
    options = parameters.get("MessageSecurityOptions", known.message_security_options)
    store.change(known.name, message_security_options=options)
    return {}


def get_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with its tags and the options that are set."""
    found = context.account.configuration_set_store.require(parameters["ConfigurationSetName"])
    tracking, delivery = found.tracking_options, found.delivery_options
    suppression = found.suppression_options
    return {
        "ConfigurationSetName": found.name,
        "Tags": tags.shown(context.account.tags.of(TAGGED, found.name)),
        "SendingOptions": {"SendingEnabled": found.sending_enabled},
        "ReputationOptions": _given(
            ReputationMetricsEnabled=found.reputation_metrics_enabled,
            LastFreshStart=found.last_fresh_start,
        ),
        **_given(
            TrackingOptions=tracking
            and _given(
                CustomRedirectDomain=tracking.redirect_domain, HttpsPolicy=tracking.https_policy
            ),
            DeliveryOptions=_given(
                TlsPolicy=delivery.tls_policy,
                SendingPoolName=delivery.sending_pool,
                MaxDeliverySeconds=delivery.max_delivery_seconds,
            )
            or None,
            SuppressionOptions=suppression
            and _given(
                SuppressedReasons=list(suppression.suppressed_reasons),
                SuppressionScope=suppression.scope,
                ValidationOptions=suppression.validation_options,
            ),
            VdmOptions=found.vdm_options,
            ArchivingOptions=found.archive_arn and {"ArchiveArn": found.archive_arn},
            MessageSecurityOptions=found.message_security_options,
        ),
    }


def list_configuration_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The names of the configuration sets, or of those that hold a text, a page at a time."""
    page_size(parameters, _PAGING)  # refused before the filter is [cs-list-filter-short]
    wanted = parameters.get("Filter", {}).get("CONFIGURATION_SET_NAME_CONTAINS", "").lower()
    if wanted and not 3 <= len(wanted) <= 64:
        raise reasons.FILTER_INVALID.refused()
    names = [name for name in sorted(context.account.configuration_sets) if wanted in name.lower()]
    # A token belongs to the filter, too; that of a whole list serves v1 as well.
    paging = _PAGING._replace(list=f"{_PAGING.list} {wanted}".rstrip())
    found, token = page(context, parameters, names, paging)
    return {"ConfigurationSets": found, **token}


def delete_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a configuration set with its event destinations."""
    name = parameters["ConfigurationSetName"]
    context.account.tenants.require_free("configuration-set", name)
    context.account.configuration_set_store.delete(name)
    return {}


def put_configuration_set_sending_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Enable sending through a configuration set, or disable it: then nothing need be given."""
    context.account.configuration_set_store.enable_sending(
        parameters["ConfigurationSetName"], _enabled(parameters, "SendingEnabled")
    )
    return {}


def put_configuration_set_reputation_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say whether a configuration set's bounce and complaint rates are published."""
    context.account.configuration_set_store.change(
        parameters["ConfigurationSetName"],
        reputation_metrics_enabled=_enabled(parameters, "ReputationMetricsEnabled"),
    )
    return {}


def put_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Set a configuration set's domain for links and opens, or take it away: then give nothing."""
    store = context.account.configuration_set_store
    known = store.require(parameters["ConfigurationSetName"])
    store.change(known.name, tracking_options=_tracking_options(store, parameters))
    return {}


def put_configuration_set_delivery_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say how mails of a configuration set are delivered; what is not given is unset."""
    store = context.account.configuration_set_store
    known = store.require(parameters["ConfigurationSetName"])
    store.change(known.name, delivery_options=_delivery_options(store, parameters))
    return {}


def put_configuration_set_suppression_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Override the account's suppression list for a configuration set; without reasons, wholly."""
    for reason in parameters.get("SuppressedReasons", ()):
        if reason not in ("BOUNCE", "COMPLAINT"):
            raise reasons.SUPPRESSED_REASON_INVALID.refused(reason=reason)
    context.account.configuration_set_store.change(
        parameters["ConfigurationSetName"], suppression_options=_suppression_options(parameters)
    )
    return {}


def put_configuration_set_vdm_options(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set a configuration set's options for the Virtual Deliverability Manager, or unset them."""
    context.account.configuration_set_store.change(
        parameters["ConfigurationSetName"], vdm_options=parameters.get("VdmOptions") or None
    )
    return {}


def put_configuration_set_archiving_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say in which archive the mails of a configuration set are kept, or in none."""
    context.account.configuration_set_store.change(
        parameters["ConfigurationSetName"], archive_arn=parameters.get("ArchiveArn")
    )
    return {}


def _enabled(options: Mapping[str, Any] | None, member: str) -> bool:
    """What a member says that is on by default; given options without it turn it off."""
    return True if options is None else options.get(member, False)


def _tracking_options(store: ConfigurationSets, given: Mapping[str, Any]) -> TrackingOptions | None:
    domain, policy = given.get("CustomRedirectDomain"), given.get("HttpsPolicy")
    if domain is None and policy is None:
        return None
    domain = store.check_redirect_domain(domain, reasons.REDIRECT_DOMAIN_MISSING_V2)
    return TrackingOptions(domain, policy)


def _delivery_options(store: ConfigurationSets, given: Mapping[str, Any]) -> DeliveryOptions:
    pool = given.get("SendingPoolName")
    store.check_sending_pool(pool)
    return DeliveryOptions(given.get("TlsPolicy"), pool, given.get("MaxDeliverySeconds"))


def _new_suppression_options(given: Mapping[str, Any] | None) -> SuppressionOptions | None:
    if given is None:
        return None
    if not given:
        raise reasons.SUPPRESSION_OPTIONS_EMPTY.refused()
    return _suppression_options(given)


def _suppression_options(given: Mapping[str, Any]) -> SuppressionOptions:
    return SuppressionOptions(
        tuple(given.get("SuppressedReasons", ())),
        given.get("SuppressionScope"),
        given.get("ValidationOptions"),
    )


def _given(**members: Any) -> dict[str, Any]:
    """The members that have a value."""
    return {name: value for name, value in members.items() if value is not None}


_PAGING = Paging(
    "configuration sets",
    50,
    1000,
    reasons.PAGE_SIZE_INVALID,
    reasons.NEXT_TOKEN_INVALID,
    "PageSize",
)

OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSet": Operation(create_configuration_set),
    "GetConfigurationSet": Operation(get_configuration_set),
    # A key that is none and an empty name are ignored [list-filter-post].
    "ListConfigurationSets": Operation(list_configuration_sets, own_checks=("Filter",)),
    "DeleteConfigurationSet": Operation(delete_configuration_set),
    "PutConfigurationSetSendingOptions": Operation(put_configuration_set_sending_options),
    "UpdateConfigurationSet": Operation(update_configuration_set, stored_only=True),
    "PutConfigurationSetReputationOptions": Operation(
        put_configuration_set_reputation_options, stored_only=True
    ),
    "PutConfigurationSetTrackingOptions": Operation(
        put_configuration_set_tracking_options, stored_only=True
    ),
    "PutConfigurationSetDeliveryOptions": Operation(
        put_configuration_set_delivery_options, stored_only=True
    ),
    "PutConfigurationSetSuppressionOptions": Operation(
        put_configuration_set_suppression_options,
        own_checks=("SuppressedReasons",),
    ),
    "PutConfigurationSetVdmOptions": Operation(put_configuration_set_vdm_options, stored_only=True),
    "PutConfigurationSetArchivingOptions": Operation(
        put_configuration_set_archiving_options, stored_only=True
    ),
}
