"""Tenants and their resources through boto3."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from evidence import answer
from recent import recent
from sending import ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.account.state import State

pytestmark = [recent("TenantSuppressionAttributes"), recent("ReputationEntity")]
Refused = Callable[..., tuple[str, str, int]]

ACME = {"TenantName": "acme"}
ARN = "arn:aws:ses:us-east-1:123456789012"
IDENTITY = f"{ARN}:identity/example.com"
SET = f"{ARN}:configuration-set/news"
TEMPLATE = f"{ARN}:template/welcome"
PLAIN = {"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"}


def body(answered: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answered.items() if name != "ResponseMetadata"}


# Tenants


def test_a_tenant_as_it_comes_back(mock: SESMock, client2: Any) -> None:
    """[tenant-shape]: without tags and suppression, without those members."""
    created = body(client2.create_tenant(**ACME))

    assert re.fullmatch("tn-[0-9a-f]{30}", created["TenantId"])
    assert created["TenantArn"] == f"{ARN}:tenant/acme/{created['TenantId']}"
    assert abs((created["CreatedTimestamp"] - mock.clock.now()).total_seconds()) < 60
    summary = {"TenantName", "TenantId", "TenantArn", "CreatedTimestamp", "SendingStatus"}
    assert set(created) == summary
    assert created["SendingStatus"] == "ENABLED"
    assert client2.get_tenant(**ACME)["Tenant"] == created
    assert client2.list_tenants()["Tenants"] == [created]


def test_a_tenant_with_everything(mock: SESMock, client2: Any) -> None:
    tags = [{"Key": "team", "Value": "mail"}]
    created = body(client2.create_tenant(**ACME, Tags=tags, SuppressionAttributes=PLAIN))

    assert (created["Tags"], created["SuppressionAttributes"]) == (tags, PLAIN)
    assert client2.get_tenant(**ACME)["Tenant"] == created
    arn = created["TenantArn"]
    assert client2.list_tags_for_resource(ResourceArn=arn)["Tags"] == tags
    client2.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert "Tags" not in client2.get_tenant(**ACME)["Tenant"]


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ("tenant/acme/tn-0", "acmewith tenantId: tn-0"),
        ("tenant/tn-0", "nullwith tenantId: tn-0"),
    ],
)
def test_tags_of_a_tenant_that_is_missing(
    mock: SESMock, refused2: Refused, resource: str, said: str
) -> None:
    """The id alone is looked up, and a space is missing [tag-target-missing]."""
    expected = answer("tag-target-missing", Kind="Tenant", name=said)
    assert refused2("list_tags_for_resource", ResourceArn=f"{ARN}:{resource}") == expected


def test_a_deleted_tenant(acme: Any, refused2: Refused) -> None:
    """With it go its associations and its suppression list [tenant-delete-cascade]."""
    missing = answer("tenant-missing-mgmt", name="acme")
    acme.create_tenant_resource_association(**ACME, ResourceArn=SET)
    acme.put_suppressed_destination(**ACME, EmailAddress="ada@example.org", Reason="BOUNCE")
    acme.delete_tenant(**ACME)
    assert acme.list_tenants()["Tenants"] == []
    assert acme.list_resource_tenants(ResourceArn=SET)["ResourceTenants"] == []
    assert refused2("list_suppressed_destinations", **ACME) == missing

    acme.create_tenant(**ACME)

    assert acme.list_tenant_resources(**ACME)["TenantResources"] == []
    assert acme.list_suppressed_destinations(**ACME)["SuppressedDestinationSummaries"] == []


def test_a_tenant_exists_once(acme: Any, refused2: Refused) -> None:
    expected = answer("tenant-exists", name="acme", account="123456789012")
    assert refused2("create_tenant", **ACME) == expected
    sesv2("eu-west-1").create_tenant(**ACME)


OTHERS = [
    ("get_tenant", {}),
    ("delete_tenant", {}),
    ("put_tenant_suppression_attributes", {}),
    ("create_tenant_resource_association", {"ResourceArn": SET}),
    ("delete_tenant_resource_association", {"ResourceArn": SET}),
    ("list_tenant_resources", {}),
]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("tenant-name-empty", " "),
        ("tenant-name-long", "ü" * 65),
        ("tenant-name-bad", "bad name!"),
    ],
)
@pytest.mark.parametrize(("method", "parameters"), [("create_tenant", {}), *OTHERS])
def test_names(
    acme: Any, refused2: Refused, method: str, parameters: Any, row: str, name: str
) -> None:
    assert refused2(method, TenantName=name, **parameters) == answer(row)


@pytest.mark.parametrize(("method", "parameters"), OTHERS)
def test_tenants_that_there_are_not(
    acme: Any, refused2: Refused, method: str, parameters: Any
) -> None:
    expected = answer("tenant-missing-mgmt", name="none")
    assert refused2(method, TenantName="none", **parameters) == expected


@pytest.mark.parametrize("given", [{}, {"TenantName": ""}])
@pytest.mark.parametrize(("method", "parameters"), [("create_tenant", {}), *OTHERS])
def test_names_that_are_not_given(
    acme: Any,
    unchecked2: Refused,
    method: str,
    parameters: Any,
    given: Any,
) -> None:
    """CreateTenant alone answers as the service model would [tenant-name-empty]."""
    row = "tenant-name-empty"
    if method == "create_tenant":
        row = "tenant-name-empty-create" if given else "tenant-name-null"

    assert unchecked2(method, **given, **parameters) == answer(row)


# Suppression


def test_suppression_attributes(acme: Any) -> None:
    def shown() -> Any:
        return acme.get_tenant(**ACME)["Tenant"].get("SuppressionAttributes")

    for attributes in (PLAIN, {"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"}):
        acme.put_tenant_suppression_attributes(**ACME, **attributes)
        assert shown() == attributes
    acme.put_tenant_suppression_attributes(**ACME)
    assert shown() is None


@pytest.mark.parametrize(
    ("row", "attributes"),
    [
        ("tenant-suppr-dup", {**PLAIN, "SuppressedReasons": ["BOUNCE", "BOUNCE"]}),
        ("tenant-suppr-dup", {"SuppressedReasons": ["BOUNCE", "BOUNCE"]}),
        ("tenant-suppr-noscope", {"SuppressedReasons": ["BOUNCE"]}),
        ("tenant-suppr-noscope-empty", {"SuppressedReasons": []}),
        ("tenant-suppr-noreasons", {"SuppressionScope": "TENANT"}),
    ],
)
def test_suppression_attributes_that_are_refused(
    mock: SESMock, refused2: Refused, row: str, attributes: Any
) -> None:
    """Before the tenant is looked for."""
    method = "put_tenant_suppression_attributes"
    assert refused2(method, TenantName="none", **attributes) == answer(row)
    assert refused2("create_tenant", **ACME, SuppressionAttributes=attributes) == answer(row)


def test_a_scope_that_there_is_not(acme: Any, refused2: Refused) -> None:
    attributes = {**PLAIN, "SuppressionScope": "X"}
    expected = answer("tenant-suppr-scope-enum")
    assert refused2("put_tenant_suppression_attributes", **ACME, **attributes) == expected


# Resources


def test_resources(acme: Any, mock: SESMock) -> None:
    """They come by ARN, their types as ARNs have them [tenant-lists] [tenant-filter-bad]."""
    for arn in (TEMPLATE, IDENTITY, SET):
        acme.create_tenant_resource_association(**ACME, ResourceArn=arn)

    def shown(**filters: str) -> list[tuple[str, str]]:
        resources = acme.list_tenant_resources(**ACME, Filter=filters)["TenantResources"]
        return [(each["ResourceType"], each["ResourceArn"]) for each in resources]

    assert shown() == [
        ("configuration-set", SET),
        ("identity", IDENTITY),
        ("template", TEMPLATE),
    ]
    assert shown(RESOURCE_TYPE="template") == [("template", TEMPLATE)]
    for _ in range(2):
        acme.delete_tenant_resource_association(**ACME, ResourceArn=SET)
    assert [arn for _, arn in shown()] == [IDENTITY, TEMPLATE]


def test_tenants_of_a_resource(acme: Any, mock: SESMock) -> None:
    """Those that have it longest come first."""
    acme.create_tenant(TenantName="b")
    acme.create_tenant(TenantName="a")
    before = mock.clock.now()
    for name in ("b", "acme", "a"):
        acme.create_tenant_resource_association(TenantName=name, ResourceArn=SET)
        mock.clock.advance(60)

    tenants = acme.list_resource_tenants(ResourceArn=SET)["ResourceTenants"]

    assert [each["TenantName"] for each in tenants] == ["b", "acme", "a"]
    ids = [acme.get_tenant(TenantName=each["TenantName"])["Tenant"]["TenantId"] for each in tenants]
    assert [each["TenantId"] for each in tenants] == ids
    assert {each["ResourceArn"] for each in tenants} == {SET}
    assert tenants[1]["AssociatedTimestamp"] > before
    assert set(tenants[0]) == {"TenantName", "TenantId", "ResourceArn", "AssociatedTimestamp"}


NOT_OURS = f"arn:aws:ses:us-east-1:210987654321:identity/{'example.com'}"
ELSEWHERE = "arn:aws:ses:eu-west-1:123456789012:identity/example.com"


@pytest.mark.parametrize(
    ("row", "arn", "values"),
    [
        ("tenant-arn-notarn", "nonsense", {}),
        ("tenant-arn-notarn", "a:b:ses:d:e:identity/f", {}),
        ("tenant-arn-notarn", f"{ARN}:identity/", {}),
        ("tenant-arn-notses", "arn:aws:sns:us-east-1:123456789012:identity/x", {}),
        ("tenant-arn-type", "arn:aws:ses:eu-west-1:1:contact-list/x", {}),
        ("tenant-arn-region", ELSEWHERE, {"arn": ELSEWHERE}),
        ("tenant-arn-account", NOT_OURS, {"arn": NOT_OURS}),
        ("tenant-assoc-identity-missing", f"{ARN}:identity/none.example", {"name": "none.example"}),
        ("tenant-assoc-cs-missing", f"{ARN}:configuration-set/none", {"name": "none"}),
        ("tenant-assoc-cs-missing", f"{ARN}:configuration-set/a b", {"name": "a b"}),
        ("tenant-assoc-template-missing", f"{ARN}:template/none", {"name": "none"}),
    ],
)
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("create_tenant_resource_association", ACME),
        ("delete_tenant_resource_association", ACME),
        ("list_resource_tenants", {}),
    ],
)
def test_resources_that_are_refused(
    acme: Any, refused2: Refused, method: str, parameters: Any, row: str, arn: str, values: Any
) -> None:
    assert refused2(method, **parameters, ResourceArn=arn) == answer(row, **values)


def test_a_resource_is_associated_once(acme: Any, refused2: Refused) -> None:
    association = {**ACME, "ResourceArn": SET}
    acme.create_tenant_resource_association(**association)

    expected = answer("tenant-assoc-exists", arn=SET, tenant="acme")
    assert refused2("create_tenant_resource_association", **association) == expected


@pytest.mark.parametrize(
    ("arn", "method2", "parameters2", "method1", "parameters1"),
    [
        (
            IDENTITY,
            "delete_email_identity",
            {"EmailIdentity": "example.com"},
            "delete_identity",
            {"Identity": "example.com"},
        ),
        (
            SET,
            "delete_configuration_set",
            {"ConfigurationSetName": "news"},
            "delete_configuration_set",
            {"ConfigurationSetName": "news"},
        ),
        (
            TEMPLATE,
            "delete_email_template",
            {"TemplateName": "welcome"},
            "delete_template",
            {"TemplateName": "welcome"},
        ),
    ],
)
def test_a_resource_in_use_is_not_deleted(
    acme: Any,
    client: Any,
    refused: Refused,
    refused2: Refused,
    arn: str,
    method2: str,
    parameters2: Any,
    method1: str,
    parameters1: Any,
) -> None:
    """The code of v1 is in the row's note."""
    acme.create_tenant_resource_association(**ACME, ResourceArn=arn)
    expected = answer("tenant-resource-in-use", arn=arn)
    assert refused2(method2, **parameters2) == expected
    assert refused(method1, **parameters1) == ("InvalidParameterValue", *expected[1:])

    acme.delete_tenant_resource_association(**ACME, ResourceArn=arn)

    getattr(acme, method2)(**parameters2)


