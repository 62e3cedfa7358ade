"""Other processes fail closed: a mock answers in its own process only.

While a mock is active, the environment names an endpoint for SES that refuses every connection.
What is started meanwhile inherits it: Python, the AWS CLI, Node and every other SDK that knows
`AWS_ENDPOINT_URL_SES`. The clients of this process do not see it: they have the endpoint that they
would have without the mock, which matters to those that outlive it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping

VARIABLES = ("AWS_ENDPOINT_URL_SES", "AWS_ENDPOINT_URL_SESV2")
"""Where SDKs look for the endpoints of SES's APIs."""

ENDPOINT = "http://127.0.0.1:9/pytest-sesmock-answers-only-in-the-process-of-the-test"
"""Port 9 is for a service that nobody runs; SDKs show the address in the error."""

_before: dict[str, str | None] = {}


def close() -> None:
    """Name the endpoint that refuses."""
    for name in VARIABLES:
        value = os.environ.get(name)
        if value != ENDPOINT:
            _before[name] = value
        os.environ[name] = ENDPOINT


def reopen() -> None:
    """Leave the environment as it was, except for what has been changed meanwhile.

    A patch of the environment that was begun under a mock and is undone after it puts the mock's
    value back: then this may be called again.
    """
    _put_back(os.environ)


def own_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """An environment as clients of this process are to see it."""
    own = dict(environment)
    _put_back(own)
    return own


def _put_back(environment: MutableMapping[str, str]) -> None:
    for name in VARIABLES:
        if environment.get(name) == ENDPOINT:
            value = _before.get(name)
            if value is None:
                del environment[name]
            else:
                environment[name] = value
