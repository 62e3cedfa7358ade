"""Settings of identities: DKIM, MAIL FROM, feedback forwarding, default configuration set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pytest_sesmock.account.easy_dkim import hosted_zone, parent_region
from pytest_sesmock.account.identity import Identity, MailFrom, require_domain
from pytest_sesmock.account.reasons import configuration_sets as set_reasons
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.identities import Spelling
from pytest_sesmock.api.v2.enums import MX_BEHAVIORS, STATUSES
from pytest_sesmock.engine import remedies

_LOOK_EVERY = timedelta(minutes=5)
_NO_RECORDS = "HOST_NOT_FOUND"
_BEHAVIORS = {word: behavior for behavior, word in MX_BEHAVIORS.items()}


def put_email_identity_dkim_signing_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Change how a domain's mail is signed; the records are then to be found anew."""
    text = parameters["EmailIdentity"]
    require_domain(text, reasons.DKIM_NEEDS_DOMAIN)
    missing = reasons.EMAIL_IDENTITY_TO_DELETE_MISSING
    identity = context.account.identities.require(text, missing)
    signing = parameters.get("SigningAttributes", {})
    set_up_dkim(context, identity, parameters["SigningAttributesOrigin"], signing)
    dkim = describe_dkim(context, identity.name)
    result = {"DkimStatus": dkim["Status"], "DkimTokens": dkim.get("Tokens", [])}
    if "SigningHostedZone" in dkim:
        result["SigningHostedZone"] = dkim["SigningHostedZone"]
    return result


def put_email_identity_mail_from_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Set a MAIL FROM domain, Pending until verified, or disable it by leaving it out."""
    context.account.identities.put_mail_from(
        parameters["EmailIdentity"],
        parameters.get("MailFromDomain"),
        _BEHAVIORS[parameters.get("BehaviorOnMxFailure", "USE_DEFAULT_VALUE")],
    )
    return {}


def put_email_identity_configuration_set_attributes(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Set the default configuration set, or take it away by leaving it out."""
    store = context.account.identities
    identity = store.require(parameters["EmailIdentity"], reasons.EMAIL_IDENTITY_MISSING)
    store.set_configuration_set(identity, require_configuration_set(context, parameters))
    return {}


def require_configuration_set(context: Context, parameters: Mapping[str, Any]) -> str:
    """The name of the configuration set that a call names, which exists; empty if it names none."""
    name: str = parameters.get("ConfigurationSetName", "")
    if name and not context.account.configuration_sets.exists(name):
        remedy = remedies.create_configuration_set(name)
        raise set_reasons.CONFIGURATION_SET_UNKNOWN.refused(name=name, remedy=remedy)
    return name


def set_up_dkim(
    context: Context, identity: Identity, origin: str, signing: Mapping[str, Any]
) -> None:
    """Set up DKIM as DkimSigningAttributes say; a key of SES's that would stay the same is kept."""
    store, dkim = context.account.identities, identity.dkim
    length = signing.get("NextSigningKeyLength", dkim.next_key_length)
    if origin == "EXTERNAL":
        store.bring_dkim(identity, signing.get("DomainSigningSelector", ""))
    elif origin != "AWS_SES":
        store.replicate_dkim(identity, origin)
    elif not dkim.is_set_up or (dkim.origin, dkim.current_key_length) != (origin, length):
        store.set_up_easy_dkim(identity, length)


def describe_dkim(context: Context, name: str) -> dict[str, Any]:
    """DKIM of an identity as results have it, without what there is not [ident-get-email-rec]."""
    dkim = context.account.dkim(name).dkim
    members: dict[str, Any] = {
        "SigningEnabled": dkim.signing,
        "Status": STATUSES[dkim.status],
        "SigningAttributesOrigin": dkim.origin,
    }
    if dkim.tokens:
        members["Tokens"] = list(dkim.tokens)
    if dkim.origin != "EXTERNAL":
        members["NextSigningKeyLength"] = dkim.next_key_length
    if dkim.generated_at is not None:
        # A replica's records are its parent's, and so is their zone [deed-model].
        members["SigningHostedZone"] = hosted_zone(parent_region(dkim) or context.account.region)
        members["CurrentSigningKeyLength"] = dkim.current_key_length
        members["LastKeyGenerationTimestamp"] = dkim.generated_at
    return members


def describe_verification(context: Context, identity: Identity) -> dict[str, Any]:
    """How verification fares: when it succeeded, and what SES missed when it last looked.

    SES looks for the records of a pending domain five minutes later [ident-pending-info]; that it
    goes on looking every five minutes is inferred.
    """
    info: dict[str, Any] = {}
    if identity.verified_at is not None:
        info = dict.fromkeys(("LastCheckedTimestamp", "LastSuccessTimestamp"), identity.verified_at)
    started = identity.pending_since
    if identity.type == "Domain" and identity.status == "Pending" and started is not None:
        looks = (context.clock.now() - started) // _LOOK_EVERY
        error = context.account.dkim(identity.name).error or (_NO_RECORDS if looks > 0 else None)
        if error is not None:
            info["LastCheckedTimestamp"] = started + looks * _LOOK_EVERY
            info["ErrorType"] = error
    return info


def describe_mail_from(mail_from: MailFrom | None) -> dict[str, Any]:
    """MAIL FROM as results have it; without a domain the behavior alone [ident-mailfrom-unset]."""
    if mail_from is None:
        return {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"}
    return {
        "MailFromDomain": mail_from.domain,
        "MailFromDomainStatus": STATUSES[mail_from.status],
        "BehaviorOnMxFailure": MX_BEHAVIORS[mail_from.behavior],
    }


_SPELLING = Spelling("EmailIdentity", dkim="SigningEnabled", forwarding="EmailForwardingEnabled")

OPERATIONS: dict[str, Operation] = {
    "PutEmailIdentityMailFromAttributes": Operation(put_email_identity_mail_from_attributes),
    "PutEmailIdentityConfigurationSetAttributes": Operation(
        put_email_identity_configuration_set_attributes
    ),
    "PutEmailIdentityDkimAttributes": Operation(_SPELLING.enable_dkim, stored_only=True),
    "PutEmailIdentityDkimSigningAttributes": Operation(
        put_email_identity_dkim_signing_attributes, stored_only=True
    ),
    "PutEmailIdentityFeedbackAttributes": Operation(_SPELLING.forward_feedback),
}
