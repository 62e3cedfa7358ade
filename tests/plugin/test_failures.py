"""What a failed test shows, line by line as a terminal of 80 columns does."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

APPLICATION = """
import boto3

ses = boto3.client("ses", region_name="us-east-1")

def send(to, subject="Welcome", text="Hello", source="shop@example.com"):
    ses.send_email(
        Source=source,
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}},
    )
"""
MARK = 'pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])'


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("CI", "BUILD_NUMBER", "PY_COLORS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    pytester.makepyfile(application=APPLICATION)
    pytester.makeini("[pytest]\naddopts = --strict-markers -W error -p no:cacheprovider\n")
    return pytester


def a_test(project: pytest.Pytester, *lines: str) -> None:
    project.makepyfile(
        "\n".join(
            [
                "import pytest",
                "from application import send",
                MARK,
                "def test_it(ses_outbox, sesmock):",
                *(f"    {line}" for line in lines),
            ]
        )
    )


def shown(result: pytest.RunResult) -> list[str]:
    """The lines of the failure and of its sections; times as if it were noon."""
    start = next(at for at, line in enumerate(result.outlines) if line.startswith(">  "))
    end = next(at for at, line in enumerate(result.outlines) if " short test summary " in line)
    return [
        re.sub(r"\d\d:\d\d:\d\d", "12:00:00", line).rstrip()
        for line in result.outlines[start:end]
        if not line.startswith("Amazon SES:")  # the summary of the run
    ]


PAGE = r"""
>       ses_outbox.assert_sent(to="ada@exmaple.com", subject="Welcome!")
E       AssertionError: no message matched, expected exactly 1:
E           to='ada@exmaple.com'
E           subject='Welcome!'
E
E       Nearest: outbox[0]
E           12:00:00  shop@example.com  ada@example.com  'Welcome'
E           to: no address matches
E               expected 'ada@exmaple.com'
E                               ^^
E               actual   'ada@example.com'
E                               ^^
E           subject: not equal
E               expected 'Welcome!'
E                                ^
E               actual   'Welcome'
E
E       2 messages were sent; the other:
E           [1] 12:00:00  bills@example.com  eve@example.com  'Your invoice'

test_a_failed_assertion_is_a_page_to_read.py:7: AssertionError
------------------------------- Amazon SES sent --------------------------------
[0] text    Hello
[1] text    Hello
"""


@pytest.mark.parametrize(
    "option", ["--assert=rewrite", "--assert=plain", "--tb=long", "-v", "--show-capture=no"]
)
def test_a_failed_assertion_is_a_page_to_read(project: pytest.Pytester, option: str) -> None:
    """Identical however pytest rewrites; no frame but the test's own."""
    a_test(
        project,
        'send("ada@example.com")',
        'send("Eve <eve@example.com>", "Your invoice", source="bills@example.com")',
        'ses_outbox.assert_sent(to="ada@exmaple.com", subject="Welcome!")',
    )
    assert shown(project.runpytest(option)) == PAGE.strip("\n").splitlines()


