"""The files that export jobs write, as SES was seen to write them [export-file]."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from pytest_sesmock.account.sent_mails import MailEvent, SentMails
from pytest_sesmock.account.tracking import (
    METRICS,
    UNKNOWN_ISP,
    TrackedMail,
    dimensions_of,
    has_dimensions,
    matches_identity,
    to_capitals,
    tracked_mails,
)
from pytest_sesmock.engine import limits


class ExportFile(NamedTuple):
    """A file, and how many rows were looked at for it."""

    text: str
    row_count: int


# Message insights

_COLUMNS = (
    "messageid",
    "sendtimestamp",
    "isp",
    "fromaddress",
    "destination",
    "subject",
    "last_delivery_event",
    "last_engagement_event",
    "last_delivery_event_timestamp",
    "last_engagement_event_timestamp",
    "bounce_sub_type",
    "diagnostic_code",
)
_FILTERS: Mapping[str, Callable[[Mapping[str, str], TrackedMail], str | None]] = {
    "FromEmailAddress": lambda row, _: row.get("fromaddress"),
    "Destination": lambda row, _: row.get("destination"),
    "Subject": lambda row, _: row.get("subject"),
    "Isp": lambda row, _: row.get("isp"),
    "LastDeliveryEvent": lambda row, _: row.get("last_delivery_event"),
    "LastEngagementEvent": lambda row, _: row.get("last_engagement_event"),
    "TenantName": lambda _, mail: mail.mail.submission.tenant,
}
_DELIVERY = ("Send", "Bounce", "Delivery", "Complaint")
_ENGAGEMENT = ("Open", "Click")


def export_insights(mails: SentMails, source: Mapping[str, Any], data_format: str) -> ExportFile:
    """What became of mails, a row each; of those that filters choose, and no more than asked."""
    start, end = source["StartDate"], source["EndDate"]
    rows = [
        (mail, _row(mail)) for mail in tracked_mails(mails) if start <= mail.mail.accepted_at <= end
    ]
    include, exclude = (
        _without_empty(source.get("Include", {})),
        _without_empty(source.get("Exclude", {})),
    )
    most = source.get("MaxResults", limits.USUAL_EXPORT_RESULTS)
    chosen = [
        row
        for mail, row in rows
        if _matches(row, mail, include) and not (exclude and _matches(row, mail, exclude))
    ][:most]
    write = _insights_as_csv if data_format == "CSV" else _insights_as_json
    return ExportFile(write(chosen), len(rows))


def _without_empty(filters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Filters without those that name nothing."""
    return {name: values for name, values in filters.items() if values}


def _matches(
    row: Mapping[str, str], mail: TrackedMail, filters: Mapping[str, Sequence[str]]
) -> bool:
    return all(_FILTERS[name](row, mail) in values for name, values in filters.items())


def _row(mail: TrackedMail) -> dict[str, str]:
    delivery, engagement = _last(mail, _DELIVERY), _last(mail, _ENGAGEMENT)
    row = {
        "messageid": mail.mail.message_id,
        "sendtimestamp": _time(mail.mail.accepted_at),
        "isp": UNKNOWN_ISP,
        "fromaddress": mail.mail.submission.source,
        "destination": mail.destination,
        "subject": mail.subject,
    }
    if delivery is not None:
        detail = delivery.detail
        row["last_delivery_event"] = _kind(delivery)
        row["last_delivery_event_timestamp"] = _time(delivery.timestamp)
        if delivery.type == "Bounce":
            row["bounce_sub_type"] = to_capitals(detail["bounceSubType"])
            recipient = detail["bouncedRecipients"][0]
            row["diagnostic_code"] = recipient.get("diagnosticCode")
    if engagement is not None:
        row["last_engagement_event"] = _kind(engagement)
        row["last_engagement_event_timestamp"] = _time(engagement.timestamp)
    return {name: row[name] or "" for name in _COLUMNS if row.get(name) is not None}


def _last(mail: TrackedMail, types: Sequence[str]) -> MailEvent | None:
    """The last event in the order of types that SES has for this, not in time [export-events]."""
    return max(mail.of_type(*types), key=lambda event: types.index(event.type), default=None)


def _kind(event: MailEvent) -> str:
    if event.type != "Bounce":
        return event.type.upper()
    return f"{event.detail['bounceType'].upper()}_BOUNCE"


