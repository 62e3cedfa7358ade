import json

import boto3

ses = boto3.client("ses", region_name="us-east-1")
subscribers: set[str] = set()


def set_up(topic):
    ses.set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=topic
    )


def send_news(*addresses):
    subscribers.update(addresses)
    for address in addresses:
        ses.send_email(
            Source="news@example.com",
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "Hello"}}},
        )


def handle(record):
    if record.get("notificationType") == "Bounce":
        for recipient in record["bounce"]["bouncedRecipients"]:
            subscribers.discard(recipient["emailAddress"])


def work(queue):
    sqs = boto3.client("sqs", region_name="us-east-1")
    for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]:
        handle(json.loads(json.loads(message["Body"])["Message"]))
