"""To whom something happens that a test lets happen, and when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pytest_sesmock.delivery.accepted_mail import AcceptedMail


class Occasion(NamedTuple):
    """To whom something happens, and when.

    Attributes:
        mail: The mail that it happens to.
        recipients: For whom.
        moment: When.
        delivered_at: When the mail was delivered to them; None if it was not.
    """

    mail: AcceptedMail
    recipients: tuple[str, ...]
    moment: datetime
    delivered_at: datetime | None = None
