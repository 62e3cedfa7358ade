"""What a test may set for a mock, by marker, ini file or SESMock's arguments; and a run, by option.

Every test run imports this module, hence neither dataclasses nor imports that take a while.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pytest_sesmock.errors import SesmockError


class Kind:
    """What an option's value is.

    Attributes:
        accepts: Tells a fitting value; None, for unset, fits always.
        wanted: The same in words, as they follow "must be" in errors; also for help texts.
        ini: The type of its ini key, as pytest names types.
    """

    __slots__ = ("accepts", "ini", "wanted")

    def __init__(self, accepts: Callable[[object], bool], wanted: str, ini: str) -> None:
        self.accepts = accepts
        self.wanted = wanted
        self.ini = ini


def is_region(value: object) -> bool:
    """Whether a value may name a region, be it one of AWS's or a made-up one of a test set-up."""
    return isinstance(value, str) and re.fullmatch("[a-z0-9-]+", value) is not None


def _is_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


KINDS: Mapping[str, Kind] = {
    "region": Kind(is_region, "the name of an AWS region", "string"),
    "verified_identities": Kind(_is_texts, "a list of email addresses and domains", "linelist"),
    "sandbox": Kind(_is_flag, "True or False", "bool"),
    "max_24_hour_send": Kind(_is_number, "a number of recipients", "float"),
    "max_send_rate": Kind(_is_number, "a number of recipients per second", "float"),
    "sending_enabled": Kind(_is_flag, "True or False", "bool"),
    "configuration_sets": Kind(_is_texts, "a list of names", "linelist"),
    "auto_verify": Kind(_is_flag, "True or False", "bool"),
}
"""The options by name: arguments of SESMock and the marker; with `sesmock_` before it, ini keys."""

KINDS_OF_TESTS: Mapping[str, Kind] = {
    "assert_all_read": Kind(_is_flag, "True or False", "bool"),
    "assert_no_refusals": Kind(_is_flag, "True or False", "bool"),
    "assert_all_failures_used": Kind(_is_flag, "True or False", "bool"),
    "report_sections": Kind(_is_flag, "True or False", "bool"),
    "lint": Kind(_is_flag, "True or False", "bool"),
    "lint_ignore": Kind(_is_texts, "a list of names of lint rules", "args"),
}
"""Options of the marker, and ini keys, that are about the test and not about its mock."""
KINDS_OF_MARKER: Mapping[str, Kind] = {**KINDS, **KINDS_OF_TESTS}

COMMAND_LINE: Mapping[str, Mapping[str, Any]] = {
    "--sesmock-report": {"metavar": "PATH", "help": "write all mails into one HTML file"},
    "--sesmock-eml": {"metavar": "DIR", "help": "write each mail into a file of this directory"},
    "--sesmock-summary": {
        "action": "store_true",
        "help": "end with a table of what was sent and refused",
    },
}
"""The options of pytest's command line, as argparse takes them."""


def check(arguments: Mapping[str, Any], kinds: Mapping[str, Kind] = KINDS) -> None:
    """See that arguments are options and of their kinds; None is unset.

    Raises:
        SesmockError: If a name is none of the options (the nearest is named) or a value is wrong.
    """
    for name, value in arguments.items():
        if name not in kinds:
            import difflib  # noqa: PLC0415 - for mistakes only

            near = difflib.get_close_matches(name, kinds, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(kinds)}"
            raise SesmockError(f"unknown argument {name!r}: {hint}")
        if value is not None and not kinds[name].accepts(value):
            raise SesmockError(f"{name} must be {kinds[name].wanted}, not {value!r}")
