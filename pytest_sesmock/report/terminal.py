"""The report section of a failed test: what SES refused, why, and how to arrange the account."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import LONGEST_PARAGRAPH, one_line

if TYPE_CHECKING:
    from pytest_sesmock.outbox.refused import RefusedRequest

TITLE = "Amazon SES refused"

_MOST = 10


def refusals_section(refusals: Sequence[RefusedRequest], default_region: str) -> str:
    """One paragraph per refusal: the answer, the rule, the remedy; the first ten of them.

    A refusal repeated in a row, as retries make them, is one paragraph with a count. Every line is
    bounded, whatever the requests hold. The last line tells where addresses are verified for more
    tests than this one, if that would have helped.
    """
    answers = [tuple(repeated) for repeated in map(itemgetter(1), groupby(refusals, _answer))]
    shown = answers[:_MOST]
    lines = [line for repeated in shown for line in _paragraph(repeated[0], len(repeated))]
    if len(answers) > _MOST:
        lines.append(f"... and {len(answers) - _MOST} more")
    unverified = (first.region for first, *_ in shown if first.rule == "identities-verified")
    lines += [_verification_hint(region, default_region) for region in dict.fromkeys(unverified)]
    return "\n".join(lines)


def _answer(refused: RefusedRequest) -> tuple[str, str, str, str]:
    return refused.operation, refused.code, refused.message, refused.rule


def _paragraph(refused: RefusedRequest, times: int) -> list[str]:
    answer = one_line(f"{refused.operation}: {refused.code}: {refused.message}", LONGEST_PARAGRAPH)
    lines = [
        f"{answer} ({times} times)" if times > 1 else answer,
        one_line(f"  rule {refused.rule}: {refused.why}", LONGEST_PARAGRAPH),
    ]
    if refused.remedy is not None:
        lines.append(one_line(f"  so that it passes: {refused.remedy}", LONGEST_PARAGRAPH))
    return lines


def _verification_hint(region: str, default_region: str) -> str:
    # Marker and ini file are about one region's account: the hint must lead to the refusing one.
    argument = "" if region == default_region else f"region={region!r}, "
    return (
        f"for more tests: @pytest.mark.sesmock({argument}verified_identities=[...]) "
        "or sesmock_verified_identities in the ini file"
    )
