"""The report section of a failed test: what SES refused, why, and how to arrange the account."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_sesmock.outbox.refused import RefusedRequest

TITLE = "Amazon SES refused"

_MOST = 10
_VERIFICATION_HINT = (
    "for more tests: @pytest.mark.sesmock({region}verified_identities=[...]) "
    "or sesmock_verified_identities in the ini file"
)


def refusals_section(refusals: Sequence[RefusedRequest], default_region: str) -> str:
    """One paragraph per refusal: the answer, the rule, the remedy; the first ten of them.

    A refusal repeated in a row, as retries make them, is one paragraph with a count.
    """
    paragraphs = [
        _paragraph(refused, len(repeated) + 1, default_region)
        for (refused, *repeated) in map(itemgetter(1), groupby(refusals, _answer))
    ]
    if len(paragraphs) > _MOST:
        paragraphs[_MOST:] = [f"... and {len(paragraphs) - _MOST} more"]
    return "\n".join(paragraphs)


def _answer(refused: RefusedRequest) -> tuple[str, str, str, str]:
    return refused.operation, refused.code, refused.message, refused.rule


def _paragraph(refused: RefusedRequest, times: int, default_region: str) -> str:
    count = f" ({times} times)" if times > 1 else ""
    lines = [
        f"{refused.operation}: {refused.code}: {refused.message}{count}",
        f"  rule {refused.rule}: {refused.why}",
    ]
    if refused.remedy is not None:
        lines.append(f"  so that it passes: {refused.remedy}")
    if refused.rule == "identities-verified":
        # Marker and ini file are about one region's account: the hint must lead to this one.
        region = "" if refused.region == default_region else f"region={refused.region!r}, "
        lines.append(f"  {_VERIFICATION_HINT.format(region=region)}")
    return "\n".join(lines)
