"""An application that sends no more mail to addresses that bounce or complain."""

import base64
import json
import re
import urllib.request
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

blocked: set[str] = set()

CERTIFICATES = r"https://sns\.[a-z0-9-]+\.amazonaws\.com/SimpleNotificationService-\w+\.pem"
SIGNED = (
    "Message",
    "MessageId",
    "Subject",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)


def take(record: dict[str, Any]) -> None:
    """Remember what SES publishes, whichever of its two families the record is of."""
    kind = record.get("eventType") or record.get("notificationType")
    if kind == "Bounce" and record["bounce"]["bounceType"] == "Permanent":
        blocked.update(each["emailAddress"] for each in record["bounce"]["bouncedRecipients"])
    elif kind == "Complaint":
        recipients = record["complaint"]["complainedRecipients"]
        blocked.update(each["emailAddress"] for each in recipients)


def webhook(body: bytes) -> int:
    """Answer a POST of SNS with a status; any web framework may call this."""
    envelope = json.loads(body)
    if not is_genuine(envelope):
        return 403
    if envelope["Type"] == "SubscriptionConfirmation":
        urllib.request.urlopen(envelope["SubscribeURL"]).close()
    elif envelope["Type"] == "Notification" and envelope["Message"].startswith("{"):
        take(json.loads(envelope["Message"]))
    return 200


def is_genuine(envelope: dict[str, str]) -> bool:
    """Whether SNS has signed it."""
    if not re.fullmatch(CERTIFICATES, envelope["SigningCertURL"]):
        return False
    with urllib.request.urlopen(envelope["SigningCertURL"]) as response:
        key = x509.load_pem_x509_certificate(response.read()).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    text = "".join(f"{name}\n{envelope[name]}\n" for name in SIGNED if name in envelope)
    digest = hashes.SHA256() if envelope["SignatureVersion"] == "2" else hashes.SHA1()
    signature = base64.b64decode(envelope["Signature"])
    try:
        key.verify(signature, text.encode(), padding.PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True


def on_notification(event: dict[str, Any], context: object) -> None:
    """Be the Lambda function that a topic calls."""
    for record in event["Records"]:
        take(json.loads(record["Sns"]["Message"]))


def on_bus(event: dict[str, Any], context: object) -> None:
    """Be the Lambda function that a rule of EventBridge calls."""
    take(event["detail"])


def work(sqs: Any, queue: str) -> None:
    """Take what lies in a queue that is subscribed to the topic."""
    for message in sqs.receive_message(QueueUrl=queue).get("Messages", []):
        take(json.loads(json.loads(message["Body"])["Message"]))
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
