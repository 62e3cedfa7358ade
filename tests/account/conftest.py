"""What the tests of the account share: one of us-east-1, and what SES remembers of it."""

from __future__ import annotations

import pytest

from pytest_sesmock import Account, SESMock
from pytest_sesmock.account.state import State


@pytest.fixture
def account() -> Account:
    return SESMock(region="us-east-1").account()


@pytest.fixture
def state(account: Account) -> State:
    return account._state
