"""A refusal tells where, or under which name, what it lacks is verified."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from sending import mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.outbox.refused_request import RefusedRequest


def refused(mock: SESMock, source: str, region: str = "us-east-1") -> RefusedRequest:
    with pytest.raises(ClientError):
        ses(region).send_email(**mail(Source=source))
    return mock.outbox.refusals[-1]


def test_the_region_of_the_options_is_told() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        why = refused(mock, "shop@mail.example.com", "eu-west-1").requires
    assert why.endswith(" Problem: 'example.com' is verified in us-east-1, not in eu-west-1")


def test_another_region_is_told() -> None:
    with SESMock(region="us-east-1") as mock:
        mock.account("eu-west-1").verify("shop@example.com")
        why = refused(mock, "shop@example.com").requires
    assert why.endswith(" Problem: 'shop@example.com' is verified in eu-west-1, not in us-east-1")


@pytest.mark.parametrize(
    ("verified", "source", "nearest"),
    [
        ("exmaple.com", "shop@example.com", "exmaple.com"),
        ("example.org", "shop@example.com", "example.org"),
        ("shop@exmaple.com", "shop@example.com", "shop@exmaple.com"),
        ("pending.example", "shop@example.com", None),
        ("other.de", "shop@example.com", None),
    ],
)
def test_the_nearest_verified_name_is_told(verified: str, source: str, nearest: str | None) -> None:
    with SESMock(region="us-east-1", verified_identities=[verified]) as mock:
        why = refused(mock, source).requires
    told = why.partition(" Problem: ")[2]
    assert told == ("" if nearest is None else f"the nearest name that is verified is {nearest!r}")


def test_of_several_names_it_is_the_likest() -> None:
    names = ["examples.com", "exmaple.com", "shop@exampel.com"]
    with SESMock(region="us-east-1", verified_identities=names) as mock:
        assert refused(mock, "shop@example.com").requires.endswith("'examples.com'")


def test_recipients_who_are_like_a_sender_are_no_mistake() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"], sandbox=True) as mock:
        with pytest.raises(ClientError):
            ses().send_email(**mail(To=["ada@example.org"]))
        assert "Problem" not in mock.outbox.refusals[0].requires
