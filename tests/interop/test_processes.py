"""The table of docs/how-to/other-processes.md, row by row."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import signal
import smtplib
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import clients
import pytest
import senders
from forks import in_fork

from pytest_sesmock import SESMock, SmtpServer

pytestmark = pytest.mark.loopback
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "other-processes.md"
REFUSED = "EndpointConnectionError"
"""How botocore says that it cannot connect."""


def _in_thread() -> str:
    told: list[str] = []
    thread = threading.Thread(target=lambda: told.append(senders.send()))
    thread.start()
    thread.join()
    return told[0]


def _in_coroutine() -> str:
    async def send() -> str:
        return await asyncio.to_thread(senders.send)

    return asyncio.run(send())


def _in_late_thread() -> str:
    may_send, told = threading.Event(), []
    with SESMock() as earlier:
        earlier._service.name = "test_earlier"

        def send_late() -> None:
            may_send.wait()
            told.append(senders.send())

        thread = threading.Thread(target=send_late, name="mailer")
        thread.start()
    may_send.set()
    thread.join()
    return told[0]


def _in_pools(method: str) -> Callable[[], str]:
    """By `multiprocessing.Pool` and by `ProcessPoolExecutor`."""

    def send() -> str:
        if method == "forkserver":
            # One that an earlier test has started has the environment of that time.
            _stop_fork_server()
        context = multiprocessing.get_context(method)
        with context.Pool(1) as pool:
            told = pool.map(senders.send, [None])
        with ProcessPoolExecutor(1, mp_context=context) as executor:
            return " ".join([*told, *executor.map(senders.send, [None])])

    return send


def _stop_fork_server() -> None:
    from multiprocessing import forkserver

    forkserver._forkserver._stop()


def _in_subprocess() -> str:
    program = [sys.executable, senders.__file__]
    return subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def _by_celery() -> str:
    """By a worker with its own pool of processes."""
    pytest.importorskip("celery")
    import worker

    options = ["--pool=prefork", "--concurrency=1", "--loglevel=critical"]
    command = [sys.executable, "-m", "celery", "--quiet", "--app=worker", "worker", *options]
    with subprocess.Popen(command, cwd=clients.HERE, start_new_session=True) as process:
        try:
            return str(worker.send.delay().get(timeout=30, interval=0.05))
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # its own end takes seconds


def _by_command_line() -> str:
    mail = ["--from", "shop@example.com", "--to", "ada@example.org", "--subject", "Hello"]
    outcome = clients.aws("ses", "send-email", *mail, "--text", "Hello")
    if "Could not connect to the endpoint URL" in outcome.message:
        return REFUSED
    return str(outcome.result["MessageId"])


def _by_node() -> str:
    with clients.Program(clients.javascript()) as program:
        outcome = program.call("ses", "SendEmail", senders.MAIL)
    if "ECONNREFUSED" in outcome.message:
        return REFUSED
    return str(outcome.result["MessageId"])


def _by_smtp(server: SmtpServer) -> str:
    message = "From: shop@example.com\nTo: ada@example.org\n\nHello"
    with smtplib.SMTP(server.host, server.port) as client:
        client.starttls(context=ssl.create_default_context())
        client.login(server.username, server.password)
        client.mail("shop@example.com")
        client.rcpt("ada@example.org")
        return client.data(message)[1].decode().removeprefix("Ok ")


ROWS: Mapping[str, Callable[[], str]] = {
    "a thread, or a coroutine": lambda: f"{_in_thread()} {_in_coroutine()}",
    "a thread that an earlier test left running": _in_late_thread,
    "`os.fork`": lambda: in_fork(senders.send),
    "a pool of processes: fork": _in_pools("fork"),
    "a pool of processes: spawn": _in_pools("spawn"),
    "a pool of processes: forkserver": _in_pools("forkserver"),
    "`subprocess`": _in_subprocess,
    "a worker of Celery: prefork": _by_celery,
    "the AWS CLI": _by_command_line,
    "Node": _by_node,
}


BY_SMTP = "SMTP, to [`ses_smtp`](smtp.md)"


def _table() -> dict[str, tuple[str, str]]:
    """What the page says of each, with the endpoint and without."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    return {row[0]: (row[1], row[2]) for row in rows[2:]}


TABLE = _table()


def test_every_row_is_tested() -> None:
    assert list(TABLE) == [*ROWS, BY_SMTP]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A client that lacks credentials or a region does not call at all."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "example")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    # One for this process, which imports the worker's application once.
    folder = tmp_path_factory.getbasetemp() / "worker"
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("SESMOCK_WORKER", str(folder))


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("has_endpoint", [True, False], ids=["with the endpoint", "without"])
@pytest.mark.parametrize("row", [*ROWS, BY_SMTP])
def test_a_row(mock: SESMock, row: str, has_endpoint: bool) -> None:
    if has_endpoint:
        mock.endpoint()
    says = TABLE[row][0 if has_endpoint else 1]
    if says == "the same":
        says = TABLE[row][0]

    told = _by_smtp(mock.smtp()) if row == BY_SMTP else ROWS[row]()

    if says.startswith("answered"):
        assert told.split() == [message.message_id for message in mock.outbox]
    else:
        assert says.startswith("cannot connect")
        assert set(told.split()) == {REFUSED}
        mock.outbox.assert_empty()
