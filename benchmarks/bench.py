"""How long things take, side by side with the alternatives: `python benchmarks/bench.py`.

README.md beside this file says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import boto3
import over_http
import runs
from botocore.awsrequest import AWSResponse
from botocore.stub import Stubber
from measuring import Row, microseconds, milliseconds, rounds, seconds_per_call

from pytest_sesmock import SESMock
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.exchange import HttpRequest

# Neither the network nor this machine's AWS configuration has a part in this.
os.environ |= {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}

ROUNDS = 100
SENDS_A_ROUND = 30
TESTS_A_ROUND = 3
FEW, MANY = 100, 100_000

MAIL = {
    "Source": "Ada <ada@example.com>",
    "Destination": {"ToAddresses": ["bob@example.org"]},
    "Message": {
        "Subject": {"Data": "Your order has been shipped"},
        "Body": {
            "Text": {"Data": "Hello Bob,\n\nyour order has been shipped.\n"},
            "Html": {"Data": "<p>Hello Bob,</p>\n<p>your order has been shipped.</p>\n"},
        },
    },
}
LARGE_MAIL = MAIL | {
    "Message": {
        "Subject": {"Data": "Nine megabytes"},
        "Body": {"Text": {"Data": "Two hundred thousand lines of this very text\n" * 200_000}},
    }
}
# What botocore makes of MAIL.
FORM = urlencode(
    {
        "Action": "SendEmail",
        "Version": "2010-12-01",
        "Source": "Ada <ada@example.com>",
        "Destination.ToAddresses.member.1": "bob@example.org",
        "Message.Subject.Data": "Your order has been shipped",
        "Message.Body.Text.Data": "Hello Bob,\n\nyour order has been shipped.\n",
        "Message.Body.Html.Data": "<p>Hello Bob,</p>\n<p>your order has been shipped.</p>\n",
    }
)
EVENT_DESTINATIONS = {
    "topic": {"SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:mail"}},
    "bus": {
        "EventBridgeDestination": {
            "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
        }
    },
    "stream": {
        "KinesisFirehoseDestination": {
            "IamRoleArn": "arn:aws:iam::123456789012:role/ses",
            "DeliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/mail",
        }
    },
}
MAIL_V2 = {
    "FromEmailAddress": MAIL["Source"],
    "Destination": MAIL["Destination"],
    "Content": {"Simple": MAIL["Message"]},
}
CANNED_ANSWER = (
    b'<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>'
    b"<MessageId>0100017f5a4c1c30-5f0a0a52-62b5-4f0b-a1ff-6c8e4b0a4d3e-000000</MessageId>"
    b"</SendEmailResult><ResponseMetadata>"
    b"<RequestId>8e3a7a3c-1b6f-4d51-9c55-0c2f6a3f9a11</RequestId>"
    b"</ResponseMetadata></SendEmailResponse>"
)
CANNED_ANSWER_V2 = b'{"MessageId":"0100017f5a4c1c30-5f0a0a52-62b5-4f0b-a1ff-6c8e4b0a4d3e-000000"}'

HEAVY = ("boto3", "botocore", "email_validator", "hypothesis", "jinja2", "moto", "urllib3")
LOAD_PLUGIN = """
import json, sys, time
import pytest

class Loader:
    def pytest_configure(self, config):
        start = time.perf_counter()
        config.pluginmanager.import_plugin("pytest_sesmock.plugin")
        self.seconds = time.perf_counter() - start

