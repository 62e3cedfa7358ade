"""Times as AWS writes them, in answers and in records."""

from __future__ import annotations

from datetime import datetime, timezone


def to_text(moment: datetime) -> str:
    """A moment in UTC to the millisecond, as `2026-03-26T02:13:35.912Z`; the rest is cut off."""
    utc = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def to_milliseconds(moment: datetime) -> datetime:
    """The moment without what is finer than a millisecond, which records do not have."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_seconds(text: str) -> str:
    """A time of a record cut to the second, as identity bounces have it [evs-bounce-ts-seconds]."""
    return f"{text[:19]}.000Z"
