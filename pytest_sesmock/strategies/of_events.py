"""Events of accepted messages, of every kind.

Everything that events are made of is drawn at once and put together by plain functions: strategies
that are made anew for each example are slow, and shrink badly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from random import Random
from typing import Any, get_args

from hypothesis import strategies as st

from pytest_sesmock.account.acceptance import Acceptance, Caller
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event, EventType
from pytest_sesmock.delivery.message_id import new_message_id
from pytest_sesmock.delivery.receivers import RECEIVER_IP
from pytest_sesmock.delivery.records import NOTIFICATION_TYPES
from pytest_sesmock.delivery.subtypes import (
    BOUNCE_SUBTYPES,
    COMPLAINT_SUBTYPES,
    DELAY_TYPES,
    FEEDBACK_TYPES,
)
from pytest_sesmock.engine.arns import ses_arn
from pytest_sesmock.engine.elements import Content, Tag
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission, TemplateUse
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.strategies.of_mails import TAG_CHARACTERS, mailboxes, raw_messages, tags
from pytest_sesmock.timestamps import to_text

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

_TYPES: tuple[EventType, ...] = get_args(EventType)


def events(*types: EventType) -> st.SearchStrategy[Event]:
    """What happens to accepted messages, to test code that is handed AWS's records of it.

    Every type and sub-type is among the events, of messages of any kind: simple, raw, templated, or
    sent in bulk, with either API. What recordings and the documentation show to be optional is
    sometimes there and sometimes not: what receivers and feedback loops report, header fields,
    tags, the headers in notifications. Some sub-types were never seen in a record; see the table of
    sub-types on the page about events.

    An event has the record as event publishing has it (`record`), and that of the identity
    notification (`notification`), which is None for types that identities are not notified of.
    Failing examples shrink to an event of a simple message to `ada@example.org`.

    Args:
        types: The types of events, such as "Bounce"; by default all.

    Raises:
        SesmockError: There is no event of that type.
    """
    for each in types:
        if each not in _TYPES:
            raise SesmockError(f"there are no events {each!r}, only {', '.join(_TYPES)}")
    return st.one_of(*map(_of_type, types or _TYPES))


@cache
def _of_type(event_type: EventType) -> st.SearchStrategy[Event]:
    make_block, values = _BLOCKS[event_type]
    return st.builds(
        partial(_happen, event_type, make_block),
        mail=_accepted_mails(event_type == "Rendering Failure"),
        positions=st.lists(st.integers(0, 5), min_size=1, max_size=3),
        took=st.integers(386, 600_000),
        values=st.fixed_dictionaries(values),
    )


_Block = dict[str, Any]
_MakeBlock = Callable[..., _Block]
_OF_THE_WHOLE_MAIL = {"Send", "Reject", "Rendering Failure"}


def _happen(
    event_type: EventType,
    make_block: _MakeBlock,
    *,
    mail: AcceptedMail,
    positions: list[int],
    took: int,
    values: Mapping[str, Any],
) -> Event:
    recipients, moment = mail.recipients, mail.accepted_at
    if event_type not in _OF_THE_WHOLE_MAIL:
        recipients = tuple(dict.fromkeys(recipients[each % len(recipients)] for each in positions))
        moment += timedelta(milliseconds=took)
    return Event(
        event_type, recipients, moment, make_block(mail, recipients, moment, **values), mail
    )


# Mails


@cache
def _accepted_mails(is_failure: bool) -> st.SearchStrategy[AcceptedMail]:
    submissions = _FAILING if is_failure else st.one_of(_SIMPLE, _RAW, _TEMPLATED)
    return st.builds(
        _accept,
        submissions,
        _MOMENTS,
        number=st.integers(0, 999),
        identity=st.sampled_from(["example.com", "shop@example.com"]),
        caller=st.sampled_from(["mailer", "root"]),
        headers_in=st.sampled_from([NOTIFICATION_TYPES, ()]),
    )


def _accept(
    submission: Submission,
    accepted_at: datetime,
    *,
    number: int,
    identity: str,
    caller: str,
    headers_in: tuple[str, ...],
) -> AcceptedMail:
    region = submission.region
    acceptance = Acceptance(
        notifications=NotificationSettings(headers_in=frozenset(headers_in)),
        identity_arn=ses_arn(region, Caller().account_id, f"identity/{identity}"),
        caller=Caller(name=caller),
    )
    random = Random(number)  # noqa: S311 - repeatable, not secret
    message_id = new_message_id(region, accepted_at.timestamp(), random)
    return AcceptedMail(submission, acceptance, message_id, accepted_at)


_START = datetime(2026, 1, 1, tzinfo=timezone.utc)
# Any millisecond of ten years: datetimes of hypothesis's own do not shrink to the first.
_MOMENTS = st.integers(0, 10 * 365 * 24 * 60 * 60 * 1000).map(
    lambda milliseconds: _START + timedelta(milliseconds=milliseconds)
)
_NAMES = st.text(TAG_CHARACTERS, min_size=1, max_size=20)
_MAILBOXES = mailboxes()
_SUBJECT_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)
_SOME_MAILBOXES = st.lists(_MAILBOXES, max_size=2).map(tuple)
_COMMON: Mapping[str, st.SearchStrategy[Any]] = {
    "region": st.sampled_from(["us-east-1", "eu-west-1", "ap-northeast-1", "us-gov-west-1"]),
    "source": st.just("shop@example.com") | mailboxes("example.com"),
    "to": st.lists(
        st.just("ada@example.org") | _MAILBOXES, min_size=1, max_size=3, unique=True
    ).map(tuple),
    "configuration_set": st.just("news") | _NAMES,
    "tags": st.lists(tags().map(lambda tag: Tag(tag["Name"], tag["Value"])), max_size=2).map(tuple),
}
_TEXTS: Mapping[str, st.SearchStrategy[Any]] = {
    "reply_to": _SOME_MAILBOXES,
    "cc": _SOME_MAILBOXES,
    "bcc": _SOME_MAILBOXES,
    "subject": (st.just("Hello") | _SUBJECT_WORDS).map(Content),
}
_BODIES = st.sampled_from(
    [
        {"text": Content("Hi")},
        {"text": Content("Hi"), "html": Content("<p>Hi")},
        {"html": Content("<p>Hi")},
        {"text": Content("Grüße")},
    ]
)
# What many raw messages have; the configuration set is that of the request as well.
_FIELDS = (
    b"Message-ID: <id@shop.example.com>",
    b"Date: Fri, 2 Jan 2026 10:00:00 +0000",
    b"X-SES-CONFIGURATION-SET: news",
    b"Return-Path: <bounces@example.com>",
)


def _simple(api: str, body: Mapping[str, Any], **given: Any) -> Submission:
    return Submission(api=api, operation="SendEmail", **body, **given)


def _raw(
    call: tuple[str, str], fields: list[bytes], message: bytes, to: tuple[str, ...], **given: Any
) -> Submission:
    api, operation = call
    head = b"".join(field + b"\r\n" for field in fields)
    submission = Submission(api=api, operation=operation, envelope=to, **given)
    return with_raw(submission, head + message)


def _from_template(
    call: tuple[str, str], use: TemplateUse, body: Mapping[str, Any], **given: Any
) -> Submission:
    api, operation = call
    return Submission(api=api, operation=operation, template=use, **body, **given)


_SIMPLE = st.builds(
    _simple, api=st.sampled_from(["ses", "sesv2"]), body=_BODIES, **_COMMON, **_TEXTS
)
_RAW = st.builds(
    _raw,
    call=st.sampled_from([("ses", "SendRawEmail"), ("sesv2", "SendEmail")]),
    fields=st.lists(st.sampled_from(_FIELDS), unique=True),
    message=raw_messages() | st.just(b"\r\nA message without a header."),
    **_COMMON,
)
_TEMPLATES: Mapping[str, st.SearchStrategy[Any]] = {
    "call": st.sampled_from(
        [
            *(("ses", "SendTemplatedEmail"), ("sesv2", "SendEmail")),
            *(("ses", "SendBulkTemplatedEmail"), ("sesv2", "SendBulkEmail")),
        ]
    ),
    "body": _BODIES,
    **_COMMON,
    **_TEXTS,
}
_USE = TemplateUse("welcome", None, {})
_FAILURE = "Attribute 'name' is not present in the rendering data."
_TEMPLATED = st.builds(_from_template, use=st.just(_USE), **_TEMPLATES)
_FAILING = st.builds(_from_template, use=st.just(_USE._replace(failure=_FAILURE)), **_TEMPLATES)


# Blocks


def _send(_: AcceptedMail, __: tuple[str, ...], ___: datetime) -> _Block:
    return {}


def _reject(_: AcceptedMail, __: tuple[str, ...], ___: datetime) -> _Block:
    return blocks.reject()


def _rendering_failure(_: AcceptedMail, __: tuple[str, ...], ___: datetime) -> _Block:
    return blocks.rendering_failure(_FAILURE, "welcome")


def _bounce(
    mail: AcceptedMail,
    to: tuple[str, ...],
    moment: datetime,
    *,
    types: tuple[str, str],
    **values: Any,
) -> _Block:
    bounce_type, subtype = types
    if subtype == blocks.ON_ACCOUNT_LIST:
        return blocks.suppressed_bounce(mail, to, moment)
    return blocks.bounce(mail, to, moment, type=bounce_type, subtype=subtype, **values)


def _complaint(
    mail: AcceptedMail,
    to: tuple[str, ...],
    moment: datetime,
    *,
    subtype: str | None,
    report: dict[str, str],
    is_dated: bool,
) -> _Block:
    arrival = {"arrivalDate": to_text(moment)} if report and is_dated else {}
    return blocks.complaint(mail, to, moment, subtype=subtype, report=report | arrival)


def _open(_: AcceptedMail, __: tuple[str, ...], moment: datetime, **values: Any) -> _Block:
    return blocks.open(moment, values.pop("user_agent"), _READER_IP, **values)


def _click(_: AcceptedMail, __: tuple[str, ...], moment: datetime, **values: Any) -> _Block:
    return blocks.click(moment, **values, ip_address=_READER_IP)


def _delivery_delay(
    mail: AcceptedMail, to: tuple[str, ...], moment: datetime, **values: Any
) -> _Block:
    return blocks.delivery_delay(
        mail, to, moment, expires_at=moment + timedelta(hours=12), **values
    )


def _subscription(
    _: AcceptedMail, __: tuple[str, ...], moment: datetime, **preferences: Any
) -> _Block:
    return blocks.subscription("readers", moment, "UnsubscribeHeader", **preferences)


_READER_IP = "203.0.113.5"  # nobody's (RFC 5737)
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60)
_REFUSED = {"action": "failed", "status": "5.1.1"}
_OF_READERS: Mapping[str, st.SearchStrategy[Any]] = {
    "user_agent": st.sampled_from(
        [
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com)",
        ]
    ),
    "is_bot_event": st.sampled_from([None, "Unlikely", "Likely"]),
}
_PREFERENCES = st.fixed_dictionaries(
    {
        "unsubscribeAll": st.booleans(),
        "topicSubscriptionStatus": st.lists(
            st.fixed_dictionaries(
                {
                    "topicName": _NAMES,
                    "subscriptionStatus": st.sampled_from(["OptOut", "OptIn"]),
                }
            ),
            max_size=2,
        ),
    }
)

_BLOCKS: dict[EventType, tuple[_MakeBlock, dict[str, st.SearchStrategy[Any]]]] = {
    "Send": (_send, {}),
    "Delivery": (
        blocks.delivery,
        {
            "smtp_response": st.none() | st.just("250 Ok") | _WORDS,
            "remote_mta_ip": st.sampled_from([RECEIVER_IP, None]),
        },
    ),
    "Bounce": (
        _bounce,
        {
            "types": st.sampled_from(
                [(kind, each) for kind, subtypes in BOUNCE_SUBTYPES.items() for each in subtypes]
            ),
            "report": st.sampled_from([None, {}, _REFUSED])
            | _WORDS.map(lambda words: {**_REFUSED, "diagnosticCode": words}),
            "remote_mta_ip": st.sampled_from([RECEIVER_IP, None]),
            "reporting_mta": st.sampled_from([None, "mx.example.org"]),
        },
    ),
    "Complaint": (
        _complaint,
        {
            "subtype": st.sampled_from([None, *COMPLAINT_SUBTYPES]),
            "report": st.fixed_dictionaries(
                {
                    "userAgent": st.just("Amazon SES Mailbox Simulator") | _WORDS,
                    "complaintFeedbackType": st.sampled_from(FEEDBACK_TYPES),
                }
            )
            | st.just({}),
            "is_dated": st.booleans(),
        },
    ),
    "Open": (_open, {**_OF_READERS}),
    "Click": (
        _click,
        {
            "link": st.sampled_from(["https://example.com/", "https://example.com/?token=1815#x"]),
            "link_tags": st.none()
            | st.dictionaries(
                _NAMES, st.lists(_NAMES, min_size=1, max_size=2), min_size=1, max_size=2
            ),
            **_OF_READERS,
        },
    ),
    "Reject": (_reject, {}),
    "Rendering Failure": (_rendering_failure, {}),
    "DeliveryDelay": (
        _delivery_delay,
        {
            "delay_type": st.sampled_from(DELAY_TYPES),
            "diagnostic_code": st.none() | _WORDS,
            "reporting_mta": st.sampled_from([None, "a8-86.smtp-out.amazonses.com"]),
        },
    ),
    "Subscription": (_subscription, {"new": _PREFERENCES, "old": _PREFERENCES}),
}
