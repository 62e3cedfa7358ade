"""Configuration sets through boto3."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR, says
from hypothesis import given
from hypothesis import strategies as st
from sending import TOPIC, mail

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


NAME = {"ConfigurationSet": {"Name": "news"}}


def described(client: Any, *attributes: str) -> dict[str, Any]:
    """The attributes of the configuration set news."""
    answer: dict[str, Any] = client.describe_configuration_set(
        ConfigurationSetName="news", ConfigurationSetAttributeNames=list(attributes)
    )
    del answer["ResponseMetadata"]
    return answer


@pytest.mark.parametrize("enabled", [True, False])
def test_describe(account: Account, client: Any, enabled: bool) -> None:
    """Rates are not published unless that is asked for [cs-v1-reputation-default].

    What there is none of is left out [cs-describe-no-destinations].
    """
    client.create_configuration_set(**NAME)
    if not enabled:
        account.pause_configuration_set("news")

    options = {"SendingEnabled": enabled, "ReputationMetricsEnabled": False}
    assert described(client) == NAME
    assert described(client, "eventDestinations") == NAME
    assert described(client, "reputationOptions") == {**NAME, "ReputationOptions": options}
    assert described(client, "deliveryOptions", "trackingOptions") == NAME
    answer = client.describe_configuration_set(ConfigurationSetName="news")
    assert answer["ConfigurationSet"] == {"Name": "news"}


def test_describe_everything(account: Account, client: Any) -> None:
    account.verify("example.com")
    account.create_configuration_set("news")
    news = {"ConfigurationSetName": "news"}
    destination = {
        "Name": "bounces",
        "Enabled": True,
        "MatchingEventTypes": ["bounce", "renderingFailure"],
        "SNSDestination": {"TopicARN": TOPIC},
    }
    client.create_configuration_set_event_destination(**news, EventDestination=destination)
    client.create_configuration_set_tracking_options(
        **news, TrackingOptions={"CustomRedirectDomain": "click.example.com"}
    )
    client.put_configuration_set_delivery_options(**news, DeliveryOptions={"TlsPolicy": "Require"})
    client.update_configuration_set_reputation_metrics_enabled(**news, Enabled=True)

    everything = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]
    assert described(client, *everything) == {
        **NAME,
        "EventDestinations": [destination],
        "TrackingOptions": {"CustomRedirectDomain": "click.example.com"},
        "DeliveryOptions": {"TlsPolicy": "Require"},
        "ReputationOptions": {"SendingEnabled": True, "ReputationMetricsEnabled": True},
    }


def test_a_fresh_start_is_when_sending_is_enabled_again(mock: SESMock, client: Any) -> None:
    """[doc-fresh-start]; enabling what is enabled is none."""
    news = {"ConfigurationSetName": "news"}
    client.create_configuration_set(**NAME)

    def options() -> Any:
        return described(client, "reputationOptions")["ReputationOptions"]

    client.update_configuration_set_sending_enabled(**news, Enabled=True)
    client.update_configuration_set_sending_enabled(**news, Enabled=False)
    assert "LastFreshStart" not in options()
    mock.clock.advance(3600)
    before = mock.clock.now().replace(microsecond=0)
    client.update_configuration_set_sending_enabled(**news, Enabled=True)
    started = options()["LastFreshStart"]
    assert before <= started <= mock.clock.now()
    mock.clock.advance(3600)
    client.update_configuration_set_sending_enabled(**news, Enabled=True)
    assert options()["LastFreshStart"] == started


@pytest.mark.parametrize("cleared", [{}, {"DeliveryOptions": {}}])
def test_delivery_options_are_cleared(account: Account, client: Any, cleared: Any) -> None:
    """[cs-v1-tls-enum]'s note."""
    account.create_configuration_set("news")
    news = {"ConfigurationSetName": "news"}
    client.put_configuration_set_delivery_options(**news, DeliveryOptions={"TlsPolicy": "Optional"})
    assert described(client, "deliveryOptions")["DeliveryOptions"] == {"TlsPolicy": "Optional"}

    client.put_configuration_set_delivery_options(**news, **cleared)

    assert described(client, "deliveryOptions") == NAME


