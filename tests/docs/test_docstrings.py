"""The examples in the docstrings of public names run."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator

import pytest
from sending import mail, ses

import pytest_sesmock

# Indented after an empty line: sections such as Args begin right below their heading.
_EXAMPLE = re.compile(r"\n\n((?: {4}.*\n?)+)")


def examples() -> Iterator[tuple[str, str]]:
    """Every example with the name it documents."""
    for public in pytest_sesmock.__all__:
        thing = getattr(pytest_sesmock, public)
        own = {name: of for name, of in vars(thing).items() if not name.startswith("_")}
        named = [(public, thing), *((f"{public}.{name}", of) for name, of in own.items())]
        for name, documented in named:
            for example in _EXAMPLE.findall(inspect.getdoc(documented) or ""):
                yield name, textwrap.dedent(example)


EXAMPLES = list(examples())


def test_there_are_examples() -> None:
    assert "SESMock" in dict(EXAMPLES)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_example_runs(name: str, example: str) -> None:
    with pytest_sesmock.SESMock(verified_identities=["example.com"]) as mock:
        names = {
            "SESMock": pytest_sesmock.SESMock,
            "contains": pytest_sesmock.contains,
            "pytest": pytest,
            "re": re,
            "send_newsletter": lambda: ses().send_email(**mail()),
            "send_welcome_mail": lambda address: ses().send_email(**mail(To=[address])),
            "ses_account": mock.account(),
            "ses_outbox": mock.outbox,
        }
        exec(example, names)  # noqa: S102
        for test in [value for name, value in names.items() if name.startswith("test")]:
            test()
