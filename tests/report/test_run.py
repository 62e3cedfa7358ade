"""Gathering contributions, the page's order, the files and the summary."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from mails import outbox, refused, sent
from written import read

from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.report import run as run_module
from pytest_sesmock.report import summary
from pytest_sesmock.report.contribution import Origin, contribution
from pytest_sesmock.report.gallery import page
from pytest_sesmock.report.run import Counts, Run


def given(box: Outbox, test: str = "test_it.py::test_it", position: int = 0, **more: str) -> Any:
    origin = Origin(test, position, more.get("worker", ""), "passed")
    return contribution(box, origin, mails=True, raw=True)


def test_the_order_of_tests_does_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    run = Run()
    run.take(given(outbox(sent(subject="c")), "third", 2))
    run.take(given(outbox(sent(subject="b1")), "second", 1, worker="gw1"))
    run.take(given(outbox(sent(subject="a1"), sent(subject="a2")), "first", 0))
    run.take(given(outbox(sent(subject="b0")), "second", 1, worker="gw0"))
    page.write(tmp_path / "new" / "page.html", run)

    found = read(tmp_path / "new" / "page.html")
    assert found.tests == [
        ("first", "passed", ["a1", "a2"]),
        ("second", "passed", ["b0"]),
        ("second", "passed", ["b1"]),
        ("third", "passed", ["c"]),
    ]
    assert [each["subject"] for each in found.details] == ["a1", "a2", "b0", "b1", "c"]
    assert [test["worker"] for test in found.index["tests"]] == ["", "gw0", "gw1", ""]


def test_a_page_has_no_more_than_it_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is still listed."""
    monkeypatch.setattr(run_module, "LARGEST_PAGE", 1_000)
    run = Run()
    for number in range(9):
        run.take(given(outbox(sent(subject=f"{number}", text="text")), f"test_{number}", number))
    page.write(tmp_path / "page.html", run)
    found = read(tmp_path / "page.html")
    assert len(found.tests) == 9
    held = [each is not None for each in found.details]
    assert 0 < sum(held) < 9
    assert held == sorted(held, reverse=True)


def test_a_file_in_many_mails_is_held_once(tmp_path: Path) -> None:
    mime = EmailMessage()
    mime.set_content("text")
    mime.add_attachment(b"logo", maintype="image", subtype="png", filename="logo.png")
    run = Run()
    for number in range(3):
        run.take(given(outbox(sent(mime=mime)), f"test_{number}", number))
    page.write(tmp_path / "page.html", run)

    found = read(tmp_path / "page.html")
    assert list(found.files.values()) == [b"logo"]
    assert all(detail["attachments"][0]["file"] in found.files for detail in found.details)


def test_files_of_mails(tmp_path: Path) -> None:
    """Readable names, the same on every run, different for different mails, and no paths."""
    run = Run(tmp_path / "new" / "mails")
    long = "tests/test_it.py::test_it[" + "x" * 300 + "]"
    boxes = {
        "test_it.py::test_it[../../a]": outbox(sent(subject="a"), refused(1), sent(2, subject="b")),
        "test_it.py::test_it[..|..|a]": outbox(sent(subject="c")),
        long: outbox(sent(subject="d", text="ä")),
    }
    for test, box in boxes.items():
        run.take(given(box, test))
    page.write(tmp_path / "page.html", run, tmp_path / "new" / "mails")

    rows = read(tmp_path / "page.html").index["mails"]
    assert [row.get("eml") is None for row in rows] == [False, True, False, False, False]
    linked = {row["eml"]: row["subject"] for row in rows if "eml" in row}
    assert len(linked) == 4
    for link, subject in linked.items():
        assert link.startswith("new/mails/test")
        message = email.message_from_bytes(
            (tmp_path / link).read_bytes(), policy=email.policy.default
        )
        assert message["Subject"] == subject
    assert sorted(path.name for path in (tmp_path / "new" / "mails").iterdir()) == sorted(
        link.rpartition("/")[2] for link in linked
    )
    assert max(len(link.rpartition("/")[2]) for link in linked) < 130


def test_a_directory_on_another_drive_is_linked_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_drive(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(page.os.path, "relpath", other_drive)
    run = Run(tmp_path / "mails")
    run.take(given(outbox(sent())))
    page.write(tmp_path / "page.html", run, tmp_path / "mails")
    (row,) = read(tmp_path / "page.html").index["mails"]
    assert row["eml"].startswith(f"{(tmp_path / 'mails').as_uri()}/test_it.py-test_it-")


def counted(**regions: Counts) -> Run:
    run = Run()
    run.regions = {name.replace("_", "-"): counts for name, counts in regions.items()}
    return run


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (counted(eu_west_1=Counts(1, 2, 0)), "Amazon SES: 1 message sent, 0 refused in eu-west-1"),
        (
            counted(eu_west_1=Counts(1200, 2, 1), ap_east_1=Counts(0, 0, 1)),
            "Amazon SES: 1,200 messages sent, 2 refused "
            "(ap-east-1: 0 messages sent, 1 refused; eu-west-1: 1,200 messages sent, 1 refused)",
        ),
        (counted(), "Amazon SES: no messages"),
    ],
    ids=["one region", "regions", "none"],
)
def test_the_line(run: Run, line: str) -> None:
    assert summary.line(run) == line


def test_the_table() -> None:
    run = Run()
    run.take(given(outbox(sent(to=("a@x.org", "b@x.org")), refused(region="us-east-1"))))
    run.take(given(outbox(*(sent() for _ in range(1000)), refused(rule="b", code="Throttling"))))
    run.take(given(outbox(refused(rule="b", code="Throttling"))))

    assert summary.table(run) == [
        "region      sent  recipients  refused",
        "eu-west-1  1,001       1,002        2",
        "us-east-1      0           0        1",
        "all        1,001       1,002        3",
        "",
        "rule                 refused  code",
        "b                          2  Throttling",
        "identities-verified        1  MessageRejected",
    ]


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    """One file, whose policy allows the one script that it has."""
    page.write(tmp_path / "page.html", Run())
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "default-src 'none'; script-src 'sha256-" in text
    # Its script looks for that in the style sheets of messages.
    assert "@import" not in text.partition("</style>")[0]
    for markup in (
        " src=",
        "<link",
        "innerHTML",
        "insertAdjacentHTML",
        "document.write",
    ):
        assert markup not in text


@pytest.mark.parametrize("worker", ["", "gw0"])
def test_numbers_are_the_same_from_any_process(worker: str) -> None:
    """From a worker of xdist they come as text."""
    box = outbox(sent(to=("a@x.org", "b@x.org")), refused(region="us-east-1", rule="b"))
    contributed = contribution(box, Origin("test_it", 0, worker, ""), mails=False, raw=False)
    assert isinstance(contributed, str) is bool(worker)

    run = Run()
    run.take(contributed)

    assert run.regions == {"eu-west-1": Counts(1, 2, 0), "us-east-1": Counts(0, 0, 1)}
    assert [*run.rules.values()] == [1]
    assert run.tests == []
