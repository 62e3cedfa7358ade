"""Why SES refuses to manage dedicated IP addresses and their pools."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

POOL_EXISTS = Reason(
    "ip-pool-new",
    Fault.ALREADY_EXISTS,
    Text("The pool <{name}> already exists.", "A2", ("pool-exists", "pool-verified")),
    "The dedicated IP pool must not exist yet.",
)
POOL_UNKNOWN = Reason(
    "ip-pool-known",
    Fault.NOT_FOUND,
    Text("The requested pool <{name}> does not exist.", "A2", ("pool-missing", "pool-verified")),
    "The dedicated IP pool must exist in this region.",
)
POOL_OF_SES = Reason(
    "ip-pool-own",
    Fault.INVALID_PARAMETER,
    Text(
        "Pool name describes either a shared or default dedicated ip pool",
        "A",
        ("pool-shared", "doc-ip-pools"),
    ),
    "The dedicated IP pool must be the account's own, not one of SES's.",
    "Recorded of GetDedicatedIpPool, without its code; that it cannot be changed either is "
    "documented.",
)
POOL_NAME_BLANK = Reason(
    "ip-pool-name-given",
    Fault.INVALID_PARAMETER,
    Text("Pool name can't be blank.", "A2", ("ip-pool-blank",)),
    "The name of a dedicated IP pool must not be blank.",
    "Probed for PutDedicatedIpInPool; inferred for CreateDedicatedIpPool.",
)
POOL_NAME_INVALID = Reason(
    "ip-pool-name",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid pool name <{name}>: only lowercase alphanumeric ASCII characters, '_', '-', and "
        "'.' are allowed, 64 at most.",
        "C",
        ("pool-name-rule",),
    ),
    "A dedicated IP pool's name must consist of 1 to 64 lowercase letters, digits, underscores, "
    "hyphens and periods.",
    "The rule is recorded without its words; these follow those for configuration sets' names.",
)
SCALING_MODE_INVALID = Reason(
    "ip-pool-scaling-mode",
    Fault.INVALID_PARAMETER,
    Text("The ScalingMode parameter is invalid.", "A2", ("pool-scaling-bad", "pool-verified")),
    "The scaling mode must be STANDARD or MANAGED, and a managed pool must stay managed.",
)
IP_UNKNOWN = Reason(
    "dedicated-ip-known",
    Fault.NOT_FOUND,
    Text("Could not find dedicated IP <{ip}> under this account.", "A2", ("ip-missing",)),
    "The dedicated IP address must be one of the account's.",
)
WARMUP_MISSING = Reason(
    "dedicated-ip-warmup-given",
    Fault.INVALID_PARAMETER,
    Text("Warmup Percentage can't be null.", "A2", ("ip-warmup-null",)),
    "The warm-up percentage must be given.",
)
WARMUP_INVALID = Reason(
    "dedicated-ip-warmup",
    Fault.INVALID_PARAMETER,
    Text("Warmup Percentage must be between 0 and 100.", "A2", ("ip-warmup-range",)),
    "The warm-up percentage must be between 0 and 100.",
)
PAGE_SIZE_INVALID = Reason(
    "ip-pools-page-size",
    Fault.INVALID_PARAMETER,
    Text("The page size must be in [1, 1000] range.", "A2", ("pool-paging",)),
    "PageSize must be between 1 and 1,000.",
    "Probed for pools; inferred for addresses.",
)
NEXT_TOKEN_INVALID = Reason(
    "ip-pools-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid next token.", "A2", ("pool-token",)),
    "NextToken must come from an earlier page of the same list in this region.",
    "Probed for pools; inferred for addresses.",
)

REASONS = (
    POOL_EXISTS,
    POOL_UNKNOWN,
    POOL_OF_SES,
    POOL_NAME_BLANK,
    POOL_NAME_INVALID,
    SCALING_MODE_INVALID,
    IP_UNKNOWN,
    WARMUP_MISSING,
    WARMUP_INVALID,
    PAGE_SIZE_INVALID,
    NEXT_TOKEN_INVALID,
)
