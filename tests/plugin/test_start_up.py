"""What a run costs that makes no use of the plugin: counted in modules, not in milliseconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest_sesmock

ROOT = Path(pytest_sesmock.__file__).parent.parent
CONFTEST = """
import json, sys

def pytest_unconfigure():
    with open("modules.json", "w") as file:
        json.dump([*sys.modules], file)
"""
HEAVY = ["botocore", "boto3", "email_validator", "hypothesis", "jinja2", "justhtml"]
LIGHT = {
    "pytest_sesmock",
    *("pytest_sesmock.hooks", "pytest_sesmock.lifetimes", "pytest_sesmock.options"),
    *("pytest_sesmock.plain_imports", "pytest_sesmock.plugin", "pytest_sesmock.real_calls"),
    "pytest_sesmock.report",
}
"""Each of these costs every run a fifth of a millisecond: think twice before you add one."""


def modules_of_a_run(folder: Path, *arguments: str) -> set[str]:
    """What is loaded at its end, in a fresh interpreter, as `pytest` is started."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_it.py").write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def one(): return 1\n"
        "def test_it(one): assert one == 1\n"
        "@pytest.mark.skip\n"
        "def test_other(): pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": "", "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed, 1 skipped" in done.stdout, done.stdout + done.stderr
    return set(json.loads((folder / "modules.json").read_text()))


def test_an_unused_plugin_imports_nothing_but_what_every_run_needs(tmp_path: Path) -> None:
    """No module of the standard library either that pytest has not loaded."""
    without = modules_of_a_run(tmp_path)
    modules = modules_of_a_run(tmp_path, "-p", "pytest_sesmock.plugin")

    assert modules - without == LIGHT
    assert not modules & set(HEAVY)


def test_the_packages_public_names_are_there_and_light() -> None:
    code = (
        "import sys, pytest_sesmock\n"
        f"assert not set({HEAVY!r}) & set(sys.modules)\n"
        "assert pytest_sesmock.__all__ == sorted(pytest_sesmock.__all__)\n"
        "assert set(pytest_sesmock.__all__) <= set(dir(pytest_sesmock))\n"
        "for name in pytest_sesmock.__all__:\n"
        "    assert getattr(pytest_sesmock, name).__name__ == name\n"
        "try:\n"
        "    pytest_sesmock.nothing\n"
        "except AttributeError as error:\n"
        "    assert 'nothing' in str(error)\n"
        "else:\n"
        "    raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
