"""Why SES refuses to tag a resource."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

ARN_MALFORMED = Reason(
    "resource-arn",
    Fault.INVALID_PARAMETER,
    Text("ResourceArn is not the expected format", "A2", ("tag-arn-format",)),
    "A ResourceArn is arn:partition:service:region:account:type/name of a type that has tags",
)
ARN_OF_NO_IDENTITY = Reason(
    "resource-arn-identity",
    Fault.INVALID_PARAMETER,
    Text("Provided resource identifier is not an SES resource", "A2", ("tag-arn-identity",)),
    "An identity's ARN ends in an email address or a domain, as email-validator sees it",
)
ARN_OF_OTHER_ACCOUNT = Reason(
    "resource-account",
    Fault.INVALID_PARAMETER,
    Text(
        "Operations on a resource created in a different account is not allowed",
        "A2",
        ("tag-arn-account",),
    ),
    "A resource is the account's own",
)
RESOURCE_NAME_INVALID = Reason(
    "resource-name",
    Fault.INVALID_TAG_REQUEST,
    Text("", "A2", ("tag-arn-cs-name",)),
    "A configuration set's ARN ends in a name that one may have",
    "SES answers without a message.",
)
RESOURCE_MISSING = Reason(
    "resource-exists",
    Fault.NOT_FOUND,
    Text("No {kind} present with name: {name}", "A2", ("tag-target-missing", "tag-kind-template")),
    "The resource exists",
)
TAG_FAILED = Reason(
    "tag-region",
    Fault.INVALID_PARAMETER,
    Text("Failed to tag resource", "A2", ("tag-region-mismatch",)),
    "A resource is tagged in its own region",
)
UNTAG_FAILED = Reason(
    "untag-region",
    Fault.INVALID_PARAMETER,
    Text("Failed to untag resource", "A2", ("tag-region-mismatch",)),
    "A resource is untagged in its own region",
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
    "A request has at most 50 tags",
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
    "A resource has at most 50 tags",
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
    "A tag's key and value have only characters that SES takes",
)
TAG_RESERVED = Reason(
    "tag-reserved",
    Fault.INVALID_PARAMETER,
    Text("Caller is an end user and not allowed to mutate system tags", "A2", ("tags-aws-prefix",)),
    "A tag's key does not begin with aws:",
)
TAG_LENGTHS = Reason(
    "tag-lengths",
    Fault.VALIDATION,
    Text("{violations}", "A2", ("tags-key-long",)),
    "A tag's key has at most 128 characters, its value 256",
)
TAG_KEY_EMPTY = Reason(
    "tag-key",
    Fault.INVALID_PARAMETER,
    Text("", "A2", ("tags-key-empty",)),
    "A tag has a key",
    "SES answers without a message.",
)
TAG_REPEATED = Reason(
    "tag-once",
    Fault.INVALID_PARAMETER,
    Text("Cannot provide multiple tags with the same key", "A2", ("tags-dup",)),
    "A key is in a request once",
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
