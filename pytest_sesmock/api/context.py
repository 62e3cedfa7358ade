"""What an operation's function is given, and what an API consists of."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pytest_sesmock.account.account import Account
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.refusal import Fault, Reason, Refusal
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
        submit_entry: The same for one entry of a bulk send, which may be refused by itself; returns
            its message id or its refusal.
    """

    call: Call
    account: Account
    clock: Clock
    submit: Callable[[Submission], str]
    submit_entry: Callable[[Submission], str | Refusal]


Result = Mapping[str, Any]
Operation = Callable[[Context, Mapping[str, Any]], Result]
"""An operation's function: its context and parameters to its result; raises Refused."""


class Api(NamedTuple):
    """One of SES's APIs.

    Attributes:
        name: botocore's name of it, `ses` (v1) or `sesv2`.
        operations: Every operation that is built.
        stored_only: Those of them whose settings are kept and shown, and have no other effect.
        sends: Those of them that send mail.
        codes: Code and HTTP status of each kind of refusal.
        common_codes: HTTP statuses of the codes that any operation may answer with.
        entry_statuses: What one entry of a bulk send says of each kind of refusal.
    """

    name: str
    operations: Mapping[str, Operation]
    stored_only: frozenset[str]
    sends: frozenset[str]
    codes: Mapping[Fault, tuple[str, int]]
    common_codes: Mapping[str, int]
    entry_statuses: Mapping[Fault, str]


class Paging(NamedTuple):
    """How an operation hands out a list page by page.

    Attributes:
        list: The list's name, to which its tokens belong.
        usual: How many are on a page if the caller does not say.
        most: How many may be on a page.
        size_invalid: Why another size is refused; None if the usual one is served instead.
        token_invalid: Why a token is refused that is none of the list's in the same region.
        size: The parameter that asks for a size: MaxItems, MaxResults or PageSize.
    """

    list: str
    usual: int
    most: int
    size_invalid: Reason | None
    token_invalid: Reason
    size: str = "MaxItems"


_Item = TypeVar("_Item")


def page(
    context: Context, parameters: Mapping[str, Any], items: Sequence[_Item], paging: Paging
) -> tuple[Sequence[_Item], dict[str, str]]:
    """The page a call asks for, and its NextToken as a result's member unless it is the last."""
    size = parameters.get(paging.size, paging.usual)
    if not 1 <= size <= paging.most:
        if paging.size_invalid is not None:
            raise paging.size_invalid.refused(size=size)
        size = paging.usual
    start = 0
    token = parameters.get("NextToken")
    if token:
        position = _position(token, context, paging)
        if position is None or not 0 < position <= len(items):
            raise paging.token_invalid.refused(token=token)
        start = position
    end = start + size
    return items[start:end], {"NextToken": _token(end, context, paging)} if end < len(items) else {}


# Opaque to callers, so that nobody makes one up: list, region and position.


def _token(position: int, context: Context, paging: Paging) -> str:
    return b64encode(f"{paging.list}@{context.call.region}:{position}".encode()).decode()


def _position(token: str, context: Context, paging: Paging) -> int | None:
    try:
        head, _, position = b64decode(token, validate=True).decode("ascii").rpartition(":")
        return int(position) if head == f"{paging.list}@{context.call.region}" else None
    except ValueError:
        return None
