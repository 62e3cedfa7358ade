"""The report section of a failed test: what SES refused, why, and how to arrange the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_sesmock.outbox.refused import RefusedRequest

TITLE = "Amazon SES refused"

_MOST = 10
_VERIFICATION_HINT = (
    "for more tests: @pytest.mark.sesmock(verified_identities=[...]) "
    "or sesmock_verified_identities in the ini file"
)


def refusals_section(refusals: Sequence[RefusedRequest]) -> str:
    """One paragraph per refusal: the answer, the rule, the remedy; the first ten of them."""
    lines: list[str] = []
    for refused in refusals[:_MOST]:
        lines += _paragraph(refused)
    if len(refusals) > _MOST:
        lines.append(f"... and {len(refusals) - _MOST} more")
    return "\n".join(lines)


def _paragraph(refused: RefusedRequest) -> list[str]:
    lines = [
        f"{refused.operation}: {refused.code}: {refused.message}",
        f"  rule {refused.rule}: {refused.why}",
    ]
    if refused.remedy is not None:
        lines.append(f"  so that it passes: {refused.remedy}")
    if refused.rule == "identities-verified":
        lines.append(f"  {_VERIFICATION_HINT}")
    return lines
