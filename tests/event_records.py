"""Records of events: those of the evidence, their schemas, and events of every kind to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from evidence import DATA, rows
from jsonschema import Draft202012Validator

from pytest_sesmock import Event
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.outcomes import outcomes

EVIDENCE: dict[str, dict[str, Any]] = {row["id"]: row for row in rows("event_evidence")}
"""The facts about events, by id."""

RECORDED: dict[str, dict[str, Any]] = {row["id"]: row for row in rows("event_examples")}
"""The recordings and samples of records, by id."""

RECORDS = [
    name
    for name, row in RECORDED.items()
    if {"eventType", "notificationType"} & row["value"].keys() and "mail" in row["value"]
]
"""The ids of those that are records themselves, and no envelopes."""

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def faults(record: dict[str, Any]) -> list[str]:
    """What is wrong with a record by the schema of its family and kind."""
    family = "event" if "eventType" in record else "identity"
    kind = record["eventType" if family == "event" else "notificationType"]
    validator = _validator(f"{family}-{kind.lower().replace(' ', '-')}")
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(record)]


@cache
def _validator(name: str) -> Draft202012Validator:
    path = DATA / "event_schemas" / f"{name}.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def every_event(mail: AcceptedMail) -> Iterator[Event]:
    """What happens to a mail by itself, then each kind that only happens when somebody does it."""
    yield from outcomes(mail)
    moment = mail.accepted_at + timedelta(minutes=5)
    to = mail.recipients[:1]
    made = {
        "Bounce": blocks.bounce(mail, to, moment, type="Transient", subtype="MailboxFull"),
        "Complaint": blocks.complaint(mail, to, moment),
        "Reject": blocks.reject(),
        "Open": blocks.open(moment, BROWSER, "203.0.113.5"),
        "Click": blocks.click(
            moment, "https://example.com/", None, user_agent=BROWSER, ip_address="203.0.113.5"
        ),
        "DeliveryDelay": blocks.delivery_delay(
            mail, to, moment, delay_type="MailboxFull", expires_at=moment + timedelta(hours=12)
        ),
        "Subscription": blocks.subscription(
            "readers",
            moment,
            "UnsubscribeHeader",
            new={"unsubscribeAll": True, "topicSubscriptionStatus": []},
            old={"unsubscribeAll": False, "topicSubscriptionStatus": []},
        ),
    }
    for kind, block in made.items():
        yield Event(kind, to, moment, block, mail)  # type: ignore[arg-type]
