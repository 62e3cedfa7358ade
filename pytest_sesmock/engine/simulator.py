"""SES's mailbox simulator: its mailboxes, and what becomes of mail to each.

`MAILBOXES` is the only list of them: rules and the quota ask whether an address is in it, and
`delivery.outcomes` makes events of the outcomes that it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pytest_sesmock.engine.addresses import Mailbox

DOMAIN = "simulator.amazonses.com"


class Outcome(NamedTuple):
    """Something that happens to a mail.

    Attributes:
        event: The type of the event that SES publishes, such as `Bounce`.
        detail: What the event says besides, by SES's own names.
    """

    event: str
    detail: Mapping[str, str] = MappingProxyType({})


def bounce(kind: str, subtype: str) -> Outcome:
    """A bounce, with SES's `bounceType` and `bounceSubType`."""
    return Outcome("Bounce", {"bounceType": kind, "bounceSubType": subtype})


DELIVERY = Outcome("Delivery")

MAILBOXES: dict[str, tuple[Outcome, ...]] = {
    "success": (DELIVERY,),
    "bounce": (bounce("Permanent", "General"),),
    # An automatic answer, which SES reports as a bounce, comes from a mailbox that got the mail.
    "ooto": (DELIVERY, bounce("Transient", "General")),
    "complaint": (DELIVERY, Outcome("Complaint")),
    # Recorded, although the documentation says that it acts as SES's own list does.
    "suppressionlist": (bounce("Permanent", "General"),),
}
"""The outcomes of mail to each mailbox, in order, by its local part, which may carry a `+label`
[doc-sim-label]. Recorded are the outcomes [sim-events-2026]; their order is inferred."""


def simulate(mailbox: Mailbox) -> tuple[Outcome, ...] | None:
    """The outcomes of mail to one of the simulator's mailboxes; None for any other mailbox.

    Letter case does not matter [sim-complaint-events].
    """
    if mailbox.domain.lower() != DOMAIN:
        return None
    return MAILBOXES.get(mailbox.local_part.lower().partition("+")[0])


def is_simulator(mailbox: Mailbox) -> bool:
    """Whether it is one of the simulator's mailboxes."""
    return simulate(mailbox) is not None
