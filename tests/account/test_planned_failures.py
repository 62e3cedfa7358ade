"""Failures for a block, for entries of bulk sends, and what a test's own callables may do."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from sending import SEND, ses, sesv2

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.wire.models import service_model

UNKNOWN = "Unknown error occurred. Please try again later"
ADA, BOB, EVE = "ada@example.org", "bob@example.org", "eve@example.org"
SEND_CALL = "SendEmail"


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(verified_identities=["example.com"], region="us-east-1") as mock:
        mock.account().create_template("news", subject="News", text="Hello")
        yield mock


@pytest.fixture
def account(mock: SESMock) -> Account:
    return mock.account()


def is_sent(client: Any | None = None) -> bool:
    try:
        (client or ses()).send_email(**SEND)
    except ClientError:
        return False
    return True


def bulk(*people: str) -> list[tuple[str, str | None]]:
    """Status and error of each entry of a bulk send by v1."""
    result = ses().send_bulk_templated_email(
        Source="shop@example.com",
        Template="news",
        DefaultTemplateData="{}",
        Destinations=[
            {
                "Destination": {"CcAddresses": [each]},
                "ReplacementTemplateData": json.dumps({"of": each}),
            }
            for each in people
        ],
    )
    return [(each["Status"], each.get("Error")) for each in result["Status"]]


def bulk2(*people: str) -> list[tuple[str, str | None]]:
    result = sesv2().send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={"Template": {"TemplateName": "news", "TemplateData": "{}"}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": [each]}} for each in people],
    )
    return [(each["Status"], each.get("Error")) for each in result["BulkEmailEntryResults"]]


# Blocks


def test_every_call_of_a_block_fails(mock: SESMock, account: Account) -> None:
    with account.fail_next("AccessDenied") as outage:
        assert [is_sent() for _ in range(3)] == [False] * 3
        assert account.planned_failures == (outage,)

    assert (outage.uses, outage.is_due) == (3, False)
    assert account.planned_failures == ()
    assert is_sent()
    mock.outbox.assert_count(1)


def test_a_block_ends_with_an_exception(account: Account) -> None:
    with pytest.raises(ZeroDivisionError), account.fail_next("AccessDenied"):
        assert 1 / 0
    assert is_sent()


def test_a_number_of_calls_of_a_block_fail(account: Account) -> None:
    with account.fail_next("AccessDenied", times=2):
        assert [is_sent() for _ in range(3)] == [False, False, True]
    with account.fail_next("AccessDenied", times=2):
        assert not is_sent()
    assert is_sent()


def test_failures_without_end(account: Account) -> None:
    outage = account.fail_next("AccessDenied", times=math.inf)
    assert [is_sent() for _ in range(5)] == [False] * 5
    assert outage.times == math.inf

    outage.cancel()
    outage.cancel()

    assert is_sent()


def test_what_has_ended_does_not_begin_again(account: Account) -> None:
    outage = account.fail_next("AccessDenied")
    outage.cancel()
    with pytest.raises(SesmockError, match=r"fail_next\('AccessDenied'\) has ended"), outage:
        pass


def test_one_of_two_equal_failures_is_cancelled(account: Account) -> None:
    first, second = account.fail_next("AccessDenied"), account.fail_next("AccessDenied")
    second.cancel()
    assert account.planned_failures == (first,)
    assert [is_sent(), is_sent()] == [False, True]


# Entries of bulk sends


@pytest.mark.parametrize(
    "entry",
    [BOB, f"Bob <{BOB}>", "bob@EXAMPLE.org", lambda entry: BOB in str(entry["Destination"])],
    ids=["address", "with a name", "case of the domain", "callable"],
)
def test_an_entry_fails_beside_others(mock: SESMock, account: Account, entry: Any) -> None:
    """Row bulk-entry-failed-unknown."""
    account.fail_next("Failed", entry=entry)

    assert bulk(ADA, BOB, EVE) == [("Success", None), ("Failed", UNKNOWN), ("Success", None)]

    assert [message.cc for message in mock.outbox] == [(ADA,), (EVE,)]
    refused = mock.outbox.assert_refused(code="Failed", rule="planned", message=UNKNOWN)
    assert (refused.cc, refused.http_status) == ((BOB,), 200)
    assert bulk(BOB) == [("Success", None)]


@pytest.mark.parametrize("spelling", ["TransientFailure", "TRANSIENT_FAILURE"])
def test_both_apis_have_the_status_of_an_entry(account: Account, spelling: str) -> None:
    account.fail_next(spelling, "later", times=3)

    assert bulk(ADA) == [("TransientFailure", "later")]
    assert bulk2(ADA, BOB, EVE) == [
        ("TRANSIENT_FAILURE", "later"),
        ("TRANSIENT_FAILURE", "later"),
        ("SUCCESS", None),
    ]


@pytest.mark.parametrize(
    "statuses",
    [
        *zip(
            service_model("ses").shape_for("BulkEmailStatus").enum,
            service_model("sesv2").shape_for("BulkEmailStatus").enum,
            strict=True,
        )
    ],
    ids=lambda statuses: statuses[0],
)
def test_every_status_can_be_planned(account: Account, statuses: tuple[str, str]) -> None:
    """The service models list the same statuses in the same order."""
    v1, v2 = statuses
    if v1 == "Success":
        with pytest.raises(SesmockError, match="the status of an entry must be one of SES's"):
            account.fail_next(v1, entry=ADA)
        return
    for code in statuses:
        account.fail_next(code, "no", entry=ADA, times=2)
        assert (bulk(ADA), bulk2(ADA)) == ([(v1, "no")], [(v2, "no")])


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("AccountThrottled", "Maximum sending rate exceeded."),
        ("ACCOUNT_SENDING_PAUSED", "Sending paused for this account."),
        ("InvalidSendingPoolName", "InvalidSendingPoolName planned by the test."),
        ("FAILED", UNKNOWN),
    ],
)
def test_the_usual_text_of_a_status(account: Account, status: str, text: str) -> None:
    account.fail_next(status, entry=ADA)
    assert [error for _, error in bulk(ADA)] == [text]


def test_the_entries_of_some_calls_fail(account: Account) -> None:
    account.fail_next("Failed", when="SendBulkEmail", entry=ADA)
    account.fail_next("MessageRejected", "no", entry=ADA, when=lambda call: call.api == "sesv2")
    assert bulk(ADA) == [("Success", None)]
    assert bulk2(ADA, ADA) == [("FAILED", UNKNOWN), ("MESSAGE_REJECTED", "no")]


def test_every_entry_of_a_block_fails(account: Account) -> None:
    with account.fail_next("MessageRejected", entry=lambda _: True):
        assert {status for status, _ in bulk(ADA, BOB) + bulk(EVE)} == {"MessageRejected"}
        assert is_sent()
    assert bulk(ADA) == [("Success", None)]


def test_entries_of_a_refused_call_use_nothing_up(account: Account) -> None:
    failure = account.fail_next("Failed", entry=ADA)
    account.fail_next("AccessDenied", "all of it")
    with pytest.raises(ClientError, match="all of it"):
        bulk(ADA)
    with account.sending_paused(), pytest.raises(ClientError, match="paused"):
        bulk(ADA)
    assert failure.times == 1


def test_destinations_of_a_raw_mail_are_no_entries(account: Account) -> None:
    account.fail_next("Failed", entry=ADA)
    data = b"From: shop@example.com\r\nTo: ada@example.org\r\n\r\n"
    ses().send_raw_email(RawMessage={"Data": data}, Destinations=[ADA])
    assert len(account.planned_failures) == 1


# What is none


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        (lambda: ses().exceptions.MessageRejected, "pass 'MessageRejected'"),
        (lambda: sesv2().exceptions.TooManyRequestsException, "pass 'TooManyRequestsException'"),
        (lambda: ClientError({"Error": {"Code": "Throttling"}}, SEND_CALL), "pass 'Throttling'"),
        (
            lambda: ses().exceptions.MessageRejected({"Error": {"Code": "Odd"}}, SEND_CALL),
            "pass 'MessageRejected'",
        ),
        (
            lambda: ClientError,
            "pass one of SES's, such as 'Throttling', or patch the client's method to raise "
            "ClientError",
        ),
        (lambda: EndpointConnectionError(endpoint_url="x"), "pass 'connection-refused'"),
        (lambda: TimeoutError, "pass 'read-timeout'"),
        (lambda: OSError, "to raise OSError"),
        (KeyboardInterrupt, "to raise KeyboardInterrupt"),
    ],
    ids=[
        "class",
        "class of v2",
        "error",
        "unknown code",
        "base",
        "connection",
        "time-out",
        "any",
        "no error",
    ],
)
def test_an_exception_is_no_code(account: Account, code: Any, instead: str) -> None:
    with pytest.raises(SesmockError) as caught:
        account.fail_next(code() if code is not KeyboardInterrupt else code)
    (line,) = str(caught.value).splitlines()
    assert line.startswith("fail_next takes codes, not exceptions: pass ")
    assert line.endswith(instead)


async def asynchronous(_: Any) -> bool:
    return True


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"code": "Faild"}, "not 'Faild': did you mean 'Failed'"),
        ({"code": []}, r"the error code must be one of SES's, not \[\]"),
        ({"code": "Throttling", "entry": ADA}, "the status of an entry must be one of SES's"),
        ({"code": "Failed", "http_status": 400}, "http_status must be left out for entries"),
        ({"code": "Failed", "when": "SendEmail"}, "SendEmail has none"),
        ({"code": "Failed", "entry": "nobody"}, "entry must be the address of a recipient or a "),
        ({"code": "Failed", "entry": 5}, "entry must be the address of a recipient or a callable"),
        ({"when": asynchronous}, "when must be a plain function, not the coroutine"),
        ({"when": lambda: True}, "when must take one argument"),
        ({"when": int}, "when must be an operation's name or a callable, not <class 'int'>"),
        ({"times": "2"}, "times must be a number of calls, 1 or more, not '2'"),
        ({"times": math.nan}, "times must be a number of calls"),
        ({"code": "read-timeout", "message": "late"}, "message must be left out: 'read-timeout' "),
        ({"code": 502, "message": "late"}, "message must be left out: '502' has no text"),
        ({"code": 502, "http_status": 503}, "http_status must be left out: '502' has no other"),
        ({"code": "connection-closed", "http_status": 500}, "http_status must be left out"),
        ({"code": "truncated-response", "http_status": 500}, "http_status must be left out"),
        ({"code": "read-timeout", "entry": ADA}, "entry must be left out: 'read-timeout' is of "),
        ({"code": 502, "entry": ADA}, "entry must be left out: '502' is of whole calls"),
        ({"code": "read-timeout", "when": "SendMail"}, "the operation must be one of SES's"),
        ({"code": 200}, "must be a server's error, 500 to 599, not 200: SES's own errors have a "),
        ({"code": 429}, "not 429: SES's own errors have a code, such as 'TooManyRequests"),
        ({"code": "404"}, "not 404: SES's own errors have a code, such as 'NotFound"),
        ({"code": 600}, "500 to 599, not 600: SES's own errors have a code$"),
        ({"code": True}, "the error code must be one of SES's, not True"),
        ({"code": "50"}, "the error code must be one of SES's, not '50'"),
        ({"code": "time-out"}, "not 'time-out': did you mean 'read-timeout'"),
        ({"code": "ReadTimeoutError"}, "did you mean 'read-timeout'"),
        ({"code": "read_timeout"}, "did you mean 'read-timeout'"),
        ({"code": "connect timeout"}, "did you mean 'connect-timeout'"),
        ({"code": "ConnectionError"}, "did you mean 'connection-closed'"),
        ({"code": "connection-reset"}, "did you mean 'connection-closed'"),
        ({"code": "EndpointConnectionError"}, "did you mean 'connection-refused'"),
        ({"code": "connection-refuse"}, "did you mean 'connection-refused'"),
        ({"code": "truncated-answer"}, "did you mean 'truncated-response'"),
        ({"when": "timeout"}, "the operation must be one of SES's, not 'timeout': there are"),
        ({"after_acceptance": True}, "after_acceptance must be left out: SES answers 'Throttling'"),
        ({"code": "Failed", "after_acceptance": True}, "after_acceptance must be left out for ent"),
        ({"code": "Failed", "delay": 1}, "delay must be left out for entries"),
        ({"code": 502, "after_acceptance": 1}, "after_acceptance must be True or False, not 1"),
        ({"delay": -1}, "delay must be seconds or a timedelta, from 0 to 24 hours, not -1"),
        ({"delay": math.inf}, "delay must be seconds or a timedelta"),
        ({"delay": True}, "delay must be seconds or a timedelta"),
        ({"delay": timedelta(days=2)}, "delay must be seconds or a timedelta"),
        ({"delay": "1"}, "delay must be seconds or a timedelta"),
        ({"rate": 0}, "rate must be a share of the calls, such as 0.1 for one in ten, not 0"),
        ({"rate": 10}, "rate must be a share of the calls"),
        ({"rate": True}, "rate must be a share of the calls"),
        ({"rate": "0.1"}, "rate must be a share of the calls"),
        ({"seed": 1}, "seed must come with a rate"),
        ({"rate": 0.1, "seed": "1"}, "seed must be an int, not '1'"),
        ({"rate": 0.1, "seed": True}, "seed must be an int, not True"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_plans(account: Account, arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.fail_next(**{"code": "Throttling", **arguments})
    assert account.planned_failures == ()


# Some of the calls


def times_sent(count: int) -> list[bool]:
    client = ses()
    return [is_sent(client) for _ in range(count)]


def test_a_share_of_the_calls_fails(account: Account) -> None:
    with account.fail_next("AccessDenied", rate=0.25, seed=7) as failure:
        sent = times_sent(200)
    # Four standard deviations around 50.
    assert 25 <= failure.uses <= 75
    assert sent.count(False) == failure.uses
    assert times_sent(20) == [True] * 20


def test_the_same_seed_picks_the_same_calls(account: Account) -> None:
    def run(seed: int | None) -> list[bool]:
        with account.fail_next("AccessDenied", rate=0.5, seed=seed):
            return times_sent(30)

    assert run(1) == run(1)
    assert run(None) == run(0)
    assert run(1) != run(2)


def test_a_rate_has_no_end_unless_a_number_is_given(account: Account) -> None:
    endless = account.fail_next("AccessDenied", rate=1)
    assert times_sent(5) == [False] * 5
    assert endless.times == math.inf
    endless.cancel()

    limited = account.fail_next("AccessDenied", rate=0.5, times=2)
    assert times_sent(30).count(False) == 2
    assert not limited.is_due


def test_a_rate_is_missed_only_if_no_call_failed(account: Account) -> None:
    failure = account.fail_next("AccessDenied", rate=0.5, times=100)
    assert failure.is_missed
    assert False in times_sent(30)
    assert not failure.is_missed


def test_a_share_of_the_entries_fails(account: Account) -> None:
    people = [f"p{number}@example.org" for number in range(50)]
    with account.fail_next("Failed", rate=0.5) as failure:
        statuses = [status for status, _ in bulk(*people)]
    assert statuses.count("Failed") == failure.uses
    assert 10 <= failure.uses <= 40  # four standard deviations around 25


def test_a_callable_picks_attempts(mock: SESMock, account: Account) -> None:
    account.fail_next("ServiceUnavailable", times=math.inf, when=lambda call: call.attempt == 1)
    assert times_sent(3) == [True] * 3
    assert [message.attempts for message in mock.outbox] == [2, 2, 2]
    assert [each.number for each in mock.outbox.attempts] == [1, 2] * 3


# The test's own callables


@pytest.mark.parametrize("name", ["when", "entry"])
def test_a_callable_that_raises_is_told_with_its_place(
    mock: SESMock, account: Account, name: str
) -> None:
    def choose(asked: Any) -> bool:
        return bool(asked["no such thing"]) if name == "entry" else bool(asked.nothing)

    account.fail_next("Failed", **{name: choose})
    with pytest.raises(SesmockError) as caught:
        bulk(ADA)

    line = choose.__code__.co_firstlineno + 1
    assert str(caught.value).startswith(f"the {name} of fail_next('Failed') raised ")
    assert str(caught.value).endswith(f"({__file__}:{line})")
    assert isinstance(caught.value.__cause__, (KeyError, AttributeError))
    assert not mock.outbox
    assert mock.outbox.refusals == []
    assert mock.unsupported == ()


def test_a_builtin_that_hides_its_arguments_is_asked(account: Account) -> None:
    account.fail_next("AccessDenied", when=[].append)  # returns None
    account.fail_next("AccessDenied", when=max)
    with pytest.raises(SesmockError, match=r"raised TypeError: .* not supported between"):
        is_sent()


def test_what_a_callable_does_to_its_call_changes_no_mail(mock: SESMock, account: Account) -> None:
    def meddle(call: Any) -> bool:
        call.parameters["Destination"]["ToAddresses"].append("eve@example.org")
        return False

    account.fail_next("AccessDenied", when=meddle)
    assert is_sent()
    (message,) = mock.outbox
    assert message.request["Destination"] == SEND["Destination"]
    assert message.recipients == tuple(SEND["Destination"]["ToAddresses"])


def test_a_callable_may_call_ses(mock: SESMock, account: Account) -> None:
    """Its own calls meet no planned failure, not even its own."""
    client = ses()
    account.fail_next("AccessDenied", when=lambda _: client.get_send_quota()["SentLast24Hours"])
    assert [is_sent(), is_sent(), is_sent()] == [True, False, True]
    mock.outbox.assert_count(2)


def test_others_go_on_while_a_callable_takes_its_time(mock: SESMock, account: Account) -> None:
    is_asked, is_done = threading.Event(), threading.Event()

    def ponder(call: Any) -> bool:
        if call.parameters["Source"] == SEND["Source"]:
            is_asked.set()
            is_done.wait(30)
        return False

    account.fail_next("AccessDenied", when=ponder)
    thread = threading.Thread(target=is_sent, args=(ses(),))
    thread.start()
    assert is_asked.wait(30)
    other = threading.Thread(
        target=lambda: (
            account.verify("example.net"),
            ses().send_email(**{**SEND, "Source": "shop@example.net"}),
        )
    )
    other.start()
    other.join(30)
    assert [message.source for message in mock.outbox] == ["shop@example.net"]
    is_done.set()
    thread.join()
    mock.outbox.assert_count(2)


def test_two_calls_at_once_do_not_use_one_failure_twice(account: Account) -> None:
    both = threading.Barrier(2)

    def meet(_: Any) -> bool:
        both.wait(30)
        return True

    account.fail_next("AccessDenied", when=meet)
    answers: list[bool] = []
    client = ses()
    threads = [threading.Thread(target=lambda: answers.append(is_sent(client))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
