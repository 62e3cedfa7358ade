"""Why SES refuses to manage event destinations."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

_AS_OF_TOPICS = "The text follows the recorded one for SNS topics."
# Of them all, not of each as probed.
_CLAIMED = "An emulator's text, which says that its texts mirror those of SES."

NAME_MISSING = Reason(
    "event-destination-name-given",
    Fault.INVALID_PARAMETER,
    Text("The event destination name must be specified.", "C", ("cs-name-missing",)),
    "An event destination must have a name.",
    "The text follows the recorded one for configuration sets.",
)
NAME_TOO_LONG = Reason(
    "event-destination-name-length",
    Fault.INVALID_PARAMETER,
    Text(
        "Event destination name cannot exceed 64 characters.",
        "C",
        ("evdest-name", "evdest-class-claim"),
    ),
    "An event destination's name may have at most 64 characters.",
    _CLAIMED,
)
NAME_INVALID = Reason(
    "event-destination-name",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid event destination name <{name}>: only alphanumeric ASCII characters, "
        "'_', and '-' are allowed.",
        "C",
        ("evdest-name", "evdest-class-claim"),
    ),
    "An event destination's name can only contain letters, digits, underscores and hyphens.",
    _CLAIMED,
)
EVENT_TYPES_MISSING = Reason(
    "event-destination-types",
    Fault.INVALID_PARAMETER,
    Text(
        "At least one event type must be specified.", "C", ("evdest-no-types", "evdest-class-claim")
    ),
    "An event destination must have at least one event type.",
    _CLAIMED,
)
TARGET_MISSING = Reason(
    "event-destination-target",
    Fault.INVALID_PARAMETER,
    Text(
        "Event destination is not provided.", "C", ("evdest-no-destination", "evdest-class-claim")
    ),
    "An event destination must say where its events go.",
    _CLAIMED,
)
SEVERAL_TARGETS = Reason(
    "event-destination-one-target",
    Fault.INVALID_PARAMETER,
    Text(
        "Please provide only one destination with each request. Either a Firehose Destination or "
        "a Cloudwatch Destination or an SNS Destination or an EventBridge Destination.",
        "A2",
        ("evdest-one", "evdest-many-rec"),
    ),
    "An event destination may send to only one place.",
    "Probed in v2; that v1 says the same is inferred.",
)
SNS_TOPIC_INVALID = Reason(
    "event-destination-sns-topic",
    Fault.INVALID_SNS_DESTINATION,
    Text("SNS topic <{arn}> not found.", "C", ("evdest-sns-missing",)),
    "The topic of an SNS destination must be given by its ARN.",
    "Recorded for a topic that does not exist. That SES says the same of what is not the ARN of "
    "one, and in v2, is inferred.",
)
FIREHOSE_INVALID = Reason(
    "event-destination-firehose",
    Fault.INVALID_FIREHOSE_DESTINATION,
    Text("Firehose destination <{arn}> not found.", "C", ("evdest-sns-missing", "v1-model-errors")),
    "A Firehose destination must have the ARNs of a role and of a delivery stream.",
    "The code is the service model's; the text follows the recorded one for SNS topics.",
)
DIMENSIONS_MISSING = Reason(
    "event-destination-dimensions",
    Fault.INVALID_CLOUDWATCH_DESTINATION,
    Text(
        "CloudWatch metrics dimension configuration list cannot be empty.",
        "C",
        ("evdest-cw-empty", "evdest-class-claim"),
    ),
    "A CloudWatch destination must have at least one dimension.",
    f"{_CLAIMED} The code of v1 is the service model's.",
)
DIMENSIONS_LIMIT = Reason(
    "event-destination-dimensions-limit",
    Fault.INVALID_CLOUDWATCH_DESTINATION,
    Text(
        "CloudWatch metrics dimension configuration list cannot exceed 10 dimensions.",
        "C",
        ("doc-event-quotas",),
    ),
    "A CloudWatch destination may have at most 10 dimensions.",
    "The limit is documented; code and text are inferred.",
)
DIMENSION_NAME_INVALID = Reason(
    "event-destination-dimension-name",
    Fault.INVALID_CLOUDWATCH_DESTINATION,
    Text(
        "Invalid dimension name <{name}>: only alphanumeric ASCII characters, '_', '-', and ':' "
        "are allowed.",
        "C",
        ("doc-dimensions",),
    ),
    "A dimension's name must consist of 1 to 256 letters, digits, underscores, hyphens and colons.",
    "The form is documented; the text follows that of configuration sets' names.",
)
DIMENSION_VALUE_INVALID = Reason(
    "event-destination-dimension-value",
    Fault.INVALID_CLOUDWATCH_DESTINATION,
    Text(
        "Invalid default dimension value <{value}>: only alphanumeric ASCII characters, '_', '-', "
        "'@', and '.' are allowed.",
        "C",
        ("doc-dimensions",),
    ),
    "A dimension's default value must consist of 1 to 256 letters, digits, underscores, hyphens, "
    "at signs and periods.",
    "The form is documented; the text follows that of configuration sets' names.",
)
EVENT_BUS_INVALID = Reason(
    "event-destination-event-bus",
    Fault.INVALID_PARAMETER,
    Text(
        "EventBridgeDestination EventBusArn must be a valid default event bus ARN: {arn}.",
        "C",
        ("evdest-event-bus", "doc-event-bus"),
    ),
    "The event bus of an EventBridge destination must be a default event bus.",
    "That only the default bus is supported is documented; the text is an emulator's own.",
)
PINPOINT_INVALID = Reason(
    "event-destination-pinpoint",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid Pinpoint application ARN provided: {arn}.",
        "C",
        ("evdest-pinpoint", "evdest-class-claim"),
    ),
    "The application of a Pinpoint destination must be given by its ARN.",
    _CLAIMED,
)
SNS_TOPIC_DENIED = Reason(
    "event-destination-sns-topic-access",
    Fault.INVALID_SNS_DESTINATION,
    Text("SNS topic <{resource}> not found.", "A", ("evdest-sns-missing",)),
    "The topic of an SNS destination must exist and let SES publish to it.",
    "Recorded in v1 for a topic that does not exist. That SES says the same in v2, and of one that "
    "does not let it in, is inferred.",
)
FIREHOSE_DENIED = Reason(
    "event-destination-firehose-access",
    Fault.INVALID_FIREHOSE_DESTINATION,
    Text(
        "Firehose destination <{resource}> not found.",
        "C",
        ("evdest-sns-missing", "v1-model-errors"),
    ),
    "The role and the delivery stream of a Firehose destination must exist and let SES in.",
    _AS_OF_TOPICS,
)
EVENT_BUS_DENIED = Reason(
    "event-destination-event-bus-access",
    Fault.INVALID_PARAMETER,
    Text("Event bus <{resource}> not found.", "C", ("evdest-sns-missing",)),
    "The event bus of an EventBridge destination must exist and let SES in.",
    _AS_OF_TOPICS,
)
PINPOINT_DENIED = Reason(
    "event-destination-pinpoint-access",
    Fault.INVALID_PARAMETER,
    Text("Pinpoint application <{resource}> not found.", "C", ("evdest-sns-missing",)),
    "The application of a Pinpoint destination must exist and let SES in.",
    _AS_OF_TOPICS,
)
EVENT_DESTINATION_EXISTS = Reason(
    "event-destination-new",
    Fault.EVENT_DESTINATION_EXISTS,
    Text(
        "An event destination with name <{name}> already exists for configuration set <{set}>.",
        "C",
        ("evdest-exists",),
    ),
    "The configuration set must not have an event destination of this name yet.",
    "An emulator's text, without a probe.",
)
EVENT_DESTINATION_UNKNOWN = Reason(
    "event-destination-known",
    Fault.EVENT_DESTINATION_MISSING,
    Text("No EventDestination found for {set}", "A", ("cs-evdest-missing",)),
    "The configuration set must have the event destination.",
    "Recorded in v1; that v2 says the same is inferred.",
)
EVENT_DESTINATION_LIMIT = Reason(
    "event-destination-limit",
    Fault.LIMIT_EXCEEDED,
    Text("You have reached the maximum number of event destinations.", "C", ("doc-event-quotas",)),
    "A configuration set may have at most 10 event destinations.",
    "The limit is documented; the text is inferred.",
)

REASONS = (
    NAME_MISSING,
    NAME_TOO_LONG,
    NAME_INVALID,
    EVENT_TYPES_MISSING,
    TARGET_MISSING,
    SEVERAL_TARGETS,
    SNS_TOPIC_INVALID,
    FIREHOSE_INVALID,
    DIMENSIONS_MISSING,
    DIMENSIONS_LIMIT,
    DIMENSION_NAME_INVALID,
    DIMENSION_VALUE_INVALID,
    EVENT_BUS_INVALID,
    PINPOINT_INVALID,
    SNS_TOPIC_DENIED,
    FIREHOSE_DENIED,
    EVENT_BUS_DENIED,
    PINPOINT_DENIED,
    EVENT_DESTINATION_EXISTS,
    EVENT_DESTINATION_UNKNOWN,
    EVENT_DESTINATION_LIMIT,
)
