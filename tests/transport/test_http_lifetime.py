"""How long the HTTP door is there: what is left of it, and the environment meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from cheroot.server import HTTPServer
from http_client import FORM, Client
from sending import SEND, ses

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.transport.botocore_hook import tidy_up
from pytest_sesmock.transport.children import ENDPOINT, VARIABLES

pytestmark = pytest.mark.loopback


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield mock


# What is left


OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="no list of open files on this system")
@pytest.mark.slow
def test_nothing_is_left_after_200_mocks() -> None:
    with SESMock() as mock:
        mock.endpoint()  # what is imported for the first one stays
    before = (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()]))

    for _ in range(200):
        with SESMock(verified_identities=["example.com"]) as mock:
            client = Client(mock.endpoint())
            assert client.call("POST", "/", FORM)[0] == 200
            client.connection.close()

    assert (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()])) == before


def test_without_a_port_there_is_no_endpoint(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError("too many open files")

    before = dict(os.environ)
    monkeypatch.setattr(HTTPServer, "bind", refuse)
    with pytest.raises(SesmockError, match=r"cannot listen on 127\.0\.0\.1: .*too many open files"):
        mock.endpoint()
    assert dict(os.environ) == before
    monkeypatch.undo()
    assert mock.endpoint().startswith("http://127.0.0.1:")


def test_the_socket_that_systemd_has_passed_is_not_ours(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    client = Client(mock.endpoint())
    assert client.call("POST", "/", FORM)[0] == 200
    client.connection.close()
    assert os.environ["LISTEN_PID"] == str(os.getpid())


# The environment, and the clients of this process


PROGRAM = """
import boto3, json, os
client = boto3.client("ses")
print(client.meta.region_name, os.environ["AWS_ACCESS_KEY_ID"])
print(client.send_email(**json.loads(os.environ["MAIL"]))["MessageId"])
"""


def test_a_child_process_finds_it(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", json.dumps(SEND))
    mock.endpoint()

    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stdout

    message = mock.outbox.assert_sent(to="ada@example.org")
    assert told.split() == ["eu-west-1", "pytest-sesmock", message.message_id]
    assert (message.origin or "").startswith("another process (Boto3/")


def test_what_the_environment_says_already_stays(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "AWS_ACCESS_KEY_ID": "AKIAOWN",
        "AWS_SECRET_ACCESS_KEY": "own",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-1",
    }
    for name, value in own.items():
        monkeypatch.setenv(name, value)

    url = mock.endpoint()

    assert {name: os.environ[name] for name in own} == own
    assert [os.environ[name] for name in VARIABLES] == [url, url]


def test_an_inner_mock_has_its_own(mock: SESMock) -> None:
    before = dict(os.environ)
    outer = mock.endpoint()
    assert mock.endpoint() == outer
    with SESMock() as inner:
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
        url = inner.endpoint()
        assert url != outer
        assert [os.environ[name] for name in VARIABLES] == [url, url]
    assert [os.environ[name] for name in VARIABLES] == [outer, outer]
    mock.__exit__(None, None, None)
    assert not set(os.environ) & {*VARIABLES, "AWS_ACCESS_KEY_ID", "AWS_REGION"}
    mock.__enter__()
    assert dict(os.environ) == before
    assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]


def test_an_outer_mock_does_not_take_the_place_of_an_inner_one(mock: SESMock) -> None:
    with SESMock() as inner:
        outer = mock.endpoint()
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
        url = inner.endpoint()
        assert [os.environ[name] for name in VARIABLES] == [url, url]
        mock.__exit__(None, None, None)
        assert [os.environ[name] for name in VARIABLES] == [url, url]
        mock.__enter__()
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
    assert outer not in os.environ.values()


def test_what_the_test_sets_meanwhile_is_not_kept_as_what_was_before(mock: SESMock) -> None:
    before = dict(os.environ)
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL_SES", "http://localhost:1")
    mock.endpoint()
    patch.undo()
    mock.__exit__(None, None, None)
    assert "AWS_ENDPOINT_URL_SES" not in os.environ
    mock.__enter__()
    assert dict(os.environ) == before


@pytest.mark.parametrize("is_tidied", [False, True], ids=["a script", "pytest"])
def test_what_is_set_after_the_mock_stays(monkeypatch: pytest.MonkeyPatch, is_tidied: bool) -> None:
    with SESMock(region="us-east-1") as mock:
        mock.endpoint()
    if is_tidied:
        tidy_up()
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with SESMock(region="us-east-1") as mock:
        mock.endpoint()
    with SESMock():
        pass
    if is_tidied:
        tidy_up()
    assert os.environ["AWS_REGION"] == "us-east-1"
    assert "AWS_DEFAULT_REGION" not in os.environ


def test_a_patch_that_outlives_the_endpoint_leaves_nothing(mock: SESMock) -> None:
    before = dict(os.environ)
    patch = pytest.MonkeyPatch()
    mock.endpoint()
    for name in (*VARIABLES, "AWS_REGION"):
        patch.setenv(name, "mine")
    mock.__exit__(None, None, None)
    patch.undo()
    tidy_up()
    assert not set(os.environ) & {*VARIABLES, "AWS_ACCESS_KEY_ID", "AWS_REGION"}
    mock.__enter__()
    assert dict(os.environ) == before


def test_the_clients_of_this_process_do_not_see_it(mock: SESMock) -> None:
    mock.endpoint()
    client = ses("eu-west-1")
    client.send_email(**SEND)
    assert client.meta.endpoint_url == "https://email.eu-west-1.amazonaws.com"
    assert mock.outbox[0].origin is None


# Mistakes


def test_it_needs_an_active_mock() -> None:
    with pytest.raises(SesmockError, match="needs an active mock"):
        SESMock().endpoint()


def test_without_cheroot(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cheroot.server", None)
    monkeypatch.delitem(sys.modules, "pytest_sesmock.transport.http_endpoint", raising=False)
    with pytest.raises(SesmockError, match=r"pip install 'pytest-sesmock\[endpoint\]'"):
        mock.endpoint()
