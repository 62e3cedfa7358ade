"""The filters of the outbox: their names, closed sets of values, and what others call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Literal, TypeAlias, TypedDict, get_args

from pytest_sesmock.delivery.event import EventType
from pytest_sesmock.delivery.publishing import ServiceName
from pytest_sesmock.delivery.records import Family
from pytest_sesmock.outbox.text_parts import TextParts

# Anything may be a filter's value, because anything may have an `==` of its own (dirty-equals,
# unittest.mock.ANY). So what type checkers hold here is the names, and the values of small closed
# sets: there a wrong string is an error before the test runs.
ApiName: TypeAlias = Literal["ses", "sesv2", "smtp"]
SendingOperation: TypeAlias = Literal[
    "SendEmail",
    "SendRawEmail",
    "SendTemplatedEmail",
    "SendBulkTemplatedEmail",
    "SendBulkEmail",
    "SendBounce",
    "SendCustomVerificationEmail",
    "SendSmtpEmail",
]
_OtherForm: TypeAlias = re.Pattern[str] | Callable[[str], object] | TextParts


class MessageFilters(TypedDict, total=False):
    """The filters for messages. `recipient` is any address in To, Cc or Bcc."""

    to: object
    cc: object
    bcc: object
    recipient: object
    source: object
    reply_to: object
    return_path: object
    subject: object
    text: object
    html: object
    body: object
    contains: object
    text_contains: object
    html_contains: object
    lacks: object
    text_lacks: object
    html_lacks: object
    attachments: object
    headers: object
    tags: object
    configuration_set: object
    template: object
    template_data: object
    rendering_failure: object
    message_id: object
    region: object
    api: ApiName | _OtherForm
    operation: SendingOperation | _OtherForm


class RefusalFilters(TypedDict, total=False):
    """The filters for refused requests. `recipient` is any address in To, Cc or Bcc."""

    code: object
    message: object
    http_status: object
    rule: object
    operation: object
    api: ApiName | _OtherForm
    region: object
    source: object
    to: object
    cc: object
    bcc: object
    recipient: object


class PublicationFilters(TypedDict, total=False):
    """The filters for what SES published. `to` is any address that the event is about."""

    type: EventType | _OtherForm
    to: object
    destination: object
    service: ServiceName | _OtherForm
    family: Family | _OtherForm
    message_id: object


FilterNames: TypeAlias = "type[MessageFilters | RefusalFilters | PublicationFilters]"
Filters: TypeAlias = "tuple[tuple[str, object], ...]"
"""Names and values of filters in the order given; a name may come more than once."""

Vocabulary: TypeAlias = "Mapping[str, Mapping[str, tuple[str, ...]]]"
"""All strings that an attribute can be, for the filters with a closed set: by API."""

API_NAMES: tuple[str, ...] = get_args(ApiName)

_BY_SMTP = "SendSmtpEmail"
_ONLY_IN_V1 = {"SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBounce"}
_ONLY_IN_V2 = {"SendBulkEmail"}
_SENDING: tuple[str, ...] = get_args(SendingOperation)
MESSAGE_VOCABULARY: Vocabulary = {
    "operation": {
        "ses": tuple(name for name in _SENDING if name not in {*_ONLY_IN_V2, _BY_SMTP}),
        "sesv2": tuple(name for name in _SENDING if name not in {*_ONLY_IN_V1, _BY_SMTP}),
        "smtp": (_BY_SMTP,),
    }
}
"""What the API tables say of messages, at hand before anything loads them; a test compares them."""
PUBLICATION_VOCABULARY: Vocabulary = {
    "type": {"": get_args(EventType)},
    "service": {"": get_args(ServiceName)},
    "family": {"": get_args(Family)},
}
"""What can be said of what SES publishes, whichever API the mail came by."""

# What other libraries, Django and SES's own parameters call what a filter is about; in lower case
# and without underscores, so that from_email, fromEmail and FromEmail are one.
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "to": ("toaddress", "toaddresses", "toemail", "toemails", "receiver"),
    "cc": ("ccaddress", "ccaddresses"),
    "bcc": ("bccaddress", "bccaddresses"),
    "recipient": (
        *("recipients", "recipientlist", "destination", "destinations", "rcpt", "address", "email"),
        *("anyrecipient", "sendto"),
    ),
    "source": (
        *("sender", "from", "fromemail", "fromaddress", "fromemailaddress", "mailfrom", "author"),
        *("sourceaddress", "sourceemail", "defaultfromemail"),
    ),
    "reply_to": ("replyto", "replytoaddress", "replytoaddresses"),
    "return_path": (
        "returnpath",
        "feedbackforwardingemailaddress",
        "bounceaddress",
        "envelopefrom",
    ),
    "subject": ("title",),
    "text": ("textbody", "bodytext", "plain", "plaintext", "textplain", "bodyplain", "textcontent"),
    "html": ("htmlbody", "bodyhtml", "htmlmessage", "htmlcontent", "texthtml", "htmlmail"),
    "body": ("content", "message", "payload", "msg"),
    "contains": ("bodycontains", "messagecontains", "includes"),
    "lacks": ("notcontains", "excludes", "without"),
    "attachments": ("attachment", "files", "file", "filename", "filenames", "attachmentnames"),
    "headers": ("header", "extraheaders", "mailheaders"),
    "tags": ("tag", "emailtags", "defaulttags", "metadata", "messagetags"),
    "configuration_set": ("configurationsetname", "configset"),
    "template": ("templatename", "templateid"),
    "template_data": (
        *("templatedata", "data", "context", "mergedata", "mergeglobaldata", "templatecontext"),
        *("replacementtemplatedata", "defaulttemplatedata", "replacements"),
    ),
    "rendering_failure": ("renderingerror", "failure", "failed"),
    "message_id": ("messageid", "id", "msgid"),
    "region": ("regionname", "awsregion"),
    "api": ("service", "servicename", "apiversion", "version", "client"),
    "operation": ("operationname", "method", "action", "call", "methodname"),
    "code": ("errorcode", "exception", "errortype"),
    "message": ("errormessage", "error", "match"),
    "http_status": ("statuscode", "httpstatuscode", "status", "httpstatus"),
    "rule": ("reason", "cause", "rulename"),
    "type": ("eventtype", "notificationtype", "kind", "event"),
    "destination": (
        *("topic", "topicarn", "arn", "stream", "bus", "eventdestination", "target"),
        *("eventdestinationname",),
    ),
    "family": ("records",),
}
# So do arguments that are no filters.
_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "count is an argument of assert_sent, wait_for, expect and most assertions": (
        *("count", "times", "number", "n", "calls"),
    ),
    "timeout is an argument of wait_for, expect and most assertions": (
        *("timeout", "within", "wait", "seconds"),
    ),
}
# What stands behind the name of a filter elsewhere, and how it is said here.
_WAYS: Mapping[str, str] = {
    "contains": "{}=contains(...)",
    "icontains": "{}=re.compile(..., re.IGNORECASE)",
    "lacks": "{}=lacks(...)",
    "startswith": "{}=re.compile('^...')",
    "endswith": "{}=re.compile('...$')",
    "matches": "{}=re.compile(...)",
    "match": "{}=re.compile(...)",
    "regex": "{}=re.compile(...)",
    "in": "{}=lambda value: value in (...)",
}


def find_other_name(name: str, names: Collection[str]) -> str | None:
    """What to write for a name that others use, as a sentence; None if nobody is known to."""
    plain = name.replace("_", "").lower()
    for own, others in _OTHER_NAMES.items():
        if own in names and plain in others:
            return f"did you mean {own!r}?"
    for own, others in _ARGUMENTS.items():
        if plain in others:
            return own
    attribute, _, way = name.rpartition("_")
    attribute = attribute.rstrip("_")  # Django's queries have two
    if attribute in names and way in _WAYS:
        return f"did you mean {_WAYS[way].format(attribute)}?"
    return None
