"""What a test may set for a mock: by the marker, the ini file or SESMock's arguments."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from pytest_sesmock.errors import SesmockError


class Kind(NamedTuple):
    """What an option's value is.

    Attributes:
        accepts: Tells a fitting value; None, for unset, fits always.
        wanted: The same in words, for errors and help texts.
        ini: The type of its ini key, as pytest names types.
    """

    accepts: Callable[[object], bool]
    wanted: str
    ini: str


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_text, value))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _option(accepts: Callable[[object], bool], wanted: str, ini: str) -> Any:
    return field(default=None, metadata={"kind": Kind(accepts, wanted, ini)})


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

    region: str | None = _option(_text, "the name of an AWS region", "string")
    verified_identities: Sequence[str] | None = _option(
        _texts, "a list of email addresses and domains", "linelist"
    )
    sandbox: bool | None = _option(_flag, "True or False", "bool")
    max_24_hour_send: float | None = _option(_number, "a number of recipients", "float")
    max_send_rate: float | None = _option(_number, "a number of recipients per second", "float")
    sending_enabled: bool | None = _option(_flag, "True or False", "bool")
    configuration_sets: Sequence[str] | None = _option(_texts, "a list of names", "linelist")
    auto_verify: bool | None = _option(_flag, "True or False", "bool")

    def __post_init__(self) -> None:
        for name, kind in KINDS.items():
            value = getattr(self, name)
            if value is not None and not kind.accepts(value):
                raise SesmockError(f"{name} is {kind.wanted}, not {value!r}")


KINDS: Mapping[str, Kind] = {each.name: each.metadata["kind"] for each in fields(Options)}
"""The options by name: the marker's arguments, and with the prefix `sesmock_` the ini keys."""


def make(arguments: Mapping[str, Any]) -> Options:
    """Options from arguments by name.

    Raises:
        SesmockError: If a name is none of the options (the nearest is named) or a value is wrong.
    """
    for name in arguments:
        if name not in KINDS:
            near = difflib.get_close_matches(name, KINDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(KINDS)}"
            raise SesmockError(f"unknown argument {name!r}: {hint}")
    return Options(**arguments)
