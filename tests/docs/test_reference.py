"""The hand-written reference pages name what the code has, and nothing else."""

from __future__ import annotations

import re

import pytest
from played import ROOT, blocks, play

import pytest_sesmock
from pytest_sesmock import options
from pytest_sesmock.outbox import lint
from pytest_sesmock.outbox.matching import MessageFilters, RefusalFilters

REFERENCE = ROOT / "docs" / "reference"


def test_the_options_are_the_codes() -> None:
    page = (REFERENCE / "options.md").read_text(encoding="utf-8")

    assert tuple(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == tuple(options.KINDS_OF_MARKER)


def test_the_options_of_the_command_line_are_the_codes() -> None:
    page = (REFERENCE / "options.md").read_text(encoding="utf-8")

    named = re.findall(r"^\| `(--[a-z-]+)(?:=([A-Z]+))?`", page, re.MULTILINE)
    assert dict(named) == {
        option: settings.get("metavar", "") for option, settings in options.COMMAND_LINE.items()
    }


def test_the_ini_file_works(pytester: pytest.Pytester) -> None:
    (ini,) = blocks("docs/reference/options.md")
    play(ini, pytester)
    pytester.makepyfile(
        """
        def test_arranged(sesmock):
            account = sesmock.account("eu-west-1")
            assert sesmock.account() is account
            assert set(account.identities) == {"example.com", "ada@example.org"}
            assert account.configuration_sets == ["receipts"]
            assert account.sandbox
            assert (account.max_24_hour_send, account.max_send_rate) == (500, 14)
            assert account.paused_by is None
            assert account.auto_verify is False
        """
    )

    pytester.runpytest().assert_outcomes(passed=1)
    named = re.findall(r"^sesmock_(\w+)", ini.text, re.MULTILINE)
    assert sorted(named) == sorted(options.KINDS_OF_MARKER)


def test_the_filters_are_the_codes() -> None:
    page = (REFERENCE / "outbox.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| (yes)? ?\| (yes)? ?\|", page, re.MULTILINE)

    for column, filters in enumerate((MessageFilters, RefusalFilters), 1):
        named = [name for row in rows if row[column] for name in re.findall(r"`(\w+)`", row[0])]
        assert sorted(named) == sorted(filters.__annotations__)


def test_the_members_of_an_account_are_documented() -> None:
    page = (REFERENCE / "account.md").read_text(encoding="utf-8")
    named = set(re.findall(r"auto(?:method|property):: pytest_sesmock\.Account\.(\w+)", page))

    assert named == {name for name in dir(pytest_sesmock.Account) if not name.startswith("_")}


def test_the_rules_of_the_lint_are_the_codes() -> None:
    page = (ROOT / "docs" / "how-to" / "lint.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)

    assert rows == [(rule.name, rule.why.replace("|", r"\|")) for rule in lint.RULES]


def test_every_public_name_is_documented() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))
    documented = set(
        re.findall(r"\.\. auto(?:class|exception|function):: pytest_sesmock\.(\w+)\b(?!\.)", pages)
    )

    assert documented == set(pytest_sesmock.__all__)
