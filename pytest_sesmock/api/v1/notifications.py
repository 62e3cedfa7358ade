"""Notifications of bounces, complaints and deliveries, as identities ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.announcements import validate_topic
from pytest_sesmock.account.identity import Identity, NotificationSettings
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.v1.identities import SPELLING, existing_identities

_TYPES = ("Bounce", "Complaint", "Delivery")
_TOPIC = re.compile(r"arn:[^:]+:sns:[^:]+:[0-9]+:[^:]+")


def set_identity_notification_topic(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Set the SNS topic for notifications of a type, or clear it by leaving it out."""
    identity = _identity(context, parameters)
    topic = parameters.get("SnsTopic")
    topics = dict(identity.notifications.topics)
    if topic is None:
        topics.pop(parameters["NotificationType"], None)
    elif _TOPIC.fullmatch(topic):
        context.account.access.require(topic, reasons.TOPIC_DENIED)
        type_ = parameters["NotificationType"]
        topics[type_] = topic
        context.account.publisher.announce(validate_topic(topic, type_, identity.name))
    else:
        raise reasons.TOPIC_INVALID.refused(topic=topic)
    context.account.identities.set_notifications(identity, topics=topics)
    return {}


def set_identity_headers_in_notifications_enabled(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Set whether notifications of a type hold the headers of the mail they are about."""
    identity = _identity(context, parameters)
    type_ = frozenset({parameters["NotificationType"]})
    before = identity.notifications.headers_in
    headers_in = before | type_ if parameters["Enabled"] else before - type_
    context.account.identities.set_notifications(identity, headers_in=headers_in)
    return {}


def get_identity_notification_attributes(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Notifications of the identities asked for; ones the account lacks are left out."""
    return {
        "NotificationAttributes": {
            text: _describe(identity.notifications)
            for text, identity in existing_identities(context, parameters)
        }
    }


def _describe(settings: NotificationSettings) -> dict[str, Any]:
    return {
        **{f"{type_}Topic": topic for type_, topic in settings.topics.items()},
        "ForwardingEnabled": settings.forwards_feedback,
        **{
            f"HeadersIn{type_}NotificationsEnabled": type_ in settings.headers_in
            for type_ in _TYPES
        },
    }


def _identity(context: Context, parameters: Mapping[str, Any]) -> Identity:
    return context.account.identities.require(parameters["Identity"], reasons.IDENTITY_INVALID)


OPERATIONS: dict[str, Operation] = {
    "GetIdentityNotificationAttributes": Operation(get_identity_notification_attributes),
    "SetIdentityNotificationTopic": Operation(set_identity_notification_topic),
    "SetIdentityHeadersInNotificationsEnabled": Operation(
        set_identity_headers_in_notifications_enabled
    ),
    "SetIdentityFeedbackForwardingEnabled": Operation(SPELLING.forward_feedback),
}
