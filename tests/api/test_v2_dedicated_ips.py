"""Dedicated IP addresses and their pools through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR, says
from sending import sesv2

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.account.state import State

Refused = Callable[..., tuple[str, str, int]]

DEFAULT_POOL = "ses-default-dedicated-pool"
IP = "192.0.2.1"


def pool(client: Any, name: str = "own") -> dict[str, str]:
    shown: dict[str, str] = client.get_dedicated_ip_pool(PoolName=name)["DedicatedIpPool"]
    return shown


def address(client: Any, ip: str = IP) -> dict[str, Any]:
    shown: dict[str, Any] = client.get_dedicated_ip(Ip=ip)["DedicatedIp"]
    return shown


def test_a_pool_from_beginning_to_end(mock: SESMock, client2: Any) -> None:
    """[pool-verified] [pool-get-no-tags] [pool-list-default]."""
    assert client2.list_dedicated_ip_pools()["DedicatedIpPools"] == [DEFAULT_POOL]
    tags = [{"Key": "team", "Value": "post"}]
    client2.create_dedicated_ip_pool(PoolName="own", Tags=tags)
    client2.create_dedicated_ip_pool(PoolName="a_1.b-c", ScalingMode="MANAGED")
    assert client2.list_dedicated_ip_pools()["DedicatedIpPools"] == [DEFAULT_POOL, "own", "a_1.b-c"]
    assert pool(client2) == {"PoolName": "own", "ScalingMode": "STANDARD"}
    assert pool(client2, "a_1.b-c") == {"PoolName": "a_1.b-c", "ScalingMode": "MANAGED"}

    client2.put_dedicated_ip_pool_scaling_attributes(PoolName="own", ScalingMode="MANAGED")
    assert pool(client2)["ScalingMode"] == "MANAGED"
    client2.delete_dedicated_ip_pool(PoolName="own")
    assert client2.list_dedicated_ip_pools()["DedicatedIpPools"] == [DEFAULT_POOL, "a_1.b-c"]


def test_an_address_from_beginning_to_end(account: Account, client2: Any) -> None:
    assert client2.get_dedicated_ips()["DedicatedIps"] == []
    account.add_dedicated_ip(IP)
    fresh = {
        "Ip": IP,
        "WarmupStatus": "DONE",
        "WarmupPercentage": 100,
        "PoolName": DEFAULT_POOL,
    }
    assert client2.get_dedicated_ips()["DedicatedIps"] == [address(client2)] == [fresh]

    client2.create_dedicated_ip_pool(PoolName="own")
    client2.put_dedicated_ip_in_pool(Ip=IP, DestinationPoolName="own")
    client2.put_dedicated_ip_warmup_attributes(Ip=IP, WarmupPercentage=40)
    changed = {"WarmupStatus": "IN_PROGRESS", "WarmupPercentage": 40, "PoolName": "own"}
    assert address(client2) == {**fresh, **changed}
    account.add_dedicated_ip(IP)
    assert address(client2) == {**fresh, **changed}

    client2.delete_dedicated_ip_pool(PoolName="own")
    assert address(client2)["PoolName"] == DEFAULT_POOL


def test_addresses_of_one_pool(account: Account, client2: Any) -> None:
    client2.create_dedicated_ip_pool(PoolName="own")
    for last in range(4):
        account.add_dedicated_ip(f"192.0.2.{last}")
        if last % 2:
            client2.put_dedicated_ip_in_pool(Ip=f"192.0.2.{last}", DestinationPoolName="own")

    found: list[str] = []
    parameters = {"PoolName": "own", "PageSize": 1}
    while True:
        answer = client2.get_dedicated_ips(**parameters)
        found += [each["Ip"] for each in answer["DedicatedIps"]]
        if "NextToken" not in answer:
            break
        parameters["NextToken"] = answer["NextToken"]

    assert found == ["192.0.2.1", "192.0.2.3"]
    assert len(client2.get_dedicated_ips()["DedicatedIps"]) == 4


@pytest.mark.parametrize("ip", ["", "192.0.2", "2001:db8::1", "example.com", None])
def test_an_address_is_one(account: Account, ip: Any) -> None:
    with pytest.raises(SesmockError, match="a dedicated IP must be an IPv4 address"):
        account.add_dedicated_ip(ip)


# Refusals

ANSWERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "create again": ("create_dedicated_ip_pool", {"PoolName": "own"}, "pool-exists"),
    "create blank": ("create_dedicated_ip_pool", {"PoolName": " "}, "ip-pool-blank"),
    "create X": (
        "create_dedicated_ip_pool",
        {"PoolName": "new", "ScalingMode": "X"},
        "pool-scaling-bad",
    ),
    "scale X": (
        "put_dedicated_ip_pool_scaling_attributes",
        {"PoolName": "none", "ScalingMode": "X"},
        "pool-scaling-bad",
    ),
    "scale back": (
        "put_dedicated_ip_pool_scaling_attributes",
        {"PoolName": "managed", "ScalingMode": "STANDARD"},
        "pool-scaling-bad",
    ),
    "scale none": (
        "put_dedicated_ip_pool_scaling_attributes",
        {"PoolName": "none", "ScalingMode": "MANAGED"},
        "pool-missing",
    ),
    "get none": ("get_dedicated_ip_pool", {"PoolName": "none"}, "pool-missing"),
    "delete none": ("delete_dedicated_ip_pool", {"PoolName": "none"}, "pool-missing"),
    "get shared": ("get_dedicated_ip_pool", {"PoolName": "ses-shared-pool"}, "pool-shared"),
    "delete default": ("delete_dedicated_ip_pool", {"PoolName": DEFAULT_POOL}, "pool-shared"),
    "get no address": ("get_dedicated_ip", {"Ip": "192.0.2.9"}, "ip-missing"),
    "move no address": (
        "put_dedicated_ip_in_pool",
        {"Ip": "192.0.2.9", "DestinationPoolName": "none"},
        "ip-missing",
    ),
    "move nowhere": (
        "put_dedicated_ip_in_pool",
        {"Ip": IP, "DestinationPoolName": "none"},
        "pool-missing",
    ),
    "move to blank": (
        "put_dedicated_ip_in_pool",
        {"Ip": "192.0.2.9", "DestinationPoolName": ""},
        "ip-pool-blank",
    ),
    "warm up no address": (
        "put_dedicated_ip_warmup_attributes",
        {"Ip": "192.0.2.9", "WarmupPercentage": 0},
        "ip-missing",
    ),
    "warm up by nothing": (
        "put_dedicated_ip_warmup_attributes",
        {"Ip": "192.0.2.9"},
        "ip-warmup-null",
    ),
    "warm up too far": (
        "put_dedicated_ip_warmup_attributes",
        {"Ip": "192.0.2.9", "WarmupPercentage": 101},
        "ip-warmup-range",
    ),
    "page of none": ("list_dedicated_ip_pools", {"PageSize": 0}, "pool-paging"),
    "page of 1001": ("get_dedicated_ips", {"PageSize": 1001}, "pool-paging"),
    "token": ("list_dedicated_ip_pools", {"NextToken": "x"}, "pool-token"),
    "token of addresses": ("get_dedicated_ips", {"NextToken": "x"}, "pool-token"),
}


@pytest.fixture(scope="module")
def bare() -> Any:
    """A client that leaves it to the server to look at parameters."""
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    return sesv2(config=config)


@pytest.mark.parametrize(("method", "parameters", "row"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_refused(
    account: Account, state: State, client2: Any, bare: Any, method: str, parameters: Any, row: str
) -> None:
    client2.create_dedicated_ip_pool(PoolName="own")
    client2.create_dedicated_ip_pool(PoolName="managed", ScalingMode="MANAGED")
    account.add_dedicated_ip(IP)
    with pytest.raises(ClientError) as caught:
        getattr(bare, method)(**parameters)

    response = caught.value.response
    evidence = BEHAVIOUR[row]
    name = parameters.get("DestinationPoolName") or parameters.get("PoolName", "")
    text = says(row, name=name, ip=parameters.get("Ip", ""))
    # Of [pool-shared] only the text is known.
    code, status = evidence["code"] or "BadRequestException", evidence["http_status"] or 400
    assert (response["Error"]["Code"], response["Error"]["Message"]) == (code, text)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert [pool.name for pool in state.dedicated_ip_pools] == ["own", "managed"]


def test_what_is_missing_names_its_remedy(mock: SESMock, refused2: Refused) -> None:
    refused2("get_dedicated_ip", Ip=IP)

    assert mock.outbox.refusals[0].remedy == f"mock.account().add_dedicated_ip({IP!r})"


@pytest.mark.parametrize("name", ["myPool", "x" * 65, "a b", "é"])
def test_names_of_pools(state: State, refused2: Refused, name: str) -> None:
    """[pool-name-rule]; the words are not known."""
    code, _, status = refused2("create_dedicated_ip_pool", PoolName=name)

    assert (code, status) == ("BadRequestException", 400)
    assert list(state.dedicated_ip_pools) == []


@pytest.mark.parametrize("name", [DEFAULT_POOL, "ses-shared-pool"])
def test_pools_of_ses_cannot_be_made(mock: SESMock, refused2: Refused, name: str) -> None:
    answer = refused2("create_dedicated_ip_pool", PoolName=name)

    assert answer == ("AlreadyExistsException", says("pool-exists", name=name), 400)
