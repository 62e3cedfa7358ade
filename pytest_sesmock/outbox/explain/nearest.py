"""The messages and refusals that came nearest to what was asked, and what is different."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.differences import difference
from pytest_sesmock.outbox.explain.values import Block, show, wrap
from pytest_sesmock.outbox.filters import FilterNames, Filters
from pytest_sesmock.outbox.matching import BODY_FILTERS, Mismatch, attribute, compare

if TYPE_CHECKING:
    from pytest_sesmock.delivery.publishing import Publication
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_NEAREST = 3
# Judging thousands of messages for the likest takes longer than anybody wants to wait.
_MOST_COMPARED = 200
_LONGEST_COMPARED = 120

# An id and the headers that hold it are never twice the same; the others say again what To, Cc, Bcc
# and the bodies say.
_REPEATED = {"message_id", "headers", "recipient", *BODY_FILTERS}
# What is empty in a message that was never rendered.
_RENDERED = {"subject", "text", "html", *BODY_FILTERS}


def find_nearest(
    name: str,
    records: Sequence[SentMessage | RefusedRequest | Publication],
    filters: Filters,
    candidates: Sequence[int],
    lost: Collection[int] = (),
) -> Iterator[Block]:
    """The candidates with the fewest mismatches; of those that fit no filter, the likest only.

    Those that are lost fit all filters, but were never delivered.
    """
    mismatches_of = {
        index: [found for one in filters if (found := _mismatch(*one, records[index]))]
        for index in candidates[:_MOST_COMPARED]
    }
    fewest = min(map(len, mismatches_of.values()), default=0)
    near = [
        index
        for index, found in mismatches_of.items()
        if len(found) == fewest and (found or index in lost)
    ]
    near.sort(key=lambda index: _likeness(mismatches_of[index], records[index]), reverse=True)
    for index in near[: MOST_NEAREST if fewest < len(filters) else 1]:
        mismatches = {mismatch.filter for mismatch in mismatches_of[index]}
        fitting = ", ".join(dict.fromkeys(name for name, _ in filters if name not in mismatches))
        yield [
            *wrap(f"Nearest: {name}[{index}]{f' (matched: {fitting})' if fitting else ''}"),
            *_differences(mismatches_of[index], records[index], is_lost=index in lost),
        ]


def _differences(
    mismatches: Sequence[Mismatch],
    record: SentMessage | RefusedRequest | Publication,
    *,
    is_lost: bool,
) -> Iterator[str]:
    """All that is different. What was never rendered has no content to compare."""
    failure = getattr(record, "rendering_failure", None)
    rendered = [one for one in mismatches if one.filter in _RENDERED]
    if failure is not None and (is_lost or rendered):
        yield from wrap(f"accepted by SES but never delivered: {failure}", " " * 4, " " * 8)
        mismatches = [one for one in mismatches if one not in rendered]
    for mismatch in mismatches:
        yield from difference(mismatch)


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
    records: Sequence[SentMessage | RefusedRequest | Publication],
    filters: FilterNames,
) -> list[str]:
    """The names of the attributes that are not the same in all of the records."""
    first = records[0]
    return [
        name
        for name in filters.__annotations__
        if name not in _REPEATED
        and any(getattr(other, name) != getattr(first, name) for other in records)
    ]
