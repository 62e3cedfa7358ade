"""The forms in which AWS hands the record of an event to an application."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias
from uuid import UUID

from pytest_sesmock.account.event_destinations import SnsTopic
from pytest_sesmock.delivery import envelopes
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.envelopes import Envelope, SnsRequest, to_json
from pytest_sesmock.delivery.message_id import new_uuid
from pytest_sesmock.delivery.records import NOTIFICATION_TYPES, Family, check_family
from pytest_sesmock.delivery.signature import SignatureVersion
from pytest_sesmock.engine import arns
from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

Via: TypeAlias = Literal["sns", "sqs"]

_SUBJECT = "Amazon SES Email Event Notification"
# What EventBridge calls the types of events [evs-eb-detail-types].
_DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Open": "Email Opened",
    "Click": "Email Clicked",
    "Reject": "Email Rejected",
    "Rendering Failure": "Email Rendering Failed",
    "DeliveryDelay": "Email Delivery Delayed",
    "Subscription": "Email Subscribed",
}

# SNS has a message within a second [rec-sns-2022-valid_msg].
_FASTEST, _SLOWEST = 100, 600

# As in AWS's samples: who put the message into the queue, and what handles begin with. How a handle
# goes on is inferred.
_SENDER_ID, _HANDLE = "AIDAIENQZJOLO23YVJ4VO", "AQEB{rest}"


class AnyEvent(Protocol):
    """What is published: an event, as far as its forms ask for it."""

    @property
    def type(self) -> str:
        """SES's name for it, such as "Bounce"."""
        ...

    @property
    def timestamp(self) -> datetime:
        """When it happens."""
        ...

    def as_dict(self, family: Family) -> dict[str, Any]:
        """The record of one family."""
        ...


class TopicMessage(NamedTuple):
    """The record of an event as a message to the subscribers of a topic.

    Attributes:
        event: The event.
        mail: The mail that it happens to.
        family: Which record of it; None for that of event publishing if the mail has a
            configuration set, else for the notification of the identity, if there is one.
        topic_arn: The topic; None for the one that the record is published to.
        signature_version: That of SNS's envelope.
        raw: Whether the record goes without an envelope.
    """

    event: AnyEvent
    mail: AcceptedMail
    family: Family | None
    topic_arn: str | None
    signature_version: SignatureVersion
    raw: bool

    def envelope(self) -> Envelope:
        """The envelope of SNS; raises SesmockError for what SNS or SES does not have."""
        family = self._family()
        topic_arn = self._topic_arn(family)
        require_signature_version(self.signature_version)
        message = message_of(self.event, family)
        random = self.mail.draw(f"{topic_arn} {message}")
        return envelopes.notification(
            topic_arn,
            message,
            subject_of(family),
            moment=self.event.timestamp
            + timedelta(milliseconds=random.randint(_FASTEST, _SLOWEST)),
            random=random,
            signature_version=self.signature_version,
        )

    def http_request(self) -> SnsRequest:
        """The HTTP request in which SNS delivers it."""
        return envelopes.http_request(self.envelope(), raw=self.raw)

    def queue_entry(self) -> dict[str, str]:
        """The entry under Messages in which `receive_message` has it [evs-lambda-sqs]."""
        return self._queue_entry(self.envelope())

    def _queue_entry(self, envelope: Envelope) -> dict[str, str]:
        body = envelope["Message"] if self.raw else envelopes.to_body(envelope)
        random = self.mail.draw(f"queue {envelope['MessageId']}")
        handle = b64encode(random.getrandbits(1024).to_bytes(128, "big")).decode("ascii")
        return {
            "MessageId": new_uuid(random),
            "ReceiptHandle": _HANDLE.format(rest=handle),
            "MD5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
            "Body": body,
        }

    def lambda_event(self, via: Via) -> dict[str, Any]:
        """What a function of AWS Lambda is called with, by the topic or by a queue."""
        if via not in ("sns", "sqs"):
            raise SesmockError(f'via must be "sns" or "sqs", not {via!r}')
        if via == "sns" and self.raw:
            raise SesmockError('raw must go with via="sqs": SNS has no raw delivery to Lambda')
        envelope = self.envelope()
        if via == "sns":
            return {"Records": [_sns_record(envelope)]}
        return {"Records": [_sqs_record(envelope, self._queue_entry(envelope))]}

    def _family(self) -> Family:
        if self.family is None:
            has_set = self.mail.submission.configuration_set is not None
            is_notified = self.event.type in NOTIFICATION_TYPES
            return "event" if has_set or not is_notified else "identity"
        check_family(self.family, self.event.type)
        return self.family

    def _topic_arn(self, family: Family) -> str:
        if self.topic_arn is None:
            return topic_arn_of(self.event, self.mail, family)
        require_topic_arn(self.topic_arn)
        return self.topic_arn


