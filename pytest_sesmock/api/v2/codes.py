"""Error codes and HTTP statuses of API v2."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault

_BAD_REQUEST = ("BadRequestException", 400)
_NOT_FOUND = ("NotFoundException", 404)
_ALREADY_EXISTS = ("AlreadyExistsException", 400)

CODES: dict[Fault, tuple[str, int]] = {
    Fault.INVALID_PARAMETER: _BAD_REQUEST,
    Fault.VALIDATION: _BAD_REQUEST,
    Fault.MESSAGE_REJECTED: ("MessageRejected", 400),
    Fault.MESSAGE_TOO_LONG: _BAD_REQUEST,
    Fault.ACCESS_DENIED: ("AccessDeniedException", 403),
    Fault.ACCOUNT_PAUSED: ("SendingPausedException", 400),
    Fault.MAIL_FROM_NOT_VERIFIED: ("MailFromDomainNotVerifiedException", 400),
    Fault.SEND_RATE_EXCEEDED: ("TooManyRequestsException", 429),
    # Not known [unk-limit-v2]: v1 answers both quotas with one code, so v2 is taken to do so too.
    Fault.DAILY_QUOTA_EXCEEDED: ("TooManyRequestsException", 429),
    Fault.LIMIT_EXCEEDED: ("LimitExceededException", 400),
    Fault.NOT_FOUND: _NOT_FOUND,
    Fault.ALREADY_EXISTS: _ALREADY_EXISTS,
    Fault.CONFLICT: ("ConflictException", 409),
    Fault.INVALID_NEXT_TOKEN: ("InvalidNextTokenException", 400),
    Fault.PRODUCTION_ACCESS_NOT_GRANTED: _BAD_REQUEST,
    Fault.INVALID_POLICY: _BAD_REQUEST,
    # No service model has it [tag-arn-cs-name].
    Fault.INVALID_TAG_REQUEST: ("ValidationException", 400),
    Fault.CONFIGURATION_SET_MISSING: _NOT_FOUND,
    Fault.CONFIGURATION_SET_EXISTS: _ALREADY_EXISTS,
    Fault.CONFIGURATION_SET_PAUSED: ("SendingPausedException", 400),
    Fault.INVALID_TRACKING_OPTIONS: _BAD_REQUEST,
    Fault.INVALID_DELIVERY_OPTIONS: _BAD_REQUEST,
    Fault.EVENT_DESTINATION_EXISTS: _ALREADY_EXISTS,
    Fault.EVENT_DESTINATION_MISSING: _NOT_FOUND,
    Fault.INVALID_SNS_DESTINATION: _BAD_REQUEST,
    Fault.INVALID_FIREHOSE_DESTINATION: _BAD_REQUEST,
    Fault.INVALID_CLOUDWATCH_DESTINATION: _BAD_REQUEST,
    Fault.TEMPLATE_MISSING: _NOT_FOUND,
    Fault.INVALID_TEMPLATE: _BAD_REQUEST,
    Fault.INVALID_RENDERING_PARAMETER: _BAD_REQUEST,
    Fault.MISSING_RENDERING_ATTRIBUTE: _BAD_REQUEST,
    Fault.VERIFICATION_TEMPLATE_MISSING: _NOT_FOUND,
    Fault.VERIFICATION_TEMPLATE_EXISTS: _ALREADY_EXISTS,
    Fault.VERIFICATION_CONTENT_INVALID: _BAD_REQUEST,
    # A 404 although nothing is missing [cvet-from-unverified].
    Fault.FROM_ADDRESS_NOT_VERIFIED: _NOT_FOUND,
    Fault.INTERNAL_FAILURE: ("InternalFailure", 500),
}
"""Code and status of each kind of refusal [v2-model-status]."""

COMMON_CODES = {
    # https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html
    "AccessDeniedException": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 403,
    "InternalFailure": 500,
    "InvalidClientTokenId": 403,
    "MalformedHttpRequestException": 400,
    "NotAuthorized": 401,
    "OptInRequired": 403,
    "RequestAbortedException": 400,
    "RequestEntityTooLargeException": 413,
    "RequestExpired": 400,
    "RequestTimeoutException": 408,
    "ServiceUnavailable": 503,
    "ThrottlingException": 400,
    "UnknownOperationException": 404,
    "UnrecognizedClientException": 403,
    "ValidationError": 400,
    # Not on that page, but among what AWS's REST services answer.
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "SerializationException": 400,
}
"""Statuses of the codes that any operation may answer with."""

ENTRY_STATUSES: dict[Fault, str] = {
    Fault.INVALID_PARAMETER: "INVALID_PARAMETER",
    Fault.MESSAGE_REJECTED: "MESSAGE_REJECTED",
    Fault.ACCOUNT_PAUSED: "ACCOUNT_SENDING_PAUSED",
    Fault.MAIL_FROM_NOT_VERIFIED: "MAIL_FROM_DOMAIN_NOT_VERIFIED",
    Fault.SEND_RATE_EXCEEDED: "ACCOUNT_THROTTLED",
    Fault.DAILY_QUOTA_EXCEEDED: "ACCOUNT_DAILY_QUOTA_EXCEEDED",
    Fault.CONFIGURATION_SET_MISSING: "CONFIGURATION_SET_NOT_FOUND",
    Fault.CONFIGURATION_SET_PAUSED: "CONFIGURATION_SET_SENDING_PAUSED",
    Fault.TEMPLATE_MISSING: "TEMPLATE_NOT_FOUND",
}
"""Statuses of one entry of a bulk send [bulk-status-enum]; the rest is FAILED (inferred)."""
