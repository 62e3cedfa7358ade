"""The addresses of SES's mailbox simulator."""

from __future__ import annotations

from pytest_sesmock.engine.addresses import Mailbox

DOMAIN = "simulator.amazonses.com"
MAILBOXES = ("success", "bounce", "ooto", "complaint", "suppressionlist")
"""Their local parts; each may carry a `+label` [doc-sim-label]."""


def simulated(mailbox: Mailbox) -> str | None:
    """Which of the simulator's mailboxes it is, whatever its case [sim-complaint-events]."""
    if mailbox.domain.lower() != DOMAIN:
        return None
    name = mailbox.local_part.lower().partition("+")[0]
    return name if name in MAILBOXES else None


def is_simulator(mailbox: Mailbox) -> bool:
    """Whether it is one of the simulator's mailboxes."""
    return simulated(mailbox) is not None
