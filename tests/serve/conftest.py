"""A desk with an inbox, and its site at an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_sesmock import SESMock
from pytest_sesmock.serve.actions import Desk
from pytest_sesmock.serve.inbox import Inbox


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("loopback")


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A mock in eu-west-1 that has verified example.com, and its inbox."""
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield Desk(mock, Inbox(mock))
