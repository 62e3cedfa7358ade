"""Why tests failed, as the page tells it, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from mails import outbox, sent
from written import page, read

from pytest_sesmock.report import failure as failure_module
from pytest_sesmock.report import run as run_module
from pytest_sesmock.report.contribution import Origin, contribution
from pytest_sesmock.report.failure import Failure
from pytest_sesmock.report.gallery import page as page_module
from pytest_sesmock.report.run import Run

FAILURES = """
    import pytest
    from mailer import send

    def test_passed(ses_outbox):
        send("passed")

    def test_compared(ses_outbox):
        send("compared")
        assert ses_outbox[0].subject == "another"

    def test_nothing_arrived(ses_outbox):
        ses_outbox.assert_sent(to="ada@example.org")

    @pytest.fixture
    def database(ses_outbox):
        send("set up")
        raise RuntimeError("no database\\nat all")

    def test_setup(database):
        pass

    @pytest.fixture
    def broken_teardown(ses_outbox):
        yield
        raise OSError("still open")

    def test_twice(broken_teardown):
        send("twice")
        assert not "called"

    def test_no_fixture(missing):
        pass

    def test_no_such_fixture_after_mails(ses_outbox, missing):
        pass

    def test_without_mock():
        assert 0

    @pytest.mark.xfail
    def test_xfailed(ses_outbox):
        send("xfailed")
        assert 0
"""


@pytest.fixture(params=[(), ("-n2",)], ids=["one process", "workers"])
def workers(request: pytest.FixtureRequest) -> tuple[str, ...]:
    arguments: tuple[str, ...] = request.param
    if arguments:
        pytest.importorskip("xdist")
    return arguments


def test_failed_tests_have_their_failures(
    project: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    """Those that sent nothing, too; a test that never had a mock is none of the page's."""
    project.makepyfile(test_it=FAILURES)
    found = page(project, *workers, subprocess=bool(workers))
    names = [name.partition("::")[2] for name, _, _ in found.tests]
    failures = dict(zip(names, found.failures, strict=True))
    assert [(name, [phase for phase, _, _ in each]) for name, each in failures.items()] == [
        ("test_passed", []),
        ("test_compared", ["call"]),
        ("test_nothing_arrived", ["call"]),
        ("test_setup", ["setup"]),
        ("test_twice", ["call", "teardown"]),
        ("test_no_such_fixture_after_mails", ["setup"]),
        ("test_xfailed", []),
    ]
    headlines = {
        name: test["headline"] for name, test in zip(names, found.index["tests"], strict=True)
    }
    assert headlines["test_passed"] == headlines["test_xfailed"] == ""
    assert headlines["test_compared"] == "AssertionError: assert 'compared' == 'another'"
    assert headlines["test_setup"] == "RuntimeError: no database"
    (_, message, traceback) = failures["test_setup"][0]
    assert message == "RuntimeError: no database\nat all"
    assert "def database(ses_outbox):" in traceback
    assert failures["test_twice"][1][1] == "OSError: still open"
    assert "fixture 'missing' not found" in failures["test_no_such_fixture_after_mails"][0][1]


def test_the_messages_of_a_test_are_not_told_twice(project: pytest.Pytester) -> None:
    """The page shows them beside the failure, which pytest's report repeats."""
    project.makepyfile(test_it=FAILURES)
    found = page(project)
    (_, _, traceback) = found.failures[1][0]
    assert "messages sent" not in traceback
    assert traceback.rstrip().endswith("AssertionError")


@pytest.mark.parametrize("option", ["--sesmock-eml=eml", "--sesmock-summary"])
def test_only_the_page_wants_failures(project: pytest.Pytester, option: str) -> None:
    project.makepyfile(test_it=FAILURES)
    outcome = project.runpytest(option)
    outcome.assert_outcomes(passed=1, failed=4, errors=4, xfailed=1)
    assert not project.path.joinpath("mails.html").exists()


def test_a_test_that_runs_again_has_the_failures_of_each_run(project: pytest.Pytester) -> None:
    pytest.importorskip("pytest_rerunfailures")
    project.makepyfile(
        """
        import itertools
        from mailer import send

        numbers = itertools.count(1)

        def test_it(ses_outbox):
            number = next(numbers)
            send(f"{number}")
            assert number == 3, f"number {number}"
        """
    )
    found = page(project, "--reruns=2")
    assert [[message for _, message, _ in each] for each in found.failures] == [
        ["AssertionError: number 1\nassert 1 == 3"],
        ["AssertionError: number 2\nassert 2 == 3"],
        [],
    ]


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="pytest has no subtests yet")
def test_asking_how_a_test_went_changes_nothing(project: pytest.Pytester) -> None:
    """Pytest answers for a test with subtests by having it fail, and a subtest asks as one."""
    project.makepyfile(
        """
        from mailer import send

        def test_it(ses_outbox, subtests):
            for number in range(3):
                with subtests.test(number=number):
                    send(f"{number}")
                    assert number != 1
        """
    )
    result = project.runpytest("--sesmock-report=mails.html")
    result.assert_outcomes(failed=2)
    (line,) = (line for line in result.outlines if line.startswith("SUBFAILED"))
    assert line.startswith("SUBFAILED(number=1) ")
    found = read(project.path / "mails.html")
    assert [(outcome, mails) for _, outcome, mails in found.tests] == [("failed", ["0", "1", "2"])]
    assert [message for _, message, _ in found.failures[0]] == ["assert 1 != 1"]


def test_what_is_too_long_is_cut(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failure_module, "LONGEST_MESSAGE", 30)
    monkeypatch.setattr(failure_module, "LONGEST_TRACEBACK", 40)
    project.makepyfile(
        """
        def test_it(ses_outbox):
            raise ValueError("x" * 1000)
        """
    )
    ((_, message, traceback),) = page(project).failures[0]
    assert message == f"ValueError: {'x' * 18}"
    assert len(traceback) == 40
    assert traceback.endswith("ValueError")


def test_a_page_without_room_has_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "LARGEST_PAGE", 10)
    run = Run()
    origin = Origin("test_it", 0, "", "failed")
    failures = [Failure("call", "why " * 200, "where")]
    run.take(contribution(outbox(sent()), origin, mails=True, raw=False, failures=failures))
    (test,) = run.tests
    assert (test.headline, test.failures) == (("why " * 200)[:300], "")


def test_the_page_is_called_after_the_project(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=FAILURES)
    assert page(project).title == f"{project.path.name}: messages of a test run"


def test_a_page_without_a_project_is_called_after_ses(tmp_path: Path) -> None:
    page_module.write(tmp_path / "page.html", Run())
    assert read(tmp_path / "page.html").title == "Amazon SES: messages of a test run"
