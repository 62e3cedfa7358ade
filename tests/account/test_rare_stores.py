"""The stores that are made with the first look at them."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pytest_sesmock import SESMock
from pytest_sesmock.account.state import State
from pytest_sesmock.account.stores import Stores
from pytest_sesmock.mock import service_of

NAMES = sorted(
    name
    for name, each in vars(Stores).items()
    if isinstance(each, property) and not name.startswith("_")
)
LOADED = """
import sys
from pytest_sesmock import SESMock
mock = SESMock()
mock.account().verify("example.com")
print(*sys.modules)
"""


@pytest.mark.parametrize("name", NAMES)
def test_there_is_one(state: State, name: str) -> None:
    """Whichever thread looks first."""
    with ThreadPoolExecutor(8) as pool:
        looks = [pool.submit(getattr, state, name) for _ in range(8)]
        found = [look.result() for look in looks]

    assert {id(each) for each in found} == {id(getattr(state, name))}


def test_another_thread_may_be_faster(state: State) -> None:
    class Lock:
        """Another thread has had it, and has looked at the store meanwhile."""

        def __enter__(self) -> None:
            state.lock = lock
            self.found = state.tenants

        def __exit__(self, *_: object) -> None:
            pass

    lock, late = state.lock, Lock()
    state.lock = late  # type: ignore[assignment]

    assert state.tenants is late.found


def test_an_account_dies_without_the_garbage_collector() -> None:
    """Every test leaves one behind, with whatever stores it has looked at."""

    def look() -> list[weakref.ref[Any]]:
        mock = SESMock(region="us-east-1")
        account = service_of(mock).accounts.state("us-east-1")
        stores = [getattr(account, name) for name in NAMES if name != "address_insights"]
        return [weakref.ref(mock), *map(weakref.ref, stores)]

    gc.collect()
    gc.disable()
    try:
        assert [reference() for reference in look()] == [None] * len(NAMES)
    finally:
        gc.enable()


def test_they_are_not_imported_before() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED], stdout=subprocess.PIPE, text=True, check=True
    )

    loaded = {name.removeprefix("pytest_sesmock.account.") for name in run.stdout.split()}
    assert "identities" in loaded
    assert loaded.isdisjoint({"contacts", "export_jobs", "import_jobs", "tenants"})
