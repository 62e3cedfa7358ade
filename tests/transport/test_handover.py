"""Forked children: the mock of the test answers them."""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError
from forks import idle_child, in_fork
from sending import SEND, mail, ses, sesv2

from pytest_sesmock import SESMock, SesmockError, UnsupportedOperation
from pytest_sesmock.transport import botocore_hook, handover, ports
from pytest_sesmock.transport.local_connections import Listener

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system"),
    pytest.mark.filterwarnings("error:.*multi-threaded.*fork:DeprecationWarning"),
]
# Python 3.12 and later warn of forks beside threads, which some of these tests are about.
allow_threads = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture(autouse=True)
def _nothing_is_left(mock: SESMock, request: pytest.FixtureRequest) -> Iterator[None]:
    """No socket, thread or file of a handover outlives the mock."""

    def look() -> None:
        assert handover._handover is None
        assert not [each for each in threading.enumerate() if each.name == "pytest-sesmock"]
        # By the whole name: other doors of other runs have files there, too.
        assert not [*Path(tempfile.gettempdir()).glob(f"pytest-sesmock-{'[0-9a-f]' * 16}")]

    request.getfixturevalue("mock")
    yield
    mock.__exit__(None, None, None)
    look()
    mock.__enter__()


def send(_: object = None) -> str:
    message_id: str = ses().send_email(**SEND)["MessageId"]
    return message_id


def test_the_mail_of_a_child_is_in_the_outbox(mock: SESMock) -> None:
    client = ses()

    message_ids = [in_fork(lambda: client.send_email(**SEND)["MessageId"]) for _ in range(3)]

    assert [message.message_id for message in mock.outbox] == message_ids
    for message in mock.outbox:
        assert (message.origin or "").startswith("the forked process ")


def test_api_v2(mock: SESMock) -> None:
    told = in_fork(lambda: sesv2().get_account()["SendingEnabled"])
    assert told == "True"


def test_a_refusal_comes_back_with_its_note(mock: SESMock) -> None:
    def send_refused() -> object:
        try:
            return ses().send_email(**mail(Source="ada@example.net"))
        except ClientError as error:
            return f"{error} {getattr(error, '__notes__', 'no notes in Python 3.10: verify(')}"

    told = in_fork(send_refused)

    assert "Email address is not verified" in told
    assert "verify(" in told
    assert mock.outbox.refusals[0].source == "ada@example.net"


def test_a_planned_failure_of_the_connection(mock: SESMock) -> None:
    mock.account().fail_next("read-timeout", times=2)
    at = mock.clock.time()

    message_id = in_fork(send)

    assert mock.outbox[0].message_id == message_id
    assert [attempt.outcome for attempt in mock.outbox.attempts] == [
        "read-timeout",
        "read-timeout",
        "accepted",
    ]
    # Time-outs of 60 s, and what the client waits in between, on the clock of the test.
    assert mock.clock.time() - at > 120


def test_an_operation_that_is_not_built(mock: SESMock) -> None:
    told = in_fork(lambda: sesv2().put_deliverability_dashboard_option(DashboardEnabled=True))
    name = "PutDeliverabilityDashboardOption"
    assert told.startswith(f"UnsupportedOperation: pytest-sesmock has no sesv2.{name} yet")
    assert [error.operation for error in mock.unsupported] == [name]


def test_the_error_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(UnsupportedOperation("sesv2", "CreateNothing")))  # noqa: S301 - our own
    assert (error.service, error.operation) == ("sesv2", "CreateNothing")
    assert str(error) == str(UnsupportedOperation("sesv2", "CreateNothing"))


@pytest.mark.parametrize("make", [FORK.Pool, lambda n: ProcessPoolExecutor(n, mp_context=FORK)])
def test_pools(mock: SESMock, make: Callable[[int], Any]) -> None:
    with make(4) as pool:
        message_ids = [*pool.map(send, range(40))]

    assert sorted(message_ids) == sorted(message.message_id for message in mock.outbox)
    assert 1 <= len({message.origin for message in mock.outbox}) <= 4


def test_a_child_of_a_child(mock: SESMock) -> None:
    told = in_fork(lambda: in_fork(send))
    assert mock.outbox[0].message_id == told
    assert (mock.outbox[0].origin or "").count("the forked process") == 1


def test_a_child_whose_own_parent_has_ended(mock: SESMock) -> None:
    """So daemons begin: the process between the test and them ends at once."""
    go_reader, go_writer = os.pipe()
    told_reader, told_writer = os.pipe()

    between = os.fork()
    if between == 0:
        try:
            if os.fork() == 0:
                os.read(go_reader, 1)
                os.write(told_writer, send().encode())
        finally:
            os._exit(0)
    os.waitpid(between, 0)
    os.write(go_writer, b"x")
    os.close(told_writer)
    told = os.read(told_reader, 1000).decode()
    for each in (go_reader, go_writer, told_reader):
        os.close(each)

    assert mock.outbox[0].message_id == told


