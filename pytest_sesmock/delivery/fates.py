"""What has become of a mail for one of its recipients, and what can follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from pytest_sesmock.delivery.event import Event

Fate: TypeAlias = Literal[
    "on its way",
    "delayed",
    "delivered",
    "bounced",
    "withheld",
    "rejected",
    "not rendered",
]

_UNDECIDED = {"Send", "Delivery"}


def find_fate(events: Iterable[Event], recipient: str) -> Fate:
    """What has become of the mail for a recipient, by its events in their order."""
    now: Fate = "on its way"
    for event in events:
        if recipient in event.recipients:
            now = _fate_after(event, now)
    return now


def _fate_after(event: Event, before: Fate) -> Fate:
    if event.type == "Bounce" and before == "delivered" and is_automatic_answer(event):
        return before
    if event.type == "Complaint":
        # SES's own list stands in for a complaint of a mail that it does not deliver.
        return "withheld" if before == "on its way" else before
    return _FATES.get(event.type, before)


_FATES: dict[str, Fate] = {
    "Delivery": "delivered",
    "DeliveryDelay": "delayed",
    "Bounce": "bounced",
    "Reject": "rejected",
    "Rendering Failure": "not rendered",
}


def is_automatic_answer(bounce: Event) -> bool:
    """Whether a bounce is that of a mailbox that has the mail: it comes without a report.

    So does the one of the simulator's `ooto` [evs-ooto-delivery-and-bounce].
    """
    return not any("action" in each for each in bounce.detail["bouncedRecipients"])


def find_undecided(
    automatic: Sequence[Event], events: Iterable[Event], recipients: Iterable[str]
) -> list[str]:
    """The recipients whose mail arrives by itself, of which a test has said nothing so far."""
    decided = {each for event in events for each in event.recipients} | {
        each for event in automatic if event.type not in _UNDECIDED for each in event.recipients
    }
    return [each for each in recipients if each not in decided]


def moments(events: Iterable[Event], recipients: Collection[str]) -> list[datetime]:
    """When those of the events happened that are about one of the recipients."""
    return [each.timestamp for each in events if not set(each.recipients).isdisjoint(recipients)]
