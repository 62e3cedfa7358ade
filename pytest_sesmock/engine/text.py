"""What SES says, and what each text rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Grade = Literal["A", "A2", "B", "C"]
"""How certain a text is: A recorded from AWS, A2 probed by others, B documented, C inferred."""


class Text(NamedTuple):
    """A text of SES.

    Attributes:
        template: The text, with placeholders in braces for what differs from call to call.
        grade: How certain it is.
        evidence: The ids of the evidence rows that it rests on.
    """

    template: str
    grade: Grade
    evidence: tuple[str, ...]

    def says(self, **values: object) -> str:
        """The text with its placeholders filled in."""
        return self.template.format(**values)


def join_violations(violations: Sequence[str]) -> str:
    """AWS's answer to a request that violates the service model, which never reaches SES."""
    errors = "error" if len(violations) == 1 else "errors"
    return f"{len(violations)} validation {errors} detected: {'; '.join(violations)}"
