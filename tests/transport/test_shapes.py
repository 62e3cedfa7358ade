"""How real applications hold their clients, and the other tools they are tested with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar, NamedTuple

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from sending import SEND, mail, mail2, ses, sesv2

from pytest_sesmock import SESMock, UnsupportedOperation


class Mailer:
    """An application's class with its clients as attributes, made when the class is."""

    ses: ClassVar[Any] = ses()
    sesv2: ClassVar[Any] = sesv2()


OLD_SESSION = boto3.Session(region_name="us-east-1")


class Api(NamedTuple):
    """How an application reaches one of the APIs, and its parameters of a mail."""

    name: str
    parameters: Callable[..., dict[str, Any]]
    quota: Callable[[Any], dict[str, Any]]

    def client(self, **options: Any) -> Any:
        return boto3.client(self.name, region_name="us-east-1", **options)

    def send(self, client: Any, **changes: Any) -> str:
        message_id: str = client.send_email(**self.parameters(**changes))["MessageId"]
        return message_id


V1 = Api("ses", mail, lambda client: client.get_send_quota())
V2 = Api("sesv2", mail2, lambda client: client.get_account()["SendQuota"])


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def api(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def test_a_client_as_class_attribute(api: Api, mock: SESMock) -> None:
    assert api.send(getattr(Mailer, api.name)) == mock.outbox[0].message_id


def test_a_client_per_mail(api: Api, mock: SESMock) -> None:
    for _ in range(3):
        api.send(api.client())
    mock.outbox.assert_count(3)


def test_a_session_of_long_ago(api: Api, mock: SESMock) -> None:
    api.send(OLD_SESSION.client(api.name))
    mock.outbox.assert_count(1)


def test_a_region_in_the_config_alone(api: Api, mock: SESMock) -> None:
    mock.account("eu-west-1").verify("example.com")
    api.send(boto3.client(api.name, config=Config(region_name="eu-west-1")))
    mock.outbox.assert_sent(region="eu-west-1", api=api.name)


def test_credentials_are_not_refreshed(api: Api, mock: SESMock) -> None:
    """An assumed role whose session has run out would ask STS; unsigned calls do not."""

    def refresh() -> dict[str, str]:
        raise AssertionError("asked for new credentials")

    session = botocore.session.Session()
    session._credentials = RefreshableCredentials(
        "key", "secret", "token", datetime.now(timezone.utc) - timedelta(1), refresh, "assume-role"
    )
    api.send(session.create_client(api.name, region_name="us-east-1"))
    mock.outbox.assert_count(1)


def test_the_application_asks_for_its_quota_first(api: Api, mock: SESMock) -> None:
    client = api.client()
    quota = api.quota(client)
    assert quota["SentLast24Hours"] < quota["Max24HourSend"]
    assert quota["MaxSendRate"] >= 1
    api.send(client)
    assert api.quota(client)["SentLast24Hours"] == 1.0


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
        try:
            client.get_template(TemplateName="welcome")
        except client.exceptions.TemplateDoesNotExistException:
            client.create_template(
                Template={"TemplateName": "welcome", "SubjectPart": "Hi {{name}}", "TextPart": "x"}
            )
        client.send_templated_email(
            Source=SEND["Source"],
            Destination=SEND["Destination"],
            Template="welcome",
            TemplateData='{"name": "Ada"}',
            ConfigurationSetName="news",
        )
        mock.outbox.assert_sent(configuration_set="news", subject="Hi Ada")


def test_the_application_sets_itself_up_in_v2() -> None:
    with SESMock(region="us-east-1", auto_verify=True) as mock:
        client = sesv2()
        missing = client.exceptions.NotFoundException
        try:
            client.get_email_identity(EmailIdentity="example.com")
        except missing:
            client.create_email_identity(EmailIdentity="example.com")
        try:
            client.get_configuration_set(ConfigurationSetName="news")
        except missing:
            client.create_configuration_set(ConfigurationSetName="news")
        try:
            client.get_email_template(TemplateName="welcome")
        except missing:
            client.create_email_template(
                TemplateName="welcome", TemplateContent={"Subject": "Hi {{name}}", "Text": "x"}
            )
        client.send_email(
            FromEmailAddress=SEND["Source"],
            Destination=SEND["Destination"],
            Content={"Template": {"TemplateName": "welcome", "TemplateData": '{"name": "Ada"}'}},
            ConfigurationSetName="news",
        )
        mock.outbox.assert_sent(configuration_set="news", subject="Hi Ada")


def test_a_display_name_need_not_be_ascii(api: Api, mock: SESMock) -> None:
    """Not encoded as RFC 2047 wants it, and yet accepted [display names of clients' issues]."""
    api.send(api.client(), Source="Jörg Müller <noreply@example.com>", To=["中 <a@example.org>"])
    assert mock.outbox[0].source == "Jörg Müller <noreply@example.com>"


# Threads


@pytest.mark.parametrize("shared", [True, False], ids=["one client", "a client each"])
def test_threads_lose_and_double_nothing(api: Api, shared: bool) -> None:
    """16 threads of 40 sends; the quota ends exactly where it must."""
    threads, sends = 16, 40
    once = Config(retries={"total_max_attempts": 1})
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().max_24_hour_send = threads * sends - 100
        client = api.client(config=once)
        start = threading.Barrier(threads)

        def work(thread: int) -> list[str]:
            own = client
            if not shared:
                own = boto3.Session(region_name="us-east-1").client(api.name, config=once)
            start.wait()
            accepted = []
            for n in range(sends):
                try:
                    accepted.append(api.send(own, To=[f"{thread}-{n}@example.org"]))
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
def test_moto_mocks_the_other_services(moto: Any, api: Api, moto_first: bool) -> None:
    """In either order: theirs goes to moto, ours to us, and moto's SES sees nothing of it."""
    outside = moto.mock_aws() if moto_first else sesmock()
    inside = sesmock() if moto_first else moto.mock_aws()
    with outside as first, inside as second:
        mock = second if moto_first else first
        session = boto3.Session(region_name="us-east-1")
        s3, sns, sqs = (session.client(name) for name in ("s3", "sns", "sqs"))
        s3.create_bucket(Bucket="bucket")
        topic = sns.create_topic(Name="sent")["TopicArn"]
        queue = sqs.create_queue(QueueName="sent")["QueueUrl"]
        sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:sent"
        )
        client = client_of_a_role(session, api)

        message_id = api.send(client)
        s3.put_object(Bucket="bucket", Key=message_id, Body=b"x")
        sns.publish(TopicArn=topic, Message=message_id)

        assert mock.outbox.assert_sent(api=api.name).message_id == message_id
        (kept,) = s3.list_objects_v2(Bucket="bucket")["Contents"]
        (heard,) = sqs.receive_message(QueueUrl=queue)["Messages"]
        assert kept["Key"] == message_id
        assert message_id in heard["Body"]
        from moto.backends import get_backend

        assert not get_backend("ses")["123456789012"]["us-east-1"].sent_messages
        # An operation that moto does not have must not raise moto's NotImplementedError.
        assert ses().get_account_sending_enabled()["Enabled"] is True
        with pytest.raises(UnsupportedOperation):
            sesv2().put_deliverability_dashboard_option(DashboardEnabled=True)


def client_of_a_role(session: boto3.Session, api: Api) -> Any:
    """A client with the credentials of a role, which the application asked STS for."""
    role = session.client("sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/mailer", RoleSessionName="mail"
    )["Credentials"]
    return api.client(
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )


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
