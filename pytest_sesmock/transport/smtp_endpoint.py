"""The SMTP door: a server on this machine that takes mails as SES's SMTP interface does.

aiosmtpd carries the commands. SES judges a mail after DATA; what comes before is let through, as in
every recording. Mails are judged in threads of their own, so a callable of the test that takes its
time, or sends mail itself, holds up nobody else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timezone
from email.utils import format_datetime
from random import Random
from string import ascii_letters, digits
from typing import Any
from weakref import WeakSet

from pytest_sesmock import lifetimes
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.transport import certificates
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest, Responder
from pytest_sesmock.transport.ports import HOST, open_doors, unavailable
from pytest_sesmock.transport.smtp_replies import HOST as SES_HOST
from pytest_sesmock.transport.smtp_session import CREDENTIALS, Mail, SmtpSession

_NAME = "pytest-sesmock"
_MOST_AT_ONCE = 16


class SmtpEndpoint:
    """A server on 127.0.0.1 that takes mails until `close`; clients trust its certificate.

    Args:
        responder: Answers for the mails.
        port: Where to listen; 0 for a port that is free.

    Raises:
        SesmockError: The port is taken, or may not be used, or there is no place for the files of
            the certificate.
    """

    def __init__(self, responder: Responder, port: int = 0) -> None:
        self._responder = responder
        self._process = os.getpid()
        self._random = Random(0)  # noqa: S311 - repeatable, not secret
        self._sessions: WeakSet[SmtpSession] = WeakSet()
        with ExitStack() as stack:
            self.certificate = str(certificates.trust(self))
            """A file with the authority of its certificate."""
            stack.callback(certificates.distrust, self)
            try:
                self._socket = socket.create_server((HOST, port))
                stack.callback(self._socket.close)
                self._loop = asyncio.new_event_loop()
            except OSError as error:
                raise SesmockError(unavailable(port, error)) from error
            stack.callback(self._loop.close)
            # What goes wrong on a connection is the client's to tell.
            self._loop.set_exception_handler(lambda _loop, _context: None)
            self._thread = threading.Thread(target=self._loop.run_forever, name=_NAME, daemon=True)
            log = logging.getLogger("mail.log")
            log.addFilter(self._is_of_others)
            stack.callback(log.removeFilter, self._is_of_others)
            self._thread.start()
            stack.callback(self._stop)
            lifetimes.disregard([self._thread])
            self._workers = ThreadPoolExecutor(_MOST_AT_ONCE, _NAME)
            stack.callback(self._workers.shutdown)
            self._server: asyncio.Server = self._await(
                self._loop.create_server(self._connect, sock=self._socket)
            )
            stack.callback(lambda: self._await(self._end()))
            open_doors.add(self)
            stack.callback(open_doors.discard, self)
            self._stack = stack.pop_all()
        self.host, self.port = HOST, int(self._socket.getsockname()[1])
        """Where it listens."""
        self.username, self.password = CREDENTIALS
        """Whom it lets in."""

    def close(self) -> None:
        """End every connection, and wait until no thread or socket is left."""
        if os.getpid() == self._process:  # a fork has no thread, and the files are its parent's
            self._stack.close()

    def leave_to_parent(self) -> None:
        """In a forked child: neither listen nor hold a connection.

        What is open is replaced, since the event loop that would close it does not run here.
        """
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in {self._socket.fileno(), *(each.fileno() for each in self._sessions)} - {-1}:
            os.dup2(nothing, number)
        os.close(nothing)

    def _is_of_others(self, record: logging.LogRecord) -> bool:
        """Whether a record of aiosmtpd is the application's; nobody wants ours in a test's log."""
        return record.thread != self._thread.ident

    def _await(self, task: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result()

    async def _end(self) -> None:
        self._server.close()
        for session in tuple(self._sessions):
            session.drop()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _connect(self) -> SmtpSession:
        session = SmtpSession(
            server=f"SimpleEmailService-d-{self._draw(9).upper()}",
            ident=self._draw(20),
            clock_offset=lambda: self._responder.clock_offset,
            judge=self._judge,
            tls=certificates.server_context(),
            loop=self._loop,
        )
        self._sessions.add(session)
        return session

    def _draw(self, length: int) -> str:
        return "".join(self._random.choices(ascii_letters + digits, k=length))

    async def _judge(self, mail: Mail) -> HttpReply:
        envelope = json.dumps([mail.source, mail.recipients, self._trace_field(mail)])
        request = HttpRequest(
            "smtp",
            self._responder.region,
            "DATA",
            envelope,
            {},
            mail.content,
            f"an SMTP client ({mail.greeting})",
        )
        answer = self._responder.answer_process
        return await self._loop.run_in_executor(self._workers, answer, request)

    def _trace_field(self, mail: Mail) -> str:
        """The field that SES puts before all others [evs-headers-as-given]."""
        now = format_datetime(datetime.fromtimestamp(self._responder.time(), timezone.utc))
        for_ = f" for {mail.recipients[0]}" if len(mail.recipients) == 1 else ""
        return (
            f"from {mail.greeting} (localhost [{HOST}]) by {SES_HOST} with SMTP ({mail.server}) "
            f"id {self._draw(20)}{for_}; {now} (UTC)"
        )
