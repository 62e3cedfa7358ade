"""The options on the command line, in runs of their own, with and without pytest-xdist."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from written import page, read

OUTCOMES = """
    import pytest
    from mailer import send

    def test_passed(ses_outbox):
        send("passed")

    def test_nothing_sent(ses_outbox):
        pass

    def test_no_mock():
        pass

    def test_failed(ses_outbox):
        send("failed")
        assert 0

    def test_skipped(ses_outbox):
        send("skipped")
        pytest.skip("no")

    @pytest.mark.xfail
    def test_xfailed(ses_outbox):
        send("xfailed")
        assert 0

    @pytest.fixture
    def broken_setup(ses_outbox):
        send("set up")
        assert 0

    def test_setup(broken_setup):
        pass

    @pytest.fixture
    def broken_teardown(ses_outbox):
        yield
        send("torn down")
        assert 0

    def test_teardown(broken_teardown):
        send("called")

    def test_refused(ses_outbox):
        with pytest.raises(Exception):
            send("refused", "ada@example..org")

    @pytest.mark.parametrize("n", range(2))
    def test_parametrized(sesmock, n):
        sesmock.account("us-east-1").verify("example.com")
        send(f"eu {n}")
        send(f"us {n}", region="us-east-1")

    class TestClass:
        def test_method(self, ses_outbox):
            from pytest_sesmock import SESMock
            with SESMock(verified_identities=["example.com"], region="eu-west-1"):
                send("inner")
            send("outer")
