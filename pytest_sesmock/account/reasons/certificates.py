"""Why SES refuses to manage S/MIME certificates."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

CERTIFICATE_ADDRESS_MISSING = Reason(
    "certificate-address",
    Fault.INVALID_PARAMETER,
    Text("FromAddress is required when EmailIdentity is a domain.", "A2", ("cert-from-required",)),
    "A certificate is that of an address",
)
CERTIFICATE_ADDRESS_INVALID = Reason(
    "certificate-address-form",
    Fault.INVALID_PARAMETER,
    Text("FromAddress <{address}> is not a valid email address.", "A2", ("cert-from-invalid",)),
    "A certificate's address is one, as email-validator sees it",
)
CERTIFICATE_ADDRESS_FOREIGN = Reason(
    "certificate-address-domain",
    Fault.INVALID_PARAMETER,
    Text(
        "FromAddress <{address}> does not belong to the domain identity <{identity}>.",
        "A2",
        ("cert-from-foreign",),
    ),
    "A certificate's address is of the identity's domain or one below it",
)
CERTIFICATE_ADDRESS_OTHER = Reason(
    "certificate-address-other",
    Fault.INVALID_PARAMETER,
    Text(
        "FromAddress <{address}> does not match the email identity <{identity}>.",
        "C",
        ("cert-from-other",),
    ),
    "A certificate's address is the identity, if that is an address",
)
CERTIFICATE_EXISTS = Reason(
    "certificate-new",
    Fault.ALREADY_EXISTS,
    Text(
        "A certificate is already associated with sender <{address}> on identity <{identity}>.",
        "A2",
        ("cert-exists",),
    ),
    "An address has one certificate",
)
CERTIFICATES_LEFT = Reason(
    "identity-without-certificates",
    Fault.INVALID_PARAMETER,
    Text(
        "Cannot delete <{arn}> because it has certificates associated with it. Disassociate all "
        "certificates and try again.",
        "A2",
        ("cert-delete-guard",),
    ),
    "An identity that is deleted has no certificates",
    "The code of v1 is inferred.",
)
CERTIFICATES_PAGE_SIZE_INVALID = Reason(
    "certificates-page-size",
    Fault.VALIDATION,
    Text(
        "1 validation error detected: Value '{size}' at 'pageSize' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1",
        "A2",
        ("cert-list",),
    ),
    "A page of certificates has one at least",
)
CERTIFICATES_TOKEN_INVALID = Reason(
    "certificates-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid NextToken.", "A2", ("cert-list",)),
    "A NextToken is one that an earlier page of the identity's certificates gave",
)

REASONS = (
    CERTIFICATE_ADDRESS_MISSING,
    CERTIFICATE_ADDRESS_INVALID,
    CERTIFICATE_ADDRESS_FOREIGN,
    CERTIFICATE_ADDRESS_OTHER,
    CERTIFICATE_EXISTS,
    CERTIFICATES_LEFT,
    CERTIFICATES_PAGE_SIZE_INVALID,
    CERTIFICATES_TOKEN_INVALID,
)
