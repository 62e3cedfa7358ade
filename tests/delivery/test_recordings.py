"""The package's records have the keys that SES was recorded to send, in their order and types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from event_records import RECORDED, RECORDS
from mails import submission

from pytest_sesmock import Event
from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission, TemplateUse

NAMES = [name for name in RECORDS if RECORDED[name]["grade"] == "A"]

# What SES has sent since a year, by family: an older recording lacks it.
SINCE = {
    ("event", "mail.tags.ses:source-tls-version"): "2024-03",
    ("event", "mail.tags.ses:outgoing-tls-version"): "2026",
    ("event", "delivery.remoteMtaIp"): "2026",
    ("event", "complaint.complaintSubType"): "2022",
    ("event", "complaint.arrivalDate"): "2022",
    ("identity", "mail.sourceIp"): "2017",
    ("identity", "mail.callerIdentity"): "2022-05",
    ("identity", "delivery.remoteMtaIp"): "2017",
    ("identity", "bounce.remoteMtaIp"): "2017",
    ("identity", "complaint.complaintSubType"): "2022",
    ("identity", "complaint.arrivalDate"): "2022",
}
# Blocks had another order before [evs-order-bounce] [evs-order-complaint].
ORDER_SINCE = "2020-03"
# What a recording lacks for a reason of its own.
REASONS: dict[str, tuple[str, set[str]]] = {
    "rec-idn-2018-ooto": (
        "its list of headers is cut off",
        {"mail.headers.Content-Type", "mail.headers.Content-Transfer-Encoding"},
    ),
}
# The keys are not in SES's order: their authors have sorted them otherwise.
SORTED_BY_OTHERS = {"rec-idn-2016-gmail-bounce"}


def shape(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each key, in order, with the JSON type of its value; a header counts as a key."""
    if path == "mail.headers":
        for header in value:
            yield f"{path}.{header['name']}", "/".join(header)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            inner = f"{path}.{key}".lstrip(".")
            yield inner, type(each).__name__
            yield from shape(each, inner)
    elif isinstance(value, list):
        for kind in dict.fromkeys(f"{type(each).__name__}" for each in value):
            yield f"{path}[]", kind
        if value and isinstance(value[0], Mapping):
            yield from shape(value[0], f"{path}[]")


def send(record: dict[str, Any]) -> AcceptedMail:
    """A mail sent as the recorded one was."""
    mail = record["mail"]
    given: dict[str, Any] = {
        "source": mail["source"],
        "to": tuple(mail["destination"]),
        "region": "us-east-1",
        "configuration_set": "ConfigSet",
        "tags": {
            name: value
            for name, (value,) in mail.get("tags", {}).items()
            if not name.startswith("ses:")
        },
        "subject": "Hello",
        "text": "Hi",
    }
    headers = {each["name"]: each["value"] for each in mail.get("headers", ())}
    (operation,) = mail.get("tags", {}).get("ses:operation", [""])
    composed = submission(**given)
    if "Rendering Failure" in record.values():
        use = TemplateUse("DummyTemplate", None, {}, record["failure"]["errorMessage"])
        composed = submission(**given, operation=operation, template=use)
    elif operation == "SendTemplatedEmail":
        composed = submission(**given, operation=operation, template=TemplateUse("x", None, {}))
    elif headers.keys() - OF_TEXTS or next(iter(headers), "From") != "From":
        composed = raw_mail(composed, headers)
    elif headers.get("Content-Type", "").startswith("multipart/alternative"):
        composed = submission(**given, html="<p>Hi")
    return AcceptedMail(
        composed,
        Acceptance(
            identity_arn=mail.get("sourceArn", "arn:aws:ses:us-east-1:123456789012:identity/x"),
            withheld={
                each: "BOUNCE"
                for each in mail["destination"]
                if record.get("bounce", {}).get("bounceSubType") == "OnAccountSuppressionList"
            },
        ),
        mail["messageId"],
        datetime.fromisoformat(mail["timestamp"].replace("Z", "+00:00")),
    )


OF_TEXTS = {
    *("From", "Reply-To", "To", "Cc", "Subject", "MIME-Version", "Content-Type"),
    "Content-Transfer-Encoding",
}


