"""What a test arranges with an account, and how it is told when it arranges it wrongly."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from sending import SEND, mail, ses

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.account.state import State
from pytest_sesmock.engine.addresses import Mailbox


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture(scope="module")
def client() -> Any:
    return ses(config=Config(retries={"total_max_attempts": 1}))


# What it is


def test_a_fresh_account(account: Account, state: State) -> None:
    assert account.region == "us-east-1"
    assert account.account_id == "123456789012"
    assert account.caller_arn == "arn:aws:iam::123456789012:user/sesmock"
    assert state.identity_arn("example.com") == (
        "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    )
    assert account.sandbox is False
    assert account.paused_by is None
    assert account.identities == {}
    assert account.configuration_sets == []
    assert account.max_24_hour_send == 50_000
    assert account.max_send_rate is None
    assert account.sent_last_24_hours == 0
    assert account.planned_failures == ()
    assert repr(account) == "<Account us-east-1: 0 identities>"


@pytest.mark.parametrize(
    ("arn", "owned"),
    [
        ("arn:aws:ses:us-east-1:123456789012:identity/example.com", True),
        ("arn:aws:ses:eu-west-1:123456789012:identity/example.com", False),
        ("arn:aws:ses:us-east-1:999999999999:identity/example.com", False),
        ("arn:aws:ses:us-east-1:123456789012:configuration-set/news", False),
        ("example.com", False),
    ],
)
def test_owned_arns(state: State, arn: str, owned: bool) -> None:
    assert state.owns(arn) is owned


def test_tokens_repeat_in_every_run(state: State) -> None:
    token = state.new_token(32)

    assert SESMock(region="us-east-1").account()._state.new_token(32) == token
    assert state.new_token(32) != token


# Identities


def test_verify(account: Account) -> None:
    account.verify("example.com", "ada@example.org")
    account.verify()
    account.verify("EXAMPLE.com")

    assert account.identities == {"example.com": "Success", "ada@example.org": "Success"}
    assert repr(account) == "<Account us-east-1: 2 identities>"
    account.identities.clear()
    assert len(account.identities) == 2


@pytest.mark.parametrize("status", ["Pending", "Success", "Failed", "TemporaryFailure"])
def test_add_identity(account: Account, status: str) -> None:
    account.add_identity("new.example")
    account.verify("old.example")
    account.add_identity("old.example", status)

    assert account.identities == {"new.example": "Pending", "old.example": status}


@pytest.mark.parametrize(
    ("identity", "status", "problem"),
    [
        ("example.com", "Verified", "status must be one of Pending, Success, Failed, Tempo"),
        ("example.com", None, "not None"),
        ("no one", "Success", "an identity must be an email address or a domain, not 'no one'"),
    ],
)
def test_add_identity_wrongly(account: Account, identity: str, status: Any, problem: str) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.add_identity(identity, status)

    assert account.identities == {}


def test_a_forgotten_identity_covers_nothing(account: Account, state: State) -> None:
    account.verify("example.com")
    state.delete_identity("example.com")
    state.delete_identity("example.org")

    assert account.identities == {}
    assert not state.covers(Mailbox("ada@example.com"))


# Sandbox, pause, quotas


def test_the_sandbox_has_quotas_of_its_own(account: Account) -> None:
    account.sandbox = True
    assert account.max_24_hour_send == 200

    account.max_24_hour_send = 7
    assert account.max_24_hour_send == 7
    account.sandbox = False
    assert account.max_24_hour_send == 7

    account.max_24_hour_send = None  # type: ignore[assignment]
    assert account.max_24_hour_send == 50_000


def test_pauses(account: Account) -> None:
    account.pause_sending()
    assert account.paused_by == "holder"
    account.pause_sending(by="aws")
    assert account.paused_by == "aws"
    account.resume_sending()
    assert account.paused_by is None


@pytest.mark.parametrize("before", [None, "holder", "aws"])
def test_a_pause_within_a_block_leaves_what_was(account: Account, before: Any) -> None:
    if before:
        account.pause_sending(before)

    def fail_while_paused() -> None:
        with account.sending_paused(by="aws"):
            assert account.paused_by == "aws"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_paused()
    assert account.paused_by == before
    with account.sending_paused():
        assert account.paused_by == "holder"
        account.resume_sending()
    assert account.paused_by == before


@pytest.mark.parametrize(
    ("by", "code", "text"),
    [
        ("holder", "AccountSendingPausedException", "Sending paused for this account."),
        ("aws", "MessageRejected", "Sending paused for this account. For more information"),
    ],
)
def test_who_paused_decides_the_code(
    mock: SESMock, client: Any, by: Any, code: str, text: str
) -> None:
    with (
        mock.account().sending_paused(by=by),
        pytest.raises(client.exceptions.from_code(code), match=text),
    ):
        client.send_email(**SEND)

    client.send_email(**SEND)
    mock.outbox.assert_count(1)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("sandbox", "yes", "sandbox must be True or False, not 'yes'"),
        ("sandbox", 1, "sandbox must be True or False, not 1"),
        ("max_24_hour_send", -2, "max_24_hour_send must be a number of recipients, or -1"),
        ("max_24_hour_send", -0.5, "not -0.5"),
        ("max_24_hour_send", True, "not True"),
        ("max_24_hour_send", "200", "not '200'"),
        ("max_24_hour_send", float("nan"), "not nan"),
        ("max_24_hour_send", float("inf"), "not inf"),
        ("max_send_rate", 0, "max_send_rate must be more than 0 recipients per second, or None"),
        ("max_send_rate", -1, "max_send_rate must be more than 0"),
        ("max_send_rate", "1", "max_send_rate must be more than 0"),
        ("max_send_rate", True, "max_send_rate must be more than 0"),
        ("max_send_rate", float("nan"), "max_send_rate must be more than 0"),
        ("max_send_rate", float("inf"), "max_send_rate must be more than 0"),
        ("sent_last_24_hours", -1, "sent_last_24_hours must be a whole number of recipients"),
        ("sent_last_24_hours", 1.5, "not 1.5"),
        ("sent_last_24_hours", None, "not None"),
        ("sent_last_24_hours", float("inf"), "not inf"),
    ],
)
def test_wrong_values_fail_where_they_are_set(
    account: Account, name: str, value: Any, problem: str
) -> None:
    before = getattr(account, name)
    with pytest.raises(SesmockError, match=problem):
        setattr(account, name, value)

    assert getattr(account, name) == before


@pytest.mark.parametrize("by", ["me", None, ""])
def test_a_pause_has_a_known_author(account: Account, by: Any) -> None:
    with pytest.raises(SesmockError, match="by must be one of holder, aws, not"):
        account.pause_sending(by)

    assert account.paused_by is None


def test_quotas_are_read_as_set(account: Account) -> None:
    account.max_24_hour_send, account.max_send_rate, account.sent_last_24_hours = -1, 0.5, 12
    assert (account.max_24_hour_send, account.max_send_rate) == (-1, 0.5)
    assert account.sent_last_24_hours == 12

    account.max_send_rate = None
    account.sent_last_24_hours = 0
    assert account.max_send_rate is None
    assert account.sent_last_24_hours == 0


# Configuration sets


def test_configuration_sets(account: Account, state: State) -> None:
    account.create_configuration_set("news")
    account.create_configuration_set("Offers_2-b")
    account.pause_configuration_set("news")
    account.create_configuration_set("news")
    assert account.configuration_sets == ["news", "Offers_2-b"]
    assert state.configuration_set_sends("news") is False
    assert state.configuration_set_sends("Offers_2-b") is True
    assert state.configuration_set_sends("none") is None

    account.resume_configuration_set("news")
    assert state.configuration_set_sends("news") is True
    account.delete_configuration_set("news")
    assert account.configuration_sets == ["Offers_2-b"]


@pytest.mark.parametrize("name", ["", "a b", "é", "x" * 65, "news\n", "a.b", None, 5])
def test_names_of_configuration_sets(account: Account, name: Any) -> None:
    account.create_configuration_set("x" * 64)
    with pytest.raises(SesmockError, match=r"name must be 1 to 64 of A-Z a-z 0-9 _ -, not"):
        account.create_configuration_set(name)

    assert account.configuration_sets == ["x" * 64]


@pytest.mark.parametrize("verb", ["delete", "pause", "resume"])
def test_a_configuration_set_that_does_not_exist(account: Account, verb: str) -> None:
    change = getattr(account, f"{verb}_configuration_set")
    with pytest.raises(SesmockError, match=r"'new' must exist in us-east-1 \(there: none\);"):
        change("new")
    account.create_configuration_set("news")
    account.create_configuration_set("offers")

    with pytest.raises(SesmockError, match=r"\(there: news, offers\); create_configuration_set"):
        change("new")


# MAIL FROM


@pytest.mark.parametrize("status", ["Pending", "Failed", "TemporaryFailure", "Success"])
@pytest.mark.parametrize("behavior", ["RejectMessage", "UseDefaultValue"])
@pytest.mark.parametrize("identity", ["ada@example.com", "example.com"], ids=["address", "domain"])
def test_mail_from(mock: SESMock, client: Any, identity: str, behavior: str, status: str) -> None:
    """SES refuses only while a domain that is to reject is not verified [doc-mailfrom-code]."""
    account = mock.account()
    account.verify("ada@example.com", "example.com")
    account.set_mail_from(identity, "bounces.example.com", status=status, behavior=behavior)

    call = mail(Source="Ada <ada@example.com>")
    if behavior == "RejectMessage" and status != "Success":
        with pytest.raises(client.exceptions.MailFromDomainNotVerifiedException):
            client.send_email(**call)
        account.set_mail_from(identity, None)
    client.send_email(**call)
    mock.outbox.assert_count(1)


def test_the_closest_mail_from_counts(account: Account, state: State) -> None:
    account.verify("example.com", "ada@example.com")
    account.set_mail_from("example.com", "m.example.com", behavior="RejectMessage")
    assert state.failing_mail_from(Mailbox("ada@example.com")) == ("example.com", "m.example.com")
    assert state.failing_mail_from(Mailbox("bob@a.example.com")) == ("example.com", "m.example.com")
    assert state.failing_mail_from(Mailbox("bob@example.org")) is None

    account.set_mail_from("ada@example.com", "m.example.com")
    assert state.failing_mail_from(Mailbox("ada@example.com")) is None
    assert state.failing_mail_from(Mailbox("bob@example.com")) == ("example.com", "m.example.com")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            {"identity": "example.org", "mail_from_domain": "m.example.org"},
            "identity 'example.org' must exist in us-east-1: verify it first",
        ),
        ({"identity": "no one"}, "an identity must be an email address or a domain, not 'no one'"),
        ({"mail_from_domain": "no one"}, "must be a subdomain of 'example.com', not 'no one'"),
        ({"mail_from_domain": "m.example.org"}, "must be a subdomain of 'example.com'"),
        ({"mail_from_domain": "example.com"}, "must be a subdomain of 'example.com'"),
        ({"mail_from_domain": "a@m.example.com"}, "must be a subdomain of 'example.com'"),
        ({"status": "NotStarted"}, "status must be one of Pending, Success, Failed, Temporary"),
        ({"behavior": "Reject"}, "behavior must be one of UseDefaultValue, RejectMessage, not"),
    ],
    ids=str,
)
def test_mail_from_wrongly(
    account: Account, state: State, arguments: dict[str, str], problem: str
) -> None:
    account.verify("example.com")
    with pytest.raises(SesmockError, match=problem):
        account.set_mail_from(
            **{"identity": "example.com", "mail_from_domain": "m.example.com", **arguments}
        )

    assert state.failing_mail_from(Mailbox("ada@example.com")) is None


# Planned failures


def failure(client: Any, call: dict[str, Any] = SEND) -> tuple[str, str, int] | None:
    """Code, text and status of a send; None if it is accepted."""
    try:
        client.send_email(**call)
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        details = error.response["Error"]
        return details["Code"], details["Message"], metadata["HTTPStatusCode"]
    return None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("Throttling",), ("Throttling", "Maximum sending rate exceeded.", 400)),
        (
            ("AccountSendingPausedException",),
            ("AccountSendingPausedException", "Sending paused for this account.", 400),
        ),
        (
            ("MailFromDomainNotVerifiedException",),
            (
                "MailFromDomainNotVerifiedException",
                "DNS setup for MAIL FROM domain is invalid.",
                400,
            ),
        ),
        (
            ("InternalFailure",),
            ("InternalFailure", "An internal failure has occurred.", 500),
        ),
        (("MessageRejected", "no"), ("MessageRejected", "no", 400)),
        (("AccessDenied",), ("AccessDenied", "AccessDenied planned by the test.", 403)),
        (("ServiceUnavailable", "later"), ("ServiceUnavailable", "later", 503)),
        # By the name of the exception, or by its code
        (
            ("ConfigurationSetDoesNotExistException", "gone"),
            ("ConfigurationSetDoesNotExist", "gone", 400),
        ),
        (("ConfigurationSetDoesNotExist", "gone"), ("ConfigurationSetDoesNotExist", "gone", 400)),
    ],
    ids=lambda value: value[0],
)
def test_fail_next(mock: SESMock, client: Any, arguments: Any, expected: Any) -> None:
    mock.account().fail_next(*arguments)

    assert failure(client) == expected
    assert failure(client) is None
    (refused,) = mock.outbox.refusals
    assert (refused.rule, refused.code) == ("planned", expected[0])


def test_a_planned_status_overrides_the_codes_own(mock: SESMock, client: Any) -> None:
    mock.account().fail_next("Throttling", "slow down", http_status=503)

    assert failure(client) == ("Throttling", "slow down", 503)


def test_failures_are_due_in_the_order_planned(mock: SESMock, client: Any) -> None:
    account = mock.account()
    account.fail_next("Throttling", times=2)
    account.fail_next("MessageRejected", "no")
    assert [(planned.code, planned.times) for planned in account.planned_failures] == [
        ("Throttling", 2),
        ("MessageRejected", 1),
    ]

    codes = [found and found[0] for found in (failure(client) for _ in range(4))]

    assert codes == ["Throttling", "Throttling", "MessageRejected", None]
    assert account.planned_failures == ()


def test_only_sends_fail_unless_said_otherwise(mock: SESMock, client: Any) -> None:
    mock.account().fail_next("Throttling")
    client.get_send_quota()

    assert failure(client) is not None


def test_the_calls_of_one_operation_fail(mock: SESMock, client: Any) -> None:
    mock.account().fail_next("Throttling", when="GetSendQuota")
    assert failure(client) is None

    with pytest.raises(ClientError, match="Throttling"):
        client.get_send_quota()
    client.get_send_quota()


def test_the_calls_a_predicate_picks_fail(mock: SESMock, client: Any) -> None:
    seen = []

    def is_for_eve(call: Any) -> bool:
        seen.append(call.operation)
        return "eve@example.org" in call.parameters["Destination"]["ToAddresses"]

    mock.account().fail_next("MessageRejected", "no", when=is_for_eve)

    assert failure(client) is None
    assert failure(client, mail(To=["eve@example.org"])) == ("MessageRejected", "no", 400)
    assert seen == ["SendEmail", "SendEmail"]


def test_failures_are_of_one_region(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").fail_next("Throttling")

    assert failure(client) is None
    assert len(mock.account("eu-west-1").planned_failures) == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"code": "Throtling"}, "one of SES's, not 'Throtling': did you mean 'Throttling"),
        ({"code": "Zzz"}, r"not 'Zzz': there are .*AccessDenied, AccessDeniedException"),
        ({"code": None}, "the error code must be one of SES's, not None"),
        ({"message": 5}, "message must be a str, not 5"),
        ({"times": 0}, "times must be a number of calls, 1 or more, not 0"),
        ({"times": -1}, "times must be a number of calls"),
        ({"times": 1.0}, "times must be a number of calls"),
        ({"times": True}, "times must be a number of calls"),
        ({"when": "SendMail"}, "one of SES's, not 'SendMail': did you mean 'SendEmail"),
        ({"when": "send_email"}, "one of SES's, not 'send_email': did you mean 'SendEmail"),
        ({"when": "Zzz"}, "not 'Zzz': there are [A-Z]"),
        ({"when": 5}, "when must be an operation's name or a callable, not 5"),
        ({"http_status": 200}, "http_status must be an error's, 400 to 599, not 200"),
        ({"http_status": "400"}, "http_status must be an error's, 400 to 599, not '400'"),
    ],
    ids=str,
)
def test_fail_next_wrongly(account: Account, arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.fail_next(**{"code": "Throttling", **arguments})

    assert account.planned_failures == ()


# Threads


def test_arranging_from_threads_loses_nothing(account: Account) -> None:
    def arrange(number: int) -> None:
        for each in range(50):
            account.verify(f"{each}.{number}.example")
            account.create_configuration_set(f"{number}-{each}")
            account.fail_next("Throttling")

    threads = [threading.Thread(target=arrange, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(account.identities) == len(account.configuration_sets) == 200
    assert len(account.planned_failures) == 200


def test_a_misspelt_setting_is_an_error(account: Account) -> None:
    with pytest.raises(AttributeError, match="max_send_rat"):
        account.max_send_rat = 5  # type: ignore[attr-defined]
    with pytest.raises(SesmockError, match="auto_verify must be True or False, not 'yes'"):
        account.auto_verify = "yes"  # type: ignore[assignment]


def test_repr_counts_identities(account: Account) -> None:
    account.verify("example.com")
    assert repr(account).endswith(": 1 identity>")
    account.verify("example.org")
    assert repr(account).endswith(": 2 identities>")