def test_tracking_options_from_beginning_to_end(account: Account, client: Any) -> None:
    account.create_configuration_set("news")
    account.verify("example.com", "example.org")
    news = {"ConfigurationSetName": "news"}
    for verb, domain in [("create", "example.com"), ("update", "go.Example.org")]:
        options = {"CustomRedirectDomain": domain}
        method = getattr(client, f"{verb}_configuration_set_tracking_options")
        method(**news, TrackingOptions=options)
        assert described(client, "trackingOptions") == {**NAME, "TrackingOptions": options}
    client.delete_configuration_set_tracking_options(**news)
    assert described(client, "trackingOptions") == NAME


TRACKED = {"TrackingOptions": {"CustomRedirectDomain": "example.com"}}


@pytest.mark.parametrize(
    ("method", "parameters", "row"),
    [
        ("create_configuration_set_tracking_options", TRACKED, "cs-v1-tracking-exists"),
        ("update_configuration_set_tracking_options", TRACKED, "cs-v1-tracking-missing"),
        ("delete_configuration_set_tracking_options", {}, "cs-v1-tracking-missing"),
    ],
)
def test_tracking_options_that_are_there_or_not(
    account: Account, client: Any, refused: Refused, method: str, parameters: Any, row: str
) -> None:
    account.create_configuration_set("news")
    account.verify("example.com")
    if row == "cs-v1-tracking-exists":
        client.create_configuration_set_tracking_options(ConfigurationSetName="news", **TRACKED)

    answer = refused(method, ConfigurationSetName="news", **parameters)

    assert answer == (BEHAVIOUR[row]["code"], says(row, name="news"), 400)


@pytest.mark.parametrize("verb", ["create", "update"])
@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({}, "cs-v1-tracking-null"),
        ({"CustomRedirectDomain": ""}, "cs-v1-tracking-blank"),
        ({"CustomRedirectDomain": " "}, "cs-v1-tracking-blank"),
        ({"CustomRedirectDomain": "example.org"}, "cs-v1-tracking-unverified"),
        ({"CustomRedirectDomain": "com"}, "cs-v1-tracking-unverified"),
        ({"CustomRedirectDomain": "ada@example.net"}, "cs-v1-tracking-unverified"),
    ],
)
def test_a_redirect_domain_is_checked_before_the_set_is_looked_for(
    mock: SESMock, refused: Refused, verb: str, options: Any, row: str
) -> None:
    mock.account().verify("example.com", "ada@example.net")
    mock.account().add_identity("example.org", "Pending")

    answer = refused(
        f"{verb}_configuration_set_tracking_options",
        ConfigurationSetName="none",
        TrackingOptions=options,
    )

    domain = options.get("CustomRedirectDomain", "")
    assert answer == (BEHAVIOUR[row]["code"], says(row, domain=domain), 400)
    if row == "cs-v1-tracking-unverified":
        # An address is no domain, verified or not.
        remedy = None if "@" in domain else f"mock.account().verify({domain!r})"
        assert mock.outbox.refusals[0].remedy == remedy


def test_a_tls_policy_is_one_of_two(account: Account, refused: Refused) -> None:
    row = BEHAVIOUR["cs-v1-tls-enum"]

    answer = refused(
        "put_configuration_set_delivery_options",
        ConfigurationSetName="news",
        DeliveryOptions={"TlsPolicy": "REQUIRE"},
    )

    assert answer == (row["code"], row["message"], row["http_status"])


def test_an_account_has_ten_thousand_sets(account: Account, refused: Refused) -> None:
    """[doc-event-quotas]; the words are not known."""
    for number in range(10_000):
        account.create_configuration_set(f"set-{number}")

    code, _, status = refused("create_configuration_set", ConfigurationSet={"Name": "one-more"})

    assert (code, status) == ("LimitExceeded", 400)
    assert len(account.configuration_sets) == 10_000


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
        ("update_configuration_set_reputation_metrics_enabled", {"Enabled": True}),
        ("put_configuration_set_delivery_options", {}),
        ("create_configuration_set_tracking_options", TRACKED),
        ("update_configuration_set_tracking_options", TRACKED),
        ("delete_configuration_set_tracking_options", {}),
    ],
)
def test_a_set_that_does_not_exist(
    mock: SESMock, client: Any, refused: Refused, method: str, parameters: Any
) -> None:
    evidence = BEHAVIOUR["cs-missing-other-op"]
    name = "non-existent-configuration-set"
    mock.account().verify("example.com")

    answer = refused(method, ConfigurationSetName=name, **parameters)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    with pytest.raises(client.exceptions.ConfigurationSetDoesNotExistException):
        getattr(client, method)(ConfigurationSetName=name, **parameters)
    remedy = f"mock.account().create_configuration_set({name!r})"
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
