"""Error codes and HTTP statuses of API v1."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault

CODES: dict[Fault, tuple[str, int]] = {
    Fault.INVALID_PARAMETER: ("InvalidParameterValue", 400),
    Fault.VALIDATION: ("ValidationError", 400),
    Fault.MESSAGE_REJECTED: ("MessageRejected", 400),
    Fault.MESSAGE_TOO_LONG: ("InvalidParameterValue", 400),
    Fault.ACCESS_DENIED: ("AccessDenied", 403),
    Fault.ACCOUNT_PAUSED: ("AccountSendingPausedException", 400),
    Fault.MAIL_FROM_NOT_VERIFIED: ("MailFromDomainNotVerifiedException", 400),
    Fault.SEND_RATE_EXCEEDED: ("Throttling", 400),
    Fault.DAILY_QUOTA_EXCEEDED: ("Throttling", 400),
    Fault.LIMIT_EXCEEDED: ("LimitExceeded", 400),
    # What v1 has no code for: it is asked of a raw message's fields alone (inferred).
    Fault.NOT_FOUND: ("InvalidParameterValue", 400),
    Fault.ALREADY_EXISTS: ("AlreadyExists", 400),
    Fault.PRODUCTION_ACCESS_NOT_GRANTED: ("ProductionAccessNotGranted", 400),
    Fault.INVALID_POLICY: ("InvalidPolicy", 400),
    Fault.CONFIGURATION_SET_MISSING: ("ConfigurationSetDoesNotExist", 400),
    Fault.CONFIGURATION_SET_EXISTS: ("ConfigurationSetAlreadyExists", 400),
    Fault.CONFIGURATION_SET_PAUSED: ("ConfigurationSetSendingPausedException", 400),
    Fault.INVALID_CONFIGURATION_SET: ("InvalidConfigurationSet", 400),
    Fault.INVALID_DELIVERY_OPTIONS: ("InvalidDeliveryOptions", 400),
    Fault.INVALID_TRACKING_OPTIONS: ("InvalidTrackingOptions", 400),
    Fault.TRACKING_OPTIONS_EXIST: ("TrackingOptionsAlreadyExistsException", 400),
    Fault.TRACKING_OPTIONS_MISSING: ("TrackingOptionsDoesNotExistException", 400),
    Fault.EVENT_DESTINATION_EXISTS: ("EventDestinationAlreadyExists", 400),
    Fault.EVENT_DESTINATION_MISSING: ("EventDestinationDoesNotExist", 400),
    Fault.INVALID_SNS_DESTINATION: ("InvalidSNSDestination", 400),
    Fault.INVALID_FIREHOSE_DESTINATION: ("InvalidFirehoseDestination", 400),
    Fault.INVALID_CLOUDWATCH_DESTINATION: ("InvalidCloudWatchDestination", 400),
    Fault.TEMPLATE_MISSING: ("TemplateDoesNotExist", 400),
    Fault.INVALID_TEMPLATE: ("InvalidTemplate", 400),
    Fault.INVALID_RENDERING_PARAMETER: ("InvalidRenderingParameter", 400),
    Fault.MISSING_RENDERING_ATTRIBUTE: ("MissingRenderingAttribute", 400),
    Fault.VERIFICATION_TEMPLATE_MISSING: ("CustomVerificationEmailTemplateDoesNotExist", 400),
    Fault.VERIFICATION_TEMPLATE_EXISTS: ("CustomVerificationEmailTemplateAlreadyExists", 400),
    Fault.VERIFICATION_CONTENT_INVALID: ("CustomVerificationEmailInvalidContent", 400),
    Fault.FROM_ADDRESS_NOT_VERIFIED: ("FromEmailAddressNotVerified", 400),
    Fault.RULE_MISSING: ("RuleDoesNotExist", 400),
    Fault.RULE_SET_MISSING: ("RuleSetDoesNotExist", 400),
    Fault.CANNOT_DELETE: ("CannotDelete", 400),
    Fault.INVALID_S3_CONFIGURATION: ("InvalidS3Configuration", 400),
    Fault.INVALID_SNS_TOPIC: ("InvalidSnsTopic", 400),
    Fault.INVALID_LAMBDA_FUNCTION: ("InvalidLambdaFunction", 400),
}
"""Code and status of each kind of refusal [v1-model-errors]; Throttling really is a 400."""

COMMON_CODES = {
    # https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html
    "AccessDeniedException": 400,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 400,
    "InternalFailure": 500,
    "InvalidAction": 400,
    "InvalidClientTokenId": 403,
    "InvalidParameterCombination": 400,
    "InvalidQueryParameter": 400,
    "MalformedQueryString": 404,
    "MissingAction": 400,
    "MissingAuthenticationToken": 403,
    "MissingParameter": 400,
    "NotAuthorized": 400,
    "OptInRequired": 403,
    "RequestExpired": 400,
    "ServiceUnavailable": 503,
    "ThrottlingException": 400,
    # Not on that page, but among what AWS's query services answer.
    "ExpiredToken": 403,
    "InternalError": 500,
    "MalformedInput": 400,
    "RequestLimitExceeded": 503,
    "RequestTimeout": 400,
    "RequestTimeoutException": 400,
    "SignatureDoesNotMatch": 403,
    "UnrecognizedClientException": 403,
}
"""Statuses of the codes that any operation may answer with."""

ENTRY_STATUSES: dict[Fault, str] = {
    Fault.INVALID_PARAMETER: "InvalidParameterValue",
    Fault.MESSAGE_REJECTED: "MessageRejected",
    Fault.ACCOUNT_PAUSED: "AccountSendingPaused",
    Fault.MAIL_FROM_NOT_VERIFIED: "MailFromDomainNotVerified",
    Fault.SEND_RATE_EXCEEDED: "AccountThrottled",
    Fault.DAILY_QUOTA_EXCEEDED: "AccountDailyQuotaExceeded",
    Fault.CONFIGURATION_SET_MISSING: "ConfigurationSetDoesNotExist",
    Fault.CONFIGURATION_SET_PAUSED: "ConfigurationSetSendingPaused",
    Fault.TEMPLATE_MISSING: "TemplateDoesNotExist",
}
"""Statuses of one destination of a bulk send [bulk-status-enum]; the rest is Failed (inferred)."""
