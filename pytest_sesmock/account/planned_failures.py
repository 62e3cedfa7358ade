"""The refusals a test has planned with `Account.fail_next`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from pytest_sesmock.errors import SesmockError


class ApiCall(Protocol):
    """An API call as `Account.fail_next` shows it to its `when`."""

    @property
    def operation(self) -> str:
        """The operation's name, such as SendEmail."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Its parameters as botocore's users write them."""
        ...


@dataclass(slots=True)
class PlannedFailure:
    """A planned refusal, and how often it is still due."""

    code: str
    message: str
    http_status: int
    times: int
    when: Callable[[Any], object]


Plan: TypeAlias = Callable[[str, str | None, int | None, str | None], tuple[str, str, int]]
"""Completes code, text and status of a refusal, given an operation's name if it is for one alone;
SesmockError if the API has no such code or operation."""


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
            raise SesmockError(f"times is a number of calls, 1 or more, not {times!r}")
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
            raise SesmockError(f"when is an operation's name or a callable, not {when!r}")
        code, message, http_status = self._plan(code, message, http_status, operation)
        self._due.append(PlannedFailure(code, message, http_status, times, selects))

    def take(self, call: ApiCall) -> PlannedFailure | None:
        """The first planned refusal for a call, counted down; None if none is due."""
        for failure in self._due:
            if failure.when(call):
                failure.times -= 1
                if not failure.times:
                    self._due.remove(failure)
                return failure
        return None
