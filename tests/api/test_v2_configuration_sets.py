"""Configuration sets of SES v2 through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR, says
from hypothesis import given
from hypothesis import strategies as st
from recent import recent
from sending import mail, sesv2

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

NEWS = {"ConfigurationSetName": "news"}
ARCHIVE = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-" + 24 * "0"


@pytest.fixture(scope="module")
def bare() -> Any:
    """A client that leaves it to the server to look at parameters."""
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    return sesv2(config=config)


def options(client: Any) -> dict[str, Any]:
    """What GetConfigurationSet answers of the set news."""
    answer: dict[str, Any] = client.get_configuration_set(**NEWS)
    del answer["ResponseMetadata"]
    return answer


DEFAULTS = {
    **NEWS,
    "Tags": [],
    "SendingOptions": {"SendingEnabled": True},
    "ReputationOptions": {"ReputationMetricsEnabled": True},
}
"""[cs-get-defaults]: the members of a new set."""

# What a block of options says, as CreateConfigurationSet takes it and GetConfigurationSet shows it.
BLOCKS = {
    "sending": ({"SendingOptions": {"SendingEnabled": False}}, None),
    "reputation": ({"ReputationOptions": {"ReputationMetricsEnabled": False}}, None),
    "delivery": ({"DeliveryOptions": {"TlsPolicy": "REQUIRE", "SendingPoolName": "own"}}, None),
    "shared pool": ({"DeliveryOptions": {"SendingPoolName": "ses-shared-pool"}}, None),
    "default pool": ({"DeliveryOptions": {"SendingPoolName": "ses-default-dedicated-pool"}}, None),
    "shared pool mode": (
        {"DeliveryOptions": {"SharedPoolDeliveryMode": "REGIONAL"}},
        "SharedPoolDeliveryMode",
    ),
    "seconds": ({"DeliveryOptions": {"MaxDeliverySeconds": 300}}, "MaxDeliverySeconds"),
    "tracking": ({"TrackingOptions": {"CustomRedirectDomain": "go.example.com"}}, None),
    "https": (
        {"TrackingOptions": {"CustomRedirectDomain": "example.com", "HttpsPolicy": "REQUIRE"}},
        "HttpsPolicy",
    ),
    "suppression": ({"SuppressionOptions": {"SuppressedReasons": ["COMPLAINT"]}}, None),
    "no suppression": ({"SuppressionOptions": {"SuppressedReasons": []}}, None),
    "validation": (
        {
            "SuppressionOptions": {
                "SuppressedReasons": ["BOUNCE"],
                "SuppressionScope": "TENANT",
                "ValidationOptions": {
                    "ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}
                },
            }
        },
        "SuppressionListScope",
    ),
    "vdm": ({"VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ENABLED"}}}, None),
    "archiving": ({"ArchivingOptions": {"ArchiveArn": ARCHIVE}}, "ArchivingOptions"),
    "security": (
        {"MessageSecurityOptions": {"SigningScheme": {"DefaultScheme": {}}}},
        "MessageSecurityOptions",
    ),
    "tags": ({"Tags": [{"Key": "team", "Value": "post"}, {"Key": "empty", "Value": ""}]}, None),
}
PARAMETERS = [
    pytest.param(block, id=name, marks=[recent(shape)] if shape else [])
    for name, (block, shape) in BLOCKS.items()
]


@pytest.fixture
def pool(client2: Any, account: Account) -> None:
    account.verify("example.com")
    client2.create_dedicated_ip_pool(PoolName="own")


@recent("SharedPoolDeliveryMode")
def test_the_shared_pools_mode_outlives_other_options(mock: SESMock, client2: Any) -> None:
    """Not given it stays, unlike the others [delivery-shared-pool-mode]; v1 leaves it, too."""
    mode = {"SharedPoolDeliveryMode": "REGIONAL"}
    client2.create_configuration_set(**NEWS, DeliveryOptions={**mode, "TlsPolicy": "REQUIRE"})

    client2.put_configuration_set_delivery_options(**NEWS)

    assert options(client2)["DeliveryOptions"] == mode
    client2.put_configuration_set_delivery_options(**NEWS, SharedPoolDeliveryMode="ACCOUNT")
    assert options(client2)["DeliveryOptions"] == {"SharedPoolDeliveryMode": "ACCOUNT"}


def test_a_set_from_beginning_to_end(account: Account, client: Any, client2: Any) -> None:
    account.verify("example.com")
    client2.create_configuration_set(**NEWS)
    assert options(client2) == DEFAULTS
    assert client2.list_configuration_sets()["ConfigurationSets"] == ["news"]

    client.send_email(**mail(ConfigurationSetName="news"))
    client2.put_configuration_set_sending_options(**NEWS, SendingEnabled=False)
    with pytest.raises(client.exceptions.ConfigurationSetSendingPausedException):
        client.send_email(**mail(ConfigurationSetName="news"))
    client2.put_configuration_set_sending_options(**NEWS, SendingEnabled=True)
    client.send_email(**mail(ConfigurationSetName="news"))
    client2.delete_configuration_set(**NEWS)

    assert account.configuration_sets == []
    with pytest.raises(client.exceptions.ConfigurationSetDoesNotExistException):
        client.send_email(**mail(ConfigurationSetName="news"))


@pytest.mark.parametrize("block", PARAMETERS)
def test_options_of_a_new_set(pool: None, client2: Any, block: dict[str, Any]) -> None:
    client2.create_configuration_set(**NEWS, **block)

    assert options(client2) == {**DEFAULTS, **block}


PUT = [each for each in PARAMETERS if each.id not in ("tags", "security")]


@pytest.mark.parametrize("block", PUT)
def test_options_put_later(pool: None, client2: Any, block: dict[str, Any]) -> None:
    """What was there before is replaced, and nothing else."""
    before = {"TlsPolicy": "OPTIONAL", "SendingPoolName": "own"}
    client2.create_configuration_set(
        **NEWS,
        DeliveryOptions=before,
        TrackingOptions={"CustomRedirectDomain": "before.example.com"},
        SuppressionOptions={"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
    )
    known = options(client2)
    ((name, members),) = block.items()
    wrapped = block if name == "VdmOptions" else members
    kind = name.removesuffix("Options").lower()

    getattr(client2, f"put_configuration_set_{kind}_options")(**NEWS, **wrapped)

    assert options(client2) == {**known, **block}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("sending", {"SendingOptions": {"SendingEnabled": False}}),
        ("reputation", {"ReputationOptions": {"ReputationMetricsEnabled": False}}),
        ("delivery", {}),
        ("tracking", {}),
        ("suppression", {"SuppressionOptions": {"SuppressedReasons": []}}),
        ("vdm", {}),
        pytest.param("archiving", {}, marks=recent("ArchivingOptions")),
    ],
)
def test_options_put_without_a_value(
    pool: None, client2: Any, kind: str, shown: dict[str, Any]
) -> None:
    """[cs-sending-empty] [cs-suppression-put-none] [cs-tracking-put-empty]; else inferred."""
    client2.create_configuration_set(
        **NEWS,
        DeliveryOptions={"TlsPolicy": "REQUIRE"},
        TrackingOptions={"CustomRedirectDomain": "example.com"},
        SuppressionOptions={"SuppressedReasons": ["BOUNCE"]},
        VdmOptions={"GuardianOptions": {"OptimizedSharedDelivery": "ENABLED"}},
    )
    known = options(client2)
    known.pop(f"{kind.capitalize()}Options", None)

    getattr(client2, f"put_configuration_set_{kind}_options")(**NEWS)

    assert options(client2) == {**known, **shown}


@pytest.mark.parametrize(
    "block", [{"SendingOptions": {}}, {"ReputationOptions": {}}, {"DeliveryOptions": {}}]
)
def test_empty_blocks_of_a_new_set(mock: SESMock, client2: Any, block: dict[str, Any]) -> None:
    """A block that is given without its member turns it off."""
    client2.create_configuration_set(**NEWS, **block)

    off = {
        "SendingOptions": {"SendingEnabled": False},
        "ReputationOptions": {"ReputationMetricsEnabled": False},
    }
    assert options(client2) == {
        **DEFAULTS,
        **{name: shown for name, shown in off.items() if name in block},
    }


@recent("MessageSecurityOptions")
def test_update_changes_what_it_is_given(mock: SESMock, client2: Any) -> None:
    scheme = {"SigningScheme": {"SmimeScheme": {"SignatureFormat": "DETACHED"}}}
    client2.create_configuration_set(**NEWS)
    client2.update_configuration_set(**NEWS, MessageSecurityOptions=scheme)
    assert options(client2) == {**DEFAULTS, "MessageSecurityOptions": scheme}
    client2.update_configuration_set(**NEWS)
    assert options(client2) == {**DEFAULTS, "MessageSecurityOptions": scheme}


def test_a_fresh_start(account: Account, client2: Any) -> None:
    """[doc-fresh-start], whoever enables sending again."""
    client2.create_configuration_set(**NEWS, SendingOptions={"SendingEnabled": False})
    assert "LastFreshStart" not in options(client2)["ReputationOptions"]
    account.resume_configuration_set("news")
    assert "LastFreshStart" in options(client2)["ReputationOptions"]


# Refusals


def blocks_refused() -> list[Any]:
    """Blocks of options, the operation that puts one, and the row of their refusal."""
    tracking, delivery, vdm = "TrackingOptions", "DeliveryOptions", "VdmOptions"
    https, seconds = [recent("HttpsPolicy")], [recent("MaxDeliverySeconds")]
    cases: list[tuple[str, dict[str, Any], str, list[pytest.MarkDecorator]]] = [
        (tracking, {"CustomRedirectDomain": ""}, "cs-tracking-domain-blank", []),
        (tracking, {"CustomRedirectDomain": "a.org"}, "cs-tracking-unverified-v2", []),
        (delivery, {"SendingPoolName": ""}, "cs-delivery-pool-blank", []),
        (delivery, {"SendingPoolName": "none"}, "cs-delivery-pool-missing", []),
        (delivery, {"TlsPolicy": "Require"}, "cs-delivery-tls-enum", []),
        (delivery, {"MaxDeliverySeconds": 50401}, "cs-delivery-maxsec-high", seconds),
        (delivery, {"MaxDeliverySeconds": 299}, "cs-delivery-maxsec-low", seconds),
        (
            tracking,
            {"CustomRedirectDomain": "example.com", "HttpsPolicy": "X"},
            "cs-tracking-https-enum",
            https,
        ),
        (vdm, {"DashboardOptions": {"EngagementMetrics": "X"}}, "cs-vdm-enum", []),
    ]
    return [
        pytest.param(name, block, row, marks=marks, id=row) for name, block, row, marks in cases
    ]


@pytest.mark.parametrize("operation", ["create", "put"])
@pytest.mark.parametrize(("name", "block", "row"), blocks_refused())
def test_options_that_are_refused(
    account: Account,
    client2: Any,
    bare: Any,
    operation: str,
    name: str,
    block: dict[str, Any],
    row: str,
) -> None:
    account.verify("example.com")
    if operation == "create":
        call, parameters = bare.create_configuration_set, {name: block}
    else:
        client2.create_configuration_set(**NEWS)
        kind = name.removesuffix("Options").lower()
        call = getattr(bare, f"put_configuration_set_{kind}_options")
        parameters = {name: block} if name == "VdmOptions" else block
    with pytest.raises(ClientError) as caught:
        call(**NEWS, **parameters)

    error = caught.value.response["Error"]
    expected = says(row, domain="a.org", pool="none")
    if operation == "create":  # the model's texts name the whole path
        path = name[0].lower() + name[1:]
        for member in ("tlsPolicy", "maxDeliverySeconds", "httpsPolicy"):
            expected = expected.replace(f"'{member}'", f"'{path}.{member}'")
    assert (error["Code"], error["Message"]) == ("BadRequestException", expected)
    assert account.configuration_sets == ([] if operation == "create" else ["news"])


@recent("HttpsPolicy")
def test_an_https_policy_is_about_a_domain(mock: SESMock, client2: Any, refused2: Refused) -> None:
    client2.create_configuration_set(**NEWS)

    answer = refused2("put_configuration_set_tracking_options", **NEWS, HttpsPolicy="OPTIONAL")

    assert answer == ("BadRequestException", says("cs-tracking-domain-blank"), 400)


@pytest.mark.parametrize("operation", ["put", "create"])
def test_reasons_that_are_none(mock: SESMock, refused2: Refused, operation: str) -> None:
    """The two operations have words of their own; putting looks before the set is looked for."""
    options = {"SuppressedReasons": ["BOUNCE", "X"]}
    if operation == "put":
        answer = refused2("put_configuration_set_suppression_options", **NEWS, **options)
    else:
        answer = refused2("create_configuration_set", **NEWS, SuppressionOptions=options)

    text = says(f"cs-suppression-reason-{operation}")
    assert answer == ("BadRequestException", text, 400)


def test_empty_suppression_options_are_too_much_for_ses(client2: Any, account: Account) -> None:
    row = BEHAVIOUR["cs-create-suppression-null"]
    with pytest.raises(ClientError) as caught:
        client2.create_configuration_set(**NEWS, SuppressionOptions={})

    response = caught.value.response
    assert (response["Error"]["Code"], response["Error"]["Message"]) == (
        row["code"],
        row["message"],
    )
    assert response["ResponseMetadata"]["HTTPStatusCode"] == row["http_status"]
    assert account.configuration_sets == []


def test_a_name_is_taken_once(mock: SESMock, client2: Any, refused2: Refused) -> None:
    """[cs-exists], recorded in v1; what is wrong with the options is said first [cs-name-order]."""
    client2.create_configuration_set(**NEWS)
    text = "Configuration set <news> already exists."

    assert refused2("create_configuration_set", **NEWS) == ("AlreadyExistsException", text, 400)
    _, text, _ = refused2(
        "create_configuration_set", **NEWS, DeliveryOptions={"SendingPoolName": ""}
    )
    assert text == says("cs-delivery-pool-blank")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("", "cs-name-missing"),
        ("x" * 65, "cs-name-too-long"),
        ("a.b", "cs-name-invalid"),
    ],
)
def test_names(mock: SESMock, refused2: Refused, name: str, row: str) -> None:
    text = BEHAVIOUR[row]["message"].replace("Não Responda", name)

    answer = refused2("create_configuration_set", ConfigurationSetName=name)

    assert answer == ("BadRequestException", text, 400)


PUTS = ("sending", "reputation", "delivery", "tracking", "suppression", "vdm")
METHODS = ["get_configuration_set", "delete_configuration_set"]
METHODS += [f"put_configuration_set_{kind}_options" for kind in PUTS]


@pytest.mark.parametrize(
    "method",
    [
        *METHODS,
        pytest.param("put_configuration_set_archiving_options", marks=recent("ArchivingOptions")),
        pytest.param("update_configuration_set", marks=recent("MessageSecurityOptions")),
    ],
)
def test_a_set_that_does_not_exist(mock: SESMock, refused2: Refused, method: str) -> None:
    answer = refused2(method, **NEWS)

    assert answer == ("NotFoundException", says("cs-missing-v2", name="news"), 404)
    remedy = "mock.account().create_configuration_set('news')"
    assert mock.outbox.refusals[0].remedy == remedy


# Lists


@pytest.fixture(scope="module")
def five(client2: Any) -> Any:
    """A client, and five configuration sets in their order."""
    names = ["News-c", "news-a", "offers", "news-b", "x_News"]
    with SESMock(region="us-east-1", configuration_sets=names):
        yield client2, sorted(names)


def listed(client: Any, **parameters: Any) -> list[str]:
    """Every page's names, asked for one after the other."""
    found: list[str] = []
    while True:
        answer = client.list_configuration_sets(**parameters)
        found += answer["ConfigurationSets"]
        if "NextToken" not in answer:
            return found
        parameters["NextToken"] = answer["NextToken"]


