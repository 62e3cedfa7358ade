"""A Django project with nothing in it, for the plugin of pytest that wants one."""

from django.conf import settings


def pytest_configure() -> None:
    settings.configure(SECRET_KEY="tests")
