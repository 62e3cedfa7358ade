"""Why SES refuses to manage S/MIME certificates."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

CERTIFICATE_ADDRESS_MISSING = Reason(
    "certificate-address",
    Fault.INVALID_PARAMETER,
    Text("FromAddress is required when EmailIdentity is a domain.", "A2", ("cert-from-required",)),
    "FromAddress must be given if the identity is a domain.",
)
CERTIFICATE_ADDRESS_INVALID = Reason(
    "certificate-address-form",
    Fault.INVALID_PARAMETER,
    Text("FromAddress <{address}> is not a valid email address.", "A2", ("cert-from-invalid",)),
    "FromAddress must be an email address that email-validator accepts.",
)
CERTIFICATE_ADDRESS_FOREIGN = Reason(
    "certificate-address-domain",
    Fault.INVALID_PARAMETER,
    Text(
        "FromAddress <{address}> does not belong to the domain identity <{identity}>.",
        "A2",
        ("cert-from-foreign",),
    ),
    "FromAddress must belong to the identity's domain or to one of its subdomains.",
)
CERTIFICATE_ADDRESS_OTHER = Reason(
    "certificate-address-other",
    Fault.INVALID_PARAMETER,
    Text(
        "FromAddress <{address}> does not match the email identity <{identity}>.",
        "C",
        ("cert-from-other",),
    ),
    "FromAddress must be the identity itself if the identity is an email address.",
)
CERTIFICATE_EXISTS = Reason(
    "certificate-new",
    Fault.ALREADY_EXISTS,
    Text(
        "A certificate is already associated with sender <{address}> on identity <{identity}>.",
        "A2",
        ("cert-exists",),
    ),
    "An address may have only one certificate.",
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
    "An identity must not have certificates when it is deleted.",
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
    "PageSize must be at least 1.",
)
CERTIFICATES_TOKEN_INVALID = Reason(
    "certificates-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid NextToken.", "A2", ("cert-list",)),
    "NextToken must come from an earlier page of the identity's certificates.",
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