@given(st.integers(1, 7))
def test_pages_join_to_the_whole_list(five: Any, size: int) -> None:
    client, names = five
    assert listed(client, PageSize=size) == names


@pytest.mark.parametrize("size", [0, 1001, -1])
def test_a_page_has_a_size(five: Any, refused2: Refused, size: int) -> None:
    answer = refused2("list_configuration_sets", PageSize=size)

    assert answer == ("BadRequestException", says("page-cs-v2"), 400)


def test_a_token_made_up(five: Any, refused2: Refused) -> None:
    answer = refused2("list_configuration_sets", NextToken="garbage")

    assert answer == ("BadRequestException", says("page-cs-token-v2", token="garbage"), 400)


def test_both_apis_take_each_others_tokens(five: Any, client: Any) -> None:
    client2, names = five
    token = client2.list_configuration_sets(PageSize=2)["NextToken"]
    rest = client.list_configuration_sets(NextToken=token)["ConfigurationSets"]
    assert [each["Name"] for each in rest] == names[2:]
    token = client.list_configuration_sets(MaxItems=1)["NextToken"]
    assert listed(client2, NextToken=token) == names[1:]


def containing(text: str) -> dict[str, Any]:
    return {"Filter": {"CONFIGURATION_SET_NAME_CONTAINS": text}}


