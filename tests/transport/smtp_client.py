"""A raw SMTP client: lines out, replies in, nothing else."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_sesmock import SmtpServer

if TYPE_CHECKING:
    from typing_extensions import Self

MESSAGE = (
    "From: The Shop <shop@example.com>\r\nTo: ada@example.org\r\nSubject: Welcome\r\n\r\nHello\r\n"
)


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


class RawClient:
    """A connection to a server, with the banner read."""

    def __init__(self, server: SmtpServer, timeout: float = 30) -> None:
        self._server = server
        self._socket = socket.create_connection((server.host, server.port), timeout=timeout)
        self._file = self._socket.makefile("rb")
        self.banner = self.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def read(self) -> str:
        """One reply, its lines joined by LF; empty at the end of the connection."""
        lines = [self._file.readline().decode()]
        while lines[-1][3:4] == "-":
            lines.append(self._file.readline().decode())
        return "".join(lines).replace("\r\n", "\n").removesuffix("\n")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def say(self, line: str) -> str:
        """The reply to a line."""
        self.send(line.encode() + b"\r\n")
        return self.read()

    def start_tls(self) -> None:
        assert self.say("STARTTLS") == "220 Ready to start TLS"
        context = ssl.create_default_context()
        self._file.close()
        self._socket = context.wrap_socket(self._socket, server_hostname=self._server.host)
        self._file = self._socket.makefile("rb")

    def log_in(self) -> Self:
        """Be where mails can be sent."""
        self.say("EHLO client")
        self.start_tls()
        self.say("EHLO client")
        response = base64(f"\0{self._server.username}\0{self._server.password}")
        assert self.say(f"AUTH PLAIN {response}") == "235 Authentication successful."
        return self

    def hand_over(self, message: str | bytes, sender: str = "shop@example.com", *to: str) -> str:
        """The reply to a mail."""
        assert self.say(f"MAIL FROM:<{sender}>") == "250 Ok"
        for each in to or ("ada@example.org",):
            assert self.say(f"RCPT TO:<{each}>") == "250 Ok"
        assert self.say("DATA") == "354 End data with <CR><LF>.<CR><LF>"
        data = message.encode() if isinstance(message, str) else message
        self.send(data + b"\r\n.\r\n")
        return self.read()

    def must_hand_over(self, message: str) -> str:
        """The reply to a mail; EOFError if the connection ends instead."""
        reply = self.hand_over(message)
        if not reply:
            raise EOFError
        return reply
