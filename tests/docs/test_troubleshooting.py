"""The headings of the page about messages are what is printed, and the remedies help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from played import ROOT

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
BY_MESSAGE, _, WITHOUT = PAGE.partition("## No message at all\n")

_CODE = re.compile(r"(`+) ?(.+?) ?\1")

HEADINGS = [
    [message for _, message in _CODE.findall(heading)]
    for heading in re.findall(r"^### (.+)$", BY_MESSAGE, re.MULTILINE)
]
"""The messages of each heading: those in code."""

APPLICATION = """
import boto3

def send(client=None, **parameters):
    client = client or boto3.client("ses", region_name="us-east-1")
    mail = {
        "Source": "shop@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Message": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}},
    }
    return client.send_email(**{**mail, **parameters})

def to(address):
    return {"ToAddresses": [address]}
"""

CREDENTIALS = """
@pytest.fixture(autouse=True)
def _credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
"""

VERIFIED = 'pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])\n'


class Case(NamedTuple):
    """Tests that print a heading's messages, and the same ones after what the page advises."""

    tests: str
    remedy: str = ""
    arguments: tuple[str, ...] = ()
    conftest: str = ""


CASES = {
    "NoCredentialsError: Unable to locate credentials": Case(
        "def test(): application.send()",
        'def test(ses_account): ses_account.verify("example.com"); application.send()',
    ),
    "NoRegionError: You must specify a region.": Case(
        'def test(): boto3.Session().client("ses")',
        'def test(ses_outbox): boto3.Session().client("ses")',
    ),
    "RealCallError: SendEmail was stopped on its way to email.us-east-1.amazonaws.com": Case(
        CREDENTIALS + "def test(): application.send()",
        VERIFIED + "def test(ses_outbox): application.send()",
    ),
    "SesmockRealCallWarning: SendEmail was stopped on its way": Case(
        f"{CREDENTIALS}def test():\n    try: application.send()\n    except Exception: pass",
        VERIFIED + "def test(ses_outbox): application.send()",
    ),
    "Email address is not verified. The following identities failed the check in region "
    "US-EAST-1: …": Case(
        "def test(ses_outbox): application.send()",
        VERIFIED + "def test(ses_outbox): application.send()",
    ),
    "Missing final '@domain'": Case(
        f"""{VERIFIED}
@pytest.mark.parametrize(
    "address",
    ["ada", "ada@example..org", "ada lovelace@example.org", "Lovelace, Ada <ada@example.org>"],
)
def test(ses_outbox, address): application.send(Destination=application.to(address))
""",
        f"""{VERIFIED}
from email.utils import formataddr

def test(ses_outbox):
    address = formataddr(("Lovelace, Ada", "ada@example.org"))
    application.send(Destination=application.to(address))
""",
    ),
    "Invalid email address .": Case(
        VERIFIED + 'def test(ses_outbox): application.send(ReturnPath="")',
        VERIFIED + "def test(ses_outbox): application.send()",
    ),
    "Configuration set <…> does not exist.": Case(
        VERIFIED + 'def test(ses_outbox): application.send(ConfigurationSetName="receipts")',
        f"""{VERIFIED}
@pytest.mark.sesmock(configuration_sets=["receipts"])
def test(ses_outbox): application.send(ConfigurationSetName="receipts")
""",
    ),
    "Throttling": Case(
        f"""{VERIFIED}
def test(ses_account):
    with ses_account.fail_next("Throttling"): application.send()
""",
        f"""{VERIFIED}
def test(ses_account):
    ses_account.fail_next("Throttling")
    application.send()
""",
    ),
    "Daily message quota exceeded.": Case(
        f"""{VERIFIED}
@pytest.mark.sesmock(max_24_hour_send=1)
def test(ses_outbox): application.send(); application.send()
""",
        f"""{VERIFIED}
from datetime import timedelta

@pytest.mark.sesmock(max_24_hour_send=1)
def test(sesmock):
    application.send()
    sesmock.clock.advance(timedelta(days=1))
    application.send()
""",
    ),
    "Sending paused for this account.": Case(
        VERIFIED + "def test(ses_account): ses_account.pause_sending(); application.send()",
        f"""{VERIFIED}
def test(ses_account):
    ses_account.pause_sending()
    ses_account.resume_sending()
    application.send()
""",
    ),
    "Nothing was sent or refused: no call to send reached SES.": Case(
        "def test(ses_outbox): ses_outbox.assert_sent()",
    ),
    "2 messages matched, expected exactly 1": Case(
        VERIFIED
        + "def test(ses_outbox): application.send(); application.send(); ses_outbox.assert_sent()",
        f"""{VERIFIED}
def test(ses_outbox):
    application.send(); application.send()
    ses_outbox.assert_sent(count=2)
""",
    ),
    "accepted by SES but never delivered": Case(
        f"""{VERIFIED}
def test(ses_account, ses_outbox, data="{{}}"):
    ses_account.create_template("welcome", subject="Hi {{{{name}}}}", text="Hello")
    boto3.client("ses", region_name="us-east-1").send_templated_email(
        Source="shop@example.com",
        Destination=application.to("ada@example.org"),
        Template="welcome",
        TemplateData=data,
    )
    ses_outbox.assert_sent()
""",
    ),
    "TypeError: there is no filter 'from_email': did you mean 'source'?": Case(
        'def test(ses_outbox): ses_outbox.assert_not_sent(from_email="a@example.com")',
        'def test(ses_outbox): ses_outbox.assert_not_sent(source="a@example.com")',
    ),
    "SesmockError: waiting here would block the event loop": Case(
        f"""{VERIFIED}
async def wait(ses_outbox): ses_outbox.wait_for()
def test(ses_outbox): asyncio.run(wait(ses_outbox))
""",
        f"""{VERIFIED}
async def wait(ses_outbox):
    task = asyncio.create_task(asyncio.to_thread(application.send))
    await ses_outbox.wait_for_async()
    await task
def test(ses_outbox): asyncio.run(wait(ses_outbox))
""",
    ),
    "UnsupportedOperation: pytest-sesmock has no sesv2.PutDeliverabilityDashboardOption yet": Case(
        """
def test(ses_outbox):
    sesv2 = boto3.client("sesv2", region_name="us-east-1")
    sesv2.put_deliverability_dashboard_option(DashboardEnabled=True)
""",
    ),
    "SesmockError: publish='moto' needs moto": Case(
        f"""{VERIFIED}
@pytest.mark.sesmock(publish="moto")
def test(ses_outbox):
    boto3.client("ses", region_name="us-east-1").set_identity_notification_topic(
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic="arn:aws:sns:us-east-1:123456789012:mail",
    )
""",
    ),
    "SesmockError: this process was forked from the one of the mock, and that mock "
    "has ended.": Case(
        f"""{VERIFIED}
from pytest_sesmock import SESMock

def test(ses_outbox):
    reading, writing = os.pipe()
    waiting, going = os.pipe()
    with SESMock(verified_identities=["example.com"]):
        if not os.fork():
            try:
                os.read(waiting, 1)
                application.send()
            except Exception as error:
                os.write(writing, f"{{type(error).__name__}}: {{error}}".encode())
            finally:
                os._exit(0)
    os.write(going, b"x")
    os.wait()
    print(os.read(reading, 1000).decode())
    assert ses_outbox
""",
        f"""{VERIFIED}
def test(ses_outbox):
    if not os.fork():
        try:
            application.send()
        finally:
            os._exit(0)
    os.wait()
    assert ses_outbox
""",
    ),
    'Could not connect to the endpoint URL: "http://127.0.0.1:9/'
    'pytest-sesmock-answers-only-in-the-process-of-the-test"': Case(
        f"""{CREDENTIALS}{VERIFIED}
def test(ses_outbox, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # without waiting seconds for the others
    program = "import application; application.send()"
    subprocess.run([sys.executable, "-c", program], check=True)
""",
        f"""{VERIFIED}
def test(ses_outbox, ses_endpoint):
    program = "import application; application.send()"
    subprocess.run([sys.executable, "-c", program], check=True)
    assert ses_outbox
""",
    ),
    "SesmockError: the endpoint needs a server: install it with pip install "
    "'pytest-sesmock[endpoint]'": Case(
        """
def test(monkeypatch, sesmock):
    for name in [name for name in sys.modules if name.partition(".")[0] == "cheroot"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "pytest_sesmock.transport.http_endpoint", raising=False)
    monkeypatch.setitem(sys.modules, "cheroot", None)
    sesmock.endpoint()
""",
        "def test(ses_endpoint): pass",
    ),
    "SesmockError: cannot listen on 127.0.0.1:": Case(
        """
def test(monkeypatch, sesmock):
    def bind(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("socket.socket.bind", bind)
    sesmock.endpoint()
""",
    ),
    "ScopeMismatch: You tried to access the function scoped fixture ses_outbox with a module "
    "scoped request object.": Case(
        """
@pytest.fixture(scope="module")
def newsletter(ses_outbox): return ses_outbox
def test(newsletter): pass
""",
        """
@pytest.fixture(scope="module")
def newsletter(sesmock_factory):
    with sesmock_factory(verified_identities=["example.com"]) as mock:
        application.send()
        yield mock.outbox
def test(newsletter): newsletter.assert_sent()
""",
    ),
    "fixture 'ses_outbox' not found": Case(
        "def test(ses_outbox): pass",
        "def test(ses_outbox): pass",
        ("-p", "no:sesmock"),
    ),
    "Unknown pytest.mark.sesmock - is this a typo?": Case(
        "@pytest.mark.sesmock\ndef test(): pass",
        "@pytest.mark.sesmock\ndef test(): pass",
        ("-p", "no:sesmock"),
    ),
    "'sesmock' not found in `markers` configuration option": Case(
        "@pytest.mark.sesmock\ndef test(): pass",
        "@pytest.mark.sesmock\ndef test(): pass",
        ("-p", "no:sesmock", "--strict-markers"),
    ),
    "unrecognized arguments: --sesmock-report=emails.html": Case(
        "def test(): pass",
        "def test(): pass",
        ("-p", "no:sesmock", "--sesmock-report=emails.html"),
    ),
    "--sesmock-report needs jinja2: pip install 'pytest-sesmock[report]'": Case(
        "def test(): pass",
        arguments=("--sesmock-report=emails.html",),
        conftest="""
import importlib.util

there = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "jinja2" else there(name)
""",
    ),
    "INTERNALERROR> pytest_sesmock.errors.RealCallError: SendEmail was stopped on its way": Case(
        "def test(): pass",
        conftest="""
import os
import application

def pytest_runtest_logreport():
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing")
    application.send()
""",
    ),
}
"""By the first message of each heading."""

