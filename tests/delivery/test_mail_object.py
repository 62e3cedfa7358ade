"""What records say of the mail, rule by rule."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

import pytest
from event_records import EVIDENCE, every_event
from hypothesis import given
from hypothesis import strategies as st
from mails import submission

from pytest_sesmock import Event, SESMock
from pytest_sesmock.account.acceptance import Acceptance, Caller
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import mail_of
from pytest_sesmock.delivery.message_id import new_message_id
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.engine.composing.mime import compose
from pytest_sesmock.engine.elements import Header
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission, TemplateUse

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MESSAGE_ID = "0100019d27eb268c-0000000b-0000-4000-8000-000000000011-000000"
ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def accepted(mail: Submission, **settled: Any) -> AcceptedMail:
    return AcceptedMail(mail, Acceptance(identity_arn=ARN, **settled), MESSAGE_ID, NOW)


def texts(**given: Any) -> AcceptedMail:
    return accepted(submission(**{"text": "Hi", **given}))


def raw(header: str, **given: Any) -> AcceptedMail:
    data = header.replace("\n", "\r\n").encode() + b"\r\n\r\nHi"
    values = {"source": "", "to": (), "operation": "SendRawEmail", **given}
    return accepted(with_raw(submission(**values), data))


def template(operation: str = "SendTemplatedEmail", **given: Any) -> AcceptedMail:
    use = TemplateUse("welcome", None, {})
    return accepted(submission(text="Hi", operation=operation, template=use, **given))


def event(mail: AcceptedMail, kind: str) -> Event:
    return {each.type: each for each in every_event(mail)}[kind]  # type: ignore[index]


def mail_in(mail: AcceptedMail, kind: str = "Send") -> Any:
    return event(mail, kind).record["mail"]


def in_notification(mail: AcceptedMail, kind: str = "Delivery") -> Any:
    return event(mail, kind).as_dict("identity", headers=True)["mail"]


def headers(mail: Any) -> dict[str, str]:
    return {each["name"]: each["value"] for each in mail["headers"]}


# Headers


def test_texts_have_the_headers_of_the_request_in_ses_order() -> None:
    mail = texts(
        cc=("Bob <bob@example.org>",), reply_to=("help@example.com",), subject="Grüße", html="x"
    )
    assert list(headers(mail_in(mail))) == [
        *("From", "Reply-To", "To", "Cc", "Subject", "MIME-Version", "Content-Type")
    ]
    assert headers(mail_in(mail))["Subject"].startswith("=?UTF-8?")
    assert mail_in(mail)["commonHeaders"] == {
        "from": ["The Shop <shop@example.com>"],
        "replyTo": ["help@example.com"],
        "to": ["ada@example.org"],
        "cc": ["Bob <bob@example.org>"],
        "messageId": MESSAGE_ID,
        "subject": "Grüße",
    }


def test_a_folded_field_has_one_space_more() -> None:
    """[evs-headers-as-given]: JavaMail folds with a tab behind a space."""
    recorded = EVIDENCE["evs-suppressionlist-general"]["value"]["mail"]
    everyone = tuple(f"a.rather.long.name.{number}@example.org" for number in range(3))
    mail = texts(html="<p>Hi", to=everyone)

    found = headers(mail_in(mail))
    pattern = re.sub(r"\d+", r"\\d+", re.escape(headers(recorded)["Content-Type"]))
    assert re.fullmatch(pattern, found["Content-Type"])
    assert found["To"] == f"{everyone[0]}, {everyone[1]},  {everyone[2]}"
    assert mail_in(mail)["commonHeaders"]["to"] == list(everyone)


@pytest.mark.parametrize(
    ("lines", "value"),
    {
        "a space": ("multipart/mixed;\n boundary=b", "multipart/mixed; boundary=b"),
        "a space and a tab": ("multipart/mixed; \n\tboundary=b", "multipart/mixed;  boundary=b"),
        "several": ("multipart/mixed;\n   \t boundary=b\n", "multipart/mixed; boundary=b"),
    }.values(),
    ids=["a space", "a space and a tab", "several"],
)
def test_a_raw_mails_folds_become_one_space(lines: str, value: str) -> None:
    mail = raw(f"From: shop@example.com\nTo: ada@example.org\nContent-Type: {lines}")
    assert headers(mail_in(mail))["Content-Type"] == value


def test_a_raw_mails_fields_are_as_given() -> None:
    """X-SES-… fields stay, in their spelling [evs-headers-as-given]."""
    lines = (
        "x-Ses-Configuration-Set: news\nX-SES-MESSAGE-TAGS: a=b\nto: Ada <ada@example.org>\n"
        "Bcc: kim@example.org\nFROM: =?utf-8?q?J=C3=BCrgen?= <shop@example.com>\n"
        "Message-ID: <own@example.com>\nDate: yesterday\nX-Twice: 1\nX-Twice: 2\nno field"
    )
    mail = mail_in(raw(lines))

    assert [f"{each['name']}: {each['value']}" for each in mail["headers"]] == lines.split("\n")[
        :-1
    ]
    assert mail["source"] == "=?utf-8?q?J=C3=BCrgen?= <shop@example.com>"
    assert mail["commonHeaders"] == {
        "from": ['"Jürgen" <shop@example.com>'],
        "date": "yesterday",
        "to": ["Ada <ada@example.org>"],
        "messageId": MESSAGE_ID,
    }
    assert mail["tags"]["a"] == ["b"]
    assert mail["tags"]["ses:configuration-set"] == ["news"]


def test_a_raw_mail_without_headers_has_only_its_id() -> None:
    """[v2-raw-no-from]: as LocalStack's snapshot has it."""
    bare = raw("", source="shop@example.com", envelope=("ada@example.org",))
    mail = mail_in(bare)

    assert (mail["headers"], mail["commonHeaders"]) == ([], {"messageId": MESSAGE_ID})
    assert "ses:from-domain" not in mail["tags"]
    assert in_notification(bare)["commonHeaders"] == {}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "=?utf-8?b?Imxjcm91Y2hAbW96aWxsYS5jb20gW3ZpYSBSZWxheV0i?= <a@example.com>",
            [r'"\"lcrouch@mozilla.com [via Relay]\"" <a@example.com>'],
        ),
        ("Ada <a@example.com>, b@example.com", ["Ada <a@example.com>", "b@example.com"]),
        ('"Lovelace, Ada" <a@example.com>', ['"Lovelace, Ada" <a@example.com>']),
        ("Team: a@example.com, Bob <b@example.com>;", ["a@example.com", "Bob <b@example.com>"]),
        ("=?utf-8?q?=C3=BC?= <a@", ["ü <a@"]),
        (" ", None),
    ],
    ids=["recorded", "two", "quoted", "a group", "a fault", "none"],
)
def test_addresses_are_split_and_decoded(header: str, expected: list[str] | None) -> None:
    """[evs-commonheaders-order] for the first, which is recorded."""
    mail = raw(f"From: shop@example.com\nReply-To: {header}", envelope=("ada@example.org",))
    assert mail_in(mail)["commonHeaders"].get("replyTo") == expected


