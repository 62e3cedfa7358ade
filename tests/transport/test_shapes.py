"""How real applications hold their clients, and the other tools they are tested with."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

import boto3
import botocore.session
import pytest
from botocore.credentials import RefreshableCredentials
from sending import SEND, mail, ses

from pytest_sesmock import SESMock, UnsupportedOperation


class Mailer:
    """An application's class with its client as an attribute, made when the class is."""

    client: ClassVar[Any] = ses()

    def send(self) -> str:
        message_id: str = self.client.send_email(**SEND)["MessageId"]
        return message_id


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def test_a_client_as_class_attribute(mock: SESMock) -> None:
    assert Mailer().send() == mock.outbox[0].message_id


def test_a_client_per_mail(mock: SESMock) -> None:
    for _ in range(3):
        ses().send_email(**SEND)
    mock.outbox.assert_count(3)


def test_credentials_are_not_refreshed(mock: SESMock) -> None:
    """An assumed role whose session has run out would ask STS; unsigned calls do not."""

    def refresh() -> dict[str, str]:
        raise AssertionError("asked for new credentials")

    session = botocore.session.Session()
    session._credentials = RefreshableCredentials(
        "key", "secret", "token", datetime.now(timezone.utc) - timedelta(1), refresh, "assume-role"
    )
    session.create_client("ses", region_name="us-east-1").send_email(**SEND)
    mock.outbox.assert_count(1)


def test_the_application_asks_for_its_quota_first(mock: SESMock) -> None:
    client = ses()
    quota = client.get_send_quota()
    assert quota["SentLast24Hours"] < quota["Max24HourSend"]
    client.send_email(**SEND)
    assert client.get_send_quota()["SentLast24Hours"] == 1.0


def test_the_application_sets_itself_up() -> None:
    """Start-up code that verifies its sender and makes its set, against the real flow."""
    with SESMock(region="us-east-1", auto_verify=True) as mock:
        client = ses()
        if "example.com" not in client.list_identities()["Identities"]:
            client.verify_domain_identity(Domain="example.com")
        try:
            client.describe_configuration_set(ConfigurationSetName="news")
        except client.exceptions.ConfigurationSetDoesNotExistException:
            client.create_configuration_set(ConfigurationSet={"Name": "news"})
        client.send_email(**SEND, ConfigurationSetName="news")
        mock.outbox.assert_sent(configuration_set="news")


def test_a_display_name_need_not_be_ascii(mock: SESMock) -> None:
    """Not encoded as RFC 2047 wants it, and yet accepted [display names of clients' issues]."""
    ses().send_email(**mail(Source="Jörg Müller <noreply@example.com>", To=["中 <a@example.org>"]))
    assert mock.outbox[0].source == "Jörg Müller <noreply@example.com>"


# Threads


@pytest.mark.parametrize("shared", [True, False], ids=["one client", "a client each"])
def test_threads_lose_and_double_nothing(shared: bool) -> None:
    """16 threads of 500 sends; the quota ends exactly where it must."""
    threads, sends = 16, 500
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().max_24_hour_send = threads * sends - 100
        client = ses(config=botocore.config.Config(retries={"total_max_attempts": 1}))
        start = threading.Barrier(threads)

        def work(thread: int) -> list[str]:
            own = client
            if not shared:
                own = boto3.Session(region_name="us-east-1").client(
                    "ses", config=botocore.config.Config(retries={"total_max_attempts": 1})
                )
            start.wait()
            accepted = []
            for n in range(sends):
                try:
                    accepted.append(
                        own.send_email(**mail(To=[f"{thread}-{n}@example.org"]))["MessageId"]
                    )
                except own.exceptions.ClientError as error:
                    assert error.response["Error"]["Message"] == "Daily message quota exceeded."
            return accepted

        with ThreadPoolExecutor(threads) as pool:
            ids = [each for accepted in pool.map(work, range(threads)) for each in accepted]

        expected = threads * sends - 100
        mock.outbox.assert_count(expected)
        assert len(mock.outbox.refusals) == 100
        assert sorted(ids) == sorted(message.message_id for message in mock.outbox)
        assert len(set(ids)) == len({message.to for message in mock.outbox}) == expected
        assert mock.account().sent_last_24_hours == expected


# moto


@pytest.fixture
def moto() -> Any:
    return pytest.importorskip("moto")


@pytest.mark.parametrize("moto_first", [True, False], ids=["moto outside", "moto inside"])
def test_moto_mocks_the_other_services(moto: Any, moto_first: bool) -> None:
    """In either order: theirs goes to moto, ours to us, and moto's SES sees nothing of it."""
    outside = moto.mock_aws() if moto_first else sesmock()
    inside = sesmock() if moto_first else moto.mock_aws()
    with outside as first, inside as second:
        mock = second if moto_first else first
        client = ses()
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="bucket")
        client.send_email(**SEND)
        s3.put_object(Bucket="bucket", Key="k", Body=b"x")

        assert [each["Key"] for each in s3.list_objects_v2(Bucket="bucket")["Contents"]] == ["k"]
        for service, method in [("sns", "list_topics"), ("sqs", "list_queues")]:
            getattr(boto3.client(service, region_name="us-east-1"), method)()
        mock.outbox.assert_count(1)
        from moto.backends import get_backend

        backend = get_backend("ses")["123456789012"]["us-east-1"]
        assert not backend.sent_messages
        # An operation that moto does not have must not raise moto's NotImplementedError.
        assert client.get_account_sending_enabled()["Enabled"] is True
        with pytest.raises(UnsupportedOperation):
            client.list_custom_verification_email_templates()


def sesmock() -> SESMock:
    return SESMock(region="us-east-1", verified_identities=["example.com"])


def test_motos_ses_works_again_after_ours(moto: Any) -> None:
    with moto.mock_aws():
        client = ses()
        with sesmock() as mock:
            client.send_email(**SEND)
        mock.outbox.assert_count(1)
        client.verify_email_identity(EmailAddress=SEND["Source"])
        client.send_email(**SEND)
        assert client.get_send_quota()["SentLast24Hours"] == 1.0
    mock.outbox.assert_count(1)
