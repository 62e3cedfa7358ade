"""One connection of the SMTP door: SES's words for SES's commands.

aiosmtpd reads commands and messages and begins TLS. It would announce and say things that SES does
not, so every reply is ours.
"""

from __future__ import annotations

import asyncio
import binascii
import re
import ssl
from base64 import b64decode
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple, NoReturn, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from pytest_sesmock.connection_failures import ConnectionFailure
from pytest_sesmock.transport import smtp_replies as replies
from pytest_sesmock.transport.exchange import HttpReply

CREDENTIALS = ("AKIAIOSFODNN7EXAMPLE", "pytest-sesmock")
"""User name and password."""

_LONGEST_SILENCE = 10
"""Seconds between two commands after which SES has hung up [evs-smtp-idle]."""
_LARGEST_MAIL = 100_000_000
"""Bytes that are read, so that SES's own limit can be judged. A message may be one long line."""
_A_DAY = 24 * 60 * 60

_NEED_TLS = frozenset({"AUTH", "MAIL", "RCPT", "DATA"})
_NEED_AUTH = _NEED_TLS - {"AUTH"}
# In quotes, > is as any other character; where a quote is not closed, it ends the path. A quote is
# matched in one way only, or matching would take time exponential in their number.
_PATH = re.compile(
    r'(FROM|TO):\s*(?:<((?:"(?:[^"\\]|\\.)*"|[^">])*|[^>]*)>|(\S+))\s*(.*)', re.IGNORECASE
)
_PARAMETERS = {"FROM": frozenset({"BODY", "AUTH"}), "TO": frozenset()}
_OUR_WORDS = {
    "500 Error: bad syntax": replies.UNKNOWN,
    "500 Command line too long": replies.SYNTAX_ERROR,
    "500 Line too long (see RFC5321 4.5.3.1.6)": replies.TOO_LONG,
    "552 Error: Too much mail data": replies.TOO_LONG,
}
"""What aiosmtpd says where it asks nobody."""


class Mail(NamedTuple):
    """A mail as a session hands it over.

    Attributes:
        source: What MAIL FROM says.
        recipients: What the RCPT TOs say.
        content: The message.
        greeting: What the client calls itself.
        server: What SES calls its server.
    """

    source: str
    recipients: list[str]
    content: bytes
    greeting: str
    server: str


