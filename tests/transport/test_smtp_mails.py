"""Mails by SMTP: accepted, refused after DATA, failing as planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from evidence import BEHAVIOUR
from smtp_client import MESSAGE, RawClient

from pytest_sesmock import Account, SESMock, SesmockError, SmtpServer

pytestmark = pytest.mark.loopback

ORDER = "503 Bad sequence of commands"


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield mock


# Mails


def test_a_mail_is_accepted_with_its_id(mock: SESMock, client: RawClient) -> None:
    ids = [client.hand_over(MESSAGE), client.hand_over(MESSAGE, "shop@example.com", "bob@x.org")]

    first, second = mock.outbox
    assert ids == [f"250 Ok {first.message_id}", f"250 Ok {second.message_id}"]
    assert (first.to, first.bcc) == (("ada@example.org",), ())
    assert (second.recipients, second.header_only) == (("bob@x.org",), ("ada@example.org",))
    assert (first.api, first.operation, first.region) == ("smtp", "SendSmtpEmail", "eu-west-1")
    assert first.origin == "an SMTP client (client)"
    mock.outbox.assert_sent(to="ada@example.org", subject="Welcome", api="smtp")


def test_fields_that_steer_ses_are_read_and_removed(mock: SESMock, client: RawClient) -> None:
    mock.account().create_configuration_set("news")
    fields = "X-SES-CONFIGURATION-SET: news\r\nX-SES-MESSAGE-TAGS: a=b, c=d\r\n"

    client.hand_over(fields + MESSAGE)

    message = mock.outbox.assert_sent(configuration_set="news", tags={"a": "b", "c": "d"})
    assert b"X-SES-MESSAGE-TAGS" not in message.raw
    (recorded,) = (each for each in message.events if each.type == "Send")
    mail: Any = recorded.as_dict("event")["mail"]
    names = [each["name"] for each in mail["headers"]]
    assert names[:3] == ["Received", "X-SES-CONFIGURATION-SET", "X-SES-MESSAGE-TAGS"]
    assert mail["tags"]["ses:operation"] == ["SendSmtpEmail"]
    assert mail["source"] == "shop@example.com"
    # The trace is the server's, and no recipient of SES gets it.
    assert b"Received" not in message.raw
    assert re.fullmatch(
        r"from client \(localhost \[127\.0\.0\.1\]\) by email-smtp\.amazonaws\.com with SMTP "
        r"\(SimpleEmailService-d-[A-Z0-9]{9}\) id [A-Za-z0-9]{20} for ada@example\.org; "
        r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000 \(UTC\)",
        mail["headers"][0]["value"],
    )


def test_several_recipients_are_not_in_the_trace(mock: SESMock, client: RawClient) -> None:
    client.hand_over(MESSAGE, "shop@example.com", "ada@example.org", "bob@example.org")
    mail: Any = mock.outbox[0].events[0].as_dict("event")["mail"]
    assert " for " not in mail["headers"][0]["value"]
    assert mail["destination"] == ["ada@example.org", "bob@example.org"]


def test_bad_news_of_a_mail(mock: SESMock, client: RawClient) -> None:
    client.hand_over(MESSAGE)
    client.hand_over(MESSAGE, "shop@example.com", "bounce@simulator.amazonses.com")
    mock.outbox[0].complain()

    types = [[event.type for event in message.events] for message in mock.outbox]
    assert types == [["Send", "Delivery", "Complaint"], ["Send", "Bounce"]]
    notification: Any = mock.outbox[0].events[-1].as_dict("identity")
    assert notification["mail"]["callerIdentity"]


def test_dots_line_ends_and_bytes_arrive(mock: SESMock, client: RawClient) -> None:
    body = "..one\r\n...\r\n\xfc".encode("latin-1")
    client.hand_over(MESSAGE.encode() + body)
    assert mock.outbox[0].raw.endswith(b"\r\nHello\r\n.one\r\n..\r\n\xfc\r\n")


@pytest.mark.slow
@pytest.mark.parametrize("line", [76, 41_000_000], ids=["in lines", "in one line"])
def test_40_megabytes(mock: SESMock, client: RawClient, line: int) -> None:
    body = (b"x" * line + b"\r\n") * (40_000_000 // line or 1)
    reply = client.hand_over(MESSAGE.encode() + body)
    assert reply == f"250 Ok {mock.outbox[0].message_id}"


def test_more_than_40_megabytes(mock: SESMock, client: RawClient) -> None:
    too_long = "552 5.3.4 Message is too long."
    assert client.hand_over(MESSAGE + "x" * 42_000_000) == too_long
    assert mock.outbox.refusals[0].code == "5.3.4 Message is too long."
    # What would fill the memory is not even kept.
    assert client.hand_over(MESSAGE + ("x" * 1_000_000 + "\r\n") * 101) == too_long
    assert client.say("NOOP") == "250 Ok"
    mock.outbox.assert_empty()


# Refusals


def pause(account: Account) -> None:
    account.pause_sending()


def fill(account: Account) -> None:
    account.max_24_hour_send = 0


def throttle(account: Account) -> None:
    account.fail_next("Throttling")


def deny(account: Account) -> None:
    account.put_policy("example.com", "p", {"Effect": "Deny"})


def with_from(sender: str) -> str:
    return MESSAGE.replace("The Shop <shop@example.com>", sender)


def recorded(row: str) -> str:
    return f"{BEHAVIOUR[row]['http_status']} {BEHAVIOUR[row]['message']}"


REFUSALS: dict[str, tuple[Callable[[Account], None] | None, str, str, list[str], str]] = {
    "unverified, as the header has it and as the envelope has it": (
        None,
        with_from("yoyo <yoyo@domain.com>"),
        "yoyo@domain.com",
        [],
        recorded("unver-smtp-display-and-bare").replace("US-EAST-1", "EU-WEST-1"),
    ),
    "51 recipients": (
        None,
        MESSAGE,
        "shop@example.com",
        [f"r{number}@example.org" for number in range(51)],
        recorded("recipients-51-smtp"),
    ),
    "a recipient without a domain": (
        None,
        MESSAGE,
        "shop@example.com",
        ["nobody"],
        recorded("missing-final-domain-smtp"),
    ),
    "an empty To": (
        None,
        MESSAGE.replace("ada@example.org", ""),
        "shop@example.com",
        [],
        recorded("empty-to-header-smtp"),
    ),
    "a field twice": (
        None,
        "Content-Type: text/plain\r\nContent-Type: text/plain\r\n" + MESSAGE,
        "shop@example.com",
        [],
        recorded("dup-header-ct-smtp"),
    ),
    "no part": (
        None,
        "Content-Type: multipart/mixed; boundary=x\r\n" + MESSAGE,
        "shop@example.com",
        [],
        recorded("missing-start-boundary-smtp"),
    ),
    "the rate": (throttle, MESSAGE, "shop@example.com", [], recorded("throttle-rate-smtp")),
    "the quota": (fill, MESSAGE, "shop@example.com", [], recorded("smtp-quota-daily")),
    "no such configuration set": (
        None,
        "X-SES-CONFIGURATION-SET: nope\r\n" + MESSAGE,
        "shop@example.com",
        [],
        "554 Transaction failed: Configuration set <nope> does not exist.",
    ),
    "paused": (
        pause,
        MESSAGE,
        "shop@example.com",
        [],
        "554 Message rejected: Sending paused for this account.",
    ),
}


@pytest.mark.parametrize(
    ("arrange", "message", "sender", "to", "reply"), REFUSALS.values(), ids=REFUSALS
)
def test_a_mail_is_refused_after_data(
    mock: SESMock,
    client: RawClient,
    arrange: Callable[[Account], None] | None,
    message: str,
    sender: str,
    to: list[str],
    reply: str,
) -> None:
    if arrange is not None:
        arrange(mock.account())

    assert client.hand_over(message, sender, *to) == reply

    (refusal,) = mock.outbox.refusals
    assert reply == f"{refusal.http_status} {refusal.code}: {refusal.message}"
    mock.outbox.assert_empty()
    mock.outbox.assert_refused(code=refusal.code, api="smtp", operation="SendSmtpEmail")
    # The session goes on, and forgets the mail.
    assert client.say("RCPT TO:<ada@example.org>") == ORDER


def test_a_remedy_of_a_refusal_lets_the_mail_pass(mock: SESMock, client: RawClient) -> None:
    message = with_from("shop@example.net")
    client.hand_over(message, "shop@example.net")
    remedy = mock.outbox.refusals[0].remedy
    assert remedy == "mock.account().verify('shop@example.net')"
    exec(remedy, {"mock": mock})  # noqa: S102 - as a test's author would paste it
    assert client.hand_over(message, "shop@example.net").startswith("250 Ok ")


# Planned failures


@pytest.mark.parametrize(
    ("failure", "options", "reply"),
    [
        ("Throttling", {}, "454 Throttling failure: Maximum sending rate exceeded."),
        ("TooManyRequestsException", {}, "454 Throttling failure: Maximum sending rate exceeded."),
        ("Throttling failure", {"message": "No."}, "454 Throttling failure: No."),
        ("MessageRejected", {"message": "No."}, "554 Message rejected: No."),
        ("MessageRejected", {"message": "No,\r\nno."}, "554 Message rejected: No, no."),
        ("InternalFailure", {}, "451 Temporary service failure"),
        ("ServiceUnavailable", {"http_status": 500}, "451 Temporary service failure"),
        ("Temporary service failure", {}, "451 Temporary service failure"),
        (502, {}, "451 Temporary service failure"),
        (
            "MailFromDomainNotVerifiedException",
            {"when": "SendSmtpEmail"},
            "554 MAIL FROM domain not verified: DNS setup for MAIL FROM domain is invalid.",
        ),
    ],
)
def test_a_planned_refusal(
    mock: SESMock, client: RawClient, failure: Any, options: dict[str, Any], reply: str
) -> None:
    mock.account().fail_next(failure, **options)
    assert client.hand_over(MESSAGE) == reply
    assert client.hand_over(MESSAGE).startswith("250 Ok ")
    assert [attempt.is_accepted for attempt in mock.outbox.attempts] == [False, True]


@pytest.mark.parametrize("failure", ["InternalFailure", 503])
def test_a_failure_after_acceptance(mock: SESMock, client: RawClient, failure: Any) -> None:
    mock.account().fail_next(failure, after_acceptance=True)
    assert client.hand_over(MESSAGE) == "451 Temporary service failure"
    mock.outbox.assert_count(1)


def test_a_refusal_cannot_come_after_acceptance(mock: SESMock) -> None:
    with pytest.raises(SesmockError, match="after_acceptance must be left out"):
        mock.account().fail_next("Message rejected", after_acceptance=True)


def test_what_smtp_has_no_answer_for_is_not_planned_for_smtp_alone(mock: SESMock) -> None:
    with pytest.raises(SesmockError, match="the error code must be one of SES's"):
        mock.account().fail_next("ExpiredToken", when="SendSmtpEmail")


@pytest.mark.parametrize("code", ["ExpiredToken", "Failed"])
def test_what_smtp_has_no_answer_for_is_not_of_smtp(
    mock: SESMock, client: RawClient, code: str
) -> None:
    mock.account().fail_next(code)
    assert client.hand_over(MESSAGE).startswith("250 Ok ")


@pytest.mark.parametrize(
    ("failure", "after_acceptance", "error"),
    [
        ("read-timeout", False, TimeoutError),
        ("read-timeout", True, TimeoutError),
        ("connect-timeout", False, TimeoutError),
        ("connection-closed", False, EOFError),
        ("connection-closed", True, EOFError),
        ("connection-refused", False, EOFError),
        ("truncated-response", True, EOFError),
    ],
)
def test_a_connection_fails_as_planned(
    mock: SESMock, server: SmtpServer, failure: str, after_acceptance: bool, error: Any
) -> None:
    mock.account().fail_next(failure, after_acceptance=after_acceptance)
    with RawClient(server, timeout=0.5) as client, pytest.raises(error):
        client.log_in().must_hand_over(MESSAGE)
    assert len(mock.outbox) == after_acceptance
    with RawClient(server) as client:
        assert client.log_in().hand_over(MESSAGE).startswith("250 Ok ")


def test_a_callable_that_sends_mail_itself(mock: SESMock, server: SmtpServer) -> None:
    """It has a thread of its own, so the server can take that mail meanwhile."""

    def send_another(call: Any) -> bool:
        if call.parameters["Destinations"] == ["bob@example.org"]:
            return False
        with RawClient(server) as other:
            other.log_in().hand_over(MESSAGE, "shop@example.com", "bob@example.org")
        return True

    mock.account().fail_next("Throttling", when=send_another)
    with RawClient(server) as client:
        assert client.log_in().hand_over(MESSAGE).startswith("454 ")
    mock.outbox.assert_sent(recipient="bob@example.org")


def test_a_callable_that_raises(mock: SESMock, client: RawClient) -> None:
    mock.account().fail_next("Throttling", when=lambda call: call.nothing)
    assert client.hand_over(MESSAGE) == "451 Temporary service failure"
    mock.outbox.assert_empty()


def test_a_refusal_without_a_text_is_named_by_its_words(mock: SESMock, client: RawClient) -> None:
    mock.account().fail_next(503)
    client.hand_over(MESSAGE)
    # A status alone is no refusal of the APIs, and of SMTP it is SES's own reply.
    mock.account().fail_next("InternalFailure")
    client.hand_over(MESSAGE)
    names = {repr(refusal) for refusal in mock.outbox.refusals}
    assert names == {"<RefusedRequest SendSmtpEmail: Temporary service failure>"}
