"""The region that clients get where nobody names one."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

import botocore.session
from botocore.exceptions import BotoCoreError

from pytest_sesmock.errors import SesmockError

_HOME = "USERPROFILE" if sys.platform == "win32" else "HOME"


def configured_region() -> str | None:
    """The region of boto3's default session, else of botocore's configuration; None if neither.

    Raises:
        SesmockError: If the configuration cannot be read.
    """
    session = getattr(sys.modules.get("boto3"), "DEFAULT_SESSION", None)
    region: str | None = session.region_name if session is not None else None
    # Every test asks, and only a session reads the files as botocore does.
    return region or _region_by_session(
        os.environ.get("AWS_DEFAULT_REGION"),
        os.environ.get("AWS_PROFILE"),
        os.environ.get("AWS_DEFAULT_PROFILE"),
        *_file("AWS_CONFIG_FILE", "~/.aws/config"),
        *_file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    )


def _file(variable: str, usual: str) -> tuple[str, tuple[int, int] | None]:
    """The path of a file, and what changes when the file does; None if it cannot be read."""
    path = os.environ.get(variable, usual)
    if "$" in path or "%" in path:
        path = os.path.expandvars(path)
    if path.startswith("~"):
        path = _in_home(path, os.environ.get(_HOME))
    # Not by a Path, which takes several times as long: every test is here twice.
    if not os.path.isabs(path):  # noqa: PTH117 - see above
        path = os.path.abspath(path)  # noqa: PTH100 - as above
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return path, None
    return path, (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _in_home(path: str, _home: str | None) -> str:
    """A path as botocore reads it, for as long as this is the home of whoever runs the tests."""
    return os.path.expanduser(path)  # noqa: PTH111 - as above


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
