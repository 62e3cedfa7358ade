"""No mail ends a run, hides a failure or changes what becomes of a test, whatever it holds."""

from __future__ import annotations

import pytest

from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.refused_request import RefusedRequest

INI = """
[pytest]
addopts = -p no:cacheprovider --strict-markers
sesmock_region = us-east-1
sesmock_verified_identities = example.com
sesmock_lint = true
filterwarnings = default
"""

# What is read of a mail or a refusal anywhere: every public name, and what stands for the object.
READINGS = [
    f"{kind.__name__}.{name}"
    for kind in (SentMessage, RefusedRequest)
    for name in [name for name in dir(kind) if not name.startswith("_")] + ["__repr__"]
]

UNREADABLE = """
from inspect import getattr_static

import boto3
import pytest
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.refused_request import RefusedRequest

mended = pytest.StashKey()
KINDS = {kind.__name__: kind for kind in (SentMessage, RefusedRequest)}
ERRORS = [RuntimeError, RecursionError, MemoryError, UnicodeError]
READINGS = %r

client = boto3.client("sesv2", region_name="us-east-1")

def send(to):
    body = {"Text": {"Data": "text"}, "Html": {"Data": "<a href=http://example.com>html</a>"}}
    return client.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": "subject"}, "Body": body}},
    )

@pytest.fixture(params=READINGS)
def unreadable(request, send_all):
    kind, name = request.param.split(".")
    error = ERRORS[READINGS.index(request.param) %% len(ERRORS)]

    def fail(self, *_):
        raise error("odd \\ud800\\n\\x1b[2J")

    # What a base class has is found there, and mended in the class itself.
    request.node.stash[mended] = KINDS[kind], name, getattr_static(KINDS[kind], name)
    setattr(KINDS[kind], name, fail if name == "__repr__" else property(fail))

@pytest.fixture
def send_all(ses_outbox):
    send("ada@example.org")
    send("eve@example.org")
    for to in ("a@example..org", ""):
        with pytest.raises(Exception):
            send(to)

def test_passes(unreadable):
    pass

def test_fails(unreadable):
    assert 1 == 2

def test_compares(unreadable, ses_outbox):
    assert ses_outbox == []
"""

# Readings raise until the last report of their test is made.
MENDING = """
import pytest
import test_it

@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    try:
        return (yield)
    finally:
        if test_it.mended in item.stash:
            setattr(*item.stash[test_it.mended])
"""


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("COLUMNS", "200")
    pytester.makeini(INI)
    pytester.makeconftest(MENDING)
    return pytester


@pytest.mark.slow
@pytest.mark.parametrize("workers", [[], ["-n2"]], ids=["alone", "xdist"])
def test_a_reading_that_raises_changes_nothing(
    pytester: pytest.Pytester, workers: list[str]
) -> None:
    """Sections, lint, page, files, explanations: the run ends as it would without the plugin."""
    readings = READINGS
    if workers:  # what they hand over is no other
        pytest.importorskip("xdist")
        readings = READINGS[:: len(READINGS) // 8]
    pytester.makepyfile(test_it=UNREADABLE % readings)
    run = pytester.runpytest_subprocess if workers else pytester.runpytest
    result = run("-rA", "--sesmock-report=page.html", "--sesmock-eml=eml", *workers)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    outcomes = result.parseoutcomes()
    outcomes.pop("warnings", None)
    assert outcomes == {"passed": len(readings), "failed": 2 * len(readings)}
    shown = result.stdout.str()
    assert "INTERNALERROR" not in shown
    for reading in readings:
        assert f"FAILED test_it.py::test_fails[{reading}] - assert 1 == 2" in shown
        assert f"FAILED test_it.py::test_compares[{reading}] - AssertionError: " in shown
    assert (pytester.path / "page.html").is_file()


def run_with_unreadable(
    pytester: pytest.Pytester, reading: str, *lines: str, ini: str = "", arguments: str = ""
) -> pytest.RunResult:
    pytester.makeini(INI + ini)
    test = "\n".join(f"    {line}" for line in lines)
    source = (UNREADABLE % [reading]).partition("def test_passes")[0]
    pytester.makepyfile(test_it=f"{source}\ndef test_it(unreadable, ses_outbox):\n{test}\n")
    return pytester.runpytest(*arguments.split())


def test_what_can_be_read_is_shown_beside_what_cannot(pytester: pytest.Pytester) -> None:
    result = run_with_unreadable(pytester, "SentMessage.text", "assert 0")
    result.stdout.fnmatch_lines(
        [
            "[[]1[]] * from shop@example.com",
            "    to      eve@example.org",
            "    subject subject",
            "    text    could not be shown: RuntimeError: odd \\ud800\\n\\x1b[[]2J",
            "    html    html",
        ],
        consecutive=True,
    )
    result = run_with_unreadable(pytester, "RefusedRequest.requires", "assert 0")
    result.stdout.fnmatch_lines(["    subject subject", "could not be shown: RuntimeError: odd*"])


def test_what_is_missing_of_a_test_is_told_at_the_end(pytester: pytest.Pytester) -> None:
    result = run_with_unreadable(pytester, "SentMessage.html", "pass")
    result.assert_outcomes(passed=1)
    lint = (
        "Amazon SES: test_it.py::test_it[[]SentMessage.html[]]: outbox[[]0[]] could not be linted"
    )
    result.stdout.fnmatch_lines([f"{lint}: RuntimeError: odd*", "Amazon SES: 2 messages sent, *"])
    result = run_with_unreadable(pytester, "SentMessage.region", "pass")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["Amazon SES: *: its messages could not be reported: Runtime*"])


def test_no_more_lines_than_one_can_read(pytester: pytest.Pytester) -> None:
    readings = ["SentMessage.region"] * 12
    pytester.makepyfile(test_it=(UNREADABLE % readings).replace("index(", "count("))
    result = pytester.runpytest("-k", "passes")
    result.assert_outcomes(passed=12)
    lines = [line for line in result.outlines if line.startswith("Amazon SES: ")]
    assert len(lines) == 11
    assert lines[-1] == "Amazon SES: ... and 2 more"


def test_a_check_that_cannot_be_made_has_not_passed(pytester: pytest.Pytester) -> None:
    strict = "sesmock_assert_no_refusals = true\n"
    result = run_with_unreadable(pytester, "RefusedRequest.rule", "pass", ini=strict)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["what the options assert_... ask for could not be checked: RuntimeError: odd*"]
    )
    result = run_with_unreadable(pytester, "RefusedRequest.code", "pass", ini=strict)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "assert_no_refusals: the test passed although SES refused 2 requests",
            "They could not be listed: RuntimeError: odd*",
        ]
    )


@pytest.mark.parametrize(
    ("stop", "status"),
    [("KeyboardInterrupt", pytest.ExitCode.INTERRUPTED), ("pytest.exit.Exception", 2)],
)
def test_what_is_to_end_the_run_ends_it(pytester: pytest.Pytester, stop: str, status: int) -> None:
    """A signal may come while a mail is read."""
    source = UNREADABLE.replace("raise error(", f"raise {stop}(") % ["SentMessage.subject"]
    pytester.makepyfile(test_it=source)
    result = pytester.runpytest_subprocess("-k", "fails or passes")
    assert result.ret == status
