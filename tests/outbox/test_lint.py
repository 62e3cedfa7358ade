"""What the lint finds, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from message_samples import sent, sent_raw

from pytest_sesmock import SesmockError
from pytest_sesmock.engine.elements import AttachedFile, Content, Header
from pytest_sesmock.engine.submissions.submission import TemplateUse
from pytest_sesmock.outbox import lint
from pytest_sesmock.outbox.message import SentMessage

GOOD: dict[str, Any] = {
    "source": "Shop <shop@shop.dev>",
    "to": ("ada@example.org",),
    "subject": Content("Your order"),
    "text": Content("Hello Ada, see https://shop.dev/orders/1"),
    "html": Content("<p>Hello Ada</p><a href=https://shop.dev/orders/1><img src=x alt=Order></a>"),
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
        ("template-mark", {"subject": "Hi {{name}}"}, "{{name}}"),
        ("template-mark", {"text": "Hi {% if x %} ${y} %(z)s *|W|*"}, "{% if x %}, ${y}, %(z)s"),
        ("template-mark", {"html": "<p>Hi <%= name %></p>"}, "<%= name %>"),
        ("template-mark", {"html": "<a href='https://shop.dev/{{id}}'>x</a>"}, "{{id}}"),
        ("template-mark", {"html": "<img alt=x src='https://shop.dev/{{id}}'>"}, "{{id}}"),
        ("no-text-part", {"text": None}, "the message is HTML only"),
        ("no-text-part", {"text": " \n"}, "the message is HTML only"),
        ("no-alt-text", {"html": "<img src=logo.png>"}, "the image logo.png"),
        ("no-alt-text", {"html": "<img src=logo.png alt=' '>"}, "the image logo.png"),
        ("missing-image", {"html": "<img alt=x src=CID:logo>"}, "CID:logo"),
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
        {"text": "{{amazonSESUnsubscribeUrl}} {{ amazonSESUnsubscribeUrl }} {a} 100 % sure"},
        {"html": "<style>a{{b}}</style><!-- {{x}} --><p>x"},
        {"html": "<img width=1 height=1 src=https://shop.dev/p><img hidden src=y>"},
        {"html": "<a href=#top>x</a><a href='https://[x'>y</a><a href=tel:1>z</a>"},
        {"text": "https://example.community https://testing.dev"},
        {"html": "<img src=cid:a@b alt=x>", "attachments": (
            AttachedFile("a.png", b"P", "image/png", "INLINE", content_id="a@b"),)},
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
    [("http-links", "did you mean 'http-link'?"), ("zzz", "there are doubtful-address, empty-")],
)
def test_a_name_of_no_rule_is_told(name: str, hint: str) -> None:
    with pytest.raises(SesmockError, match=f"must be one of the lint's, not '{name}': ") as caught:
        mail().lint([name])
    assert hint in str(caught.value)


def test_the_names_of_the_rules_are_distinct() -> None:
    names = [rule.name for rule in lint.RULES]
    assert len(set(names)) == len(names) == 10


@given(st.text(st.characters(exclude_categories=())), st.binary())
def test_whatever_is_sent_can_be_linted(text: str, raw: bytes) -> None:
    marked = f"{text} {{{{{text}}}}} http://{text} <a href='http://{text}'>{text}</a>"
    for message in (mail(subject=text, text=marked, html=marked), sent_raw(raw)):
        for warning in lint.warnings(0, message):
            assert warning.isprintable()
            assert len(warning) < 1000