def require_topic_arn(arn: object) -> None:
    """Raise SesmockError for what is not the ARN of a topic."""
    if not isinstance(arn, str) or not arns.SNS_TOPIC.fullmatch(arn):
        raise SesmockError(f"topic_arn must be the ARN of an SNS topic, not {arn!r}")


def require_signature_version(version: object) -> None:
    """Raise SesmockError for a version of signatures that SNS does not have."""
    if version not in ("1", "2"):
        raise SesmockError(f'signature_version must be "1" or "2", not {version!r}')


def message_of(event: AnyEvent, family: Family) -> str:
    """The record as SES publishes it: event publishing ends it with a newline [evs-sns-newline]."""
    text = to_json(event.as_dict(family))
    return f"{text}\n" if family == "event" else text


def subject_of(family: Family) -> str | None:
    """The subject of what is published to a topic [evs-sns-subject]."""
    return _SUBJECT if family == "event" else None


def topic_arn_of(event: AnyEvent, mail: AcceptedMail, family: Family) -> str:
    """The only topic that the record is published to.

    If there are several, or none, it is the topic `ses-events` of the mail's account and region.
    """
    acceptance = mail.acceptance
    if family == "identity":
        topic = acceptance.topic_of(event.type)
        topics = set() if topic is None else {topic}
    else:
        targets = (each.target for each in acceptance.destinations_of(event.type))
        topics = {target.arn for target in targets if isinstance(target, SnsTopic)}
    if len(topics) == 1:
        return topics.pop()
    return arns.topic_arn(mail.submission.region, acceptance.caller.account_id, "ses-events")


def _sns_record(envelope: Envelope) -> dict[str, Any]:
    """Its keys are not quite the envelope's [evs-sns-lambda]."""
    return {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": envelopes.subscription_arn(envelope["TopicArn"]),
        "Sns": {
            "Type": envelope["Type"],
            "MessageId": envelope["MessageId"],
            "TopicArn": envelope["TopicArn"],
            "Subject": envelope.get("Subject"),
            "Message": envelope["Message"],
            "Timestamp": envelope["Timestamp"],
            "SignatureVersion": envelope["SignatureVersion"],
            "Signature": envelope["Signature"],
            "SigningCertUrl": envelope["SigningCertURL"],
            "UnsubscribeUrl": envelope["UnsubscribeURL"],
            "MessageAttributes": {},
        },
    }


def _sqs_record(envelope: Envelope, entry: Mapping[str, str]) -> dict[str, Any]:
    """As the documentation has it [lambda-sqs-event]; the queue is called as the topic."""
    arrival = datetime.fromisoformat(envelope["Timestamp"].removesuffix("Z") + "+00:00")
    milliseconds = str(round(arrival.timestamp() * 1000))
    return {
        "messageId": entry["MessageId"],
        "receiptHandle": entry["ReceiptHandle"],
        "body": entry["Body"],
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": milliseconds,
            "SenderId": _SENDER_ID,
            "ApproximateFirstReceiveTimestamp": milliseconds,
        },
        "messageAttributes": {},
        "md5OfBody": entry["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arns.queue_arn(envelope["TopicArn"]),
        "awsRegion": arns.region_of(envelope["TopicArn"]),
    }


def eventbridge_event(event: AnyEvent, mail: AcceptedMail) -> dict[str, Any]:
    """What is on the default event bus [evs-eb-envelope]."""
    region, account_id = mail.submission.region, mail.acceptance.caller.account_id
    configuration_set = mail.submission.configuration_set
    digits = mail.draw(f"bus {message_of(event, 'event')}").getrandbits(128)
    return {
        "version": "0",
        "id": str(UUID(int=digits)),
        "detail-type": _DETAIL_TYPES[event.type],
        "source": "aws.ses",
        "account": account_id,
        "time": f"{event.timestamp.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        "region": region,
        "resources": []
        if configuration_set is None
        else [arns.ses_arn(region, account_id, f"configuration-set/{configuration_set}")],
        "detail": event.as_dict("event"),
    }


def firehose_record(event: AnyEvent) -> bytes:
    """The data of a record in a stream of Amazon Data Firehose [evs-firehose]."""
    return message_of(event, "event").encode()