IMPORTS = "import asyncio, os, subprocess, sys\nimport application, boto3, pytest\n"


def run(folder: Path, tests: Sequence[str], arguments: Sequence[str], conftest: str) -> str:
    """What a run of pytest prints whose files have these tests, where nothing of AWS is set up."""
    (folder / "pytest.ini").write_text("[pytest]", encoding="utf-8")
    (folder / "application.py").write_text(APPLICATION, encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    for number, source in enumerate(tests):
        (folder / f"test_{number}.py").write_text(IMPORTS + source, encoding="utf-8")
    settings = {"AWS_EC2_METADATA_DISABLED": "true", "PYTHONIOENCODING": "utf-8"}
    settings |= dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)
    others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**others, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return finished.stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], str]:
    """What pytest prints for a case; those that are run in the same way share a run."""

    @cache
    def output(arguments: tuple[str, ...], conftest: str) -> str:
        alike = [
            case.tests
            for case in CASES.values()
            if (case.arguments, case.conftest) == (arguments, conftest)
        ]
        shown = run(tmp_path_factory.mktemp("cases"), alike, arguments, conftest)
        return " ".join(shown.split())

    return lambda case: output(case.arguments, case.conftest)


def test_each_message_has_its_case() -> None:
    assert [messages[0] for messages in HEADINGS] == list(CASES)


@pytest.mark.parametrize("messages", HEADINGS, ids=[messages[0][:40] for messages in HEADINGS])
def test_it_is_printed(messages: list[str], printed: Callable[[Case], str]) -> None:
    case = CASES[messages[0]]
    if "os.fork" in case.tests and not hasattr(os, "fork"):
        pytest.skip("needs os.fork")

    for message in messages:
        assert re.search(re.escape(message).replace("…", r"\S+"), printed(case)), message


def test_the_remedies_help(tmp_path: Path) -> None:
    remedies = [case.remedy for case in CASES.values() if case.remedy]

    output = run(tmp_path, remedies, ["--strict-markers"], "")

    assert f"= {len(remedies)} passed" in output, output


def test_what_has_no_message_has_none() -> None:
    assert len(re.findall(r"^### ", WITHOUT, re.MULTILINE)) == 4
