"""What SES has against a mail, in its own words."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """What a rule found wrong.

    Attributes:
        message: SES's words.
        remedy: How a test arranges the account so that the same call passes, in one line;
            `{account}` stands for the account's name in the test. None if only the call can change.
        found: The very thing that is wrong, where SES does not say it.
    """

    message: str
    remedy: str | None = None
    found: str | None = None
