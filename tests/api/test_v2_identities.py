"""Email identities through boto3's client of API v2: creating, showing, listing, deleting."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from sending import SEND

from pytest_sesmock import Account, SESMock
from pytest_sesmock.engine import limits
from pytest_sesmock.wire.models import service_model

Refused = Callable[..., tuple[str, str, int]]

ARN = "arn:aws:ses:us-east-1:123456789012:identity/"
WITHOUT_DKIM = {
    "SigningEnabled": False,
    "Status": "NOT_STARTED",
    "SigningAttributesOrigin": "AWS_SES",
    "NextSigningKeyLength": "RSA_1024_BIT",
}


GET = service_model("sesv2").operation_model("GetEmailIdentity").output_shape.members
SIGNING = service_model("sesv2").shape_for("DkimSigningAttributes").members
needs_info = pytest.mark.skipif("VerificationInfo" not in GET, reason="an older service model")
needs_origin = pytest.mark.skipif(
    "DomainSigningAttributesOrigin" not in SIGNING, reason="an older service model"
)


def expected(row: str, **values: str) -> tuple[str, str, int]:
    evidence = BEHAVIOUR[row]
    return evidence["code"], evidence["message"].format(**values), evidence["http_status"]


def answer(call: dict[str, Any]) -> dict[str, Any]:
    del call["ResponseMetadata"]
    return call


def create(client2: Any, identity: str, **parameters: Any) -> dict[str, Any]:
    return answer(client2.create_email_identity(EmailIdentity=identity, **parameters))


def get(client2: Any, identity: str) -> dict[str, Any]:
    return answer(client2.get_email_identity(EmailIdentity=identity))


# Creating and showing


def test_a_new_address(account: Account, client2: Any) -> None:
    """As recorded [ident-create-email-rec] [ident-get-email-rec]."""
    assert create(client2, "ada@example.com") == {
        "IdentityType": "EMAIL_ADDRESS",
        "VerifiedForSendingStatus": False,
    }
    recorded = {
        "IdentityType": "EMAIL_ADDRESS",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": False,
        "DkimAttributes": WITHOUT_DKIM,
        "MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
        "Policies": {},
        "Tags": [],
        "VerificationStatus": "PENDING",
        "VerificationInfo": {},
    }
    # The members that older service models have, all of them in the current one.
    known = {name: each for name, each in recorded.items() if name in GET}
    assert get(client2, "ada@example.com") == known
    assert account.identities == {"ada@example.com": "Pending"}


def test_a_new_domain(mock: SESMock, client2: Any) -> None:
    """DKIM is NOT_STARTED, then PENDING [ident-create-dkim-defaults] [ident-domain-defaults-tf]."""
    created = create(client2, "Example.COM")
    shown = get(client2, "example.com")

    dkim = shown["DkimAttributes"]
    assert created == {
        "IdentityType": "DOMAIN",
        "VerifiedForSendingStatus": False,
        "DkimAttributes": {**dkim, "Status": "NOT_STARTED"},
    }
    tokens = dkim.pop("Tokens")
    assert len(set(tokens)) == 3
    assert all(re.fullmatch("[a-z2-7]{32}", token) for token in tokens)
    assert abs(dkim.pop("LastKeyGenerationTimestamp") - mock.clock.now()).total_seconds() < 60
    dkim.pop("SigningHostedZone", None)  # older service models lack it
    assert dkim == {
        "SigningEnabled": True,
        "Status": "PENDING",
        "SigningAttributesOrigin": "AWS_SES",
        "NextSigningKeyLength": "RSA_2048_BIT",
        "CurrentSigningKeyLength": "RSA_2048_BIT",
    }
    assert (shown["VerifiedForSendingStatus"], shown["VerificationStatus"]) == (False, "PENDING")


def test_verification_by_the_test(mock: SESMock, client: Any, client2: Any) -> None:
    create(client2, "example.com")
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**SEND)

    mock.account().verify("example.com")

    client.send_email(**SEND)
    shown = get(client2, "example.com")
    assert (shown["VerifiedForSendingStatus"], shown["VerificationStatus"]) == (True, "SUCCESS")
    assert shown["DkimAttributes"]["Status"] == "SUCCESS"


@needs_info
def test_when_verification_succeeded(mock: SESMock, client2: Any) -> None:
    mock.account().verify("example.com")

    info = get(client2, "example.com")["VerificationInfo"]

    assert info["LastCheckedTimestamp"] == info["LastSuccessTimestamp"]
    assert abs(info["LastSuccessTimestamp"] - mock.clock.now()).total_seconds() < 60


@pytest.mark.parametrize("identity", ["example.com", "noreply@example.com"])
def test_verification_succeeds_at_once_with_auto_verify(
    client: Any, client2: Any, identity: str
) -> None:
    with SESMock(region="us-east-1", auto_verify=True):
        created = create(client2, identity)

        assert created["VerifiedForSendingStatus"]
        if "@" not in identity:
            assert created["DkimAttributes"]["Status"] == "SUCCESS"
        assert get(client2, identity)["VerificationStatus"] == "SUCCESS"
        client.send_email(**SEND)


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("Pending", "PENDING"),
        ("Success", "SUCCESS"),
        ("Failed", "FAILED"),
        ("TemporaryFailure", "TEMPORARY_FAILURE"),
        ("NotStarted", "NOT_STARTED"),
    ],
)
def test_statuses(account: Account, client2: Any, status: str, shown: str) -> None:
    account.add_identity("example.com", status)

    identity = get(client2, "example.com")

    assert identity["VerificationStatus"] == shown
    assert identity["VerifiedForSendingStatus"] == (status == "Success")
    assert identity["DkimAttributes"] == WITHOUT_DKIM
    (entry,) = client2.list_email_identities()["EmailIdentities"]
    assert entry == {
        "IdentityType": "DOMAIN",
        "IdentityName": "example.com",
        "SendingEnabled": status == "Success",
        "VerificationStatus": shown,
    }


def test_an_address_has_the_dkim_of_its_very_domain(account: Account, client2: Any) -> None:
    """Not that of a domain above [floci-dkim-parent] [ident-email-inherits-dkim]."""
    create(client2, "example.com")
    account.verify("ada@example.com", "ada@a.example.com")

    inherited = get(client2, "ada@example.com")["DkimAttributes"]

    assert inherited == get(client2, "example.com")["DkimAttributes"]
    assert get(client2, "ada@a.example.com")["DkimAttributes"] == WITHOUT_DKIM


@pytest.mark.parametrize(
    "parameters",
    [
        {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "a2V5"},
        pytest.param(
            {
                "DomainSigningSelector": "s1",
                "DomainSigningPrivateKey": "a2V5",
                "DomainSigningAttributesOrigin": "EXTERNAL",
            },
            marks=needs_origin,
        ),
    ],
    ids=["selector", "origin"],
)
def test_a_key_brought_along(account: Account, client2: Any, parameters: Any) -> None:
    created = create(client2, "example.com", DkimSigningAttributes=parameters)

    pending = {
        "SigningEnabled": True,
        "Status": "PENDING",
        "Tokens": ["s1"],
        "SigningAttributesOrigin": "EXTERNAL",
    }
    assert created["DkimAttributes"] == {**pending, "Status": "NOT_STARTED"}
    assert get(client2, "example.com")["DkimAttributes"] == pending
    account.verify("example.com")
    assert get(client2, "example.com")["DkimAttributes"] == {**pending, "Status": "SUCCESS"}


@pytest.mark.parametrize("length", ["RSA_1024_BIT", "RSA_2048_BIT"])
def test_keys_of_ses(mock: SESMock, client2: Any, length: str) -> None:
    created = create(client2, "example.com", DkimSigningAttributes={"NextSigningKeyLength": length})

    dkim = created["DkimAttributes"]
    assert (dkim["NextSigningKeyLength"], dkim["CurrentSigningKeyLength"]) == (length, length)
    assert dkim["SigningAttributesOrigin"] == "AWS_SES"
    assert len(dkim["Tokens"]) == 3


def test_tags_and_default_configuration_set(account: Account, client2: Any) -> None:
    account.create_configuration_set("news")
    tags = [{"Key": "team", "Value": "mail"}, {"Key": "env", "Value": ""}]

    create(client2, "example.com", Tags=tags, ConfigurationSetName="news")

    shown = get(client2, "example.com")
    assert (shown["Tags"], shown["ConfigurationSetName"]) == (tags, "news")
    assert client2.list_tags_for_resource(ResourceArn=ARN + "example.com")["Tags"] == tags


def test_an_empty_configuration_set_is_none(mock: SESMock, client2: Any) -> None:
    create(client2, "example.com", ConfigurationSetName="")

    assert "ConfigurationSetName" not in get(client2, "example.com")


# Refusals, in the probed order [ident-create-order]


@pytest.mark.parametrize("identity", ["example.com", "EXAMPLE.com", "ada@example.org"])
def test_an_identity_is_created_once(account: Account, refused2: Refused, identity: str) -> None:
    account.verify("ada@example.org")
    account.add_identity("example.com", "Failed")

    code, message, status = expected("ident-create-exists-rec")

    answered = refused2(
        "create_email_identity",
        EmailIdentity=identity,
        Tags=[{"Key": "!", "Value": ""}],
        ConfigurationSetName="none",
    )

    assert answered == (code, message.replace("predictablemedia.com", identity), status)


def test_what_is_refused_creates_nothing(mock: SESMock, client2: Any, refused2: Refused) -> None:
    call = {"EmailIdentity": "example.com", "ConfigurationSetName": "none"}

    badly_tagged = refused2("create_email_identity", **call, Tags=[{"Key": "!", "Value": ""}])
    without_set = refused2("create_email_identity", **call, Tags=[{"Key": "a", "Value": ""}])

    assert badly_tagged == expected("tags-chars")
    assert without_set == expected("ident-create-cs-missing", name="none")
    remedies = [refusal.remedy for refusal in mock.outbox.refusals]
    assert remedies == [None, "mock.account().create_configuration_set('none')"]
    assert mock.account().identities == {}
    create(client2, "example.com")
    assert get(client2, "example.com")["Tags"] == []


@pytest.mark.parametrize(
    ("identity", "row", "found"),
    [
        ("STUB@", "verify-email-invalid", "STUB"),
        ("pkyjo4kn7f.terraformtesting.com.", "verify-domain-invalid", None),
        ("no one", "verify-domain-invalid", "pkyjo4kn7f.terraformtesting.com."),
        ("bücher.example", "verify-domain-invalid", "pkyjo4kn7f.terraformtesting.com."),
    ],
)
def test_an_identity_is_an_address_or_a_domain(
    mock: SESMock, refused2: Refused, identity: str, row: str, found: str | None
) -> None:
    """The words are recorded for v1; here they are inferred."""
    message = BEHAVIOUR[row]["message"].replace(found or identity, identity)

    assert refused2("create_email_identity", EmailIdentity=identity) == (
        "BadRequestException",
        message,
        400,
    )


def test_dkim_signing_attributes_are_a_domains(mock: SESMock, refused2: Refused) -> None:
    assert refused2(
        "create_email_identity",
        EmailIdentity="ada@example.com",
        DkimSigningAttributes={"NextSigningKeyLength": "RSA_1024_BIT"},
    ) == expected("ident-dkimsigning-not-domain")


def test_there_is_a_most(
    mock: SESMock, client2: Any, refused2: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_IDENTITIES", 2)
    for name in ("a.example", "b.example"):
        create(client2, name)

    code, _, status = refused2("create_email_identity", EmailIdentity="c.example")

    assert (code, status) == ("LimitExceededException", 400)


@pytest.mark.parametrize(
    ("method", "row"),
    [
        ("get_email_identity", "ident-get-missing-rec"),
        ("delete_email_identity", "ident-delete-missing"),
    ],
)
@pytest.mark.parametrize("identity", ["mail.scapegoat.dev", "ada@example.com", "no one"])
def test_identities_are_the_accounts(
    mock: SESMock, refused2: Refused, method: str, row: str, identity: str
) -> None:
    code, message, status = expected(row, identity=identity)
    message = message.replace("mail.scapegoat.dev", identity)

    assert refused2(method, EmailIdentity=identity) == (code, message, status)


# Deleting


def test_a_deleted_identity_leaves_nothing(account: Account, client: Any, client2: Any) -> None:
    create(client2, "example.com", Tags=[{"Key": "a", "Value": "b"}])
    account.verify("example.com")
    account.put_policy("example.com", {"Statement": []})

    client2.delete_email_identity(EmailIdentity="EXAMPLE.com")

    assert account.identities == {}
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**SEND)
    create(client2, "example.com")
    shown = get(client2, "example.com")
    assert (shown["Tags"], shown["Policies"]) == ([], {})
    assert not shown.get("VerificationInfo")


# Listing


def names(client2: Any, **parameters: Any) -> list[str]:
    entries = client2.list_email_identities(**parameters)["EmailIdentities"]
    return [entry["IdentityName"] for entry in entries]


def test_list_of_nothing(mock: SESMock, client2: Any) -> None:
    assert answer(client2.list_email_identities()) == {"EmailIdentities": []}


@given(size=st.integers(1, 12), count=st.integers(0, 12))
def test_pages(client: Any, client2: Any, size: int, count: int) -> None:
    """Every identity once, and a token as long as there are more; v1 takes it too."""
    identities = [f"ada{number}@example.com" for number in range(count)]
    with SESMock(region="us-east-1", verified_identities=identities):
        listed, token = [], ""
        while True:
            page = client2.list_email_identities(PageSize=size, NextToken=token)
            assert len(page["EmailIdentities"]) <= size
            if token:
                others = client.list_identities(MaxItems=size, NextToken=token)
                assert others.get("NextToken") == page.get("NextToken")
            listed += [entry["IdentityName"] for entry in page["EmailIdentities"]]
            token = page.get("NextToken", "")
            if not token:
                break
        assert listed == identities


def test_a_page_has_25_unless_asked(client2: Any) -> None:
    identities = [f"ada{number}@example.com" for number in range(26)]
    with SESMock(region="us-east-1", verified_identities=identities):
        assert names(client2) == identities[:25]


@pytest.mark.parametrize("size", [-1, 0, 1001])
def test_sizes_of_pages(mock: SESMock, refused2: Refused, size: int) -> None:
    answered = refused2("list_email_identities", PageSize=size)

    assert answered == expected("page-identities-v2", size=str(size))


@pytest.mark.parametrize("token", ["garbage", base64.b64encode(b"identities@eu-west-1:1").decode()])
def test_tokens_are_those_given(account: Account, refused2: Refused, token: str) -> None:
    account.verify("a.example", "b.example")

    answered = refused2("list_email_identities", NextToken=token)

    assert answered == expected("page-identities-token-v2", token=token)


# Filters, as probed


@pytest.fixture
def filters(account: Account, client2: Any) -> Account:
    """Identities to filter, if botocore's service model knows filters."""
    model = client2.meta.service_model.operation_model("ListEmailIdentities")
    if "Filter" not in model.input_shape.members:
        pytest.skip("this botocore's service model has no filters of identities")
    account.add_identity("alpha.filter.test", "Pending")
    account.add_identity("beta.filter.test", "Success")
    account.add_identity("Alice@filter.test", "Success")
    account.add_identity("bob@example.org", "TemporaryFailure")
    account.add_identity("carol@example.org", "Failed")
    return account


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (
            {"IDENTITY_NAME_CONTAINS": "  FILTER.Test  "},
            ["alpha.filter.test", "beta.filter.test", "Alice@filter.test"],
        ),
        ({"IDENTITY_NAME_CONTAINS": "ALI"}, ["Alice@filter.test"]),
        ({"IDENTITY_NAME_CONTAINS": "zzz"}, []),
        ({"IDENTITY_NAME_CONTAINS": "a" * 320}, []),
        ({"IDENTITY_TYPE": "DOMAIN"}, ["alpha.filter.test", "beta.filter.test"]),
        ({"VERIFICATION_STATUS": "TEMPORARY_FAILURE"}, ["bob@example.org"]),
        ({"VERIFICATION_STATUS": "FAILED"}, ["carol@example.org"]),
        (
            {
                "IDENTITY_NAME_CONTAINS": "filter",
                "IDENTITY_TYPE": "DOMAIN",
                "VERIFICATION_STATUS": "SUCCESS",
            },
            ["beta.filter.test"],
        ),
    ],
    ids=str,
)
@pytest.mark.usefixtures("filters")
def test_filters(client2: Any, wanted: dict[str, str], found: list[str]) -> None:
    assert names(client2, Filter=wanted) == found


