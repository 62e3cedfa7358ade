"""The failures a test has planned with `Account.fail_next`."""

from __future__ import annotations

import inspect
import math
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from pytest_sesmock.account.arguments import flag, is_number
from pytest_sesmock.connection_failures import ConnectionFailure
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
        """The API called: `ses` (v1) or `sesv2`; `smtp` for a mail by SMTP."""
        ...

    @property
    def operation(self) -> str:
        """The name of the operation, such as SendEmail."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters, as passed to the client's method."""
        ...

    @property
    def attempt(self) -> int:
        """The number of the client's attempt at the call: 1 for the first, 2 for its retry."""
        ...


class Answer(NamedTuple):
    """What an API answers for a planned failure.

    Attributes:
        code: The error code, or the status of an entry of a bulk send, as this API spells it. Of a
            failure of the transport its name, or the HTTP status.
        message: The error text. Empty for a failure of the transport that has none.
        http_status: The HTTP status, such as 400. For an entry of a bulk send it is 200, because
            the call succeeds. 0 if there is no answer.
        body: "whole"; "missing" for a status alone; "truncated" for the body that SES's own answer
            would have had.
        failure: How the connection fails, so that there is no answer; None if it does not.
        is_of_server: Whether it is an error of SES's own, so that the call may have been carried
            out.
    """

    code: str
    message: str
    http_status: int
    body: Literal["whole", "missing", "truncated"] = "whole"
    failure: ConnectionFailure | None = None
    is_of_server: bool = False


ENTRY_HTTP_STATUS = 200
"""The HTTP status of a bulk send whose entries fail: the call itself succeeds."""

LONGEST_DELAY = 24 * 60 * 60
"""The most seconds that the answer to one attempt takes."""


@dataclass(slots=True, eq=False)
class PlannedFailure:
    """A failure planned with `Account.fail_next`: how often it still applies, and how to end it.

    Used as a `with` block, it ends with the block. Unless `times` was given, it applies to every
    call within the block::

        with ses_account.fail_next("ServiceUnavailable"):
            ...

    Attributes:
        code: The error code, or the failure of the transport, as planned.
        times: How many more calls (or entries of bulk sends) fail; `math.inf` for all of them.
        uses: How many have failed so far.
        when: Selects the calls that fail, among those of the APIs in `answers`.
        entry: Selects the entries of bulk sends that fail; None if whole calls fail.
        answers: What each API answers, by API name.
        rate: The share of the selected calls that fail; None for all of them.
        after_acceptance: Whether SES carries the call out before it fails.
        delay: How many seconds of the mock's clock the answer takes; None for as long as the client
            waits, if that is what the failure is.
    """

    code: str
    times: float
    when: Callable[[Any], object]
    answers: Mapping[str, Answer]
    entry: Callable[[Any], object] | None = None
    rate: float | None = None
    after_acceptance: bool = False
    delay: float | None = None
    uses: int = 0
    _draw: Callable[[], bool] | None = None
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
        """Whether fewer calls failed than planned; of those without a number, none at all.

        With a rate, `times` is the most that may fail, so it is missed only if none did.
        """
        has_number = self.times != math.inf and self.rate is None
        return not self._is_withdrawn and (self.times > 0 if has_number else not self.uses)


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
        rate: float | None,
        seed: int | None,
        after_acceptance: bool,
        delay: float | timedelta | None,
    ) -> PlannedFailure:
        """Plan a failure; the arguments are those of `Account.fail_next`, and so are its errors."""
        is_limited = times is not None
        draw = _drawing(rate, seed)
        flag("after_acceptance", after_acceptance)
        seconds = None if delay is None else _seconds(delay)
        if times is None:
            times = 1 if rate is None else math.inf
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
        if any(map(_is_of_entry, answers.values())):
            select_entry = select_entry or _any_entry
            if after_acceptance or seconds is not None:
                name = "after_acceptance" if after_acceptance else "delay"
                raise SesmockError(f"{name} must be left out for entries: it is of whole calls")
        if after_acceptance and not all(map(_may_follow_acceptance, answers.values())):
            raise SesmockError(
                f"after_acceptance must be left out: SES answers {code!r} instead of accepting. It "
                "goes with failures of the transport, and with errors of 500 and more"
            )
        failure = PlannedFailure(
            str(code),
            times,
            select,
            answers,
            select_entry,
            rate,
            after_acceptance or any(each.body == "truncated" for each in answers.values()),
            seconds,
            _draw=draw,
            _is_limited=is_limited,
        )
        with self._lock:
            self._failures.append(failure)
        return failure

    def take(self, call: ApiCall) -> PlannedFailure | None:
        """The first failure for a call, counted down; None if none is due.

        Raises:
            SesmockError: A `when` raised an exception.
        """
        for failure in self._candidates(call, of_entries=False):
            if _ask(failure, "when", failure.when, call):
                with self._lock:  # another thread's call may have been faster
                    if _meets(failure):
                        return failure
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
            if position in positions and _meets(failure):
                return failure.answers[api]
        return None

    def _candidates(self, call: ApiCall, *, of_entries: bool) -> list[PlannedFailure]:
        if _is_asking.get():
            return []
        return [
            failure
            for failure in self
            if (failure.entry is not None) is of_entries and call.api in failure.answers
        ]


def _meets(failure: PlannedFailure) -> bool:
    """Whether a call, or an entry, that the failure selects fails now, which counts."""
    draw = failure._draw  # noqa: SLF001 - our own
    if not failure.is_due or (draw is not None and not draw()):
        return False
    failure.times -= 1
    failure.uses += 1
    return True


def _is_of_entry(answer: Answer) -> bool:
    """Whether it answers an entry of a bulk send, not the whole call."""
    return answer.http_status == ENTRY_HTTP_STATUS and answer.body == "whole"


def _may_follow_acceptance(answer: Answer) -> bool:
    """Whether SES may have accepted the call that is answered so."""
    is_error = answer.body == "whole" and answer.failure is None
    return not is_error or answer.is_of_server


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


def _drawing(rate: Any, seed: Any) -> Callable[[], bool] | None:
    """What decides about each call whether it fails; None if all do."""
    if rate is None:
        if seed is not None:
            raise SesmockError("seed must come with a rate: without one, nothing is drawn")
        return None
    if not is_number(rate) or not 0 < rate <= 1:
        raise SesmockError(
            f"rate must be a share of the calls, such as 0.1 for one in ten, not {rate!r}"
        )
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool)):
        raise SesmockError(f"seed must be an int, not {seed!r}")
    random = Random(seed or 0)  # noqa: S311 - repeatable, not secret
    return lambda: random.random() < rate


def _seconds(delay: Any) -> float:
    seconds = delay.total_seconds() if isinstance(delay, timedelta) else delay
    if not is_number(seconds) or not 0 <= seconds <= LONGEST_DELAY:
        raise SesmockError(
            f"delay must be seconds or a timedelta, from 0 to 24 hours, not {delay!r}"
        )
    return float(seconds)


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
