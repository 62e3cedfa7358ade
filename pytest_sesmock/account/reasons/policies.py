"""Why SES refuses to manage sending authorization policies."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

POLICY_NAME_INVALID = Reason(
    "policy-name",
    Fault.INVALID_PARAMETER,
    Text(
        "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, "
        "and underscores.",
        "A2",
        ("policy-name-invalid",),
    ),
    "A policy's name can only contain letters, digits, hyphens and underscores.",
)
POLICY_IDENTITY_MISSING = Reason(
    "policy-identity",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid identity. Must be a verified email address or domain.",
        "A2",
        ("policy-identity-missing",),
    ),
    "A policy's identity must be one of the account's.",
    "Other probes put policies to identities that did not exist [policy-behaviour].",
)
POLICY_INVALID = Reason(
    "policy-document",
    Fault.INVALID_POLICY,
    Text("Policy is not valid JSON.", "C", ("policy-behaviour",)),
    "A policy must be a JSON document with a Statement.",
    "The code is the service model's; the text is inferred.",
)
POLICY_LIMIT = Reason(
    "policy-limit",
    Fault.INVALID_PARAMETER,
    Text(
        "Number of policies for <{identity}> exceeds max allowed number of policies per resource",
        "A2",
        ("policy-limit",),
    ),
    "An identity may have at most 20 policies.",
)
EMAIL_IDENTITY_POLICY_LIMIT = Reason(
    "email-identity-policy-limit", Fault.LIMIT_EXCEEDED, POLICY_LIMIT.text, POLICY_LIMIT.requires
)
POLICY_EXISTS = Reason(
    "policy-new",
    Fault.ALREADY_EXISTS,
    Text("Policy <{policy}> already exists", "A2", ("policy-exists-v2",)),
    "The identity must not have a policy of this name yet.",
)
POLICY_MISSING = Reason(
    "policy-exists",
    Fault.NOT_FOUND,
    Text("Policy <{policy}> does not exist", "A2", ("policy-missing-v2",)),
    "The identity must have a policy of this name.",
)

REASONS = (
    POLICY_NAME_INVALID,
    POLICY_IDENTITY_MISSING,
    POLICY_INVALID,
    POLICY_LIMIT,
    EMAIL_IDENTITY_POLICY_LIMIT,
    POLICY_EXISTS,
    POLICY_MISSING,
)