"""
EXPECTED = [
    ("test_it.py::test_passed", "passed", ["passed"]),
    ("test_it.py::test_failed", "failed", ["failed"]),
    ("test_it.py::test_skipped", "skipped", ["skipped"]),
    ("test_it.py::test_xfailed", "xfailed", ["xfailed"]),
    ("test_it.py::test_setup", "error", ["set up"]),
    ("test_it.py::test_teardown", "error", ["called", "torn down"]),
    ("test_it.py::test_refused", "passed", ["refused"]),
    ("test_it.py::test_parametrized[0]", "passed", ["eu 0", "us 0"]),
    ("test_it.py::test_parametrized[1]", "passed", ["eu 1", "us 1"]),
    ("test_it.py::TestClass::test_method", "passed", ["inner", "outer"]),
]


def test_every_test_that_sent_something_is_there(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=OUTCOMES)
    assert page(project).tests == EXPECTED


@pytest.mark.parametrize(
    "own",
    ["", "with SESMock(region='eu-west-1', verified_identities=['example.com']):"],
    ids=["fixtures", "none"],
)
def test_the_page_lints_as_the_ini_file_says(project: pytest.Pytester, own: str) -> None:
    """With the fixtures and without them; the lint itself may be off."""
    project.makeini(
        """
        [pytest]
        sesmock_region = eu-west-1
        sesmock_verified_identities = example.com
        sesmock_lint_ignore = placeholder-domain no-text-part
        sesmock_lint_clients = gmail
        """
    )
    project.makepyfile(
        test_it=f"""
        import boto3
        from pytest_sesmock import SESMock

        def test_it({"" if own else "ses_outbox"}):
            {own or "if True:"}
                boto3.client("ses", region_name="eu-west-1").send_email(
                    Source="shop@example.com",
                    Destination={{"ToAddresses": ["ada@example.org"]}},
                    Message={{
                        "Subject": {{"Data": ""}},
                        "Body": {{"Html": {{"Data": "<video src=https://example.com></video>"}}}},
                    }},
                )
        """
    )
    (detail,) = page(project).details
    assert [finding[:2] for finding in detail["lint"]] == [
        ["empty-subject", "the subject is empty"],
        ["client-support", "Gmail does not support <video>"],
    ]


WITHOUT_FIXTURES = """
    import unittest

    import pytest
    from mailer import send

    from pytest_sesmock import SESMock

    def mock():
        return SESMock(verified_identities=["example.com"], region="eu-west-1")

    def test_function():
        with mock():
            send("function")

    class TestEach(unittest.TestCase):
        def setUp(self):
            entered = mock()
            entered.__enter__()
            self.addCleanup(entered.__exit__, None, None, None)
            send("set up")

        def test_each(self):
            send("each")

    class TestClass(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.mock = mock()
            cls.mock.__enter__()
            send("class set up")

        @classmethod
        def tearDownClass(cls):
            send("class torn down")
            cls.mock.__exit__(None, None, None)

        def test_first(self):
            send("first of class")
            try:
                send("refused", "ada@example..org")
            except Exception:
                pass

        def test_nothing(self):
            pass

        def test_second(self):
            assert len(self.mock.outbox.unread) == 2
            send("second of class")

    @pytest.fixture(scope="module")
    def of_module():
        with mock() as entered:
            yield entered

    def test_module_first(of_module):
        send("first of module")

    def test_module_second(of_module, ses_outbox):
        send("of fixture")

    def test_module_third(of_module):
        of_module.outbox.clear()
        send("third of module")
"""


def test_mails_of_mocks_without_fixtures_are_with_the_tests_that_sent_them(
    project: pytest.Pytester,
) -> None:
    """A mock that outlives its test tells each mail once, and looking makes none of them read."""
    project.makepyfile(test_it=WITHOUT_FIXTURES)
    found = {test.rpartition("::")[2]: mails for test, _, mails in page(project).tests}
    assert found == {
        "test_function": ["function"],
        "test_each": ["set up", "each"],
        "test_first": ["class set up", "first of class", "refused"],
        "test_second": ["second of class", "class torn down"],
        "test_module_first": ["first of module"],
        "test_module_second": ["of fixture"],
        "test_module_third": ["third of module"],
    }


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["load", "loadfile"])
def test_workers_bring_the_same(project: pytest.Pytester, mode: str) -> None:
    pytest.importorskip("xdist")
    project.makepyfile(test_it=OUTCOMES)
    found = page(project, "-n2", f"--dist={mode}", subprocess=True)
    assert found.tests == EXPECTED
    assert {test["worker"] for test in found.index["tests"]} <= {"gw0", "gw1"}


@pytest.mark.slow
def test_nothing_is_lost_and_all_is_in_order_with_many_workers(project: pytest.Pytester) -> None:
    """The last tests are done first, and every mail has bytes that no encoding has."""
    pytest.importorskip("xdist")
    project.makepyfile(
        """
        import time
        import pytest
        from mailer import send

        @pytest.mark.parametrize("n", range(20))
        def test_it(ses_outbox, n):
            time.sleep((20 - n) / 200)
            send(f"{n} \\u2028 </script>")
            send(f"{n} again")
        """
    )
    found = page(project, "-n3", "--sesmock-eml=eml", subprocess=True)
    assert [subjects for _, _, subjects in found.tests] == [
        [f"{n} \u2028 </script>", f"{n} again"] for n in range(20)
    ]
    assert len({test["worker"] for test in found.index["tests"]}) > 1
    assert len(list((project.path / "eml").iterdir())) == 40
    assert all((project.path / row["eml"]).is_file() for row in found.index["mails"])


@pytest.mark.slow
def test_workers_that_run_all_tests_each_are_told_apart(project: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    project.makepyfile(
        """
        from mailer import send

        def test_one(ses_outbox):
            send("one")

        def test_two(ses_outbox):
            send("two")
        """
    )
    arguments = ("--dist=each", "--tx=2*popen", "--sesmock-eml=eml")
    found = page(project, *arguments, subprocess=True)
    workers = [test["worker"] for test in found.index["tests"]]
    assert [subjects for _, _, subjects in found.tests] == [["one"], ["one"], ["two"], ["two"]]
    assert workers == ["gw0", "gw1", "gw0", "gw1"]
    assert len(list((project.path / "eml").iterdir())) == 4


@pytest.mark.slow
def test_what_arrived_before_a_worker_died_is_shown(project: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    project.makepyfile(
        """
        import os
        from mailer import send

        def test_before(ses_outbox):
            send("before")

        def test_dies(ses_outbox):
            send("lost")
            os._exit(1)

        def test_after(ses_outbox):
            send("after")
        """
    )
    found = page(project, "-n1", subprocess=True)
    assert [subjects for _, _, subjects in found.tests] == [["before"], ["after"]]


def test_a_run_that_stops_early_is_written(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=OUTCOMES)
    assert page(project, "-x").tests == EXPECTED[:2]


def test_the_page_is_written_although_another_plugin_fails(project: pytest.Pytester) -> None:
    project.makepyfile(
        breaking="""
        import pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_sessionfinish():
            1 / 0
        """,
        test_it=OUTCOMES,
    )
    assert page(project, "-p", "breaking", subprocess=True).tests == EXPECTED


def test_a_worker_contributes_and_writes_nothing(project: pytest.Pytester) -> None:
    """In this process, for the coverage; the tests above have true ones."""
    project.makepyfile(test_it=OUTCOMES)

    class Worker:
        def __init__(self) -> None:
            self.reports: list[pytest.TestReport] = []

        @pytest.hookimpl(tryfirst=True)
        def pytest_configure(self, config: Any) -> None:
            config.workerinput = {"workerid": "gw7"}

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            self.reports.append(report)

    worker = Worker()
    options = ["--sesmock-report=mails.html", "-p", "no:xdist", "-p", "no:cacheprovider"]
    project.inline_run(*options, plugins=[worker])
    assert not (project.path / "mails.html").exists()
    given = [vars(report).get("sesmock_contribution", "") for report in worker.reports]
    assert sum('"gw7"' in each for each in given) == len(EXPECTED)


def test_the_page_can_stand_anywhere(project: pytest.Pytester) -> None:
    project.makepyfile("from mailer import send\ndef test_it(ses_outbox): send('it')")
    project.mkdir("sub")
    project.runpytest("--sesmock-report=out/new/mails.html", "--sesmock-eml=out/eml files")
    (row,) = read(project.path / "out" / "new" / "mails.html").index["mails"]
    assert row["eml"].startswith("../eml%20files/test_the_page_can_stand_anywhere.py-test_it-")
    (file,) = (project.path / "out" / "eml files").iterdir()
    assert b"Subject: it\r\n" in file.read_bytes()


def test_collecting_alone_writes_nothing(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(ses_outbox): pass")
    project.runpytest("--sesmock-report=mails.html", "--collect-only")
    assert not (project.path / "mails.html").exists()
    assert page(project).tests == []


def test_files_without_a_page(project: pytest.Pytester) -> None:
    project.makepyfile("from mailer import send\ndef test_it(ses_outbox): send('it')")
    result = project.runpytest("--sesmock-eml=eml")
    result.stdout.fnmatch_lines([f"Amazon SES: messages written to {project.path / 'eml'}"])
    assert len(list((project.path / "eml").iterdir())) == 1


# The end of a run

TWO_REGIONS = """
    from mailer import send

    def test_it(sesmock):
        sesmock.account("us-east-1").verify("example.com")
        send("one")
        send("two", region="us-east-1")

    def test_refused(ses_outbox):
        try:
            send("three", "ada@example..org")
        except Exception:
            pass
"""


@pytest.mark.parametrize(
    "workers", [[], pytest.param(["-n2"], marks=pytest.mark.slow)], ids=["alone", "xdist"]
)
def test_a_run_ends_with_what_was_sent(project: pytest.Pytester, workers: list[str]) -> None:
    if workers:
        pytest.importorskip("xdist")
    project.makepyfile(TWO_REGIONS)
    project.runpytest_subprocess(*workers).stdout.fnmatch_lines(
        [
            "Amazon SES: 2 messages sent, 1 refused "
            "(eu-west-1: 1 message sent, 1 refused; us-east-1: 1 message sent, 0 refused)"
        ]
    )


def test_the_table_at_the_end(project: pytest.Pytester) -> None:
    project.makepyfile(TWO_REGIONS)
    project.runpytest("--sesmock-summary").stdout.fnmatch_lines(
        [
            "=* Amazon SES =*",
            "region     sent  recipients  refused",
            "eu-west-1     1           1        1",
            "us-east-1     1           1        0",
            "all           2           2        1",
            "",
            "rule            refused  code",
            "address-syntax        1  InvalidParameterValue",
        ],
        consecutive=True,
    )


def test_a_run_without_mails_says_nothing_unless_asked(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(ses_outbox): pass")
    project.runpytest().stdout.no_fnmatch_line("*Amazon SES*")
    project.runpytest("--sesmock-summary").stdout.fnmatch_lines(
        ["all        0           0        0"]
    )


def test_a_quiet_run_has_no_line(project: pytest.Pytester) -> None:
    project.makepyfile(TWO_REGIONS)
    project.runpytest("-q").stdout.no_fnmatch_line("*Amazon SES*")


# Wrong options


def test_without_jinja2_the_run_does_not_start(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    project.makepyfile("def test_it(ses_outbox): pass")
    result = project.runpytest("--sesmock-report=mails.html")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: --sesmock-report needs jinja2: pip install 'pytest-sesmock[[]report[]]'"]
    )
    project.runpytest("--sesmock-summary").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("--sesmock-report=", "--sesmock-report must be a file to write, but no name is given"),
        ("--sesmock-eml=", "--sesmock-eml must be a directory, but no name is given"),
        (
            "--sesmock-report=directory",
            "--sesmock-report must be a file to write, not *directory: it is a directory",
        ),
        (
            "--sesmock-report=new/",
            "--sesmock-report must be a file to write, not *new: it ends as a directory does",
        ),
        (
            "--sesmock-report=file/new/page.html",
            "--sesmock-report must be a file to write, not */page.html: *file is no directory",
        ),
        ("--sesmock-eml=file", "--sesmock-eml must be a directory, not *file: it is a file"),
        (
            "--sesmock-eml=out/it --sesmock-report=out",
            "--sesmock-report and --sesmock-eml must be different places",
        ),
    ],
)
def test_places_that_cannot_be_written(
    project: pytest.Pytester, arguments: str, error: str
) -> None:
    project.makepyfile("def test_it(ses_outbox): pass")
    project.mkdir("directory")
    (project.path / "file").touch()
    result = project.runpytest(*arguments.split())
    result.stderr.fnmatch_lines([f"ERROR: {error}"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_a_call_that_never_got_through_is_in_the_page(project: pytest.Pytester) -> None:
    """It sent nothing and SES refused nothing, so there is nothing to count."""
    project.makepyfile(
        """
        import pytest
        from mailer import send

        def test_it(ses_outbox, ses_account):
            ses_account.fail_next("connection-refused", times=5)
            with pytest.raises(Exception):
                send("never")
        """
    )
    found = page(project)
    (mail,) = found.index["mails"]
    assert (mail["kind"], mail["code"]) == ("failed", "connection-refused")
    assert [each["number"] for each in found.details[0]["attempts"]] == [1, 2, 3, 4, 5]
    result = project.runpytest()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*Amazon SES*")