def test_under_xdist_it_is_the_same(project: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    a_test(
        project,
        'send("ada@example.com")',
        'send("Eve <eve@example.com>", "Your invoice", source="bills@example.com")',
        'ses_outbox.assert_sent(to="ada@exmaple.com", subject="Welcome!")',
    )
    result = project.runpytest("-n1", "-p", "xdist")
    page = PAGE.replace("_a_failed_assertion_is_a_page_to_read.", "_under_xdist_it_is_the_same.")
    lines = [line for line in shown(result) if not line.startswith("[gw0]")]
    assert lines == page.strip("\n").splitlines()


def test_text_is_the_users_even_if_it_is_ses_that_renders_nothing(
    project: pytest.Pytester,
) -> None:
    """A mail that could never be rendered is no match, and the failure says which it is."""
    a_test(
        project,
        "from application import ses",
        "sesmock.account().create_template('hi', subject='Hi {{name}}', text='x')",
        "ses.send_templated_email(Source='shop@example.com', Template='hi', TemplateData='{}',",
        "    Destination={'ToAddresses': ['ada@example.com']})",
        "ses_outbox.assert_sent(to='ada@example.com')",
    )
    lines = shown(project.runpytest())
    start = lines.index("E       Nearest: outbox[0] (matched: to)")
    assert lines[start : start + 6] == [
        "E       Nearest: outbox[0] (matched: to)",
        "E           12:00:00  ada@example.com",
        "E           accepted by SES but never delivered: Attribute 'name' is not present",
        "E               in the rendering data.",
        "E",
        "E       1 message was sent from shop@example.com.",
    ]


def test_the_section_says_what_was_never_rendered(project: pytest.Pytester) -> None:
    a_test(
        project,
        "from application import ses",
        "sesmock.account().create_template('hi', subject='Hi {{name}}', text='x')",
        "ses.send_templated_email(Source='shop@example.com', Template='hi', TemplateData='{}',",
        "    Destination={'ToAddresses': ['ada@example.com']})",
        "raise LookupError",
    )
    assert shown(project.runpytest())[-2:] == [
        "    to      ada@example.com",
        "    never delivered: Attribute 'name' is not present in the rendering data.",
    ]


def test_of_a_long_body_only_what_differs_is_shown(project: pytest.Pytester) -> None:
    a_test(
        project,
        'body = "".join(f"line {n} of a mail that goes on and on\\n" for n in range(300))',
        'send("ada@example.com", text=body)',
        'ses_outbox.assert_sent(text=body.replace("250 of", "250 off").replace("line 9 ", ""))',
    )
    lines = shown(project.runpytest())
    start = lines.index("E       Nearest: outbox[0]")
    assert (
        lines[start : start + 16]
        == r"""
E       Nearest: outbox[0]
E           12:00:00  ada@example.com  'Welcome'
E           text: not equal (- expected, + actual)
E               @@ line 9 @@
E                 line 8 of a mail that goes on and on
E               - of a mail that goes on and on
E               + line 9 of a mail that goes on and on
E                 ^^^^^^^
E                 line 10 of a mail that goes on and on
E               @@ line 250 @@
E                 line 249 of a mail that goes on and on
E               - line 250 off a mail that goes on and on
E                           ^
E               + line 250 of a mail that goes on and on
E                 line 251 of a mail that goes on and on
E
""".strip("\n").splitlines()
    )


# Colours

RED, GREEN, OFF = "\x1b[31m", "\x1b[32m", "\x1b[0m"


def test_in_colour_what_differs_stands_out(project: pytest.Pytester) -> None:
    a_test(project, 'send("ada@example.com")', 'ses_outbox.assert_sent(subject="Welcome!")')
    lines = project.runpytest("--color=yes").outlines
    first = next(line for line in lines if "no message matched" in line)
    assert first == (
        f"\x1b[1m\x1b[31mE       AssertionError: no message matched, expected exactly 1:{OFF}"
    )
    expected, carets, actual = (
        next(line for line in lines if part in line) for part in ("expected '", "^", "actual ")
    )
    assert expected.endswith(f"E       {OFF}        expected 'Welcome{RED}!{OFF}'{OFF}{OFF}")
    assert carets.endswith(f"E       {OFF}{RED}                         ^{OFF}{OFF}")
    assert actual.endswith(f"E       {OFF}        actual   'Welcome'{OFF}{OFF}")


def test_other_plugins_get_the_plain_text(project: pytest.Pytester) -> None:
    a_test(project, 'send("ada@example.com")', 'ses_outbox.assert_sent(subject="Welcome!")')
    project.runpytest("--color=yes", "--junitxml=junit.xml")
    report = (project.path / "junit.xml").read_text(encoding="utf-8")
    assert "expected 'Welcome!'" in report
    assert "x1B[32m" not in report
    assert "\x1b" not in report


@pytest.mark.parametrize(
    "options",
    [
        ["--color=yes", "--tb=native"],
        ["--color=yes", "--tb=no"],
        ["--color=yes", "--tb=line"],
        ["-p", "no:terminal", "-p", "no:inline_snapshot"],  # which needs it
    ],
    ids=str,
)
def test_colours_leave_other_styles_alone(project: pytest.Pytester, options: list[str]) -> None:
    a_test(project, "ses_outbox.assert_sent()")
    result = project.runpytest(*options)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "INTERNALERROR" not in str(result.stdout) + str(result.stderr)


def test_a_failure_that_is_none_of_the_outbox_keeps_pytests_colours(
    project: pytest.Pytester,
) -> None:
    a_test(project, 'assert [1, 2] == [1, 3], "expected x"')
    coloured = project.runpytest("--color=yes").outlines
    assert not any(f"E       {OFF}" in line and "AssertionError" in line for line in coloured)
    assert any(line.startswith("\x1b[1m\x1b[31mE       Asser") for line in coloured)


# Sections


def test_any_failed_test_shows_what_it_sent(project: pytest.Pytester) -> None:
    a_test(project, 'send("ada@example.com", text="a\\nb")', "assert 1 == 2")
    lines = shown(project.runpytest())
    assert lines[-5:] == [
        "------------------------------- Amazon SES sent --------------------------------",
        "[0] 12:00:00 from shop@example.com",
        "    to      ada@example.com",
        "    subject Welcome",
        "    text    a\\nb",
    ]


def test_a_failed_test_that_sent_nothing_says_so(project: pytest.Pytester) -> None:
    a_test(project, "raise LookupError")
    assert shown(project.runpytest())[-1] == (
        "nothing was sent or refused: no call to send reached SES"
    )


def test_refusals_alone_have_one_section(project: pytest.Pytester) -> None:
    a_test(project, 'send("ada@example.com", source="eve@example.org")')
    output = str(project.runpytest().stdout)
    assert "Amazon SES refused" in output
    assert "Amazon SES sent" not in output


@pytest.mark.slow
def test_a_requirement_is_there_without_docstrings(project: pytest.Pytester) -> None:
    a_test(project, 'send("ada@example.com", source="me@example.net")')
    result = project.run(sys.executable, "-OO", "-m", "pytest", "-o", "addopts=")
    result.stdout.fnmatch_lines(["  rule identities-verified requires: The source * must be"])


def test_of_many_mails_the_section_shows_the_last(project: pytest.Pytester) -> None:
    a_test(
        project,
        "for n in range(200):",
        '    send("ada@example.com", str(n) + "x" * 500, "y" * 9999)',
        "raise LookupError",
    )
    lines = shown(project.runpytest())
    section = lines[lines.index("-" * 31 + " Amazon SES sent " + "-" * 32) + 1 :]
    assert section[0] == "... and 195 earlier ones"
    assert [line[:5] for line in section[1::4]] == [f"[{n}]" for n in range(195, 200)]
    assert all(len(line) <= 80 for line in section)


def test_a_mail_of_html_alone_and_an_empty_one_have_a_section(project: pytest.Pytester) -> None:
    a_test(
        project,
        "from application import ses",
        'ses.send_email(Source="shop@example.com", Destination={"CcAddresses": ["a@b.de"]},',
        '    Message={"Subject": {"Data": ""}, "Body": {"Html": {"Data": " <p>Hi "}}})',
        'send("ada@example.com", text="")',
        "raise LookupError",
    )
    lines = shown(project.runpytest())
    assert lines[-7:] == [
        "[0] 12:00:00 from shop@example.com",
        "    to      a@b.de",
        "    subject",
        "    html    Hi",
        "[1] 12:00:00 from shop@example.com",
        "    to      ada@example.com",
        "    subject Welcome",
    ]


@pytest.mark.parametrize("how", ["ini", "marker"])
def test_sections_are_switched_off(project: pytest.Pytester, how: str) -> None:
    lines = ['send("ada@example.com")', 'send("a@b.de", source="e@b.de")']
    a_test(project, *lines)
    if how == "ini":
        project.makeini("[pytest]\nsesmock_report_sections = false\n")
    else:
        page = next(Path(project.path).glob("test_*.py"))
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(")\ndef", ", report_sections=False)\ndef"), encoding="utf-8")
    result = project.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*- Amazon SES *")


