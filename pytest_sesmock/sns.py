"""What Amazon SNS sends to a webhook besides events, and the certificate that its signatures need.

All messages are signed with a test key that everybody has: trust the certificate in tests alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from random import Random

from pytest_sesmock.delivery import envelopes
from pytest_sesmock.delivery.arguments import check_moment, check_text
from pytest_sesmock.delivery.envelopes import Envelope, SnsRequest
from pytest_sesmock.delivery.forms import require_signature_version, require_topic_arn
from pytest_sesmock.delivery.signature import SignatureVersion
from pytest_sesmock.delivery.signing_key import CERTIFICATE
from pytest_sesmock.errors import SesmockError

__all__ = ["CERTIFICATE", "notification", "subscription_confirmation", "unsubscribe_confirmation"]

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


def notification(
    topic_arn: str,
    message: str,
    subject: str | None = None,
    *,
    signature_version: SignatureVersion = "1",
    timestamp: datetime | None = None,
) -> SnsRequest:
    """The request in which SNS delivers any message: what an application should ignore, for one.

    Args:
        topic_arn: The topic that it comes from.
        message: What was published to the topic.
        subject: With which subject, if with any.
        signature_version: "1" for SHA-1 or "2" for SHA-256.
        timestamp: When, as an aware datetime; by default now.

    Raises:
        SesmockError: If the ARN is no topic's, the signature version is unknown, the timestamp has
            no time zone, or message or subject is no text.
    """
    if not isinstance(message, str):
        raise SesmockError(f"message must be a str, not {message!r}")
    check_text("subject", subject)
    moment, random = _arrange(topic_arn, signature_version, timestamp, f"{message}\n{subject}")
    envelope = envelopes.notification(
        topic_arn,
        message,
        subject,
        moment=moment,
        random=random,
        signature_version=signature_version,
    )
    return envelopes.http_request(envelope)


def subscription_confirmation(
    topic_arn: str,
    *,
    signature_version: SignatureVersion = "1",
    timestamp: datetime | None = None,
) -> SnsRequest:
    """The request in which SNS asks a new subscriber to confirm, by a visit to `SubscribeURL`.

    Args:
        topic_arn: The topic that the application is to receive.
        signature_version: "1" for SHA-1 or "2" for SHA-256.
        timestamp: When, as an aware datetime; by default now.

    Raises:
        SesmockError: As `notification` does.
    """
    make = envelopes.subscription_confirmation
    return _confirm(make, topic_arn, signature_version, timestamp, "subscription")


def unsubscribe_confirmation(
    topic_arn: str,
    *,
    signature_version: SignatureVersion = "1",
    timestamp: datetime | None = None,
) -> SnsRequest:
    """The request in which SNS tells a subscriber that its subscription has ended.

    Args:
        topic_arn: The topic that the application no longer receives.
        signature_version: "1" for SHA-1 or "2" for SHA-256.
        timestamp: When, as an aware datetime; by default now.

    Raises:
        SesmockError: As `notification` does.
    """
    make = envelopes.unsubscribe_confirmation
    return _confirm(make, topic_arn, signature_version, timestamp, "end of subscription")


def _confirm(
    make: Callable[..., Envelope],
    topic_arn: str,
    signature_version: SignatureVersion,
    timestamp: datetime | None,
    purpose: str,
) -> SnsRequest:
    moment, random = _arrange(topic_arn, signature_version, timestamp, purpose)
    envelope = make(topic_arn, moment=moment, random=random, signature_version=signature_version)
    return envelopes.http_request(envelope)


def _arrange(
    topic_arn: str, signature_version: str, timestamp: datetime | None, purpose: str
) -> tuple[datetime, Random]:
    """The moment of a message and the source of its ids; raises SesmockError for what cannot be."""
    require_topic_arn(topic_arn)
    require_signature_version(signature_version)
    check_moment("timestamp", timestamp)
    moment = datetime.now(timezone.utc) if timestamp is None else timestamp
    seed = f"{topic_arn} {moment.isoformat()} {purpose}"
    return moment, Random(seed)  # noqa: S311 - repeatable, not secret
