"""What other processes find: an endpoint of the mock, or one that refuses.

A mock answers in its own process. While one is active, the environment names an endpoint for SES
that refuses every connection, or the mock's own once a test has asked for it. What is started
meanwhile inherits it: Python, the AWS CLI, Node and every other SDK that knows
`AWS_ENDPOINT_URL_SES`. The clients of this process do not see it: they have the endpoint that they
would have without the mock, which matters to those that outlive it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from contextlib import suppress

VARIABLES = ("AWS_ENDPOINT_URL_SES", "AWS_ENDPOINT_URL_SESV2")
"""Where SDKs look for the endpoints of SES's APIs."""

ENDPOINT = "http://127.0.0.1:9/pytest-sesmock-answers-only-in-the-process-of-the-test"
"""Port 9 is for a service that nobody runs; SDKs show the address in the error."""

Offer = Mapping[str, str]
"""The variables that name an endpoint, and those without which SDKs do not call it."""

_REFUSING: Offer = dict.fromkeys(VARIABLES, ENDPOINT)
_offers: list[Offer] = []
# What stood there, and every value that was ours since: a patch of the environment may restore one.
_before: dict[str, str | None] = {}
_ours: dict[str, set[str]] = {}


def close() -> None:
    """Name the endpoint that refuses."""
    _ours.clear()
    _name(_REFUSING)


def offer(url: str, region: str) -> Offer:
    """Name an endpoint that answers, until `withdraw`; region and credentials where none are set.

    Args:
        url: Where it listens.
        region: The region for clients that have none.
    """
    offered = dict.fromkeys(VARIABLES, url)
    needed = {
        **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "testing"),
        **dict.fromkeys(("AWS_REGION", "AWS_DEFAULT_REGION"), region),
    }
    offered.update((name, value) for name, value in needed.items() if name not in os.environ)
    _offers.append(offered)
    _name(offered)
    return offered


def withdraw(offered: Offer) -> None:
    """Name what was named before an offer, if it is the last one."""
    _offers[:] = [other for other in _offers if other is not offered]
    _put_back(os.environ)
    _name(_offers[-1] if _offers else _REFUSING)


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


def _name(offered: Offer) -> None:
    for name, value in offered.items():
        found = os.environ.get(name)
        if found not in _ours.setdefault(name, set()):
            _before[name] = found
        _ours[name].add(value)
        os.environ[name] = value


def _put_back(environment: MutableMapping[str, str]) -> None:
    for name, values in _ours.items():
        if environment.get(name) in values:
            value = _before.get(name)
            if value is None:
                with suppress(KeyError):
                    del environment[name]
            else:
                environment[name] = value
