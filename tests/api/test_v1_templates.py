"""Email templates through boto3, in API v1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import Account, SESMock
from pytest_sesmock.engine import limits

Refused = Callable[..., tuple[str, str, int]]

WELCOME = {
    "TemplateName": "welcome",
    "SubjectPart": "Hello {{name}}",
    "TextPart": "Hi {{name}},\r\nwelcome",
    "HtmlPart": "<p>Hi {{name}}</p>",
}


def listed(client: Any, **parameters: Any) -> list[str]:
    return [each["Name"] for each in client.list_templates(**parameters)["TemplatesMetadata"]]


@pytest.mark.parametrize(
    "parts",
    [
        ("SubjectPart", "TextPart", "HtmlPart"),
        ("SubjectPart", "TextPart"),
        ("SubjectPart", "HtmlPart"),
        ("SubjectPart",),
    ],
    ids=len,
)
def test_a_template_is_shown_as_given(mock: SESMock, client: Any, parts: tuple[str, ...]) -> None:
    """[tpl-get-v2]: line ends stay; a part that was not given is not shown."""
    template = {name: WELCOME[name] for name in ("TemplateName", *parts)}

    client.create_template(Template=template)

    assert client.get_template(TemplateName="welcome")["Template"] == template
    assert mock.account().templates == ["welcome"]


def test_a_template_from_beginning_to_end(mock: SESMock, client: Any) -> None:
    client.create_template(Template=WELCOME)
    (created,) = client.list_templates()["TemplatesMetadata"]
    mock.clock.advance(60)
    shorter = {"TemplateName": "welcome", "SubjectPart": "Welcome"}
    client.update_template(Template=shorter)

    assert client.get_template(TemplateName="welcome")["Template"] == shorter
    assert client.list_templates()["TemplatesMetadata"] == [created]
    client.delete_template(TemplateName="welcome")
    assert listed(client) == mock.account().templates == []
    client.delete_template(TemplateName="welcome")  # [ls-delete-template]


def test_list_shows_what_was_recorded(mock: SESMock, client: Any) -> None:
    """[ls-list-templates-snapshot]: no NextToken, an empty list of none."""
    before = mock.clock.now()
    answers = [client.list_templates()]
    client.create_template(Template=WELCOME)
    answers.append(client.list_templates())

    for answer in answers:
        del answer["ResponseMetadata"]
    assert answers[0] == {"TemplatesMetadata": []}
    (template,) = answers[1].pop("TemplatesMetadata")
    assert answers[1] == {}
    assert template.keys() == {"Name", "CreatedTimestamp"}
    # The wire has milliseconds, the clock more: the moment may come back as an earlier one.
    assert abs(template["CreatedTimestamp"] - before) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_template", {"TemplateName": "foobar"}),
        ("update_template", {"Template": {"TemplateName": "foobar", "SubjectPart": "x"}}),
    ],
)
def test_a_template_that_does_not_exist(
    mock: SESMock, client: Any, refused: Refused, method: str, parameters: Any
) -> None:
    evidence = BEHAVIOUR["tpl-dne"]

    answer = refused(method, **parameters)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    with pytest.raises(client.exceptions.TemplateDoesNotExistException):
        getattr(client, method)(**parameters)
    remedy = "mock.account().create_template('foobar', subject='Subject', text='Text')"
    assert mock.outbox.refusals[0].remedy == remedy


def test_a_name_is_taken_once(mock: SESMock, client: Any, refused: Refused) -> None:
    evidence = BEHAVIOUR["tpl-exists-v2"]
    text = evidence["message"].replace("362395300803", mock.account().account_id)
    client.create_template(Template={**WELCOME, "TemplateName": "ses_template"})

    answer = refused(
        "create_template", Template={"TemplateName": "ses_template", "SubjectPart": "x"}
    )

    assert answer == ("AlreadyExists", text, 400)
    assert client.get_template(TemplateName="ses_template")["Template"]["TextPart"]


@pytest.mark.parametrize(
    ("template", "code", "text"),
    [
        pytest.param(
            {"TemplateName": "welcome", "TextPart": "Hi"},
            "InvalidParameterValue",
            BEHAVIOUR["tpl-subject"]["message"],
            id="no subject",
        ),
        pytest.param(
            {**WELCOME, "SubjectPart": ""},
            "InvalidParameterValue",
            BEHAVIOUR["tpl-subject"]["message"],
            id="empty subject",
        ),
        pytest.param(
            {**WELCOME, "TemplateName": ""},
            "InvalidParameterValue",
            "The template name must be specified.",
            id="empty name",
        ),
        pytest.param(
            {**WELCOME, "TextPart": "é" * 128_000, "HtmlPart": "é" * 128_001},
            "InvalidTemplate",
            "Template length is more than 512000 bytes long: '512002'.",
            id="too large",
        ),
    ],
)
def test_a_malformed_template(
    mock: SESMock, client: Any, refused: Refused, template: Any, code: str, text: str
) -> None:
    assert refused("create_template", Template=template) == (code, text, 400)
    assert listed(client) == []


def test_the_largest_template(mock: SESMock, client: Any) -> None:
    largest = {**WELCOME, "TextPart": "é" * 128_000, "HtmlPart": "x" * 256_000}

    client.create_template(Template=largest)

    assert client.get_template(TemplateName="welcome")["Template"] == largest


def test_an_update_that_is_refused_changes_nothing(
    mock: SESMock, client: Any, refused: Refused
) -> None:
    client.create_template(Template=WELCOME)

    refused("update_template", Template={"TemplateName": "welcome", "TextPart": "Hi"})

    assert client.get_template(TemplateName="welcome")["Template"] == WELCOME


def test_too_many_templates(
    mock: SESMock, client: Any, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.MAX_TEMPLATES == 20_000
    monkeypatch.setattr(limits, "MAX_TEMPLATES", 1)
    client.create_template(Template=WELCOME)

    answer = refused("create_template", Template={**WELCOME, "TemplateName": "other"})

    assert answer == ("LimitExceeded", "You have reached the maximum number of templates.", 400)


def test_every_region_has_templates_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").create_template("welcome", subject="Welcome")

    assert listed(client) == []


# Pages


@pytest.fixture(scope="module")
def twelve(client: Any) -> Iterator[Any]:
    with SESMock(region="us-east-1") as mock:
        for number in range(120):
            mock.account().create_template(f"template-{number:03}", subject="x")
        yield client


NEWEST_FIRST = [f"template-{number:03}" for number in reversed(range(120))]


@pytest.mark.parametrize(
    ("size", "served"), [(None, 10), (1, 1), (100, 100), (0, 100), (-1, 100), (1001, 100)]
)
def test_the_size_of_a_page(twelve: Any, size: int | None, served: int) -> None:
    """Beyond the limits it is 100, not refused [list-templates-v1-page-size]."""
    asked = {} if size is None else {"MaxItems": size}

    assert listed(twelve, **asked) == NEWEST_FIRST[:served]


@given(st.integers(1, 130))
def test_pages_join_to_the_whole_list(twelve: Any, size: int) -> None:
    answers = [twelve.list_templates(MaxItems=size)]
    while "NextToken" in answers[-1]:
        token = answers[-1]["NextToken"]
        answers.append(twelve.list_templates(MaxItems=size, NextToken=token))

    pages = [[each["Name"] for each in answer["TemplatesMetadata"]] for answer in answers]
    assert list(chain.from_iterable(pages)) == NEWEST_FIRST
    assert all(len(page) == min(size, 100) for page in pages[:-1])


def test_tokens(twelve: Any, refused: Refused) -> None:
    evidence = BEHAVIOUR["list-templates-token"]

    assert refused("list_templates", NextToken="garbage") == (
        evidence["code"],
        evidence["message"],
        evidence["http_status"],
    )
    assert listed(twelve, NextToken="") == NEWEST_FIRST[:10]


# What a test arranges


def test_what_a_test_creates(account: Account, client: Any) -> None:
    account.create_template("welcome", subject="Welcome", text="Hi", html="<p>Hi</p>")

    assert client.get_template(TemplateName="welcome")["Template"] == {
        "TemplateName": "welcome",
        "SubjectPart": "Welcome",
        "TextPart": "Hi",
        "HtmlPart": "<p>Hi</p>",
    }
