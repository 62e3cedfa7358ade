"""The server for SMTP: clients, many at once, its beginning and what is left."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from forks import idle_child, in_fork
from smtp_client import MESSAGE, RawClient

from pytest_sesmock import SESMock, SesmockError, SmtpServer

pytestmark = pytest.mark.loopback


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield mock


# Clients of Python


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "shop@example.com", "ada@example.org, bob@example.org"
    message["Bcc"], message["Subject"] = "eve@example.org", "Grüße"
    message.set_content("Hello ✓")
    message.add_attachment(b"%PDF", "application", "pdf", filename="Rechnung.pdf")
    return message


def test_smtplib(mock: SESMock, server: SmtpServer) -> None:
    context = ssl.create_default_context(cafile=server.certificate)
    for name in (server.host, "localhost"):
        with smtplib.SMTP(name, server.port) as client:
            client.starttls(context=context)
            client.login(server.username, server.password)
            assert client.send_message(mail()) == {}
    message = mock.outbox[0]
    assert (message.to, message.bcc) == (
        ("ada@example.org", "bob@example.org"),
        ("eve@example.org",),
    )
    assert (message.subject, message.text) == ("Grüße", "Hello ✓\r\n")
    assert [each.filename for each in message.attachments] == ["Rechnung.pdf"]


@pytest.mark.parametrize("wrong", [("nobody", "pytest-sesmock"), ("AKIAIOSFODNN7EXAMPLE", "guess")])
def test_smtplib_with_wrong_credentials(server: SmtpServer, wrong: tuple[str, str]) -> None:
    with smtplib.SMTP(server.host, server.port) as client:
        client.starttls(context=ssl.create_default_context())
        with pytest.raises(smtplib.SMTPAuthenticationError) as caught:
            client.login(*wrong)
    assert caught.value.smtp_code == 535


def test_32_sessions_at_once_lose_nothing(mock: SESMock, server: SmtpServer) -> None:
    all_connected = threading.Barrier(32)

    def send(number: int) -> list[str]:
        with RawClient(server) as client:
            client.log_in()
            all_connected.wait()
            to = f"r{number}@example.org"
            return [client.hand_over(MESSAGE, "shop@example.com", to) for _ in range(4)]

    with ThreadPoolExecutor(32) as pool:
        told = [reply for replies in pool.map(send, range(32)) for reply in replies]

    assert {f"250 Ok {message.message_id}" for message in mock.outbox} == set(told)
    assert len(set(told)) == len(mock.outbox) == 32 * 4


# Beginning and end


def test_it_is_one_server(mock: SESMock) -> None:
    server = mock.smtp()
    assert mock.smtp() == server
    with SESMock() as inner:
        assert inner.smtp().port != server.port


def test_it_needs_an_active_mock() -> None:
    with pytest.raises(SesmockError, match=r"smtp\(\) needs an active mock"):
        SESMock().smtp()


def _forget_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have them imported again."""
    for name in ("smtp_endpoint", "smtp_session", "certificates"):
        monkeypatch.delitem(sys.modules, f"pytest_sesmock.transport.{name}", raising=False)
        monkeypatch.delattr(f"pytest_sesmock.transport.{name}", raising=False)
    for name in [*sys.modules]:
        if name.partition(".")[0] == "aiosmtpd":
            monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize("package", ["aiosmtpd", "trustme"])
def test_it_needs_packages(mock: SESMock, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    _forget_modules(monkeypatch)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SesmockError, match=r"pip install 'pytest-sesmock\[smtp\]'"):
        mock.smtp()


def test_another_package_that_is_missing_is_another_error(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forget_modules(monkeypatch)
    monkeypatch.setitem(sys.modules, "weakref", None)
    with pytest.raises(ModuleNotFoundError, match="weakref"):
        mock.smtp()


def test_a_session_ends_with_the_mock() -> None:
    with SESMock() as mock:
        client = RawClient(mock.smtp()).log_in()
    with client, suppress(ConnectionError):
        assert client.say("NOOP") == ""


def test_a_call_that_is_held_ends_with_the_mock() -> None:
    with SESMock(verified_identities=["example.com"]) as mock:
        mock.account().fail_next("read-timeout", after_acceptance=True)
        client = RawClient(mock.smtp()).log_in()
        sender = threading.Thread(target=lambda: _ignore(client), daemon=True)
        sender.start()
        mock.outbox.wait_for(to="ada@example.org")
    sender.join(30)
    assert not sender.is_alive()
    client.close()


def _ignore(client: RawClient) -> None:
    with suppress(ConnectionError):
        client.hand_over(MESSAGE)


def test_its_records_are_in_no_log_of_a_test(
    mock: SESMock, server: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The application's own server may write there."""
    caplog.set_level(logging.DEBUG, "mail.log")
    with SESMock() as inner:
        still_open = RawClient(inner.smtp())
    still_open.close()
    with RawClient(server) as client:
        client.log_in()
    logging.getLogger("mail.log").info("mine")
    assert [record.getMessage() for record in caplog.records] == ["mine"]


def test_a_copy_in_a_child_closes_nothing(mock: SESMock, server: SmtpServer) -> None:
    door = mock._smtp
    assert door is not None
    own, door._process = door._process, 0
    door.close()
    door._process = own
    with RawClient(server) as client:
        client.log_in()


def test_a_copy_in_a_child_holds_nothing() -> None:
    from pytest_sesmock.transport import ports

    with SESMock() as mock:
        server = mock.smtp()
        client = RawClient(server).log_in()
        ports._after_fork_in_child()  # what is closed is the parent's here
        with pytest.raises(ConnectionRefusedError):
            RawClient(server)
        with client, suppress(ConnectionError):
            assert client.read() == ""


OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="no list of open files on this system")
@pytest.mark.slow
def test_nothing_is_left_after_200_mocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with SESMock() as mock:
        mock.smtp()  # what is imported for the first one stays
    before = (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()]))

    for number in range(200):
        with SESMock(verified_identities=["example.com"]) as mock, RawClient(mock.smtp()) as client:
            if number % 10 == 0:
                assert client.log_in().hand_over(MESSAGE).startswith("250 Ok ")

    assert (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()])) == before
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_does_not_keep_it_open() -> None:
    """Neither the port nor a connection, with TLS or without."""
    with ExitStack() as stack:
        with SESMock() as mock:
            server = mock.smtp()
            known, unknown = RawClient(server).log_in(), RawClient(server)
            RawClient(server).close()
            stack.enter_context(idle_child())
            assert known.say("NOOP") == unknown.say("NOOP") == "250 Ok"
        with pytest.raises(ConnectionRefusedError):
            RawClient(server)
        for client in (known, unknown):
            with client, suppress(ConnectionError):
                assert client.read() == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_leaves_it_to_its_parent() -> None:
    """Also one that leaves the mock itself."""
    mock = SESMock(verified_identities=["example.com"]).__enter__()
    server = mock.smtp()

    def send_and_leave() -> str:
        with RawClient(server) as client:
            told = client.log_in().hand_over(MESSAGE)
        mock.__exit__(None, None, None)
        return told

    assert in_fork(send_and_leave).startswith("250 Ok ")
    with RawClient(server) as client:
        assert client.log_in().hand_over(MESSAGE).startswith("250 Ok ")
    mock.__exit__(None, None, None)
    mock.outbox.assert_count(2)
