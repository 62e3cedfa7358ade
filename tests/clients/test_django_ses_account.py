"""What django-ses does besides sending: its management commands and its dashboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import send_mail
from django.core.management import call_command
from django.urls import reverse

from pytest_sesmock import Account, Outbox, SESMock


def listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("ses_email_address", list=True)
    return capsys.readouterr().out.splitlines()[1:]


def test_email_addresses(capsys: pytest.CaptureFixture[str], ses_account: Account) -> None:
    call_command("ses_email_address", add="ann@example.com")
    capsys.readouterr()
    assert listed(capsys) == []
    assert ses_account.identities == {"ann@example.com": "Pending"}

    ses_account.verify("ann@example.com")
    assert listed(capsys) == ["ann@example.com"]

    call_command("ses_email_address", delete="ann@example.com")
    capsys.readouterr()
    assert listed(capsys) == []
    assert ses_account.identities == {}


@pytest.mark.sesmock(auto_verify=True)
def test_an_address_verified_at_once(settings: Any, ses_outbox: Outbox) -> None:
    settings.EMAIL_BACKEND = "django_ses.SESBackend"

    call_command("ses_email_address", add="ann@example.com")
    send_mail("Hi", "Text", "ann@example.com", ["ada@example.org"])

    ses_outbox.assert_sent(source="ann@example.com")


@pytest.mark.django_db
@pytest.mark.sesmock(verified_identities=["example.com"])
def test_statistics(settings: Any, sesmock: SESMock) -> None:
    """The command stores a row a day, and brings it up to date."""
    from django_ses.models import SESStat

    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    today: date = sesmock.clock.now().date()
    send_mail("Hi", "Text", None, ["ada@example.org", "bounce@simulator.amazonses.com"])
    call_command("get_ses_statistics")
    first = SESStat.objects.get(date=today).delivery_attempts
    send_mail("Hi", "Text", None, ["ada@example.org"])
    call_command("get_ses_statistics")

    assert SESStat.objects.get(date=today).delivery_attempts > first >= 1
    sesmock.clock.advance(timedelta(days=1))
    send_mail("Hi", "Text", None, ["ada@example.org"])
    call_command("get_ses_statistics")
    assert [stat.date for stat in SESStat.objects.all()] == [today + timedelta(days=1), today]


@pytest.mark.sesmock(verified_identities=["ann@example.com", "example.com"], max_24_hour_send=500)
def test_the_dashboard(settings: Any, admin_client: Any) -> None:
    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    send_mail("Hi", "Text", "ann@example.com", ["ada@example.org", "bob@example.org"])

    page = admin_client.get(reverse("ses"))

    context = page.context_data
    assert page.status_code == 200
    assert context["verified_emails"] == ["ann@example.com"]
    assert (context["24hour_quota"], context["24hour_sent"]) == (500, 2)
    assert context["24hour_remaining"] == 498
    assert context["summary"]["DeliveryAttempts"] >= 1
    assert "ann@example.com" in page.content.decode()
    cache.clear()
