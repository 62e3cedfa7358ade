"""What other processes find: an endpoint of the mock, or one that refuses.

A mock answers in its own process. While one is active, the environment names an endpoint for SES
that refuses every connection, or the mock's own once a test has asked for it. What is started
meanwhile inherits it: Python, the AWS CLI, Node and every other SDK that knows
`AWS_ENDPOINT_URL_SES`. The clients of this process do not see it: they have the endpoint that they
would have without the mock, which matters to those that outlive it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from pytest_sesmock.transport.environment import Loan

VARIABLES = ("AWS_ENDPOINT_URL_SES", "AWS_ENDPOINT_URL_SESV2")
"""Where SDKs look for the endpoints of SES's APIs."""

ENDPOINT = "http://127.0.0.1:9/pytest-sesmock-answers-only-in-the-process-of-the-test"
"""Port 9 is for a service that nobody runs; SDKs show the address in the error."""

CREDENTIALS = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "pytest-sesmock")
"""Without any, SDKs do not call."""

_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")

_endpoints = Loan(VARIABLES, ENDPOINT)
_client = Loan((*CREDENTIALS, *_REGIONS))
# Each mock with the endpoint that refuses and then those it offers; the last one is named.
_doors: list[tuple[object, str]] = []


def close(mock: object) -> None:
    """Name the endpoint that refuses, until `reopen`, or until the mock offers one that answers."""
    _doors.append((mock, ENDPOINT))
    _name_last()


def offer(mock: object, url: str, region: str) -> None:
    """Name an endpoint that answers, until `withdraw`; region and credentials where none are set.

    Args:
        mock: Whose endpoint it is: one nested in it keeps its own.
        url: Where it listens.
        region: The region for clients that have none.
    """
    own = max(index for index, (other, _) in enumerate(_doors) if other is mock)
    _doors.insert(own + 1, (mock, url))
    if _doors[-1][1] == url:
        for name in VARIABLES:
            _endpoints.set(name, url)
    for name, value in _client_variables(region).items():
        if name not in os.environ:
            _client.set(name, value)


def withdraw(url: str) -> None:
    """Name what was named before an offer."""
    _doors[:] = [door for door in _doors if door[1] != url]
    _name_last()


def reopen(mock: object) -> None:
    """With the last mock, leave the environment as it was, except for what others have set."""
    _doors[:] = [door for door in _doors if door[0] is not mock]
    _name_last()


def own_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """An environment as clients of this process are to see it."""
    own = dict(environment)
    _endpoints.put_back(own)
    return own


def describe(url: str, region: str) -> Mapping[str, str]:
    """All variables by which a program in this region finds an endpoint and calls it."""
    return {**dict.fromkeys(VARIABLES, url), **_client_variables(region)}


def _client_variables(region: str) -> Mapping[str, str]:
    return {**CREDENTIALS, **dict.fromkeys(_REGIONS, region)}


def _name_last() -> None:
    if all(url == ENDPOINT for _, url in _doors):
        _client.end()
    if _doors:
        for name in VARIABLES:
            _endpoints.change(name, _doors[-1][1])
    else:
        _endpoints.end()
