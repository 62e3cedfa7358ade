"""What SES's SMTP interface says before a mail is judged, and how that is known."""

from __future__ import annotations

from typing import NamedTuple

from pytest_sesmock.engine.text import Text


class Reply(NamedTuple):
    """A reply to a command.

    Attributes:
        to: What it answers.
        text: Reply code and words.
    """

    to: str
    text: Text


HOST = "email-smtp.amazonaws.com"
"""What SES calls itself, in every region."""

_ACCEPT = ("evs-smtp-accept",)

BANNER = Reply(
    "a connection",
    Text(f"220 {HOST} ESMTP {{server}} {{ident}}", "A", ("smtp-session", "evs-smtp-ehlo")),
)
EHLO = Reply(
    "EHLO before TLS; no SIZE since 2023 at the latest",
    Text(
        f"250-{HOST}\n250-8BITMIME\n250-STARTTLS\n250-AUTH PLAIN LOGIN\n250 Ok",
        "A",
        ("evs-smtp-ehlo",),
    ),
)
EHLO_IN_TLS = Reply(
    "EHLO after STARTTLS",
    EHLO.text._replace(template=EHLO.text.template.replace("250-STARTTLS\n", "")),
)
HELO = Reply("HELO", Text(f"250 {HOST}", "C", ()))
READY_FOR_TLS = Reply("STARTTLS", Text("220 Ready to start TLS", "A", ("smtp-session",)))
TLS_FIRST = Reply(
    "AUTH, MAIL, RCPT or DATA before STARTTLS",
    Text("530 Must issue a STARTTLS command first", "A", ("evs-smtp-auth-refusals",)),
)
PLAIN = Reply("AUTH PLAIN without a response", Text("334 Ok", "A", _ACCEPT))
USERNAME = Reply("AUTH LOGIN: `Username:`", Text("334 VXNlcm5hbWU6", "A", ("smtp-session",)))
PASSWORD = Reply("the user name: `Password:`", Text("334 UGFzc3dvcmQ6", "A", ("smtp-session",)))
WELCOME = Reply(
    "the right user name and password",
    Text("235 Authentication successful.", "A", ("smtp-session",)),
)
WRONG_CREDENTIALS = Reply(
    "another user name or password",
    Text("535 Authentication Credentials Invalid", "B", ("doc-smtp-auth",)),
)
AUTH_FIRST = Reply(
    "MAIL, RCPT or DATA before AUTH",
    Text("530 Authentication required", "A", ("evs-smtp-auth-refusals",)),
)
INVALID_SENDER = Reply(
    "MAIL with something that has no @; that SES looks for no more than that is inferred",
    Text("501 Invalid MAIL FROM address provided", "A", ("smtp-501",)),
)
OK = Reply("any other MAIL, and every RCPT", Text("250 Ok", "A", _ACCEPT))
NOTHING_TO_DO = Reply("RSET and NOOP", Text("250 Ok", "C", ()))
GO_AHEAD = Reply("DATA", Text("354 End data with <CR><LF>.<CR><LF>", "A", _ACCEPT))
ACCEPTANCE = Reply("a mail that SES accepts", Text("250 Ok {message_id}", "A", _ACCEPT))
TOO_LONG = Reply(
    "a mail of more than 40 MB; the text is of 2019, when the limit was 10 MB",
    Text("552 5.3.4 Message is too long.", "A", ("evs-smtp-size", "doc-smtp-552")),
)
FAILURE = Reply(
    "a mail that the mock cannot judge, because a callable of the test raised an exception",
    Text("451 Temporary service failure", "B", ("doc-smtp-failure",)),
)
BYE = Reply("QUIT", Text("221 Bye", "A", _ACCEPT))
IDLE = Reply(
    "the next command after 10 seconds without any; then the connection is closed",
    Text("451 4.4.2 Timeout waiting for data from client.", "A", ("evs-smtp-idle",)),
)
WRONG_ORDER = Reply("a command out of order", Text("503 Bad sequence of commands", "C", ()))
SYNTAX_ERROR = Reply(
    "a command whose argument cannot be read",
    Text("501 Syntax error in parameters or arguments", "C", ()),
)
PARAMETER_UNKNOWN = Reply(
    "MAIL or RCPT with a parameter that EHLO does not announce",
    Text("555 Parameters not recognized or not implemented", "C", ()),
)
MECHANISM_UNKNOWN = Reply(
    "AUTH with another mechanism", Text("504 Unrecognized authentication type", "C", ())
)
UNKNOWN = Reply("any other command", Text("500 Command not recognized", "C", ()))

REPLIES = (
    *(BANNER, EHLO, EHLO_IN_TLS, HELO, READY_FOR_TLS, TLS_FIRST, PLAIN, USERNAME, PASSWORD),
    *(WELCOME, WRONG_CREDENTIALS, AUTH_FIRST, OK, INVALID_SENDER, GO_AHEAD, ACCEPTANCE),
    *(TOO_LONG, FAILURE, BYE, IDLE, NOTHING_TO_DO, WRONG_ORDER, SYNTAX_ERROR, PARAMETER_UNKNOWN),
    *(MECHANISM_UNKNOWN, UNKNOWN),
)
"""All of them, in the order of a session."""
