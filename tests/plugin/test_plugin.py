"""What pytest shows and does with the plugin, in runs of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pytest_sesmock

APPLICATION = """
import boto3

ses = boto3.client("ses", region_name="us-east-1")

def register(address):
    return ses.send_email(
        Source="noreply@example.com",
        Destination={"ToAddresses": [address]},
        Message={
            "Subject": {"Data": "Welcome"},
            "Body": {"Text": {"Data": "please confirm"}},
        },
    )
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(application=APPLICATION)
    pytester.makeini("[pytest]\naddopts = --strict-markers -W error\n")
    return pytester


def test_a_verified_sender_sends(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        from application import register

        def test_welcome(ses_outbox, ses_account):
            ses_account.verify("example.com")
            register("ada@example.com")
            message = ses_outbox.assert_sent(to="ada@example.com", subject="Welcome")
            assert "confirm" in message.text
        """
    )
    project.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize("assertion", ["rewrite", "plain"])
def test_a_newcomers_first_failure_tells_the_way_out(
    project: pytest.Pytester, assertion: str
) -> None:
    project.makepyfile(
        """
        from application import register

        def test_welcome(ses_outbox):
            register("ada@example.com")
        """
    )
    result = project.runpytest(f"--assert={assertion}")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E *MessageRejected*when calling the SendEmail operation: Email address is not *",
            "*- Amazon SES refused -*",
            "SendEmail: MessageRejected: Email address is not verified. The following",
            "    identities failed the check in region US-EAST-1: noreply@example.com",
            "  rule identities-verified requires: The source and the return path must be",
            "    verified; in the sandbox, so must every recipient.",
            "  to let it pass: ses_account.verify('noreply@example.com')",
            "for several tests: [@]pytest.mark.sesmock(verified_identities=[[]...[]]) or",
            "    sesmock_verified_identities in the ini file",
        ],
        consecutive=False,
    )
    # Nothing of botocore's inside but the method the application called.
    result.stdout.no_fnmatch_line("*resolve_checksum_context*")


def test_refusals_are_shown_only_for_failed_tests(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from application import register, ses

        def test_refused(ses_outbox):
            with pytest.raises(ses.exceptions.MessageRejected):
                register("ada@example.com")
            ses_outbox.assert_refused(code="MessageRejected")
        """
    )
    result = project.runpytest("-rA")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*Amazon SES refused*")


def test_many_refusals_are_cut_short(project: pytest.Pytester) -> None:
    """Twelve different ones show ten; a repeated one is shown once with its count."""
    project.makepyfile(
        """
        import pytest
        from application import register, ses

        @pytest.mark.parametrize("text", ["{}", "the same"])
        def test_refused(ses_outbox, ses_account, text):
            for n in range(12):
                ses_account.fail_next("AccessDenied", text.format(n))
            for _ in range(12):
                with pytest.raises(ses.exceptions.ClientError):
                    register("ada@example.com")
            assert False
        """
    )
    result = project.runpytest()
    result.stdout.fnmatch_lines(
        [
            "SendEmail: AccessDenied: 9",
            "... and 2 more",
            "SendEmail: AccessDenied: the same (12 times)",
        ]
    )
    assert str(result.stdout).count("SendEmail: AccessDenied: ") == 11


def test_the_hint_to_verify_for_more_tests_is_given_once(project: pytest.Pytester) -> None:
    """It is the section's last line, however many of the refusals it is about."""
    project.makepyfile(
        """
        import pytest
        from application import register, ses

        def test_refused(ses_outbox, ses_account):
            for n in range(4):
                if n % 2:
                    ses_account.fail_next("AccessDenied", "No.")
                with pytest.raises(ses.exceptions.ClientError):
                    register("ada@example.com")
            assert False
        """
    )
    result = project.runpytest()
    hints = [at for at, line in enumerate(result.outlines) if line.startswith("for several tests:")]
    assert len(hints) == 1
    assert result.outlines[hints[0] - 2].startswith("SendEmail: AccessDenied: No.")


def test_whatever_was_refused_the_section_is_bounded(project: pytest.Pytester) -> None:
    """Long messages are cut, and their line ends do not break the layout; remedies are short."""
    project.makepyfile(
        """
        import pytest
        from application import register, ses

        @pytest.mark.sesmock(sandbox=True)
        def test_refused(ses_outbox, ses_account):
            ses_account.fail_next("AccessDenied", "first\\nsecond " + "x" * 100_000)
            for _ in range(2):
                with pytest.raises(ses.exceptions.ClientError):
                    register("a" * 100_000 + "@example.com")
            ses_account.verify("noreply@example.com")
            with pytest.raises(ses.exceptions.MessageRejected):
                many = {"ToAddresses": [f"c{n}@example.com" for n in range(50)]}
                message = {"Subject": {"Data": ""}, "Body": {"Text": {"Data": ""}}}
                ses.send_email(Source="noreply@example.com", Destination=many, Message=message)
            assert False
        """
    )
    output = str(project.runpytest().stdout)
    section = output.partition("Amazon SES refused")[2].splitlines()[1:]
    assert section[0] == r"SendEmail: AccessDenied: first\nsecond"
    assert section[1].startswith("    xxx")
    assert section[1].endswith("xxx...")
    remedies = [line for line in section if line.startswith("  to let it pass: ")]
    assert remedies == ["  to let it pass: ses_account.sandbox = False"]
    assert max(map(len, section)) < 310


