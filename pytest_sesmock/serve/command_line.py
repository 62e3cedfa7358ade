"""The command line of the development server: `python -m pytest_sesmock serve`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.extras import from_extra
from pytest_sesmock.mock import SESMock, service_of
from pytest_sesmock.outbox.explain.values import one_line
from pytest_sesmock.transport import children

if TYPE_CHECKING:
    from pytest_sesmock.serve.actions import Desk

PORT = 8025
SMTP_PORT = 2587

_CANNOT_START = 2
"""The exit status of a server that cannot start, as argparse has it."""
_TICK = 0.2
"""Seconds until what has come is told on the terminal."""
_LONGEST_LINE = 160


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        arguments: Those of the command line, by default the process's.

    Returns:
        The exit status: 0 if the server was ended, 2 if it could not start.
    """
    options = _parser().parse_args(arguments)
    try:
        with _ending() as end, ExitStack() as stack:
            desk, lines = _open(options, stack)
            _say(*lines)
            _tell_arrivals(desk, end)
    except SesmockError as error:
        sys.stderr.write(f"pytest_sesmock serve: {' '.join(str(error).splitlines())}\n")
        return _CANNOT_START
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pytest_sesmock", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser(
        "serve",
        help="an Amazon SES for development, with an inbox in the browser",
        description="Serve an Amazon SES on 127.0.0.1 that refuses what SES refuses, and shows "
        "what it accepts in the browser. Ctrl-C ends it.",
    )
    serve.add_argument(
        "--port", type=_port, default=PORT, help=f"of API and inbox; 0 for any free one ({PORT})"
    )
    serve.add_argument(
        "--smtp",
        type=_port,
        nargs="?",
        const=SMTP_PORT,
        metavar="PORT",
        help=f"serve the SMTP interface as well, at this port ({SMTP_PORT})",
    )
    serve.add_argument(
        "--verified",
        nargs="+",
        action="extend",
        metavar="IDENTITY",
        help="verified addresses and domains",
    )
    serve.add_argument(
        "--auto-verify",
        action="store_true",
        default=None,
        help="verification through the API succeeds at once",
    )
    serve.add_argument(
        "--configuration-set",
        nargs="+",
        action="extend",
        metavar="NAME",
        help="configuration sets that exist",
    )
    serve.add_argument(
        "--sandbox", action="store_true", default=None, help="put the account in the sandbox"
    )
    serve.add_argument(
        "--region",
        help="the region these options apply to (by default the configured one, or us-east-1)",
    )
    serve.add_argument("--open", action="store_true", help="open the inbox in the browser")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 0xFFFF:
        raise ValueError
    return port


_port.__name__ = "port"  # argparse says so in its error


@contextmanager
def _ending() -> Iterator[Event]:
    """An event that is set by Ctrl-C and SIGTERM."""
    end = Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: end.set()) for each in signals]
    try:
        yield end
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)


def _open(options: argparse.Namespace, stack: ExitStack) -> tuple[Desk, list[str]]:
    """Open the doors; what the inbox acts on, and what to tell of them."""
    with from_extra("serve", ["cheroot", "jinja2"], "{} is not installed"):
        from pytest_sesmock.serve.actions import Desk  # noqa: PLC0415 - may lack its packages
        from pytest_sesmock.serve.inbox import Inbox  # noqa: PLC0415 - as above
        from pytest_sesmock.serve.site import InboxSite  # noqa: PLC0415 - as above
        from pytest_sesmock.transport.http_endpoint import (  # noqa: PLC0415 - as above
            HttpEndpoint,
        )
    mock = stack.enter_context(
        SESMock(
            region=options.region,
            verified_identities=options.verified,
            sandbox=options.sandbox,
            configuration_sets=options.configuration_set,
            auto_verify=options.auto_verify,
        )
    )
    service = service_of(mock)
    service.accounts.use_names_of_fixtures()  # a remedy can be pasted into a test
    desk = Desk(mock, Inbox(mock))
    # What takes long comes first: the page is there as soon as the API is, and tells of both.
    smtp = None if options.smtp is None else _open_smtp(service, options.smtp, stack)
    connection: dict[str, list[str]] = {}
    http = HttpEndpoint(service, options.port, InboxSite(desk, connection))
    stack.callback(http.close)
    connection["Environment"] = [
        f"export {name}={value}" for name, value in children.describe(http.url, mock.region).items()
    ]
    if smtp is not None:
        connection["SMTP"] = smtp
    if options.open:
        webbrowser.open(http.url)
    return desk, _greeting(http.url, connection, options.verified or ())


def _open_smtp(service: Any, port: int, stack: ExitStack) -> list[str]:
    with from_extra("serve,smtp", ["aiosmtpd", "trustme"], "{} is not installed"):
        from pytest_sesmock.transport.smtp_endpoint import (  # noqa: PLC0415 - few want it
            SmtpEndpoint,
        )
    smtp = SmtpEndpoint(service, port)
    stack.callback(smtp.close)
    return [
        f"host: {smtp.host}",
        f"port: {smtp.port} (STARTTLS)",
        f"user: {smtp.username}",
        f"password: {smtp.password}",
        f"certificate: {smtp.certificate}",
    ]


def _greeting(url: str, connection: dict[str, list[str]], identities: Sequence[str]) -> list[str]:
    lines = [
        f"Amazon SES for development: {url}",
        "Open it in a browser to see what is sent. Ctrl-C ends it.",
    ]
    for name, texts in connection.items():
        lines += ["", f"{name}:", *(f"  {text}" for text in texts)]
    status = ", ".join(identities) or "none, so SES refuses every message; the inbox verifies one"
    return [*lines, "", f"Verified identities: {status}", ""]


def _tell_arrivals(desk: Desk, end: Event) -> None:
    """A line for each message and each refusal until the end."""
    following = 0
    is_over = False
    while not is_over:
        is_over = end.wait(_TICK)  # what has come until then is told, too
        if rows := desk.inbox.rows(following):
            following = rows[-1]["number"] + 1
            _say(*map(_line, rows))


def _line(row: dict[str, Any]) -> str:
    what = row["subject"] if row["subject"] is not None else row["operation"]
    to = ", ".join(row["to"])
    code = f" {row['code']}" if "code" in row else ""
    text = f"{row['at'][11:19]} {row['kind']}{code}: {what}{f' -> {to}' if to else ''}"
    return one_line(text, _LONGEST_LINE)


def _say(*lines: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    text = "".join(f"{line}\n" for line in lines)
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError:  # nobody reads it any more, as of `serve | head`
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or the interpreter would fail at its end
        os.close(nowhere)
