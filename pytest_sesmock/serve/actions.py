"""What the buttons of the inbox do: what a test can do with a mock, a message or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from pytest_sesmock.account.account import Account
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.mock import SESMock
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.serve.inbox import Inbox
from pytest_sesmock.serve.remedies import carry_out

Json: TypeAlias = dict[str, Any]
Arguments: TypeAlias = Mapping[str, Any]

FAILURES = ("Throttling", "ServiceUnavailable", "connection-closed", "read-timeout")
"""What the page offers to plan, as `Account.fail_next` takes it."""
_MOST_IDENTITIES = 200


class Desk(NamedTuple):
    """What the buttons act on.

    Attributes:
        mock: The mock.
        inbox: Its inbox.
    """

    mock: SESMock
    inbox: Inbox

    @property
    def account(self) -> Account:
        """The account in the default region."""
        return self.mock.account()


def describe(desk: Desk) -> Json:
    """What the page shows of the account in the default region, and of the clock."""
    account = desk.account
    identities = account.identities
    return {
        "region": account.region,
        "sandbox": account.sandbox,
        "pausedBy": account.paused_by,
        "failures": [[each.code, each.times] for each in account.planned_failures],
        "identities": [*identities.items()][:_MOST_IDENTITIES],
        "moreIdentities": max(0, len(identities) - _MOST_IDENTITIES),
        "sent": account.sent_last_24_hours,
        "quota": account.max_24_hour_send,
    }


def perform(desk: Desk, name: str, arguments: Arguments) -> str:
    """Do what a button says; what to tell who pressed it.

    Raises:
        SesmockError: It cannot be done, or there is no such button.
    """
    action = ACTIONS.get(name)
    if action is None:
        raise SesmockError(f"there is no action {name!r}")
    return action(desk, arguments)


def _argument(arguments: Arguments, name: str, kind: type) -> Any:
    value = arguments.get(name)
    if type(value) is not kind:
        raise SesmockError(f"{name} must be {kind.__name__}, not {value!r}")
    return value


def _clear(desk: Desk, _: Arguments) -> str:
    desk.inbox.clear()
    return "The inbox is empty."


def _verify(desk: Desk, arguments: Arguments) -> str:
    identity = _argument(arguments, "identity", str).strip()
    desk.account.verify(identity)
    return f"{identity} is verified."


def _sending(desk: Desk, arguments: Arguments) -> str:
    if _argument(arguments, "on", bool):
        desk.account.resume_sending()
        return "Sending is enabled."
    desk.account.pause_sending()
    return "Sending is paused."


def _sandbox(desk: Desk, arguments: Arguments) -> str:
    desk.account.sandbox = _argument(arguments, "on", bool)
    return (
        "The account is in the sandbox."
        if desk.account.sandbox
        else "The account is out of the sandbox."
    )


def _fail(desk: Desk, arguments: Arguments) -> str:
    times = _argument(arguments, "times", int)
    failure = desk.account.fail_next(_argument(arguments, "code", str), times=times)
    attempts = "attempt to send fails" if times == 1 else f"{times} attempts to send fail"
    return f"The next {attempts}: {failure.code}."


def _let_succeed(desk: Desk, _: Arguments) -> str:
    for failure in desk.account.planned_failures:
        failure.cancel()
    return "No attempt fails any more."


def _advance(desk: Desk, arguments: Arguments) -> str:
    desk.mock.clock.advance(_argument(arguments, "seconds", int))
    return f"It is {desk.mock.clock.now():%Y-%m-%d %H:%M} UTC."


def _remedy(desk: Desk, arguments: Arguments) -> str:
    refusal = desk.inbox.refusal(_argument(arguments, "number", int))
    if refusal.remedy is None:
        raise SesmockError("only changing the call helps")
    carry_out(refusal.remedy, desk.mock.account(refusal.region))
    return "Done. Send it again."


def _happen(desk: Desk, arguments: Arguments) -> str:
    number = _argument(arguments, "number", int)
    message = desk.inbox.message(number)
    happening = HAPPENINGS.get(_argument(arguments, "event", str))
    if happening is None:
        raise SesmockError(f"there is no event {arguments['event']!r}")
    event = happening(message, arguments)
    desk.inbox.refresh(number)
    return f"{event.type}: {', '.join(event.recipients)}"


def _whom(message: SentMessage, arguments: Arguments) -> Json:
    """To whom it is to happen, everybody if nobody is named, and whether it must be able to."""
    recipient = arguments.get("recipient", [*dict.fromkeys(message.recipients)])
    return {"recipient": recipient, "force": "force" in arguments}


def _click(message: SentMessage, arguments: Arguments) -> Event:
    href = _argument(arguments, "link", str)
    links = [link for link in message.links if link.href == href]
    if not links:
        raise SesmockError(f"the message has no link to {href!r}")
    return message.click(links[0], **_whom(message, arguments))


HAPPENINGS: Mapping[str, Callable[[SentMessage, Arguments], Event]] = {
    "deliver": lambda message, arguments: message.deliver(**_whom(message, arguments)),
    "delay": lambda message, arguments: message.delay(**_whom(message, arguments)),
    "bounce": lambda message, arguments: message.bounce(**_whom(message, arguments)),
    "soft-bounce": lambda message, arguments: message.bounce(
        type="Transient", **_whom(message, arguments)
    ),
    "complain": lambda message, arguments: message.complain(**_whom(message, arguments)),
    "reject": lambda message, arguments: message.reject(force="force" in arguments),
    "open": lambda message, arguments: message.open(**_whom(message, arguments)),
    "click": _click,
    "unsubscribe": lambda message, arguments: message.unsubscribe(
        arguments.get("recipient"), force="force" in arguments
    ),
}
"""What can happen to an accepted message, by the names of the page's buttons."""

ACTIONS: Mapping[str, Callable[[Desk, Arguments], str]] = {
    "clear": _clear,
    "verify": _verify,
    "sending": _sending,
    "sandbox": _sandbox,
    "fail": _fail,
    "succeed": _let_succeed,
    "advance": _advance,
    "remedy": _remedy,
    "happen": _happen,
}
"""What the page can ask for, by name."""
