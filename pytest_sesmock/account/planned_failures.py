"""The failures a test has planned with `Account.fail_next`."""

from __future__ import annotations

import inspect
import math
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from pytest_sesmock.engine.addresses import AddressFault, destination, judge
from pytest_sesmock.errors import SesmockError

if TYPE_CHECKING:
    from typing_extensions import Self

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


class ApiCall(Protocol):
    """An API call, as passed to the `when` of `Account.fail_next`."""

    @property
    def api(self) -> str:
        """The API called: `ses` (v1) or `sesv2`."""
        ...

    @property
    def operation(self) -> str:
        """The name of the operation, such as SendEmail."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters, as passed to the client's method."""
        ...


class Answer(NamedTuple):
    """The error that an API returns for a planned failure.

    Attributes:
        code: The error code, or the status of an entry of a bulk send, as this API spells it.
        message: The error text.
        http_status: The HTTP status, such as 400. For an entry of a bulk send it is 200, because
            the call succeeds.
    """

    code: str
    message: str
    http_status: int


ENTRY_HTTP_STATUS = 200
"""The HTTP status of a bulk send whose entries fail: the call itself succeeds."""


@dataclass(slots=True, eq=False)
class PlannedFailure:
    """A failure planned with `Account.fail_next`: how often it still applies, and how to end it.

    Used as a `with` block, it ends with the block. Unless `times` was given, it applies to every
    call within the block::

        with ses_account.fail_next("ServiceUnavailable"):
            ...

    Attributes:
        code: The error code, as planned.
        times: How many more calls (or entries of bulk sends) fail; `math.inf` for all of them.
        uses: How many have failed so far.
        when: Selects the calls that fail, among those of the APIs in `answers`.
        entry: Selects the entries of bulk sends that fail; None if whole calls fail.
        answers: The error each API returns, by API name.
    """

    code: str
    times: float
    when: Callable[[Any], object]
    answers: Mapping[str, Answer]
    entry: Callable[[Any], object] | None = None
    uses: int = 0
    _is_limited: bool = True
    _is_over: bool = False
    _is_withdrawn: bool = False

    def cancel(self) -> None:
        """End the failure: from now on, no call fails because of it.

        A failure that is cancelled does not count as unused for `assert_all_failures_used`.
        """
        self._is_over = self._is_withdrawn = True

    def __enter__(self) -> Self:
        if self._is_over:
            raise SesmockError(f"fail_next({self.code!r}) has ended: plan another failure")
        if not self._is_limited:
            self.times = math.inf
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_over = True

    @property
    def is_due(self) -> bool:
        """Whether calls still fail because of it."""
        return self.times > 0 and not self._is_over

    @property
    def is_missed(self) -> bool:
        """Whether fewer calls failed than planned; of those without a number, none at all."""
        return not self._is_withdrawn and (
            not self.uses if self.times == math.inf else self.times > 0
        )


Plan: TypeAlias = Callable[..., Mapping[str, Answer]]
"""The answers of each API to a planned code, text and status, given an operation's name if it is
for one alone, and with `is_of_entries` those of entries; SesmockError if there are none."""

EntryChoice: TypeAlias = "list[tuple[PlannedFailure, frozenset[int]]]"
"""Failures that may apply to entries of a bulk send, and the positions of those entries."""

_is_asking: ContextVar[bool] = ContextVar("pytest_sesmock_asking", default=False)
"""Whether a test's callable is asked right now: the calls that it makes meet no planned failure."""


