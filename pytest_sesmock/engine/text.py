"""Words of SES, each with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Grade = Literal["A", "A2", "B", "C"]
"""How sure a text is: A recorded from AWS, A2 probed by others, B documented, C inferred."""


class Text(NamedTuple):
    """A template of what SES says, its grade and the ids of the evidence rows behind it."""

    template: str
    grade: Grade
    evidence: tuple[str, ...]

    def says(self, **values: object) -> str:
        """The text with its placeholders filled in."""
        return self.template.format(**values)


def detected(violations: Sequence[str]) -> str:
    """What AWS says of violations of its own constraints, which SES does not see."""
    errors = "error" if len(violations) == 1 else "errors"
    return f"{len(violations)} validation {errors} detected: {'; '.join(violations)}"
