"""The option `django_backend`: Django's settings while a mock is active, and after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pytest_sesmock import SESMock, SesmockError, contains, lifetimes

pytest.importorskip("django")

from botocore.exceptions import ClientError
from django.conf import empty, settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from sending import ses

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
PATH = f"{__name__}.Backend"


class Backend(BaseEmailBackend):
    """As small as a backend can be that sends through SES."""

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            ses().send_raw_email(RawMessage={"Data": message.message().as_bytes()})
        return len(email_messages)


class Other(BaseEmailBackend):
    """Another one."""


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    """Settings as those of a project in which a test runner has replaced the backend."""
    before = settings._wrapped
    settings._wrapped = empty
    settings.configure(
        DEFAULT_FROM_EMAIL="The Shop <shop@example.com>", SERVER_EMAIL="admin@example.com"
    )
    settings.EMAIL_BACKEND = LOCMEM
    try:
        yield
    finally:
        settings._wrapped = before


def active(path: str = PATH, **options: Any) -> SESMock:
    return SESMock(region="us-east-1", django_backend=path, **options)


def send(source: str | None = None) -> None:
    EmailMessage("Hi", "Hello", source, ["ada@example.org"]).send()


def test_mail_goes_through_the_backend_and_its_sender_is_verified() -> None:
    with active() as mock:
        send()

    assert mock.outbox.assert_sent(to="ada@example.org").headers["Subject"] == "Hi"
    assert mock.account().identities == {
        "shop@example.com": "Success",
        "admin@example.com": "Success",
    }
    assert settings.EMAIL_BACKEND == LOCMEM


def test_senders_are_verified_in_every_region() -> None:
    mock = active(verified_identities=["example.net"])
    early = mock.account("eu-west-1")  # there before the mock is entered
    with mock:
        late = mock.account("ap-east-1")
    assert [*early.identities] == [*late.identities] == ["shop@example.com", "admin@example.com"]
    assert "example.net" in mock.account().identities


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("shop@example.com", "shop@example.com"),
        ('"Shop, The" <shop@example.com>', "shop@example.com"),
        ("Jörg Müller <shop@bücher.example>", "shop@xn--bcher-kva.example"),
        ("webmaster@localhost", None),
        ("", None),
        (None, None),
        ("The Shop", None),
        ("shop@example..com", None),
    ],
)
def test_of_a_sender_the_address_is_verified_if_it_can_be(
    sender: str | None, address: str | None
) -> None:
    """Django's own defaults can't: nobody gets the mail by which SES verifies a localhost."""
    senders = override_settings(DEFAULT_FROM_EMAIL=sender, SERVER_EMAIL="root@localhost")
    with senders, active() as mock:
        assert [*mock.account().identities] == ([address] if address else [])


def test_djangos_default_sender_is_refused_as_on_aws() -> None:
    with override_settings(DEFAULT_FROM_EMAIL="webmaster@localhost"), active() as mock:
        with pytest.raises(ClientError):
            send()
        mock.outbox.assert_refused(message=contains("webmaster@localhost"))


def before(mock: SESMock) -> Iterator[str]:
    with override_settings(EMAIL_BACKEND=LOCMEM), mock:
        yield settings.EMAIL_BACKEND


def within(mock: SESMock) -> Iterator[str]:
    with mock, override_settings(DEFAULT_FROM_EMAIL="other@example.com"):
        yield settings.EMAIL_BACKEND


def across(mock: SESMock) -> Iterator[str]:
    """As pytest-django's `settings` does that is requested before the mock: it is undone last."""
    override = override_settings(DEFAULT_FROM_EMAIL="other@example.com")
    with mock:
        override.enable()
        yield settings.EMAIL_BACKEND
    assert settings.EMAIL_BACKEND == LOCMEM
    override.disable()


def outlived(mock: SESMock) -> Iterator[str]:
    override = override_settings(DEFAULT_FROM_EMAIL="other@example.com")
    override.enable()
    with mock:
        override.disable()
        override.enable()
        yield PATH
    override.disable()


def twice(mock: SESMock) -> Iterator[str]:
    with active(f"{__name__}.Other"), mock:
        yield settings.EMAIL_BACKEND


def again(mock: SESMock) -> Iterator[str]:
    with mock:
        pass
    with mock:
        yield settings.EMAIL_BACKEND


@pytest.mark.parametrize("order", [before, within, across, outlived, twice, again])
def test_settings_are_as_before_whoever_overrides_them(
    order: Callable[[SESMock], Iterator[str]],
) -> None:
    assert [*order(active())] == [PATH]
    assert settings.EMAIL_BACKEND == LOCMEM
    assert type(get_connection()).__module__ == "django.core.mail.backends.locmem"


def test_a_test_may_override_the_backend_itself() -> None:
    with active(), override_settings(EMAIL_BACKEND=f"{__name__}.Other"):
        assert isinstance(get_connection(), Other)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_settings_are_as_before_after_an_exception(error: type[BaseException]) -> None:
    with pytest.raises(error), active():
        raise error
    assert settings.EMAIL_BACKEND == LOCMEM


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no_such.Backend", "django_backend 'no_such.Backend' cannot be imported: No module named"),
        (
            f"{__name__}.Missing",
            "django_backend '.*Missing' cannot be imported: Module .* does not",
        ),
        (
            "django.core.mail.send_mail",
            "'django.core.mail.send_mail' is no email backend of Django",
        ),
        ("collections.OrderedDict", "'collections.OrderedDict' is no email backend of Django"),
    ],
    ids=["module", "class", "function", "another class"],
)
def test_a_backend_that_is_none(path: str, message: str) -> None:
    with pytest.raises(SesmockError, match=message), active(path):
        pass
    assert settings.EMAIL_BACKEND == LOCMEM
    assert lifetimes.innermost() is None


@pytest.mark.parametrize("path", ["SESBackend", "", "django_ses.", "a b.c", 3])
def test_a_path_that_is_none(path: Any) -> None:
    with pytest.raises(SesmockError, match="django_backend must be the dotted path of a Django"):
        active(path)


def test_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_wrapped", empty)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    with pytest.raises(SesmockError, match="needs Django's settings: Requested setting EMAIL_BA"):
        active().__enter__()
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no_such.settings")
    with pytest.raises(SesmockError, match="needs Django's settings: No module named 'no_such'"):
        active().__enter__()


def test_without_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "django.conf", None)
    with pytest.raises(SesmockError, match="django_backend needs Django: "):
        active().__enter__()


def test_what_is_wrong_is_told_at_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from pytest_sesmock import SESMock

        @pytest.mark.sesmock(django_backend="no_such.Backend")
        def test_marked(ses_outbox): pass

        def test_entered():
            with SESMock(django_backend="no_such.Backend"):
                pass
        """
    )
    result = pytester.runpytest("-p", "no:django")
    result.assert_outcomes(failed=1, errors=1)
    line = "django_backend 'no_such.Backend' cannot be imported: No module named 'no_such'"
    result.stdout.fnmatch_lines(
        [
            "*ERROR at setup of test_marked*",
            line,
            ">       with SESMock(django_backend=*",
            f"E       pytest_sesmock.errors.SesmockError: {line}",
        ]
    )
    assert "django_mail.py" not in result.stdout.str()
