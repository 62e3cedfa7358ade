"""What a test says of an event, checked: to whom it happens, when, and with what.

What is wrong is a SesmockError.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address as parse_ip_address

from pytest_sesmock.account.arguments import is_number
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.engine import addresses
from pytest_sesmock.errors import SesmockError, suggest

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


def name_recipients(mail: AcceptedMail, names: object) -> tuple[str, ...]:
    """The recipients that a test means: one name, several, or None for the only one there is."""
    there = tuple(dict.fromkeys(mail.recipients))
    if names is None:
        if len(there) != 1:
            raise SesmockError(
                f"the message has {len(there)} recipients: name those that it happens to "
                f"({', '.join(there)})"
            )
        return there
    named = [names] if isinstance(names, str) else names
    if not isinstance(named, Sequence) or not named:
        raise SesmockError(f"recipient must be an address or a list of addresses, not {names!r}")
    for name in named:
        if not isinstance(name, str) or addresses.bare_address(name) not in there:
            raise SesmockError(f"the message does not go to {name!r}: {suggest(name, there)}")
    return tuple(dict.fromkeys(addresses.bare_address(name) for name in named))


def wait(after: object) -> timedelta:
    """The time that a test lets pass: seconds or a timedelta, None for no time."""
    if after is None:
        return timedelta(0)
    passes = timedelta(seconds=after) if is_number(after) else after  # type: ignore[arg-type]
    if not isinstance(passes, timedelta) or passes < timedelta(0):
        raise SesmockError(f"after must be seconds or a timedelta, and not negative: not {after!r}")
    return passes


_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def check_status(status: object) -> None:
    """An enhanced status code (RFC 3463), or None."""
    if status is not None and not (isinstance(status, str) and _STATUS.fullmatch(status)):
        raise SesmockError(f"status must be an enhanced status code like 5.1.1, not {status!r}")


def check_text(name: str, value: object, *, empty: bool = False) -> None:
    """A text that a test may leave to SES; only what receivers say was seen to be empty."""
    if value is not None and not (isinstance(value, str) and (value or empty)):
        raise SesmockError(f"{name} must be a {'str' if empty else 'text'}, not {value!r}")


def check_ip_address(name: str, value: object) -> None:
    """An IPv4 or IPv6 address, or None."""
    try:
        if value is not None:
            parse_ip_address(value if isinstance(value, str) else "")
    except ValueError:
        raise SesmockError(f"{name} must be an IP address, not {value!r}") from None


def check_moment(name: str, value: object) -> None:
    """A moment that is the same everywhere, or None."""
    if value is not None and not (isinstance(value, datetime) and value.tzinfo is not None):
        raise SesmockError(f"{name} must be a datetime with a time zone, not {value!r}")
