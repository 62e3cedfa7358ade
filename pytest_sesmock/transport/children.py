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
_offers: list[str] = []
# Variables that nobody had set, and what they were set to.
_additions: dict[str, str] = {}


def close() -> None:
    """Name the endpoint that refuses."""
    _name(ENDPOINT)


def offer(url: str, region: str) -> None:
    """Name an endpoint that answers, until `withdraw`; region and credentials where none are set.

    Args:
        url: Where it listens.
        region: The region for clients that have none.
    """
    _offers.append(url)
    _name(url)
    for name, value in {**CREDENTIALS, **dict.fromkeys(_REGIONS, region)}.items():
        if name not in os.environ:
            os.environ[name] = _additions[name] = value


def withdraw(url: str) -> None:
    """Name what was named before an offer."""
    _offers.remove(url)
    _name(_offers[-1] if _offers else ENDPOINT)
    if not _offers:
        _take_away()


def reopen() -> None:
    """Leave the environment as it was, except for what has been changed meanwhile.

    A patch of the environment that was begun under a mock and is undone after it puts the mock's
    value back: then this may be called again.
    """
    _endpoints.put_back(os.environ)
    _take_away()


def tidy_up() -> None:
    """Leave the environment once more, when every patch of a test has been undone."""
    reopen()
    _additions.clear()


def own_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """An environment as clients of this process are to see it."""
    own = dict(environment)
    _endpoints.put_back(own)
    return own


def _name(endpoint: str) -> None:
    for name in VARIABLES:
        _endpoints.set(name, endpoint)


def _take_away() -> None:
    for name, value in _additions.items():
        if os.environ.get(name) == value:
            del os.environ[name]