loader = Loader()
pytest.main(["-qq", "-p", "no:cacheprovider", sys.argv[1]], plugins=[loader])
print(json.dumps([loader.seconds, list(sys.modules)]))
"""


class Api(NamedTuple):
    """A way to send the mail: by which API, its bar, and what a handler by hand answers."""

    label: str
    service: str
    mail: dict[str, Any]
    most: float
    content_type: str
    canned_answer: bytes


V1 = Api("SendEmail", "ses", MAIL, 0.9, "text/xml", CANNED_ANSWER)
V2 = Api("v2 SendEmail", "sesv2", MAIL_V2, 0.95, "application/json", CANNED_ANSWER_V2)


# What is measured


def sending(client: Any, mail: dict[str, Any] = MAIL) -> float:
    """Seconds per SendEmail; the first one, which sets things up, does not count."""
    client.send_email(**mail)
    return seconds_per_call(lambda: client.send_email(**mail), SENDS_A_ROUND)


def ses_client(service: str = "ses") -> Any:
    session = boto3.session.Session()  # a new one has the handlers of what is imported by now
    return session.client(
        service, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )


class CannedBody(NamedTuple):
    """What AWSResponse reads an answer from."""

    content: bytes

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.content


def canned_client(api: Api = V1) -> Any:
    """A client as people stub it by hand: it signs, and a handler answers."""

    def answer(request: Any, **_: object) -> AWSResponse:
        headers = {"Content-Type": api.content_type}
        return AWSResponse(request.url, 200, headers, CannedBody(api.canned_answer))

    client = ses_client(api.service)
    client.meta.events.register(f"before-send.{api.service}.SendEmail", answer)
    return client


def new_mock() -> SESMock:
    return SESMock(region="us-east-1", verified_identities=["example.com"])


def fill(mock: SESMock, messages: int, form: str = FORM) -> None:
    """Send without a client: each request is parsed, judged, charged, recorded and answered."""
    mock.account().max_24_hour_send = -1
    url = "https://email.us-east-1.amazonaws.com/"
    request = HttpRequest("ses", "us-east-1", "POST", url, {}, form)
    service = service_of(mock)
    for _ in range(messages):
        service.answer(request)
    assert len(mock.outbox) == messages


def bytes_per_message(mock: SESMock, form: str) -> float:
    messages = MANY // 10
    tracemalloc.start()
    fill(mock, messages, form)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / messages


# The table


def sends(api: Api = V1) -> Iterator[Row]:
    """A SendEmail through each of the alternatives."""
    service, mail, label = api.service, api.mail, api.label
    canned, mocked, stubbed = canned_client(api), ses_client(service), ses_client(service)
    from moto import mock_aws  # noqa: PLC0415 - clients made from here on carry its handlers

    motoed, verifying = ses_client(service), ses_client()

    def by_mock() -> float:
        with new_mock():
            return sending(mocked, mail)

    def by_moto() -> float:
        with mock_aws():
            verifying.verify_domain_identity(Domain="example.com")
            return sending(motoed, mail)

    def by_stubber() -> float:
        with Stubber(stubbed) as stubber:
            for _ in range(1 + SENDS_A_ROUND):
                stubber.add_response("send_email", {"MessageId": "stubbed"})
            return sending(stubbed, mail)

    a, b, c, d = rounds(ROUNDS, lambda: sending(canned, mail), by_mock, by_moto, by_stubber)
    yield Row(f"{label}: canned answer, signing client", microseconds(a.median))
    yield Row(f"{label}: pytest-sesmock", microseconds(b.median)).at_most(
        api.most, b.ratio_to(a), "canned"
    )
    yield Row(f"{label}: moto", microseconds(c.median)).at_least(
        3.0, c.ratio_to(b), "pytest-sesmock"
    )
    yield Row(f"{label}: botocore's Stubber, no request made", microseconds(d.median))


def sends_by_v2() -> Iterator[Row]:
    """The same mail as Simple content of API v2."""
    return sends(V2)


def sends_over_http() -> Iterator[Row]:
    """The same mail from another process."""
    return over_http.sends(FORM, MAIL_V2)


def tests() -> Iterator[Row]:
    """What a test pays for its mock, and a whole test that sends a mail."""
    from moto import mock_aws  # noqa: PLC0415 - see `sends`

    mocked, motoed = ses_client(), ses_client()

    def enter_and_leave(make: Callable[[], AbstractContextManager[object]]) -> None:
        with make():
            pass

    def test_by_mock() -> None:
        with new_mock():
            mocked.send_email(**MAIL)

    def test_by_moto() -> None:
        with mock_aws():
            motoed.verify_domain_identity(Domain="example.com")
            motoed.send_email(**MAIL)

    a, b, c, d = rounds(
        ROUNDS,
        lambda: seconds_per_call(lambda: enter_and_leave(new_mock), TESTS_A_ROUND),
        lambda: seconds_per_call(lambda: enter_and_leave(mock_aws), TESTS_A_ROUND),
        lambda: seconds_per_call(test_by_mock, TESTS_A_ROUND),
        lambda: seconds_per_call(test_by_moto, TESTS_A_ROUND),
    )
    yield Row("Enter and leave: pytest-sesmock", microseconds(a.median)).at_most(
        0.1, a.ratio_to(b), "moto"
    )
    yield Row("Enter and leave: moto", microseconds(b.median))
    yield Row("Enter, verify, send, leave: pytest-sesmock", microseconds(c.median))
    yield Row("Enter, verify, send, leave: moto", microseconds(d.median))


def verifying() -> Iterator[Row]:
    """What it costs to verify a name that an earlier test has verified."""
    mock = new_mock()

    def verify() -> None:
        mock.account().verify("example.com")

    seconds = statistics.median(seconds_per_call(verify, TESTS_A_ROUND) for _ in range(ROUNDS))
    yield Row("Verify a name seen before", microseconds(seconds), "<= 20 µs", seconds <= 20e-6)


def full_outbox() -> Iterator[Row]:
    """What a send costs while the outbox is small and while it is large."""
    client = ses_client()
    full = new_mock()
    start = time.perf_counter()
    fill(full, MANY)
    share = (time.perf_counter() - start) / MANY

    def with_few() -> float:
        mock = new_mock()
        fill(mock, FEW)
        with mock:
            return sending(client)

    def with_many() -> float:
        with full:
            return sending(client)

    few, many = rounds(ROUNDS, with_few, with_many)
    yield Row(f"SendEmail: {FEW:,} messages in the outbox", microseconds(few.median))
    yield Row(f"SendEmail: {MANY:,} messages in the outbox", microseconds(many.median)).at_most(
        1.1, many.ratio_to(few), f"{FEW:,}"
    )
    yield Row(f"Mock's own share, mean of those {MANY:,}", microseconds(share))


def memory() -> Iterator[Row]:
    """What an accepted message keeps."""
    fill(new_mock(), MANY // 10)  # now all that is cached is there
    size = bytes_per_message(new_mock(), FORM)
    yield Row("Memory of an accepted message", f"{size:,.0f} bytes")


def unasked_events() -> Iterator[Row]:
    """A send through a configuration set whose events go somewhere, but nobody looks."""
    form = f"{FORM}&ConfigurationSetName=news"
    client = ses_client("sesv2")

    def mock_with(destinations: Mapping[str, dict[str, object]]) -> SESMock:
        mock = new_mock()
        mock.account().create_configuration_set("news")
        with mock:
            for name, destination in destinations.items():
                client.create_configuration_set_event_destination(
                    ConfigurationSetName="news",
                    EventDestinationName=name,
                    EventDestination={
                        "Enabled": True,
                        "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT"],
                        **destination,
                    },
                )
        return mock

    def share(destinations: Mapping[str, dict[str, object]]) -> float:
        mock = mock_with(destinations)
        return seconds_per_call(lambda: fill(mock, FEW, form), 1) / FEW

    asked = new_mock()
    fill(asked, FEW)

    def look() -> None:
        for message in asked.outbox:
            for event in message.events:
                assert event.record

    a, b, c = rounds(
        ROUNDS,
        lambda: share({}),
        lambda: share(EVENT_DESTINATIONS),
        lambda: seconds_per_call(look, 1) / FEW,
    )
    yield Row("Mock's own share: no event destination", microseconds(a.median))
    yield Row("Mock's own share: three event destinations", microseconds(b.median)).at_most(
        1.05, b.ratio_to(a), "none"
    )
    yield Row("Records of a message's events, asked for", microseconds(c.median))
    none, three = (
        bytes_per_message(mock_with(destinations), form)
        for destinations in ({}, EVENT_DESTINATIONS)
    )
    yield Row("Memory of a message: no event destination", f"{none:,.0f} bytes")
    yield Row("Memory of a message: three event destinations", f"{three:,.0f} bytes").at_most(
        1.05, three / none, "none"
    )


def large_mail() -> Iterator[Row]:
    """A mail near the limit of 10 MB."""
    canned, mocked = canned_client(), ses_client()

    def by_mock() -> float:
        with new_mock():
            return seconds_per_call(lambda: mocked.send_email(**LARGE_MAIL), 1)

    a, b = rounds(5, lambda: seconds_per_call(lambda: canned.send_email(**LARGE_MAIL), 1), by_mock)
    yield Row("SendEmail of 9 MB: canned answer, signing client", milliseconds(a.median))
    yield Row("SendEmail of 9 MB: pytest-sesmock", milliseconds(b.median))


def start_up() -> Iterator[Row]:
    """What the plugin adds to a test run that makes no use of it."""
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users have it compiled after the first run
    with tempfile.TemporaryDirectory() as folder:
        test = Path(folder, "test_nothing.py")
        test.write_text("def test_nothing(): pass\n")

        def load() -> tuple[float, list[str]]:
            output = subprocess.run(
                [sys.executable, "-c", LOAD_PLUGIN, test],
                env=environment,
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
            seconds, modules = json.loads(output.splitlines()[-1])
            return seconds, modules

        _, modules = load()
        seconds = statistics.median(load()[0] for _ in range(9))
    heavy = ", ".join(name for name in HEAVY if name in modules)
    yield Row("Plugin loaded, not used", milliseconds(seconds), "<= 3 ms", seconds <= 0.003)
    yield Row("Plugin loaded, not used: heavy imports", heavy or "none", "none", not heavy)


def main() -> int:
    """Print the table; 1 if asked to check and a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bar does not hold")
    check = parser.parse_args().check
    failed = False
    parts = (
        *(sends, sends_by_v2, sends_over_http, tests, verifying, full_outbox, memory),
        *(unasked_events, large_mail, start_up, runs.suites, runs.first_use, runs.guard),
    )
    for part in parts:
        for what, figure, bar, holds in part():
            verdict = {None: "", True: "pass", False: "FAIL"}[holds]
            print(f"{what:50}{figure:>14}   {bar:32}{verdict}".rstrip(), flush=True)
            failed |= holds is False
    return int(check and failed)


if __name__ == "__main__":
    sys.exit(main())
