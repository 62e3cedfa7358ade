"""What receipt rules, rule sets and filters may be called."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Reason
from pytest_sesmock.engine.text import join_violations

_CHARACTERS = re.compile(r"[a-zA-Z0-9_.-]+")

# What AWS asks of a name before SES itself sees the call. botocore's model does not say so.
_CONSTRAINTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (
        lambda name: len(name) <= limits.MAX_RECEIPT_NAME_CHECKED_LENGTH,
        f"Member must have length less than or equal to {limits.MAX_RECEIPT_NAME_CHECKED_LENGTH}",
    ),
    (bool, "Member must have length greater than or equal to 1"),
    (
        _CHARACTERS.fullmatch,
        "Member must satisfy regular expression pattern: ^[a-zA-Z0-9_.-]+$",
    ),
)


def check(names: Mapping[str, str | None], members: Collection[str] = ()) -> None:
    """Refuse names that a call must not have, all at once.

    Args:
        names: What the call gives, by the paths that errors name; None for what it leaves out.
        members: The names in the list RuleNames.
    """
    violations = [
        _violation(path, constraint)
        for path, name in names.items()
        if name is not None
        for holds, constraint in _CONSTRAINTS
        if not holds(name)
    ]
    if not all(holds(name) for name in members for holds, _ in _CONSTRAINTS):
        # One for all of them, without an index [reorder-name].
        every = ", ".join(constraint for _, constraint in _CONSTRAINTS)
        violations.append(_violation("ruleNames", f"Member must satisfy constraint: [{every}]"))
    if violations:
        raise reasons.NAMES_MALFORMED.refused(violations=join_violations(violations))


def require_valid(name: str, invalid: Reason) -> None:
    """Refuse, for the reason given, a name that SES itself does not take."""
    if not is_valid(name):
        raise invalid.refused(name=name)


def is_valid(name: str) -> bool:
    """Whether SES takes a name: not too long, of its characters, a letter or digit at the ends."""
    return (
        len(name) <= limits.MAX_RECEIPT_NAME_LENGTH
        and _CHARACTERS.fullmatch(name) is not None
        and name[0].isalnum()
        and name[-1].isalnum()
    )


def _violation(path: str, constraint: str) -> str:
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"
