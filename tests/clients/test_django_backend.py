"""The option `django_backend` with real backends, pytest-django and Django's own tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as in_force
from django.core import mail
from django.core.mail import mail_admins, send_mail
from django.test import SimpleTestCase, override_settings

from pytest_sesmock import Account, Outbox, SESMock

DJANGO_SES, ANYMAIL = "django_ses.SESBackend", "anymail.backends.amazon_ses.EmailBackend"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
BACKENDS = pytest.mark.parametrize(
    "backend",
    [
        pytest.param(path, marks=pytest.mark.sesmock(django_backend=path), id=path.split(".")[0])
        for path in (DJANGO_SES, ANYMAIL)
    ],
)


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left() -> Any:
    assert in_force.EMAIL_BACKEND == LOCMEM
    yield
    assert in_force.EMAIL_BACKEND == LOCMEM
    assert mail.outbox == []


def send() -> None:
    send_mail("Your order", "Thank you.", None, ["ada@example.org"])


@BACKENDS
def test_mail_goes_through_ses(backend: str, ses_outbox: Outbox) -> None:
    send()
    assert backend == in_force.EMAIL_BACKEND
    message = ses_outbox.assert_sent(to="ada@example.org", text_contains="Thank you.")
    assert message.source == "The Shop <shop@example.com>"


@BACKENDS
def test_the_sender_alone_is_verified(backend: str, ses_account: Account) -> None:
    assert [*ses_account.identities] == ["shop@example.com"]


@BACKENDS
def test_settings_requested_before(backend: str, settings: Any, ses_outbox: Outbox) -> None:
    settings.SERVER_EMAIL = "admin@example.com"
    settings.ADMINS = [("Ada", "ada@example.org")]
    with pytest.raises(Exception, match="Email address is not verified"):
        mail_admins("Disk full", "")
    settings.DEFAULT_CHARSET = "iso-8859-1"
    send()
    ses_outbox.assert_count(1)


@BACKENDS
def test_settings_requested_after(backend: str, ses_outbox: Outbox, settings: Any) -> None:
    settings.EMAIL_SUBJECT_PREFIX = "[Shop] "
    send()
    ses_outbox.assert_count(1)


@pytest.mark.sesmock(django_backend=DJANGO_SES)
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_wherever_the_backend_sends(region: str, settings: Any, ses_outbox: Outbox) -> None:
    settings.AWS_SES_REGION_NAME = region
    settings.AWS_SES_REGION_ENDPOINT = f"email.{region}.amazonaws.com"
    send()
    assert ses_outbox[0].region == region


def test_without_the_option_all_is_as_it_was(ses_outbox: Outbox) -> None:
    send()
    assert len(mail.outbox) == 1
    with pytest.raises(AssertionError, match="Put yours back with the option django_backend"):
        ses_outbox.assert_sent()
    mail.outbox.clear()


@override_settings(SERVER_EMAIL="admin@example.com", EMAIL_BACKEND=LOCMEM)
@SESMock(django_backend=DJANGO_SES)
class TestDecorated(SimpleTestCase):
    sesmock: SESMock

    def test_it(self) -> None:
        send()
        self.sesmock.outbox.assert_sent(to="ada@example.org")
        assert "admin@example.com" in self.sesmock.account().identities

    @override_settings(DEFAULT_FROM_EMAIL="other@example.com")
    def test_an_override_within(self) -> None:
        with pytest.raises(Exception, match=r"not verified.*other@example\.com"):
            send()


class TestWithin(SimpleTestCase):
    def setUp(self) -> None:
        mock = SESMock(django_backend=ANYMAIL)
        self.outbox = mock.outbox
        mock.__enter__()
        self.addCleanup(mock.__exit__, None, None, None)

    def test_it(self) -> None:
        with self.settings(SERVER_EMAIL="admin@example.com"):
            send()
        self.outbox.assert_sent(to="ada@example.org")


def test_djangos_own_test_runner(pytester: pytest.Pytester) -> None:
    """Without pytest: `manage.py test`."""
    pytester.makepyfile(
        settings="""
        SECRET_KEY = "tests"
        INSTALLED_APPS = []
        DATABASES = {}
        DEFAULT_FROM_EMAIL = "The Shop <shop@example.com>"
        """,
        tests="""
        from django.conf import settings
        from django.core import mail
        from django.core.mail import send_mail
        from django.test import SimpleTestCase
        from pytest_sesmock import SESMock

        def send():
            send_mail("Your order", "Thank you.", None, ["ada@example.org"])

        @SESMock(django_backend="django_ses.SESBackend")
        class TestOrders(SimpleTestCase):
            def test_mail(self):
                send()
                self.sesmock.outbox.assert_sent(to="ada@example.org")
                self.assertEqual(mail.outbox, [])

        class TestOthers(SimpleTestCase):
            def test_mail(self):
                send()
                self.assertEqual(len(mail.outbox), 1)
        """,
    )
    result = pytester.run(
        "python", "-m", "django", "test", "--settings=settings", "--pythonpath=.", "tests"
    )
    result.stderr.fnmatch_lines(["Ran 2 tests*", "OK"])
