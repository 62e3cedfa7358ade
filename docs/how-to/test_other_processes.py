"""The examples of other-processes.md."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
import reminder

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])
PROGRAM = [sys.executable, reminder.__file__]


def test_a_program(ses_outbox, ses_endpoint):
    subprocess.run([*PROGRAM, "ada@example.org", "bob@example.org"], check=True)

    ses_outbox.assert_count(2)
    message = ses_outbox.assert_sent(to="ada@example.org")
    assert message.origin
    assert "another process (Boto3/" in message.origin


def test_a_pool(ses_outbox, ses_endpoint):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(reminder.remind, ["ada@example.org", "bob@example.org"]))

    ses_outbox.assert_count(2)


def test_a_program_without_the_endpoint(ses_outbox):
    ended = subprocess.run([*PROGRAM, "ada@example.org"], stderr=subprocess.PIPE, check=False)

    assert ended.returncode == 1
    ses_outbox.assert_empty()


def test_an_answer_that_never_comes(ses_account, ses_outbox, ses_endpoint):
    ses_account.fail_next("connection-closed")

    subprocess.run([*PROGRAM, "ada@example.org"], check=True)

    assert [attempt.outcome for attempt in ses_outbox.attempts] == ["connection-closed", "accepted"]
