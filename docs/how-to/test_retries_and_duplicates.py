from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from newsletter import subscribe
from receipts_once import receipts, send_receipt

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


@pytest.fixture(autouse=True)
def _no_receipts():
    receipts.clear()


def test_a_connection_that_is_lost_once(ses_account, ses_outbox):
    ses_account.fail_next("connection-closed")

    subscribe("ada@example.org")

    assert ses_outbox.assert_sent(to="ada@example.org").attempts == 2


def test_a_connection_that_is_lost_each_time(ses_account, ses_outbox):
    with ses_account.fail_next("connection-closed"), pytest.raises(ConnectionClosedError):
        subscribe("ada@example.org")

    assert [attempt.outcome for attempt in ses_outbox.attempts] == ["connection-closed"] * 3
    ses_outbox.assert_empty()


def test_a_gateway_that_answers_instead_of_ses(ses_account):
    with ses_account.fail_next(502), pytest.raises(ClientError, match="Bad Gateway") as caught:
        subscribe("ada@example.org")

    assert caught.value.response["Error"]["Code"] == "502"


def test_a_lost_answer_is_a_second_mail(ses_account, ses_outbox):
    ses_account.fail_next("read-timeout", after_acceptance=True)

    subscribe("ada@example.org")  # succeeds

    ses_outbox.assert_sent(count=2, to="ada@example.org")
    assert [message.attempts for message in ses_outbox] == [1, 2]


def test_an_error_although_mails_went_out(ses_account, ses_outbox):
    ses_account.fail_next("read-timeout", after_acceptance=True, times=3)

    with pytest.raises(ReadTimeoutError):
        subscribe("ada@example.org")

    ses_outbox.assert_count(3)


def test_no_receipt_is_sent_twice(ses_account, ses_outbox):
    ses_account.fail_next("read-timeout", after_acceptance=True)

    with pytest.raises(ReadTimeoutError):
        send_receipt("4711", "ada@example.org")
    send_receipt("4711", "ada@example.org")  # the job runs again

    ses_outbox.assert_sent(subject="Receipt 4711")


def test_a_refused_receipt_is_sent_later(ses_account, ses_outbox):
    ses_account.fail_next("TooManyRequestsException")

    with pytest.raises(ClientError):
        send_receipt("4711", "ada@example.org")
    send_receipt("4711", "ada@example.org")

    ses_outbox.assert_sent(subject="Receipt 4711")


def test_a_response_without_message_id(ses_account, ses_outbox):
    ses_account.fail_next("truncated-response")

    send_receipt("4711", "ada@example.org")

    ses_outbox.assert_count(1)
    assert receipts["4711"] == "unknown"


def test_time_outs_take_their_time(ses_account, sesmock):
    began = sesmock.clock.now()
    with ses_account.fail_next("read-timeout"), pytest.raises(ReadTimeoutError):
        send_receipt("4711", "ada@example.org")

    assert sesmock.clock.now() - began >= timedelta(seconds=60)


def test_a_slow_answer(ses_account, sesmock):
    ses_account.fail_next("ServiceUnavailable", delay=timedelta(seconds=30))
    began = sesmock.clock.now()

    subscribe("ada@example.org")

    assert sesmock.clock.now() - began >= timedelta(seconds=30)


def test_a_bad_day(ses_account, ses_outbox):
    ses_account.fail_next("connection-refused", rate=0.2, seed=1)

    for number in range(20):
        subscribe(f"ada+{number}@example.org")

    assert len(ses_outbox) == 20
    assert len(ses_outbox.attempts) > 20


def test_the_first_attempt_of_every_call(ses_account, ses_outbox):
    with ses_account.fail_next("read-timeout", when=lambda call: call.attempt == 1):
        subscribe("ada@example.org")
        subscribe("bob@example.org")

    assert [message.attempts for message in ses_outbox] == [2, 2]
