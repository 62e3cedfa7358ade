"""The SMTP door: a server on this machine that takes mails as SES's SMTP interface does.

aiosmtpd carries the commands. SES judges a mail after DATA; what comes before is let through, as in
every recording. Replies have SES's own words [evs-smtp-accept] [evs-smtp-auth-refusals].
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from datetime import datetime, timezone
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from pytest_sesmock import lifetimes
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest, Responder

HOST = "127.0.0.1"
SES_HOST = "email-smtp.amazonaws.com"
"""What SES calls itself, in every region."""
USERNAME, PASSWORD = "AKIAIOSFODNN7EXAMPLE", "pytest-sesmock"

_LONGEST_SILENCE = 10
"""Seconds between two commands after which SES has hung up [evs-smtp-idle]."""
_LONGEST_LINE = 50_000_000
_WORDS = {
    "250 OK": "250 Ok",
    "235 2.7.0 Authentication successful": "235 Authentication successful.",
    "530 5.7.0 Authentication required": "530 Authentication required",
    "535 5.7.8 Authentication credentials invalid": "535 Authentication Credentials Invalid",
    "334 ": "334 Ok",
}
"""SES's words for aiosmtpd's."""


class _Connection(SMTP):
    """A session, in SES's words and with SES's idle time-out."""

    line_length_limit = _LONGEST_LINE
    command_size_limit = 10_000
    AuthLoginUsernameChallenge = "Username:"
    AuthLoginPasswordChallenge = "Password:"

    def __init__(self, door: SmtpEndpoint, ident: str) -> None:
        super().__init__(
            door,
            data_size_limit=None,
            hostname=SES_HOST,
            ident=ident,
            tls_context=door.tls,
            require_starttls=True,
            auth_required=True,
            authenticator=_authenticate,
            timeout=24 * 60 * 60,
            loop=door.loop,
        )
        self._time = door.responder.time
        self._heard_at = self._time()
        self._smtp_methods = {
            name: self._in_time(each) for name, each in self._smtp_methods.items()
        }

    def _in_time(
        self, method: Callable[[Any], Awaitable[None]]
    ) -> Callable[[Any], Awaitable[None]]:
        async def perform(argument: Any) -> None:
            silence = self._time() - self._heard_at
            if silence > _LONGEST_SILENCE:
                await self.push("451 4.4.2 Timeout waiting for data from client.")
                self.hang_up()
                return
            await method(argument)
            self._heard_at = self._time()

        return perform

    def hang_up(self) -> None:
        """End the connection."""
        if self.transport is not None:
            self.transport.close()  # type: ignore[attr-defined] # of any transport there is

    async def push(self, status: str | bytes) -> None:
        text = status.decode("ascii", "replace") if isinstance(status, bytes) else status
        await super().push(_WORDS.get(text, text))

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        """The lines of 2023 to 2026 [evs-smtp-ehlo]."""
        if not hostname:
            await self.push("501 Syntax: EHLO hostname")
            return
        self._set_rset_state()
        assert self.session is not None
        self.session.extended_smtp, self.session.host_name = True, hostname
        lines = [SES_HOST, "8BITMIME", "AUTH PLAIN LOGIN", "Ok"]
        if not self._tls_protocol:
            lines.insert(2, "STARTTLS")
        for line in lines[:-1]:
            await self.push(f"250-{line}")
        await self.push(f"250 {lines[-1]}")


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
) -> AuthResult:
    is_right = (data.login, data.password) == (USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


class SmtpEndpoint:
    """A server on a free port of 127.0.0.1 that takes mails until `close`.

    Args:
        responder: Answers for the mails.
        tls: What STARTTLS begins.
    """

    def __init__(self, responder: Responder, tls: ssl.SSLContext) -> None:
        self.responder = responder
        self.tls = tls
        self.loop = asyncio.new_event_loop()
        self._random = Random(0)  # noqa: S311 - repeatable, not secret
        self._connections: set[_Connection] = set()
        self._server = self.loop.run_until_complete(self.loop.create_server(self._connect, HOST, 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        """Where it listens."""
        self._thread = threading.Thread(
            target=self.loop.run_forever, name="pytest-sesmock", daemon=True
        )
        self._thread.start()
        lifetimes.disregard([self._thread])

    def close(self) -> None:
        """End every connection, and wait until no thread or socket is left."""
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _end(self) -> None:
        self._server.close()
        for connection in self._connections:
            connection.hang_up()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _connect(self) -> _Connection:
        connection = _Connection(self, f"ESMTP {self._server_name()} {self._draw(20)}")
        self._connections.add(connection)
        return connection

    def _server_name(self) -> str:
        return f"SimpleEmailService-d-{self._draw(9).upper()}"

    def _draw(self, length: int) -> str:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self._random.choices(letters, k=length))

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: _Connection, session: Session, envelope: Envelope
    ) -> str:
        """The reply to a mail."""
        content = envelope.original_content or b""
        request = HttpRequest(
            "smtp",
            self.responder.region,
            "DATA",
            json.dumps([envelope.mail_from, envelope.rcpt_tos]),
            {},
            self._received(session, envelope) + content,
            f"SMTP ({session.host_name})",
        )
        reply = self.responder.answer(request)
        self.loop.call_soon(self.responder.follow_up)
        return await _carry_out(reply, server)

    def _received(self, session: Session, envelope: Envelope) -> bytes:
        """The field that SES adds, first of all [evs-headers-as-given]."""
        now = datetime.fromtimestamp(self.responder.time(), timezone.utc)
        for_ = f" for {envelope.rcpt_tos[0]}" if len(envelope.rcpt_tos) == 1 else ""
        return (
            f"Received: from {session.host_name} (localhost [{HOST}]) by {SES_HOST} with SMTP "
            f"({self._server_name()}) id {self._draw(20)}{for_}; {format_datetime(now)} (UTC)\r\n"
        ).encode("ascii", "replace")


async def _carry_out(reply: HttpReply, connection: _Connection) -> str:
    """The text of a reply; a failure of the connection is done to it."""
    if reply.failure is not None:
        if reply.failure.endswith("-timeout"):
            await asyncio.get_running_loop().create_future()  # until somebody hangs up
        connection.hang_up()
        return ""
    status = 250 if reply.status == 200 else 451 if reply.unsupported else reply.status
    return f"{status} {reply.body.decode()}"
