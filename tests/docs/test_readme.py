"""The README's test passes, and fails as the README shows when the source is not verified."""

from __future__ import annotations

import pytest
from played import ROOT, blocks, play


def test_the_test_passes(pytester: pytest.Pytester) -> None:
    test, _ = blocks("README.md")
    play(test, pytester)

    pytester.runpytest().assert_outcomes(passed=1)


def test_unverified_it_fails_as_shown(pytester: pytest.Pytester) -> None:
    test, output = blocks("README.md")
    verify = '    ses_account.verify("example.com")\n'
    assert verify in test.text
    play(test._replace(text=test.text.replace(verify, "")), pytester)

    play(output, pytester)


@pytest.mark.parametrize("environment", [" -e demo", ""])
def test_the_commands_are_those_of_tox(environment: str) -> None:
    command = f"python3 -m pip install tox && python3 -m tox{environment}\n"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"```sh\n{command}```" in readme
    assert not environment or "[testenv:demo]" in (ROOT / "tox.ini").read_text(encoding="utf-8")
