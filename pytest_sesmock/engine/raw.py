"""A mail that the caller gave as a MIME message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawMail:
    """A MIME message as given, before anything has judged it."""

    data: bytes