def test_another_regions_remedy_names_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import boto3

        def test_region(ses_outbox):
            boto3.client("ses", region_name="eu-west-1").send_email(
                Source="noreply@example.com",
                Destination={"ToAddresses": ["ada@example.com"]},
                Message={"Subject": {"Data": ""}, "Body": {"Text": {"Data": ""}}},
            )
        """
    )
    project.runpytest().stdout.fnmatch_lines(
        [
            "  to let it pass: sesmock.account('eu-west-1').verify('noreply@example.com')",
            "for several tests: [@]pytest.mark.sesmock(region='eu-west-1',",
            "    verified_identities=[[]...[]]) or sesmock_verified_identities in the ini file",
        ]
    )


def test_a_refusal_is_shown_without_captured_output(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        from application import register

        def test_welcome(ses_outbox):
            register("ada@example.com")
        """
    )
    result = project.runpytest("--show-capture=no", "-p", "no:xdist")
    result.stdout.fnmatch_lines(["*- Amazon SES refused -*"])
    result = project.runpytest("--tb=no")
    result.stdout.no_fnmatch_line("*Amazon SES refused*")


def test_mocks_do_not_outlive_their_tests(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import gc
        import pytest
        from pytest_sesmock import SESMock

        @pytest.mark.parametrize("n", range(5))
        def test_alive(ses_outbox, n):
            gc.collect()
            assert sum(isinstance(each, SESMock) for each in gc.get_objects()) == 1
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=5)


# Marker and ini file


def test_a_mark_on_one_parameter_is_about_that_one(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import botocore.client
        import pytest

        real = botocore.client.BaseClient._make_request

        @pytest.mark.parametrize("n", [0, pytest.param(1, marks=pytest.mark.sesmock), 2])
        def test_it(n):
            assert (botocore.client.BaseClient._make_request is not real) == (n == 1)
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=3)


def test_the_marks_mock_is_inside_a_wider_fixtures(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from application import register
        from pytest_sesmock import SESMock

        @pytest.fixture(scope="session")
        def wide():
            with SESMock(region="us-east-1") as mock:
                yield mock

        @pytest.mark.sesmock(verified_identities=["example.com"])
        @pytest.mark.parametrize("n", range(2))
        def test_it(wide, ses_outbox, n):
            register("ada@example.com")
            ses_outbox.assert_count(1)
            wide.outbox.assert_empty()
        """
    )
    project.runpytest().assert_outcomes(passed=2)


def test_a_wrong_mark_of_a_class_says_so(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.mark.sesmock(sandbox=1)
        class TestIt:
            def test_it(self):
                pass
        """
    )
    project.runpytest().stdout.fnmatch_lines(
        ["*: [@]pytest.mark.sesmock of its class or module: sandbox must be True or False, not 1"]
    )


