"""The records of mail to the mailbox simulator are those recorded in 2026, to the letter.

Equal are keys, order, types and every value but ids, times, and the hosts of SES that took part.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from event_records import EVIDENCE, RECORDED
from sending import ses

from pytest_sesmock import SentMessage, SESMock

DOMAIN = "@simulator.amazonses.com"


def recorded() -> dict[str, list[dict[str, Any]]]:
    """The recorded records of each mailbox, in the order of events."""
    ooto = EVIDENCE["evs-ooto-delivery-and-bounce"]["value"]
    found = {
        "bounce": [EVIDENCE["evs-bounce-diagnostic-2026"]["value"]],
        "ooto": ooto,
        "complaint": [EVIDENCE["evs-complaint-sim-2026"]["value"]],
        "suppressionlist": [EVIDENCE["evs-suppressionlist-general"]["value"]],
        # Nobody has recorded it in 2026: it is the delivery to the mailbox that also answers.
        "success": [json.loads(json.dumps(ooto[0]).replace(f"ooto{DOMAIN}", f"success{DOMAIN}"))],
    }
    for name, row in RECORDED.items():
        if match := re.fullmatch(r"rec-evt-2026-(\w+)-\w+", name):
            found[match[1]].append(row["value"])
    return found


RECORDINGS = [
    pytest.param(mailbox, record, id=f"{mailbox} {record['eventType']} {number}")
    for mailbox, records in recorded().items()
    for number, record in enumerate(records)
]


def sent_to(mailbox: str) -> SentMessage:
    """The recorded mail, sent to a mailbox of the simulator."""
    with SESMock(region="us-east-1") as mock:
        mock.account().verify("example.com")
        mock.account().create_configuration_set("ConfigSet")
        ses().send_email(
            Source="noreply@example.com",
            Destination={"ToAddresses": [f"{mailbox}{DOMAIN}"]},
            Message={
                "Subject": {"Data": "Hello"},
                "Body": {"Text": {"Data": "Hi"}, "Html": {"Data": "<p>Hi</p>"}},
            },
            ConfigurationSetName="ConfigSet",
        )
        return mock.outbox[0]


def settled(record: dict[str, Any]) -> str:
    """A record as JSON, without what differs from mail to mail; the caller is ours."""
    text = json.dumps(record, indent=1)
    for pattern, name in (
        (r"[0-9a-f]{16}-[0-9a-f-]{36}-000000", "(id)"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "(time)"),
        (r"Part_\d+_\d+\.\d{13}", "(boundary)"),
        (r"\ba\d+-\d+\.smtp-out", "(host).smtp-out"),
        (r'(?<="processingTimeMillis": )\d+', "(milliseconds)"),
        ("ses_user|sesmock", "(caller)"),
    ):
        text = re.sub(pattern, name, text)
    return text


@pytest.mark.parametrize(("mailbox", "record"), RECORDINGS)
def test_the_record_is_the_recorded_one(mailbox: str, record: dict[str, Any]) -> None:
    (event,) = (each for each in sent_to(mailbox).events if each.type == record["eventType"])

    assert settled(event.record) == settled(record)


def test_all_five_mailboxes_are_compared() -> None:
    assert {each.values[0] for each in RECORDINGS} == {
        *("success", "bounce", "ooto", "complaint", "suppressionlist")
    }


@pytest.mark.parametrize("mailbox", recorded())
def test_times_are_in_the_recorded_relation(mailbox: str) -> None:
    """An answer or a complaint is 23 ms older than its mail's delivery; all within 601 ms."""
    records = {event.type: event.record for event in sent_to(mailbox).events}
    accepted = records["Send"]["mail"]["timestamp"]
    milliseconds = {
        kind: since(accepted, record[kind.lower()]["timestamp"])
        for kind, record in records.items()
        if kind != "Send"
    }

    if "Delivery" in records:
        took = milliseconds.pop("Delivery")
        assert records["Delivery"]["delivery"]["processingTimeMillis"] == took
        assert 449 <= took <= 601
        assert set(milliseconds.values()) <= {took - 23}
    else:
        (took,) = milliseconds.values()
        assert 386 <= took <= 760


def since(start: str, end: str) -> int:
    """Milliseconds from one time to another, both of the same hour."""

    def read(text: str) -> int:
        minutes, seconds = text[14:16], text[17:23]
        return int(minutes) * 60_000 + int(seconds.replace(".", ""))

    return (read(end) - read(start)) % 3_600_000
