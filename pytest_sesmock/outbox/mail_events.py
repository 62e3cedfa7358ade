"""What happens to a message after SES has accepted it: by itself, and when a test says so."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.delivery.outcomes import outcomes

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


class Aftermath(Protocol):
    """What follows from events: in the account, in the outbox, and for who is told of them."""

    def now(self) -> datetime:
        """The time of the mock's clock."""
        ...

    def happen(self, message: MailEvents, event: Event, due: datetime) -> None:
        """Let an event happen to a message at a moment, which may be to come."""
        ...


class MailEvents:
    """The events of a message: a part of `SentMessage`."""

    __slots__ = ("_aftermath", "_later", "_mail")

    _mail: AcceptedMail
    _aftermath: Aftermath | None
    # With the moments from which on they have happened. Replaced, never changed.
    _later: tuple[tuple[datetime, Event], ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """What has happened to the message: Send, then what becomes of it.

        Messages to real addresses are delivered. The mailbox simulator, the suppression list,
        unsubscribed contacts and templates that cannot be rendered cause other events. What a test
        has let happen comes last, in the order it did.
        """
        if not self._later or self._aftermath is None:
            return outcomes(self._mail)
        now = self._aftermath.now()
        return (*outcomes(self._mail), *(event for due, event in self._later if due <= now))


def automatic_events(message: MailEvents) -> list[tuple[datetime, Event]]:
    """What becomes of a message by itself, each event with the moment from which on it has."""
    mail = message._mail  # noqa: SLF001 - our own
    return [(mail.accepted_at, event) for event in outcomes(mail)]


def add_event(message: MailEvents, event: Event, due: datetime) -> None:
    """Have an event among those of a message, from a moment on."""
    message._later = (*message._later, (due, event))  # noqa: SLF001 - our own
