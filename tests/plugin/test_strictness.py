"""What the options `assert_...` hold at the end of a test."""

from __future__ import annotations

import re

import pytest

APPLICATION = """
import boto3
from botocore.config import Config

ses = boto3.client("ses", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1}))

def send(to, source="shop@example.com"):
    try:
        ses.send_email(
            Source=source,
            Destination={"ToAddresses": [to]},
            Message={"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hello"}}},
        )
    except ses.exceptions.ClientError:
        pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("COLUMNS", "80")
    pytester.makepyfile(application=APPLICATION)
    pytester.makeini("[pytest]\naddopts = --strict-markers -W error\n")
    return pytester


def run(
    project: pytest.Pytester, *lines: str, marker: str = "", outer: str = ""
) -> pytest.RunResult:
    project.makepyfile(
        "\n".join(
            [
                "import pytest",
                "from application import send",
                f'pytestmark = pytest.mark.sesmock(verified_identities=["example.com"], {outer})',
                f"@pytest.mark.sesmock({marker})",
                "def test_it(ses_outbox, ses_account, sesmock):",
                *(f"    {line}" for line in lines),
            ]
        )
    )
    return project.runpytest("-p", "no:cacheprovider")


def problem(result: pytest.RunResult) -> list[str]:
    """The lines of the error at teardown."""
    result.assert_outcomes(passed=1, errors=1)
    lines = result.outlines
    start = next(at for at, line in enumerate(lines) if "ERROR at teardown" in line)
    end = next(at for at in range(start, len(lines)) if "Amazon SES sent" in lines[at])
    return [re.sub(r"\d\d:\d\d:\d\d", "12:00:00", line).rstrip() for line in lines[start + 1 : end]]


def test_a_mail_that_no_assertion_looked_at(project: pytest.Pytester) -> None:
    result = run(
        project,
        'send("ada@example.com")',
        'send("eve@example.com")',
        'ses_outbox.assert_sent(to="ada@example.com")',
        "ses_outbox.assert_count(2)",
        marker="assert_all_read=True",
    )
    assert problem(result) == [
        "assert_all_read: the test never looked at 1 message",
        "",
        "Never looked at:",
        "    [1] 12:00:00  eve@example.com  'Welcome'",
        "",
        "Check them, or turn this off for the test: @pytest.mark.sesmock(assert_all_read=False)",
    ]


def test_a_refusal_that_the_application_swallowed(project: pytest.Pytester) -> None:
    result = run(
        project,
        'send("ada@example.com")',
        'send("eve@example.com", source="shop@example.org")',
        marker="assert_no_refusals=True",
    )
    assert problem(result) == [
        "assert_no_refusals: the test passed although SES refused 1 request",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        Email address is not verified. The following identities failed",
        "        the check in region US-EAST-1: shop@example.org",
        "        Required: The source and the return path must be verified; in",
        "        the sandbox, so must every recipient. Problem: the nearest name",
        "        that is verified is 'example.com'",
        "        To let it pass: ses_account.verify('shop@example.org')",
        "",
        "Expect them with assert_refused(...), or turn this off for the test: "
        "@pytest.mark.sesmock(assert_no_refusals=False)",
    ]


def test_refusals_have_the_indexes_of_the_outbox(project: pytest.Pytester) -> None:
    result = run(
        project,
        'send("ada@example.com")',
        'send("ada@example.com", source="shop@example.org")',
        'send("eve@example.com", source="shop@example.net")',
        'ses_outbox.assert_refused(source="shop@example.org")',
        marker="assert_no_refusals=True",
    )
    assert problem(result)[2:4] == [
        "SES refused 1 request:",
        "    [1] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
    ]


def test_planned_failures_that_no_call_met(project: pytest.Pytester) -> None:
    result = run(
        project,
        'ses_account.fail_next("Throttling", times=3)',
        'sesmock.account("eu-west-1").fail_next("AccessDenied")',
        'send("ada@example.com")',
        'send("ada@example.com")',
        "for _ in range(12):",
        '    ses_account.fail_next("AccessDenied", when="GetSendQuota")',
        'ses_account.fail_next("AccessDenied", when="SendRawEmail", times=2)',
        "ses_outbox.assert_empty()",
        'send("ada@example.com")',
        'send("ada@example.com")',
        marker="assert_all_failures_used=True",
    )
    lines = problem(result)
    assert lines[:4] == [
        "assert_all_failures_used: some failures planned with fail_next were not used",
        "",
        "Not used:",
        "    AccessDenied: 1 left in us-east-1",
    ]
    assert lines[-3:] == [
        "    ... and 4 more",
        "",
        "Did the application make these calls, and did it retry as often as you expect?",
    ]


def test_blocks_whose_failure_no_call_met(project: pytest.Pytester) -> None:
    """What a test has cancelled itself is no surprise to it; the end of a block cancels nothing."""
    result = run(
        project,
        'with ses_account.fail_next("ServiceUnavailable"):',
        "    pass",
        'with ses_account.fail_next("Throttling", times=2):',
        '    send("ada@example.com")',
        'with ses_account.fail_next("AccessDenied"):',
        '    send("ada@example.com")',
        'ses_account.fail_next("AccessDenied").cancel()',
        'send("ada@example.com")',
        "assert ses_account.planned_failures == ()",
        marker="assert_all_failures_used=True",
    )
    assert problem(result)[2:5] == [
        "Not used:",
        "    ServiceUnavailable: no call failed in us-east-1",
        "    Throttling: 1 left in us-east-1",
    ]


def test_a_callable_that_raised_is_told_at_the_end(project: pytest.Pytester) -> None:
    """The application may have caught what the call raised."""
    result = run(
        project,
        'ses_account.fail_next("Throttling", when=lambda call: call.parameter)',
        "try:",
        '    send("ada@example.com")',
        "except Exception:",
        "    pass",
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["the when of fail_next('Throttling') raised AttributeError: *"])


@pytest.mark.parametrize(
    ("option", "lines"),
    [
        ("assert_all_read", ['send("ada@example.com")', "ses_outbox.assert_sent()"]),
        ("assert_all_read", []),
        ("assert_no_refusals", ['send("a@b.de", source="e@b.de")', "ses_outbox.assert_refused()"]),
        ("assert_no_refusals", ['send("a@b.de", source="e@b.de")', "assert ses_outbox.refusals"]),
        ("assert_no_refusals", ['ses_account.fail_next("Throttling")', 'send("a@example.com")']),
        (
            "assert_all_failures_used",
            ['ses_account.fail_next("Throttling")', 'send("a@example.com")'],
        ),
    ],
    ids=["read", "no mail", "asserted", "looked at", "planned", "used"],
)
def test_what_holds(project: pytest.Pytester, option: str, lines: list[str]) -> None:
    run(project, *lines, "assert True", marker=f"{option}=True").assert_outcomes(passed=1)


SWALLOWED = ['send("ada@example.com")', 'send("eve@example.com", source="shop@example.org")']


def test_nothing_is_strict_unless_asked(project: pytest.Pytester) -> None:
    run(project, *SWALLOWED).assert_outcomes(passed=1)


def test_the_ini_file_makes_strict_and_the_closest_marker_wins(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nsesmock_assert_all_read = true\nsesmock_assert_no_refusals = true\n")
    lines = problem(run(project, *SWALLOWED))
    assert [line.partition(":")[0] for line in lines if line.startswith("assert_")] == [
        "assert_all_read",
        "assert_no_refusals",
    ]
    lax = "assert_all_read=False, assert_no_refusals=False"
    run(project, *SWALLOWED, outer=lax).assert_outcomes(passed=1)
    strict = "assert_all_read=True"
    run(project, *SWALLOWED, outer=lax, marker=strict).assert_outcomes(passed=1, errors=1)


@pytest.mark.parametrize(
    ("last", "outcome"),
    [("assert False", "failed"), ('pytest.skip("x")', "skipped"), ('pytest.xfail("x")', "xfailed")],
)
def test_a_test_that_did_not_pass_is_not_judged_twice(
    project: pytest.Pytester, last: str, outcome: str
) -> None:
    result = run(project, *SWALLOWED, last, marker="assert_all_read=True, assert_no_refusals=True")
    result.assert_outcomes(**{outcome: 1})


def test_a_wrong_value_is_told(project: pytest.Pytester) -> None:
    result = run(project, "pass", marker="assert_all_read=1")
    result.stdout.fnmatch_lines(["*: assert_all_read must be True or False, not 1"])
    result = run(project, "pass", marker="assert_al_read=True")
    result.stdout.fnmatch_lines(["*'assert_al_read': did you mean 'assert_all_read'?"])


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="pytest has no subtests yet")
def test_a_test_whose_subtests_failed_has_said_enough(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from application import send

        @pytest.mark.sesmock(verified_identities=["example.com"], assert_all_read=True)
        @pytest.mark.parametrize("wrong", [1, None], ids=["fails", "passes"])
        def test_it(ses_outbox, subtests, wrong):
            for number in range(3):
                with subtests.test(number=number):
                    send("ada@example.com")
                    assert number != wrong
        """
    )
    result = project.runpytest("-p", "no:cacheprovider")
    result.stdout.re_match_lines([r"ERROR \S+::test_it\[passes\]"])
    result.stdout.no_re_match_line(r"ERROR \S+::test_it\[fails\]")


def test_an_attempt_that_passes_is_held_to_it(project: pytest.Pytester) -> None:
    """The attempt before it failed, and had said enough."""
    pytest.importorskip("pytest_rerunfailures")
    project.makepyfile(
        """
        import itertools
        import pytest
        from application import send

        attempts = itertools.count()

        @pytest.mark.sesmock(verified_identities=["example.com"], assert_all_read=True)
        def test_it(ses_outbox):
            send("ada@example.com")
            assert next(attempts)
        """
    )
    result = project.runpytest("--reruns=1", "-p", "no:cacheprovider")
    assert result.parseoutcomes() == {"rerun": 1, "passed": 1, "errors": 1}