class SmtpSession(SMTP):
    """A connection.

    Args:
        server: What SES calls its server.
        ident: What SES calls the connection.
        clock_offset: How many seconds the mock's clock has been advanced so far. Real time does not
            count, or a debugger would end sessions.
        judge: Answers for a mail.
        tls: What STARTTLS begins.
        loop: Where the connection is served.
    """

    line_length_limit = _LARGEST_MAIL

    def __init__(
        self,
        *,
        server: str,
        ident: str,
        clock_offset: Callable[[], float],
        judge: Callable[[Mail], Awaitable[HttpReply]],
        tls: ssl.SSLContext,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            self,
            data_size_limit=_LARGEST_MAIL,
            enable_SMTPUTF8=True,  # unannounced; what is not ASCII is for SES to judge
            hostname=replies.HOST,
            ident=f"ESMTP {server} {ident}",
            tls_context=tls,
            timeout=_A_DAY,
            loop=loop,
        )
        self._server_name = server
        self._clock_offset = clock_offset
        self._judge = judge
        self._replied_at = clock_offset()
        self._is_authenticated = False
        self._smtp_methods = _Commands(self._perform)

    def drop(self) -> None:
        """End the connection at once."""
        transport: Any = self._original_transport or self.transport
        if transport is not None:
            transport.abort()

    def fileno(self) -> int:
        """The number of the connection's open file; -1 if there is none."""
        transport: Any = self._original_transport or self.transport
        return -1 if transport is None else transport.get_extra_info("socket").fileno()

    async def push(self, status: str | bytes) -> None:
        """Send a reply, in SES's words."""
        text = status.decode() if isinstance(status, bytes) else status
        if text in _OUR_WORDS:
            text = _OUR_WORDS[text].text.says()
        # The client's turn begins. It may have the reply before the next line runs here.
        self._replied_at = self._clock_offset()
        await super().push(text.replace("\n", "\r\n").encode())

    async def handle_exception(self, error: Exception) -> str:  # noqa: ARG002 - any
        """The reply where a session breaks, such as when the client does not trust us."""
        return replies.FAILURE.text.says()

    async def _say(self, reply: replies.Reply) -> None:
        await self.push(reply.text.says())

    async def _perform(self, command: str, argument: str | None) -> None:
        """Answer a command that may be anything."""
        await self._end_if_silent()
        if command in _NEED_TLS and self._tls_protocol is None:
            await self._say(replies.TLS_FIRST)
        elif command in _NEED_AUTH and not self._is_authenticated:
            await self._say(replies.AUTH_FIRST)
        elif command in _COMMANDS:
            clean = (argument or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            await _COMMANDS[command](self, clean)
        else:
            await self._say(replies.UNKNOWN)

    async def _end_if_silent(self) -> None:
        """Hang up on a client that has taken too long for what it has said now."""
        silence = self._clock_offset() - self._replied_at
        if round(silence, 3) >= _LONGEST_SILENCE:
            await self._say(replies.IDLE)
            self._hang_up()
            await self.loop.create_future()  # which hanging up has ended

    @property
    def _facts(self) -> Session:
        """What is known of the client since the connection, or TLS, began."""
        return cast("Session", self.session)  # never None while a command is answered

    @property
    def _mail(self) -> Envelope:
        """The mail that is being handed over."""
        return cast("Envelope", self.envelope)  # as above

    async def _greet(self, greeting: str, *, is_extended: bool) -> None:
        if not greeting:
            await self._say(replies.SYNTAX_ERROR)
            return
        self.envelope = Envelope()
        self._facts.extended_smtp, self._facts.host_name = is_extended, greeting
        if not is_extended:
            await self._say(replies.HELO)
        else:
            await self._say(replies.EHLO if self._tls_protocol is None else replies.EHLO_IN_TLS)

    async def _start_tls(self, argument: str) -> None:
        if argument or self._tls_protocol is not None:
            await self._say(replies.WRONG_ORDER)
        else:
            await self.smtp_STARTTLS("")

    async def _authenticate_client(self, argument: str) -> None:
        mechanism, _, response = argument.partition(" ")
        if self._is_authenticated or not self._facts.host_name:
            await self._say(replies.WRONG_ORDER)
        elif mechanism.upper() not in {"PLAIN", "LOGIN"}:
            await self._say(replies.MECHANISM_UNKNOWN)
        else:
            try:
                if mechanism.upper() == "PLAIN":
                    _, *given = (await self._hear(response, replies.PLAIN)).split("\0")
                else:
                    user = await self._hear(response, replies.USERNAME)
                    given = [user, await self._hear("", replies.PASSWORD)]
            except (binascii.Error, UnicodeDecodeError):
                await self._say(replies.SYNTAX_ERROR)
                return
            self._is_authenticated = tuple(given) == CREDENTIALS
            right = self._is_authenticated
            await self._say(replies.WELCOME if right else replies.WRONG_CREDENTIALS)

    async def _hear(self, response: str, challenge: replies.Reply) -> str:
        """What the client answers to a challenge, unless it has answered before it was asked."""
        if not response:
            await self._say(challenge)
            line = await self._reader.readline()
            await self._end_if_silent()
            response = line.decode("ascii").strip()
        return b64decode(response, validate=True).decode()

    async def _take_sender(self, argument: str) -> None:
        if self._mail.mail_from is not None:
            await self._say(replies.WRONG_ORDER)
            return
        address = await self._read_path("FROM", argument)
        if address is None:
            return
        if "@" not in address:
            await self._say(replies.INVALID_SENDER)
            return
        self._mail.mail_from = address
        await self._say(replies.OK)

    async def _take_recipient(self, argument: str) -> None:
        if self._mail.mail_from is None:
            await self._say(replies.WRONG_ORDER)
            return
        address = await self._read_path("TO", argument)
        if address is not None:
            self._mail.rcpt_tos.append(address)
            await self._say(replies.OK)

    async def _read_path(self, keyword: str, argument: str) -> str | None:
        """The address as given, without what encloses it; None if there is none, which is told."""
        path = _PATH.fullmatch(argument)
        if path is None or path[1].upper() != keyword:
            await self._say(replies.SYNTAX_ERROR)
            return None
        names = {each.partition("=")[0].upper() for each in path[4].split()}
        if not names <= _PARAMETERS[keyword]:
            await self._say(replies.PARAMETER_UNKNOWN)
            return None
        return path[3] or path[2]

    async def _take_message(self, argument: str) -> None:
        if argument or not self._mail.rcpt_tos:
            await self._say(replies.WRONG_ORDER)
        else:
            await self.smtp_DATA("")

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _session: SMTP, facts: Session, envelope: Envelope
    ) -> str:
        """The reply to a mail."""
        sender, content = envelope.mail_from or "", envelope.original_content or b""
        mail = Mail(sender, envelope.rcpt_tos, content, facts.host_name or "", self._server_name)
        reply = await self._judge(mail)
        if reply.failure is not None:
            await self._fail(reply.failure)
        if reply.unsupported is not None:
            return replies.FAILURE.text.says()
        status = 250 if reply.status == 200 else reply.status
        words = " ".join(reply.body.decode().splitlines())  # each line would need a code
        return f"{status} {words}"

    async def _fail(self, failure: ConnectionFailure) -> NoReturn:
        """Have the connection fail, as far as that can be done to one that stands."""
        if not failure.endswith("-timeout"):
            self.drop()
        await self.loop.create_future()  # until the client hangs up, or this has ended
        raise AssertionError  # pragma: no cover

    async def _quit(self, _argument: str) -> None:
        await self._say(replies.BYE)
        self._hang_up()

    async def _do_nothing(self, _argument: str) -> None:
        await self._say(replies.NOTHING_TO_DO)

    async def _reset(self, _argument: str) -> None:
        self.envelope = Envelope()
        await self._say(replies.NOTHING_TO_DO)

    def _hang_up(self) -> None:
        """End the connection once everything has been sent."""
        cast("asyncio.Task[None]", self._handler_coroutine).cancel()
        cast("asyncio.Transport", self._writer.transport).close()


_COMMANDS: dict[str, Callable[[SmtpSession, str], Awaitable[None]]] = {
    "EHLO": partial(SmtpSession._greet, is_extended=True),  # noqa: SLF001 - of this module
    "HELO": partial(SmtpSession._greet, is_extended=False),  # noqa: SLF001
    "STARTTLS": SmtpSession._start_tls,  # noqa: SLF001
    "AUTH": SmtpSession._authenticate_client,  # noqa: SLF001
    "MAIL": SmtpSession._take_sender,  # noqa: SLF001
    "RCPT": SmtpSession._take_recipient,  # noqa: SLF001
    "DATA": SmtpSession._take_message,  # noqa: SLF001
    "RSET": SmtpSession._reset,  # noqa: SLF001
    "NOOP": SmtpSession._do_nothing,  # noqa: SLF001
    "QUIT": SmtpSession._quit,  # noqa: SLF001
}


class _Commands(dict[str, Any]):
    """Where aiosmtpd looks methods up: one answers every command."""

    def __init__(self, perform: Callable[[str, str | None], Awaitable[None]]) -> None:
        super().__init__()
        self._perform = perform

    def get(self, command: str, _default: Any = None) -> Any:
        """The method of a command."""
        return partial(self._perform, command)
