"""Email templates through boto3, in API v2; what is v1's too is in the tests of v1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from recent import recent, recent_member

from pytest_sesmock import SESMock
from pytest_sesmock.engine import limits

Refused = Callable[..., tuple[str, str, int]]

CONTENT = {"Subject": "Hello {{name}}", "Text": "Hi {{name}}", "Html": "<p>Hi {{name}}</p>"}
WELCOME = {"TemplateName": "welcome", "TemplateContent": CONTENT}


def shown(client2: Any, name: str = "welcome") -> dict[str, Any]:
    answer: dict[str, Any] = client2.get_email_template(TemplateName=name)
    del answer["ResponseMetadata"]
    return answer


def listed(client2: Any, **parameters: Any) -> list[str]:
    answer = client2.list_email_templates(**parameters)
    return [each["TemplateName"] for each in answer["TemplatesMetadata"]]


@pytest.mark.parametrize(
    "parts",
    [("Subject", "Text", "Html"), ("Subject", "Text"), ("Subject", "Html"), ("Subject",)],
    ids=len,
)
def test_a_template_is_shown_as_given(mock: SESMock, client2: Any, parts: tuple[str, ...]) -> None:
    template = {
        "TemplateName": "welcome",
        "TemplateContent": {name: CONTENT[name] for name in parts},
    }

    client2.create_email_template(**template)

    assert shown(client2) == template


def test_a_template_from_beginning_to_end(mock: SESMock, client2: Any) -> None:
    client2.create_email_template(**WELCOME)
    (created,) = client2.list_email_templates()["TemplatesMetadata"]
    assert created.keys() == {"TemplateName", "CreatedTimestamp"}
    mock.clock.advance(60)
    changed = {"TemplateName": "welcome", "TemplateContent": {"Subject": "Welcome"}}
    client2.update_email_template(**changed)

    assert shown(client2) == changed
    assert client2.list_email_templates()["TemplatesMetadata"] == [created]
    client2.delete_email_template(TemplateName="welcome")
    assert listed(client2) == []


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_email_template", {}),
        ("update_email_template", {"TemplateContent": CONTENT}),
        ("delete_email_template", {}),
    ],
)
def test_a_template_that_does_not_exist(
    mock: SESMock, refused2: Refused, method: str, parameters: Any
) -> None:
    """[doc-v2-delete-template]; the text is v1's."""
    answer = refused2(method, TemplateName="foobar", **parameters)

    assert answer == ("NotFoundException", BEHAVIOUR["tpl-dne"]["message"], 404)


def test_a_name_is_taken_once(mock: SESMock, client2: Any, refused2: Refused) -> None:
    evidence = BEHAVIOUR["tpl-exists-v2"]
    text = evidence["message"].replace("362395300803", mock.account().account_id)
    template = {**WELCOME, "TemplateName": "ses_template"}
    client2.create_email_template(**template)

    answer = refused2("create_email_template", **template)

    assert answer == (evidence["code"], text, evidence["http_status"])


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param({"Text": "Hi"}, BEHAVIOUR["tpl-subject"]["message"], id="no subject"),
        pytest.param(
            {"Subject": "x", "Text": "x" * 512_001},
            "Template length is more than 512000 bytes long: '512001'.",
            id="too large",
        ),
    ],
)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_a_malformed_template(
    mock: SESMock, client2: Any, refused2: Refused, verb: str, content: Any, text: str
) -> None:
    if verb == "update":
        client2.create_email_template(**WELCOME)

    answer = refused2(f"{verb}_email_template", TemplateName="welcome", TemplateContent=content)

    assert answer == ("BadRequestException", text, 400)
    assert [shown(client2, name) for name in listed(client2)] == [WELCOME] * (verb == "update")


