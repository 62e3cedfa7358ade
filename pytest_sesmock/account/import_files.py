"""The files that import jobs read: CSV, or a JSON object a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from pytest_sesmock.account.contact_lists import SubscriptionStatus
from pytest_sesmock.account.contacts import Preferences
from pytest_sesmock.account.suppression import SUPPRESSION_REASONS, SuppressionReason
from pytest_sesmock.json_reading import read_json

DataFormat = Literal["CSV", "JSON"]
_STATUSES: tuple[str, ...] = get_args(SubscriptionStatus)
_TOPIC = "topicPreferences."
_FLAGS = {"": False, "false": False, "true": True}


class UnreadableFileError(ValueError):
    """A file of which nothing can be read."""


class SuppressionRecord(NamedTuple):
    """An address to suppress, with the reason; without one to suppress no more."""

    address: str
    reason: SuppressionReason | None


class ContactRecord(NamedTuple):
    """A contact, and what it wants."""

    address: str
    preferences: Preferences


def read_suppressions(
    text: str, format_: DataFormat, *, with_reasons: bool
) -> Iterator[SuppressionRecord | None]:
    """The records of a file of addresses to suppress, or to suppress no more [import-suppression].

    None stands for a record that cannot be read.
    """
    names = ("emailAddress", "reason") if with_reasons else ("emailAddress",)
    rows: Iterator[Sequence[Any]]
    if format_ == "CSV":
        rows = ([field.strip() for field in row] for row in _rows(text))
    else:
        rows = (
            [member.get(name) for name in names] if isinstance(member, Mapping) else []
            for member in _objects(text)
        )
    return (_suppression(fields, len(names)) for fields in rows)


def _suppression(fields: Sequence[Any], number: int) -> SuppressionRecord | None:
    address, reason = (*fields, None, None)[:2]
    if len(fields) != number or not isinstance(address, str) or "@" not in address:
        return None
    if number == 1:
        return SuppressionRecord(address, None)
    return SuppressionRecord(address, reason) if reason in SUPPRESSION_REASONS else None


def read_contacts(text: str, format_: DataFormat) -> Iterator[ContactRecord | None]:
    """The records of a file of contacts [import-contacts].

    None stands for a record that cannot be read.

    Raises:
        UnreadableFileError: A CSV file does not begin with a header that names `emailAddress`.
    """
    if format_ == "JSON":
        yield from map(_contact, _objects(text))
        return
    rows = _rows(text)
    header = [name.strip() for name in next(rows, ())]
    if "emailAddress" not in header:
        raise UnreadableFileError
    for row in rows:
        yield (
            None
            if len(row) != len(header)
            else _contact(_unflatten(dict(zip(header, row, strict=True))))
        )


def _unflatten(fields: Mapping[str, str]) -> dict[str, Any]:
    """A row of a CSV file as the JSON object that would say the same; empty fields say nothing."""
    flag = fields.get("unsubscribeAll", "").strip().lower()
    return {
        "emailAddress": fields["emailAddress"].strip(),
        "unsubscribeAll": _FLAGS.get(flag, flag),
        "attributesData": fields.get("attributesData") or None,
        "topicPreferences": [
            {"topicName": name.removeprefix(_TOPIC), "subscriptionStatus": status.strip()}
            for name, status in fields.items()
            if name.startswith(_TOPIC) and status.strip()
        ],
    }


def _contact(member: Any) -> ContactRecord | None:
    if not isinstance(member, Mapping):
        return None
    address, data = member.get("emailAddress"), member.get("attributesData")
    flag, choices = member.get("unsubscribeAll"), member.get("topicPreferences")
    topics = _topics([] if choices is None else choices)
    if not isinstance(address, str) or not isinstance(data, str | None) or topics is None:
        return None
    if not isinstance(flag, bool | None):
        return None
    return ContactRecord(address, Preferences(topics, bool(flag), data))


def _topics(choices: Any) -> dict[str, SubscriptionStatus] | None:
    if not isinstance(choices, list):
        return None
    topics: dict[str, SubscriptionStatus] = {}
    for choice in choices:
        if not isinstance(choice, Mapping):
            return None
        name, status = choice.get("topicName"), choice.get("subscriptionStatus")
        if not isinstance(name, str) or status not in _STATUSES:
            return None
        topics[name] = status
    return topics


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of CSV that are not blank; one that is none is empty."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield []
            continue
        if any(field.strip() for field in row):
            yield row


def _objects(text: str) -> Iterator[Any]:
    """What each line that is not blank says; None of one that is no JSON."""
    for line in text.split("\n"):
        if line.strip():
            try:
                yield read_json(line)
            except ValueError:
                yield None
