"""Tags of resources through boto3's client of API v2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

OWN = "arn:aws:ses:us-east-1:123456789012:"
DOMAIN = OWN + "identity/example.com"
SET = OWN + "configuration-set/news"


def expected(row: str, **values: str) -> tuple[str, str | None, int]:
    evidence = BEHAVIOUR[row]
    message = evidence["message"]
    return evidence["code"], message and message.format(**values), evidence["http_status"]


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def listed(client2: Any, arn: str = DOMAIN) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client2.list_tags_for_resource(ResourceArn=arn)["Tags"]
    return found


def add(client2: Any, arn: str = DOMAIN, **values: str) -> None:
    client2.tag_resource(ResourceArn=arn, Tags=tags(**values))


@pytest.fixture
def owner(account: Account) -> Account:
    """An account with resources."""
    account.verify("example.com", "ada/b@example.com")
    account.create_configuration_set("news")
    return account


@pytest.mark.parametrize("arn", [DOMAIN, SET, OWN + "identity/ada/b@example.com"])
@pytest.mark.usefixtures("owner")
def test_tags_are_merged_by_key(client2: Any, arn: str) -> None:
    """[tag-merge] [tags-empty-list]."""
    assert listed(client2, arn) == []
    add(client2, arn, env="dev", owner="ada")
    add(client2, arn, env="prod", team="mail")
    client2.tag_resource(ResourceArn=arn, Tags=[])

    assert listed(client2, arn) == tags(env="prod", owner="ada", team="mail")

    client2.untag_resource(ResourceArn=arn, TagKeys=["env", "never"])
    assert listed(client2, arn) == tags(owner="ada", team="mail")
    assert sum(bool(listed(client2, each)) for each in (DOMAIN, SET)) <= 1


@pytest.mark.usefixtures("owner")
def test_an_identity_is_named_whatever_the_case_of_its_domain(client2: Any) -> None:
    add(client2, OWN + "identity/EXAMPLE.com", env="dev")

    assert listed(client2) == tags(env="dev")
    assert client2.get_email_identity(EmailIdentity="example.com")["Tags"] == tags(env="dev")


def test_tags_go_with_their_resource(owner: Account, client2: Any) -> None:
    add(client2, SET, env="dev")

    owner.delete_configuration_set("news")
    owner.create_configuration_set("news")

    assert listed(client2, SET) == []


@pytest.mark.parametrize(
    "arn", [SET.replace(":aws:", ":aws-cn:"), SET.replace(":aws:", ":x:"), SET.replace("ses", "s3")]
)
@pytest.mark.usefixtures("owner")
def test_partition_and_service_are_not_looked_at(client2: Any, arn: str) -> None:
    """[tag-arn-alias]."""
    add(client2, arn, env="dev")

    assert listed(client2, SET) == listed(client2, arn) == tags(env="dev")


# ARNs that are refused, by each operation

TAG = ("tag_resource", {"Tags": tags(k="v")})
UNTAG = ("untag_resource", {"TagKeys": ["k"]})
LIST: tuple[str, dict[str, Any]] = ("list_tags_for_resource", {})
each_operation = pytest.mark.parametrize(
    ("method", "parameters"), [TAG, UNTAG, LIST], ids=["tag", "untag", "list"]
)


@each_operation
@pytest.mark.parametrize(
    ("arn", "row", "values"),
    [
        *(
            (arn, "tag-arn-format", {})
            for arn in (
                " ",
                "invalid-arn",
                "arn:",
                OWN.rstrip(":"),
                "arn::ses:us-east-1:123456789012:configuration-set/news",
                "arn:aws::us-east-1:123456789012:configuration-set/news",
                "arn:aws:ses:us-east-1::configuration-set/news",
                OWN,
                OWN + "configuration-set",
                OWN + "configuration-set/",
                OWN + "configuration-set/ ",
                SET + ":extra",
                SET + "/extra",
                OWN + "configuration-set:news",
                OWN + "foo/bar",
            )
        ),
        *(
            (OWN + "identity/" + name, "tag-arn-identity", {})
            for name in ("example.com/extra", "example.com:extra", "example.com bad", "a..b")
        ),
        (SET.replace("789", "000"), "tag-arn-account", {}),
        (SET.replace("123456789012", "12345") + " bad", "tag-arn-account", {}),
        (SET.replace("123456789012", "111111111111").replace("us-", "eu-"), "tag-arn-account", {}),
        (OWN + "configuration-set/a.b", "tag-arn-cs-name", {}),
        (OWN + "configuration-set/" + "n" * 65, "tag-arn-cs-name", {}),
        (
            OWN + "configuration-set/none",
            "tag-target-missing",
            {"Kind": "ConfigurationSet", "name": "none"},
        ),
        (
            OWN + "identity/Example.net",
            "tag-target-missing",
            {"Kind": "EmailIdentity", "name": "Example.net"},
        ),
        (
            OWN.replace("us-", "eu-") + "identity/example.net",
            "tag-target-missing",
            {"Kind": "EmailIdentity", "name": "example.net"},
        ),
    ],
)
@pytest.mark.usefixtures("owner")
def test_arns(
    refused2: Refused, method: str, parameters: Any, arn: str, row: str, values: dict[str, str]
) -> None:
    answer = refused2(method, ResourceArn=arn, **parameters)

    assert answer == expected(row, **values)


@pytest.mark.parametrize("region", ["eu-west-1", ""])
@pytest.mark.usefixtures("owner")
def test_an_arn_of_another_region(client2: Any, refused2: Refused, region: str) -> None:
    """There are no tags under it, and none are put there [tag-list-region-mismatch]."""
    add(client2, SET, k="v")
    arn = SET.replace("us-east-1", region)
    code, message, status = expected("tag-region-mismatch")

    assert listed(client2, arn) == []
    for (method, parameters), verb in ((TAG, "tag"), (UNTAG, "untag")):
        answer = refused2(method, ResourceArn=arn, **parameters)
        assert message is not None
        assert answer == (code, message.replace(" tag ", f" {verb} "), status)
    assert listed(client2, SET) == tags(k="v")


# Tags that are refused

MANY = [{"Key": f"k{number}", "Value": "v"} for number in range(50)]
BOTH = (
    "2 validation errors detected: Value at 'tags.1.member.value' failed to satisfy constraint: "
    "Member must have length less than or equal to 256; Value at 'tags.1.member.key' failed to "
    "satisfy constraint: Member must have length less than or equal to 128"
)
"""From the note of [tags-key-long]."""
WRONG = [
    ([*MANY, {"Key": "k", "Value": "v"}], "tags-max"),
    ([*MANY, {"Key": "k0", "Value": "v"}], "tags-max"),
    (tags(k="bad!value"), "tags-chars"),
    ([{"Key": "bad!key", "Value": ""}], "tags-chars"),
    ([{"Key": "k" * 129, "Value": "bad!"}], "tags-chars"),
    ([{"Key": "aws:foo", "Value": "bad!"}], "tags-chars"),
    ([{"Key": "AWS:foo", "Value": "v"}], "tags-aws-prefix"),
    ([{"Key": "k" * 129, "Value": "v"}], "tags-key-long"),
    ([{"Key": "\U0001d400" * 129, "Value": "v"}], "tags-key-long"),
    ([{"Key": "", "Value": "v"}], "tags-key-empty"),
    ([{"Key": "dup", "Value": "1"}, {"Key": "dup", "Value": "2"}], "tags-dup"),
]


@pytest.mark.parametrize(("wrong", "row"), WRONG)
@pytest.mark.usefixtures("owner")
def test_tags_that_are_refused(
    client2: Any, refused2: Refused, wrong: list[dict[str, str]], row: str
) -> None:
    tagging = refused2("tag_resource", ResourceArn=DOMAIN, Tags=wrong)
    creating = refused2("create_email_identity", EmailIdentity="new.example", Tags=wrong)

    assert tagging == creating == expected(row)
    assert listed(client2) == []


@pytest.mark.usefixtures("owner")
def test_lengths_are_refused_together(refused2: Refused) -> None:
    wrong = [{"Key": "k" * 129, "Value": "v" * 257}]

    answer = refused2("tag_resource", ResourceArn=DOMAIN, Tags=wrong)

    assert answer == ("BadRequestException", BOTH, 400)


@pytest.mark.parametrize(
    "right",
    [
        MANY,
        tags(k=""),
        tags(k="_ . : / = + - @ a1", aws="v", awsfoo="aws:foo"),
        [{"Key": "a\u00a0b", "Value": "ü\u00a0д"}],
        [{"Key": "\U0001d400" * 128, "Value": "v" * 256}],
    ],
    ids=["fifty", "empty value", "signs", "no-break space", "longest"],
)
@pytest.mark.usefixtures("owner")
def test_tags_that_pass(client2: Any, right: list[dict[str, str]]) -> None:
    client2.tag_resource(ResourceArn=DOMAIN, Tags=right)

    assert listed(client2) == right


@pytest.mark.usefixtures("owner")
def test_a_resource_has_at_most_50_tags(client2: Any, refused2: Refused) -> None:
    client2.tag_resource(ResourceArn=DOMAIN, Tags=MANY)

    answer = refused2("tag_resource", ResourceArn=DOMAIN, Tags=tags(k="v"))

    assert answer == expected("tags-max-merged")
    add(client2, k0="other")
    assert listed(client2)[:1] == tags(k0="other")


WORDS = st.text("abAB01_.:/=+-@ äд", min_size=1, max_size=12).filter(
    lambda text: not text.lower().startswith("aws:")
)
CHANGES = st.lists(
    st.one_of(
        st.dictionaries(WORDS, WORDS, max_size=4),
        st.lists(WORDS, min_size=1, max_size=3),
    ),
    max_size=6,
)


@given(changes=CHANGES)
def test_tagging_is_a_dict(client2: Any, changes: list[dict[str, str] | list[str]]) -> None:
    """Adding updates it, removing takes keys out, listing shows it in its order."""
    model: dict[str, str] = {}
    with SESMock(region="us-east-1", verified_identities=["example.com"]):
        for change in changes:
            if isinstance(change, dict):
                client2.tag_resource(ResourceArn=DOMAIN, Tags=tags(**change))
                model |= change
            else:
                client2.untag_resource(ResourceArn=DOMAIN, TagKeys=change)
                model = {key: model[key] for key in model if key not in change}
            assert listed(client2) == tags(**model)