class PlannedFailures:
    """All failures planned so far, in order.

    A test's callables are never called under the lock: they may take their time, send mail or fork.
    """

    def __init__(self, plan: Plan, sends: Callable[[Any], bool], lock: RLock) -> None:
        self._plan = plan
        self._sends = sends
        self._lock = lock
        self._failures: list[PlannedFailure] = []

    def __bool__(self) -> bool:
        """Whether any was planned: in most accounts none is, and every call asks."""
        return bool(self._failures)

    def __iter__(self) -> Iterator[PlannedFailure]:
        """Those that still apply."""
        return iter([failure for failure in self._failures if failure.is_due])

    def find_missed(self) -> list[PlannedFailure]:
        """Those that fewer calls met than were planned."""
        return [failure for failure in self._failures if failure.is_missed]

    def add(
        self,
        code: object,
        message: str | None,
        *,
        times: float | None,
        when: str | Callable[[ApiCall], object] | None,
        entry: str | Callable[[Mapping[str, Any]], object] | None,
        http_status: int | None,
    ) -> PlannedFailure:
        """Plan a failure; the arguments are those of `Account.fail_next`, and so are its errors."""
        is_limited = times is not None
        if times is None:
            times = 1
        elif times != math.inf and (
            not isinstance(times, int) or isinstance(times, bool) or times < 1
        ):
            raise SesmockError(f"times must be a number of calls, 1 or more, not {times!r}")
        select_entry = None if entry is None else _entry_selector(entry)
        operation: str | None = None
        select: Callable[[Any], object] = self._sends
        if isinstance(when, str):
            operation = when
            select = lambda call: call.operation == operation  # noqa: E731 - a one-line predicate
        elif when is not None:
            select = _check_callable("when", when, "an operation's name")
        answers = self._plan(code, message, http_status, operation, is_of_entries=entry is not None)
        if select_entry is None and any(
            answer.http_status == ENTRY_HTTP_STATUS for answer in answers.values()
        ):
            select_entry = _any_entry
        failure = PlannedFailure(
            str(code), times, select, answers, select_entry, _is_limited=is_limited
        )
        with self._lock:
            self._failures.append(failure)
        return failure

    def take(self, call: ApiCall) -> Answer | None:
        """What the first failure for a call answers, counted down; None if none is due.

        Raises:
            SesmockError: A `when` raised an exception.
        """
        for failure in self._candidates(call, of_entries=False):
            if _ask(failure, "when", failure.when, call):
                with self._lock:
                    if failure.is_due:  # no other thread's call was faster
                        return _apply(failure, call.api)
        return None

    def choose_entries(self, call: ApiCall, entries: Sequence[Mapping[str, Any]]) -> EntryChoice:
        """Which failures may apply to which entries of a bulk send, for `take_entry`.

        Raises:
            SesmockError: A `when` or an `entry` raised an exception.
        """
        return [
            (
                failure,
                frozenset(
                    position
                    for position, each in enumerate(entries)
                    if _ask(failure, "entry", failure.entry, each)
                ),
            )
            for failure in self._candidates(call, of_entries=True)
            if _ask(failure, "when", failure.when, call)
        ]

    def take_entry(self, choice: EntryChoice, position: int, api: str) -> Answer | None:
        """What the first failure for an entry answers, counted down; None if none is due."""
        for failure, positions in choice:
            if position in positions and failure.is_due:
                return _apply(failure, api)
        return None

    def _candidates(self, call: ApiCall, *, of_entries: bool) -> list[PlannedFailure]:
        if _is_asking.get():
            return []
        return [
            failure
            for failure in self
            if (failure.entry is not None) is of_entries and call.api in failure.answers
        ]


def _apply(failure: PlannedFailure, api: str) -> Answer:
    """Count one call, or entry; what its API answers."""
    failure.times -= 1
    failure.uses += 1
    return failure.answers[api]


def _any_entry(_: object) -> bool:
    return True


def _entry_selector(
    entry: str | Callable[[Mapping[str, Any]], object],
) -> Callable[[Mapping[str, Any]], object]:
    if not isinstance(entry, str):
        return _check_callable("entry", entry, "the address of a recipient")
    fault = judge(entry)
    if isinstance(fault, AddressFault):
        raise SesmockError(
            f"entry must be the address of a recipient or a callable, not {entry!r}\n"
            f"(SES: {fault.message})"
        )
    wanted = destination(entry)
    return lambda each: any(
        destination(address) == wanted
        for addresses in each.get("Destination", {}).values()
        for address in addresses
    )


def _check_callable(name: str, value: Any, alternative: str) -> Callable[[Any], object]:
    """The value, if it can be called with one argument; else SesmockError."""
    if not callable(value) or isinstance(value, type):
        raise SesmockError(f"{name} must be {alternative} or a callable, not {value!r}")
    if inspect.iscoroutinefunction(value):
        raise SesmockError(f"{name} must be a plain function, not the coroutine {value!r}")
    try:
        inspect.signature(value).bind(None)
    except TypeError as error:
        raise SesmockError(f"{name} must take one argument: {value!r}: {error}") from None
    except ValueError:  # a builtin that does not tell
        pass
    function: Callable[[Any], object] = value
    return function


def _ask(failure: PlannedFailure, name: str, function: Any, argument: object) -> bool:
    """What a callable of the test says; SesmockError with its place if it raises."""
    token = _is_asking.set(True)
    try:
        return bool(function(argument))
    except Exception as error:
        place = error.__traceback__ and error.__traceback__.tb_next
        where = f" ({place.tb_frame.f_code.co_filename}:{place.tb_lineno})" if place else ""
        reason = traceback.format_exception_only(error)[-1].strip()
        raise SesmockError(
            f"the {name} of fail_next({failure.code!r}) raised {reason}{where}"
        ) from error
    finally:
        _is_asking.reset(token)
