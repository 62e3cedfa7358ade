"""Code as users write it: checked by mypy, never run."""

from __future__ import annotations

import math
import re
import unittest
from datetime import timedelta

import pytest

import pytest_sesmock
from pytest_sesmock import (
    Account,
    ApiCall,
    Attachment,
    Capture,
    Event,
    Headers,
    Image,
    Link,
    LintFinding,
    MessageFilters,
    Messages,
    Outbox,
    PlannedFailure,
    RefusedRequest,
    SentMessage,
    SESMock,
    SESMockFactory,
    SnsRequest,
    TextParts,
    contains,
    lacks,
    sns,
)


def test_fixtures(ses_outbox: Outbox, ses_account: Account, sesmock: SESMock) -> None:
    ses_account.verify("example.com", "ada@example.org")
    ses_account.sandbox = True
    ses_account.max_send_rate = 1
    ses_account.max_24_hour_send = -1
    ses_account.sent_last_24_hours = 199
    with ses_account.sending_paused(by="aws"):
        ses_outbox.assert_empty()
    ses_account.fail_next("Throttling", times=2, when=lambda call: "Source" in call.parameters)
    ses_account.put_policy("example.com", {"Statement": []})
    ses_account.add_identity("example.org", "TemporaryFailure")
    ses_account.add_identity("example.net", "Verified")  # type: ignore[arg-type]
    ses_account.set_mail_from("example.com", "m.example.com", behavior="RejectMessage")
    ses_account.set_mail_from("example.com", None, status="NotStarted")  # type: ignore[arg-type]
    ses_account.set_mail_from("example.com", None, behavior="Reject")  # type: ignore[arg-type]
    ses_account.suppress("ada@example.org", "COMPLAINT")
    ses_account.suppress("ada@example.org", "SPAM")  # type: ignore[arg-type]
    ses_account.pause_sending(by="me")  # type: ignore[arg-type]
    status: str = ses_account.identities["example.com"]
    assert status == "Success"
    sesmock.clock.advance(timedelta(hours=24))

    message: SentMessage = ses_outbox.assert_sent(
        to=["ada@example.com", re.compile("@example.org$")],
        subject="Welcome",
        text=lambda text: "confirm" in text,
        html=None,
        tags={"campaign": "spring"},
    )
    recipients: tuple[str, ...] = message.recipients
    subject: str = message.subject
    text: str | None = message.text
    assert recipients
    assert subject
    assert text
    events: tuple[Event, ...] = message.events
    assert [event.type for event in events] == ["Send", "Delivery"]
    assert message.sent_at.year > 2000
    assert message.mime["Subject"] == subject
    message = ses_outbox.assert_sent(
        body="Welcome", attachments=["*.pdf"], headers={"X-Priority": "1"}, api="ses"
    )
    ses_outbox.assert_not_sent(timeout=0.5, api="v2")  # type: ignore[arg-type]
    ses_outbox.assert_not_sent(operation="send_email")  # type: ignore[arg-type]
    ses_outbox.assert_not_sent(sender="a@example.org")  # type: ignore[call-arg]
    ses_outbox.assert_empty(timeout=0.5)
    ses_outbox.assert_no_refusals(operation="SendEmail")
    refusals: list[RefusedRequest] = ses_outbox.assert_refused(count=2, timeout=1)
    assert refusals[0].sender  # type: ignore[attr-defined]
    assert message.body  # type: ignore[attr-defined]
    assert ses_outbox.messages  # type: ignore[attr-defined]
    assert ses_account.verify_identity  # type: ignore[attr-defined]
    refused = ses_outbox.assert_refused(code="MessageRejected")
    assert refused.http_status + 1 == 401
    assert refused.remedy is not None
    assert {each.message_id for each in ses_outbox}


def test_forms_of_an_event(ses_outbox: Outbox) -> None:
    event = ses_outbox[0].events[0]
    request: SnsRequest = event.as_sns(family="event", signature_version="2")
    body: bytes = request.body
    assert body.startswith(b"{")
    assert request.headers["x-amz-sns-topic-arn"] == request.envelope["TopicArn"]
    assert event.as_lambda(via="sqs")["Records"][0]["body"] == event.as_sqs()["Body"]
    event.as_sns(family="sns")  # type: ignore[arg-type]
    certificate: str = sns.CERTIFICATE
    assert certificate.startswith("-----BEGIN")
    sns.subscription_confirmation("arn:aws:sns:us-east-1:123456789012:mail").envelope["Token"]


def test_what_happens(ses_outbox: Outbox) -> None:
    message = ses_outbox[0]
    bounce: Event = message.bounce("ada@example.org", type="Transient", subtype="MailboxFull")
    message.bounce(subtype="Full")  # type: ignore[arg-type]
    message.complain(feedback_type="fraud", after=timedelta(days=1), force=True)
    message.delay(["ada@example.org", "bob@example.org"], delay_type="MailboxFull", after=1.5)
    assert message.click(re.compile("confirm")) != message.click(message.links[0]) != bounce


