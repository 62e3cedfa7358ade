"""A mock for whoever asks the service."""

from __future__ import annotations

import pytest

from pytest_sesmock import SESMock


@pytest.fixture
def mock() -> SESMock:
    """Not entered: it is sent to past any client, so that only the publisher is looked at."""
    return SESMock(
        region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
    )
