"""The recipes for CI are valid, and keep the page that they have pytest write."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from played import blocks

from pytest_sesmock import options

GITHUB, GITLAB = (block for block in blocks("docs/how-to/ci.md") if block.language == "yaml")


def parsed(text: str) -> Any:
    return pytest.importorskip("yaml").safe_load(text)


def pytest_command(steps: list[str]) -> list[str]:
    (command,) = [step for step in steps if step.startswith("pytest ")]
    return shlex.split(command)


def test_github_keeps_the_page() -> None:
    (job,) = parsed(GITHUB.text)["jobs"].values()
    command = pytest_command([step["run"] for step in job["steps"] if "run" in step])
    (upload,) = [
        step for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact@")
    ]

    assert upload["if"] == "always()"
    assert f"--sesmock-report={upload['with']['path']}" in command
    assert job["steps"].index(upload) == len(job["steps"]) - 1


def test_gitlab_keeps_the_page() -> None:
    (job,) = parsed(GITLAB.text).values()
    command = pytest_command(job["script"])

    assert job["artifacts"]["when"] == "always"
    assert [f"--sesmock-report={path}" for path in job["artifacts"]["paths"]] == [
        word for word in command if word.startswith("--sesmock-report=")
    ]
    assert f"--junitxml={job['artifacts']['reports']['junit']}" in command
    # GitLab takes nothing else into a link.
    assert re.fullmatch(r"[\w -]+", job["artifacts"]["expose_as"])


@pytest.mark.parametrize("recipe", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_pytest_takes_what_it_is_run_with(recipe: Any, pytester: pytest.Pytester) -> None:
    pytest.importorskip("jinja2")
    pytester.makepyfile("def test_it(ses_outbox): ses_outbox.assert_empty()")
    lines = [
        line.strip().removeprefix("- ").removeprefix("run: ") for line in recipe.text.splitlines()
    ]
    _, *arguments = pytest_command(lines)

    pytester.runpytest(*arguments).assert_outcomes(passed=1)

    named = {word.partition("=")[0] for word in arguments if word.startswith("--sesmock")}
    assert named <= {*options.COMMAND_LINE}
    assert (pytester.path / "emails.html").is_file()
    assert "'pytest-sesmock[report]'" in recipe.text
