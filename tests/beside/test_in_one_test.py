"""What other plugins and mocks do in a test, beside what the mock does."""

import asyncio
import subprocess
import sys
import threading
from datetime import datetime, timezone

import boto3
import httpx
import pytest
import requests
import responses
import vcr
from django.core.mail import send_mail
from freezegun import freeze_time
from moto import mock_aws

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

ses = boto3.client("ses", region_name="us-east-1")
PROFILE = "https://profiles.example.com/17"
SEND = """
import boto3
boto3.client("ses", region_name="us-east-1").send_email(
    Source="shop@example.com",
    Destination={"ToAddresses": ["ada@example.org"]},
    Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello"}}},
)
"""


def greet(address="ada@example.org", ses=ses):
    """What the application does."""
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello"}}},
    )


# Other services over HTTP


@responses.activate
def test_responses(ses_outbox):
    responses.get(PROFILE, json={"address": "ada@example.org"})

    greet(requests.get(PROFILE, timeout=1).json()["address"])

    ses_outbox.assert_sent(to="ada@example.org")
    assert [call.request.url for call in responses.calls] == [PROFILE]


def test_pytest_httpx(httpx_mock, ses_outbox):
    httpx_mock.add_response(url=PROFILE, json={"address": "ada@example.org"})

    greet(httpx.get(PROFILE).json()["address"])

    ses_outbox.assert_sent(to="ada@example.org")


CASSETTE = f"""
interactions:
- request: {{body: null, headers: {{}}, method: GET, uri: '{PROFILE}'}}
  response:
    body: {{string: '{{"address": "ada@example.org"}}'}}
    headers: {{Content-Type: [application/json]}}
    status: {{code: 200, message: OK}}
version: 1
"""


@pytest.mark.parametrize("mode", ["none", "new_episodes"])
def test_vcrpy(ses_outbox, tmp_path, mode):
    """Calls to SES need no cassette, and are not recorded in one."""
    cassette = tmp_path / "profiles.yaml"
    cassette.write_text(CASSETTE, encoding="utf-8")

    with vcr.use_cassette(cassette, record_mode=mode) as tape:
        greet(requests.get(PROFILE, timeout=1).json()["address"])

    ses_outbox.assert_sent(to="ada@example.org")
    assert len(tape) == tape.play_count == 1


CASSETTE_OF_SES = """
interactions:
- request: {body: '', headers: {}, method: POST, uri: 'https://email.us-east-1.amazonaws.com/'}
  response:
    body: {string: '<R xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
      <MessageId>0100018b</MessageId></SendEmailResult></R>'}
    headers: {Content-Type: [text/xml]}
    status: {code: 200, message: OK}
version: 1
"""


@pytest.mark.sesmock(real_calls="allow")
def test_a_cassette_of_ses(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    cassette = tmp_path / "ses.yaml"
    cassette.write_text(CASSETTE_OF_SES, encoding="utf-8")

    with vcr.use_cassette(cassette, record_mode="none") as tape:
        greet(ses=boto3.client("ses", region_name="us-east-1"))

    assert tape.all_played


@mock_aws
def test_moto_around_the_mock(ses_outbox):
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="subscribers")
    greet()
    assert [each["Name"] for each in s3.list_buckets()["Buckets"]] == ["subscribers"]
    ses_outbox.assert_sent(to="ada@example.org")


def test_moto_within_the_mock(ses_outbox):
    with mock_aws():
        test_moto_around_the_mock.__wrapped__(ses_outbox)


# Time


@freeze_time("2028-02-29 12:00")
def test_freezegun(ses_account, ses_outbox):
    greet()

    message = ses_outbox.assert_sent()
    assert message.sent_at == datetime(2028, 2, 29, 12, tzinfo=timezone.utc)
    with freeze_time("2028-03-01 12:01"):
        assert ses_account.sent_last_24_hours == 0


def test_time_machine(time_machine, ses_account, ses_outbox):
    time_machine.move_to("2028-02-29 12:00 +0000", tick=False)
    greet()

    message = ses_outbox.assert_sent()
    assert message.sent_at == datetime(2028, 2, 29, 12, tzinfo=timezone.utc)
    time_machine.shift(24 * 60 * 60 + 1)
    assert ses_account.sent_last_24_hours == 0


@freeze_time("2028-02-29 12:00")
def test_waiting_takes_real_time(ses_outbox):
    sender = threading.Timer(0.05, greet)
    sender.start()

    message = ses_outbox.wait_for(to="ada@example.org")

    assert message.sent_at.year == 2028
    sender.join()


@freeze_time("2028-02-29 12:00")
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_another_process(ses_endpoint, ses_outbox):
    subprocess.run([sys.executable, "-c", SEND], check=True)

    assert ses_outbox.assert_sent().sent_at.year == 2028


# Coroutines


@pytest.mark.asyncio
async def test_pytest_asyncio(ses_outbox):
    task = asyncio.create_task(asyncio.to_thread(greet))
    await ses_outbox.wait_for_async(to="ada@example.org")
    await task


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_anyio(anyio_backend, ses_outbox):
    task = asyncio.create_task(asyncio.to_thread(greet))
    await ses_outbox.wait_for_async(to="ada@example.org")
    await task


# The rest


def test_pytest_mock(mocker, ses_outbox):
    spy = mocker.spy(ses, "send_email")

    greet()

    spy.assert_called_once()
    assert spy.spy_return["MessageId"] == ses_outbox.assert_sent().message_id


@pytest.mark.disable_socket
def test_pytest_socket(ses_outbox):
    greet()

    ses_outbox.assert_count(1)


def test_pytest_django(mailoutbox, ses_outbox):
    """Each has what was sent through it."""
    send_mail("By Django", "Hello", "shop@example.com", ["ada@example.org"])
    greet()

    assert [mail.subject for mail in mailoutbox] == ["By Django"]
    ses_outbox.assert_sent(subject="Hello")


@pytest.mark.timeout(30)
def test_pytest_timeout(ses_account, ses_outbox):
    """A planned time-out takes no time, and neither do the retries after it."""
    ses_account.fail_next("read-timeout")

    greet()

    assert [attempt.outcome for attempt in ses_outbox.attempts] == ["read-timeout", "accepted"]