def test_all_common_headers_are_in_the_recorded_order() -> None:
    names = ("Subject", "Message-ID", "Cc", "To", "Date", "Reply-To", "From", "Return-Path")
    mail = raw("\n".join(f"{name}: <x@example.com>" for name in names))

    order = EVIDENCE["evs-commonheaders-order"]["fact"]
    assert order.startswith(f"order {', '.join(in_notification(mail)['commonHeaders'])};")
    assert mail_in(mail)["commonHeaders"]["returnPath"] == "x@example.com"


def test_whose_message_id_it_is_depends_on_the_family() -> None:
    """[evs-commonheaders-messageid]."""
    own = raw("From: shop@example.com\nTo: ada@example.org\nMessage-ID: <own@example.com>")
    assert mail_in(own)["commonHeaders"]["messageId"] == MESSAGE_ID
    assert in_notification(own)["commonHeaders"]["messageId"] == "<own@example.com>"
    assert "messageId" not in in_notification(texts())["commonHeaders"]


@pytest.mark.parametrize(
    ("more", "truncated"), [(-1, False), (0, True), (1, True)], ids=["less", "10 KB", "more"]
)
def test_headers_are_truncated_from_10_kb(more: int, truncated: bool) -> None:
    """[evs-headerstruncated]; what is left out is inferred."""
    head = "From: shop@example.com\nTo: ada@example.org\nX-Long: "
    rest = 10 * 1024 + more - len(head.replace("\n", "\r\n")) - len("\r\n")
    mail = mail_in(raw(head + "x" * rest))

    assert mail["headersTruncated"] is truncated
    assert list(headers(mail)) == ["From", "To", "X-Long"][: 2 if truncated else 3]