@recent("ConfigurationSetFilter")
class TestFilter:
    """[cs-list-filter-short] [list-filter-post]."""

    @pytest.mark.parametrize("size", [1, 50])
    def test_names_that_hold_a_text(self, five: Any, size: int) -> None:
        client, names = five
        wanted = [name for name in names if "news" in name.lower()]

        assert listed(client, PageSize=size, **containing("NEWS")) == wanted
        assert listed(client, PageSize=size, **containing("none")) == []

    @pytest.mark.parametrize("ignored", [{}, {"BOGUS": "news"}, containing("")["Filter"]])
    def test_what_is_ignored(self, five: Any, bare: Any, ignored: dict[str, str]) -> None:
        _, names = five
        assert listed(bare, Filter=ignored) == names

    @pytest.mark.parametrize("length", [2, 65])
    def test_lengths(self, five: Any, refused2: Refused, length: int) -> None:
        answer = refused2("list_configuration_sets", **containing("x" * length))
        assert answer == ("BadRequestException", says("cs-list-filter-short"), 400)

    @pytest.mark.parametrize(
        ("parameters", "row"),
        [
            ({"PageSize": 0, "NextToken": "x"}, "page-cs-v2"),
            ({"NextToken": "x"}, "cs-list-filter-short"),
        ],
    )
    def test_order(self, five: Any, refused2: Refused, parameters: Any, row: str) -> None:
        """Page size, then the name's length, then the token."""
        _, text, _ = refused2("list_configuration_sets", **parameters, **containing("xx"))
        assert text == says(row)

    def test_a_token_belongs_to_its_filter(self, five: Any, refused2: Refused) -> None:
        client, _ = five
        token = client.list_configuration_sets(PageSize=1, **containing("news"))["NextToken"]
        for other in ({}, containing("ews")):
            _, text, _ = refused2("list_configuration_sets", NextToken=token, **other)
            assert text == says("page-cs-token-v2", token=token)
