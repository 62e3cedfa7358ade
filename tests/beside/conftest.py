"""A Django project with nothing in it, for the plugin of pytest that wants one."""

import pytest
from django.conf import settings


def pytest_configure() -> None:
    settings.configure(SECRET_KEY="tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to other plugins what may be connected to."""
    for item in items:
        item.add_marker("loopback")
