"""Identities: verification, lists, DKIM and MAIL FROM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_sesmock.account.identity import (
    Identity,
    require_address,
    require_domain,
    require_name,
)
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page
from pytest_sesmock.api.identities import Spelling


def verify_email_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Start the verification of an email address: Pending, or Success with `auto_verify`."""
    context.account.identities.start_verification(require_address(parameters["EmailAddress"]))
    return {}


def verify_domain_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Start the verification of a domain; the token is for its TXT record, the same each time."""
    name = require_domain(parameters["Domain"])
    identity = context.account.identities.start_verification(name)
    if not identity.verification_token:
        identity.verification_token = context.account.new_token(43, _BASE64) + "="
    return {"VerificationToken": identity.verification_token}


def verify_domain_dkim(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set up DKIM for a domain; three tokens for its CNAME records, the same each time."""
    store = context.account.identities
    identity = store.start_verification(require_domain(parameters["Domain"]))
    if not identity.dkim.is_set_up:
        store.set_up_easy_dkim(identity)
    return {"DkimTokens": list(context.account.dkim(identity.name).dkim.tokens)}


def delete_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an identity and its policies; succeeds if there is none."""
    context.account.delete_identity(require_name(parameters["Identity"]).name)
    return {}


def delete_verified_email_address(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The older name of DeleteIdentity for addresses."""
    return delete_identity(context, {"Identity": parameters["EmailAddress"]})


def list_identities(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Identities of every status, a page at a time (at most 1,000), of one type if asked."""
    type_ = parameters.get("IdentityType")
    names = [
        identity.name
        for identity in context.account.identities
        if type_ is None or identity.type == type_
    ]
    on_page, token = take_page(context, parameters, names, _PAGING)
    return {"Identities": list(on_page), **token}


def list_verified_email_addresses(context: Context, _: Mapping[str, Any]) -> Result:
    """The email addresses that are verified."""
    return {
        "VerifiedEmailAddresses": [
            identity.name
            for identity in context.account.identities
            if identity.type == "EmailAddress" and identity.status == "Success"
        ]
    }


def get_identity_verification_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Status and token of the identities asked for; ones the account lacks are left out."""
    attributes: dict[str, Any] = {}
    for text, identity in existing_identities(context, parameters):
        attributes[text] = {"VerificationStatus": identity.status}
        if identity.verification_token:
            attributes[text]["VerificationToken"] = identity.verification_token
    return {"VerificationAttributes": attributes}


def get_identity_dkim_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """DKIM of the identities asked for; an address has its domain's [floci-dkim-parent]."""
    attributes: dict[str, Any] = {}
    for text in parameters["Identities"]:
        dkim = context.account.dkim(require_name(text).name).dkim
        attributes[text] = {
            "DkimEnabled": dkim.signing,
            "DkimVerificationStatus": dkim.status,
            **({"DkimTokens": list(dkim.tokens)} if dkim.tokens else {}),
        }
    return {"DkimAttributes": attributes}


def set_identity_mail_from_domain(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set a MAIL FROM domain, Pending until verified, or disable it by leaving it out."""
    context.account.identities.put_mail_from(
        require_name(parameters["Identity"]).name,
        parameters.get("MailFromDomain"),
        parameters.get("BehaviorOnMXFailure", "UseDefaultValue"),
    )
    return {}


def get_identity_mail_from_domain_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """MAIL FROM domain, status and behavior of the identities asked for that the account has."""
    attributes: dict[str, Any] = {}
    for text, identity in existing_identities(context, parameters):
        if identity.mail_from is None:
            # The model requires the other two, but the record has this one alone [mail-from-unset].
            attributes[text] = {"BehaviorOnMXFailure": "UseDefaultValue"}
        else:
            attributes[text] = {
                "MailFromDomain": identity.mail_from.domain,
                "MailFromDomainStatus": identity.mail_from.status,
                "BehaviorOnMXFailure": identity.mail_from.behavior,
            }
    return {"MailFromDomainAttributes": attributes}


def existing_identities(
    context: Context, parameters: Mapping[str, Any]
) -> Iterator[tuple[str, Identity]]:
    """The identities that a request names and the account has, each with the text it named."""
    for text in parameters["Identities"]:
        identity = context.account.identities.get(require_name(text).name)
        if identity is not None:
            yield text, identity


SPELLING = Spelling("Identity", dkim="DkimEnabled", forwarding="ForwardingEnabled")
# A probe had 195 identities on one page, so the documented most is taken for the usual.
_PAGING = Paging(
    "identities", 1000, 1000, reasons.PAGE_SIZE_INVALID, reasons.IDENTITIES_TOKEN_INVALID
)
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

OPERATIONS: dict[str, Operation] = {
    "VerifyEmailIdentity": Operation(verify_email_identity),
    # The older operation of the same effect; it has no result.
    "VerifyEmailAddress": Operation(verify_email_identity),
    "VerifyDomainIdentity": Operation(verify_domain_identity),
    "VerifyDomainDkim": Operation(verify_domain_dkim),
    "DeleteIdentity": Operation(delete_identity),
    "DeleteVerifiedEmailAddress": Operation(delete_verified_email_address),
    "ListIdentities": Operation(list_identities),
    "ListVerifiedEmailAddresses": Operation(list_verified_email_addresses),
    "GetIdentityVerificationAttributes": Operation(get_identity_verification_attributes),
    "GetIdentityDkimAttributes": Operation(get_identity_dkim_attributes),
    "SetIdentityMailFromDomain": Operation(set_identity_mail_from_domain),
    "GetIdentityMailFromDomainAttributes": Operation(get_identity_mail_from_domain_attributes),
    "SetIdentityDkimEnabled": Operation(SPELLING.enable_dkim, stored_only=True),
}
