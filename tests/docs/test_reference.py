"""The hand-written reference pages name what the code has, and nothing else."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from played import ROOT, blocks, play

import pytest_sesmock
from pytest_sesmock import options, sns
from pytest_sesmock.outbox import lint
from pytest_sesmock.outbox.filters import MessageFilters, RefusalFilters

REFERENCE = ROOT / "docs" / "reference"


def test_the_options_are_the_codes() -> None:
    page = (REFERENCE / "options.md").read_text(encoding="utf-8")

    assert tuple(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == tuple(options.ALL)


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
        import pytest

        @pytest.mark.sesmock(django_backend=None)  # it needs Django
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
    assert sorted(named) == sorted(options.ALL)


def test_the_filters_are_the_codes() -> None:
    page = (REFERENCE / "outbox.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| (yes)? ?\| (yes)? ?\|", page, re.MULTILINE)

    for column, filters in enumerate((MessageFilters, RefusalFilters), 1):
        named = [name for row in rows if row[column] for name in re.findall(r"`(\w+)`", row[0])]
        assert sorted(named) == sorted(filters.__annotations__)


CLASSES = [
    name for name in pytest_sesmock.__all__ if inspect.isclass(getattr(pytest_sesmock, name))
]


def owners(public: type) -> Iterator[type]:
    """The class, and those it inherits from of which no page tells under their own name."""
    for base in public.__mro__:
        if base is public or (
            base.__module__.startswith("pytest_sesmock.")
            and base.__name__ not in pytest_sesmock.__all__
        ):
            yield base


def members(public: type) -> set[str]:
    """The public names of a class and of its instances."""
    names = {name for owner in owners(public) for name in vars(owner)}
    for owner in owners(public):
        if "__init__" in vars(owner) and owner.__init__.__module__ == owner.__module__:
            names |= set(re.findall(r"self\.(\w+)\b[^=\n]* = ", inspect.getsource(owner)))
    return {name for name in names if not name.startswith("_")}


def described(public: type) -> set[str]:
    """The attributes that a docstring lists."""
    listed = re.search(
        r"^Attributes:\n((?: .*\n?|\n)+)", inspect.getdoc(public) or "", re.MULTILINE
    )
    return set(re.findall(r"^ {4}(\w+): ", listed[1], re.MULTILINE)) if listed else set()


def documented(public: type) -> set[str]:
    """The members of which the reference tells, by the directives of its pages."""
    name = public.__name__
    pages = "".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))
    names = set(re.findall(rf"auto(?:method|property):: pytest_sesmock\.{name}\.(\w+)", pages))
    (options,) = re.findall(rf":: pytest_sesmock\.{name}(?:\(\))?\n((?: +.+\n)*)", pages)
    if ":members:" in options:
        listed = re.findall(r"\w+", options.partition(":members:")[2])
        names |= set(listed) or {each for each in members(public) if docstring(public, each)}
    return names | described(public)


def docstring(public: type, member: str) -> Any:
    return getattr(getattr(public, member, None), "__doc__", None)


@pytest.mark.parametrize("name", CLASSES)
def test_the_members_of_a_public_class_are_documented(name: str) -> None:
    public = getattr(pytest_sesmock, name)

    assert members(public) - documented(public) == set()


def test_members_are_found_wherever_they_come_from() -> None:
    """The test above sees methods, properties, slots, fields and what `__init__` sets."""
    assert {"assert_sent", "find", "wait_for"} <= members(pytest_sesmock.Messages)
    assert {"clock", "outbox", "region"} <= members(pytest_sesmock.SESMock)
    assert {"href", "text"} == members(pytest_sesmock.Link)
    assert {"service", "operation"} == members(pytest_sesmock.UnsupportedOperation)


def test_the_rules_of_the_lint_are_the_codes() -> None:
    page = (ROOT / "docs" / "how-to" / "lint.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)

    assert rows == [(rule.name, rule.why.replace("|", r"\|")) for rule in lint.RULES]


def test_the_names_of_sns_are_the_modules() -> None:
    page = (REFERENCE / "sns.md").read_text(encoding="utf-8")

    named = re.findall(
        r"^\.\. (?:autofunction:: pytest_sesmock\.sns\.|py:data:: )(\w+)", page, re.MULTILINE
    )
    assert sorted(named) == sorted(sns.__all__)


def test_every_public_name_is_documented() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))
    documented = set(
        re.findall(r"\.\. auto(?:class|exception|function):: pytest_sesmock\.(\w+)\b(?!\.)", pages)
    )

    assert documented == set(pytest_sesmock.__all__)