SHORT = {"IDENTITY_NAME_CONTAINS": " ab "}
TYPE = {"IDENTITY_TYPE": "BOGUS"}
STATUS = {"VERIFICATION_STATUS": "BOGUS"}


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"Filter": SHORT}, ("list-filter-name-short", {})),
        ({"Filter": {"IDENTITY_NAME_CONTAINS": "a" * 321}}, ("list-filter-name-long", {})),
        (
            {"Filter": {"IDENTITY_TYPE": "MANAGED_DOMAIN"}},
            ("list-filter-type", {"type": "MANAGED_DOMAIN"}),
        ),
        ({"Filter": {"IDENTITY_TYPE": "domain"}}, ("list-filter-type", {"type": "domain"})),
        (
            {"Filter": {"VERIFICATION_STATUS": "Pending"}},
            ("list-filter-status", {"status": "Pending"}),
        ),
        ({"Filter": {"VERIFICATION_STATUS": "NOT_STARTED"}}, ("list-filter-not-started", {})),
        # In this order.
        ({"Filter": SHORT, "PageSize": 0}, ("page-identities-v2", {"size": "0"})),
        ({"Filter": {**TYPE, **SHORT}}, ("list-filter-name-short", {})),
        ({"Filter": {**STATUS, **TYPE}}, ("list-filter-type", {"type": "BOGUS"})),
        ({"Filter": STATUS, "NextToken": "x"}, ("list-filter-status", {"status": "BOGUS"})),
        ({"Filter": {"IDENTITY_TYPE": "DOMAIN"}, "NextToken": "x"}, ("list-filter-token", {})),
    ],
    ids=str,
)
@pytest.mark.usefixtures("filters")
def test_refused_filters(
    refused2: Refused, parameters: Any, refusal: tuple[str, dict[str, str]]
) -> None:
    row, values = refusal

    assert refused2("list_email_identities", **parameters) == expected(row, **values)


@pytest.mark.usefixtures("filters")
def test_a_token_belongs_to_its_filter(client2: Any, refused2: Refused) -> None:
    """Whatever the case of the name, but for nothing else [list-filter-token]."""
    wanted = {"IDENTITY_NAME_CONTAINS": "filter"}
    token = client2.list_email_identities(Filter=wanted, PageSize=2)["NextToken"]

    again = {"IDENTITY_NAME_CONTAINS": " FILTER "}
    assert names(client2, Filter=again, NextToken=token) == ["Alice@filter.test"]
    other = {"IDENTITY_NAME_CONTAINS": "other"}
    foreign = refused2("list_email_identities", Filter=other, NextToken=token)
    assert foreign == expected("list-filter-token")
    unfiltered = refused2("list_email_identities", NextToken=token)
    assert unfiltered == expected("page-identities-token-v2", token=token)
    plain = client2.list_email_identities(PageSize=1)["NextToken"]
    assert refused2(
        "list_email_identities", Filter={"IDENTITY_TYPE": "DOMAIN"}, NextToken=plain
    ) == expected("list-filter-token")
