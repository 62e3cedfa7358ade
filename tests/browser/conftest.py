"""A browser for all tests, pages made of given mails, and an ear on everything it would fetch."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from chromium import Browser, chromium, is_installed

from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.report.contribution import Origin, contribution
from pytest_sesmock.report.failure import Failure
from pytest_sesmock.report.gallery import page
from pytest_sesmock.report.gallery.reading import read
from pytest_sesmock.report.run import Run

AXE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("loopback")


class Canary:
    """A server that no request must reach; it keeps the first line of each."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.heard.append(b"(connected)")
            Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                self.heard.append(connection.recv(2000).partition(b"\r\n")[0])
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                return

    def close(self) -> None:
        # Ends the accept, which closing alone does not.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="session")
def canary_of_all() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture(scope="session")
def chromium_of_all(canary_of_all: Canary) -> Iterator[Browser]:
    """A Chromium that knows the canary's name and no other: its maker's servers are not reached."""
    if not is_installed():
        if os.environ.get("SESMOCK_CHROMIUM") == "required":
            pytest.fail("there is no Chromium: see tests/install_from_debian.py")
        pytest.skip("there is no Chromium: see tests/install_from_debian.py")
    with ExitStack() as stack:
        rules = (
            f"MAP canary.example 127.0.0.1:{canary_of_all.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        )
        yield stack.enter_context(chromium(f"--host-resolver-rules={rules}"))


@pytest.fixture
def canary(canary_of_all: Canary) -> Canary:
    """The server with nothing heard yet."""
    canary_of_all.heard.clear()
    return canary_of_all


@pytest.fixture
def browser(chromium_of_all: Browser) -> Browser:
    """The browser with a window of a desktop's size."""
    chromium_of_all.look(1280, 800)
    return chromium_of_all


@pytest.fixture(scope="session")
def write_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a page of outboxes, one a test, by the tests' names.

    `outcomes` and `failures` are by the tests' names, too; tests without have passed.
    """

    def write(
        outboxes: dict[str, Outbox],
        outcomes: Mapping[str, str] = {},
        failures: Mapping[str, Sequence[Failure]] = {},
    ) -> Path:
        run = Run()
        more = partial(read, lint=SentMessage.lint, budget=iter(range(200)))
        for position, (test, outbox) in enumerate(outboxes.items()):
            origin = Origin(test, position, "", outcomes.get(test, "passed"))
            why = failures.get(test, ())
            text = contribution(outbox, origin, mails=True, raw=False, failures=why, read=more)
            run.take(text)
        path = tmp_path_factory.mktemp("page") / "mails.html"
        page.write(path, run, project="shop")
        return path

    return write


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        if os.environ.get("SESMOCK_CHROMIUM") == "required":
            pytest.fail("there is no axe-core: run `tox -e browser`")
        pytest.skip("there is no axe-core: run `tox -e browser`")
    return AXE.read_text(encoding="utf-8")
