"""The region that clients get where nobody names one."""

from __future__ import annotations

import os
import sys

import botocore.session
from botocore.exceptions import BotoCoreError

from pytest_sesmock.errors import SesmockError


def configured_region() -> str | None:
    """The region of boto3's default session, else of botocore's configuration; None if neither.

    Raises:
        SesmockError: If the configuration cannot be read.
    """
    session = getattr(sys.modules.get("boto3"), "DEFAULT_SESSION", None)
    region: str | None = session.region_name if session is not None else None
    if region is None:
        region = os.environ.get("AWS_DEFAULT_REGION")
    try:
        return region or botocore.session.Session().get_config_variable("region")
    except BotoCoreError as error:
        raise SesmockError(f"botocore cannot tell the default region: {error}") from error
