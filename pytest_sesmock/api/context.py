"""What an operation's function is given, and what an API consists of."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

from pytest_sesmock.account.state import State
from pytest_sesmock.attempt_headers import FIRST_ATTEMPT, AttemptHeaders
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.refusal import Fault, Reason, Rules
from pytest_sesmock.engine.rules import RULES
from pytest_sesmock.engine.submissions.submission import Submission

Result = Mapping[str, Any]


class Call(NamedTuple):
    """One API call: which operation of which API in which region, with what, and from where."""

    api: str
    operation: str
    region: str
    parameters: Mapping[str, Any]
    origin: str = ""
    headers: AttemptHeaders = FIRST_ATTEMPT

    @property
    def attempt(self) -> int:
        """The number of the client's attempt at the call."""
        return self.headers.number


class Context(Protocol):
    """Where a call takes place, and what takes the mails that it hands in."""

    @property
    def call(self) -> Call:
        """The call itself."""
        ...

    @property
    def account(self) -> State:
        """What SES remembers of the account in the call's region."""
        ...

    @property
    def clock(self) -> Clock:
        """The mock's clock."""
        ...

    def submit(self, submission: Submission, *, rules: Rules = RULES) -> str:
        """Judge a mail by the rules, charge the account and keep the message.

        Returns:
            The message id.

        Raises:
            Refused: If SES refuses it.
        """
        ...

    def submit_bulk(self, request: Submission, entries: Sequence[Submission]) -> list[Result]:
        """Do the same for each entry of a bulk send.

        Args:
            request: What is the same for all entries, without recipients.
            entries: A mail for each destination.

        Returns:
            A result for each entry: its Status, and its MessageId or its Error.

        Raises:
            Refused: If SES refuses the request as a whole.
        """
        ...


Perform = Callable[[Context, Mapping[str, Any]], Result]
"""An operation's function: its context and parameters to its result; raises Refused."""


class Operation(NamedTuple):
    """An operation of an API: a row of its module's `OPERATIONS`.

    Attributes:
        function: What it does.
        stored_only: Whether it only keeps settings or shows them: no mail is sent, refused or
            delivered otherwise because of it.
        sends: Whether it sends mail.
        entries: The parameter that lists the entries of a bulk send; empty for any other operation.
        own_checks: The members that it checks itself, in words of its own; AWS does not hold them
            to the service model before.
    """

    function: Perform
    stored_only: bool = False
    sends: bool = False
    entries: str = ""
    own_checks: Collection[str] = ()


class Api(NamedTuple):
    """One of SES's APIs.

    Attributes:
        name: botocore's name of it, `ses` (v1) or `sesv2`; of the SMTP interface `smtp`.
        operations: Every operation that is built.
        codes: Code and HTTP status of each kind of refusal; of SMTP the words and the reply code.
        common_codes: HTTP statuses, or reply codes, of what any operation may answer with.
        unknown_operation: The code of the answer to an operation that there is not.
        entry_accepted: What one entry of a bulk send says when it is accepted.
        entry_failed: What it says of a kind of refusal that has no status of its own.
        entry_statuses: What it says of the other kinds.
        texts: What it says of a kind of refusal instead of the rule's text.
        unavailable: What it says where APIs over HTTP answer with the status of a server's error;
            empty for these.
    """

    name: str
    operations: Mapping[str, Operation]
    codes: Mapping[Fault, tuple[str, int]]
    common_codes: Mapping[str, int]
    unknown_operation: str
    entry_accepted: str
    entry_failed: str
    entry_statuses: Mapping[Fault, str]
    texts: Mapping[Fault, str] = MappingProxyType({})
    unavailable: str = ""

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


def take_page(
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
