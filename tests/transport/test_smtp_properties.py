"""Any order of commands, against a small model of what SMTP allows."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from smtp_client import MESSAGE, RawClient, base64

from pytest_sesmock import SESMock, SmtpServer

pytestmark = pytest.mark.loopback

ORDER = "503"


class Session(RuleBasedStateMachine):
    """A client that says what it likes; the model knows what it has been told."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = SESMock(verified_identities=["example.com"]).__enter__()
        self.server = self.mock.smtp()
        self.client = RawClient(self.server)
        self.is_greeted = self.is_in_tls = self.is_known = self.is_from_somebody = False
        self.recipients = self.mails = 0

    def teardown(self) -> None:
        self.client.close()
        self.mock.__exit__(None, None, None)

    def code(self, line: str) -> str:
        return self.client.say(line)[:3]

    def allowed(self) -> str | None:
        """Why a mail cannot be begun."""
        return None if self.is_in_tls and self.is_known else "530"

    @rule(command=st.sampled_from(["EHLO", "HELO"]))
    def greet(self, command: str) -> None:
        assert self.code(f"{command} client") == "250"
        self.is_greeted, self.is_from_somebody, self.recipients = True, False, 0

    @precondition(lambda self: not self.is_in_tls)
    @rule()
    def start_tls(self) -> None:
        self.client.start_tls()
        self.is_in_tls, self.is_greeted = True, False
        self.is_from_somebody, self.recipients = False, 0

    @rule(password=st.sampled_from(["pytest-sesmock", "wrong"]))
    def log_in(self, password: str) -> None:
        response = base64(f"\0{self.server.username}\0{password}")
        told = self.code(f"AUTH PLAIN {response}")
        if not self.is_in_tls:
            assert told == "530"
        elif self.is_known or not self.is_greeted:
            assert told == ORDER
        else:
            self.is_known = password == self.server.password
            assert told == ("235" if self.is_known else "535")

    @rule()
    def begin(self) -> None:
        told = self.code("MAIL FROM:<shop@example.com>")
        assert told == (self.allowed() or (ORDER if self.is_from_somebody else "250"))
        self.is_from_somebody |= told == "250"

    @rule()
    def add_recipient(self) -> None:
        told = self.code("RCPT TO:<ada@example.org>")
        assert told == (self.allowed() or ("250" if self.is_from_somebody else ORDER))
        self.recipients += told == "250"

    @rule()
    def hand_over(self) -> None:
        told = self.code("DATA")
        assert told == (self.allowed() or ("354" if self.recipients else ORDER))
        if told == "354":
            self.client.send(MESSAGE.encode() + b".\r\n")
            assert self.client.read().startswith("250 Ok ")
            self.mails += 1
            self.is_from_somebody, self.recipients = False, 0

    @rule()
    def reset(self) -> None:
        assert self.code("RSET") == "250"
        self.is_from_somebody, self.recipients = False, 0

    @rule(line=st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=60))
    def say_anything(self, line: str) -> None:
        """What is no command changes nothing."""
        assert self.code(f"X{line}") == "500"

    @rule(seconds=st.floats(0, 0.5))
    def think(self, seconds: float) -> None:
        self.mock.clock.advance(seconds)
        assert self.code("NOOP") == "250"

    @invariant()
    def every_mail_is_there(self) -> None:
        assert len(self.mock.outbox) == self.mails


TestSession = Session.TestCase
TestSession.pytestmark = [pytest.mark.loopback, pytest.mark.slow]


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(verified_identities=["example.com"]) as mock:
        yield mock


def test_aiosmtplib(mock: SESMock, server: SmtpServer) -> None:
    """Ten connections at once, made in coroutines, one of which has opened the server."""
    aiosmtplib = pytest.importorskip("aiosmtplib")

    async def send(number: int) -> str:
        message = EmailMessage()
        message["From"], message["To"] = "shop@example.com", f"r{number}@example.org"
        message["Subject"] = "Welcome"
        message.set_content("Hello")
        _, told = await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            start_tls=True,
            tls_context=ssl.create_default_context(),
        )
        return str(told)

    async def send_all() -> list[str]:
        assert SESMock.smtp(mock) == server
        return await asyncio.gather(*map(send, range(10)))

    assert sorted(asyncio.run(send_all())) == sorted(
        f"Ok {message.message_id}" for message in mock.outbox
    )


def test_it_is_opened_within_a_coroutine(mock: SESMock) -> None:
    async def open_it() -> SmtpServer:
        return mock.smtp()

    with RawClient(asyncio.run(open_it())) as client:
        client.log_in()
