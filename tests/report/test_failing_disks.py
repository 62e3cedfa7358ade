"""A disk that fails costs one line and the exit status: never a failure, a page or another file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from written import page, read

from pytest_sesmock.report import eml, files, summary
from pytest_sesmock.report.gallery import page as page_module
from pytest_sesmock.report.run import Run

SOME_FAIL = """
    from mailer import send

    def test_passes(ses_outbox):
        send("one")
        send("two")

    def test_fails(ses_outbox):
        send("three")
        assert 1 == 2
"""
PASSES = "from mailer import send\ndef test_it(ses_outbox): send('it')"
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full disk to write to")
@pytest.mark.parametrize(
    "workers", [[], pytest.param(["-n2"], marks=pytest.mark.slow)], ids=["alone", "xdist"]
)
def test_a_full_disk_hides_no_failure(project: pytest.Pytester, workers: list[str]) -> None:
    if workers:
        pytest.importorskip("xdist")
    project.makepyfile(SOME_FAIL)
    result = project.runpytest_subprocess(f"--sesmock-report={FULL}", *workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "=* FAILURES =*",
            "E       assert 1 == 2",
            f"Amazon SES: {FULL} could not be written: No space left on device",
            "Amazon SES: 3 messages sent, *",
            "FAILED *::test_fails - assert 1 == 2",
        ]
    )
    result.stdout.no_fnmatch_line("*messages written to*")
    assert FULL.is_char_device()


@pytest.mark.parametrize("quiet", ["-q", "--no-summary", "-pno:terminal"])
@pytest.mark.skipif(not FULL.exists(), reason="this system has no full disk to write to")
def test_a_run_that_could_not_write_has_failed_and_says_so(
    project: pytest.Pytester, quiet: str
) -> None:
    project.makepyfile(PASSES)
    result = project.runpytest(quiet, f"--sesmock-report={FULL}")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    lines = [line for line in result.outlines + result.errlines if "could not be written" in line]
    assert lines == [f"Amazon SES: {FULL} could not be written: No space left on device"]


def fill_disk(monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """Have the disk be full after some bytes of each file."""
    whole = files.replacing

    @contextmanager
    def replacing(path: Path) -> Iterator[Any]:
        with whole(path) as file:

            class Disk:
                def write(self, data: bytes) -> None:
                    file.write(data[:after])
                    if len(data) > after:
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            yield Disk()

    for module in (page_module, eml):
        monkeypatch.setattr(module, "replacing", replacing)


def test_the_last_good_page_survives(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(SOME_FAIL)
    good = page(project)
    fill_disk(monkeypatch, after=10)
    result = project.runpytest("--sesmock-report=mails.html")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["Amazon SES: *mails.html could not be written: No space left*"])
    assert read(project.path / "mails.html") == good
    assert not list(project.path.glob(".sesmock*"))


def test_files_that_cannot_be_written_cost_one_line(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(SOME_FAIL)
    fill_disk(monkeypatch, after=0)
    result = project.runpytest("--sesmock-eml=eml", "-k", "passes")
    result.assert_outcomes(passed=1, deselected=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (line,) = (line for line in result.outlines if "not written to" in line)
    where = project.path / "eml"
    assert line == f"Amazon SES: 2 messages not written to {where}: No space left on device"
    assert list(where.iterdir()) == []


def test_a_page_without_the_files_that_failed(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(SOME_FAIL)

    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/some/where/.tmp")

    monkeypatch.setattr(eml, "replacing", fail)
    found = page(project, "--sesmock-eml=eml")
    assert ["eml" in row for row in found.index["mails"]] == [False] * 3


def test_whatever_fails_in_the_page_costs_the_page_alone(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(PASSES)
    monkeypatch.setattr(page_module, "_index", lambda *_: 1 / 0)
    result = project.runpytest("--sesmock-report=mails.html")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["Amazon SES: *mails.html could not be written: ZeroDivision*"])


def test_whatever_fails_in_the_summary_costs_the_summary_alone(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(PASSES)
    monkeypatch.setattr(summary, "line", lambda *_: 1 / 0)
    result = project.runpytest("--sesmock-eml=eml")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["Amazon SES: no summary: ZeroDivisionError: division by zero"])


def test_a_contribution_that_cannot_be_read_costs_its_mails_alone(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(PASSES)
    monkeypatch.setattr(Run, "take", lambda *_: 1 / 0)
    result = project.runpytest()
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["Amazon SES: *::test_it: its messages could not be reported: Z*"])


def test_a_directory_that_vanishes_is_made_again(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import shutil
        from mailer import send

        def test_one(ses_outbox):
            send("one")

        def test_two(ses_outbox):
            shutil.rmtree("out")
            send("two")
        """
    )
    result = project.runpytest("--sesmock-report=out/mails.html", "--sesmock-eml=out/eml")
    assert result.ret == pytest.ExitCode.OK
    assert [subjects for _, _, subjects in read(project.path / "out" / "mails.html").tests] == [
        ["one"],
        ["two"],
    ]
    assert len(list((project.path / "out" / "eml").iterdir())) == 1


