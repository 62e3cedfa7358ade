"""How long things take, side by side with the alternatives: `python benchmarks/bench.py`.

README.md beside this file says what is measured and how.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import boto3
from botocore.awsrequest import AWSResponse
from botocore.stub import Stubber

from pytest_sesmock import SESMock
from pytest_sesmock.transport.botocore_hook import HttpRequest

ROUNDS = 101
SENDS_A_ROUND = 25
FEW, MANY = 100, 100_000

MAIL = {
    "Source": "Ada <ada@example.com>",
    "Destination": {"ToAddresses": ["bob@example.org"]},
    "Message": {
        "Subject": {"Data": "Your order 1815 has been shipped"},
        "Body": {
            "Text": {"Data": "Hello Bob,\n\nyour order has been shipped.\n"},
            "Html": {"Data": "<p>Hello Bob,</p>\n<p>your order has been shipped.</p>\n"},
        },
    },
}
LARGE_MAIL = MAIL | {
    "Message": {
        "Subject": {"Data": "A large mail"},
        "Body": {"Text": {"Data": "Nine megabytes, in lines of forty-five bytes.\n" * 200_000}},
    }
}
# What SES answers, without its line breaks.
CANNED_ANSWER = (
    b'<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>'
    b"<MessageId>0100017f5a4c1c30-5f0a0a52-62b5-4f0b-a1ff-6c8e4b0a4d3e-000000</MessageId>"
    b"</SendEmailResult><ResponseMetadata>"
    b"<RequestId>8e3a7a3c-1b6f-4d51-9c55-0c2f6a3f9a11</RequestId>"
    b"</ResponseMetadata></SendEmailResponse>"
)

HEAVY = ("boto3", "botocore", "email_validator", "hypothesis", "jinja2", "moto", "urllib3")
START_UP = """
import json, sys, time, pytest

class Late:
    def pytest_configure(self, config):
        start = time.perf_counter()
        config.pluginmanager.import_plugin("pytest_sesmock.plugin")
        self.seconds = time.perf_counter() - start

late = Late()
pytest.main(["-qq", "-p", "no:cacheprovider", sys.argv[1]], plugins=[late])
print(json.dumps([late.seconds, list(sys.modules)]))
"""

Round = Callable[[], float]
"""Does a thing some times over and returns the seconds that one took."""


class Row(NamedTuple):
    """A line of the table; `holds` is None where there is no bar."""

    what: str
    figure: str
    bar: str = ""
    holds: bool | None = None


def medians(rounds: int, *variants: Round) -> list[float]:
    """Each variant's median over rounds in which all take turns: the machine's load hits all."""
    seconds = [[variant() for variant in variants] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*seconds, strict=True)]


def seconds_of(call: Callable[[], object], times: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


def ses_client() -> Any:
    return boto3.client(
        "ses", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )


class CannedBody:
    """What AWSResponse reads an answer from."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield CANNED_ANSWER


def canned_client() -> Any:
    """A client as people stub it by hand: it signs, and one handler answers."""
    client = ses_client()
    client.meta.events.register(
        "before-send.ses.SendEmail",
        lambda request, **_: AWSResponse(
            request.url, 200, {"Content-Type": "text/xml"}, CannedBody()
        ),
    )
    return client


def new_mock() -> SESMock:
    return SESMock(region="us-east-1", verified_identities=["example.com"])


def fill(mock: SESMock, messages: int) -> None:
    """Send without a client in between: parsed, judged, charged, recorded and answered."""
    content = MAIL["Message"]
    form = {
        "Action": "SendEmail",
        "Version": "2010-12-01",
        "Source": MAIL["Source"],
        "Destination.ToAddresses.member.1": MAIL["Destination"]["ToAddresses"][0],
        "Message.Subject.Data": content["Subject"]["Data"],
        "Message.Body.Text.Data": content["Body"]["Text"]["Data"],
        "Message.Body.Html.Data": content["Body"]["Html"]["Data"],
    }
    mock.account().max_24_hour_send = -1
    request = HttpRequest(
        "ses", "SendEmail", "us-east-1", "POST", "https://email/", {}, urlencode(form).encode()
    )
    for _ in range(messages):
        mock.answer(request)
    assert len(mock.outbox) == messages