def test_views(ses_outbox: Outbox) -> None:
    view: Messages = ses_outbox.to("ada@example.org").find(subject=contains("Welcome"))
    first: SentMessage = view.first(text_contains=["Ada", re.compile("[0-9]+")])
    several: list[SentMessage] = view.assert_sent(count=2, text=lacks("password"))
    assert first == several[0]
    assert view == several
    with ses_outbox.expect(2, timeout=1, to="ada@example.org") as new:
        one: SentMessage = ses_outbox.wait_for(to="ada@example.org", timeout=0.5)
    assert one in new
    with ses_outbox.capture() as captured:
        captured.assert_all(html=None)
    assert captured.unread or captured.unread_refusals


async def test_coroutines(ses_outbox: Outbox) -> None:
    message: SentMessage = await ses_outbox.wait_for_async(to="ada@example.org", timeout=1)
    messages: list[SentMessage] = await ses_outbox.find(html=None).wait_for_async(count=2)
    refused: RefusedRequest = await ses_outbox.assert_refused_async(code="Throttling")
    refusals: list[RefusedRequest] = await ses_outbox.assert_refused_async(count=2)
    await ses_outbox.assert_not_sent_async(timeout=0.1, to="ada@example.org")
    async with ses_outbox.expect(1, timeout=1) as new:
        assert new.unread
    async with ses_outbox.capture() as captured:
        assert captured == messages
    assert [message, refused, *refusals]


@pytest.mark.sesmock(verified_identities=["example.com"], sandbox=True)
def test_context_manager() -> None:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        mock.account("us-east-1").create_configuration_set("news")
        mock.outbox.assert_count(0)
    with pytest.raises(pytest_sesmock.SesmockError):
        mock.clock.advance(-1)


def test_reading(ses_outbox: Outbox) -> None:
    message = ses_outbox.assert_sent()
    href: str = message.link("confirm").href
    texts: list[str] = [link.text for link in message.links]
    code: str = message.code() or message.code(re.compile(r"\d+"))
    content: bytes = message.attachment("*.pdf").content
    visible: str | None = message.visible_text
    assert href
    assert texts
    assert code
    assert content
    assert visible
    assert message.as_dict()["subject"]
    assert not message.lint(ignore=["http-link"])


def test_types_for_helpers(ses_outbox: Outbox, ses_account: Account) -> None:
    welcome: MessageFilters = {"to": "ada@example.org", "api": "ses", "operation": re.compile("^S")}
    parts: TextParts = contains("Welcome")
    assert parts == "Welcome"
    block: Capture = ses_outbox.expect(2, **welcome)
    with block as new:
        message = new.assert_sent(**welcome)
    links: tuple[Link, ...] = message.links
    images: tuple[Image, ...] = message.images
    files: tuple[Attachment, ...] = message.attachments
    headers: Headers = message.headers
    findings: list[LintFinding] = message.lint()
    unreached: tuple[str, ...] = message.header_only
    assert [*links, *images, *files, *findings, *unreached, *headers.get_all("Received")]

    def is_welcome(call: ApiCall) -> bool:
        return call.operation == "SendEmail" and "Source" in call.parameters

    ses_account.fail_next("Throttling", when=is_welcome)
    due: tuple[PlannedFailure, ...] = ses_account.planned_failures
    assert due[0].answers["ses"].http_status == 400
    with ses_account.fail_next("ServiceUnavailable", times=math.inf) as outage:
        left: float = outage.times
    outage.cancel()
    assert left > outage.uses
    ses_account.fail_next("Failed", entry="ada@example.org")
    ses_account.fail_next("FAILED", entry=lambda entry: "ReplacementTags" in entry)
    ses_account.fail_next(502, after_acceptance=True, delay=timedelta(seconds=5))
    ses_account.fail_next("read-timeout", rate=0.1, seed=7, when=lambda call: call.attempt == 1)
    ses_account.fail_next(ValueError)  # type: ignore[arg-type]


def test_mocks_of_other_scopes(sesmock_factory: SESMockFactory) -> None:
    with sesmock_factory(max_send_rate=14, django_backend="django_ses.SESBackend") as mock:
        mock.outbox.clear()
    sesmock_factory(max_send_rate="14")  # type: ignore[arg-type]
    sesmock_factory(sandbx=True)  # type: ignore[call-arg]


with_ses = SESMock(verified_identities=["example.com"])


@with_ses
def send(address: str, *, copies: int = 1) -> list[str]:
    return [address] * copies


@with_ses
async def send_later(address: str) -> str:
    return address


@with_ses
class TestOrders(unittest.TestCase):
    sesmock: SESMock

    def test_it(self) -> None:
        self.sesmock.outbox.assert_sent()


async def decorated_functions_keep_their_signatures() -> None:
    sent: list[str] = send("ada@example.org", copies=2)
    later: str = await send_later("ada@example.org")
    send(3)  # type: ignore[arg-type]
    await send_later()  # type: ignore[call-arg]
    assert [*sent, later, TestOrders().sesmock.region]
    with_ses(3)  # type: ignore[type-var]