def test_a_directory_that_becomes_a_file(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        from pathlib import Path
        from mailer import send

        def test_one(ses_outbox):
            Path("out").touch()
            send("one")
        """
    )
    result = project.runpytest("--sesmock-report=out/mails.html", "--sesmock-eml=out/eml")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "Amazon SES: *mails.html could not be written: *",
            "Amazon SES: 1 message not written to *eml: Not a directory",
        ]
    )


def test_links_among_the_files_are_not_followed(project: pytest.Pytester) -> None:
    project.makepyfile(PASSES)
    project.runpytest("--sesmock-eml=eml")
    (file,) = (project.path / "eml").iterdir()
    precious = project.path / "precious"
    precious.write_text("precious")
    file.unlink()
    file.symlink_to(precious)
    assert project.runpytest("--sesmock-eml=eml").ret == pytest.ExitCode.OK
    assert precious.read_text() == "precious"
    assert not file.is_symlink()
    assert b"Subject: it" in file.read_bytes()


# Tests that run again

AGAIN = """
    import pytest
    from mailer import send

    times = [0]

    @pytest.mark.flaky(reruns=2)
    @pytest.mark.parametrize("n", ["a/b", "a:b"])
    def test_it(ses_outbox, n):
        times[0] += 1
        send(f"{n} {times[0]}")
        assert times[0] % 3 == 0
"""
# What pytest-rerunfailures does, for where it is not installed.
RERUNS = """
from _pytest.runner import runtestprotocol

def pytest_configure(config):
    config.addinivalue_line("markers", "flaky(reruns): run again")

def pytest_runtest_protocol(item, nextitem):
    for attempt in range(3):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        is_last = not any(report.failed for report in reports)
        for report in reports:
            if report.failed:
                report.outcome = "rerun"
            item.ihook.pytest_runtest_logreport(report=report)
        if is_last:
            break
        item._initrequest()
    return True
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [[], ["-n1"]], ids=["alone", "xdist"])
@pytest.mark.parametrize("plugin", ["rerunning", "pytest_rerunfailures"])
def test_each_attempt_has_files_of_its_own(
    project: pytest.Pytester, plugin: str, workers: list[str]
) -> None:
    if plugin != "rerunning":
        pytest.importorskip(plugin)
    if workers:
        pytest.importorskip("xdist")
    project.makepyfile(rerunning=RERUNS, test_it=AGAIN)
    by_name = ["-p", plugin] if plugin == "rerunning" else []
    arguments = [*by_name, "-W", "default", "--sesmock-eml=eml", *workers]
    found = page(project, *arguments, subprocess=True)

    rows = found.index["mails"]
    assert sorted(row["subject"] for row in rows) == sorted(
        [f"a/b {n}" for n in (1, 2, 3)] + [f"a:b {n}" for n in (4, 5, 6)]
    )
    assert len({row["eml"] for row in rows}) == 6
    for row in rows:
        assert f"Subject: {row['subject']}".encode() in (project.path / row["eml"]).read_bytes()
