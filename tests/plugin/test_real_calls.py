"""Real calls to Amazon SES are stopped wherever they come from, and may be allowed."""

from __future__ import annotations

import pytest

# Calls that nothing stops end where botocore would take a connection.
CONFTEST = """
import boto3
import botocore.httpsession
import pytest

def connect(self, url, *args):
    raise ConnectionAbortedError("on the network: " + url)

botocore.httpsession.URLLib3Session._get_connection_manager = connect

@pytest.fixture
def call():
    return make_call

def make_call():
    client = boto3.client(
        "ses", region_name="us-east-1", aws_access_key_id="A", aws_secret_access_key="s"
    )
    client.get_send_quota()
"""
IMPORT = "import pytest\nfrom conftest import make_call\n"
STOPPED = "*RealCallError: GetSendQuota was stopped on its way to email.us-east-1.amazonaws.com: "
PASSED = "*on the network: https://email.us-east-1.amazonaws.com/*"


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    import botocore.httpsession

    session = botocore.httpsession.URLLib3Session
    monkeypatch.setattr(session, "_get_connection_manager", session._get_connection_manager)
    pytester.makeconftest(CONFTEST)
    return pytester


PLACES = {
    "a test": ("def test_it(): make_call()", "test_it.py::test_it made a real call"),
    "a fixture": (
        "@pytest.fixture\ndef sent(): make_call()\ndef test_it(sent): pass",
        "the fixture 'sent' (function scope), set up for test_it.py::test_it, made",
    ),
    "a fixture of the module": (
        '@pytest.fixture(scope="module")\ndef sent(): make_call()\ndef test_it(sent): pass',
        "the fixture 'sent' (module scope), set up for test_it.py::test_it, made",
    ),
    "a fixture that sends before the mock begins": (
        "@pytest.fixture\ndef sent(): make_call()\ndef test_it(sent, ses_outbox): pass",
        "the fixture 'sent' (function scope), set up for test_it.py::test_it, made",
    ),
    "a teardown": (
        "@pytest.fixture\ndef sent():\n    yield\n    make_call()\ndef test_it(sent): pass",
        "test_it.py::test_it made a real call",
    ),
    "setup_class of a marked class": (
        "@pytest.mark.sesmock\nclass TestIt:\n"
        "    def setup_class(self): make_call()\n    def test_it(self): pass",
        "setup_class (class scope), set up for test_it.py::TestIt::test_it, made",
    ),
    "setUpClass": (
        "import unittest\nclass TestIt(unittest.TestCase):\n    @classmethod\n"
        "    def setUpClass(cls): make_call()\n    def test_it(self): pass",
        "setUpClass (class scope), set up for test_it.py::TestIt::test_it, made",
    ),
    "an import": ("make_call()", "code outside of any test made a real call"),
    "a thread": (
        "import threading\ndef test_it():\n"
        '    thread = threading.Thread(target=make_call, name="mailer")\n'
        "    thread.start(); thread.join()",
        "the thread 'mailer', during test_it.py::test_it, made",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_real_call_is_stopped(run: pytest.Pytester, place: str) -> None:
    code, sentence = PLACES[place]
    run.makepyfile(test_it=IMPORT + code)

    result = run.runpytest("-p", "no:cacheprovider")

    result.stdout.fnmatch_lines([f"{STOPPED}{sentence}*"])
    result.stdout.no_fnmatch_line(PASSED)


WAYS = {
    "a test": "To have the mock answer it, request the fixture ses_outbox; to allow",
    "a fixture": "To have the mock answer it, request the fixture ses_outbox; to allow",
    "a fixture of the module": "To have the mock answer it, call it within `with SESMock():`; to",
    "an import": "To have the mock answer it, call it within `with SESMock():`; to allow",
}


@pytest.mark.parametrize("place", WAYS)
def test_the_error_shows_ways_out_that_work_there(run: pytest.Pytester, place: str) -> None:
    run.makepyfile(test_it=IMPORT + PLACES[place][0])

    run.runpytest("-p", "no:cacheprovider").stdout.fnmatch_lines(
        [f"*{WAYS[place].replace('`', '?')}*"]
    )


def test_the_traceback_ends_where_the_application_called_its_client(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=IMPORT + "def test_it(): make_call()")

    result = run.runpytest("-p", "no:cacheprovider")

    result.stdout.fnmatch_lines([">       client.get_send_quota()", "conftest.py:*"])
    result.stdout.no_fnmatch_line("*endpoint.py*")
    result.stdout.no_fnmatch_line("*real_calls.py:*")


CAUGHT = """
def test_it():
    try:
        make_call()
    except Exception:
        pass
"""


def test_a_test_that_passes_all_the_same_gets_a_warning(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=IMPORT + CAUGHT)

    result = run.runpytest("-p", "no:cacheprovider", "-W", "default")

    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(
        ["*test_it.py:4: SesmockRealCallWarning: GetSendQuota was stopped*test_it.py::test_it*"]
    )


def test_the_warning_may_be_an_error(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=IMPORT + CAUGHT)

    result = run.runpytest("-p", "no:cacheprovider", "-W", "error")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*SesmockRealCallWarning: GetSendQuota was stopped*"])


def test_a_test_that_fails_elsewhere_shows_it(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=f"{IMPORT}{CAUGHT}    assert 1 == 2\n")

    result = run.runpytest("-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E * assert 1 == 2", "*- Real Amazon SES -*", "GetSendQuota was*"])


def test_a_test_that_fails_with_it_shows_it_once(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=IMPORT + "def test_it(): make_call()")

    result = run.runpytest("-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    assert result.stdout.str().count("made a real call to Amazon SES") == 1


def test_workers_of_xdist_are_guarded(run: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    run.makepyfile(test_it=f"{IMPORT}{CAUGHT}\ndef test_other(): make_call()\n")

    result = run.runpytest_subprocess("-n", "2")

    result.assert_outcomes(passed=1, failed=1, warnings=1)
    result.stdout.fnmatch_lines([f"{STOPPED}test_it.py::test_other*"])


# Allowing them

PLAIN = "def test_it(): make_call()"
MARKED = '@pytest.mark.sesmock(real_calls="{}")\ndef test_it(): make_call()'
CLASS = (
    '@pytest.mark.sesmock(real_calls="allow")\nclass TestIt:\n'
    '    @pytest.mark.sesmock(real_calls="forbid")\n    def test_it(self, call): call()'
)


@pytest.mark.parametrize(
    ("code", "ini", "arguments", "is_stopped"),
    [
        pytest.param(PLAIN, "", [], True, id="by default"),
        pytest.param(PLAIN, "allow", [], False, id="ini key"),
        pytest.param(PLAIN, "forbid", [], True, id="ini key that forbids"),
        pytest.param(PLAIN, "", ["--sesmock-real-calls=allow"], False, id="option"),
        pytest.param(PLAIN, "allow", ["--sesmock-real-calls=forbid"], True, id="option over ini"),
        pytest.param(MARKED.format("allow"), "", [], False, id="marker"),
        pytest.param(
            MARKED.format("allow"), "", ["--sesmock-real-calls=forbid"], False, id="marker, option"
        ),
    ],
)
def test_real_calls_may_be_allowed(
    run: pytest.Pytester, code: str, ini: str, arguments: list[str], is_stopped: bool
) -> None:
    if ini:
        run.makeini(f"[pytest]\nsesmock_real_calls = {ini}\n")
    run.makepyfile(test_it=IMPORT + code)

    result = run.runpytest("-p", "no:cacheprovider", *arguments)

    result.stdout.fnmatch_lines([f"{STOPPED}*" if is_stopped else PASSED])
    result.stdout.no_fnmatch_line(PASSED if is_stopped else f"{STOPPED}*")


@pytest.mark.parametrize(
    ("code", "is_answered"),
    [
        pytest.param(MARKED.format("forbid"), True, id="a marker that forbids brings the mock"),
        pytest.param(CLASS, True, id="the closest marker wins"),
        pytest.param(
            '@pytest.mark.sesmock(real_calls="allow")\n'
            "def test_it(ses_outbox): make_call(); assert len(ses_outbox) == 0",
            True,
            id="a fixture brings the mock whatever the marker says",
        ),
    ],
)
def test_the_mock_answers_where_it_is_active(
    run: pytest.Pytester, code: str, is_answered: bool
) -> None:
    run.makepyfile(test_it=IMPORT + code)

    run.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=int(is_answered))


@pytest.mark.parametrize(
    ("ini", "argument", "error"),
    [
        ("sometimes", "-q", "*ini key sesmock_real_calls must be 'forbid' or 'allow', not 'some*"),
        ("forbid", "--sesmock-real-calls=never", "*--sesmock-real-calls*invalid choice: 'never'*"),
    ],
)
def test_a_wrong_choice_for_a_run_is_a_usage_error(
    run: pytest.Pytester, ini: str, argument: str, error: str
) -> None:
    run.makeini(f"[pytest]\nsesmock_real_calls = {ini}\n")
    run.makepyfile(test_it=PLAIN)

    result = run.runpytest(argument)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([error])


def test_a_wrong_choice_of_a_marker_fails_its_test(run: pytest.Pytester) -> None:
    run.makepyfile(test_it=IMPORT + MARKED.format("never"))

    result = run.runpytest("-p", "no:cacheprovider")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*test_it.py:3: @pytest.mark.sesmock: real_calls must be 'forbid' or 'allow', not 'never'"]
    )


def test_conftest_files_are_guarded(pytester: pytest.Pytester) -> None:
    """They are imported before plugins are configured."""
    pytester.makeconftest(
        CONFTEST.replace("@pytest.fixture", "make_call_later = 1") + "make_call()"
    )
    pytester.makepyfile(test_it="def test_it(): pass")

    result = pytester.runpytest_subprocess()

    assert "on the network" not in result.stdout.str() + result.stderr.str()
    result.stderr.fnmatch_lines(["*code outside of any test made a real call to Amazon SES*"])


def test_a_plugin_that_is_loaded_late_guards_as_well(pytester: pytest.Pytester) -> None:
    """By `pytest_plugins` in a conftest file, where entry points are not loaded."""
    pytester.makeconftest(f'pytest_plugins = ["pytest_sesmock.plugin"]\n{CONFTEST}')
    pytester.makepyfile(test_it=IMPORT + PLAIN)

    result = pytester.runpytest_subprocess("-p", "no:sesmock")

    result.stdout.fnmatch_lines([f"{STOPPED}*"])
