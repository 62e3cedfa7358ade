"""What a test may set for a mock: by the marker, the ini file or SESMock's arguments."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from pytest_sesmock.errors import SesmockError


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_text, value))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a mock starts. None leaves a thing as on AWS.

    Everything but `auto_verify` is about the account in `region`; the accounts of other regions
    start as fresh ones do, since on AWS each region has its own.

    Attributes:
        region: The default region; unset, the one botocore is configured with, else us-east-1.
        verified_identities: Email addresses and domains that are verified.
        sandbox: Whether the account is in the sandbox.
        max_24_hour_send: Recipients per 24 hours; -1 for no limit.
        max_send_rate: Recipients per second; unset, the rate is no limit.
        sending_enabled: False pauses the account as its holder would.
        configuration_sets: Names of configuration sets that exist.
        auto_verify: Whether verification through the API succeeds at once, in every region.

    Raises:
        SesmockError: If an argument has the wrong type.
    """

    region: str | None = None
    verified_identities: list[str] | tuple[str, ...] | None = None
    sandbox: bool | None = None
    max_24_hour_send: float | None = None
    max_send_rate: float | None = None
    sending_enabled: bool | None = None
    configuration_sets: list[str] | tuple[str, ...] | None = None
    auto_verify: bool | None = None

    def __post_init__(self) -> None:
        for name, (is_valid, wanted) in _KINDS.items():
            value = getattr(self, name)
            if value is not None and not is_valid(value):
                raise SesmockError(f"{name} is {wanted}, not {value!r}")


_KINDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "region": (_text, "the name of an AWS region"),
    "verified_identities": (_texts, "a list of email addresses and domains"),
    "sandbox": (_flag, "True or False"),
    "max_24_hour_send": (_number, "a number of recipients"),
    "max_send_rate": (_number, "a number of recipients per second"),
    "sending_enabled": (_flag, "True or False"),
    "configuration_sets": (_texts, "a list of names"),
    "auto_verify": (_flag, "True or False"),
}

NAMES = tuple(field.name for field in fields(Options))
"""The options' names: the marker's arguments, and with the prefix `sesmock_` the ini keys."""


def make(arguments: Mapping[str, Any]) -> Options:
    """Options from arguments by name.

    Raises:
        SesmockError: If a name is none of the options (the nearest is named) or a value is wrong.
    """
    for name in arguments:
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(NAMES)}"
            raise SesmockError(f"unknown argument {name!r}: {hint}")
    return Options(**arguments)
