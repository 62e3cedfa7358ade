"""Why SES refuses to manage configuration sets."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

CONFIGURATION_SET_EXISTS = Reason(
    "configuration-set-new",
    Fault.CONFIGURATION_SET_EXISTS,
    Text("Configuration set <{name}> already exists.", "A", ("cs-exists",)),
    "The configuration set does not exist yet",
)
CONFIGURATION_SET_UNKNOWN = Reason(
    "configuration-set-known",
    Fault.CONFIGURATION_SET_MISSING,
    Text("Configuration set <{name}> does not exist.", "A", ("cs-missing-other-op",)),
    "The configuration set exists in this region",
)
CONFIGURATION_SETS_TOKEN_INVALID = Reason(
    "configuration-sets-next-token",
    Fault.INVALID_PARAMETER,
    Text("", "A2", ("list-sets-paging",)),
    "A NextToken is one that an earlier page of configuration sets gave in the same region",
    "SES answers without a message.",
)

REASONS = (
    CONFIGURATION_SET_EXISTS,
    CONFIGURATION_SET_UNKNOWN,
    CONFIGURATION_SETS_TOKEN_INVALID,
)
