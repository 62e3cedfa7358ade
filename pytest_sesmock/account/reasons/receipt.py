"""Why SES refuses to manage what it does with received mail."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

_AS_OF_OTHERS = "What SES says of it is not known; the text follows those for other targets."

NAMES_MALFORMED = Reason(
    "receipt-names",
    Fault.VALIDATION,
    Text("{violations}", "A2", ("ruleset-name-chars", "rule-name-form", "reorder-name")),
    "The names of receipt rules and rule sets must consist of 1 to 100 letters, digits, periods, "
    "underscores and hyphens.",
    "Inferred: the upper limit outside ReorderReceiptRuleSet, and the order of several violations.",
)
RULE_SET_NAME_INVALID = Reason(
    "receipt-rule-set-name",
    Fault.INVALID_PARAMETER,
    Text("Not a valid ruleSetName: {name}", "A2", ("ruleset-name-form",)),
    "A rule set's name may have at most 64 characters, and must begin and end with a letter or "
    "digit.",
)
RULE_NAME_INVALID = Reason(
    "receipt-rule-name",
    Fault.INVALID_PARAMETER,
    Text("Not a valid ruleName: {name}", "A2", ("rule-name-form",)),
    "A receipt rule's name may have at most 64 characters, and must begin and end with a letter "
    "or digit.",
)
RULE_SET_EXISTS = Reason(
    "receipt-rule-set-new",
    Fault.ALREADY_EXISTS,
    Text("Rule set already exists: {name}", "A2", ("ruleset-exists", "clone-order")),
    "The rule set must not exist yet.",
)
RULE_SET_MISSING = Reason(
    "receipt-rule-set-known",
    Fault.RULE_SET_MISSING,
    Text("Rule set does not exist: {name}", "A", ("ruleset-missing-rec",)),
    "The rule set must exist in this region.",
)
RULE_SET_ACTIVE = Reason(
    "receipt-rule-set-inactive",
    Fault.CANNOT_DELETE,
    Text("Cannot delete active rule set: {name}", "A2", ("ruleset-active-delete-rec",)),
    "The active rule set must not be deleted.",
)
RULE_SET_LIMIT = Reason(
    "receipt-rule-set-limit",
    Fault.LIMIT_EXCEEDED,
    Text("Too many rule sets", "C", ("page-rulesets", "rule-limit")),
    "An account may have at most 40 receipt rule sets in a region.",
    "The limit is documented; the text follows that of the limit of rules.",
)
RULE_SETS_TOKEN_INVALID = Reason(
    "receipt-rule-sets-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid page token: {token}", "A2", ("page-rulesets",)),
    "NextToken must come from an earlier page of rule sets in this region.",
)
RULE_EXISTS = Reason(
    "receipt-rule-new",
    Fault.ALREADY_EXISTS,
    Text("Rule already exists: {name}", "A2", ("rule-exists",)),
    "The receipt rule must not be in the rule set yet.",
)
RULE_MISSING = Reason(
    "receipt-rule-known",
    Fault.RULE_MISSING,
    Text("Rule does not exist: {name}", "A2", ("rule-missing",)),
    "The receipt rule must be in the rule set.",
)
RULE_LIMIT = Reason(
    "receipt-rule-limit",
    Fault.LIMIT_EXCEEDED,
    Text("Too many rules", "A2", ("rule-limit",)),
    "A rule set may have at most 200 rules.",
)
RULE_REPEATED = Reason(
    "receipt-order-once",
    Fault.INVALID_PARAMETER,
    Text("Multiple positions found for rule: {name}", "A2", ("reorder-dup",)),
    "A new order must not name a rule more than once.",
)
RULES_LEFT_OUT = Reason(
    "receipt-order-whole",
    Fault.INVALID_PARAMETER,
    Text("Positions for rules not found: {names}", "A2", ("reorder-missing",)),
    "A new order must name every rule of the set.",
)
ACTIONS_LIMIT = Reason(
    "receipt-actions-limit",
    Fault.LIMIT_EXCEEDED,
    Text("Too many actions", "A2", ("rule-actions-limit",)),
    "A receipt rule may have at most 10 actions.",
)
STOP_NOT_LAST = Reason(
    "receipt-stop-last",
    Fault.INVALID_PARAMETER,
    Text(
        "Stop action, if any, must be placed at the end of the actions list",
        "A2",
        ("rule-stop-last",),
    ),
    "A stop action must be the last action of its rule.",
    "Its place among the checks of the actions is inferred.",
)
HEADER_NAME_INVALID = Reason(
    "receipt-header-name",
    Fault.INVALID_PARAMETER,
    Text("Invalid header name: {name}", "A2", ("rule-header-name",)),
    "The name of a header to add must be printable ASCII without a colon.",
)
TOPIC_INVALID = Reason(
    "receipt-topic",
    Fault.INVALID_SNS_TOPIC,
    Text("Invalid SNS topic: {arn}", "A2", ("rule-sns-form",)),
    "TopicArn must be the ARN of an SNS topic.",
)
TOPIC_DENIED = Reason(
    "receipt-topic-access",
    Fault.INVALID_SNS_TOPIC,
    Text("Could not publish to SNS topic: {resource}", "A", ("rule-topic-denied",)),
    "The SNS topic of an action must exist and let SES publish to it.",
)
BUCKET_EMPTY = Reason(
    "receipt-bucket",
    Fault.INVALID_PARAMETER,
    Text("Bucket name must not be empty", "A2", ("rule-s3-empty",)),
    "An S3 action must name a bucket.",
)
BUCKET_DENIED = Reason(
    "receipt-bucket-access",
    Fault.INVALID_S3_CONFIGURATION,
    Text("Could not write to bucket: {resource}", "A", ("rule-bucket-denied",)),
    "The bucket of an S3 action must exist and let SES write to it.",
    "Recorded for buckets that do not let SES in; of one that does not exist SES was probed to say "
    "`No such bucket`.",
)
KMS_KEY_DENIED = Reason(
    "receipt-kms-key-access",
    Fault.INVALID_S3_CONFIGURATION,
    Text("Unable to use AWS KMS key: {resource}", "C", ("rule-kms-moto",)),
    "The KMS key of an S3 action must exist and let SES use it.",
    "An emulator's text, without a probe.",
)
S3_ROLE_DENIED = Reason(
    "receipt-role-access",
    Fault.INVALID_S3_CONFIGURATION,
    Text("Could not assume IAM role: {resource}", "C", ("rule-topic-denied",)),
    "The IAM role of an S3 action must exist and let SES assume it.",
    _AS_OF_OTHERS,
)
FUNCTION_EMPTY = Reason(
    "receipt-function-given",
    Fault.INVALID_PARAMETER,
    Text("Lambda function ARN must not be empty", "A2", ("rule-lambda-form",)),
    "A Lambda action must name a function.",
)
FUNCTION_INVALID = Reason(
    "receipt-function",
    Fault.INVALID_LAMBDA_FUNCTION,
    Text("Invalid Lambda function: {arn}", "A2", ("rule-lambda-form",)),
    "FunctionArn must be the ARN of a Lambda function.",
)
FUNCTION_DENIED = Reason(
    "receipt-function-access",
    Fault.INVALID_LAMBDA_FUNCTION,
    Text("Could not invoke Lambda function: {resource}", "A", ("rule-function-denied",)),
    "The function of a Lambda action must exist and let SES invoke it.",
)
ORGANIZATION_DENIED = Reason(
    "receipt-organization-access",
    Fault.INVALID_PARAMETER,
    Text("Could not access WorkMail organization: {resource}", "C", ("rule-topic-denied",)),
    "The organization of a WorkMail action must exist and let SES in.",
    _AS_OF_OTHERS,
)
INSTANCE_DENIED = Reason(
    "receipt-instance-access",
    Fault.INVALID_PARAMETER,
    Text("Could not access Amazon Connect instance: {resource}", "C", ("rule-topic-denied",)),
    "The instance and the role of a Connect action must exist and let SES in.",
    _AS_OF_OTHERS,
)
REPLY_CODE_EMPTY = Reason(
    "receipt-reply-code",
    Fault.INVALID_PARAMETER,
    Text("Invalid SMTP reply code: ", "A2", ("rule-bounce-sender",)),
    "A bounce action must have an SMTP reply code.",
)
RESPONSE_MESSAGE_EMPTY = Reason(
    "receipt-response-message",
    Fault.INVALID_PARAMETER,
    Text("Invalid SMTP response message: ", "A2", ("rule-bounce-sender",)),
    "A bounce action must have a message.",
)
SENDER_NOT_VERIFIED = Reason(
    "receipt-bounce-sender",
    Fault.INVALID_PARAMETER,
    Text(
        "Identity is not verified: {sender}", "A", ("rule-bounce-sender-rec", "rule-bounce-sender")
    ),
    "The sender of a bounce action must be covered by a verified identity.",
)
FILTER_NAME_EMPTY = Reason(
    "receipt-filter-name-given",
    Fault.INVALID_PARAMETER,
    Text("filterName must not be empty", "A2", ("filter-name-form",)),
    "A receipt filter must have a name.",
)
FILTER_NAME_INVALID = Reason(
    "receipt-filter-name",
    Fault.INVALID_PARAMETER,
    Text("Not a valid filterName: {name}", "A2", ("filter-name-form",)),
    "A receipt filter's name must consist of 1 to 64 letters, digits, periods, underscores and "
    "hyphens, with a letter or digit at either end.",
)
CIDR_INVALID = Reason(
    "receipt-filter-cidr",
    Fault.INVALID_PARAMETER,
    Text("Invalid CIDR block: {cidr}", "A2", ("filter-cidr",)),
    "A receipt filter must be for one IPv4 or IPv6 address, or for one block of them.",
)
FILTER_EXISTS = Reason(
    "receipt-filter-new",
    Fault.ALREADY_EXISTS,
    Text("Filter already exists: {name}", "A2", ("filter-exists",)),
    "The receipt filter must not exist yet.",
)
FILTER_LIMIT = Reason(
    "receipt-filter-limit",
    Fault.LIMIT_EXCEEDED,
    Text("Too many filters", "A2", ("filter-limit",)),
    "An account may have at most 100 receipt filters in a region.",
)

REASONS = (
    NAMES_MALFORMED,
    RULE_SET_NAME_INVALID,
    RULE_NAME_INVALID,
    RULE_SET_EXISTS,
    RULE_SET_MISSING,
    RULE_SET_ACTIVE,
    RULE_SET_LIMIT,
    RULE_SETS_TOKEN_INVALID,
    RULE_EXISTS,
    RULE_MISSING,
    RULE_LIMIT,
    RULE_REPEATED,
    RULES_LEFT_OUT,
    ACTIONS_LIMIT,
    STOP_NOT_LAST,
    HEADER_NAME_INVALID,
    TOPIC_INVALID,
    TOPIC_DENIED,
    BUCKET_EMPTY,
    BUCKET_DENIED,
    KMS_KEY_DENIED,
    S3_ROLE_DENIED,
    FUNCTION_EMPTY,
    FUNCTION_INVALID,
    FUNCTION_DENIED,
    ORGANIZATION_DENIED,
    INSTANCE_DENIED,
    REPLY_CODE_EMPTY,
    RESPONSE_MESSAGE_EMPTY,
    SENDER_NOT_VERIFIED,
    FILTER_NAME_EMPTY,
    FILTER_NAME_INVALID,
    CIDR_INVALID,
    FILTER_EXISTS,
    FILTER_LIMIT,
)
