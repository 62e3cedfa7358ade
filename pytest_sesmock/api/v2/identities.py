"""Identities: verification and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.identities import RESOURCE_TYPE
from pytest_sesmock.account.identity import IdentityName, require_address, require_domain
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.account.tags import check_tags
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page_size, take_page
from pytest_sesmock.api.tags import describe_tags, read_tags
from pytest_sesmock.api.v2.enums import IDENTITY_TYPES, STATUSES
from pytest_sesmock.api.v2.identity_settings import (
    describe_dkim,
    describe_mail_from,
    describe_verification,
    require_configuration_set,
    set_up_dkim,
)


def create_email_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Start the verification of an email address, or of a domain with DKIM.

    Pending, or verified with `auto_verify`. Nothing is created if anything is refused, in the
    probed order [ident-create-order]. A DKIM key brought along is not looked at [byodkim-lenient].
    """
    store, text = context.account.identities, parameters["EmailIdentity"]
    name = _require_name(text)
    if store.exists(name.name):
        raise reasons.IDENTITY_EXISTS.refused(identity=text)
    if name.type != "Domain" and "DkimSigningAttributes" in parameters:
        raise reasons.DKIM_NEEDS_DOMAIN.refused()
    tags = check_tags(read_tags(parameters))
    configuration_set = require_configuration_set(context, parameters)

    identity = store.start_verification(name)
    if configuration_set:
        store.set_configuration_set(identity, configuration_set)
    context.account.tags.give(RESOURCE_TYPE, name.name, tags)
    result: dict[str, Any] = {
        "IdentityType": IDENTITY_TYPES[name.type],
        "VerifiedForSendingStatus": identity.status == "Success",
    }
    if name.type == "Domain":
        signing = {**_FIRST_KEY, **parameters.get("DkimSigningAttributes", {})}
        origin = "EXTERNAL" if "DomainSigningSelector" in signing else "AWS_SES"
        origin = signing.get("DomainSigningAttributesOrigin", origin)
        set_up_dkim(context, identity, origin, signing)
        result["DkimAttributes"] = describe_dkim(context, identity.name)
        if identity.dkim.status == "Pending":
            # SES looks for the records once it has answered [ident-create-dkim-defaults].
            result["DkimAttributes"]["Status"] = "NOT_STARTED"
    return result


def get_email_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """All about an identity; an address has its domain's DKIM [ident-email-inherits-dkim]."""
    account = context.account
    identity = account.identities.require(
        parameters["EmailIdentity"], reasons.EMAIL_IDENTITY_MISSING
    )
    policies = account.authorization.policies(account.identity_arn(identity.name))
    result = {
        "IdentityType": IDENTITY_TYPES[identity.type],
        "FeedbackForwardingStatus": identity.notifications.forwards_feedback,
        "VerifiedForSendingStatus": identity.status == "Success",
        "DkimAttributes": describe_dkim(context, identity.name),
        "MailFromAttributes": describe_mail_from(identity.mail_from),
        "Policies": {name: policy.text for name, policy in policies.items()},
        "Tags": describe_tags(account.tags.of(RESOURCE_TYPE, identity.name)),
        "VerificationStatus": STATUSES[identity.status],
        "VerificationInfo": describe_verification(context, identity),
    }
    if identity.configuration_set:
        result["ConfigurationSetName"] = identity.configuration_set
    return result


def list_email_identities(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Identities of every status, a page at a time (at most 1,000), filtered if asked."""
    page_size(parameters, _PAGING)  # refused before a filter is [list-filter-order]
    filter_ = parameters.get("Filter", {})
    part, type_, status = _filter(filter_)
    entries = [
        {
            "IdentityType": IDENTITY_TYPES[identity.type],
            "IdentityName": identity.name,
            "SendingEnabled": identity.status == "Success",
            "VerificationStatus": STATUSES[identity.status],
        }
        for identity in context.account.identities
        if part in identity.name.lower()
        and type_ in (None, IDENTITY_TYPES[identity.type])
        and status in (None, STATUSES[identity.status])
    ]
    paging = _PAGING
    if filter_:
        # A token belongs to its filter, whatever the case of the name [list-filter-token].
        paging = _PAGING._replace(
            list=f"{_PAGING.list} {type_} {status} {part}",
            token_invalid=reasons.FILTERED_TOKEN_INVALID,
        )
    on_page, token = take_page(context, parameters, entries, paging)
    return {"EmailIdentities": list(on_page), **token}


def delete_email_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an identity with its policies and tags."""
    missing = reasons.EMAIL_IDENTITY_TO_DELETE_MISSING
    identity = context.account.identities.require(parameters["EmailIdentity"], missing)
    context.account.delete_identity(identity.name)
    return {}


def _require_name(text: str) -> IdentityName:
    """The identity to create; the refusals are recorded for v1, here they are inferred."""
    return require_address(text) if "@" in text else require_domain(text)


def _filter(filter_: Mapping[str, str]) -> tuple[str, str | None, str | None]:
    """Part of the name in lower case, type and status asked for, in the probed order of checks."""
    part = filter_.get("IDENTITY_NAME_CONTAINS", "").strip()
    type_, status = filter_.get("IDENTITY_TYPE"), filter_.get("VERIFICATION_STATUS")
    if "IDENTITY_NAME_CONTAINS" in filter_:
        if len(part) < _LEAST_FILTER:
            raise reasons.NAME_FILTER_SHORT.refused()
        if len(part) > _MOST_FILTER:
            raise reasons.NAME_FILTER_LONG.refused()
    if type_ is not None and type_ not in IDENTITY_TYPES.values():
        raise reasons.TYPE_FILTER_INVALID.refused(type=type_)
    if status is not None and status not in STATUSES.values():
        raise reasons.STATUS_FILTER_INVALID.refused(status=status)
    if status == "NOT_STARTED":
        raise reasons.NOT_STARTED_FILTER_INVALID.refused()
    return part.lower(), type_, status


# The same list as v1's, whose tokens it takes [page-identities-token-v2].
_PAGING = Paging(
    "identities",
    25,
    1000,
    reasons.EMAIL_IDENTITIES_PAGE_SIZE_INVALID,
    reasons.IDENTITIES_TOKEN_INVALID,
    "PageSize",
)
_FIRST_KEY = {"NextSigningKeyLength": "RSA_2048_BIT"}  # [ident-domain-defaults-tf]
_LEAST_FILTER, _MOST_FILTER = 3, 320

OPERATIONS: dict[str, Operation] = {
    "CreateEmailIdentity": Operation(create_email_identity),
    "GetEmailIdentity": Operation(get_email_identity),
    "ListEmailIdentities": Operation(list_email_identities),
    "DeleteEmailIdentity": Operation(delete_email_identity),
}