def test_too_many_templates(
    mock: SESMock, client2: Any, refused2: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_TEMPLATES", 0)

    answer = refused2("create_email_template", **WELCOME)

    text = "You have reached the maximum number of templates."
    assert answer == ("LimitExceededException", text, 400)


# Pages

NEWEST_FIRST = [f"template-{number:02}" for number in reversed(range(12))]


@pytest.fixture(scope="module")
def twelve(client2: Any) -> Iterator[Any]:
    """A client and twelve templates."""
    with SESMock(region="us-east-1") as mock:
        for name in reversed(NEWEST_FIRST):
            mock.account().create_template(name, subject="x")
        yield client2


def test_a_page_is_ten_unless_asked_otherwise(twelve: Any) -> None:
    assert listed(twelve) == NEWEST_FIRST[:10]


@pytest.mark.parametrize("size", [0, -1, 101])
def test_sizes_that_no_page_has(twelve: Any, refused2: Refused, size: int) -> None:
    evidence = BEHAVIOUR["list-templates-v2-page-size"]

    answer = refused2("list_email_templates", PageSize=size)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


@given(st.integers(1, 14))
def test_pages_join_to_the_whole_list(twelve: Any, size: int) -> None:
    answers = [twelve.list_email_templates(PageSize=size)]
    while token := answers[-1].get("NextToken"):
        answers.append(twelve.list_email_templates(PageSize=size, NextToken=token))

    pages = [[each["TemplateName"] for each in one["TemplatesMetadata"]] for one in answers]
    assert list(chain.from_iterable(pages)) == NEWEST_FIRST
    assert all(len(page) == size for page in pages[:-1])


def test_tokens(twelve: Any, client: Any, refused2: Refused) -> None:
    """An empty one is the first page, v1's are as good as v2's own [list-templates-token]."""
    text = BEHAVIOUR["list-templates-token"]["message"]

    assert refused2("list_email_templates", NextToken="garbage") == (
        "BadRequestException",
        text,
        400,
    )
    assert listed(twelve, NextToken="") == NEWEST_FIRST[:10]
    token = client.list_templates(MaxItems=5)["NextToken"]
    assert listed(twelve, NextToken=token, PageSize=2) == NEWEST_FIRST[5:7]


# Tags

TEAM = [{"Key": "team", "Value": "sales"}]


@recent_member("CreateEmailTemplate", "Tags")
def test_tags(mock: SESMock, client: Any, client2: Any, refused2: Refused) -> None:
    """[tag-kind-template]: they are forgotten with the template, whichever API deletes it."""
    account = mock.account().account_id
    arn = f"arn:aws:ses:us-east-1:{account}:template/welcome"
    client2.create_email_template(**WELCOME, Tags=TEAM)
    assert client2.list_tags_for_resource(ResourceArn=arn)["Tags"] == TEAM
    assert shown(client2) == {**WELCOME, "Tags": TEAM}

    client.delete_template(TemplateName="welcome")
    assert refused2("list_tags_for_resource", ResourceArn=arn) == (
        "NotFoundException",
        BEHAVIOUR["tag-kind-template"]["message"].format(name="welcome"),
        404,
    )
    client2.create_email_template(**WELCOME)
    assert shown(client2) == WELCOME


@recent_member("CreateEmailTemplate", "Tags")
def test_malformed_tags(mock: SESMock, client2: Any, refused2: Refused) -> None:
    tags = [{"Key": "aws:team", "Value": "sales"}]

    answer = refused2("create_email_template", **WELCOME, Tags=tags)

    assert answer == ("BadRequestException", BEHAVIOUR["tags-aws-prefix"]["message"], 400)
    assert listed(client2) == []


@recent("Tenant")
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_template_that_a_tenant_has(
    mock: SESMock, client: Any, client2: Any, refused: Refused, refused2: Refused, api: str
) -> None:
    """Neither API deletes it [tenant-resource-in-use]."""
    arn = f"arn:aws:ses:us-east-1:{mock.account().account_id}:template/welcome"
    text = BEHAVIOUR["tenant-resource-in-use"]["message"].format(arn=arn)
    client2.create_email_template(**WELCOME)
    client2.create_tenant(TenantName="acme")
    association = {"TenantName": "acme", "ResourceArn": arn}
    client2.create_tenant_resource_association(**association)

    if api == "v1":
        assert refused("delete_template", TemplateName="welcome")[1:] == (text, 400)
    else:
        assert refused2("delete_email_template", TemplateName="welcome")[1:] == (text, 400)
    assert listed(client2) == ["welcome"]
    client2.delete_tenant_resource_association(**association)
    client.delete_template(TemplateName="welcome")
    assert listed(client2) == []
