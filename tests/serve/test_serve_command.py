"""The command line of the development server."""

from __future__ import annotations

import http.client
import io
import os
import re
import runpy
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from sending import mail, mail2, ses, sesv2

import pytest_sesmock
from pytest_sesmock.serve import command_line

ROOT = Path(pytest_sesmock.__file__).parent.parent
CREDENTIALS = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}


class Output(io.StringIO):
    """What a server says, while others wait for it."""

    def wait_for(self, pattern: str) -> str:
        end = time.monotonic() + 30
        while (found := re.search(pattern, self.getvalue())) is None:
            assert time.monotonic() < end, self.getvalue()
            time.sleep(0.01)
        return found[1]


Meanwhile = Callable[[Output], object]
Serve = Callable[..., tuple[int, str]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Runs the command in this very process, and ends it by a signal after what is done meanwhile.

    Answers with its exit status and with what it has said.
    """

    def serve(
        *arguments: str, meanwhile: Meanwhile, ending: signal.Signals = signal.SIGTERM
    ) -> tuple[int, str]:
        output, problems = Output(), []
        monkeypatch.setattr(sys, "stdout", output)

        def work() -> None:
            try:
                output.wait_for("(Ctrl-C ends it)")
                meanwhile(output)
            except BaseException as error:  # noqa: BLE001 - raised again where it is seen
                problems.append(error)
            if output.getvalue():  # it has started, and so will not be killed
                os.kill(os.getpid(), ending)

        thread = threading.Thread(target=work)
        thread.start()
        status = command_line.main(["serve", *arguments])
        thread.join()
        if problems:
            raise problems[0]
        return status, output.getvalue()

    return serve


def test_the_way_of_a_mail(serve: Serve) -> None:
    """With every option: both APIs answer at the address it prints, and each mail is a line."""

    def send(output: Output) -> None:
        url = output.wait_for("AWS_ENDPOINT_URL_SES=(http://127.0.0.1:[0-9]+)\n")
        where = {"endpoint_url": url, **CREDENTIALS}
        ses("eu-west-1", **where).send_email(**mail(ConfigurationSetName="news"))
        v2 = sesv2("eu-west-1", **where)
        assert v2.get_account()["ProductionAccessEnabled"] is False
        v2.create_email_identity(EmailIdentity="example.net")
        assert v2.get_email_identity(EmailIdentity="example.net")["VerifiedForSendingStatus"]
        with pytest.raises(ClientError):
            v2.send_email(**mail2(To=["eve@evil.example"]))
        output.wait_for("(refused)")

    status, said = serve(
        *("--port", "0", "--region", "eu-west-1", "--sandbox", "--auto-verify"),
        *("--verified", "example.com", "--verified", "ada@example.org", "bob@example.org"),
        *("--configuration-set", "news", "alerts"),
        meanwhile=send,
    )

    assert status == 0
    lines = said.splitlines()
    assert "Verified identities: example.com, ada@example.org, bob@example.org" in lines
    assert "  export AWS_DEFAULT_REGION=eu-west-1" in lines
    assert [re.sub("^[0-9:]{8} ", "", line) for line in lines[-2:]] == [
        "sent: Welcome -> ada@example.org",
        "refused MessageRejected: Welcome -> eve@evil.example",
    ]


def test_ctrl_c_ends_it_and_leaves_nothing(serve: Serve) -> None:
    """The handlers of the signals, the environment, threads and the port are as before."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(each) for each in signals], dict(os.environ)
    threads = threading.active_count()

    ports = []
    status, said = serve(
        *("--port", "0"),
        meanwhile=lambda output: ports.append(output.wait_for("127.0.0.1:([0-9]+)\n")),
        ending=signal.SIGINT,
    )

    assert status == 0
    assert "none, so SES refuses every message" in said
    assert ([signal.getsignal(each) for each in signals], dict(os.environ)) == before
    assert threading.active_count() == threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(ports[0])))


def test_no_line_is_lost_to_a_page_that_asks(serve: Serve) -> None:
    def send(output: Output) -> None:
        url = output.wait_for("AWS_ENDPOINT_URL_SES=(http://127.0.0.1:[0-9]+)\n")
        ses("us-east-1", endpoint_url=url, **CREDENTIALS).send_email(**mail())
        page = http.client.HTTPConnection(url.partition("//")[2], timeout=30)
        page.request("GET", "/_inbox/changes")
        assert b"Welcome" in page.getresponse().read()
        page.close()

    _, said = serve("--port", "0", "--verified", "example.com", meanwhile=send)
    assert said.endswith(" sent: Welcome -> ada@example.org\n")


def test_what_a_mail_holds_does_nothing_to_the_terminal(serve: Serve) -> None:
    def send(output: Output) -> None:
        url = output.wait_for("AWS_ENDPOINT_URL_SES=(http://127.0.0.1:[0-9]+)\n")
        subject = {"Data": "\x1b]0;owned\x07\x9b31m\u202eevil"}
        body = {"Text": {"Data": "Hello"}}
        client = ses("us-east-1", endpoint_url=url, **CREDENTIALS)
        client.send_email(**mail(Message={"Subject": subject, "Body": body}))
        with pytest.raises(ClientError):
            client.get_template(TemplateName="none")
        output.wait_for("(GetTemplate)")

    _, said = serve("--port", "0", "--verified", "example.com", meanwhile=send)
    assert said.replace("\n", "").isprintable()


