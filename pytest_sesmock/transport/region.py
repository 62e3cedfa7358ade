"""The region that clients get where nobody names one."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

import botocore.session
from botocore.exceptions import BotoCoreError

from pytest_sesmock.errors import SesmockError

_VARIABLES = (
    *("AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"),
    *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME", "USERPROFILE"),
)
"""What of the environment botocore's configuration depends on."""


def configured_region() -> str | None:
    """The region of boto3's default session, else of botocore's configuration; None if neither.

    Raises:
        SesmockError: If the configuration cannot be read.
    """
    session = getattr(sys.modules.get("boto3"), "DEFAULT_SESSION", None)
    region: str | None = session.region_name if session is not None else None
    if region is None:
        region = os.environ.get("AWS_DEFAULT_REGION")
    # Every test asks, and only a session reads the files as botocore does.
    return region or _region_by_session(
        tuple(map(os.environ.get, _VARIABLES)),
        _version(os.environ.get("AWS_CONFIG_FILE", "~/.aws/config")),
        _version(os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")),
    )


def _version(path: str) -> tuple[int, int] | None:
    """What changes when a file does; None if it cannot be read."""
    try:
        # Not by a Path, which takes several times as long: every test is here twice.
        status = os.stat(os.path.expanduser(path))  # noqa: PTH111, PTH116
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _region_by_session(*_configuration: object) -> str | None:
    """What a new session says, for as long as the configuration is the same."""
    try:
        # Handlers of events are what makes a session slow, and have no part in its configuration.
        session = botocore.session.Session(include_builtin_handlers=False)
        region: str | None = session.get_config_variable("region")
    except BotoCoreError as error:
        raise SesmockError(f"botocore cannot tell the default region: {error}") from error
    return region
