"""Runs of the package's examples, alone and beside other plugins: they send and show the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from report.written import read

ROOT = Path(__file__).parents[2]
PLUGIN = "pytest_sesmock.plugin"
REPORTS = ("--sesmock-report=emails.html", "--sesmock-eml=eml", "--sesmock-summary")
PLAIN = ("--show-capture=no", "-p", "no:cacheprovider")

FAILURES = """
import pytest
from shop.mail import send_receipt, send_welcome
from shop.orders import Customer, Line, Order

pytestmark = pytest.mark.sesmock(
    region="eu-west-1", verified_identities=["shop.example"], configuration_sets=["receipts"]
)
ADA = Customer("Ada", "ada@example.org")
ORDER = Order("A-1815", ADA, (Line("punched card", 200, 5),))

def test_an_assertion_of_the_outbox(ses_outbox):
    send_welcome(ADA)
    ses_outbox.assert_sent(to=ADA.address, subject="Welcome, Eve")

def test_an_assertion_of_pytest(ses_outbox):
    send_welcome(ADA)
    send_receipt(ORDER)
    assert ses_outbox[1].subject == "Your order A-1816"

def test_a_refusal(ses_outbox):
    send_receipt(ORDER._replace(customer=Customer("Eve", "eve@example..org")))

def test_subtests(ses_outbox, subtests):
    for name in ("Ada", "Bob", "Eve"):
        with subtests.test(name):
            send_welcome(Customer(name, "ada@example.org"))
            assert name != "Bob"

def test_teardown(broken, ses_outbox):
    send_welcome(ADA)

@pytest.fixture
def broken(ses_outbox):
    yield
    ses_outbox.assert_empty()
"""
PATHS = """
[paths]
of_each_host =
    .
    */on_this_host
"""
HEADING = f"{' Amazon SES ':=^80}"
SECTION = re.compile("^-+ Amazon SES (sent|refused) -+$", re.MULTILINE)
PASSING = re.compile(
    r"\b\d\d:\d\d:\d\d\b|\b0x[0-9a-f]+\b|^\[gw\d\].*\n|^on_this_host/", re.MULTILINE
)
"""What differs from run to run: times, addresses, which worker it was, and where."""
BLOCK = re.compile(r"^_{3,} (?!coverage)(.+) _{3,}$\n((?:(?!={3,}|_{3,} ).*\n)+)", re.MULTILINE)
"""What the terminal shows of a failure, and its title."""


class Run(NamedTuple):
    """What came of a run.

    Attributes:
        sent: By test, its outcome and the subjects of its mails.
        messages: By test, what the page says of its failures.
        shown: By title, what the terminal shows of a failure.
        counted: The table at the end.
    """

    sent: dict[str, tuple[str, list[str]]]
    messages: dict[str, list[list[str]]]
    shown: dict[str, str]
    counted: list[str]


def fill(folder: Path) -> Path:
    """Put the shop, its tests, the cookbook and tests that fail into a folder."""
    shutil.copytree(ROOT / "examples" / "shop", folder / "shop")
    for file in ("conftest.py", "test_shop.py"):
        shutil.copy(ROOT / "examples" / file, folder)
    for example in (ROOT / "docs" / "cookbook").glob("test_*.py"):
        if "snapshots" not in example.name:  # those need plugins of their own
            shutil.copy(example, folder)
    (folder / "test_failures.py").write_text(FAILURES, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, alone: bool = False) -> Run:
    environment = {**os.environ, "COLUMNS": "80"}
    if alone:
        environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": PLUGIN}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *REPORTS, *PLAIN, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout
    lines = ended.stdout.splitlines()
    page = read(folder / "emails.html")
    last = [number for number, (_, outcome, _) in enumerate(page.tests) if outcome != "rerun"]
    tests = [page.tests[number] for number in last]
    return Run(
        {name: (outcome, mails) for name, outcome, mails in tests},
        {
            page.tests[number][0]: [[*map(lasting, each)] for each in page.failures[number]]
            for number in last
        },
        dict(BLOCK.findall(lasting(ended.stdout))),
        lines[lines.index(HEADING) + 1 :][:5],
    )


def lasting(text: str) -> str:
    return PASSING.sub("", text)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(fill(tmp_path_factory.mktemp("alone")), alone=True)


def test_alone_there_is_much_to_see(alone: Run) -> None:
    """What the other tests compare with is there."""
    outcomes = {name: outcome for name, (outcome, _) in alone.sent.items()}
    failed = [name for name, outcome in outcomes.items() if outcome != "passed"]
    assert failed == [
        "test_failures.py::test_an_assertion_of_the_outbox",
        "test_failures.py::test_an_assertion_of_pytest",
        "test_failures.py::test_a_refusal",
        "test_failures.py::test_subtests",
        "test_failures.py::test_teardown",
    ]
    assert len(outcomes) > 40
    assert alone.sent["test_failures.py::test_subtests"] == (
        "failed",
        ["Welcome, Ada", "Welcome, Bob", "Welcome, Eve"],
    )
    assert sum(bool(SECTION.search(text)) for text in alone.shown.values()) == len(failed)


def test_beside_all_of_them_on_other_hosts(alone: Run, tmp_path: Path) -> None:
    """In any order, with sockets forbidden, each failure tried again, in a folder per worker.

    What each worker sent comes together where the run was started.
    """
    folder = fill(tmp_path / "on_this_host")
    (folder / ".coveragerc").write_text(PATHS, encoding="utf-8")
    hosts = [tmp_path / "there", tmp_path / "elsewhere"]
    beside = run(
        folder,
        *(str(folder), "-p", "randomly", "--randomly-seed=1815"),
        *("--dist=load", *(f"--tx=popen//chdir={host}" for host in hosts), f"--rsyncdir={folder}"),
        *("--disable-socket", "--allow-unix-socket"),  # asyncio needs those of Unix
        *("--reruns=1", "--timeout=60", "--cov=shop", "--cov-report=json"),
        *("--html=report.html", "--self-contained-html"),
    )
    assert beside.sent == alone.sent
    assert beside.messages == alone.messages
    assert beside.shown == alone.shown

    total = next(line for line in beside.counted if line.startswith("all "))
    assert len([*folder.glob("eml/*.eml")]) == int(total.split()[1])
    assert not [file for host in hosts for file in host.rglob("*.eml")]
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "rule address-syntax requires: " in html
    covered = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    assert covered["files"]["shop/mail.py"]["summary"]["percent_covered"] == 100
