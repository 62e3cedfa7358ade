"""What follows from what happens to accepted mails."""

from __future__ import annotations

import weakref
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING

from pytest_sesmock.account.arguments import AsSesWants
from pytest_sesmock.account.state import State
from pytest_sesmock.account.suppression import Cause
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event, mail_of
from pytest_sesmock.delivery.happenings import find_suppression_reason
from pytest_sesmock.outbox.mail_events import MailEvents, add_event
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.service.accounts import Accounts
from pytest_sesmock.service.publisher import Publisher

if TYPE_CHECKING:
    from pytest_sesmock.account.contacts import Unsubscription

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


class Aftermath:
    """Lets events happen: to the message, in its account, in the outbox, and for who is told.

    Args:
        records: Those of the outbox.
        accounts: The accounts by region.
        publisher: Hands them over.
        clock: The mock's clock.
        lock: The mock's lock.
    """

    __slots__ = (
        "__weakref__",
        "_accounts",
        "_clock",
        "_lock",
        "_publisher",
        "_records",
        "reference",
    )

    def __init__(
        self,
        records: Records,
        accounts: Accounts,
        publisher: Publisher,
        *,
        clock: Clock,
        lock: RLock,
    ) -> None:
        self.reference = weakref.ref(self)
        """For the messages, which do not own it."""
        self._records = records
        self._accounts = accounts
        self._publisher = publisher
        self._clock = clock
        self._lock = lock

    def now(self) -> datetime:
        """The time of the mock's clock."""
        return self._clock.now()

    def happen(self, message: MailEvents, event: Event, due: datetime) -> None:
        """Let an event happen to a message at a moment, which may be to come.

        What has happened by now is handed over at once, and for that the lock is free: a caller
        must not hold it. An exception of whoever is told reaches the caller.
        """
        with self._lock:
            add_event(message, event, due)
            self._account_of(mail_of(event)).mails.happen(event, due)
            self._records.take_event(event, due)
            self._suppress(event, due)
        self._publisher.happen(event, due)

    def unsubscribe(self, mail: AcceptedMail, address: str, topic: str | None) -> Unsubscription:
        """Have a contact unsubscribe from a topic of the mail's list; None for the mail's own."""
        name, own_topic = mail.submission.subscription or ("", None)
        with self._lock, AsSesWants():
            return self._account_of(mail).contacts.unsubscribe(name, topic or own_topic, address)

    def known_before(self, message: MailEvents) -> list[tuple[str, Event]]:
        """What a test had let happen to addresses when SES accepted a message.

        Without addresses that have been taken off the suppression list.
        """
        return [
            (address, event)
            for event in self._records.events_before(message)
            for address in event.recipients
            if not self._account_of(mail_of(event)).suppression.has_deleted(address)
        ]

    def _account_of(self, mail: AcceptedMail) -> State:
        return self._accounts.state(mail.submission.region)

    def _suppress(self, event: Event, due: datetime) -> None:
        reason = find_suppression_reason(event)
        if reason is None:
            return
        mail = mail_of(event)
        self._account_of(mail).suppress_from(
            due,
            event.recipients,
            reason,
            mail.submission,
            Cause(mail.message_id, event.detail["feedbackId"]),
        )