@pytest.mark.parametrize("kind", ["Send", "Delivery", "Bounce", "Open", "Reject"])
def test_the_headers_of_texts_are_those_delivered(kind: str) -> None:
    """Boundary included; what SES adds is not among them."""
    mail = texts(html="<p>Hi", headers=(Header("X-Own", "1"),))
    delivered = compose(mail.submission, message_id=mail.message_id, sent_at=mail.accepted_at)
    unfolded = re.sub(r"\r\n[ \t]+", " ", delivered.decode()).split("\r\n")

    fields = [f"{each['name']}: {each['value']}" for each in mail_in(mail, kind)["headers"]]
    assert "X-Own: 1" in fields
    assert [line for line in unfolded if line in fields] == fields


# Templates


def test_a_template_is_rendered_after_send() -> None:
    """Rows evt-send-templated and evt-delivery-json."""
    sent, delivered = (
        mail_in(template(subject="Hello")),
        mail_in(template(subject="Hello"), "Delivery"),
    )

    assert list(headers(sent)) == ["From", "To", "MIME-Version"]
    assert "subject" not in sent["commonHeaders"]
    assert "sourceArn" not in sent
    assert next(iter(headers(delivered))) == "Date"
    assert headers(delivered)["Date"] == "Thu, 26 Mar 2026 02:13:35 +0000"
    assert delivered["commonHeaders"]["subject"] == "Hello"
    assert delivered["sourceArn"] == ARN


def test_a_rendering_failure_has_no_headers() -> None:
    """[evs-rf]."""
    failed = TemplateUse("welcome", None, {}, "Attribute 'name' is not present.")
    (only,) = outcomes(accepted(submission(template=failed, operation="SendTemplatedEmail")))

    assert list(only.record) == ["eventType", "mail", "failure"]
    assert list(only.record["mail"])[-3:] == ["destination", "headersTruncated", "tags"]
    assert only.record["mail"]["sourceArn"] == ARN
    assert only.detail["templateName"] == "welcome"


@pytest.mark.parametrize(
    ("mail", "operation"),
    [
        (texts(api="sesv2"), "SendEmail"),
        (raw("To: ada@example.org", api="sesv2", operation="SendEmail"), "SendRawEmail"),
        (template("SendEmail", api="sesv2"), "SendTemplatedEmail"),
        (template("SendBulkEmail", api="sesv2"), "SendBulkEmail"),
        (template("SendBulkTemplatedEmail"), "SendBulkTemplatedEmail"),
    ],
    ids=["v2", "v2 raw", "v2 template", "v2 bulk", "v1 bulk"],
)
def test_the_operation_is_a_tag(mail: AcceptedMail, operation: str) -> None:
    assert mail_in(mail)["tags"]["ses:operation"] == [operation]


# Who and where


@pytest.mark.parametrize(
    ("from_", "domain"),
    [
        ("Ada <ada@staging.example.com>", "staging.example.com"),
        ("Team: ada@example.com;", "example.com"),
        ("Team:;", None),
        ("ada@", None),
    ],
    ids=["sub-domain", "group", "empty group", "fault"],
)
def test_the_domain_is_that_of_from(from_: str, domain: str | None) -> None:
    """[evs-tag-fromdomain-smtp]."""
    mail = raw(f"From: {from_}", source="shop@example.com", envelope=("ada@example.org",))
    tags = mail_in(mail)["tags"]
    assert tags.get("ses:from-domain") == (None if domain is None else [domain])


def test_a_notification_has_the_caller_where_events_have_tags() -> None:
    """[evs-order-mail-event] [evs-order-mail-identity]."""
    mail = accepted(submission(text="Hi"), caller=Caller("210987654321", "mailer"))
    delivery = event(mail, "Delivery")

    assert list(delivery.record["mail"]) == EVIDENCE["evs-order-mail-event"]["value"]
    identity = delivery.as_dict("identity", headers=True)
    assert list(identity["mail"]) == EVIDENCE["evs-order-mail-identity"]["value"]
    assert identity["mail"]["callerIdentity"] == "mailer"
    assert identity["mail"]["sendingAccountId"] == "210987654321"
    assert delivery.record["mail"]["tags"]["ses:caller-identity"] == ["mailer"]


