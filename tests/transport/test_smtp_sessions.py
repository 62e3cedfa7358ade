"""Sessions of SMTP, line by line: commands and replies, silence, broken clients."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import struct
from collections.abc import Callable, Iterator

import pytest
from smtp_client import MESSAGE, RawClient, base64

from pytest_sesmock import SESMock, SmtpServer

pytestmark = pytest.mark.loopback

EHLO = "250-email-smtp.amazonaws.com\n250-8BITMIME\n250-STARTTLS\n250-AUTH PLAIN LOGIN\n250 Ok"
EHLO_IN_TLS = EHLO.replace("250-STARTTLS\n", "")
USER, PASSWORD = "AKIAIOSFODNN7EXAMPLE", "pytest-sesmock"
PLAIN = base64(f"\0{USER}\0{PASSWORD}")
WRONG = "535 Authentication Credentials Invalid"
WELCOME = "235 Authentication successful."
ORDER = "503 Bad sequence of commands"
SYNTAX = "501 Syntax error in parameters or arguments"
MAIL = "MAIL FROM:<shop@example.com>"
QUOTES = '"' * 400


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield mock


# Commands and replies


def test_the_banner(server: SmtpServer) -> None:
    with RawClient(server) as client:
        assert re.fullmatch(
            r"220 email-smtp\.amazonaws\.com ESMTP "
            r"SimpleEmailService-d-[A-Z0-9]{9} [A-Za-z0-9]{20}",
            client.banner,
        )


@pytest.mark.parametrize(
    "session",
    [
        pytest.param([("EHLO client", EHLO), ("NOOP", "250 Ok"), ("QUIT", "221 Bye")], id="EHLO"),
        pytest.param([("ehlo client", EHLO)], id="in lower case"),
        pytest.param([("HELO client", "250 email-smtp.amazonaws.com")], id="HELO"),
        pytest.param([("EHLO", SYNTAX), ("EHLO client", EHLO)], id="EHLO of nobody"),
        pytest.param(
            [
                (line, "530 Must issue a STARTTLS command first")
                for line in ("AUTH LOGIN", f"AUTH PLAIN {PLAIN}", MAIL, "RCPT TO:<a@b.c>", "DATA")
            ],
            id="before TLS",
        ),
        pytest.param([("RSET", "250 Ok"), ("STARTTLS now", ORDER)], id="STARTTLS with an argument"),
        pytest.param(
            [
                (line, "500 Command not recognized")
                for line in ("NOPE", "HELP", "VRFY ada", "EXPN all", "", "GÜTIG", "X" * 400)
            ],
            id="unknown",
        ),
        pytest.param([("NOOP " + "x" * 600, SYNTAX)], id="a long line"),
    ],
)
def test_a_session_without_tls(server: SmtpServer, session: list[tuple[str, str]]) -> None:
    with RawClient(server) as client:
        assert [(line, client.say(line)) for line, _ in session] == session


IN_TLS = {
    "EHLO is wanted again": [(f"AUTH PLAIN {PLAIN}", ORDER), ("EHLO client", EHLO_IN_TLS)],
    "STARTTLS again": [("STARTTLS", ORDER)],
    "no AUTH": [
        ("EHLO client", EHLO_IN_TLS),
        (MAIL, "530 Authentication required"),
        ("RCPT TO:<ada@example.org>", "530 Authentication required"),
        ("DATA", "530 Authentication required"),
    ],
    "PLAIN": [("EHLO client", EHLO_IN_TLS), (f"AUTH PLAIN {PLAIN}", WELCOME), (MAIL, "250 Ok")],
    "PLAIN, asked for": [("EHLO c", EHLO_IN_TLS), ("AUTH PLAIN", "334 Ok"), (PLAIN, WELCOME)],
    "LOGIN": [
        ("EHLO client", EHLO_IN_TLS),
        ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
        (base64(USER), "334 UGFzc3dvcmQ6"),
        (base64(PASSWORD), WELCOME),
        ("AUTH LOGIN", ORDER),
    ],
    "LOGIN with the user name": [
        ("EHLO client", EHLO_IN_TLS),
        (f"auth login {base64(USER)}", "334 UGFzc3dvcmQ6"),
        (base64(PASSWORD), WELCOME),
    ],
    "wrong credentials, then right ones": [
        ("EHLO client", EHLO_IN_TLS),
        (f"AUTH PLAIN {base64(chr(0).join(('', USER, 'x')))}", WRONG),
        ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
        (base64("AKIA"), "334 UGFzc3dvcmQ6"),
        (base64(PASSWORD), WRONG),
        (f"AUTH PLAIN {base64('no parts')}", WRONG),
        (MAIL, "530 Authentication required"),
        (f"AUTH PLAIN {PLAIN}", WELCOME),
    ],
    "no credentials": [
        ("EHLO client", EHLO_IN_TLS),
        ("AUTH PLAIN *", SYNTAX),
        ("AUTH PLAIN no-base64", SYNTAX),
        (f"AUTH LOGIN {'/w=='}", SYNTAX),
        ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
        ("ü", SYNTAX),
        ("AUTH", "504 Unrecognized authentication type"),
        ("AUTH CRAM-MD5", "504 Unrecognized authentication type"),
    ],
}


@pytest.mark.parametrize("session", IN_TLS.values(), ids=IN_TLS)
def test_a_session_in_tls(server: SmtpServer, session: list[tuple[str, str]]) -> None:
    with RawClient(server) as client:
        client.say("EHLO client")
        client.start_tls()
        assert [(line, client.say(line)) for line, _ in session] == session


LOGGED_IN = {
    "an order": [("RCPT TO:<a@b.c>", ORDER), ("DATA", ORDER), (MAIL, "250 Ok"), ("DATA", ORDER)],
    "twice MAIL": [(MAIL, "250 Ok"), (MAIL, ORDER)],
    "RSET": [(MAIL, "250 Ok"), ("RSET", "250 Ok"), ("RCPT TO:<a@b.c>", ORDER), (MAIL, "250 Ok")],
    "EHLO resets": [(MAIL, "250 Ok"), ("EHLO again", EHLO_IN_TLS), ("RCPT TO:<a@b.c>", ORDER)],
    "DATA with an argument": [(MAIL, "250 Ok"), ("RCPT TO:<a@b.c>", "250 Ok"), ("DATA now", ORDER)],
    "no sender": [
        (f"MAIL FROM:{sender}", "501 Invalid MAIL FROM address provided")
        for sender in ("<>", "<shop>", "shop", "<The Shop>")
    ],
    "no MAIL": [(line, SYNTAX) for line in ("MAIL", "MAIL shop@example.com", "MAIL TO:<a@b.c>")],
    "forms of addresses": [
        ("MAIL from: shop@example.com", "250 Ok"),
        ('RCPT to:<"a>b"@example.org>', "250 Ok"),
        ("RCPT TO: <nobody>", "250 Ok"),
        ('RCPT TO:<a"b@example.org>', "250 Ok"),
        ("RCPT TO:<gr\u00fc\u00dfe@example.org>", "250 Ok"),
        ("RCPT ada@example.org", SYNTAX),
    ],
    "many quotes": [
        (f"MAIL FROM:<{QUOTES}{end}", "501 Invalid MAIL FROM address provided")
        for end in (">", "", '"')
    ],
    "parameters": [
        (f"{MAIL} BODY=8BITMIME AUTH=<>", "250 Ok"),
        ("RSET", "250 Ok"),
        (f"{MAIL} SMTPUTF8", "555 Parameters not recognized or not implemented"),
        (f"{MAIL} SIZE=17", "555 Parameters not recognized or not implemented"),
        (MAIL, "250 Ok"),
        ("RCPT TO:<a@b.c> NOTIFY=NEVER", "555 Parameters not recognized or not implemented"),
    ],
}


@pytest.mark.parametrize("session", LOGGED_IN.values(), ids=LOGGED_IN)
def test_a_session_of_a_known_client(client: RawClient, session: list[tuple[str, str]]) -> None:
    assert [(line, client.say(line)) for line, _ in session] == session


def test_the_end_of_a_session(client: RawClient) -> None:
    assert client.say("QUIT") == "221 Bye"
    assert client.read() == ""


# Silence


def test_a_session_that_was_silent_for_10_seconds(mock: SESMock, client: RawClient) -> None:
    mock.clock.advance(9.9)
    assert client.say("NOOP") == "250 Ok"
    mock.clock.advance(10)
    assert client.say(MAIL) == "451 4.4.2 Timeout waiting for data from client."
    assert client.read() == ""


@pytest.mark.parametrize("line", ["NOPE", "EHLO client", "QUIT"])
def test_any_command_is_too_late(mock: SESMock, server: SmtpServer, line: str) -> None:
    with RawClient(server) as client:
        mock.clock.advance(60)
        assert client.say(line) == "451 4.4.2 Timeout waiting for data from client."


@pytest.mark.parametrize("said", [[], [base64(USER)]], ids=["user name", "password"])
def test_an_answer_of_auth_is_too_late(mock: SESMock, server: SmtpServer, said: list[str]) -> None:
    with RawClient(server) as client:
        client.say("EHLO client")
        client.start_tls()
        client.say("EHLO client")
        for line in ("AUTH LOGIN", *said):
            assert client.say(line).startswith("334 ")
        mock.clock.advance(10)
        assert client.say("") == "451 4.4.2 Timeout waiting for data from client."
        assert client.read() == ""


def test_what_a_reply_takes_is_no_silence(mock: SESMock, client: RawClient) -> None:
    mock.account().fail_next("Throttling", delay=3600)
    assert client.hand_over(MESSAGE).startswith("454 ")
    assert client.hand_over(MESSAGE).startswith("250 Ok ")


def test_real_time_is_no_silence(
    mock: SESMock, client: RawClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = mock.clock.time()
    monkeypatch.setattr("time.time", lambda: now + 3600)
    assert client.say("NOOP") == "250 Ok"


# Broken clients


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"EHLO", id="half a command"),
        pytest.param(b"\0\xff\r\n" * 5, id="no text"),
        pytest.param(b"x" * 3_000_000 + b"\r\n", id="a huge line"),
        pytest.param(b"STARTTLS\r\nno TLS\r\n", id="no TLS"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="HTTP"),
    ],
)
@pytest.mark.parametrize("end", [lambda _: None, reset], ids=["closed", "reset"])
def test_a_broken_client_hurts_nobody(
    mock: SESMock,
    server: SmtpServer,
    data: bytes,
    end: Callable[[socket.socket], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_connection((server.host, server.port), timeout=30) as connection:
        connection.sendall(data)
        connection.recv(1000)
        end(connection)
    with RawClient(server) as client:
        assert client.log_in().hand_over(MESSAGE).startswith("250 Ok ")
    assert not caplog.records


def test_a_client_that_does_not_trust_it(server: SmtpServer) -> None:
    context = ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with smtplib.SMTP(server.host, server.port) as client, pytest.raises(ssl.SSLError):
        client.starttls(context=context)
    with RawClient(server) as raw:
        raw.log_in()


def test_a_client_gone_in_the_middle_of_a_mail(mock: SESMock, server: SmtpServer) -> None:
    with RawClient(server) as client:
        client.log_in()
        client.say(MAIL)
        client.say("RCPT TO:<ada@example.org>")
        client.say("DATA")
        client.send(MESSAGE.encode())
    with RawClient(server) as client:
        assert client.log_in().hand_over(MESSAGE).startswith("250 Ok ")
    mock.outbox.assert_count(1)


def test_a_planned_text_of_two_lines_is_one_reply(mock: SESMock, client: RawClient) -> None:
    mock.account().fail_next("MessageRejected", "One.\nTwo.")
    for line in ("MAIL FROM:<shop@example.com>", "RCPT TO:<ada@example.org>", "DATA"):
        client.say(line)
    assert client.say("Subject: Hello\r\n\r\nHello\r\n.").endswith("One. Two.")
    assert client.say("NOOP").startswith("250 ")
