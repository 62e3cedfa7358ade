"""What an operation's function is given, and what an API consists of."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from pytest_sesmock.account.state import State
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.refusal import Fault, Reason, Rule
from pytest_sesmock.engine.submissions.submission import Submission

Result = Mapping[str, Any]


class Call(NamedTuple):
    """One API call: which operation of which API in which region, and its parameters."""

    api: str
    operation: str
    region: str
    parameters: Mapping[str, Any]


class Submit(Protocol):
    """Hands a submission in."""

    def __call__(self, submission: Submission, *, rules: tuple[Rule, ...] = ...) -> str:
        """Its message id; raises Refused."""
        ...


class Context(NamedTuple):
    """Where a call takes place.

    Attributes:
        call: The call itself.
        account: The account of its region.
        clock: The mock's clock.
        submit: Judges a submission, by the rules of a mail unless others are given, charges and
            keeps it; returns its message id or raises Refused.
        submit_bulk: The same for a bulk send: the request without recipients, which may be refused
            as a whole, and its entries, each of which may be by itself; returns a result for each
            entry, with Status and either MessageId or Error.
    """

    call: Call
    account: State
    clock: Clock
    submit: Submit
    submit_bulk: Callable[[Submission, Sequence[Submission]], list[Result]]


Perform = Callable[[Context, Mapping[str, Any]], Result]
"""An operation's function: its context and parameters to its result; raises Refused."""


class Operation(NamedTuple):
    """An operation of an API: a row of its module's `OPERATIONS`.

    Attributes:
        function: What it does.
        stored_only: Whether it only keeps settings or shows them: no mail is sent, refused or
            delivered otherwise because of it.
        sends: Whether it sends mail.
        own_checks: The members that it checks itself, in words of its own; AWS does not hold them
            to the service model before.
    """

    function: Perform
    stored_only: bool = False
    sends: bool = False
    own_checks: Collection[str] = ()


class Api(NamedTuple):
    """One of SES's APIs.

    Attributes:
        name: botocore's name of it, `ses` (v1) or `sesv2`.
        operations: Every operation that is built.
        codes: Code and HTTP status of each kind of refusal.
        common_codes: HTTP statuses of the codes that any operation may answer with.
        entry_accepted: What one entry of a bulk send says when it is accepted.
        entry_failed: What it says of a kind of refusal that has no status of its own.
        entry_statuses: What it says of the other kinds.
    """

    name: str
    operations: Mapping[str, Operation]
    codes: Mapping[Fault, tuple[str, int]]
    common_codes: Mapping[str, int]
    entry_accepted: str
    entry_failed: str
    entry_statuses: Mapping[Fault, str]

    @property
    def stored_only(self) -> frozenset[str]:
        """The names of the operations that are stored only."""
        return frozenset(name for name, each in self.operations.items() if each.stored_only)

    @property
    def sends(self) -> frozenset[str]:
        """The names of the operations that send mail."""
        return frozenset(name for name, each in self.operations.items() if each.sends)

    def entry_status(self, fault: Fault) -> str:
        """What an entry of a bulk send says of a kind of refusal."""
        return self.entry_statuses.get(fault, self.entry_failed)


class Paging(NamedTuple):
    """How an operation hands out a list page by page.

    Attributes:
        list: The list's name, to which its tokens belong.
        usual: How many are on a page if the caller does not say.
        most: How many may be on a page.
        size_invalid: Why another size is refused; None if the usual one is served instead.
        token_invalid: Why a token is refused that is none of the list's in the same region.
        size: The parameter that asks for a size: MaxItems, MaxResults or PageSize.
        empty_token: Whether an empty token asks for the first page; else it is refused.
    """

    list: str
    usual: int
    most: int
    size_invalid: Reason | None
    token_invalid: Reason
    size: str = "MaxItems"
    empty_token: bool = True


_Item = TypeVar("_Item")


def page(
    context: Context, parameters: Mapping[str, Any], items: Sequence[_Item], paging: Paging
) -> tuple[Sequence[_Item], dict[str, str]]:
    """The page a call asks for, and its NextToken as a result's member unless it is the last."""
    size = page_size(parameters, paging)
    start = 0
    token = parameters.get("NextToken")
    if token or (token is not None and not paging.empty_token):
        position = _position(token, context, paging)
        if position is None or not 0 < position <= len(items):
            raise paging.token_invalid.refused(token=token)
        start = position
    end = start + size
    return items[start:end], {"NextToken": _token(end, context, paging)} if end < len(items) else {}


def page_size(parameters: Mapping[str, Any], paging: Paging) -> int:
    """How many items a call wants on a page; raises Refused if it may not have so many."""
    size: int = parameters.get(paging.size, paging.usual)
    if 1 <= size <= paging.most:
        return size
    if paging.size_invalid is not None:
        raise paging.size_invalid.refused(size=size)
    return paging.usual


def without_none(**members: Any) -> dict[str, Any]:
    """Members of a result without those that are None, which SES leaves out."""
    return {name: value for name, value in members.items() if value is not None}


# Opaque to callers, so that nobody makes one up: list, region and position.


def _token(position: int, context: Context, paging: Paging) -> str:
    return b64encode(f"{paging.list}@{context.call.region}:{position}".encode()).decode()


def _position(token: str, context: Context, paging: Paging) -> int | None:
    try:
        head, _, position = b64decode(token, validate=True).decode("ascii").rpartition(":")
        return int(position) if head == f"{paging.list}@{context.call.region}" else None
    except ValueError:
        return None
