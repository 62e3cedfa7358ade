"""Configuration sets and their options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.configuration_sets import (
    RESOURCE_TYPE,
    ConfigurationSet,
    ConfigurationSets,
    DeliveryOptions,
    SuppressionOptions,
    TrackingOptions,
    check_name,
)
from pytest_sesmock.account.reasons import configuration_sets as reasons
from pytest_sesmock.account.suppression import SUPPRESSION_REASONS
from pytest_sesmock.account.tags import check_tags
from pytest_sesmock.api.configuration_sets import Spelling
from pytest_sesmock.api.context import (
    Context,
    Operation,
    Paging,
    Result,
    page_size,
    take_page,
    without_none,
)
from pytest_sesmock.api.tags import describe_tags, read_tags


def create_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a configuration set; without options it sends, and publishes its rates.

    LastFreshStart, which a request may hold as well, is SES's to say.
    """
    store = context.account.configuration_sets
    name = parameters["ConfigurationSetName"]
    check_name(name)
    tags = check_tags(read_tags(parameters))
    # Values are checked in the order they are written in here [cs-name-order].
    new = ConfigurationSet(
        name,
        suppression_options=_new_suppression_options(parameters.get("SuppressionOptions")),
        tracking_options=_tracking_options(store, parameters.get("TrackingOptions", {})),
        delivery_options=_delivery_options(store, parameters.get("DeliveryOptions", {})),
        vdm_options=parameters.get("VdmOptions") or None,
        sending_enabled=_read_switch(parameters.get("SendingOptions"), "SendingEnabled"),
        reputation_metrics_enabled=_read_switch(
            parameters.get("ReputationOptions"), "ReputationMetricsEnabled"
        ),
        archive_arn=parameters.get("ArchivingOptions", {}).get("ArchiveArn"),
        message_security_options=parameters.get("MessageSecurityOptions"),
    )
    store.create(new)
    context.account.tags.give(RESOURCE_TYPE, name, tags)
    return {}


def update_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Change the options for signing messages; what is not given stays as it is."""
    store = context.account.configuration_sets
    before = store.require(parameters["ConfigurationSetName"])
    options = parameters.get("MessageSecurityOptions", before.message_security_options)
    store.change(before.name, message_security_options=options)
    return {}


def get_configuration_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A configuration set with its tags and the options that are set."""
    configuration_set = context.account.configuration_sets.require(
        parameters["ConfigurationSetName"]
    )
    tracking, delivery = configuration_set.tracking_options, configuration_set.delivery_options
    suppression = configuration_set.suppression_options
    archive = configuration_set.archive_arn
    return {
        "ConfigurationSetName": configuration_set.name,
        "Tags": describe_tags(context.account.tags.of(RESOURCE_TYPE, configuration_set.name)),
        "SendingOptions": {"SendingEnabled": configuration_set.sending_enabled},
        "ReputationOptions": without_none(
            ReputationMetricsEnabled=configuration_set.reputation_metrics_enabled,
            LastFreshStart=configuration_set.last_fresh_start,
        ),
        **without_none(
            TrackingOptions=tracking
            and without_none(
                CustomRedirectDomain=tracking.redirect_domain, HttpsPolicy=tracking.https_policy
            ),
            DeliveryOptions=without_none(
                TlsPolicy=delivery.tls_policy,
                SendingPoolName=delivery.sending_pool,
                MaxDeliverySeconds=delivery.max_delivery_seconds,
                SharedPoolDeliveryMode=delivery.shared_pool_mode,
            )
            or None,
            SuppressionOptions=suppression
            and without_none(
                SuppressedReasons=list(suppression.suppressed_reasons),
                SuppressionScope=suppression.scope,
                ValidationOptions=suppression.validation_options,
            ),
            VdmOptions=configuration_set.vdm_options,
            ArchivingOptions=archive and {"ArchiveArn": archive},
            MessageSecurityOptions=configuration_set.message_security_options,
        ),
    }


