"""What happens to a message after SES has accepted it: by itself, and when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, cast

from pytest_sesmock.delivery import arguments, fates, happenings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.errors import SesmockError

if TYPE_CHECKING:
    import re

    from pytest_sesmock.account.contacts import Unsubscription
    from pytest_sesmock.delivery.bounces import Action
    from pytest_sesmock.delivery.happenings import BotEvent, Happening
    from pytest_sesmock.delivery.subtypes import (
        BounceSubType,
        BounceType,
        ComplaintSubType,
        DelayType,
        FeedbackType,
    )
    from pytest_sesmock.outbox.visible_html import Link

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

    def unsubscribe(self, mail: AcceptedMail, address: str, topic: str | None) -> Unsubscription:
        """Have a contact unsubscribe from a topic of the mail's list; None for the mail's own."""
        ...

    def known_before(self, message: MailEvents) -> list[tuple[str, Event]]:
        """What a test had let happen to addresses when SES accepted a message.

        Without addresses that have been taken off the suppression list.
        """
        ...


class _Readable(Protocol):
    """What a message shows its readers."""

    @property
    def html(self) -> str | None: ...
    @property
    def links(self) -> tuple[Link, ...]: ...


class MailEvents:
    """The events of a message: a part of `SentMessage`.

    What a test lets happen is handed over at once to whoever is told of events, and suppresses
    addresses as the account is configured. It fits to what has happened before, or is refused
    unless it is forced. So a message ends in one way for each recipient.
    """

    __slots__ = ("_aftermath", "_diversions", "_is_settled", "_later", "_mail")

    _mail: AcceptedMail
    # A weak reference: the aftermath knows the messages, and no garbage collector shall be needed.
    _aftermath: Callable[[], Aftermath | None]
    # All that a test has let happen, with the moments from which on it has. Replaced, never
    # changed, as is the next one.
    _later: tuple[tuple[datetime, Event], ...]
    # The recipients that get the message only if a test says so.
    _diversions: frozenset[str]
    # Whether what happens by itself has been handed over, and cannot be otherwise any more.
    _is_settled: bool

    @property
    def events(self) -> tuple[Event, ...]:
        """What has happened to the message: Send, then what becomes of it.

        Messages to real addresses are delivered, unless a test lets something else happen. The
        mailbox simulator, the suppression list, unsubscribed contacts, templates that cannot be
        rendered and viruses cause other events. What a test has let happen comes last, in the order
        it did.
        """
        automatic = outcomes(self._mail, self._diversions)
        if not self._later:
            return automatic
        aftermath = self._aftermath()
        now = None if aftermath is None else aftermath.now()
        return (*automatic, *(event for due, event in self._later if now is None or due <= now))

    def deliver(
        self,
        recipient: str | Sequence[str] | None = None,
        *,
        smtp_response: str | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let the message arrive: its Delivery.

        Messages to real addresses arrive by themselves, so you need this to say what the receiver
        answers, to let a delayed message arrive, or to have it arrive before it bounces.

        Args:
            recipient: To whom it happens: an address or several. If the message has a single
                recipient you can leave it out.
            smtp_response: The receiver's answer; by default one like Gmail's.
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        return self._let(
            happenings.delivery(smtp_response=smtp_response), recipient, after=after, force=force
        )

    def bounce(
        self,
        recipient: str | Sequence[str] | None = None,
        *,
        type: BounceType = "Permanent",  # noqa: A002 - SES's name
        subtype: BounceSubType | None = None,
        status: str | None = None,
        diagnostic_code: str | None = None,
        action: Action = "failed",
        reporting_mta: str | None = None,
        remote_mta_ip: str | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let the message bounce.

        It is then not delivered: the events are Send and Bounce. It bounces late, which means after
        its Delivery, if you have called `deliver` before, if the Delivery has been handed over, or
        with `after`. A late bounce comes from the receiver's own server [evs-late-bounce]; a late
        one of the type Transient is an automatic answer, as from somebody out of office.

        A hard bounce (Permanent, General or NoEmail) puts the address on the suppression list, if
        the account, the configuration set or the tenant is configured so.

        Args:
            recipient: To whom it happens: an address or several. If the message has a single
                recipient you can leave it out.
            type: The bounceType.
            subtype: The bounceSubType: by default General, or Undetermined for that type. If it
                says that SES did not try, such as OnAccountSuppressionList, so does the record.
            status: The enhanced status code, such as 5.1.1.
            diagnostic_code: The receiver's answer, with its protocol: `smtp; 550 …`. By default
                one that is realistic for the sub-type, as is the status.
            action: The action of the delivery report.
            reporting_mta: The host that reports it, such as `dns; mx.example.org`.
            remote_mta_ip: The address of the receiver's server.
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        happening = happenings.bounce(
            type,
            subtype,
            status=status,
            diagnostic_code=diagnostic_code,
            action=action,
            reporting_mta=reporting_mta,
            remote_mta_ip=remote_mta_ip,
        )
        return self._let(happening, recipient, after=after, force=force)

    def complain(
        self,
        recipient: str | Sequence[str] | None = None,
        *,
        feedback_type: FeedbackType | None = "abuse",
        user_agent: str | None = None,
        subtype: ComplaintSubType | None = None,
        arrival_date: datetime | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let somebody who has the message call it spam: a Complaint after its Delivery.

        It puts the address on the suppression list, if the account, the configuration set or the
        tenant is configured so.

        Args:
            recipient: Who complains: an address or several. If the message has a single recipient
                you can leave it out.
            feedback_type: The complaintFeedbackType; None for a complaint without a report, which
                has no user agent and no date either.
            user_agent: The program that reports it; by default a mailbox provider's.
            subtype: OnAccountSuppressionList, or that of a tenant, if SES has not delivered the
                message, because the address is on the list for a complaint.
            arrival_date: When the message arrived, by the report; by default when it did.
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        happening = happenings.complaint(
            feedback_type=feedback_type,
            user_agent=user_agent,
            subtype=subtype,
            arrival_date=arrival_date,
        )
        return self._let(happening, recipient, after=after, force=force)

    def delay(
        self,
        recipient: str | Sequence[str] | None = None,
        *,
        delay_type: DelayType = "TransientCommunicationFailure",
        expires_at: datetime | None = None,
        status: str | None = None,
        diagnostic_code: str | None = None,
        reporting_mta: str | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let the message be late: a DeliveryDelay. It then arrives or bounces if you say so.

        Args:
            recipient: To whom it happens: an address or several. If the message has a single
                recipient you can leave it out.
            delay_type: Why.
            expires_at: When SES gives up. By default as long after the send as the configuration
                set says, else 14 hours.
            status: The enhanced status code, such as 4.4.1.
            diagnostic_code: The receiver's answer, with its protocol: `smtp; 421 …`. By default
                one that is realistic for the type of delay, as is the status.
            reporting_mta: The host that reports it; by default the record names none.
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        happening = happenings.delay(
            delay_type,
            expires_at=expires_at,
            status=status,
            diagnostic_code=diagnostic_code,
            reporting_mta=reporting_mta,
        )
        return self._let(happening, recipient, after=after, force=force)

    def reject(self, reason: str = "Bad content", *, force: bool = False) -> Event:
        """Let SES find a virus in the message and deliver it to nobody: Send, then Reject.

        To have the mock find one, send the EICAR test file.

        Args:
            reason: Why. SES has no other reason than the default.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        everyone = tuple(dict.fromkeys(self._mail.recipients))
        return self._let(happenings.reject(reason), everyone, force=force)

    def open(
        self,
        recipient: str | Sequence[str] | None = None,
        *,
        user_agent: str = happenings.USER_AGENT,
        ip_address: str = happenings.READER_IP,
        is_bot_event: BotEvent | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let somebody open the message: an Open after its Delivery.

        Only HTML can be seen to be opened. As with all events it does not matter here whether any
        event destination takes it.

        Args:
            recipient: Who opens it: an address or several. If the message has a single recipient
                you can leave it out.
            user_agent: With which program.
            ip_address: From where.
            is_bot_event: Whether SES takes the reader for a program. By default the record does
                not say so [evs-isbotevent].
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: It cannot happen, or an argument is invalid.
        """
        happening = happenings.opening(
            user_agent=user_agent, ip_address=ip_address, is_bot_event=is_bot_event
        )
        if not force and cast("_Readable", self).html is None:
            raise SesmockError(
                "SES cannot see that a message without HTML is opened; force=True lets it"
            )
        return self._let(happening, recipient, after=after, force=force)

    def click(
        self,
        link: str | re.Pattern[str] | Link | None = None,
        recipient: str | Sequence[str] | None = None,
        *,
        user_agent: str = happenings.USER_AGENT,
        ip_address: str = happenings.READER_IP,
        is_bot_event: BotEvent | None = None,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        """Let somebody follow a link of the message: a Click after its Delivery.

        SES sees it of links in HTML that lead to http or https and do not have the attribute
        `ses:no-track`. As with all events it does not matter here whether any event destination
        takes it.

        Args:
            link: The link: a part of its text or its address, or a pattern, as for `link`, or one
                of `links`. If the message has a single link you can leave it out.
            recipient: Who follows it: an address or several. If the message has a single recipient
                you can leave it out.
            user_agent: With which program.
            ip_address: From where.
            is_bot_event: Whether SES takes the reader for a program. By default the record does
                not say so [evs-isbotevent].
            after: When it happens on the mock's clock, from now: seconds or a timedelta.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: There is no such link or there are several, it cannot happen, or an
                argument is invalid.
        """
        from pytest_sesmock.outbox import tracking  # noqa: PLC0415 - few tests ask

        message = cast("_Readable", self)
        href = tracking.find_link(message.links, link).href
        happening = happenings.click(
            href,
            tracking.link_tags(message.html or "", href, force=force),
            user_agent=user_agent,
            ip_address=ip_address,
            is_bot_event=is_bot_event,
        )
        return self._let(happening, recipient, after=after, force=force)

    def unsubscribe(
        self,
        recipient: str | None = None,
        topic: str | None = None,
        *,
        force: bool = False,
    ) -> Event:
        """Let somebody unsubscribe by the message's List-Unsubscribe: a Subscription.

        The contact has then opted out, and gets no more such messages.

        Args:
            recipient: Who. If the message has a single recipient you can leave it out.
            topic: The topic of the contact list. By default the message's own, or the whole list
                if it has none.
            force: Whether it may happen although it cannot.

        Raises:
            SesmockError: The message was not sent with list management, there is no such topic, or
                it cannot happen.
        """
        if self._mail.submission.subscription is None:
            raise SesmockError(
                "nobody can unsubscribe by a message that was sent without ListManagementOptions"
            )
        happening = happenings.subscription(
            lambda address: cast("Aftermath", self._aftermath()).unsubscribe(
                self._mail, address, topic
            )
        )
        return self._let(happening, recipient, force=force)

    def _let(
        self,
        happening: Happening,
        recipient: str | Sequence[str] | None,
        *,
        after: float | timedelta | None = None,
        force: bool = False,
    ) -> Event:
        aftermath = self._aftermath()
        if aftermath is None:
            raise SesmockError("nothing can happen to a message whose mock is gone")
        due = aftermath.now() + arguments.wait(after)
        recipients = arguments.name_recipients(self._mail, recipient)
        diversions = self._diversions
        if not self._is_settled and happening.diverts(is_late=after is not None):
            diversions = diversions.union(self._find_undecided(happening, recipients))
        automatic = outcomes(self._mail, diversions)
        so_far = [*automatic, *(event for moment, event in self._later if moment <= due)]
        if not force:
            # How a mail ends must fit to what is still to come, too.
            planned = [event for moment, event in self._later if moment > due]
            happening.check([*so_far, *planned] if happening.is_end else so_far, recipients)
        event = happening.event(self._mail, recipients, due, so_far)
        self._diversions = diversions
        aftermath.happen(self, event, due)
        return event

    def _find_undecided(self, happening: Happening, recipients: Sequence[str]) -> list[str]:
        """The recipients of whose mail something else can become than becomes of it by itself."""
        automatic = outcomes(self._mail, self._diversions)
        later = [event for _, event in self._later]
        # A virus is found before anything else happens.
        fixed = () if happening.type == "Reject" else automatic
        return fates.find_undecided(fixed, later, recipients)


def accepted_mail_of(message: MailEvents) -> AcceptedMail:
    """The mail as SES accepted it."""
    return message._mail  # noqa: SLF001 - our own


def known_before(message: MailEvents) -> list[tuple[str, Event]]:
    """What a test had let happen to addresses, of other messages, when SES accepted this one.

    Without addresses that have been taken off the suppression list: they are good again.
    """
    aftermath = message._aftermath()  # noqa: SLF001 - our own
    return [] if aftermath is None else aftermath.known_before(message)


def automatic_events(message: MailEvents) -> list[tuple[datetime, Event]]:
    """What becomes of a message by itself, each event with the moment from which on it has."""
    mail, diversions = message._mail, message._diversions  # noqa: SLF001 - our own
    return [(mail.accepted_at, event) for event in outcomes(mail, diversions)]


def settle(message: MailEvents) -> None:
    """Have that be final: somebody is told of it."""
    message._is_settled = True  # noqa: SLF001 - our own


def add_event(message: MailEvents, event: Event, due: datetime) -> None:
    """Have an event among those of a message, from a moment on."""
    later = (*message._later, (due, event))  # noqa: SLF001 - our own
    message._later = tuple(sorted(later, key=_moment))  # noqa: SLF001 - as above


def _moment(happening: tuple[datetime, Event]) -> datetime:
    return happening[0]
