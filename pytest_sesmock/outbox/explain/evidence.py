"""Where the documentation shows a rule's texts, and the evidence for each."""

from __future__ import annotations

from functools import lru_cache

from pytest_sesmock.account.reasons.table import REASONS_BY_SUBJECT
from pytest_sesmock.engine.rules import BULK_RULES, RULES

FIDELITY = "https://github.com/pytest-sesmock/pytest-sesmock/blob/main/docs/reference/fidelity/"
"""What a browser opens to read the pages of rules, of which docs/generate.py writes each."""

SUBJECTS_BY_PAGE: dict[str, tuple[str, ...]] = {
    "sending": ("requests", "sending"),
    "identities": ("identities", "policies", "certificates"),
    "configuration-sets": ("configuration sets", "event destinations"),
    "templates": ("templates", "verification templates"),
    "contacts": ("contacts",),
    "tenants": ("tenants", "multi-region endpoints"),
    "account": ("account", "tags"),
    "deliverability": ("deliverability", "dedicated IPs", "jobs"),
    "receipt-rules": ("receipt rules",),
}
"""The pages, and which reasons each has, by subject. The rules of sends are on the first one."""


def address(rule: str) -> str:
    """The page and the heading about a rule, by its name."""
    return f"{FIDELITY}{_pages()[rule]}.md#{rule}"


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    """The pages by the names of their rules."""
    pages = {rule.name: "sending" for rule in (*RULES, *BULK_RULES)}
    for page, subjects in SUBJECTS_BY_PAGE.items():
        for subject in subjects:
            pages |= {reason.name: page for reason in REASONS_BY_SUBJECT[subject]}
    return pages
