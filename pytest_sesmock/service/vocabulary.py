"""What SES can answer a refused request with, so that a test cannot ask for anything else."""

from __future__ import annotations

from functools import lru_cache

from pytest_sesmock.account.reasons.table import REASONS
from pytest_sesmock.api.apis import load_apis
from pytest_sesmock.api.context import Api
from pytest_sesmock.api.planning import statuses_of
from pytest_sesmock.engine.rules import BOUNCE_RULES, BULK_RULES, RULES


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, tuple[str, ...]]]:
    """The operations and codes of each API, and the names of all rules."""
    apis = load_apis()
    rules = [rule.name for rule in (*RULES, *BULK_RULES, *BOUNCE_RULES)]
    reasons = [reason.name for reason in REASONS]
    names = tuple(dict.fromkeys((*rules, *reasons, "planned")))
    return {
        "operation": {api.name: tuple(api.operations) for api in apis},
        "code": {api.name: _codes(api) for api in apis},
        "rule": {api.name: names for api in apis},
    }


def _codes(api: Api) -> tuple[str, ...]:
    """The codes of errors, and what entries of a bulk send say."""
    errors = (code for code, _ in statuses_of(api).values())
    return tuple(dict.fromkeys((*errors, *api.entry_statuses.values(), api.entry_failed)))
