"""What SES has against a mail, in its own words."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """What a rule finds wrong.

    Attributes:
        message: SES's words.
        remedy: One line of code with which a test arranges the account so that the same call
            passes, or meets another rule; `{account}` stands for the account's name in the test.
            None if the call itself must change.
        problem: What exactly is wrong, where SES does not say so.
    """

    message: str
    remedy: str | None = None
    problem: str | None = None
