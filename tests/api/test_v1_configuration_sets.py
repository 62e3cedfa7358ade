"""Configuration sets through boto3."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from sending import mail

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]


def listed(client: Any, **parameters: Any) -> list[str]:
    return [
        each["Name"] for each in client.list_configuration_sets(**parameters)["ConfigurationSets"]
    ]


def test_a_set_from_beginning_to_end(account: Account, client: Any) -> None:
    account.verify("example.com")
    client.create_configuration_set(ConfigurationSet={"Name": "news"})
    assert account.configuration_sets == listed(client) == ["news"]

    client.send_email(**mail(ConfigurationSetName="news"))
    client.update_configuration_set_sending_enabled(ConfigurationSetName="news", Enabled=False)
    with pytest.raises(client.exceptions.ConfigurationSetSendingPausedException):
        client.send_email(**mail(ConfigurationSetName="news"))
    client.update_configuration_set_sending_enabled(ConfigurationSetName="news", Enabled=True)
    client.send_email(**mail(ConfigurationSetName="news"))
    client.delete_configuration_set(ConfigurationSetName="news")

    assert account.configuration_sets == listed(client) == []
    with pytest.raises(client.exceptions.ConfigurationSetDoesNotExistException):
        client.send_email(**mail(ConfigurationSetName="news"))


@pytest.mark.parametrize("enabled", [True, False])
def test_describe(account: Account, client: Any, enabled: bool) -> None:
    account.create_configuration_set("news")
    if not enabled:
        account.pause_configuration_set("news")

    def described(*names: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.describe_configuration_set(
            ConfigurationSetName="news", ConfigurationSetAttributeNames=list(names)
        )
        del answer["ResponseMetadata"]
        return answer

    alone = {"ConfigurationSet": {"Name": "news"}}
    options = {"SendingEnabled": enabled, "ReputationMetricsEnabled": False}
    assert described() == alone
    assert described("eventDestinations") == {**alone, "EventDestinations": []}
    assert described("reputationOptions") == {**alone, "ReputationOptions": options}
    assert described("deliveryOptions", "trackingOptions") == alone
    answer = client.describe_configuration_set(ConfigurationSetName="news")
    assert answer["ConfigurationSet"] == {"Name": "news"}


def test_a_name_is_taken_once(mock: SESMock, client: Any, refused: Refused) -> None:
    evidence = BEHAVIOUR["cs-exists"]
    name = "ses-verify-email-identity-config-set"
    client.create_configuration_set(ConfigurationSet={"Name": name})

    answer = refused("create_configuration_set", ConfigurationSet={"Name": name})

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    with pytest.raises(client.exceptions.ConfigurationSetAlreadyExistsException):
        client.create_configuration_set(ConfigurationSet={"Name": name})


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("", "cs-name-missing"),
        ("x" * 65, "cs-name-too-long"),
        ("é" * 65, "cs-name-too-long"),
        ("Não Responda", "cs-name-invalid"),
        ("a b", "cs-name-invalid"),
        ("news\n", "cs-name-invalid"),
    ],
)
@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("create_configuration_set", lambda name: {"ConfigurationSet": {"Name": name}}),
        ("describe_configuration_set", lambda name: {"ConfigurationSetName": name}),
        ("delete_configuration_set", lambda name: {"ConfigurationSetName": name}),
        (
            "update_configuration_set_sending_enabled",
            lambda name: {"ConfigurationSetName": name, "Enabled": True},
        ),
        ("send_email", lambda name: mail(ConfigurationSetName=name)),
    ],
)
def test_names(
    mock: SESMock, client: Any, refused: Refused, method: str, call: Any, name: str, row: str
) -> None:
    """Creating, managing and sending say the same of a name that no set can have."""
    text = BEHAVIOUR[row]["message"].replace("Não Responda", name)

    answer = refused(method, **call(name))

    assert answer == ("InvalidParameterValue", text, 400)
    assert listed(client) == []
    assert mock.outbox.refusals[0].rule == "configuration-set-name"


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("describe_configuration_set", {}),
        ("delete_configuration_set", {}),
        ("update_configuration_set_sending_enabled", {"Enabled": True}),
    ],
)
def test_a_set_that_does_not_exist(
    mock: SESMock, client: Any, refused: Refused, method: str, parameters: Any
) -> None:
    evidence = BEHAVIOUR["cs-missing-other-op"]
    name = "non-existent-configuration-set"

    answer = refused(method, ConfigurationSetName=name, **parameters)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    with pytest.raises(client.exceptions.ConfigurationSetDoesNotExistException):
        getattr(client, method)(ConfigurationSetName=name, **parameters)
    remedy = f'mock.account().create_configuration_set("{name}")'
    assert mock.outbox.refusals[0].remedy == remedy


def test_every_region_has_sets_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").create_configuration_set("news")

    assert listed(client) == []


@pytest.fixture(scope="module")
def five(client: Any) -> Any:
    """A client and five configuration sets."""
    names = ["c", "a", "e", "b", "d"]
    with SESMock(region="us-east-1", configuration_sets=names):
        yield client, names


@given(st.integers(1, 7))
def test_pages_join_to_the_whole_list(five: Any, size: int) -> None:
    client, names = five
    pages = [listed(client, MaxItems=size)]
    token = client.list_configuration_sets(MaxItems=size).get("NextToken")
    while token:
        answer = client.list_configuration_sets(MaxItems=size, NextToken=token)
        pages.append([each["Name"] for each in answer["ConfigurationSets"]])
        token = answer.get("NextToken")

    assert list(chain.from_iterable(pages)) == sorted(names)
    assert all(len(page) == size for page in pages[:-1])


def test_a_token_made_up(five: Any, refused: Refused) -> None:
    evidence = BEHAVIOUR["list-sets-paging"]
    assert evidence["message"] is None

    answer = refused("list_configuration_sets", NextToken="token")

    assert answer == (evidence["code"], None, evidence["http_status"])


@pytest.mark.parametrize("size", [None, 0, -1, 1001])
def test_a_page_is_fifty_unless_asked_otherwise(
    mock: SESMock, client: Any, size: int | None
) -> None:
    """[list-sets-paging]: a size beyond the limits is served the usual page, not refused."""
    for number in range(60):
        mock.account().create_configuration_set(f"set-{number:02}")
    asked = {} if size is None else {"MaxItems": size}

    assert len(listed(client, **asked)) == 50
    assert len(listed(client, MaxItems=60)) == 60