def raw_mail(composed: Submission, headers: dict[str, str]) -> Submission:
    data = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\nHi"
    raw = with_raw(composed._replace(envelope=composed.to, operation="SendRawEmail"), data.encode())
    return raw._replace(tags=composed.tags)


def happen(record: dict[str, Any], mail: AcceptedMail) -> Event:
    """The event of the record: by itself if the mail goes to the simulator, else made for it."""
    kind = record.get("eventType") or record["notificationType"]
    recipients = told_of(record)
    by_itself = {event.type: event for event in outcomes(mail) if event.type != "Delivery"}
    if kind in {"Send", "Rendering Failure"} or kind in by_itself:
        return by_itself[kind]
    moment = mail.accepted_at + timedelta(seconds=1)
    make: dict[str, Callable[[], dict[str, Any]]] = {
        "Delivery": lambda: blocks.delivery(mail, recipients, moment),
        "Bounce": lambda: bounce(record["bounce"], mail, recipients, moment),
        "Complaint": lambda: blocks.complaint(mail, recipients, moment),
        "Open": lambda: blocks.open(moment, "Mozilla/5.0", "203.0.113.5"),
    }
    return Event(kind, recipients, moment, make[kind](), mail)


def told_of(record: dict[str, Any]) -> tuple[str, ...]:
    """The addresses that a record is about."""
    if "delivery" in record:
        return tuple(record["delivery"]["recipients"])
    people = record.get("bounce", {}).get("bouncedRecipients") or record.get("complaint", {}).get(
        "complainedRecipients", ()
    )
    return tuple(each["emailAddress"] for each in people) or tuple(record["mail"]["destination"])


def bounce(
    recorded: dict[str, Any], mail: AcceptedMail, recipients: tuple[str, ...], moment: datetime
) -> dict[str, Any]:
    """A bounce of the recorded type; no server has answered for a domain that does not exist."""
    invalid_domain = "Invalid domain" in str(recorded)
    return blocks.bounce(
        mail,
        recipients,
        moment,
        type=recorded["bounceType"],
        subtype=recorded["bounceSubType"],
        **({"remote_mta_ip": None} if invalid_domain else {}),
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_record_has_the_keys_of_the_recorded_one(name: str) -> None:
    recorded = RECORDED[name]["value"]
    family = "event" if "eventType" in recorded else "identity"
    event = happen(recorded, send(recorded))
    ours = event.as_dict(family, headers="headers" in recorded["mail"])
    when = recorded["mail"]["timestamp"]
    _, cut = REASONS.get(name, ("", set()))
    later = {path for (of, path), since in SINCE.items() if of == family and when < since} | cut

    expected = list(shape(recorded))
    found = [(path, kind) for path, kind in shape(ours) if path.removesuffix("[]") not in later]
    assert sorted(found) == sorted(expected)
    if name in SORTED_BY_OTHERS:
        return
    ordered = in_order if when > ORDER_SINCE else without_blocks
    assert ordered(found) == ordered(expected)


def in_order(keys: list[tuple[str, str]]) -> list[str]:
    """The paths but for tags, whose order is that of a hash [evs-tags-2026]."""
    return [path for path, _ in keys if not path.startswith("mail.tags.")]


def without_blocks(keys: list[tuple[str, str]]) -> list[str]:
    """The same, but for the keys within blocks, too."""
    return [path for path in in_order(keys) if not re.match(r"(bounce|complaint)\.", path)]


def test_what_was_added_later_is_seen_in_a_later_recording() -> None:
    """The table above excuses nothing else."""
    seen = {
        ("event" if "eventType" in value else "identity", path): value["mail"]["timestamp"]
        for value in (RECORDED[name]["value"] for name in NAMES)
        for path, _ in shape(value)
    }
    unseen = {key for key, since in SINCE.items() if seen.get(key, "") < since}
    # No identity was notified of a complaint in a recording since 2018.
    assert unseen <= {
        ("identity", "complaint.complaintSubType"),
        ("identity", "complaint.arrivalDate"),
    }


def test_most_recordings_are_compared_in_full() -> None:
    recent = [name for name in NAMES if RECORDED[name]["value"]["mail"]["timestamp"] > "2026"]
    assert len(recent) == 8
    assert not REASONS.keys() & set(recent)