def test_a_child_may_have_a_mock_of_its_own(mock: SESMock) -> None:
    def send_to_own() -> object:
        with SESMock(verified_identities=["example.com"]) as own:
            send()
            in_fork(send)
            return len(own.outbox)

    assert in_fork(send_to_own) == "2"
    mock.outbox.assert_empty()


@pytest.mark.parametrize("outer", [True, False], ids=["with an outer mock", "alone"])
def test_every_mock_has_its_own_mail(mock: SESMock, outer: bool) -> None:
    client = ses()

    def send_after_leaving() -> object:
        inner.__exit__(None, None, None)
        return client.send_email(**SEND)

    with SESMock(verified_identities=["example.com"]) as inner:
        in_fork(send_after_leaving if outer else lambda: client.send_email(**SEND))
        assert len(inner.outbox) == (not outer)

    assert len(mock.outbox) == outer


def test_a_child_that_outlives_the_mock_is_stopped(mock: SESMock) -> None:
    told_reader, told_writer = os.pipe()
    go_reader, go_writer = os.pipe()
    with SESMock(verified_identities=["example.com"]) as inner:
        child = os.fork()
        if child == 0:
            try:
                os.read(go_reader, 1)
                try:
                    told = send()
                except SesmockError as error:
                    told = str(error)
                os.write(told_writer, told.encode())
            finally:
                os._exit(0)
    os.write(go_writer, b"x")
    os.waitpid(child, 0)
    told = os.read(told_reader, 10_000).decode()
    for each in (told_reader, told_writer, go_reader, go_writer):
        os.close(each)

    assert told == (
        "this process was forked from the one of the mock, and that mock has ended. The call was "
        "stopped before the network. Enter an SESMock in this process, or wait for it in the test."
    )
    inner.outbox.assert_empty()
    mock.outbox.assert_empty()


@allow_threads
def test_a_fork_while_a_thread_is_within_the_mock_does_not_hang(mock: SESMock) -> None:
    """The locks are copied held: by the mock's thread, which does not exist in the child."""
    is_inside, may_leave = threading.Event(), threading.Event()

    def hold() -> None:
        with mock.account()._state.lock, mock.outbox._records._lock:
            is_inside.set()
            may_leave.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    is_inside.wait()
    try:
        told = in_fork(
            lambda: (
                mock.account().identities,
                mock.outbox.capture().__enter__(),
                ses().meta.region_name,
            )
        )
    finally:
        may_leave.set()
        thread.join()

    assert told.startswith("({'example.com': 'Success'}")