def list_configuration_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The names of the configuration sets, or of those that hold a text, a page at a time."""
    page_size(parameters, _PAGING)  # refused before the filter is [cs-list-filter-short]
    part = parameters.get("Filter", {}).get("CONFIGURATION_SET_NAME_CONTAINS", "").lower()
    if part and not 3 <= len(part) <= 64:
        raise reasons.FILTER_INVALID.refused()
    names = sorted(each.name for each in context.account.configuration_sets)
    names = [name for name in names if part in name.lower()]
    # A token belongs to the filter, too; that of a whole list serves v1 as well.
    paging = _PAGING._replace(list=f"{_PAGING.list} {part}".rstrip())
    on_page, token = take_page(context, parameters, names, paging)
    return {"ConfigurationSets": on_page, **token}


def put_configuration_set_tracking_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Set a configuration set's domain for links and opens, or take it away: then give nothing."""
    store = context.account.configuration_sets
    name = store.require(parameters["ConfigurationSetName"]).name
    store.change(name, tracking_options=_tracking_options(store, parameters))
    return {}


def put_configuration_set_delivery_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say how mails of a configuration set are delivered; what is not given is unset.

    The mode of the shared pool stays as it is, as documented [delivery-shared-pool-mode].
    """
    store = context.account.configuration_sets
    before = store.require(parameters["ConfigurationSetName"])
    mode = before.delivery_options.shared_pool_mode
    options = _delivery_options(store, {"SharedPoolDeliveryMode": mode, **parameters})
    store.change(before.name, delivery_options=options)
    return {}


def put_configuration_set_suppression_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Override the account's suppression list for a configuration set; without reasons, wholly."""
    for reason in parameters.get("SuppressedReasons", ()):
        if reason not in SUPPRESSION_REASONS:
            raise reasons.SUPPRESSED_REASON_INVALID.refused(reason=reason)
    context.account.configuration_sets.change(
        parameters["ConfigurationSetName"], suppression_options=_suppression_options(parameters)
    )
    return {}


def put_configuration_set_vdm_options(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set a configuration set's options for the Virtual Deliverability Manager, or unset them."""
    context.account.configuration_sets.change(
        parameters["ConfigurationSetName"], vdm_options=parameters.get("VdmOptions") or None
    )
    return {}


def put_configuration_set_archiving_options(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Say in which archive the mails of a configuration set are kept, or in none."""
    context.account.configuration_sets.change(
        parameters["ConfigurationSetName"], archive_arn=parameters.get("ArchiveArn")
    )
    return {}


def _read_switch(options: Mapping[str, Any] | None, member: str) -> bool:
    """What a member says that is on by default; given options without it turn it off."""
    return True if options is None else options.get(member, False)


def _tracking_options(
    store: ConfigurationSets, members: Mapping[str, Any]
) -> TrackingOptions | None:
    domain, policy = members.get("CustomRedirectDomain"), members.get("HttpsPolicy")
    if domain is None and policy is None:
        return None
    domain = store.check_redirect_domain(domain, reasons.REDIRECT_DOMAIN_MISSING_V2)
    return TrackingOptions(domain, policy)


def _delivery_options(store: ConfigurationSets, members: Mapping[str, Any]) -> DeliveryOptions:
    pool = members.get("SendingPoolName")
    store.check_sending_pool(pool)
    return DeliveryOptions(
        members.get("TlsPolicy"),
        pool,
        members.get("MaxDeliverySeconds"),
        members.get("SharedPoolDeliveryMode"),
    )


def _new_suppression_options(members: Mapping[str, Any] | None) -> SuppressionOptions | None:
    if members is None:
        return None
    if not members:
        raise reasons.SUPPRESSION_OPTIONS_EMPTY.refused()
    return _suppression_options(members)


def _suppression_options(members: Mapping[str, Any]) -> SuppressionOptions:
    return SuppressionOptions(
        tuple(members.get("SuppressedReasons", ())),
        members.get("SuppressionScope"),
        members.get("ValidationOptions"),
    )


_SPELLING = Spelling(sending="SendingEnabled", metrics="ReputationMetricsEnabled")
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
    "DeleteConfigurationSet": Operation(_SPELLING.delete),
    "PutConfigurationSetSendingOptions": Operation(_SPELLING.enable_sending),
    "UpdateConfigurationSet": Operation(update_configuration_set, stored_only=True),
    "PutConfigurationSetReputationOptions": Operation(_SPELLING.publish_metrics, stored_only=True),
    "PutConfigurationSetTrackingOptions": Operation(put_configuration_set_tracking_options),
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
