"""What import and export jobs have in common: their ids, and that they take their time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from uuid import UUID

JobStatus = Literal["CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"]

STARTS_AFTER = 1.0
"""Seconds until an import job is processed: how long it takes on AWS depends on the file."""
ENDS_AFTER = 5.0
"""Seconds until a job has ended: as above."""


def new_job_id(new_token: Callable[[int, str], str]) -> str:
    """An id of a job, which is a UUID."""
    return str(UUID(hex=new_token(32, "0123456789abcdef")))
