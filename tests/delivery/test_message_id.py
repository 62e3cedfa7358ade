"""Message ids have the shape SES's have."""

from __future__ import annotations

import re
import time
import uuid
from datetime import datetime, timezone
from random import Random
from typing import Any

import boto3
import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from sending import SEND, ses

from pytest_sesmock import SESMock
from pytest_sesmock.delivery.message_id import new_message_id, new_uuid

SHAPE = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-000000")
PREFIXES = dict(
    prefix
    for row in ("msgid-prefix", "msgid-prefix-more")
    for prefix in re.findall(r"([a-z]{2}(?:-[a-z]+)+-\d) ([0-9a-f]{4})\b", BEHAVIOUR[row]["note"])
)
ALL_REGIONS = {
    region
    for partition in boto3.Session().get_available_partitions()
    for region in boto3.Session().get_available_regions("ses", partition)
}
OTHER_REGIONS = sorted(ALL_REGIONS - {*PREFIXES})


def test_seventeen_regions_were_seen() -> None:
    assert len(PREFIXES) == len({*PREFIXES.values()}) == 17


@pytest.mark.parametrize("region", PREFIXES)
def test_the_first_digits_are_the_regions(region: str) -> None:
    assert new_message_id(region, 0, Random(0)).startswith(PREFIXES[region])


@pytest.mark.parametrize("region", OTHER_REGIONS)
def test_digits_nobody_has_seen_are_none_of_the_known(region: str) -> None:
    message_id = new_message_id(region, 0, Random(0))

    assert SHAPE.fullmatch(message_id)
    assert message_id.startswith("01")
    assert message_id[:4] not in PREFIXES.values()
    assert message_id[:4] == new_message_id(region, 99, Random(1))[:4]


def test_a_recorded_moment() -> None:
    """[msgid-format]: the digits 018b9150141c stand for 2023-11-02T18:33:46.268Z."""
    assert "0101 018b9150141c -> 2023-11-02T18:33:46.268Z" in BEHAVIOUR["msgid-format"]["note"]
    moment = datetime(2023, 11, 2, 18, 33, 46, 268_000, tzinfo=timezone.utc)

    message_id = new_message_id("us-west-2", moment.timestamp(), Random(0))

    assert message_id.startswith("0101018b9150141c-")


@given(
    moment=st.integers(0, 2**42),
    region=st.sampled_from([*PREFIXES, *OTHER_REGIONS]),
    seed=st.integers(),
)
def test_the_shape(moment: int, region: str, seed: int) -> None:
    # A quarter of a millisecond later, where no rounding of floats decides which millisecond it is.
    message_id = new_message_id(region, (moment + 0.25) / 1000, Random(seed))

    assert SHAPE.fullmatch(message_id)
    assert len(message_id) == 60
    assert int(message_id[4:16], 16) == moment
    assert uuid.UUID(message_id[17:53]).version == 4


@given(st.integers())
def test_uuids_are_random_ones_and_repeat_by_seed(seed: int) -> None:
    random = Random(seed)
    first, second = new_uuid(random), new_uuid(random)

    assert first != second
    assert uuid.UUID(first).variant == uuid.RFC_4122
    assert str(uuid.UUID(first)) == first == new_uuid(Random(seed))


def test_ids_differ_within_a_run_and_repeat_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.25)
    client = ses("eu-west-1")

    def run() -> list[Any]:
        with SESMock(region="eu-west-1", verified_identities=["example.com"]):
            return [client.send_email(**SEND)["MessageId"] for _ in range(3)]

    ids = run()

    assert len(set(ids)) == 3
    assert {each[:17] for each in ids} == {f"0102{1_700_000_000_250:012x}-"}
    assert run() == ids
