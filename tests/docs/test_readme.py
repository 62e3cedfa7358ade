"""The README's tests pass, and one fails as the README shows when the source is not verified."""

from __future__ import annotations

import pytest
from played import ROOT, blocks, play


def test_the_tests_pass(pytester: pytest.Pytester) -> None:
    tests = [block for block in blocks("README.md") if block.language == "python"]
    for test in tests:
        play(test, pytester)

    pytester.runpytest().assert_outcomes(passed=len(tests))


def test_unverified_it_fails_as_shown(pytester: pytest.Pytester) -> None:
    test, output, *_ = blocks("README.md")
    verify = '    ses_account.verify("example.com")\n'
    assert verify in test.text
    play(test._replace(text=test.text.replace(verify, "")), pytester)

    play(output, pytester)


@pytest.mark.parametrize("arguments", ["-e demo", "run-parallel"])
def test_the_commands_are_those_of_tox(arguments: str) -> None:
    command = f"python3 -m pip install tox && python3 -m tox {arguments}\n"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"```sh\n{command}```" in readme
