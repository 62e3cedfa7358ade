"""Whose mail comes back gets no more of it: from one issue to the next, in one process."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest
import requests
from gazette.feedback import work
from gazette.mail import send_issue
from gazette.models import Reader
from gazette.settings import AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS, EMAIL_BACKEND
from moto import mock_aws

from pytest_sesmock import sns

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import SettingsWrapper

    from pytest_sesmock import Account, Outbox, SnsRequest

    Post = Callable[[SnsRequest], HttpResponse]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sesmock")]

(TOPIC,) = AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS
ADA = "ada@example.org"


@pytest.fixture(autouse=True)
def _backend(settings: SettingsWrapper) -> None:
    """Undo what Django does in tests: it collects the mails that its own backends get."""
    settings.EMAIL_BACKEND = EMAIL_BACKEND


def publish_to_the_topic() -> None:
    """Configure SES as the gazette's account is configured on AWS."""
    boto3.client("sesv2", region_name="eu-west-1").create_configuration_set_event_destination(
        ConfigurationSetName="gazette",
        EventDestinationName="topic",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )


@pytest.fixture
def post(client: Client, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Posts a request to the webhook, as SNS does."""

    def certificate(*_: object, **__: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response.raw = 200, io.BytesIO(sns.CERTIFICATE.encode())
        return response

    def post(request: SnsRequest) -> HttpResponse:
        return client.generic("POST", "/ses/events/", request.body, headers=request.headers)

    monkeypatch.setattr(requests, "get", certificate)  # as django-ses downloads it
    publish_to_the_topic()
    return post


@pytest.fixture
def queue() -> Iterator[str]:
    """A queue that is subscribed to the topic, both moto's."""
    with mock_aws():
        topics = boto3.client("sns", region_name="eu-west-1")
        topics.create_topic(Name=TOPIC.rpartition(":")[2])
        sqs = boto3.client("sqs", region_name="eu-west-1")
        url = sqs.create_queue(QueueName="feedback")["QueueUrl"]
        arn = "arn:aws:sqs:eu-west-1:123456789012:feedback"
        topics.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=arn)
        publish_to_the_topic()
        yield url


def test_no_mail_after_a_bounce(client: Client, post: Post, ses_outbox: Outbox) -> None:
    client.post("/subscribe/", {"address": ADA})
    send_issue("No. 1", "It has begun.")
    bounce = ses_outbox.assert_sent(to=ADA).bounce()

    assert post(bounce.as_sns()).status_code == 200

    send_issue("No. 2", "It goes on.")
    ses_outbox.assert_not_sent(subject="No. 2")


@pytest.mark.sesmock(publish="moto")
def test_no_mail_after_a_bounce_in_the_queue(
    client: Client, queue: str, ses_outbox: Outbox
) -> None:
    client.post("/subscribe/", {"address": ADA})
    send_issue("No. 1", "It has begun.")
    ses_outbox.assert_sent(to=ADA).bounce()

    work(queue)

    send_issue("No. 2", "It goes on.")
    ses_outbox.assert_not_sent(subject="No. 2")


def test_no_mail_after_a_complaint(client: Client, post: Post, ses_outbox: Outbox) -> None:
    client.post("/subscribe/", {"address": ADA})
    send_issue("No. 1", "It has begun.")
    post(ses_outbox.assert_sent(to=ADA).complain().as_sns())

    send_issue("No. 2", "It goes on.")
    ses_outbox.assert_not_sent(subject="No. 2")


def test_an_out_of_office_reply_changes_nothing(
    client: Client, post: Post, ses_outbox: Outbox
) -> None:
    client.post("/subscribe/", {"address": ADA})
    send_issue("No. 1", "It has begun.")
    message = ses_outbox.assert_sent(to=ADA)
    post(message.bounce(type="Transient").as_sns())

    send_issue("No. 2", "It goes on.")
    ses_outbox.assert_sent(subject="No. 2")


def test_events_come_twice_and_in_any_order(
    post: Post, ses_account: Account, ses_outbox: Outbox
) -> None:
    ses_account.on_event(lambda event: post(event.as_sns()))
    for address in (ADA, "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"):
        Reader.objects.create(address=address)
    send_issue("No. 1", "It has begun.")

    ses_outbox.deliver_events(order="shuffled", duplicates=1)

    assert Reader.objects.get(undeliverable=False).address == ADA


def test_nobody_else_can_stop_the_mail(post: Post, ses_outbox: Outbox) -> None:
    Reader.objects.create(address=ADA)
    send_issue("No. 1", "It has begun.")
    request = ses_outbox.assert_sent(to=ADA).bounce(type="Transient").as_sns()
    forged = replace(request, body=request.body.replace(b"Transient", b"Permanent"))

    assert post(forged).status_code == 400

    send_issue("No. 2", "It goes on.")
    ses_outbox.assert_sent(subject="No. 2")