def test_a_mail_as_nobody_names_no_identity() -> None:
    mail = AcceptedMail(submission(text="Hi"), Acceptance(), MESSAGE_ID, NOW)
    assert "sourceArn" not in mail_in(mail, "Delivery")


def test_one_recipients_event_names_the_whole_envelope() -> None:
    """[evs-per-recipient] [suppr-events-floci]."""
    mail = texts(to=("Ada <ada@example.org>",), bcc=("bounce@simulator.amazonses.com",))
    everyone = ["ada@example.org", "bounce@simulator.amazonses.com"]
    delivery, bounce = (each for each in outcomes(mail) if each.type != "Send")

    assert delivery.record["delivery"]["recipients"] == everyone[:1]
    assert [each["emailAddress"] for each in bounce.detail["bouncedRecipients"]] == everyone[1:]
    assert delivery.record["mail"]["destination"] == everyone
    assert bounce.record["mail"]["destination"] == everyone


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")],
)
def test_arns_ids_and_hosts_are_the_regions(region: str, partition: str) -> None:
    with SESMock(region=region) as mock:
        account = mock.account()
        account.verify("example.com")
        state = account._state
        mail = submission(text="Hi", source="a@example.com", region=region)
        acceptance = state.accept(mail, 0)
    mail_ = AcceptedMail(mail, acceptance, MESSAGE_ID, NOW)
    record = event(mail_, "Bounce").record

    place = "" if region == "us-east-1" else f".{region}"
    assert record["mail"]["sourceArn"].startswith(f"arn:{partition}:ses:{region}:")
    assert record["bounce"]["feedbackId"][:4] == mail_.new_id(NOW, "x")[:4]
    host = rf"dns; [a-z]\d+-\d+\.smtp-out{re.escape(place)}\.amazonses\.com"
    assert re.fullmatch(host, record["bounce"]["reportingMTA"])


# Times and ids


@given(
    st.datetimes(datetime(2011, 1, 25), datetime(2100, 1, 1), timezones=st.just(timezone.utc)),
)
def test_the_mails_time_is_in_its_id(moment: datetime) -> None:
    """[evs-timestamp-msgid], and at the end of a boundary [evs-boundary-ms]."""
    mail = texts(html="<p>Hi")
    message_id = new_message_id("us-east-1", moment.timestamp(), mail.draw("id"))
    mail = mail._replace(message_id=message_id, accepted_at=moment)
    record = event(mail, "Delivery").record

    text = record["mail"]["timestamp"].replace("Z", "+00:00")
    milliseconds = round(datetime.fromisoformat(text).timestamp() * 1000)
    assert int(message_id[4:16], 16) == milliseconds
    assert headers(record["mail"])["Content-Type"].endswith(f'.{milliseconds}"')


def test_a_notified_bounces_time_is_cut_to_seconds() -> None:
    """[evs-bounce-ts-seconds]; that of no other kind, and of no event."""
    mail = texts(to=("bounce@simulator.amazonses.com", "ada@example.org"))
    for kind, key in (("Bounce", "bounce"), ("Delivery", "delivery"), ("Complaint", "complaint")):
        found = event(mail, kind)
        published = found.record[key]["timestamp"]
        notified = found.as_dict("identity")[key]["timestamp"]
        assert notified == (f"{published[:19]}.000Z" if kind == "Bounce" else published)


def test_feedback_ids_are_of_their_own() -> None:
    """[evs-feedbackid]: a message id in form, with the milliseconds of the event."""
    for kind in ("Bounce", "Complaint"):
        found = event(texts(), kind)
        feedback_id = found.detail["feedbackId"]
        assert len(feedback_id) == len(MESSAGE_ID)
        assert feedback_id != mail_of(found).message_id
        milliseconds = round(found.timestamp.timestamp() * 1000)
        assert int(feedback_id[4:16], 16) == milliseconds


# Families


def test_a_notification_has_headers_where_that_is_switched_on() -> None:
    settings = NotificationSettings(headers_in=frozenset({"Bounce"}))
    mail = accepted(submission(text="Hi"), notifications=settings)

    bounce, delivery = event(mail, "Bounce"), event(mail, "Delivery")
    assert bounce.notification
    assert "headers" in bounce.notification["mail"]
    assert delivery.notification
    assert "headers" not in delivery.notification["mail"]
    assert "headers" in delivery.as_dict("identity", headers=True)["mail"]
    assert event(mail, "Send").notification is None
