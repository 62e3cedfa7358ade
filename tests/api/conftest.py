"""What the tests of the operations share: a mock of us-east-1 and a client of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from sending import ses

from pytest_sesmock import Account, SESMock


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1") as mock:
        yield mock


@pytest.fixture
def account(mock: SESMock) -> Account:
    return mock.account()


@pytest.fixture(scope="session")
def client() -> Any:
    """Made before any mock, and reached all the same; it does not retry."""
    return ses(config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def refused(client: Any) -> Callable[..., tuple[str, str, int]]:
    """Calls a method of the client that must be refused: its code, text and status."""

    def call(method: str, **parameters: Any) -> tuple[str, str, int]:
        with pytest.raises(ClientError) as caught:
            getattr(client, method)(**parameters)
        response = caught.value.response
        error = response["Error"]
        return error["Code"], error["Message"], response["ResponseMetadata"]["HTTPStatusCode"]

    return call
