"""What becomes of an accepted mail."""

from __future__ import annotations

import pytest
from mails import submission
from pytest_sesmock.delivery.events import Event, events

from pytest_sesmock.engine import simulator
from pytest_sesmock.engine.addresses import Mailbox, parse_group


def test_one_row_makes_a_mailbox_of_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    full = {"bounceType": "Transient", "bounceSubType": "MailboxFull"}
    outcomes = (simulator.DELIVERY, simulator.bounce("Transient", "MailboxFull"))
    monkeypatch.setitem(simulator.MAILBOXES, "full", outcomes)
    address = "FULL+label@simulator.amazonses.com"

    assert simulator.is_simulator(Mailbox(address))
    assert events(submission(to=(address,)), {}) == (
        Event("Send", (address,), {}),
        Event("Delivery", (address,), {}),
        Event("Bounce", (address,), full),
    )


def test_a_member_of_a_group_without_a_domain_is_a_recipient() -> None:
    """SES takes it in a header's group, though it is no address by itself."""
    (member,) = parse_group(Mailbox("Team: ada;"))

    assert events(submission(to=(member.address, "Bob <bob@example.org>")), {}) == (
        Event("Send", ("ada", "bob@example.org"), {}),
        Event("Delivery", ("ada", "bob@example.org"), {}),
    )
