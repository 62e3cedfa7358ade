"""Identities: verification, lists, DKIM and MAIL FROM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_sesmock.account.identity import Identity, IdentityName, named
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page


def verify_email_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Start the verification of an email address: Pending, or Success with `auto_verify`."""
    address = parameters["EmailAddress"]
    refused = reasons.EMAIL_ADDRESS_INVALID.refused(address=address)
    context.account.identity_store.start_verification(named(address, "EmailAddress", refused))
    return {}


def verify_domain_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Start the verification of a domain; the token is for its TXT record, the same each time."""
    identity = context.account.identity_store.start_verification(_domain(parameters["Domain"]))
    if not identity.verification_token:
        identity.verification_token = context.account.new_token(43, _BASE64) + "="
    return {"VerificationToken": identity.verification_token}


def verify_domain_dkim(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set up DKIM for a domain; three tokens for its CNAME records, the same each time."""
    store = context.account.identity_store
    identity = store.start_verification(_domain(parameters["Domain"]))
    if not identity.dkim.is_set_up:
        store.set_up_easy_dkim(identity)
    return {"DkimTokens": list(identity.dkim.tokens)}


def delete_identity(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an identity and its policies; succeeds if there is none."""
    name = _identity(parameters["Identity"]).name
    context.account.tenants.require_free("identity", name)
    context.account.forget_identity(name)
    return {}


def delete_verified_email_address(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The older name of DeleteIdentity for addresses."""
    return delete_identity(context, {"Identity": parameters["EmailAddress"]})


def list_identities(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Identities of every status, a page at a time (at most 1,000), of one type if asked."""
    wanted = parameters.get("IdentityType")
    names = [
        identity.name
        for identity in context.account.identity_store
        if wanted is None or identity.type == wanted
    ]
    found, token = page(context, parameters, names, _PAGING)
    return {"Identities": list(found), **token}


def list_verified_email_addresses(context: Context, _: Mapping[str, Any]) -> Result:
    """The email addresses that are verified."""
    return {
        "VerifiedEmailAddresses": [
            identity.name
            for identity in context.account.identity_store
            if identity.type == "EmailAddress" and identity.status == "Success"
        ]
    }


def get_identity_verification_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Status and token of the identities asked for; ones the account lacks are left out."""
    attributes: dict[str, Any] = {}
    for given, identity in asked(context, parameters):
        attributes[given] = {"VerificationStatus": identity.status}
        if identity.verification_token:
            attributes[given]["VerificationToken"] = identity.verification_token
    return {"VerificationAttributes": attributes}


def get_identity_dkim_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """DKIM of the identities asked for; an address has its domain's [floci-dkim-parent]."""
    attributes: dict[str, Any] = {}
    for given in parameters["Identities"]:
        dkim = context.account.identity_store.dkim(_identity(given).name)
        attributes[given] = {
            "DkimEnabled": dkim.signing,
            "DkimVerificationStatus": dkim.status,
            **({"DkimTokens": list(dkim.tokens)} if dkim.tokens else {}),
        }
    return {"DkimAttributes": attributes}


def set_identity_dkim_enabled(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Enable or disable DKIM signing for a domain; for an address of one nothing happens."""
    context.account.identity_store.enable_dkim_signing(
        parameters["Identity"], signing=parameters["DkimEnabled"]
    )
    return {}


def set_identity_mail_from_domain(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set a MAIL FROM domain, Pending until verified, or disable it by leaving it out."""
    context.account.identity_store.put_mail_from(
        _identity(parameters["Identity"]).name,
        parameters.get("MailFromDomain"),
        parameters.get("BehaviorOnMXFailure", "UseDefaultValue"),
    )
    return {}


def get_identity_mail_from_domain_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """MAIL FROM domain, status and behavior of the identities asked for that the account has."""
    attributes: dict[str, Any] = {}
    for given, identity in asked(context, parameters):
        if identity.mail_from is None:
            # The model requires the other two, but the record has this one alone [mail-from-unset].
            attributes[given] = {"BehaviorOnMXFailure": "UseDefaultValue"}
        else:
            attributes[given] = {
                "MailFromDomain": identity.mail_from.domain,
                "MailFromDomainStatus": identity.mail_from.status,
                "BehaviorOnMXFailure": identity.mail_from.behavior,
            }
    return {"MailFromDomainAttributes": attributes}


def _identity(text: str) -> IdentityName:
    return named(text, None, reasons.IDENTITY_INVALID.refused(identity=text))


def _domain(text: str) -> IdentityName:
    return named(text, "Domain", reasons.DOMAIN_INVALID.refused(domain=text))


def asked(context: Context, parameters: Mapping[str, Any]) -> Iterator[tuple[str, Identity]]:
    """The identities a request names, each as given, that the account has."""
    for given in parameters["Identities"]:
        identity = context.account.identity_store.get(_identity(given).name)
        if identity is not None:
            yield given, identity


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
    "SetIdentityDkimEnabled": Operation(set_identity_dkim_enabled, stored_only=True),
}
