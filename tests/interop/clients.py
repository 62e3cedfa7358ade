"""Clients of Amazon SES that nobody here wrote, each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from typing_extensions import Self

HERE = Path(__file__).parent
REQUIRED = "SESMOCK_INTEROP"
"""The environment variable that is `required` where nothing may be skipped, as in CI."""
_MAILER = Path("/usr/share/php/Symfony/Component/Mailer/Bridge/Amazon")


class Outcome(NamedTuple):
    """What a call led to.

    Attributes:
        result: What SES answered, empty if it refused.
        kind: The class of the error, empty if SES accepted.
        code: The code of the refusal, as the client tells it.
        message: The text of the refusal.
    """

    result: Mapping[str, Any] = {}
    kind: str = ""
    code: str = ""
    message: str = ""


class Program:
    """A client in a process that runs until `end`, call by call."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def call(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        environment: Mapping[str, str] | None = None,
    ) -> Outcome:
        """What a call leads to.

        Args:
            service: `ses` or `sesv2`, or a library of the program that sends by one of them.
            operation: As SES calls it.
            parameters: The parameters, with texts for bytes.
            environment: What has changed in the environment since the program was started.
        """
        pipes = self._process.stdin, self._process.stdout
        assert pipes[0] is not None
        assert pipes[1] is not None
        call = environment or {}, service, operation, parameters
        pipes[0].write(json.dumps(call) + "\n")
        pipes[0].flush()
        return Outcome(**json.loads(pipes[1].readline()))

    def end(self) -> None:
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def boto3() -> Sequence[str]:
    return [sys.executable, "call.py"]


def javascript() -> Sequence[str]:
    """The AWS SDK for JavaScript, version 3, and nodemailer."""
    if not (HERE / "node_modules").is_dir():
        _miss("the packages of tests/interop/package.json")
    return [_find("node"), "call.mjs"]


def php() -> Sequence[str]:
    """AsyncAws and the mailer of Symfony."""
    if not _MAILER.is_dir():
        _miss("Debian's package php-symfony-amazon-mailer")
    return [_find("php"), "call.php"]


def environment() -> dict[str, str]:
    """What SDKs read of the environment as it is now."""
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


_SAID = re.compile(
    r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(.+?\))?: (.*)", re.DOTALL
)


def aws(*arguments: str) -> Outcome:
    """The AWS CLI."""
    ended = subprocess.run(
        [_find("aws"), *arguments],
        env={**os.environ, "AWS_PAGER": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode == 0:
        return Outcome(json.loads(ended.stdout or "{}"))
    said = _SAID.search(ended.stderr)
    if said is None:
        return Outcome(message=ended.stderr.strip())
    return Outcome(code=said[1], message=said[2].strip())


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        _miss(f"the program {program}")
    assert found is not None
    return found


def _miss(what: str) -> None:
    """Skip a test for want of something, where that may be."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{what} is required here")
    pytest.skip(f"needs {what}")
