"""How a connection to SES fails: the words in which a test plans it, and a door hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

ConnectionFailure = Literal[
    "connect-timeout", "read-timeout", "connection-closed", "connection-refused"
]

BY_NAME: Mapping[str, ConnectionFailure] = {name: name for name in get_args(ConnectionFailure)}
"""Each of them by its name."""
