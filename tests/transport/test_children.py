"""Processes that the test starts fail closed; a thread that outlives its mock is told apart."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from sending import SEND, ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.report import terminal
from pytest_sesmock.transport import botocore_hook
from pytest_sesmock.transport.children import ENDPOINT, VARIABLES

OWN = "http://localhost:4566"

PROGRAM = """
import boto3, sys
try:
    boto3.client(sys.argv[1], region_name="us-east-1").get_account()
except AttributeError:
    boto3.client(sys.argv[1], region_name="us-east-1").get_send_quota()
"""


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


# Other programs


@pytest.mark.parametrize("service", ["ses", "sesv2"])
@pytest.mark.parametrize("environment", [None, "a copy"], ids=["inherits", "gets a copy"])
def test_a_subprocess_meets_an_endpoint_that_refuses(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch, service: str, environment: str | None
) -> None:
    for name, value in (
        *(("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")),
        ("AWS_MAX_ATTEMPTS", "1"),
    ):
        monkeypatch.setenv(name, value)

    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, service],
        env=None if environment is None else {**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert f'Could not connect to the endpoint URL: "{ENDPOINT}' in ended.stderr
    mock.outbox.assert_empty()


POOL = """
import multiprocessing, os, sys
from pytest_sesmock import SESMock
from pytest_sesmock.transport.children import VARIABLES

if __name__ == "__main__":
    with SESMock(), multiprocessing.get_context(sys.argv[1]).Pool(1) as pool:
        print(*pool.map(os.getenv, VARIABLES))
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_of_multiprocessing_meet_it_too(tmp_path: Path, method: str) -> None:
    program = tmp_path / "pool.py"
    program.write_text(POOL, encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, program, method], capture_output=True, text=True, check=True
    )

    assert ended.stdout.split() == [ENDPOINT, ENDPOINT]


def test_a_shell_sees_it(mock: SESMock) -> None:
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("no shell on this system")
    ended = subprocess.run(
        [shell, "-c", "echo $AWS_ENDPOINT_URL_SES $AWS_ENDPOINT_URL_SESV2"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == [ENDPOINT, ENDPOINT]


# The environment afterwards


@pytest.mark.parametrize("own", [None, OWN], ids=["not set", "set"])
def test_the_variables_are_as_before(monkeypatch: pytest.MonkeyPatch, own: str | None) -> None:
    if own is not None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SES", own)
    before = dict(os.environ)

    with SESMock(), SESMock():
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]

    assert dict(os.environ) == before


def test_what_the_test_sets_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with SESMock():
        monkeypatch.setenv("AWS_ENDPOINT_URL_SES", OWN)
        monkeypatch.delenv("AWS_ENDPOINT_URL_SESV2")
        assert ses(new=True).meta.endpoint_url == OWN

    assert os.environ["AWS_ENDPOINT_URL_SES"] == OWN
    assert "AWS_ENDPOINT_URL_SESV2" not in os.environ


@pytest.mark.parametrize("own", [None, OWN], ids=["not set", "set"])
def test_a_patch_that_outlives_the_mock_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, own: str | None
) -> None:
    """What is patched under a mock goes back to what it was there: the endpoint that refuses."""
    if own is not None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SES", own)
    before = dict(os.environ)
    patch = pytest.MonkeyPatch()
    with SESMock():
        patch.setenv("AWS_ENDPOINT_URL_SES", "http://localhost:1")
    patch.undo()

    with SESMock():
        assert ses(new=True).meta.endpoint_url == (own or "https://email.us-east-1.amazonaws.com")
        botocore_hook.tidy_up()
        assert os.environ["AWS_ENDPOINT_URL_SES"] == ENDPOINT
    assert dict(os.environ) == before

    patch.setenv("AWS_ENDPOINT_URL_SES", ENDPOINT)
    botocore_hook.tidy_up()
    assert dict(os.environ) == before


# Clients of this process


@pytest.mark.parametrize("make", [ses, sesv2], ids=["v1", "v2"])
def test_clients_made_meanwhile_have_their_own_endpoint(make: Callable[[], Any]) -> None:
    expected = make().meta.endpoint_url
    session = boto3.Session(region_name="us-east-1")

    with SESMock():
        inside = make()
        of_session = session.client(inside.meta.service_model.service_name)

    assert inside.meta.endpoint_url == of_session.meta.endpoint_url == expected
    assert make().meta.endpoint_url == expected == "https://email.us-east-1.amazonaws.com"


def test_clients_made_meanwhile_have_the_configured_endpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SES", OWN)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:1")

    with SESMock():
        assert ses(new=True).meta.endpoint_url == OWN
        assert sesv2(new=True).meta.endpoint_url == "http://localhost:1"
        assert (
            boto3.client("sns", region_name="us-east-1").meta.endpoint_url == "http://localhost:1"
        )


# Threads that outlive their test


def test_a_call_of_a_thread_that_outlived_its_mock_is_marked() -> None:
    may_send = threading.Event()
    with SESMock() as first:
        first._service.name = "tests/test_a.py::test_a"

        def send_late() -> None:
            may_send.wait()
            ses(new=True).send_email(**SEND)

        late = threading.Thread(target=send_late, name="mailer")
        late.start()
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        may_send.set()
        late.join()
        ses(new=True).send_email(**SEND)
        own = threading.Thread(target=ses(new=True).send_email, kwargs=SEND)
        own.start()
        own.join()

        assert [message.origin for message in mock.outbox] == [
            "thread 'mailer' of tests/test_a.py::test_a, which ran on after its mock",
            None,
            None,
        ]
        with pytest.raises(AssertionError) as caught:
            mock.outbox.assert_empty()
        assert "by thread 'mailer' of tests/test_a.py::test_a" in str(caught.value)
        (_, section), *_ = terminal.sections(mock.outbox, "us-east-1")
        assert "    by      thread 'mailer' of tests/test_a.py::test_a, which ran on" in section


def test_a_refusal_of_such_a_thread_is_marked_too() -> None:
    may_send = threading.Event()
    refused: list[ClientError] = []
    with SESMock():

        def send_late() -> None:
            may_send.wait()
            try:
                ses(new=True).send_email(**SEND)
            except ClientError as error:
                refused.append(error)

        late = threading.Thread(target=send_late, name="mailer")
        late.start()
    with SESMock() as mock:
        may_send.set()
        late.join()

        assert len(refused) == 1
        assert mock.outbox.assert_refused().origin == (
            "thread 'mailer', which ran on after its mock"
        )


def test_threads_that_were_there_before_any_mock_are_not_marked() -> None:
    """A server that an application or a session fixture keeps running."""
    may_send = threading.Event()

    def send() -> None:
        may_send.wait()
        ses(new=True).send_email(**SEND)

    server = threading.Thread(target=send)
    server.start()
    with SESMock(verified_identities=["example.com"]):
        pass
    with SESMock(verified_identities=["example.com"]) as mock:
        may_send.set()
        server.join()

        assert mock.outbox[0].origin is None
