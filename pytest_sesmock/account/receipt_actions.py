"""What SES wants of the actions of a receipt rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pytest_sesmock.account import remedies
from pytest_sesmock.account.access import Access
from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.engine import addresses, limits
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.refusal import Reason

_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+")
_FUNCTION = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:.+")
_HEADER_NAME = re.compile(r"[!-9;-~]+")


def check(
    actions: Sequence[Mapping[str, Any]], covers: Callable[[Mailbox], bool], access: Access
) -> None:
    """Refuse actions that SES would not store.

    Args:
        actions: In the members of a ReceiptAction.
        covers: Whether a verified identity of the account covers a mailbox.
        access: What SES can reach of other services.
    """
    if len(actions) > limits.MAX_RECEIPT_ACTIONS:
        raise reasons.ACTIONS_LIMIT.refused()
    if any("StopAction" in action for action in actions[:-1]):
        raise reasons.STOP_NOT_LAST.refused()
    for action in actions:
        for kind, members in action.items():
            topic = members.get("TopicArn")
            if topic is not None and not _TOPIC.fullmatch(topic):
                raise reasons.TOPIC_INVALID.refused(arn=topic)
            if kind in _CHECKS:
                _CHECKS[kind](members)
            for member, reason in _TARGETS.items():
                if member in members:
                    access.require(members[member], reason)
            if kind == "BounceAction":
                _check_sender(members["Sender"], covers)


def _check_header(members: Mapping[str, Any]) -> None:
    if not _HEADER_NAME.fullmatch(members["HeaderName"]):
        raise reasons.HEADER_NAME_INVALID.refused(name=members["HeaderName"])


def _check_bucket(members: Mapping[str, Any]) -> None:
    if not members["BucketName"]:
        raise reasons.BUCKET_EMPTY.refused()


def _check_function(members: Mapping[str, Any]) -> None:
    arn = members["FunctionArn"]
    if not arn:
        raise reasons.FUNCTION_EMPTY.refused()
    if not _FUNCTION.fullmatch(arn):
        raise reasons.FUNCTION_INVALID.refused(arn=arn)


def _check_bounce(members: Mapping[str, Any]) -> None:
    if not members["SmtpReplyCode"]:
        raise reasons.REPLY_CODE_EMPTY.refused()
    if not members["Message"]:
        raise reasons.RESPONSE_MESSAGE_EMPTY.refused()


def _check_sender(sender: str, covers: Callable[[Mailbox], bool]) -> None:
    mailbox = addresses.parse(sender)
    if not isinstance(mailbox, Mailbox) or not covers(mailbox):
        raise reasons.SENDER_NOT_VERIFIED.refused(sender=sender, remedy=remedies.cover(sender))


# In the order in which those of one action are looked at [rule-targets].
_TARGETS: Mapping[str, Reason] = {
    "TopicArn": reasons.TOPIC_DENIED,
    "BucketName": reasons.BUCKET_DENIED,
    "KmsKeyArn": reasons.KMS_KEY_DENIED,
    "IamRoleArn": reasons.S3_ROLE_DENIED,
    "FunctionArn": reasons.FUNCTION_DENIED,
    "OrganizationArn": reasons.ORGANIZATION_DENIED,
    "InstanceARN": reasons.INSTANCE_DENIED,
    "IAMRoleARN": reasons.INSTANCE_DENIED,
}
_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "AddHeaderAction": _check_header,
    "S3Action": _check_bucket,
    "LambdaAction": _check_function,
    "BounceAction": _check_bounce,
}