def test_a_type_as_the_model_lists_it(acme: Any, refused2: Refused) -> None:
    """Before the tenant is looked for."""
    parameters = {"TenantName": "none", "Filter": {"RESOURCE_TYPE": "EMAIL_IDENTITY"}}
    assert refused2("list_tenant_resources", **parameters) == answer("tenant-filter-bad")


def test_what_sends_ask(acme: Any, state: State) -> None:
    acme.create_tenant_resource_association(**ACME, ResourceArn=SET)

    assert state.tenants.get("none") is None
    assert state.tenants.get("acme") == state.tenants.require("acme")
    assert state.tenants.lacks("acme", [IDENTITY, SET, TEMPLATE]) == [IDENTITY, TEMPLATE]


def test_a_deleted_tenant_leaves_no_suppression_list(acme: Any, state: State) -> None:
    acme.put_suppressed_destination(EmailAddress="a@b.c", Reason="BOUNCE", **ACME)
    tenant_id = acme.get_tenant(**ACME)["Tenant"]["TenantId"]
    assert [*state.suppression.entries(tenant_id)] != []

    acme.delete_tenant(**ACME)

    assert [*state.suppression.entries(tenant_id)] == []


def test_regions_have_tenants_of_their_own(acme: Any) -> None:
    assert sesv2("eu-west-1").list_tenants()["Tenants"] == []
    assert ses("eu-west-1").list_identities()["Identities"] == []
