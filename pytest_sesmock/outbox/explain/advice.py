"""What is said of a refusal besides SES's own answer: in report sections, and in tracebacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.evidence import address
from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, code, one_line

if TYPE_CHECKING:
    from pytest_sesmock.outbox.refused_request import RefusedRequest


PLANNED = "planned by the test with fail_next"


def advice(refusal: RefusedRequest) -> list[str]:
    """The rule and what it requires, in a bounded line; where to read of it; the remedy, whole."""
    if not refusal.requires:
        return [PLANNED]
    reason = f"rule {refusal.rule} requires: {refusal.requires}"
    lines = [one_line(reason, LONGEST_PARAGRAPH - len("  "))]
    if refusal.remedy is not None:
        lines.append(f"to let it pass: {code(refusal.remedy)}")
    lines.append(f"evidence: {address(refusal.rule)}")
    return lines


def note(refusal: RefusedRequest) -> str:
    """The same as a note of the exception that the application gets."""
    return "\n".join(f"pytest-sesmock: {line}" for line in advice(refusal))


def failure_note(*, is_after_answer: bool) -> str:
    """The note of a failure that SES has no part in, planned by the test."""
    when = "after SES had answered" if is_after_answer else "before the request reached SES"
    return f"pytest-sesmock: {PLANNED}: it failed {when}"
