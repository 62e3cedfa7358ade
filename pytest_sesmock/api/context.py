"""What an operation's function is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons import NEXT_TOKEN_INVALID
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.submission import Submission


class Call(NamedTuple):
    """One API call: which operation of which API in which region, and its parameters."""

    api: str
    operation: str
    region: str
    parameters: Mapping[str, Any]


class Context(NamedTuple):
    """Where a call takes place.

    Attributes:
        call: The call itself.
        account: The account of its region.
        clock: The mock's clock.
        submit: Judges a submission, charges and keeps it; returns its message id or raises Refused.
    """

    call: Call
    account: Account
    clock: Clock
    submit: Callable[[Submission], str]


Result = Mapping[str, Any]
Operation = Callable[[Context, Mapping[str, Any]], Result]
"""An operation's function: its context and parameters to its result; raises Refused."""

_LONGEST_PAGE = 1000


def page(items: list[str], token: str | None, size: int | None) -> tuple[list[str], str | None]:
    """One page of a list and the token of the next; None after the last.

    Tokens are opaque to callers: the position in hexadecimal, so that one made up is noticed.
    Sizes beyond the documented 1 to 1,000 count as the nearest of these: grade C.
    """
    start = 0
    if token is not None:
        start = _position(token)
        if not 0 < start <= len(items):
            raise NEXT_TOKEN_INVALID.refused()
    end = start + (_LONGEST_PAGE if size is None else min(max(size, 1), _LONGEST_PAGE))
    return items[start:end], (f"{end:016x}" if end < len(items) else None)


def _position(token: str) -> int:
    try:
        return int(token, 16) if len(token) == 16 else 0
    except ValueError:
        return 0
