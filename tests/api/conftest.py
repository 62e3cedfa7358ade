"""What the tests of the operations share: a mock of us-east-1 and a client of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from sending import ses, sesv2

from pytest_sesmock import Account, SESMock
from pytest_sesmock.account.state import State


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1") as mock:
        yield mock


@pytest.fixture
def account(mock: SESMock) -> Account:
    return mock.account()


@pytest.fixture
def state(account: Account) -> State:
    return account._state


@pytest.fixture(scope="session")
def client() -> Any:
    """Made before any mock, and reached all the same; it does not retry."""
    return ses(config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture(scope="session")
def client2() -> Any:
    """The same of SES v2."""
    return sesv2(config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def acme(account: Account, client2: Any) -> Any:
    """A client of an account with a tenant and one resource of each type."""
    account.verify("example.com")
    account.create_configuration_set("news")
    account.create_template("welcome", subject="Welcome", text="Hello")
    client2.create_tenant(TenantName="acme")
    return client2


Refused = Callable[..., tuple[str, str, int]]


@pytest.fixture
def refused(client: Any) -> Refused:
    """Calls a method of the client that must be refused: its code, text and status."""
    return _refused(client)


@pytest.fixture
def refused2(client2: Any) -> Refused:
    """The same of the client of SES v2."""
    return _refused(client2)


@pytest.fixture
def unchecked2() -> Refused:
    """The same of a client of SES v2 that leaves all checks to SES."""
    return _refused(
        sesv2(config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))
    )


def _refused(client: Any) -> Refused:
    def call(method: str, **parameters: Any) -> tuple[str, str, int]:
        with pytest.raises(ClientError) as caught:
            getattr(client, method)(**parameters)
        response = caught.value.response
        error = response["Error"]
        return error["Code"], error["Message"], response["ResponseMetadata"]["HTTPStatusCode"]

    return call