@pytest.mark.parametrize("kind", [OSError, RuntimeError])
def test_without_sockets_a_child_is_stopped(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    """A disk may be full, or no further thread be allowed, for example."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise kind("no space left on device")

    monkeypatch.setattr(handover, "Listener", refuse)
    told = in_fork(send)
    assert told.startswith("SesmockError: this process was forked from the one of the mock, which")
    assert "cannot answer it: no space left on device. The call was stopped" in told
    mock.outbox.assert_empty()


def test_without_threads_a_child_is_stopped(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> NoReturn:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        told = in_fork(send)

    assert told.startswith("SesmockError: this process was forked from the one of the mock")
    assert in_fork(send) == mock.outbox[0].message_id


def test_without_file_descriptors_for_a_while_a_child_waits(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = [OSError(errno.EMFILE, "too many open files")]
    accept = Listener.accept

    def accept_later(listener: Listener) -> Any:
        if problems:
            raise problems.pop()
        return accept(listener)

    monkeypatch.setattr(Listener, "accept", accept_later)
    assert in_fork(send) == mock.outbox[0].message_id
    assert not problems


@pytest.mark.parametrize("kind", [OSError, EOFError, multiprocessing.AuthenticationError])
def test_a_mock_ends_if_its_thread_cannot_be_reached(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise kind("too many open files")

    in_fork(send)
    assert handover._handover is not None
    thread = handover._handover._thread
    assert thread is not None
    monkeypatch.setattr(handover, "connect", refuse)
    handover.before_fork([mock._service])  # which leaves the thread beside the fork
    assert thread.is_alive()
    mock.__exit__(None, None, None)
    thread.join(30)
    assert not thread.is_alive()


def test_plugins_that_forbid_sockets_do_not_forbid_these(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pytest-socket does, in either way: no network is reached."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("A test tried to use socket.socket.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    for count in (1, 2):  # the second fork ends the thread that answers, and starts another
        assert in_fork(send) == mock.outbox[-1].message_id
        mock.outbox.assert_count(count)


@allow_threads
def test_a_call_of_a_child_may_fork_itself(mock: SESMock) -> None:
    """What the test has planned runs in the thread that answers children."""
    mock.account().fail_next("Throttling", when=lambda _: in_fork(lambda: "told") != "told")

    assert in_fork(send) == in_fork(lambda: mock.outbox[0].message_id)
    mock.outbox.assert_count(1)


def test_a_callable_that_ends_a_test_does_not_end_the_thread(mock: SESMock) -> None:
    mock.account().fail_next("Throttling", when=lambda _: pytest.fail("not this mail"))

    told = [in_fork(send) for _ in range(2)]

    stopped = "a call of another process was stopped by Failed: not this mail"
    assert told == [f"SesmockError: {stopped}"] * 2
    assert [str(misuse) for misuse in mock._service.misuses] == [stopped] * 2


def test_a_mock_can_be_left_while_it_answers_a_child(mock: SESMock) -> None:
    """What it waits for may need the locks of the clients of this process."""
    is_asked = threading.Event()

    def call_while_the_mock_is_left(_: object) -> bool:
        is_asked.set()
        while botocore_hook.is_active(mock._service):
            time.sleep(0.001)
        with SESMock():
            return not ses().get_send_quota()

    mock.account().fail_next("Throttling", when=call_while_the_mock_is_left)
    child = FORK.Process(target=send)
    child.start()
    is_asked.wait()
    mock.__exit__(None, None, None)
    child.join()

    mock.outbox.assert_count(1)


@allow_threads
def test_threads_that_fork_at_once(mock: SESMock) -> None:
    with ThreadPoolExecutor(4) as pool:
        told = [*pool.map(lambda _: in_fork(send), range(12))]
    assert sorted(told) == sorted(message.message_id for message in mock.outbox)


@allow_threads
@pytest.mark.loopback
def test_a_child_leaves_the_endpoint_to_its_parent(mock: SESMock) -> None:
    """In the child its threads do not exist: nothing may wait for them, and nobody listen."""
    with SESMock(verified_identities=["example.com"]) as inner:
        url = inner.endpoint()

        def send_and_leave() -> object:
            message_id, same = send(), inner.endpoint() == url
            inner.__exit__(None, None, None)
            return f"{message_id} {same}"

        told = in_fork(send_and_leave)
        assert told == f"{inner.outbox[0].message_id} True"

    with ExitStack() as stack:
        with SESMock() as inner:
            port = int(inner.endpoint().rpartition(":")[2])
            stack.enter_context(idle_child())
        with socket.socket() as other:
            other.bind(("127.0.0.1", port))  # would be in use
            other.listen()


# The same, but in this process, where coverage sees it


@pytest.mark.loopback
def test_what_a_fork_does_to_an_endpoint(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    mock.endpoint()
    endpoint = mock._endpoint
    assert endpoint is not None
    monkeypatch.setattr(endpoint, "_process", 0)
    endpoint.close()
    assert endpoint._thread.is_alive()
    monkeypatch.undo()
    ports._after_fork_in_child()
    assert endpoint._server.socket.fileno() == -1


def test_what_a_copy_does(mock: SESMock) -> None:
    handover.before_fork([mock._service])
    handover.after_fork_in_parent()
    parent_side = handover._handover
    assert parent_side is not None
    copy = SESMock(region="us-east-1")
    copy._service.disown(parent_side.parent_of(mock._service))

    with copy:
        message_id = send()
        copy._service.sleep(3)
        copy._service.follow_up()

    assert mock.outbox[0].message_id == message_id
    copy.outbox.assert_empty()
    assert handover.end(mock._service, is_last=False) is None
    with copy, pytest.raises(SesmockError, match="that mock has ended"):
        send()


@pytest.mark.parametrize("is_ready", [True, False], ids=["ready", "without a socket"])
def test_what_a_fork_does_to_the_copies(mock: SESMock, is_ready: bool) -> None:
    with mock.outbox.capture() as captured:
        if is_ready:
            handover.before_fork([mock._service])
        botocore_hook._after_fork_in_child()  # and closes the socket, here the parent's
        with pytest.raises(SesmockError, match="this process was forked from the one of the mock"):
            send()
        mock._service.sleep(1)
        # A child of this child asks the same parent.
        parent = mock._service.parent
        handover.before_fork([mock._service])
        botocore_hook._after_fork_in_child()
        assert mock._service.parent is parent
        assert handover._handover is None

    captured.assert_empty()
    mock.outbox.assert_empty()


def test_only_children_may_call(mock: SESMock) -> None:
    handover.before_fork([mock._service])
    handover.after_fork_in_parent()
    assert handover._handover is not None
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(handover._handover._address)
        stranger.sendall(b"\0\0\0\x04nope")
        stranger.shutdown(socket.SHUT_WR)
        while stranger.recv(4096):
            pass
    assert handover._handover._thread is not None
    assert handover._handover._thread.is_alive()
    mock.outbox.assert_empty()
