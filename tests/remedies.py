"""Remedies, pasted as the author of a test pastes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from unittest.mock import create_autospec

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_sesmock import Account, SESMock
from pytest_sesmock.outbox.refused_request import LONGEST_REMEDY, RefusedRequest
from pytest_sesmock.report.terminal import refusals_section
from pytest_sesmock.serve.remedies import carry_out

AN_ACCOUNT = create_autospec(Account, instance=True)
"""Takes what an account takes, and nothing else."""
NAMES = ("hi", 'it\'s "here"', "a  b\tc", "Grüße 日本", "{account}", "x" * 300)
"""Names of templates, which may hold anything."""


def refused_by(mock: SESMock, call: Callable[[], object]) -> RefusedRequest | None:
    """What the call meets; None if it passes."""
    seen = len(mock.outbox.refusals)
    try:
        call()
    except ClientError:
        return mock.outbox.refusals[-1]
    # An entry of a bulk send.
    return mock.outbox.refusals[-1] if len(mock.outbox.refusals) > seen else None


def follow(mock: SESMock, call: Callable[[], object]) -> list[str]:
    """Paste remedies until the call passes, or until there is none; the rules that were met.

    Fails if the same rule is met twice.
    """
    met: list[str] = []
    while (refused := refused_by(mock, call)) is not None:
        assert refused.rule not in met, (refused.remedy, refused.message)
        met.append(refused.rule)
        if refused.remedy is None:
            return [*met, "no remedy"]
        assert "\n" not in refused.remedy
        assert len(refused.remedy) <= LONGEST_REMEDY
        assert f"  to let it pass: {refused.remedy}" in (
            refusals_section([refused], "us-east-1").splitlines()
        )
        carry_out(refused.remedy, AN_ACCOUNT)  # the inbox's button could do it, too
        exec(refused.remedy, {"mock": mock})  # noqa: S102 - as a test's author would
    return met


class Case(NamedTuple):
    """A call, how the account is arranged for it, and the rules that it meets."""

    call: Callable[[Any, Any], object]
    arrange: Callable[[Account], object]
    met: list[str]


def nothing(_: Account) -> None:
    pass


def follow_in(case: Case) -> list[str]:
    """The rules that a case meets, in an account that has verified example.com."""
    config = Config(retries={"total_max_attempts": 1})
    clients = [
        boto3.client(name, region_name="us-east-1", config=config) for name in ("ses", "sesv2")
    ]
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        case.arrange(mock.account())
        return follow(mock, lambda: case.call(*clients))
