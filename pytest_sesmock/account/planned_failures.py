"""The refusals a test has planned with `Account.fail_next`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from pytest_sesmock.errors import SesmockError


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
        code: The error code, as this API spells it.
        message: The error text.
        http_status: The HTTP status, such as 400.
    """

    code: str
    message: str
    http_status: int


@dataclass(slots=True)
class PlannedFailure:
    """A failure planned with `Account.fail_next`, and how many calls it still applies to.

    Attributes:
        code: The error code, as planned.
        times: How many more calls fail.
        when: Selects the calls that fail, among those of the APIs in `answers`.
        answers: The error each API returns, by API name.
    """

    code: str
    times: int
    when: Callable[[Any], object]
    answers: Mapping[str, Answer]


Plan: TypeAlias = Callable[[str, str | None, int | None, str | None], Mapping[str, Answer]]
"""The answers of each API to a planned code, text and status, given an operation's name if it is
for one alone; SesmockError if no API has such a code or operation."""


class PlannedFailures:
    """The planned refusals that are still due, in the order they were planned."""

    def __init__(self, plan: Plan, sends: Callable[[Any], bool]) -> None:
        self._plan = plan
        self._sends = sends
        self._due: list[PlannedFailure] = []

    def __iter__(self) -> Iterator[PlannedFailure]:
        return iter(tuple(self._due))

    def add(
        self,
        code: str,
        message: str | None,
        *,
        times: int,
        when: str | Callable[[ApiCall], object] | None,
        http_status: int | None,
    ) -> None:
        """Plan a refusal; the arguments are those of `Account.fail_next`, and so are its errors."""
        if not isinstance(times, int) or isinstance(times, bool) or times < 1:
            raise SesmockError(f"times must be a number of calls, 1 or more, not {times!r}")
        operation: str | None = None
        selects: Callable[[Any], object]
        if when is None:
            selects = self._sends
        elif isinstance(when, str):
            operation = when
            selects = lambda call: call.operation == operation  # noqa: E731 - a one-line predicate
        elif callable(when):
            selects = when
        else:
            raise SesmockError(f"when must be an operation's name or a callable, not {when!r}")
        answers = self._plan(code, message, http_status, operation)
        self._due.append(PlannedFailure(code, times, selects, answers))

    def take(self, call: ApiCall) -> Answer | None:
        """What the first planned refusal for a call answers, counted down; None if none is due."""
        for failure in self._due:
            if call.api in failure.answers and failure.when(call):
                failure.times -= 1
                if not failure.times:
                    self._due.remove(failure)
                return failure.answers[call.api]
        return None
