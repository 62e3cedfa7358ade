"""Mails as files, which mail programs open."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pytest_sesmock.report.gallery.packing import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_sesmock.report.contribution import Origin

_LONGEST_NAME = 100


def write(directory: Path, origin: Origin, number: int, raw: str) -> str:
    """Write a packed message; the name of its file is the same on every run.

    Args:
        directory: Where; made if need be.
        origin: The test that sent it.
        number: Which of the test's mails and refusals it is, from 1.
        raw: The delivered message, packed.
    """
    directory.mkdir(parents=True, exist_ok=True)
    name = f"{_readable(origin.test)}-{_digest(origin)}-{number}.eml"
    (directory / name).write_bytes(unpack(raw))
    return name


def _readable(test: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", test).strip("-.")[:_LONGEST_NAME]


def _digest(origin: Origin) -> str:
    """What tells tests apart whose readable names are the same, and workers that run all tests."""
    return hashlib.sha256(f"{origin.worker}\n{origin.test}".encode()).hexdigest()[:8]
