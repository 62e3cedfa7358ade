"""S/MIME certificates of identities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.identity import Identity, read_name, require_address
from pytest_sesmock.account.reasons import certificates as reasons
from pytest_sesmock.account.reasons.identities import EMAIL_IDENTITY_MISSING
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page_size, take_page


def associate_email_identity_certificate(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Associate a certificate with an address of an identity; the certificate is not looked at."""
    sender = _sender(parameters)
    identity = _identity(context, parameters)
    same = _find_address(identity, sender)
    if same is not None:
        raise reasons.CERTIFICATE_EXISTS.refused(address=same, identity=parameters["EmailIdentity"])
    identity.certificates[sender] = parameters["CertificateArn"]
    return {}


def disassociate_email_identity_certificate(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """End the association of an address; nothing happens if there is none."""
    sender = _sender(parameters)
    identity = _identity(context, parameters)
    identity.certificates.pop(_find_address(identity, sender) or sender, None)
    return {}


def list_email_identity_certificates(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The certificates of an identity by address, a page at a time; they stay PROVISIONING."""
    page_size(parameters, _PAGING)
    identity = _identity(context, parameters)
    entries = [
        {"FromAddress": sender, "Status": "PROVISIONING", "CertificateArn": arn}
        for sender, arn in sorted(identity.certificates.items(), key=lambda each: each[0].lower())
    ]
    paging = _PAGING._replace(list=f"{_PAGING.list} {identity.name}")
    on_page, token = take_page(context, parameters, entries, paging)
    return {"Certificates": list(on_page), **token}


def _identity(context: Context, parameters: Mapping[str, Any]) -> Identity:
    """The identity a call is about, which exists; it is looked up after the rest [cert-list]."""
    store = context.account.identities
    return store.require(parameters["EmailIdentity"], EMAIL_IDENTITY_MISSING)


def _sender(parameters: Mapping[str, Any]) -> str:
    """The address a call is about, which an address identity need not say."""
    text, address = parameters["EmailIdentity"], parameters.get("FromAddress")
    owner = read_name(text)
    if address is None:
        if "@" not in text:
            raise reasons.CERTIFICATE_ADDRESS_MISSING.refused()
        return str(text)
    sender = require_address(address, reasons.CERTIFICATE_ADDRESS_INVALID)
    if "@" in text:
        if address != text:
            raise reasons.CERTIFICATE_ADDRESS_OTHER.refused(address=address, identity=text)
    elif owner is None or not f".{sender.domain}".endswith(f".{owner.name}"):
        raise reasons.CERTIFICATE_ADDRESS_FOREIGN.refused(address=address, identity=text)
    return str(address)


def _find_address(identity: Identity, sender: str) -> str | None:
    """The address as it is kept, whatever its case; None if it has no certificate."""
    return next((each for each in identity.certificates if each.lower() == sender.lower()), None)


# No most is known, nor how many SES puts on a page.
_PAGING = Paging(
    "certificates",
    100,
    2**31 - 1,
    reasons.CERTIFICATES_PAGE_SIZE_INVALID,
    reasons.CERTIFICATES_TOKEN_INVALID,
    "PageSize",
)

OPERATIONS: dict[str, Operation] = {
    "AssociateEmailIdentityCertificate": Operation(
        associate_email_identity_certificate, stored_only=True
    ),
    "DisassociateEmailIdentityCertificate": Operation(
        disassociate_email_identity_certificate, stored_only=True
    ),
    "ListEmailIdentityCertificates": Operation(list_email_identity_certificates, stored_only=True),
}
