"""How figures are taken and told."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """A line of the table; `holds` is None where there is no bar."""

    what: str
    figure: str
    bar: str = ""
    holds: bool | None = None

    def at_most(self, limit: float, ratio: float, of: str) -> Row:
        return self._replace(bar=f"{ratio:.2f} x {of}, <= {limit}", holds=ratio <= limit)

    def at_least(self, limit: float, ratio: float, of: str) -> Row:
        return self._replace(bar=f"{ratio:.2f} x {of}, >= {limit}", holds=ratio >= limit)


def seconds_per_call(call: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


class Timings(NamedTuple):
    """How long a variant took in each round, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def ratio_to(self, other: Timings) -> float:
        """The median of the rounds' ratios: what slows a whole round down is not in it."""
        return statistics.median(
            mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True)
        )


def rounds(count: int, *variants: Callable[[], float]) -> list[Timings]:
    """Each variant's timings; they take turns, round by round, so that load hits all alike."""

    def run(variant: Callable[[], float]) -> float:
        gc.collect(0)  # the garbage of the one before is not this one's to pay for
        return variant()

    seconds = [[run(variant) for variant in variants] for _ in range(count)]
    return [Timings(column) for column in zip(*seconds, strict=True)]


def microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.1f} ms"
