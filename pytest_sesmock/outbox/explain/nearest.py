"""The messages and refusals that came nearest to what was asked, and what is different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.differences import difference
from pytest_sesmock.outbox.explain.values import Block, show, wrap
from pytest_sesmock.outbox.matching import (
    PART_FILTERS,
    Filters,
    MessageFilters,
    Mismatch,
    RefusalFilters,
    attribute,
    compare,
)

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_NEAREST = 3
# Judging thousands of messages for the likest takes longer than anybody wants to wait.
_MOST_COMPARED = 200
_LONGEST_COMPARED = 120

# An id is never twice the same; the others say again what To, Cc, Bcc and the bodies say.
_REPEATED = {"message_id", "recipient", *PART_FILTERS}


def find_nearest(
    name: str,
    records: Sequence[SentMessage] | Sequence[RefusedRequest],
    filters: Filters,
    candidates: Sequence[int],
) -> Iterator[Block]:
    """The candidates with the fewest mismatches; of those that fit no filter, the likest only."""
    mismatches_of = {
        index: [found for one in filters if (found := _mismatch(*one, records[index]))]
        for index in candidates[:_MOST_COMPARED]
    }
    fewest = min(map(len, mismatches_of.values()), default=0)
    near = [index for index, found in mismatches_of.items() if len(found) == fewest and found]
    near.sort(key=lambda index: _likeness(mismatches_of[index], records[index]), reverse=True)
    for index in near[: MOST_NEAREST if fewest < len(filters) else 1]:
        mismatches = {mismatch.filter for mismatch in mismatches_of[index]}
        fitting = ", ".join(dict.fromkeys(name for name, _ in filters if name not in mismatches))
        yield [
            *wrap(f"Nearest: {name}[{index}]{f' (matched: {fitting})' if fitting else ''}"),
            *(line for mismatch in mismatches_of[index] for line in difference(mismatch)),
        ]


def _mismatch(name: str, expected: object, record: object) -> Mismatch | None:
    """As `compare`; a callable may see here what the verdict, at an earlier mismatch, spared it."""
    try:
        return compare(name, expected, record)
    except Exception as error:  # noqa: BLE001 - it may not hide the failure that is explained
        reason = f"the callable raised {show(error)}"
        return Mismatch(name, expected, attribute(name, record), reason)


def _likeness(mismatches: Sequence[Mismatch], record: object) -> float:
    return sum(
        SequenceMatcher(
            None,
            show(mismatch.expected, longest=_LONGEST_COMPARED),
            show(attribute(mismatch.filter, record), longest=_LONGEST_COMPARED),
        ).ratio()
        for mismatch in mismatches
    )


def unlike_attributes(
    records: Sequence[SentMessage] | Sequence[RefusedRequest],
    filters: type[MessageFilters | RefusalFilters],
) -> list[str]:
    """The names of the attributes that are not the same in all of the records."""
    first = records[0]
    return [
        name
        for name in filters.__annotations__
        if name not in _REPEATED
        and any(getattr(other, name) != getattr(first, name) for other in records)
    ]
