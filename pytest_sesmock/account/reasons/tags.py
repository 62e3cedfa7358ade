"""Why SES refuses to tag a resource."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

ARN_MALFORMED = Reason(
    "resource-arn",
    Fault.INVALID_PARAMETER,
    Text("ResourceArn is not the expected format", "A2", ("tag-arn-format",)),
    "ResourceArn must be of the form arn:partition:service:region:account:type/name, with a type "
    "of resource that has tags.",
)
ARN_OF_NO_IDENTITY = Reason(
    "resource-arn-identity",
    Fault.INVALID_PARAMETER,
    Text("Provided resource identifier is not an SES resource", "A2", ("tag-arn-identity",)),
    "The ARN of an identity must end with an email address or a domain that email-validator "
    "accepts.",
)
ARN_OF_OTHER_ACCOUNT = Reason(
    "resource-account",
    Fault.INVALID_PARAMETER,
    Text(
        "Operations on a resource created in a different account is not allowed",
        "A2",
        ("tag-arn-account",),
    ),
    "The resource must belong to the account.",
)
RESOURCE_NAME_INVALID = Reason(
    "resource-name",
    Fault.INVALID_TAG_REQUEST,
    Text("", "A2", ("tag-arn-cs-name",)),
    "The ARN of a configuration set must end with a valid name of one.",
    "SES answers without a message.",
)
RESOURCE_MISSING = Reason(
    "resource-exists",
    Fault.NOT_FOUND,
    Text("No {kind} present with name: {name}", "A2", ("tag-target-missing", "tag-kind-template")),
    "The resource must exist.",
)
TAG_FAILED = Reason(
    "tag-region",
    Fault.INVALID_PARAMETER,
    Text("Failed to tag resource", "A2", ("tag-region-mismatch",)),
    "A resource can only be tagged in its own region.",
)
UNTAG_FAILED = Reason(
    "untag-region",
    Fault.INVALID_PARAMETER,
    Text("Failed to untag resource", "A2", ("tag-region-mismatch",)),
    "A resource can only be untagged in its own region.",
)
TAGS_LIMIT = Reason(
    "tags-limit",
    Fault.INVALID_PARAMETER,
    Text(
        "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags "
        "in the request",
        "A2",
        ("tags-max",),
    ),
    "A request may have at most 50 tags.",
)
TAGS_LIMIT_MERGED = Reason(
    "tags-limit-merged",
    Fault.INVALID_PARAMETER,
    Text(
        "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags "
        "in the request or delete existing tags and retry",
        "A2",
        ("tags-max-merged",),
    ),
    "A resource may have at most 50 tags.",
)
TAG_CHARACTERS = Reason(
    "tag-characters",
    Fault.INVALID_PARAMETER,
    Text(
        "Tags can only contain letters, numbers, spaces, and the following special characters: "
        "_ . : / = + - @",
        "A2",
        ("tags-chars",),
    ),
    "The keys and values of tags can only contain characters that SES allows.",
)
TAG_RESERVED = Reason(
    "tag-reserved",
    Fault.INVALID_PARAMETER,
    Text("Caller is an end user and not allowed to mutate system tags", "A2", ("tags-aws-prefix",)),
    "A tag's key must not begin with aws:, in upper or lower case.",
)
TAG_LENGTHS = Reason(
    "tag-lengths",
    Fault.VALIDATION,
    Text("{violations}", "A2", ("tags-key-long",)),
    "A tag may have at most 128 characters in its key and 256 in its value.",
)
TAG_KEY_EMPTY = Reason(
    "tag-key",
    Fault.INVALID_PARAMETER,
    Text("", "A2", ("tags-key-empty",)),
    "A tag must have a key.",
    "SES answers without a message.",
)
TAG_REPEATED = Reason(
    "tag-once",
    Fault.INVALID_PARAMETER,
    Text("Cannot provide multiple tags with the same key", "A2", ("tags-dup",)),
    "A request must not have two tags of the same key.",
)

REASONS = (
    ARN_MALFORMED,
    ARN_OF_NO_IDENTITY,
    ARN_OF_OTHER_ACCOUNT,
    RESOURCE_NAME_INVALID,
    RESOURCE_MISSING,
    TAG_FAILED,
    UNTAG_FAILED,
    TAGS_LIMIT,
    TAGS_LIMIT_MERGED,
    TAG_CHARACTERS,
    TAG_RESERVED,
    TAG_LENGTHS,
    TAG_KEY_EMPTY,
    TAG_REPEATED,
)
