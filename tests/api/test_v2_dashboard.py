"""The deliverability dashboard, as an account without it meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name
from evidence import answer
from test_v2_results import OF_DASHBOARD

from pytest_sesmock import SESMock, UnsupportedOperation

Refused = Callable[..., tuple[str, str, int]]


@pytest.mark.parametrize("operation", OF_DASHBOARD)
def test_an_account_without_the_dashboard(mock: SESMock, refused2: Refused, operation: str) -> None:
    """Recorded of GetDomainStatisticsReport [dashboard-none]."""
    expected = answer("dashboard-none", account=mock.account().account_id)

    assert refused2(xform_name(operation), **OF_DASHBOARD[operation]) == expected


def test_the_account_says_that_it_has_none(mock: SESMock, client2: Any) -> None:
    assert client2.get_deliverability_dashboard_options()["DashboardEnabled"] is False


def test_it_cannot_be_had(mock: SESMock, client2: Any) -> None:
    """No account of the mock can subscribe: what costs money is not made up."""
    with pytest.raises(UnsupportedOperation):
        client2.put_deliverability_dashboard_option(DashboardEnabled=True)