def test_marker_and_ini_are_merged_argument_by_argument(project: pytest.Pytester) -> None:
    """The closest marker wins, then the outer ones, then the ini file."""
    project.makeini(
        """
        [pytest]
        sesmock_region = eu-west-1
        sesmock_verified_identities =
            example.com
            ada@example.org
        sesmock_configuration_sets =
            news
        sesmock_sandbox = true
        sesmock_auto_verify = true
        sesmock_sending_enabled = false
        sesmock_max_24_hour_send = 500
        sesmock_max_send_rate = 2.5
        """
    )
    project.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.sesmock(max_24_hour_send=600, sandbox=False)

        def test_ini_and_module(ses_account):
            assert ses_account.region == "eu-west-1"
            assert ses_account.identities == {
                "example.com": "Success", "ada@example.org": "Success"
            }
            assert ses_account.configuration_sets == ["news"]
            assert ses_account.auto_verify
            assert ses_account.paused_by == "holder"
            assert ses_account.max_send_rate == 2.5
            assert ses_account.max_24_hour_send == 600
            assert not ses_account.sandbox

        @pytest.mark.sesmock(max_send_rate=9)
        class TestClosest:
            @pytest.mark.sesmock(max_24_hour_send=700, sending_enabled=True, region="us-west-2")
            def test_closest(self, sesmock):
                account = sesmock.account()
                assert account.region == "us-west-2"
                assert account.max_24_hour_send == 700
                assert account.max_send_rate == 9
                assert account.paused_by is None
                assert not account.sandbox
        """
    )
    project.runpytest().assert_outcomes(passed=2)


def test_a_marked_test_runs_with_the_mock_without_asking_for_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from application import register

        @pytest.mark.sesmock(verified_identities=["example.com"])
        def test_send():
            assert register("ada@example.com")["MessageId"]
        """
    )
    project.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "line",
    [
        'ses_account.add_identity("example.com", "Done")',
        'ses_account.pause_tenant("acme")',
        "ses_account.enforce_reputation = 1",
        "sesmock.publish_to()",
        'ses_outbox.deliver_events(order="any")',
    ],
)
def test_a_wrong_argument_fails_at_the_users_line(pytester: pytest.Pytester, line: str) -> None:
    """Nothing of the package and of the standard library is between the line and its error."""
    pytester.makepyfile(
        f"""
        def test_it(sesmock, ses_account, ses_outbox):
            {line}
        """
    )
    lines = pytester.runpytest("--tb=short").outlines
    start = next(number for number, each in enumerate(lines) if each.endswith(": in test_it"))
    shown = [each for each in lines[start + 1 :] if each.strip("^ ")]
    assert shown[0].strip() == line
    assert shown[1].startswith("E   pytest_sesmock.errors.SesmockError: ")


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        (
            'verified_identitis=["example.com"]',
            "unknown argument 'verified_identitis': did you mean 'verified_identities'?",
        ),
        ("zzz=1", "unknown argument 'zzz': there are region, verified_identities, sandbox, *"),
        ('sandbox="yes"', "sandbox must be True or False, not 'yes'"),
        ("max_send_rate=0", "max_send_rate must be more than 0 recipients per second, *, not 0"),
        (
            'verified_identities="example.com"',
            "verified_identities must be a list of * not 'example.com'",
        ),
        ('verified_identities=["no one"]', "an identity must be * or a domain, not 'no one'"),
        ('configuration_sets=["a b"]', "a configuration set's name must be 1 to 64 of *"),
        ('"example.com"', "arguments must be given by keyword, not as 'example.com'"),
    ],
)
def test_a_wrong_marker_fails_at_the_users_line(
    project: pytest.Pytester, marker: str, message: str
) -> None:
    project.makepyfile(
        test_it=f"""
        import pytest

        @pytest.mark.sesmock({marker})
        def test_marked():
            raise AssertionError("never run")
        """
    )
    result = project.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"test_it.py:3: [@]pytest.mark.sesmock: {message}"])
    result.stdout.no_fnmatch_line("*During handling*")


def test_a_wrong_ini_value_is_told_with_its_key(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nsesmock_max_send_rate = fast\n")
    project.makepyfile("def test_it(ses_outbox): pass")
    project.runpytest().stdout.fnmatch_lines(
        ["ini key sesmock_max_send_rate must be a number of recipients per second: *'fast'"]
    )
    project.makeini("[pytest]\nsesmock_sandbox = perhaps\n")
    project.runpytest().stdout.fnmatch_lines(
        ["ini key sesmock_sandbox must be True or False: invalid truth value 'perhaps'"]
    )
    project.makeini("[pytest]\nsesmock_verified_identities = no one\n")
    project.runpytest().stdout.fnmatch_lines(
        ["ini file: an identity must be an email address or a domain, not 'no one'"]
    )


# Fail closed


def test_an_operation_not_built_is_repeated_at_teardown(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import boto3

        def test_swallowed(ses_outbox):
            try:
                sesv2 = boto3.client("sesv2", region_name="us-east-1")
                sesv2.put_deliverability_dashboard_option(DashboardEnabled=True)
            except Exception:
                pass
        """
    )
    result = project.runpytest()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["pytest-sesmock has no sesv2.PutDeliverabilityDashboardOption yet: *"]
    )


def test_each_test_has_a_mock_of_its_own(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from application import register

        @pytest.mark.sesmock(verified_identities=["example.com"])
        @pytest.mark.parametrize("n", range(3))
        def test_one(ses_outbox, sesmock, ses_account, n):
            register("ada@example.com")
            ses_outbox.assert_count(1)
            assert sesmock.outbox is ses_outbox
            assert sesmock.account() is ses_account
        """
    )
    project.runpytest().assert_outcomes(passed=3)


def test_the_marker_is_documented(project: pytest.Pytester) -> None:
    project.runpytest("--markers").stdout.fnmatch_lines(["[@]pytest.mark.sesmock(region=..., *"])
    project.runpytest("--fixtures").stdout.fnmatch_lines_random(
        ["sesmock -- *", "ses_outbox -- *", "ses_account -- *"]
    )


def test_the_packages_names_are_listed() -> None:
    assert set(pytest_sesmock.__all__) <= set(dir(pytest_sesmock))


def test_type_checkers_know_the_names_where_they_are_loaded_from() -> None:
    tree = ast.parse(Path(pytest_sesmock.__file__).read_text(encoding="utf-8"))
    (imports,) = (node for node in tree.body if isinstance(node, ast.If))
    homes = {
        alias.name: f"{node.module}".removeprefix("pytest_sesmock.")
        for node in imports.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert homes == pytest_sesmock._HOMES
    assert sorted(homes) == pytest_sesmock.__all__
