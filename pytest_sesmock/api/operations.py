"""The operations of an API, whose subjects are imported as they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from pytest_sesmock.api.context import Operation
from pytest_sesmock.later import Later


class Subject(Protocol):
    """A module with operations."""

    @property
    def OPERATIONS(self) -> Mapping[str, Operation]:  # noqa: N802 - as in the modules
        """Its operations, by name."""
        ...


class Operations(Mapping[str, Operation]):
    """The operations of an API, by name.

    An application calls few of them. So a subject may be a `Later`, which is imported with the
    first look for what no subject before it has.

    Args:
        *subjects: The modules with the operations, the one that is called most first.
    """

    def __init__(self, *subjects: Subject | Later) -> None:
        self._subjects = subjects
        self._rows: dict[str, Operation] = {}

    def __getitem__(self, name: str) -> Operation:
        operation = self._rows.get(name)
        return self._find(name) if operation is None else operation

    def __iter__(self) -> Iterator[str]:
        return iter(self._read_all())

    def __len__(self) -> int:
        return len(self._read_all())

    def _find(self, name: str) -> Operation:
        for subject in self._subjects:
            self._rows.update(subject.OPERATIONS)
            if name in self._rows:
                return self._rows[name]
        raise KeyError(name)

    def _read_all(self) -> Mapping[str, Operation]:
        for subject in self._subjects:
            self._rows.update(subject.OPERATIONS)
        return self._rows
