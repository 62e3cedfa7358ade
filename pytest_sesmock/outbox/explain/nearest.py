"""The messages and refusals that came nearest to what was asked, and what is different.

All are held against the filters. Only of the best it is worked out how much alike the values are,
which takes a thousand times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pytest_sesmock.outbox.explain.differences import difference, is_part
from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, Block, one_line, show, wrap
from pytest_sesmock.outbox.filters import FilterNames, Filters
from pytest_sesmock.outbox.matching import (
    BODY_FILTERS,
    Mismatch,
    attribute,
    compare,
)
from pytest_sesmock.outbox.text_parts import MISSING

if TYPE_CHECKING:
    from pytest_sesmock.delivery.publishing import Publication
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

MOST_NEAREST = 3
# How many are told from each other by how much alike their values are.
_MOST_LIKENED = 20
_LONGEST_COMPARED = 120
_LONGEST_PART, _LONGEST_TEXT = 2_000, 100_000
"""Of these, in characters, the words are compared."""

_RECIPIENTS = {"to", "cc", "bcc", "recipient"}
# A message to the very address asked for is nearer than others of the same subject and text.
_WEIGHT_OF_RECIPIENTS = 3

# An id and the headers that hold it are never twice the same; the others say again what To, Cc, Bcc
# and the bodies say.
_REPEATED = {"message_id", "headers", "recipient", *BODY_FILTERS}
# What is empty in a message that was never rendered.
_RENDERED = {"subject", "text", "html", *BODY_FILTERS}

Record: TypeAlias = "SentMessage | RefusedRequest | Publication"


class Near(NamedTuple):
    """One that came near: at which place it is, and what to say of it."""

    place: int
    lines: Block


def find_nearest(
    name: str,
    records: Sequence[Record],
    filters: Filters,
    candidates: Sequence[int],
    lost: Collection[int] = (),
    *,
    describe: Callable[[int], Block],
) -> list[Near]:
    """The candidates that fit most of the filters; of those that fit none, the likest only.

    Args:
        name: How a test calls the records.
        records: Messages, refusals or publications.
        filters: What was asked for.
        candidates: The indexes of those that may be near.
        lost: The indexes of those that fit all filters, but were never delivered.
        describe: Tells of a record, by its index, what else than its differences is to be told.
    """
    mismatches_of = {index: _mismatches(filters, records[index]) for index in candidates}
    distances = {index: sum(map(_weight, found)) for index, found in mismatches_of.items()}
    least = min(distances.values(), default=0)
    best = [index for index in candidates if distances[index] == least]
    near = [index for index in best if mismatches_of[index] or index in lost]
    fits_some = any(len(mismatches_of[index]) < len(filters) for index in near)
    return [
        Near(
            index,
            [
                *_title("Nearest", name, index, filters, mismatches_of[index]),
                *describe(index),
                *_differences(mismatches_of[index], records[index]),
            ],
        )
        for index in _likest(near, mismatches_of, records)[: MOST_NEAREST if fits_some else 1]
    ]


def list_mismatches(
    name: str,
    records: Sequence[Record],
    filters: Filters,
    others: Sequence[int],
    describe: Callable[[int], Block],
) -> list[Near]:
    """The first of those that should fit and do not, each with its differences."""
    found = {index: _mismatches(filters, records[index]) for index in others[:MOST_NEAREST]}
    return [
        Near(
            index,
            [
                *_title("Mismatch", name, index, filters, mismatches),
                *describe(index),
                *_differences(mismatches, records[index]),
            ],
        )
        for index, mismatches in found.items()
    ]


def _title(
    noun: str, name: str, index: int, filters: Filters, mismatches: Sequence[Mismatch]
) -> Block:
    unfit = {mismatch.filter for mismatch in mismatches}
    fitting = ", ".join(dict.fromkeys(each for each, _ in filters if each not in unfit))
    return wrap(f"{noun}: {name}[{index}]{f' (matched: {fitting})' if fitting else ''}")


def _mismatches(filters: Filters, record: object) -> list[Mismatch]:
    return [found for one in filters if (found := _mismatch(*one, record))]


def _weight(mismatch: Mismatch) -> int:
    return _WEIGHT_OF_RECIPIENTS if mismatch.filter in _RECIPIENTS else 1


def _likest(
    indexes: Sequence[int],
    mismatches_of: dict[int, list[Mismatch]],
    records: Sequence[Record],
) -> list[int]:
    """The indexes in the order of how much alike the values are; the first ones, if many."""
    some = list(indexes)
    if len(some) > _MOST_LIKENED:
        some.sort(key=lambda index: _rough_likeness(mismatches_of[index]), reverse=True)
        some = sorted(some[:_MOST_LIKENED])
    some.sort(key=lambda index: _likeness(mismatches_of[index], records[index]), reverse=True)
    return some


def _rough_likeness(mismatches: Sequence[Mismatch]) -> float:
    """How many of the pieces of what was expected there are, in no particular order."""
    return sum(_share(mismatch) for mismatch in mismatches)


def _share(mismatch: Mismatch) -> float:
    _, expected, actual, _, _, _ = mismatch
    if not isinstance(expected, str):
        return 0.0
    if isinstance(actual, str) and len(actual) > _LONGEST_COMPARED:
        return _words_shared(expected, actual)
    wanted = _pieces(expected[:_LONGEST_COMPARED])
    texts = actual if isinstance(actual, tuple) else (actual,)
    shared = [
        len(wanted & _pieces(text[:_LONGEST_COMPARED])) for text in texts if isinstance(text, str)
    ]
    return max(shared, default=0) / max(len(wanted), 1)


def _words_shared(part: str, text: str) -> float:
    """The share of a part's words that a text has, as far as both are looked at."""
    words = set(part[:_LONGEST_PART].split())
    return len(words & set(text[:_LONGEST_TEXT].split())) / max(len(words), 1)


@lru_cache(maxsize=1 << 12)
def _pieces(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(text))


def _likeness(mismatches: Sequence[Mismatch], record: object) -> float:
    return sum(_alike(mismatch, record) for mismatch in mismatches)


def _alike(mismatch: Mismatch, record: object) -> float:
    _, expected, actual, reason, _, _ = mismatch
    if isinstance(expected, str) and isinstance(actual, str):
        if reason == MISSING:
            return _words_shared(expected, actual)
        if is_part(expected, actual):
            return 1.0
    return SequenceMatcher(
        None,
        show(expected, _LONGEST_COMPARED),
        show(attribute(mismatch.filter, record), _LONGEST_COMPARED),
    ).ratio()


def _differences(
    mismatches: Sequence[Mismatch],
    record: Record,
) -> Iterator[str]:
    """All that is different. What was never rendered has no content to compare."""
    failure = getattr(record, "rendering_failure", None)
    if failure is not None:
        why = one_line(f"accepted by SES but never delivered: {failure}", LONGEST_PARAGRAPH)
        yield from wrap(why, " " * 4, " " * 8)
        mismatches = [one for one in mismatches if one.filter not in _RENDERED]
    for mismatch in mismatches:
        yield from difference(mismatch)


def _mismatch(name: str, expected: object, record: object) -> Mismatch | None:
    """As `compare`; a callable may see here what the verdict, at an earlier mismatch, spared it."""
    try:
        return compare(name, expected, record)
    except Exception as error:  # noqa: BLE001 - it may not hide the failure that is explained
        reason = f"the callable raised {show(error)}"
        return Mismatch(name, expected, attribute(name, record), reason)


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
