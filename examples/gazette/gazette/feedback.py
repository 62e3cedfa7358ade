"""What SES tells of the gazette's mails: through a webhook, or through a queue."""

from __future__ import annotations

import json
from typing import Any

import boto3
from django.dispatch import receiver
from django_ses.signals import bounce_received, complaint_received

from gazette.models import Reader


def take(record: dict[str, Any]) -> None:
    """Stop mailing readers whose mail comes back for good, and those who complain."""
    match record:
        case {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": mail}:
            _stop(mail)
        case {"eventType": "Complaint", "mail": mail}:
            _stop(mail)


@receiver([bounce_received, complaint_received])
def take_from_webhook(raw_message: bytes, **_: object) -> None:
    """Take what django-ses' webhook has received, and whose signature it has verified."""
    take(json.loads(json.loads(raw_message)["Message"]))


def work(queue: str) -> None:
    """Take what lies in a queue that is subscribed to the topic."""
    sqs = boto3.client("sqs", region_name="eu-west-1")
    for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", ()):
        text = json.loads(message["Body"])["Message"]
        if text.startswith("{"):  # when SES begins to use a topic, it says so in plain words
            take(json.loads(text))
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def _stop(mail: dict[str, Any]) -> None:
    """The message id tells who it was; the address in the record may be where it was forwarded."""
    Reader.objects.filter(mail__message_id=mail["messageId"]).update(undeliverable=True)
