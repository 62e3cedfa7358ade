"""What a test has looked at, for the checks that ask whether it looked at everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pytest_sesmock.outbox.query import QueryResult

_Record = TypeVar("_Record")


class Seen:
    """Messages and refusals that were looked at: one object for an outbox and its captures.

    Attributes:
        last_count: What `len` counted last: `assert len(outbox) == 2` gives pytest nothing but
            numbers.
    """

    __slots__ = ("_records", "last_count")

    def __init__(self) -> None:
        # By identity: refusals may be equal. The records are kept, so that ids are not used again.
        self._records: dict[int, object] = {}
        self.last_count: QueryResult | None = None

    def add(self, records: Iterable[object]) -> None:
        """Take note that the test has these records in its hands."""
        self._records.update((id(record), record) for record in records)

    def select_unseen(self, records: Iterable[_Record]) -> list[_Record]:
        """Those of the records that were not looked at, in their order."""
        return [record for record in records if id(record) not in self._records]
