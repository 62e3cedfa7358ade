"""Mails as files, which mail programs open."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pytest_sesmock.report.files import replacing
from pytest_sesmock.report.gallery.packing import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_sesmock.report.contribution import Origin

_LONGEST_NAME = 100


def write(directory: Path, origin: Origin, attempt: int, number: int, raw: str) -> str:
    """Write a packed message; the name of its file is the same on every run.

    Args:
        directory: Where; made if need be.
        origin: The test that sent it.
        attempt: Which time the test ran, from 1: it may be run again when it fails.
        number: Which of the test's mails and refusals it is, from 1.
        raw: The delivered message, packed.

    Raises:
        OSError: It cannot be written.
    """
    again = f"attempt{attempt}-" if attempt > 1 else ""
    name = f"{_readable(origin.test)}-{_digest(origin)}-{again}{number}.eml"
    with replacing(directory / name) as file:
        file.write(unpack(raw))
    return name


def _readable(test: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", test).strip("-.")[:_LONGEST_NAME]


def _digest(origin: Origin) -> str:
    """What tells tests apart whose readable names are the same, and workers that run all tests."""
    return hashlib.sha256(f"{origin.worker}\n{origin.test}".encode()).hexdigest()[:8]