def _time(moment: datetime) -> str:
    utc = moment.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%d %H:%M:%S}.{utc.microsecond // 1000:03} UTC"


def _insights_as_csv(rows: Iterable[Mapping[str, str]]) -> str:
    head = dict(zip(_COLUMNS, _COLUMNS, strict=True))
    return "".join(
        "".join(f"{_quote(row.get(name, ''))}," for name in _COLUMNS) + "\n"
        for row in (head, *rows)
    )


def _insights_as_json(rows: Iterable[Mapping[str, str]]) -> str:
    return "[\n" + ",".join(f"{_json(row)}\n" for row in rows) + "]\n"


# Metrics


class _Period(NamedTuple):
    start: datetime
    end: datetime


class _Column(NamedTuple):
    metric: str
    aggregation: str

    @property
    def name(self) -> str:
        return f"{self.metric}_{self.aggregation}"


def export_metrics(mails: SentMails, source: Mapping[str, Any], data_format: str) -> ExportFile:
    """Metrics of whole days, a row for each combination of the dimensions that mails have.

    AWS has a row for every provider that it knows, too.
    """
    period = _Period(source["StartDate"], source["EndDate"])
    tracked = list(tracked_mails(mails))
    columns = [
        _Column(metric.get("Name", "SEND"), metric.get("Aggregation", "VOLUME"))
        for metric in source["Metrics"]
    ]
    rows = []
    for values in _combinations(tracked, source["Dimensions"]):
        of_row = [mail for mail in tracked if has_dimensions(mail, values)]
        rows.append((values, [_value(of_row, column, period) for column in columns]))
    write = _metrics_as_csv if data_format == "CSV" else _metrics_as_json
    row_count = sum(period.start <= mail.mail.accepted_at < period.end for mail in tracked)
    return ExportFile(write(list(source["Dimensions"]), columns, rows), row_count)


def _combinations(
    mails: Sequence[TrackedMail], choices_by_name: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, str]]:
    seen: set[tuple[str, ...]] = set()
    for mail in mails:
        values = dimensions_of(mail)
        combination = {
            name: value for name in choices_by_name if (value := values[name]) is not None
        }
        key = tuple(combination.values())
        if (
            len(key) == len(choices_by_name)
            and key not in seen
            and _wants(mail, combination, choices_by_name)
        ):
            seen.add(key)
            yield combination


def _wants(
    mail: TrackedMail, values: Mapping[str, str], choices_by_name: Mapping[str, Sequence[str]]
) -> bool:
    """Whether each value is one of those asked for, or any is."""
    return all(
        "*" in choices
        or values[name] in choices
        or (name == "EMAIL_IDENTITY" and any(matches_identity(mail, each) for each in choices))
        for name, choices in choices_by_name.items()
    )


def _value(mails: Sequence[TrackedMail], column: _Column, period: _Period) -> float:
    """A metric of some mails."""

    def volume(name: str) -> int:
        return sum(
            period.start <= event.timestamp < period.end
            for mail in mails
            for event in METRICS[name](mail)
        )

    if column.aggregation == "VOLUME":
        return volume(column.metric)
    sends = volume("SEND")
    return volume(column.metric) / sends if sends else 0.0


_Rows = Sequence[tuple[Mapping[str, str], Sequence[float]]]


def _metrics_as_csv(dimensions: Sequence[str], columns: Sequence[_Column], rows: _Rows) -> str:
    lines = [",".join([*dimensions, *(column.name for column in columns)])]
    for values, numbers in rows:
        lines.append(",".join([*map(_bare, values.values()), *(f"{each:.4f}" for each in numbers)]))
    return "".join(f"{line}\n" for line in lines)


def _metrics_as_json(_: Sequence[str], columns: Sequence[_Column], rows: _Rows) -> str:
    objects = [
        "{"
        + "".join(f"{_json(name.lower())}:{_json(value)}," for name, value in values.items())
        + '"metrics":{'
        + ",".join(
            f"{_json(column.name)}:{each:.4f}"
            for column, each in zip(columns, numbers, strict=True)
        )
        + "}}"
        for values, numbers in rows
    ]
    return f"[{','.join(objects)}]\n"


def _bare(value: str) -> str:
    return _quote(value) if any(each in value for each in ',"\n') else value


def _quote(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
