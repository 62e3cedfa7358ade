"""What is settled about a mail at the moment when SES accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pytest_sesmock.account.event_destinations import EventDestination
from pytest_sesmock.account.identity import NotificationSettings


class Acceptance(NamedTuple):
    """What SES decided about an accepted mail, and what the account had configured then.

    Whatever is published of the mail later follows from this and the mail alone: what a test
    changes afterwards is about later mails.

    Attributes:
        withheld: The recipients, as they stand in the mail, that do not get it, with the reason:
            BOUNCE or COMPLAINT on the suppression list, UNSUBSCRIBED from the contact list.
        event_destinations: Those of the mail's configuration set, disabled ones included.
        notifications: The settings of the identity that the mail was sent as; None if that belongs
            to another account.
    """

    withheld: Mapping[str, str] = {}
    event_destinations: tuple[EventDestination, ...] = ()
    notifications: NotificationSettings | None = None
