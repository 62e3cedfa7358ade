"""What the lint finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from message_samples import MESSAGE_ID, SENT_AT, sent, sent_raw

from pytest_sesmock import SesmockError
from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.event_destinations import EventDestination, SnsTopic
from pytest_sesmock.engine.elements import AttachedFile, Content, Header
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission, TemplateUse
from pytest_sesmock.outbox import lint
from pytest_sesmock.outbox.message import SentMessage

GOOD: dict[str, Any] = {
    "source": "Shop <shop@shop.dev>",
    "to": ("ada@example.org",),
    "subject": Content("Your order"),
    "text": Content("Hello Ada, see https://shop.dev/orders/1"),
    "html": Content(
        "<p>Hello Ada</p><a href=https://shop.dev/orders/1><img src=https://shop.dev/x alt=x></a>"
    ),
}


def mail(**changes: Any) -> SentMessage:
    texts = ("subject", "text", "html")
    given = {
        name: Content(value) if name in texts and value is not None else value
        for name, value in changes.items()
    }
    return sent(**(GOOD | given))


def found(message: SentMessage) -> dict[str, str]:
    return {finding.rule: finding.problem for finding in message.lint()}


def test_a_good_mail_has_nothing() -> None:
    assert mail().lint() == []
    assert mail(html=None).lint() == []


@pytest.mark.parametrize(
    ("rule", "changes", "what"),
    [
        ("doubtful-address", {"to": ("Ada <ada@localhost>",)}, "ada@localhost (The part after"),
        ("doubtful-address", {"source": "a..b@shop.dev"}, "a..b@shop.dev ("),
        ("doubtful-address", {"return_path": "x@y.invalid"}, "x@y.invalid ("),
        ("doubtful-address", {"reply_to": ("x@y",), "cc": ("z@y",)}, "z@y ("),
        ("empty-subject", {"subject": ""}, "the subject is empty"),
        ("empty-subject", {"subject": " \t"}, "the subject is empty"),
        ("none-in-subject", {"subject": "Hello None!"}, "None in the subject 'Hello None!'"),
        ("none-in-subject", {"subject": "nan EUR"}, "nan in the subject"),
        ("no-text-part", {"text": None}, "the message is HTML only"),
        ("no-text-part", {"text": " \n"}, "the message is HTML only"),
        ("http-link", {"text": "http://shop.dev"}, "http://shop.dev"),
        ("http-link", {"html": "<img alt=x src=http://shop.dev/x>"}, "http://shop.dev/x"),
        ("placeholder-domain", {"text": "https://www.example.com/x"}, "https://www.example.com/x"),
        ("placeholder-domain", {"text": "https://localhost:8000/"}, "https://localhost:8000/"),
        ("placeholder-domain", {"text": "https://127.0.0.1/"}, "https://127.0.0.1/"),
        ("placeholder-domain", {"text": "https://yourdomain.com/"}, "https://yourdomain.com/"),
        ("placeholder-domain", {"html": "<a href=mailto:x@shop.test?a=b>x</a>"}, "mailto:x@shop"),
        (
            "no-unsubscribe",
            {"operation": "SendBulkEmail"},
            "a bulk message (SendBulkEmail) without",
        ),
        ("no-unsubscribe", {"headers": (Header("List-ID", "<x>"),)}, "a bulk message (List-Id)"),
        ("no-unsubscribe", {"headers": (Header("Precedence", "Bulk"),)}, "(Precedence: bulk)"),
    ],
)
def test_what_is_found(rule: str, changes: dict[str, Any], what: str) -> None:
    findings = found(mail(**changes))
    assert list(findings) == [rule]
    assert findings[rule].startswith(what) or what in findings[rule]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ("ada@shop.test", "Zoë <zoe@exämple.org>", "success@simulator.amazonses.com")},
        {"subject": "Nonetheless, nano"},
        {"html": "<a href=#top>x</a><a href='https://[x'>y</a><a href=tel:1>z</a>"},
        {"text": "https://example.community https://testing.dev"},
        {"operation": "SendBulkEmail", "headers": (Header("List-Unsubscribe", "<https://u.v>"),)},
        {"headers": (Header("Precedence", "first-class"),)},
    ],
)  # fmt: skip
def test_what_is_left_alone(changes: dict[str, Any]) -> None:
    assert found(mail(**changes)) == {}


def test_a_group_is_no_address_to_doubt() -> None:
    assert found(mail(to=("friends:;",))) == {}


def test_many_places_are_one_finding() -> None:
    message = mail(text=" ".join(f"http://shop.dev/{n % 6}" for n in range(12)))
    assert found(message) == {
        "http-link": "http://shop.dev/0, http://shop.dev/1, http://shop.dev/2 and 3 more"
    }


def test_a_finding_says_how_to_mend_it() -> None:
    (finding,) = mail(text=None).lint()
    assert str(finding) == "no-text-part: the message is HTML only; send plain text too"


def test_a_mail_that_is_never_delivered_has_nothing() -> None:
    assert mail(subject="", template=TemplateUse("x", None, {}, "missing attribute")).lint() == []


def test_rules_are_silenced_by_name() -> None:
    message = mail(subject="", text=None)
    assert [finding.rule for finding in message.lint(["no-text-part"])] == ["empty-subject"]
    assert message.lint({"no-text-part", "empty-subject"}) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [("http-links", "did you mean 'http-link'?"), ("zzz", "there are doubtful-address, bounced-")],
)
def test_a_name_of_no_rule_is_told(name: str, hint: str) -> None:
    with pytest.raises(SesmockError, match=f"must be one of the lint's, not '{name}': ") as caught:
        mail().lint([name])
    assert hint in str(caught.value)


def test_the_names_of_the_rules_are_distinct() -> None:
    names = [rule.name for rule in lint.RULES]
    assert len(set(names)) == len(names) == 21


@given(st.text(st.characters(exclude_categories=())), st.binary())
def test_whatever_is_sent_can_be_linted(text: str, raw: bytes) -> None:
    marked = f"{text} {{{{{text}}}}} http://{text} <a href='http://{text}'>{text}</a>"
    for message in (mail(subject=text, text=marked, html=marked), sent_raw(raw)):
        for warning in lint.warnings(0, message):
            assert warning.isprintable()
            assert len(warning) < 1000


# What is not delivered as it was meant


def raw_mail(
    *fields: str | bytes,
    body: bytes = b"Hello",
    tracking: tuple[str, ...] = (),
    enabled: bool = True,
    **given: Any,
) -> SentMessage:
    """A raw message from the shop to Ada as SES accepts it; fields take the place of others."""
    lines = [each.encode() if isinstance(each, str) else each for each in fields]
    names = {line.partition(b":")[0] for line in lines}
    usual = (b"From: shop@shop.dev", b"To: ada@example.org", b"Subject: Your order")
    lines += [each for each in usual if each.partition(b":")[0] not in names]
    submission = Submission(
        **{
            "api": "ses",
            "operation": "SendRawEmail",
            "region": "eu-west-1",
            "source": "shop@shop.dev",
            **given,
        }
    )
    destination = EventDestination(
        "tracking", enabled, tracking, SnsTopic("arn:aws:sns:eu-west-1:123456789012:x")
    )
    configuration_set = ConfigurationSet("tracked", event_destinations=(destination,))
    data = b"\r\n".join((*(each for each in lines if each != b"From:"), b"", body))
    return SentMessage(
        submission=with_raw(submission, data),
        message_id=MESSAGE_ID,
        sent_at=SENT_AT,
        request={},
        acceptance=Acceptance(configuration_set=configuration_set),
    )


HTML_8BIT = "<p>Grüße <a href=https://shop.dev/>x</a>".encode()
IN_HTML = "Content-Type: text/html; charset=utf-8"
V2 = {"api": "sesv2", "operation": "SendEmail"}
ONE = {"envelope": ("ada@example.org",)}


@pytest.mark.parametrize(
    ("rule", "message", "what"),
    [
        ("header-only", raw_mail("Cc: bob@x.org", **ONE), "bob@x.org"),
        ("header-only", raw_mail("Bcc: Bob <bob@x.org>", **ONE), "Bob <bob@x.org>"),
        ("header-only", raw_mail("To: Team: bob@x.org, ada@example.org;", **ONE), "bob@x.org"),
        ("header-only", raw_mail("Cc: bob@x.org", **ONE, **V2), "bob@x.org"),
        ("no-from", raw_mail("From:"), "the message has no From header"),
        ("no-from", raw_mail("From: ", **V2), "the message has no From header"),
        ("unencoded-name", raw_mail("From: Zoë <z@shop.dev>"), "the From Zoë <z@shop.dev>"),
        (
            "unencoded-name",
            raw_mail('From: "Zoë, Shop" <z@shop.dev>'.encode("latin-1")),
            'the From "Zoë, Shop" <z@shop.dev>',
        ),
        (
            "unencoded-name",
            raw_mail("From: a@b.dev (é)", **V2, source="", source_given=False),
            "the From a@b.dev (é)",
        ),
        (
            "unencoded-name",
            raw_mail(**(V2 | {"source": "日本 <z@shop.dev>"})),
            "the From 日本 <z@shop.dev>",
        ),
        ("unencoded-name", mail(source="Zoë <z@shop.dev>"), "the From Zoë <z@shop.dev>"),
        (
            "eight-bit-tracking",
            raw_mail(IN_HTML, body=HTML_8BIT, tracking=("SEND", "OPEN")),
            "8bit content, and the configuration set tracks opens",
        ),
        (
            "eight-bit-tracking",
            raw_mail(IN_HTML, body=HTML_8BIT, tracking=("CLICK", "OPEN")),
            "tracks opens and clicks",
        ),
        (
            "eight-bit-tracking",
            raw_mail(
                "Content-Type: text/plain; charset=utf-8",
                body="Grüße https://shop.dev/".encode(),
                tracking=("CLICK",),
            ),
            "tracks clicks",
        ),
        ("seven-bit-attachment", mail(attachments=(AttachedFile("a.pdf", b"%PDF\xe2"),)), "a.pdf"),
        ("seven-bit-attachment", mail(attachments=(AttachedFile("a.bin", b"a\0b"),)), "a.bin"),
        (
            "seven-bit-attachment",
            mail(attachments=(AttachedFile("a.csv", b"x" * 999 + b"\n"),)),
            "a.csv",
        ),
        (
            "seven-bit-attachment",
            mail(
                attachments=(
                    AttachedFile("a.csv", "é".encode(), transfer_encoding="SEVEN_BIT"),
                    AttachedFile("b.csv", b"e"),
                    AttachedFile("c.csv", "é".encode("latin-1")),
                )
            ),
            "a.csv, c.csv",
        ),
    ],
)  # fmt: skip
def test_what_is_not_delivered_as_meant(rule: str, message: SentMessage, what: str) -> None:
    findings = found(message)
    findings.pop("no-text-part", None)
    assert list(findings) == [rule]
    assert findings[rule].endswith(what)


@pytest.mark.parametrize(
    "message",
    [
        raw_mail("Cc: bob@x.org"),
        raw_mail("Cc: bob@x.org", envelope=("ada@EXAMPLE.org", "Bob <bob@x.org>")),
        raw_mail(envelope=("ada@example.org", "hidden@x.org")),
        raw_mail(
            "To: list@shop.dev",
            "List-Id: <list.shop.dev>",
            "List-Unsubscribe: <https://shop.dev/u>",
            envelope=("ada@example.org",),
        ),
        raw_mail("To: undisclosed-recipients:;", envelope=("ada@example.org",)),
        raw_mail("From: =?utf-8?q?Zo=C3=AB?= <z@shop.dev>"),
        raw_mail("From: Zoë <z@shop.dev>", **V2),
        raw_mail("Subject: Grüße"),
        raw_mail(body="Grüße".encode()),
        raw_mail(IN_HTML, body=b"<p>Hello", tracking=("OPEN", "CLICK")),
        raw_mail(IN_HTML, body=HTML_8BIT, tracking=("SEND", "BOUNCE")),
        raw_mail(IN_HTML, body=HTML_8BIT, tracking=("OPEN",), enabled=False),
        raw_mail(body="Grüße".encode(), tracking=("OPEN", "CLICK")),
        raw_mail(body="Grüße https://shop.dev/".encode(), tracking=("OPEN",)),
        mail(attachments=(AttachedFile("a.csv", b"a;b\n" + b"x" * 998 + b"\r\n"),)),
        mail(attachments=(AttachedFile("a.csv", "é".encode(), transfer_encoding="BASE64"),)),
        mail(attachments=(AttachedFile("a", "é".encode(), transfer_encoding="QUOTED_PRINTABLE"),)),
        mail(attachments=(AttachedFile("empty", b""),)),
    ],
    ids=range(18),
)
def test_what_is_delivered_as_meant(message: SentMessage) -> None:
    findings = found(message)
    findings.pop("no-text-part", None)
    assert findings == {}