# Comparisons


@pytest.mark.parametrize(
    ("comparison", "lines"),
    [
        (
            "len(ses_outbox) == 2",
            """\
E       AssertionError: assert 1 == 2
E         the number of messages is 1
E         1 message was sent from shop@example.com:
E             [0] 12:00:00  ada@example.com  'Welcome'""",
        ),
        (
            'len(ses_outbox.to("eve@example.com")) >= 1',
            """\
E       AssertionError: assert 0 >= 1
E         the number of messages is 0: to='eve@example.com'
E         1 message was sent from shop@example.com:
E             [0] 12:00:00  ada@example.com  'Welcome'""",
        ),
        (
            "0 == len(sesmock.outbox)",
            """\
E       AssertionError: assert 0 == 1
E         the number of messages is 1
E         1 message was sent from shop@example.com:
E             [0] 12:00:00  ada@example.com  'Welcome'""",
        ),
        (
            "ses_outbox == []",
            """\
E       AssertionError: assert <Outbox: 1 message: ada@example.com 'Welcome'> == []
E         1 message on the left, 0 on the right
E         only on the left: <SentMessage to=ada@example.com subject='Welcome'...""",
        ),
        (
            'ses_outbox[0] in ses_outbox.to("eve@example.com")',
            """\
E       AssertionError: assert <SentMessage to=ada@example.com subject='Welcome' (text) at 12:00:00Z> in <Messages: no message>
E         the messages: to='eve@example.com'
E         1 message was sent from shop@example.com:
E             [0] 12:00:00  ada@example.com  'Welcome'""",  # noqa: E501
        ),
    ],
    ids=["len", "len of a view", "len on the right", "list", "in"],
)
def test_plain_asserts_explain_themselves(
    project: pytest.Pytester, comparison: str, lines: str
) -> None:
    a_test(project, 'send("ada@example.com")', f"assert {comparison}")
    found = shown(project.runpytest())
    assert [line for line in found if line.startswith("E")] == lines.splitlines()


