"""The README's tests pass, and one fails as the README shows when the source is not verified."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

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


TOX = "python3 -m venv .venv && .venv/bin/python -m pip install tox && .venv/bin/python -m tox"
TESTS = f"{TOX} run-parallel"


def shell(page: str) -> str:
    """The shell commands of a page, as blocks of their own."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return "".join(re.findall(r"^```sh\n.*?^```$", text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("command", [f"{TOX} -e demo", TESTS])
def test_a_checkout_takes_one_command(command: str) -> None:
    """Each makes what it needs itself: no step before it, and nothing outside of the checkout."""
    assert f"```sh\n{command}\n```" in shell("README.md")


def test_there_are_two_such_commands() -> None:
    assert shell("README.md").count("tox") == 2 * TOX.count("tox")


def test_contributing_and_ci_run_the_same() -> None:
    assert f"```sh\n{TESTS}\n```" in shell("CONTRIBUTING.md")
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == TESTS


@pytest.mark.skipif(shutil.which("bash") is None, reason="CI's script is for bash")
def test_ci_offers_tox_the_pythons_of_pyenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that pyenv has installed are on the path, behind all others, on or off."""
    pythons = tmp_path / "pyenv/versions"
    for version in ("3.98.1", "3.99.0"):
        (pythons / version / "bin").mkdir(parents=True)
    stub = tmp_path / "bin/python3"
    stub.parent.mkdir()
    stub.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = -c ]; then echo 399; exit; fi\n'
        'mkdir -p .venv/bin\ncp "$0" .venv/bin/python\necho "$@" "$PATH" >> calls\n'
        'echo "$TOX_SKIP_ENV" > skipped\n',
        encoding="utf-8",
    )
    stub.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    path = f"{stub.parent}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))

    subprocess.run([shutil.which("bash") or "", ".ci/run"], cwd=tmp_path, check=True)

    offered = f"{path}:{pythons}/3.98.1/bin:{pythons}/3.99.0/bin"
    steps = ("-m venv .venv", "-m pip install tox", "-m tox run-parallel")
    called = (tmp_path / "calls").read_text(encoding="utf-8")
    assert called == "".join(f"{step} {offered}\n" for step in steps)
    # What this Python and the lowest one run as a whole.
    assert (tmp_path / "skipped").read_text(encoding="utf-8") == "py310|py399\n"
