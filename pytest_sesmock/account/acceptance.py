"""What is settled about a mail at the moment when SES accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.event_destinations import EventDestination
from pytest_sesmock.account.identity import NotificationSettings


class Caller(NamedTuple):
    """Who called SES: the account, and the name of the user or role in it."""

    account_id: str = "123456789012"
    name: str = "sesmock"


class Acceptance(NamedTuple):
    """What SES decided about an accepted mail, and what the account had configured then.

    Whatever is published of the mail later follows from this and the mail alone: what a test
    changes afterwards is about later mails.

    Attributes:
        withheld: The recipients, as they stand in the mail, that do not get it, with the reason:
            BOUNCE or COMPLAINT on the suppression list, UNSUBSCRIBED from the contact list.
        configuration_set: That of the mail, as it was; None if it has none.
        notifications: The settings of the identity that the mail was sent as; None if that belongs
            to another account.
        identity_arn: The ARN of that identity; None if SES took the mail without asking for one.
        caller: Who sent the mail.
    """

    withheld: Mapping[str, str] = {}
    configuration_set: ConfigurationSet | None = None
    notifications: NotificationSettings | None = None
    identity_arn: str | None = None
    caller: Caller = Caller()

    @property
    def event_destinations(self) -> tuple[EventDestination, ...]:
        """Those of the mail's configuration set, disabled ones included."""
        return () if self.configuration_set is None else self.configuration_set.event_destinations

    def destinations_of(self, event_type: str) -> list[EventDestination]:
        """Where the configuration set has events of a type published."""
        return [each for each in self.event_destinations if each.takes(event_type)]

    def topic_of(self, event_type: str) -> str | None:
        """The ARN of the topic that the identity notifies of events of a type, if there is one."""
        return None if self.notifications is None else self.notifications.topics.get(event_type)
