"""The mails that an account has sent, and what has become of them: all that is counted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submissions.submission import Submission


class SentMail(Protocol):
    """A mail that SES accepted."""

    @property
    def submission(self) -> Submission:
        """What was handed to SES."""
        ...

    @property
    def acceptance(self) -> Acceptance:
        """What was settled when SES accepted it."""
        ...

    @property
    def message_id(self) -> str:
        """The id that SES gave it."""
        ...

    @property
    def accepted_at(self) -> datetime:
        """When SES accepted it."""
        ...


class MailEvent(Protocol):
    """Something that happened to a mail."""

    @property
    def type(self) -> str:
        """SES's name for it."""
        ...

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses that it is about."""
        ...

    @property
    def timestamp(self) -> datetime:
        """When it happened."""
        ...

    @property
    def detail(self) -> dict[str, Any]:
        """What AWS publishes of it alone."""
        ...

    @property
    def record(self) -> dict[str, Any]:
        """The record that event publishing has of it."""
        ...


class Eventful(Protocol):
    """What knows all that has happened to a mail: the message of the outbox."""

    @property
    def events(self) -> Sequence[MailEvent]:
        """What has happened until now."""
        ...


class History(NamedTuple):
    """A mail and what has happened to it."""

    mail: SentMail
    events: Sequence[MailEvent]


class SentMails:
    """The mails of one account and region, in the order sent.

    Their events are asked for as late as possible, since most tests look at none.

    Args:
        clock: The mock's clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mails: list[tuple[SentMail, Eventful]] = []
        # What a test has let happen, with the moments from which on it has happened.
        self._later: list[tuple[datetime, MailEvent]] = []

    def __len__(self) -> int:
        return len(self._mails)

    def add(self, mail: SentMail, message: Eventful) -> None:
        """Keep a mail and what knows its events."""
        self._mails.append((mail, message))

    def withdraw(self, message: Eventful) -> None:
        """Keep nothing of a message that was not sent after all; it may not be kept yet."""
        self._mails[:] = [each for each in self._mails if each[1] is not message]

    def since(self, length: int) -> Iterator[SentMail]:
        """The mails that were sent when there were so many already."""
        return (mail for mail, _ in self._mails[length:])

    def histories(self, where: Callable[[SentMail], bool] | None = None) -> Iterator[History]:
        """Each mail with all that has happened to it, or each for which `where` holds."""
        for mail, message in tuple(self._mails):
            if where is None or where(mail):
                yield History(mail, message.events)

    def happen(self, event: MailEvent, due: datetime) -> None:
        """Take note of what a test lets happen to a mail at a moment, which may be to come."""
        self._later.append((due, event))

    @property
    def later_count(self) -> int:
        """How many events a test has let happen, those to come included."""
        return len(self._later)

    def later_events(self, since: int) -> Iterator[MailEvent]:
        """What a test has let happen until now, of those since there were so many."""
        now = self._clock.now()
        return (event for due, event in self._later[since:] if due <= now)


# Bounces and complaints of what SES has not tried to deliver, by their sub-types. Of those that no
# recording has it is inferred.
_WITHHELD = frozenset(
    {
        "OnAccountSuppressionList",
        "OnTenantSuppressionList",
        "UnsubscribedRecipient",
        "EmailValidationSuppressed",
    }
)


def is_withheld(detail: Mapping[str, Any]) -> bool:
    """Whether a bounce or complaint says that SES has not tried to deliver the mail."""
    return detail.get("bounceSubType", detail.get("complaintSubType")) in _WITHHELD


def came_back(mail: SentMail, event: MailEvent) -> list[str]:
    """The recipients for whom a bounce or complaint is one, as far as SES counts them.

    Those that SES has withheld a mail from do not count [doc-suppr-accept].
    """
    if is_withheld(event.detail):
        return []
    withheld = set(map(addresses.bare_address, mail.acceptance.withheld))
    return [each for each in event.recipients if each not in withheld]


def goes_to_simulator(recipient: str) -> bool:
    """Whether a recipient, display name or not, is one of the simulator's mailboxes."""
    # A cheap look first: this is asked for every recipient of every send.
    if "simulator" not in recipient.lower():
        return False
    mailbox = addresses.judge(recipient)
    return isinstance(mailbox, Mailbox) and is_simulator(mailbox)
