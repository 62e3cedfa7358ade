"""The lint's warnings, in runs of pytest of its own."""

from __future__ import annotations

import pytest

TEST = """
import boto3
import pytest

def send(**body):
    boto3.client("ses", region_name="us-east-1").send_email(
        Source="shop@shop.dev",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message={
            "Subject": {"Data": "Hi"},
            "Body": {name: {"Data": text} for name, text in body.items()},
        },
    )

@pytest.mark.sesmock(verified_identities=["shop.dev"])
def test_one(ses_outbox):
    send(Html="<a href=http://shop.dev>x</a>")
    ses_outbox.assert_count(1)
"""

# The filters of the outer run hold in runs within it: here warnings are to be no errors.
INI = "[pytest]\nsesmock_lint = true\nfilterwarnings =\n    default\n"
HTTP = "*: SesmockLintWarning: http-link: outbox[[]0[]] to ada@example.org, 'Hi': http:*"
HTML_ONLY = "*: SesmockLintWarning: no-text-part: outbox[[]0[]] *: the message is HTML only; send *"


def test_it_is_off_unless_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TEST)
    pytester.runpytest("-W", "error").assert_outcomes(passed=1)


def test_it_warns_at_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=TEST)
    pytester.makeini(INI)
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, warnings=2)
    result.stdout.fnmatch_lines(
        ["test_it.py::test_one", "  *test_it.py:14" + HTML_ONLY, "  *test_it.py:14" + HTTP]
    )


def test_by_the_marker(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI.replace("true", "false"))
    pytester.makepyfile(TEST.replace("sesmock(", "sesmock(lint=True, "))
    pytester.runpytest().assert_outcomes(passed=1, warnings=2)
    pytester.makeini(INI)
    pytester.makepyfile(TEST.replace("sesmock(", "sesmock(lint=False, "))
    pytester.runpytest().assert_outcomes(passed=1, warnings=0)


@pytest.mark.parametrize("where", ["marker", "ini"])
def test_rules_are_silenced(pytester: pytest.Pytester, where: str) -> None:
    if where == "ini":
        pytester.makeini(f"{INI}sesmock_lint_ignore = http-link no-alt-text\n")
        pytester.makepyfile(TEST)
    else:
        pytester.makeini(INI)
        pytester.makepyfile(TEST.replace("sesmock(", "sesmock(lint_ignore=['http-link'], "))
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines([HTML_ONLY])


def test_as_errors_all_are_told(pytester: pytest.Pytester) -> None:
    """The test passes and errs at teardown, without a traceback."""
    pytester.makepyfile(TEST)
    pytester.makeini(INI)
    result = pytester.runpytest("-W", "error")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_one*",
            "SesmockLintWarning: no-text-part: *",
            "SesmockLintWarning: http-link: *",
        ],
        consecutive=True,
    )
    result.stdout.no_fnmatch_line("*plugin.py*")


@pytest.mark.parametrize(
    ("filters", "outcome"),
    [
        (["error", "ignore:http-link", "ignore:.*no-text-part.*"], {"passed": 1}),
        (["error::pytest_sesmock.SesmockLintWarning"], {"passed": 1, "errors": 1}),
        (["ignore::pytest_sesmock.SesmockLintWarning"], {"passed": 1}),
        (["error:.*http-link.*"], {"passed": 1, "errors": 1, "warnings": 1}),
    ],
)
def test_filters_of_warnings(
    pytester: pytest.Pytester, filters: list[str], outcome: dict[str, int]
) -> None:
    pytester.makepyfile(TEST)
    lines = "".join(f"    {each}\n" for each in filters)
    pytester.makeini(f"{INI}{lines}")
    pytester.runpytest().assert_outcomes(**outcome)


def test_filters_of_one_test(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI)
    mark = (
        "@pytest.mark.filterwarnings('ignore:http-link', 'ignore:no-text')\n@pytest.mark.sesmock("
    )
    pytester.makepyfile(TEST.replace("@pytest.mark.sesmock(", mark))
    pytester.runpytest("-W", "error").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("lint_ignore=['http']", "a lint rule to ignore must be *: did you mean *"),
        ("lint_clients=['gmial']", "a client for the lint must be *: did you mean 'gmail'*"),
    ],
)
def test_a_name_of_nothing(argument: str, told: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=TEST.replace("sesmock(", f"sesmock({argument}, "))
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"test_it.py:14: [@]pytest.mark.sesmock: {told}"])


def test_a_missing_link_fails_at_the_test_s_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"{TEST}    ses_outbox[0].link('confirm')\n")
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">       ses_outbox[[]0[]].link('confirm')",
            "E       AssertionError: no link with 'confirm' in its text or address, expected *",
            "E           'x'  http://shop.dev",
        ]
    )
    result.stdout.no_fnmatch_line("*message.py*")


def test_a_message_to_an_address_that_bounced(pytester: pytest.Pytester) -> None:
    """What several messages show together is told of the one that should not have been sent."""
    pytester.makeini(INI)
    twice = "send(Text='First'); ses_outbox[0].bounce(); send(Text='Again')"
    pytester.makepyfile(
        TEST.replace('send(Html="<a href=http://shop.dev>x</a>")', twice).replace("(1)", "(2)")
    )
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(
        [
            "*: SesmockLintWarning: bounced-address: outbox[[]1[]] to ada@example.org, 'Hi': "
            "ada@example.org (Bounce Permanent/General); stop mailing the address"
        ]
    )