def test_the_inbox_is_opened_if_wanted(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    _, said = serve("--port", "0", "--open", meanwhile=lambda _: None)
    assert [f"Amazon SES for development: {url}" for url in opened] == said.splitlines()[:1]


def test_mail_by_smtp(serve: Serve) -> None:
    """At the address it prints, with its user, its password and its certificate."""
    pytest.importorskip("aiosmtpd")
    pytest.importorskip("trustme")

    def send(output: Output) -> None:
        said = {
            name: output.wait_for(rf"  {name}: (\S+)")
            for name in ("host", "port", "user", "password", "certificate")
        }
        context = ssl.create_default_context(cafile=said["certificate"])
        with smtplib.SMTP(said["host"], int(said["port"])) as client:
            client.starttls(context=context)
            client.login(said["user"], said["password"])
            client.sendmail("noreply@example.com", "ada@example.org", "Subject: By SMTP\n\nHello\n")
        output.wait_for("sent: (By SMTP) -> ada@example.org")

    status, _ = serve(*("--port", "0", "--smtp", "0", "--verified", "example.com"), meanwhile=send)
    assert status == 0


@pytest.mark.parametrize("option", ["--port", "--smtp"])
def test_a_port_that_is_taken(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    if option == "--smtp":
        pytest.importorskip("aiosmtpd")
        pytest.importorskip("trustme")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = {"--port": "0", option: str(port)}
        status = command_line.main(["serve", *(text for item in ports.items() for text in item)])
    written = capsys.readouterr()
    assert (status, written.out) == (2, "")
    assert re.fullmatch(
        f"pytest_sesmock serve: cannot listen on 127.0.0.1:{port}: .+\n", written.err
    )


@pytest.mark.parametrize(
    ("arguments", "module", "extra"),
    [
        ([], "cheroot.server", "serve"),
        ([], "jinja2", "serve"),
        (["--smtp"], "aiosmtpd.smtp", "serve,smtp"),
    ],
)
def test_a_package_that_is_not_installed(
    arguments: list[str],
    module: str,
    extra: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in [*sys.modules]:
        if name.startswith(("pytest_sesmock.serve.", "pytest_sesmock.report.gallery.page")):
            monkeypatch.delitem(sys.modules, name)
        if name.startswith(("pytest_sesmock.transport.http_e", "pytest_sesmock.transport.smtp")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("pytest_sesmock.report.gallery.page", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(command_line, "_tell_arrivals", lambda *_: None)  # nobody would end it
    assert command_line.main(["serve", "--port", "0", *arguments]) == 2
    assert capsys.readouterr().err == (
        f"pytest_sesmock serve: {module} is not installed: install it with "
        f"pip install 'pytest-sesmock[{extra}]'\n"
    )


def test_a_module_of_our_own_that_is_missing_is_no_missing_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pytest_sesmock.serve.site", None)
    with pytest.raises(ModuleNotFoundError):
        command_line.main(["serve", "--port", "0"])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["serve", "--port", "65536"], "invalid port value: '65536'"),
        (["serve", "--port", "http"], "invalid port value: 'http'"),
        (["serve", "--verified"], "expected at least one argument"),
    ],
)
def test_a_wrong_command_line(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(arguments)
    assert ended.value.code == 2
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--verified", "no identity"], "no identity"),
        (["--region", "Not a region"], "region must be the name of an AWS region"),
        (["--configuration-set", "a b"], "a b"),
    ],
)
def test_a_wrong_value(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["serve", "--port", "0", *arguments]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert problem in line


def test_the_help_names_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `python -m pytest_sesmock` runs it."""
    monkeypatch.setattr(sys, "argv", ["pytest_sesmock", "serve", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("pytest_sesmock", run_name="__main__")
    assert ended.value.code == 0
    assert "--verified IDENTITY [IDENTITY ...]" in capsys.readouterr().out
    runpy.run_module("pytest_sesmock.__main__")  # as whatever imports all modules


def test_a_process_of_its_own() -> None:
    """What a developer starts; what it says arrives at once, and Ctrl-C is no error.

    A terminal that lacks letters, and one that is gone, do not end it.
    """
    command = [sys.executable, "-m", "pytest_sesmock", "serve", "--port", "0"]
    command += ["--verified", "example.com"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert server.stdout is not None
    assert server.stderr is not None
    first = server.stdout.readline().decode()
    assert first.startswith("Amazon SES for development: http://127.0.0.1:")
    client = ses("us-east-1", endpoint_url=first.split()[-1], **CREDENTIALS)
    message = {"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "Hello"}}}
    client.send_email(**mail(Message=message))
    while b"sent: " not in (line := server.stdout.readline()):
        assert line
    assert line.endswith(b"sent: Gr\\xfc\\xdfe -> ada@example.org\n")
    server.stdout.close()
    client.send_email(**mail())
    server.send_signal(signal.SIGINT)
    with server.stderr as stderr:
        assert (server.wait(60), stderr.read()) == (0, b"")


def test_who_reads_no_more_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    monkeypatch.setattr(command_line, "_tell_arrivals", lambda *_: None)  # nobody would end it
    with os.fdopen(writer, "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert command_line.main(["serve", "--port", "0"]) == 0
