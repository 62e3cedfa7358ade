"""Clients of Amazon SES that nobody here wrote, each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore import xform_name

HERE = Path(__file__).parent
REQUIRED = "SESMOCK_INTEROP"
"""The environment variable that is `required` where nothing may be skipped, as in CI."""


class Outcome(NamedTuple):
    """What a call led to.

    Attributes:
        result: What SES answered, empty if it refused.
        code: The code of the refusal, empty if SES accepted.
        message: The text of the refusal.
    """

    result: Mapping[str, Any] = {}
    code: str = ""
    message: str = ""


Client = Callable[[str, str, Mapping[str, Any]], Outcome]
"""Calls an operation of `ses` or `sesv2` with its parameters."""


def missing(what: str) -> None:
    """Skip a test for want of something, where that may be."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{what} is required here")
    pytest.skip(f"needs {what}")


def node(*calls: tuple[str, str, Mapping[str, Any]]) -> list[Outcome]:
    """What calls by the SDKs of JavaScript lead to; of `nodemailer`, too."""
    program = shutil.which("node")
    if program is None or not (HERE / "node_modules").is_dir():
        missing("node and the packages of tests/interop/package.json")
    assert program is not None
    ended = subprocess.run(
        [program, "call.mjs"],
        cwd=HERE,
        input=json.dumps(calls),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return [
        Outcome(each.get("result", {}), each.get("code", ""), each.get("message", ""))
        for each in json.loads(ended.stdout)
    ]


def javascript(service: str, operation: str, parameters: Mapping[str, Any]) -> Outcome:
    """The AWS SDK for JavaScript, version 3."""
    (outcome,) = node((service, operation, parameters))
    return outcome


_SAID = re.compile(
    r"An error occurred \((\w+)\) when calling the \w+ operation.*?: (.*)", re.DOTALL
)


def command_line(service: str, operation: str, parameters: Mapping[str, Any]) -> Outcome:
    """The AWS CLI."""
    program = shutil.which("aws")
    if program is None:
        missing("the AWS CLI")
    assert program is not None
    command = xform_name(operation, "-")
    ended = subprocess.run(
        [program, service, command, "--cli-input-json", json.dumps(parameters)],
        env={**os.environ, "AWS_PAGER": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode == 0:
        return Outcome(json.loads(ended.stdout or "{}"))
    said = _SAID.search(ended.stderr)
    assert said is not None, ended.stderr
    return Outcome(code=said[1], message=said[2].strip())


_BOTO3 = """
import boto3, json, sys
from botocore.exceptions import ClientError
service, method, parameters = json.load(sys.stdin)
for raw in (parameters.get("RawMessage"), parameters.get("Content", {}).get("Raw")):
    if raw:
        raw["Data"] = raw["Data"].encode()
try:
    result = getattr(boto3.client(service), method)(**parameters)
except ClientError as error:
    print(json.dumps(["", error.response["Error"]["Code"], error.response["Error"]["Message"]]))
else:
    del result["ResponseMetadata"]
    print(json.dumps([result, "", ""], default=str))
"""


def boto3(service: str, operation: str, parameters: Mapping[str, Any]) -> Outcome:
    """boto3, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", _BOTO3],
        input=json.dumps([service, xform_name(operation), parameters]),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return Outcome(*json.loads(ended.stdout))


CLIENTS: Mapping[str, Client] = {
    "boto3": boto3,
    "AWS CLI": command_line,
    "AWS SDK for JavaScript": javascript,
}
