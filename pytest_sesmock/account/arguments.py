"""Checks of what a test hands to an account: a wrong argument fails where it is given."""

from __future__ import annotations

import math
from typing import TypeVar

from pytest_sesmock.account.identities import IdentityName, InvalidIdentity, identity_name
from pytest_sesmock.errors import SesmockError

_Choice = TypeVar("_Choice", bound=str)


def one_of(name: str, value: _Choice, choices: tuple[str, ...]) -> _Choice:
    """The value, if it is one of the choices; else SesmockError."""
    if value not in choices:
        raise SesmockError(f"{name} is one of {', '.join(choices)}, not {value!r}")
    return value


def flag(name: str, value: bool) -> bool:
    """The value, if it is True or False; else SesmockError."""
    if not isinstance(value, bool):
        raise SesmockError(f"{name} is True or False, not {value!r}")
    return value


def is_number(value: object) -> bool:
    """Whether a value is a finite number (True and False are none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def identity(text: object) -> IdentityName:
    """The identity a text names; SesmockError if there is none."""
    reason = "it is no text"
    if isinstance(text, str):
        try:
            return identity_name(text)
        except InvalidIdentity as error:
            reason = f"email-validator: {error}"
    raise SesmockError(f"{text!r} is neither an email address nor a domain\n({reason})")
