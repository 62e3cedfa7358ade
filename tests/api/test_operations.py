"""The operations of an API are those of its subjects, which are imported as they are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from pytest_sesmock.api import v1, v2
from pytest_sesmock.api.context import Operation
from pytest_sesmock.api.operations import Operations


class Subject:
    """A module that takes note of being looked at, which imports it."""

    def __init__(self, *names: str) -> None:
        self.rows = {name: Operation(lambda _context, _parameters: {}) for name in names}
        self.looks = 0

    @property
    def OPERATIONS(self) -> Mapping[str, Operation]:  # noqa: N802 - as in the modules
        self.looks += 1
        return self.rows


def test_subjects_are_looked_at_until_one_has_it() -> None:
    first, second, third = Subject("Send"), Subject("Get", "Put"), Subject("List")
    operations = Operations(first, second, third)

    assert operations["Put"] is second.rows["Put"]
    assert operations["Get"] is second.rows["Get"]
    assert operations["Send"] is first.rows["Send"]
    assert (first.looks, second.looks, third.looks) == (1, 1, 0)


def test_they_are_those_of_all_subjects() -> None:
    first, second = Subject("Send"), Subject("Get", "Put")
    assert len(Operations(first, second)) == 3
    assert [*Operations(first, second)] == ["Send", "Get", "Put"]
    assert dict(Operations(first, second)) == first.rows | second.rows


@pytest.mark.parametrize("operations", [v1.OPERATIONS, v2.OPERATIONS], ids=["v1", "v2"])
def test_an_operation_that_there_is_not(operations: Operations) -> None:
    assert "Nothing" not in operations
    assert operations.get("Nothing") is None
    with pytest.raises(KeyError, match="Nothing"):
        operations["Nothing"]


@pytest.mark.parametrize("api", [v1, v2], ids=["v1", "v2"])
def test_no_two_subjects_have_the_same_operation(api: SimpleNamespace) -> None:
    names = [name for subject in api.OPERATIONS._subjects for name in subject.OPERATIONS]

    assert len(names) == len(set(names)) == len(api.OPERATIONS)
