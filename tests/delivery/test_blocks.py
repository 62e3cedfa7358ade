"""The blocks of records, and what receivers say in them."""

from __future__ import annotations

import copy
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from event_records import EVIDENCE, RECORDED
from mails import submission

from pytest_sesmock import Event, SesmockError
from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import EventType
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.delivery.subtypes import (
    BOUNCE_SUBTYPES,
    COMPLAINT_SUBTYPES,
    DELAY_TYPES,
    FEEDBACK_TYPES,
)

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MOMENT = NOW + timedelta(seconds=2)
MAIL = AcceptedMail(
    submission(text="Hi", region="us-east-1"),
    Acceptance(withheld={"ada@example.org": "UNSUBSCRIBED"}),
    "0100019d27eb268c-0000000b-0000-4000-8000-000000000011-000000",
    NOW,
)
TO = ("ada@example.org",)


def recipient(**given: Any) -> Any:
    values: dict[str, Any] = {"type": "Permanent", "subtype": "General", **given}
    return blocks.bounce(MAIL, TO, MOMENT, **values)["bouncedRecipients"][0]


@pytest.mark.parametrize("kind", ["Reject", "Click", "DeliveryDelay", "Subscription"])
def test_what_nobody_recorded_is_as_the_documentation_has_it(kind: str) -> None:
    """Values included; of Click the order is SES's in other records, as its sample is sorted."""
    (sample,) = (
        row["value"] for name, row in RECORDED.items() if re.fullmatch(rf"doc-sns-\d+-{kind}", name)
    )
    (block,) = (sample[key] for key in sample if key not in {"eventType", "mail"})
    moment = read(block.get("timestamp", "2026-01-01T00:00:00.000Z"))
    made: dict[str, dict[str, Any]] = {
        "Reject": blocks.reject(),
        "Click": blocks.click(
            moment,
            block.get("link", ""),
            block.get("linkTags"),
            user_agent=block.get("userAgent", ""),
            ip_address="203.0.113.5",
        ),
        "DeliveryDelay": blocks.delivery_delay(
            MAIL,
            ("recipient@example.com",),
            moment,
            delay_type="TransientCommunicationFailure",
            expires_at=read("2020-06-16T00:25:40.914Z"),
        ),
        "Subscription": blocks.subscription(
            "ContactListName",
            moment,
            "UnsubscribeHeader",
            new=block.get("newTopicPreferences", {}),
            old=block.get("oldTopicPreferences", {}),
        ),
    }
    assert made[kind] == block
    if kind != "Click":
        assert list(made[kind]) == list(block)


