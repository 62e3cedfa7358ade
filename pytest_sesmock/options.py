"""What a test may set for a mock, by marker, ini file or SESMock's arguments; and a run, by option.

Every test run imports this module, hence neither dataclasses nor imports that take a while.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

MARKER = "sesmock"
"""The name of the marker."""
UNSET = object()
"""The value of an ini key that is not set."""


class Option:
    """What an option may be, and what it does.

    Attributes:
        accepts: Tells a fitting value; None, for unset, fits always.
        requirement: The same in words, as they follow "must be" in errors; also for help texts.
        ini: The type of its ini key, as pytest names types.
        apply: Sets up an account with a value; None for an option that is not about accounts.
        everywhere: Whether it is about the accounts of all regions, not the default one's alone.
    """

    __slots__ = ("accepts", "apply", "everywhere", "ini", "requirement")

    def __init__(
        self,
        accepts: Callable[[object], bool],
        requirement: str,
        ini: str,
        apply: Callable[[Any, Any], object] | None = None,
        *,
        everywhere: bool = False,
    ) -> None:
        self.accepts = accepts
        self.requirement = requirement
        self.ini = ini
        self.apply = apply
        self.everywhere = everywhere


def is_region(value: object) -> bool:
    """Whether a value may name a region, be it one of AWS's or a made-up one of a test set-up."""
    return isinstance(value, str) and re.fullmatch("[a-z0-9-]+", value) is not None


def _is_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_dotted_path(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\w+(\.\w+)+", value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _verify(account: Any, identities: Iterable[str]) -> None:
    account.verify(*identities)


def _pause(account: Any, enabled: bool) -> None:
    if not enabled:
        account.pause_sending()


def _create_configuration_sets(account: Any, names: Iterable[str]) -> None:
    for name in names:
        account.create_configuration_set(name)


def _set(attribute: str) -> Callable[[Any, Any], object]:
    return lambda account, value: setattr(account, attribute, value)


_FLAG = "True or False"

OF_MOCKS: Mapping[str, Option] = {
    "region": Option(is_region, "the name of an AWS region", "string"),
    "verified_identities": Option(
        _is_texts, "a list of email addresses and domains", "linelist", _verify
    ),
    "sandbox": Option(_is_flag, _FLAG, "bool", _set("sandbox")),
    "max_24_hour_send": Option(
        _is_number, "a number of recipients", "float", _set("max_24_hour_send")
    ),
    "max_send_rate": Option(
        _is_number, "a number of recipients per second", "float", _set("max_send_rate")
    ),
    "sending_enabled": Option(_is_flag, _FLAG, "bool", _pause),
    "configuration_sets": Option(
        _is_texts, "a list of names", "linelist", _create_configuration_sets
    ),
    "auto_verify": Option(_is_flag, _FLAG, "bool", _set("auto_verify"), everywhere=True),
    "publish": Option(("moto",).__contains__, "'moto'", "string"),
    "django_backend": Option(
        _is_dotted_path, "the dotted path of a Django email backend", "string"
    ),
}
"""The options by name: arguments of SESMock and the marker; with `sesmock_` before it, ini keys."""

REAL_CALLS = ("forbid", "allow")
"""What may be done about real calls to Amazon SES."""

OF_TESTS: Mapping[str, Option] = {
    "assert_all_read": Option(_is_flag, _FLAG, "bool"),
    "assert_no_refusals": Option(_is_flag, _FLAG, "bool"),
    "assert_all_failures_used": Option(_is_flag, _FLAG, "bool"),
    "report_sections": Option(_is_flag, _FLAG, "bool"),
    "lint": Option(_is_flag, _FLAG, "bool"),
    "lint_ignore": Option(_is_texts, "a list of names of lint rules", "args"),
    "lint_clients": Option(_is_texts, "a list of names of email clients", "args"),
    "real_calls": Option(REAL_CALLS.__contains__, "'forbid' or 'allow'", "string"),
}
"""Options of the marker, and ini keys, that are about the test and not about its mock."""
ALL: Mapping[str, Option] = {**OF_MOCKS, **OF_TESTS}

COMMAND_LINE: Mapping[str, Mapping[str, Any]] = {
    "--sesmock-report": {
        "metavar": "PATH",
        "help": "write all messages and refusals to one HTML file",
    },
    "--sesmock-eml": {
        "metavar": "DIR",
        "help": "write each message to an .eml file in this directory",
    },
    "--sesmock-real-calls": {
        "choices": REAL_CALLS,
        "help": "what to do about calls that would reach the real Amazon SES: stop them, as by "
        "default, or let them pass; tests may choose otherwise",
    },
    "--sesmock-summary": {
        "action": "store_true",
        "help": "end the run with a table of what was sent and refused",
    },
}
"""The options of pytest's command line, as argparse takes them."""


def check(arguments: Mapping[str, Any], choices: Mapping[str, Option] = OF_MOCKS) -> None:
    """See that arguments are options and fit them; None is unset.

    Raises:
        SesmockError: If a name is none of the options (the nearest is named) or a value is wrong.
    """
    from pytest_sesmock.errors import SesmockError, suggest  # noqa: PLC0415 - most runs need none

    for name, value in arguments.items():
        if name not in choices:
            raise SesmockError(f"unknown argument {name!r}: {suggest(name, choices)}")
        if value is not None and not choices[name].accepts(value):
            raise SesmockError(f"{name} must be {choices[name].requirement}, not {value!r}")


def collect(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The options among the arguments of a call; any iterable will do for a list.

    What is wrong is left for `check` to name.
    """
    values: dict[str, Any] = {}
    for name, option in OF_MOCKS.items():
        value = arguments[name]
        is_list = option.ini == "linelist" and _is_iterable(value)
        values[name] = list(value) if is_list else value
    return values


def _is_iterable(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def arrange(account: Any, values: Mapping[str, Any], *, is_default: bool = True) -> None:
    """Set up an account as the options of its mock say; None is unset.

    Args:
        account: The account.
        values: The options by name.
        is_default: Whether the account is the default region's.
    """
    for option, value in _arrangements(values):
        if is_default or option.everywhere:
            option.apply(account, value)


def has_arrangements(values: Mapping[str, Any]) -> bool:
    """Whether these options set up anything in the default region's account."""
    return any(True for _ in _arrangements(values))


def _arrangements(values: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The options that set up something, each with its value."""
    for name, option in OF_MOCKS.items():
        if option.apply is not None and values[name] is not None:
            yield option, values[name]


def of_run(config: Any, name: str) -> Any:
    """An option of pytest's command line; None if the plugin was loaded after that was read."""
    return config.getoption(f"sesmock_{name}", None)


def are_mails_wanted(config: Any) -> bool:
    """Whether a report of the run shows mails themselves."""
    return bool(of_run(config, "report") or of_run(config, "eml"))
