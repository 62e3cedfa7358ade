"""What a wrong argument is answered with: what it must be, and what it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pytest_sesmock import SESMock, SesmockError, contains, lacks

OTHER_SERVICE = "arn:aws:sns:us-east-1:123456789012:topic"


def account(mock: SESMock, **settings: Any) -> Any:
    """The account, once the settings are made."""
    for name, value in settings.items():
        setattr(mock.account(), name, value)
    return mock.account()


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda _: SESMock(sandbox="yes"), "sandbox must be True or False, not 'yes'"),  # type: ignore[arg-type]
        (lambda _: SESMock(region=5), "region must be the name of an AWS region, not 5"),  # type: ignore[arg-type]
        (
            lambda _: SESMock(verified_identities="example.com"),
            "verified_identities must be a list of email addresses and domains, not 'example.com'",
        ),
        (
            lambda _: SESMock(max_24_hour_send="200"),  # type: ignore[arg-type]
            "max_24_hour_send must be a number of recipients, not '200'",
        ),
        (
            lambda _: SESMock(max_send_rate="14"),  # type: ignore[arg-type]
            "max_send_rate must be a number of recipients per second, not '14'",
        ),
        (
            lambda _: SESMock(configuration_sets="news"),
            "configuration_sets must be a list of names, not 'news'",
        ),
        (lambda mock: mock.account(5), "region must be the name of an AWS region, not 5"),
        (lambda mock: account(mock, sandbox=1), "sandbox must be True or False, not 1"),
        (
            lambda mock: account(mock, max_24_hour_send=-2),
            "max_24_hour_send must be a number of recipients, or -1 for no limit, not -2",
        ),
        (
            lambda mock: account(mock, max_send_rate=0),
            "max_send_rate must be more than 0 recipients per second, or None, not 0",
        ),
        (
            lambda mock: account(mock, sent_last_24_hours=1.5),
            "sent_last_24_hours must be a whole number of recipients, 0 or more, not 1.5",
        ),
        (
            lambda mock: account(mock).verify(5),
            "an identity must be an email address or a domain, not 5\n(it must be a str)",
        ),
        (
            lambda mock: account(mock).add_identity("example.com", "Verified"),
            "status must be one of Pending, Success, Failed, TemporaryFailure, NotStarted, "
            "not 'Verified'",
        ),
        (
            lambda mock: account(mock).pause_sending("me"),
            "by must be one of holder, aws, not 'me'",
        ),
        (
            lambda mock: account(mock).create_configuration_set("a b"),
            "a configuration set's name must be 1 to 64 of A-Z a-z 0-9 _ -, not 'a b'",
        ),
        (
            lambda mock: account(mock).pause_configuration_set("news"),
            "configuration set 'news' must exist in us-east-1 (there: none); "
            "create_configuration_set makes one",
        ),
        (
            lambda mock: account(mock).add_dedicated_ip("2001:db8::1"),
            "a dedicated IP must be an IPv4 address, not '2001:db8::1'",
        ),
        (
            lambda mock: account(mock).create_template("t", subject=""),
            "SES would refuse this: The subject must be specified.\n"
            "A template must have a subject.",
        ),
        (
            lambda mock: account(mock).suppress("example.com"),
            "address must be an email address, not 'example.com'\n(it is a domain)",
        ),
        (
            lambda mock: account(mock).suppress(None),
            "address must be an email address, not None\n(it must be a str)",
        ),
        (
            lambda mock: account(mock).set_mail_from("example.com", "example.com"),
            "mail_from_domain must be a subdomain of 'example.com', not 'example.com'",
        ),
        (
            lambda mock: account(mock).set_mail_from("example.com", None),
            "identity 'example.com' must exist in us-east-1: verify it first",
        ),
        (
            lambda mock: account(mock).put_policy("example.com", "[]"),
            "policy must be an IAM policy: a policy must be a JSON object with a Statement",
        ),
        (
            lambda mock: account(mock).put_policy("example.com", {"Statement": "x"}),
            "policy must be an IAM policy: a Statement must be an object with the Effect Allow or "
            "Deny",
        ),
        (
            lambda mock: account(mock).put_policy(OTHER_SERVICE, {"Statement": []}),
            f"an identity's ARN must be arn:…:identity/<name>, not '{OTHER_SERVICE}'",
        ),
        (
            lambda mock: account(mock).put_policy(
                "example.com", {"Statement": {"Effect": "Deny", "Condition": {"Bool": {}}}}
            ),
            "a condition's operator must be one that pytest-sesmock evaluates (string operators, "
            "with ForAllValues, ForAnyValue and IfExists), not 'Bool'",
        ),
        (
            lambda mock: account(mock).fail_next("Throtling"),
            "the error code must be one of SES's, not 'Throtling': did you mean 'Throttling' or "
            "'Throttling failure' or 'ThrottlingException'?",
        ),
        (
            lambda mock: account(mock).fail_next("Throttling", when="SendBounc"),
            "the operation must be one of SES's, not 'SendBounc': did you mean 'SendBounce'?",
        ),
        (
            lambda mock: account(mock).fail_next("Throttling", when=5),
            "when must be an operation's name or a callable, not 5",
        ),
        (
            lambda mock: account(mock).fail_next("Throttling", 5),
            "message must be a str, not 5",
        ),
        (
            lambda mock: account(mock).fail_next("Throttling", times=0),
            "times must be a number of calls, 1 or more, not 0",
        ),
        (
            lambda mock: account(mock).fail_next("Throttling", http_status=200),
            "http_status must be an error's, 400 to 599, not 200",
        ),
        (
            lambda mock: mock.clock.advance("x"),
            "time must be advanced by seconds or a timedelta, not 'x'",
        ),
        (
            lambda mock: mock.clock.advance(timedelta(seconds=-1)),
            "time must run forwards, to the year 9999 at most: not by "
            "datetime.timedelta(days=-1, seconds=86399)",
        ),
    ],
)
def test_a_wrong_setting(call: Any, text: str) -> None:
    with pytest.raises(SesmockError) as caught:
        call(SESMock(region="us-east-1"))
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            lambda mock: mock.outbox.assert_count("1"),
            TypeError,
            "a count of messages must be an int, 0 or more, not '1'",
        ),
        (
            lambda mock: mock.outbox.assert_sent(count=-1),
            ValueError,
            "a count of messages must be an int, 0 or more, not -1",
        ),
        (
            lambda mock: mock.outbox.find(subject=b"Hi"),
            TypeError,
            "subject must be str, Pattern, a callable or an object with an == of its own, "
            "not b'Hi', which can match nothing",
        ),
        (
            lambda _: contains(1),  # type: ignore[arg-type]
            TypeError,
            "a part of a text must be a str or a compiled pattern, not 1",
        ),
        (lambda _: lacks(), TypeError, "at least one part of the text must be given"),
    ],
)
def test_a_wrong_question(call: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as caught:
        call(SESMock(region="us-east-1"))
    assert str(caught.value) == text
