"""The envelopes in which Amazon SNS delivers: their fields, order and signature [evs-sns-order]."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from pytest_sesmock.delivery.message_id import new_uuid
from pytest_sesmock.delivery.signature import SignatureVersion, sign, string_to_sign
from pytest_sesmock.engine import arns
from pytest_sesmock.timestamps import to_text

Envelope: TypeAlias = "dict[str, str]"

CERTIFICATE_FILE = "SimpleNotificationService-2e48e00b8dc522c2961dade124712843.pem"
"""What the certificate is called: the digits are the first ones of its SHA-256."""

_TOKEN_BITS = 224 * 4


@dataclass(frozen=True, slots=True, repr=False)
class SnsRequest:
    """The HTTP request in which Amazon SNS delivers to a webhook: a POST.

    Attributes:
        body: The body, in UTF-8.
        headers: The header fields by name, but for those of the connection, such as Host.
    """

    body: bytes
    headers: dict[str, str] = field(hash=False)

    @property
    def envelope(self) -> dict[str, Any]:
        """The JSON object in the body (a new dict each time).

        It is SNS's envelope, with the record as a text under `Message`. With raw delivery it is the
        record itself.
        """
        envelope: dict[str, Any] = json.loads(self.body)
        return envelope

    def __repr__(self) -> str:
        kind = self.headers["x-amz-sns-message-type"]
        topic_arn = self.headers["x-amz-sns-topic-arn"]
        return f"<SnsRequest {kind} of {topic_arn}, {len(self.body)} bytes>"


def notification(
    topic_arn: str,
    message: str,
    subject: str | None = None,
    *,
    moment: datetime,
    random: Random,
    signature_version: SignatureVersion = "1",
) -> Envelope:
    """The envelope of a notification: what a topic's subscribers get of a published message.

    Args:
        topic_arn: The topic's ARN.
        message: What was published.
        subject: Its subject; None for none, and the envelope has no such field.
        moment: When; an aware datetime.
        random: Decides the message's id.
        signature_version: "1" for SHA-1, which SNS uses by default, or "2" for SHA-256.
    """
    unsubscribe = f"Action=Unsubscribe&SubscriptionArn={subscription_arn(topic_arn)}"
    envelope = {
        "Type": "Notification",
        "MessageId": _new_message_id(random),
        "TopicArn": topic_arn,
        **({} if subject is None else {"Subject": subject}),
        "Message": message,
        "Timestamp": to_text(moment),
    }
    return {
        **_with_signature(envelope, signature_version),
        "UnsubscribeURL": f"{_home_of(topic_arn)}/?{unsubscribe}",
    }


def subscription_confirmation(
    topic_arn: str,
    *,
    moment: datetime,
    random: Random,
    signature_version: SignatureVersion = "1",
) -> Envelope:
    """The envelope by which SNS asks whether an endpoint wants a topic [sns-confirmation]."""
    message = (
        f"You have chosen to subscribe to the topic {topic_arn}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message."
    )
    return _confirmation(
        "SubscriptionConfirmation",
        topic_arn,
        message,
        moment=moment,
        random=random,
        version=signature_version,
    )


def unsubscribe_confirmation(
    topic_arn: str,
    *,
    moment: datetime,
    random: Random,
    signature_version: SignatureVersion = "1",
) -> Envelope:
    """The envelope by which SNS tells an endpoint that its subscription ended [sns-unsubscribe]."""
    message = (
        f"You have chosen to deactivate subscription {subscription_arn(topic_arn)}.\n"
        "To cancel this operation and restore the subscription, visit the SubscribeURL included in "
        "this message."
    )
    return _confirmation(
        "UnsubscribeConfirmation",
        topic_arn,
        message,
        moment=moment,
        random=random,
        version=signature_version,
    )


def _confirmation(
    kind: str,
    topic_arn: str,
    message: str,
    *,
    moment: datetime,
    random: Random,
    version: SignatureVersion,
) -> Envelope:
    token = f"{random.getrandbits(_TOKEN_BITS):0224x}"
    confirm = f"Action=ConfirmSubscription&TopicArn={topic_arn}&Token={token}"
    envelope = {
        "Type": kind,
        "MessageId": _new_message_id(random),
        "Token": token,
        "TopicArn": topic_arn,
        "Message": message,
        "SubscribeURL": f"{_home_of(topic_arn)}/?{confirm}",
        "Timestamp": to_text(moment),
    }
    return _with_signature(envelope, version)


def _with_signature(envelope: Envelope, version: SignatureVersion) -> Envelope:
    return {
        **envelope,
        "SignatureVersion": version,
        "Signature": sign(string_to_sign(envelope), version),
        "SigningCertURL": certificate_url(envelope["TopicArn"]),
    }


def _new_message_id(random: Random) -> str:
    """As recorded they are of version 5, by what their digits say."""
    return str(UUID(int=random.getrandbits(128), version=5))


def subscription_arn(topic_arn: str) -> str:
    """The ARN of the subscription that the tested application has to a topic: always the same."""
    return f"{topic_arn}:{new_uuid(Random(topic_arn))}"  # noqa: S311 - repeatable, not secret


def certificate_url(topic_arn: str) -> str:
    """Where a message of the topic says that its certificate is [evs-sns-cert]."""
    return f"{_home_of(topic_arn)}/{CERTIFICATE_FILE}"


def _home_of(topic_arn: str) -> str:
    return f"https://sns.{arns.region_of(topic_arn)}.{arns.domain_of(topic_arn)}"


def to_json(value: Any) -> str:
    """JSON without white space, as SES publishes it; half a surrogate pair becomes a `?`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def to_body(envelope: Envelope) -> str:
    """An envelope as SNS writes it: a line for each field, with spaces around the colons."""
    fields = (f"  {to_json(name)} : {to_json(value)}" for name, value in envelope.items())
    return "{\n" + ",\n".join(fields) + "\n}"


def http_request(envelope: Envelope, *, raw: bool = False) -> SnsRequest:
    """How SNS hands an envelope to an HTTP endpoint [evs-sns-http].

    With raw delivery it hands over the message alone, without any signature.
    """
    topic_arn = envelope["TopicArn"]
    is_subscription = envelope["Type"] == "SubscriptionConfirmation"  # there is none yet
    headers = {
        "x-amz-sns-message-type": envelope["Type"],
        "x-amz-sns-message-id": envelope["MessageId"],
        "x-amz-sns-topic-arn": topic_arn,
        **({} if is_subscription else {"x-amz-sns-subscription-arn": subscription_arn(topic_arn)}),
        **({"x-amz-sns-rawdelivery": "true"} if raw else {}),
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }
    body = envelope["Message"] if raw else to_body(envelope)
    return SnsRequest(body.encode(), headers)