def read(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_a_report_may_be_given() -> None:
    given = {
        "action": "failed",
        "status": "5.4.4",
        "diagnosticCode": "smtp; 550 5.4.4 Invalid domain",
    }
    recorded = EVIDENCE["evs-invalid-domain"]["value"]["bounce"]["bouncedRecipients"][0]

    assert recipient(report=given) == {**recorded, "emailAddress": "ada@example.org"}
    assert recipient(report={}) == {"emailAddress": "ada@example.org"}


def test_hosts_may_be_given() -> None:
    """[evs-late-bounce]: the receiver's own host reports it, and no server has answered."""
    block = blocks.bounce(
        MAIL,
        TO,
        MOMENT,
        type="Permanent",
        subtype="General",
        remote_mta_ip=None,
        reporting_mta="mx.destination.example.com",
    )
    recorded = EVIDENCE["evs-late-bounce"]["value"]["bounce"]
    assert list(block) == list(recorded)
    assert block["reportingMTA"] == recorded["reportingMTA"]


@pytest.mark.parametrize("subtype", [each for of in BOUNCE_SUBTYPES.values() for each in of])
def test_each_subtype_has_a_reply(subtype: str) -> None:
    found = recipient(subtype=subtype)
    code, status = re.match(r"smtp; (\d{3})[ -](\d\.\d\.\d|\w)", found["diagnosticCode"]).groups()  # type: ignore[union-attr]
    assert found["action"] == "failed"
    assert code[0] == status[0] == found["status"][0] or subtype == "ContentRejected"


def test_recorded_replies() -> None:
    """[evs-contentrejected] [evs-multiline-diagnostic], but for the queue's id and a newer link."""
    rejected = EVIDENCE["evs-contentrejected"]["value"]["bouncedRecipients"][0]
    found = recipient(subtype="ContentRejected")
    assert [found[key] for key in ("status", "diagnosticCode")] == [
        rejected[key] for key in ("status", "diagnosticCode")
    ]
    unknown = EVIDENCE["evs-multiline-diagnostic"]["value"][0]["diagnosticCode"]
    assert recipient()["diagnosticCode"].split("https")[0] == unknown.split("https")[0]


def test_a_simulated_mailbox_has_its_words_for_its_own_bounce_only() -> None:
    to = ("bounce@simulator.amazonses.com",)
    general, full = (
        blocks.bounce(MAIL, to, MOMENT, type="Transient", subtype=subtype)
        for subtype in ("General", "MailboxFull")
    )
    assert "As requested" in general["bouncedRecipients"][0]["diagnosticCode"]
    assert "storage" in full["bouncedRecipients"][0]["diagnosticCode"]


@pytest.mark.parametrize("delay_type", DELAY_TYPES)
def test_each_delay_has_a_reply(delay_type: str) -> None:
    block = blocks.delivery_delay(MAIL, TO, MOMENT, delay_type=delay_type, expires_at=MOMENT)
    (found,) = block["delayedRecipients"]
    assert found["status"].startswith("4.")
    assert found["diagnosticCode"].startswith("smtp; 4")


def test_what_a_delay_says_may_be_given() -> None:
    block = blocks.delivery_delay(
        MAIL,
        TO,
        MOMENT,
        delay_type="General",
        expires_at=MOMENT,
        status="4.9.9",
        diagnostic_code="smtp; 499 Later",
        reporting_mta="mx.example.org",
    )
    assert list(block)[3:] == ["reportingMTA", "delayedRecipients"]
    assert block["delayedRecipients"] == [
        {"emailAddress": "ada@example.org", "status": "4.9.9", "diagnosticCode": "smtp; 499 Later"}
    ]


def test_a_bot_is_said_last() -> None:
    """[evs-isbotevent]: where the key stands is not known."""
    opened = blocks.open(MOMENT, "Mozilla/5.0", "203.0.113.5", is_bot_event="Likely")
    clicked = blocks.click(
        MOMENT,
        "https://example.com/",
        {"a": ("b",)},
        user_agent="Mozilla/5.0",
        ip_address="203.0.113.5",
        is_bot_event="Unlikely",
    )
    assert list(opened.items())[-1] == ("isBotEvent", "Likely")
    assert list(clicked.items())[-1] == ("isBotEvent", "Unlikely")
    assert clicked["linkTags"] == {"a": ["b"]}


def test_an_unsubscribed_contact_bounces_without_words() -> None:
    """[evs-optout-subtype], and apart from a bounce of the same type that has some."""
    mail = MAIL._replace(
        submission=submission(to=("ada@example.org", "bounce@simulator.amazonses.com"))
    )
    _, unsubscribed, simulated = outcomes(mail)

    assert unsubscribed.recipients == TO
    assert (unsubscribed.detail["bounceType"], unsubscribed.detail["bounceSubType"]) == (
        *("Permanent", "General"),
    )
    assert "diagnosticCode" not in unsubscribed.detail["bouncedRecipients"][0]
    assert unsubscribed.detail["reportingMTA"] == "dns; amazonses.com"
    assert "diagnosticCode" in simulated.detail["bouncedRecipients"][0]


def test_a_complaint_by_the_suppression_list_has_no_report() -> None:
    mail = MAIL._replace(acceptance=Acceptance(withheld={"ada@example.org": "COMPLAINT"}))
    _, complaint = outcomes(mail)

    assert list(complaint.detail) == [
        *("feedbackId", "complaintSubType", "complainedRecipients", "timestamp")
    ]
    assert complaint.detail["complaintSubType"] == "OnAccountSuppressionList"


def test_the_subtypes_are_the_documented_and_the_seen_ones() -> None:
    fact = " ".join((*EVIDENCE["evs-subtypes-new"]["value"], EVIDENCE["evs-subtypes-new"]["fact"]))
    newer = {
        *BOUNCE_SUBTYPES["Permanent"][4:],
        *BOUNCE_SUBTYPES["Transient"][5:],
        *COMPLAINT_SUBTYPES[1:],
        *DELAY_TYPES[-1:],
    }
    assert {each for each in newer if each not in fact} == set()
    assert FEEDBACK_TYPES[0] == "abuse"


# Events as values


def test_an_event_has_the_record_of_a_family() -> None:
    send, bounce = outcomes(MAIL)
    assert bounce.as_dict() == bounce.record
    assert bounce.as_dict("identity") == bounce.notification
    assert send.notification is None
    with pytest.raises(SesmockError, match=r"of Bounce, Complaint, Delivery, not of Send$"):
        send.as_dict("identity")
    with pytest.raises(SesmockError, match=r'^family must be "event" or "identity", not None$'):
        send.as_dict(None)  # type: ignore[arg-type]


def test_nobody_can_change_an_event() -> None:
    _, bounce = outcomes(MAIL)
    record = bounce.record
    bounce.detail["bouncedRecipients"].clear()
    bounce.record["bounce"]["bouncedRecipients"].clear()
    bounce.as_dict("identity")["bounce"]["bouncedRecipients"].clear()

    assert bounce.record == record
    with pytest.raises(AttributeError):
        bounce.type = "Send"  # type: ignore[misc]


def test_equal_events_say_the_same_of_the_same_mail() -> None:
    first, second = outcomes(MAIL), outcomes(MAIL)
    assert first == second
    assert len({*first, *second}) == len(first)
    assert first[0] != first[1]
    assert first[0] != "Send"
    other = Event("Send", first[0].recipients, first[0].timestamp, {"a": 1}, MAIL)
    assert other != first[0]
    assert repr(first[1]) == "<Event Bounce Permanent/General to=ada@example.org at 02:13:35Z>"
    assert first[1].message_id == MAIL.message_id


@pytest.mark.parametrize(
    ("kind", "block", "words"),
    [
        ("Send", {}, "Send"),
        ("Bounce", {"bounceType": "Transient", "bounceSubType": "MailboxFull"}, "MailboxFull"),
        ("Complaint", blocks.complaint(MAIL, TO, NOW, report={}), "Complaint"),
        (
            "Complaint",
            {"complaintSubType": None, "complaintFeedbackType": "abuse"},
            "Complaint abuse",
        ),
        (
            "Complaint",
            {"complaintSubType": "OnAccountSuppressionList"},
            "Complaint OnAccountSuppressionList",
        ),
        ("DeliveryDelay", {"delayType": "IPFailure"}, "DeliveryDelay IPFailure"),
        ("Reject", blocks.reject(), "Reject Bad content"),
    ],
)
def test_its_line_names_the_sub_type(kind: EventType, block: dict[str, Any], words: str) -> None:
    line = repr(Event(kind, TO, NOW, block, MAIL))
    assert line.endswith(f"{words} to=ada@example.org at 02:13:35Z>")
    assert line.startswith(f"<Event {kind}")


def test_an_event_about_nobody() -> None:
    assert repr(Event("Send", (), NOW, {}, MAIL)) == "<Event Send to=nobody at 02:13:35Z>"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("bounceType", "event.detail['bounceType']"),
        ("bounce_sub_type", "event.detail['bounceSubType']"),
        ("bounce", "'detail'"),
        ("sub_type", "event.detail['bounceSubType']"),
        ("eventType", "'type'"),
        ("messageId", "'message_id'"),
        ("mail", "event.record['mail']"),
        ("recipient", "'recipients'"),
        ("to", "'recipients'"),
        ("as_json", "'record'"),
    ],
)
def test_a_wrong_name_says_what_to_write(name: str, meant: str) -> None:
    _, bounce = outcomes(MAIL)
    with pytest.raises(AttributeError) as caught:
        getattr(bounce, name)
    assert str(caught.value) == (f"'Event' object has no attribute {name!r}: did you mean {meant}?")


def test_events_can_be_copied() -> None:
    _, bounce = outcomes(MAIL)
    assert copy.deepcopy(bounce) == bounce
    assert not hasattr(bounce, "_nothing")
