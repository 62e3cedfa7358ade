"""The door for forked children: what they call, the mock answers in the process of the test.

A forked child has a copy of the mock, and nobody sees what lies in the copy's outbox. So the copy
hands every request over, to a socket that the parent opened before it forked. A thread of the
parent answers there. It does not run while the process forks, which Python would warn of.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing import AuthenticationError
from pathlib import Path
from secrets import token_bytes, token_hex
from time import sleep
from typing import Any

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest, Parent, Responder
from pytest_sesmock.transport.local_connections import Listener, connect

_PAUSE = 0.02
"""How many seconds the thread waits when no connection can be accepted."""
_FORKED = "this process was forked from the one of the mock"
_STOPPED = "The call was stopped before the network. Enter an SESMock in this process"
_ENDED = f"{_FORKED}, and that mock has ended. {_STOPPED}, or wait for it in the test."


class Handover:
    """A socket of the process of the test, and the thread that answers there between forks."""

    def __init__(self) -> None:
        self._secret = token_bytes(16)  # no other process of this machine may call
        name = f"pytest-sesmock-{token_hex(8)}"
        # Linux has sockets without a file, of which nothing is left however a process ends.
        is_linux = sys.platform == "linux"
        self._address = f"\0{name}" if is_linux else str(Path(tempfile.gettempdir(), name))
        self._listener = Listener(self._address, self._secret)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()  # of the thread's beginning and end
        self._numbers = itertools.count()
        self._responders: dict[int, Responder] = {}

    def start(self) -> None:
        """Answer from now on, in a thread.

        Raises:
            RuntimeError: No thread may start.
        """
        with self._lock:
            if self._thread is not None:  # it goes on, or another thread has forked
                return
            thread = threading.Thread(target=self._serve, name="pytest-sesmock", daemon=True)
            thread.start()
            self._thread = thread

    def pause(self, responders: Iterable[Responder]) -> None:
        """Be ready for a fork: end the thread, and know whose copies a child will have.

        A child that calls meanwhile waits.

        Raises:
            OSError, EOFError, AuthenticationError: The thread cannot be reached.
        """
        known = self._responders.values()
        for responder in responders:
            if not any(responder is each for each in known):
                self._responders[next(self._numbers)] = responder
        self._end_thread()

    def parent_of(self, copy: Responder) -> Parent:
        """In a child: what answers in place of a copy."""
        numbers = (number for number, each in self._responders.items() if each is copy)
        return _Parent(self, next(numbers))

    def abandon(self) -> None:
        """In a child: leave the socket to the parent, or calls would wait after its end."""
        self._listener.close()

    def forget(self, responder: Responder) -> None:
        """Answer with this one no longer; it has ended."""
        self._responders = {
            number: each for number, each in self._responders.items() if each is not responder
        }

    def close(self) -> None:
        """Answer nobody any longer."""
        try:
            with suppress(OSError, EOFError, AuthenticationError):  # it ends with the listener
                self._end_thread()
        finally:
            self._listener.remove()

    def call(self, number: int, method: str, *arguments: object) -> Any:
        """In a child: call a method of a responder of the parent.

        Raises:
            OSError: Nobody answers.
            EOFError: The parent has ended meanwhile.
        """
        with self._connect() as connection:
            connection.send((number, method, arguments))
            return connection.recv()

    def _connect(self) -> Any:
        return connect(self._address, self._secret)

    def _end_thread(self) -> None:
        # What a call of a child leads to may fork itself.
        thread = self._thread
        if thread not in {None, threading.current_thread()}:
            with self._connect() as connection:
                connection.send(None)
            thread.join()

    def _serve(self) -> None:
        while not self._listener.is_closed and self._answer_next():
            pass
        with self._lock:
            self._thread = None

    def _answer_next(self) -> bool:
        """Answer one call; False if it is the one that ends the thread."""
        try:
            with self._listener.accept() as connection:
                message = connection.recv()
                if message is None:
                    return False
                number, method, arguments = message
                responder = self._responders.get(number)
                if responder is not None:
                    connection.send(getattr(responder, method)(*arguments))
        except OSError:
            sleep(_PAUSE)  # there may be no file descriptor left, and one a moment later
        except (EOFError, AuthenticationError):
            pass  # a child has ended in the middle of a call, or something else has called
        return True


class _Parent:
    """In a child: the mock of the parent, as its copy asks it."""

    def __init__(self, handover: Handover, number: int) -> None:
        self._handover = handover
        self._number = number

    def answer(self, request: HttpRequest) -> HttpReply:
        """The answer of the parent's mock, in whose outbox the mail then is."""
        body, process = request.body, f"the forked process {os.getpid()}"
        picklable = request._replace(
            headers=dict(request.headers.items()),
            body=body if isinstance(body, str) else bytes(body),
            origin=f"{request.origin}, in {process}" if request.origin else process,
        )
        try:
            reply: HttpReply = self._handover.call(self._number, "answer_process", picklable)
        except (OSError, EOFError):
            return HttpReply(501, {}, b"", unsupported=SesmockError(_ENDED))
        return reply

    def sleep(self, seconds: float) -> None:
        """Let a back-off pass on the parent's clock."""
        with suppress(OSError, EOFError):
            self._handover.call(self._number, "sleep", seconds)


class _NoParent:
    """In a child: nobody answers, since no socket could be opened."""

    def __init__(self, why: Exception) -> None:
        self._error = SesmockError(f"{_FORKED}, which cannot answer it: {why}. {_STOPPED}.")

    def answer(self, request: HttpRequest) -> HttpReply:  # noqa: ARG002 - all are stopped
        """No answer."""
        return HttpReply(501, {}, b"", unsupported=self._error)

    def sleep(self, seconds: float) -> None:
        """Nothing to wait for."""


_handover: Handover | None = None
_problem: Exception = OSError()
"""Why there is no handover."""


def before_fork(responders: Sequence[Responder]) -> None:
    """Be ready for a fork while these are active."""
    global _handover, _problem  # noqa: PLW0603 - one for this process
    own = [each for each in responders if each.parent is None]
    if not own:
        return
    try:
        if _handover is None:
            _handover = Handover()
        _handover.pause(own)
    except (OSError, EOFError, AuthenticationError, RuntimeError) as error:  # a disk may be full
        _problem = error


def after_fork_in_parent() -> None:
    """Answer the children; if no thread may start, they are refused, for they would wait."""
    global _handover  # noqa: PLW0603 - as above
    if _handover is not None:
        try:
            _handover.start()
        except RuntimeError:
            _handover.close()
            _handover = None


def after_fork_in_child(responders: Sequence[Responder]) -> None:
    """Have the copies ask the parent."""
    global _handover  # noqa: PLW0603 - as above
    for copy in responders:
        # A copy of a copy asks the same process: the one between them may end before its child.
        if copy.parent is not None:
            copy.disown(copy.parent)
        else:
            copy.disown(_NoParent(_problem) if _handover is None else _handover.parent_of(copy))
    if _handover is not None:
        _handover.abandon()
        _handover = None  # a child of this child asks here


def end(responder: Responder, *, is_last: bool) -> Handover | None:
    """Answer no longer with a responder. After the last one the caller closes what is returned."""
    global _handover
    if _handover is None:
        return None
    _handover.forget(responder)
    if not is_last:
        return None
    ended, _handover = _handover, None
    return ended
