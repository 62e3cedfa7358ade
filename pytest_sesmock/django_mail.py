"""Django's email settings while a mock is active: its mail goes through SES.

Imported for the option `django_backend` alone; Django itself is imported when a mock is entered.
"""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

_BACKEND = "EMAIL_BACKEND"
_SENDERS = ("DEFAULT_FROM_EMAIL", "SERVER_EMAIL")


def replace_backend(path: str) -> tuple[list[str], Callable[[], None]]:
    """Have Django send with an email backend.

    Django's test runner and pytest-django replace the backend as long as the run takes, and tests
    may override settings before or after this. So what is replaced, and put back later, is that of
    the settings in force now, whichever are in force then.

    Args:
        path: The dotted path of the backend.

    Returns:
        The addresses that Django sends from by default, and a function that puts back what was.

    Raises:
        SesmockError: Django or its settings are not there, or the path is none of a backend.
    """
    settings = _load(path)
    values = vars(settings._wrapped)  # noqa: SLF001 - Django's override_settings replaces this
    before = {name: value for name, value in values.items() if name == _BACKEND}

    def put(new: dict[str, Any]) -> None:
        values.pop(_BACKEND, None)
        values.update(new)
        vars(settings).pop(_BACKEND, None)  # Django keeps there what was asked for

    put({_BACKEND: path})
    senders = [_address(getattr(settings, name)) for name in _SENDERS]
    return [*filter(None, senders)], lambda: put(before)


def _load(path: str) -> Any:
    """Django's settings, once it is known that they are there, and the backend, too."""
    try:
        from django.conf import settings  # noqa: PLC0415 - only those who use Django have it
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above
        from django.core.mail.backends.base import BaseEmailBackend  # noqa: PLC0415 - as above
        from django.utils.module_loading import import_string  # noqa: PLC0415 - as above
    except ImportError as error:
        raise SesmockError(f"django_backend needs Django: {error}") from None
    try:
        settings.EMAIL_BACKEND  # noqa: B018 - loads the settings
    except (ImportError, ImproperlyConfigured) as error:
        raise SesmockError(f"django_backend needs Django's settings: {error}") from None
    try:
        backend = import_string(path)
    except (ImportError, ImproperlyConfigured) as error:
        raise SesmockError(f"django_backend {path!r} cannot be imported: {error}") from None
    if not (isinstance(backend, type) and issubclass(backend, BaseEmailBackend)):
        raise SesmockError(f"django_backend {path!r} is no email backend of Django")
    return settings


def _address(sender: object) -> str:
    """The address that SES checks, or nothing if nobody could verify it.

    Django's own defaults, webmaster@localhost and root@localhost, are of that kind.
    """
    address = parseaddr(str(sender))[1]
    return address if "." in address.rpartition("@")[2] else ""
