"""The addresses of SES's mailbox simulator."""

from __future__ import annotations

from pytest_sesmock.engine.addresses import Mailbox

DOMAIN = "simulator.amazonses.com"
MAILBOXES = ("success", "bounce", "ooto", "complaint", "suppressionlist")
"""Their local parts; each may carry a `+label` [doc-sim-label]."""


def is_simulator(mailbox: Mailbox) -> bool:
    """Whether the address is one of the simulator's, whatever its case [sim-complaint-events]."""
    return (
        mailbox.domain.lower() == DOMAIN
        and mailbox.local_part.lower().partition("+")[0] in MAILBOXES
    )
