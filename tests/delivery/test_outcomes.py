"""What becomes of an accepted mail by itself."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from mails import submission

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.engine import simulator
from pytest_sesmock.engine.addresses import Mailbox, parse_group

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MESSAGE_ID = "0100019d27eb2812-0000000b-0000-4000-8000-000000000011-000000"


def outcomes_of(*to: str) -> list[tuple[str, tuple[str, ...]]]:
    mail = AcceptedMail(submission(to=to), Acceptance(), MESSAGE_ID, NOW)
    return [(event.type, event.recipients) for event in outcomes(mail)]


def test_one_row_makes_a_mailbox_of_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (simulator.DELIVERY, simulator.bounce("Transient", "MailboxFull"))
    monkeypatch.setitem(simulator.MAILBOXES, "full", rows)
    address = "FULL+label@simulator.amazonses.com"

    assert simulator.is_simulator(Mailbox(address))
    mail = AcceptedMail(submission(to=(address,)), Acceptance(), MESSAGE_ID, NOW)
    send, delivery, bounce = outcomes(mail)
    assert {each.recipients for each in (send, delivery, bounce)} == {(address,)}
    assert (send.type, delivery.type, bounce.type) == ("Send", "Delivery", "Bounce")
    detail = bounce.detail
    assert (detail["bounceType"], detail["bounceSubType"]) == ("Transient", "MailboxFull")


def test_a_member_of_a_group_without_a_domain_is_a_recipient() -> None:
    """SES takes it in a header's group, though it is no address by itself."""
    (member,) = parse_group(Mailbox("Team: ada;"))

    assert outcomes_of(member.address, "Bob <bob@example.org>") == [
        ("Send", ("ada", "bob@example.org")),
        ("Delivery", ("ada", "bob@example.org")),
    ]