def test_two_messages_are_compared_field_by_field(project: pytest.Pytester) -> None:
    a_test(
        project,
        'send("ada@example.com", "Order 17", "Dear Ada,\\nthanks.\\n")',
        'send("ada@example.com", "Order 18", "Dear Ada,\\nthank you.\\n")',
        "assert ses_outbox[0] == ses_outbox[1]",
    )
    found = shown(project.runpytest("-vv"))
    assert (
        [line for line in found if line.startswith("E ")][1:]
        == r"""
E         Two sends are two messages, even with the same content. These differ in: subject, text
E             subject: not equal
E                 left  'Order 17'
E                               ^
E                 right 'Order 18'
E                               ^
E             text: not equal (- left, + right)
E                 @@ line 1 @@
E                   Dear Ada,
E                 - thanks.
E                        ^
E                 + thank you.
E                        ^^^^
""".strip("\n").splitlines()
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["number = len(ses_outbox)", "attempts = 0", "assert attempts == 1"],
        ["len(ses_outbox)", "done = []", "assert len(done) == 1"],
        ["assert 2 == 1"],
        ["assert [1] == [2]"],
        ["assert 'a' in ['b']"],
    ],
    ids=["a number", "another len", "no len", "lists", "in a list"],
)
def test_other_comparisons_are_pytests_own(project: pytest.Pytester, lines: list[str]) -> None:
    a_test(project, 'send("ada@example.com")', *lines)
    assert (
        "messages"
        not in str(project.runpytest("-p", "no:sesmock_none").stdout).partition("Amazon SES")[0]
    )


def test_without_the_fixture_messages_are_compared_and_lengths_are_not(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(
        """
        from application import send
        from pytest_sesmock import SESMock

        def test_it():
            with SESMock(verified_identities=["example.com"]) as mock:
                send("ada@example.com")
                send("ada@example.com")
            assert len(mock.outbox) == 2
            assert mock.outbox[0] == mock.outbox[1]

        def test_len():
            with SESMock() as mock:
                assert len(mock.outbox) == 1
        """
    )
    result = project.runpytest()
    result.stdout.fnmatch_lines(
        ["E *These differ only in message_id and sent_at.", "E *where 0 = len(<Outbox: no*"]
    )


def test_before_any_mock_comparisons_load_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            assert 1 == 2

        def test_loaded():
            assert "pytest_sesmock.report.comparisons" not in sys.modules
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:randomly")
    result.assert_outcomes(passed=1, failed=1)