def sending() -> Iterator[Row]:
    """A SendEmail through each of the alternatives, and what a test pays around it."""
    canned, mocked, stubbed = canned_client(), ses_client(), ses_client()
    # Imported only now: clients made from here on carry moto's handlers.
    from moto import mock_aws  # noqa: PLC0415

    by_moto = boto3.session.Session().client(
        "ses", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )

    def sends(client: Any) -> float:
        client.send_email(**MAIL)  # the first one sets things up
        return seconds_of(lambda: client.send_email(**MAIL), SENDS_A_ROUND)

    def with_mock() -> float:
        with new_mock():
            return sends(mocked)

    def with_moto() -> float:
        with mock_aws():
            by_moto.verify_domain_identity(Domain="example.com")
            return sends(by_moto)

    def with_stubber() -> float:
        with Stubber(stubbed) as stubber:
            for _ in range(SENDS_A_ROUND + 1):
                stubber.add_response("send_email", {"MessageId": "stubbed"})
            return sends(stubbed)

    a, b, c, d = medians(ROUNDS, lambda: sends(canned), with_mock, with_moto, with_stubber)
    yield Row("SendEmail: canned before-send answer, signing client", microseconds(a))
    yield at_most(1.0, Row("SendEmail: pytest-sesmock", microseconds(b)), b / a, "canned")
    yield at_least(3.0, Row("SendEmail: moto", microseconds(c)), c / b, "pytest-sesmock")
    yield Row("SendEmail: botocore's Stubber (builds no request)", microseconds(d))

    def enter_mock() -> float:
        def enter_and_leave() -> None:
            with new_mock():
                pass

        return seconds_of(enter_and_leave, 10)

    def enter_moto() -> float:
        def enter_and_leave() -> None:
            with mock_aws():
                pass

        return seconds_of(enter_and_leave, 10)

    def test_with_mock() -> float:
        def test() -> None:
            with new_mock():
                mocked.send_email(**MAIL)

        return seconds_of(test, 10)

    def test_with_moto() -> float:
        def test() -> None:
            with mock_aws():
                by_moto.verify_domain_identity(Domain="example.com")
                by_moto.send_email(**MAIL)

        return seconds_of(test, 10)

    a, b, c, d = medians(ROUNDS, enter_mock, enter_moto, test_with_mock, test_with_moto)
    yield at_most(0.1, Row("Enter and leave: pytest-sesmock", microseconds(a)), a / b, "moto")
    yield Row("Enter and leave: moto", microseconds(b))
    yield Row("Enter, one SendEmail, leave: pytest-sesmock", microseconds(c))
    yield Row("Enter, verify, one SendEmail, leave: moto", microseconds(d))


def full_outbox() -> Iterator[Row]:
    """What a send costs while the outbox is small and while it is large."""
    client = ses_client()
    full = new_mock()
    each = seconds_of(lambda: fill(full, MANY)) / MANY

    def sends(mock: SESMock) -> float:
        with mock:
            client.send_email(**MAIL)
            return seconds_of(lambda: client.send_email(**MAIL), SENDS_A_ROUND)

    def with_few() -> float:
        mock = new_mock()
        fill(mock, FEW)
        return sends(mock)

    few, many = medians(ROUNDS, with_few, lambda: sends(full))
    yield Row(f"SendEmail with {FEW:,} messages in the outbox", microseconds(few))
    row = Row(f"SendEmail with {MANY:,} messages in the outbox", microseconds(many))
    yield at_most(1.1, row, many / few, f"with {FEW}")
    yield Row(f"pytest-sesmock's own share, mean of those {MANY:,}", microseconds(each))


def memory() -> Iterator[Row]:
    mock = new_mock()
    fill(mock, FEW)  # whatever is loaded or cached by the first
    messages = MANY // 10
    mock.outbox.clear()
    tracemalloc.start()
    fill(mock, messages)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield Row("Memory of an accepted message", f"{size / messages:,.0f} bytes")


def large_message() -> Iterator[Row]:
    canned, mocked = canned_client(), ses_client()

    def with_mock() -> float:
        with new_mock():
            return seconds_of(lambda: mocked.send_email(**LARGE_MAIL))

    by_canned, by_mock = medians(
        7, lambda: seconds_of(lambda: canned.send_email(**LARGE_MAIL)), with_mock
    )
    yield Row("9 MB message: canned before-send answer", milliseconds(by_canned))
    yield Row("9 MB message: pytest-sesmock", milliseconds(by_mock))


def start_up() -> Iterator[Row]:
    """What the plugin adds to a test run that has no use for it."""
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    seconds: list[float] = []
    modules: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        test = Path(folder, "test_nothing.py")
        test.write_text("def test_nothing(): pass\n")
        for _ in range(7):
            output = subprocess.run(
                [sys.executable, "-c", START_UP, test],
                env=environment,
                cwd=folder,
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
            taken, imported = json.loads(output.splitlines()[-1])
            seconds.append(taken)
            modules.update(imported)
    heavy = [name for name in HEAVY if name in modules]
    median = statistics.median(seconds)
    yield Row("Plugin loaded and unused", milliseconds(median), "<= 3 ms", median <= 0.003)
    yield Row(
        "Plugin loaded and unused: imports", ", ".join(heavy) or "none heavy", "none", not heavy
    )


def microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.1f} ms"


def at_most(limit: float, row: Row, ratio: float, of: str) -> Row:
    return row._replace(bar=f"{ratio:.2f} x {of}, <= {limit}", holds=ratio <= limit)


def at_least(limit: float, row: Row, ratio: float, of: str) -> Row:
    return row._replace(bar=f"{ratio:.2f} x {of}, >= {limit}", holds=ratio >= limit)


def main() -> int:
    """Print the table; 1 if asked to check and a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if a bar does not hold")
    check = parser.parse_args().check
    # Neither the network nor this machine's AWS configuration has a part in this.
    os.environ |= {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    failed = 0
    for row in itertools.chain(start_up(), sending(), large_message(), memory(), full_outbox()):
        verdict = {None: "", True: "pass", False: "FAIL"}[row.holds]
        failed += row.holds is False
        print(f"{row.what:54}{row.figure:>14}   {row.bar:32}{verdict}".rstrip(), flush=True)
    return int(check and failed > 0)


if __name__ == "__main__":
    sys.exit(main())
