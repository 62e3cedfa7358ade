"""Templates that are malformed, and the messages they make, through boto3 in both APIs."""

from __future__ import annotations

import email
import json
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import Account, SESMock, SesmockError

Refused = Callable[..., tuple[str, str, int]]

MALFORMED = "Hello {{name"
NOON = 1_700_000_000.0


class Api(NamedTuple):
    """How an API renders, and what it refuses with."""

    client: Any
    refused: Refused
    method: str
    missing: tuple[str, int]
    attribute: tuple[str, int]
    data: tuple[str, str, int]
    syntax: tuple[str, int]

    def render(self, data: Any, name: str = "welcome") -> str:
        method = getattr(self.client, self.method)
        rendered: str = method(TemplateName=name, TemplateData=json.dumps(data))["RenderedTemplate"]
        return rendered


@pytest.fixture(params=["v1", "v2"])
def api(
    request: pytest.FixtureRequest, client: Any, client2: Any, refused: Refused, refused2: Refused
) -> Api:
    unparsable = BEHAVIOUR["tpl-data-unparsable-v2"]
    if request.param == "v2":
        return Api(
            client2,
            refused2,
            "test_render_email_template",
            missing=("NotFoundException", 404),
            attribute=("BadRequestException", 400),
            data=(unparsable["code"], unparsable["message"], unparsable["http_status"]),
            syntax=("BadRequestException", 400),
        )
    return Api(
        client,
        refused,
        "test_render_template",
        missing=("TemplateDoesNotExist", 400),
        attribute=("MissingRenderingAttribute", 400),
        data=("InvalidRenderingParameter", BEHAVIOUR["tpl-data-invalid"]["message"], 400),
        syntax=("InvalidTemplate", 400),
    )


def read(rendered: str) -> EmailMessage:
    message = email.message_from_string(rendered, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage, subtype: str) -> str | None:
    """The text of a message's part, its line ends as they came."""
    part = message.get_body((subtype,))
    if part is None:
        return None
    assert not part.defects
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


# Rendering


def test_the_whole_message(api: Api, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fields are those of a delivered templated mail, its addresses aside."""
    delivered = BEHAVIOUR["evt-send-templated"]["note"]
    assert "Date, From, To, Subject, MIME-Version, Content-Type" in delivered
    monkeypatch.setattr(time, "time", lambda: NOON)
    account.create_template("welcome", subject="Hello {{name}}", text="Hi {{name}}\nBye")

    lines = api.render({"name": "Ada"}).splitlines()

    assert lines == [
        "Date: Tue, 14 Nov 2023 22:13:20 +0000",
        "Subject: Hello Ada",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "Hi Ada",
        "Bye",
    ]


def test_blocks(api: Api, account: Account) -> None:
    """[tpl-test-render-each]: what a test of another project verified on AWS."""
    html = "{{#each items}} {{name}} is {{#if best}}the best{{else}}a {{type}}{{/if}}, {{/each}}"
    account.create_template("welcome", subject="..", text="..", html=html)
    dog = {"type": "dog", "name": "bobby", "best": True}
    cat = {"type": "cat", "name": "pedro", "best": False}

    rendered = api.render({"items": [dog, cat]})

    assert "bobby is the best" in rendered
    assert "pedro is a cat" in rendered


@pytest.mark.parametrize("text", ["Hi", None])
@pytest.mark.parametrize("html", ["<p>Hi</p>", None])
def test_parts_that_are_not_given_are_not_there(
    api: Api, account: Account, text: str | None, html: str | None
) -> None:
    account.create_template("welcome", subject="Hello", text=text, html=html)

    message = read(api.render({}))

    assert message["Subject"] == "Hello"
    assert message.is_multipart() == (text is not None and html is not None)
    if html is None:
        assert body(message, "html") is None
        assert body(message, "plain") == (text or "")
    else:
        assert (body(message, "plain"), body(message, "html")) == (text, html)


# One line, as a subject is; braces are the template's, backslashes may escape them.
lines = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="{}\\"
    )
)
texts = st.lists(lines, max_size=3).map("\r\n".join)


@given(subject=lines.map(lambda line: f"x{line}x"), text=texts, html=texts, name=lines)
def test_what_is_rendered_can_be_read_back(
    client: Any, client2: Any, subject: str, text: str, html: str, name: str
) -> None:
    """Both APIs show the same message, and the standard library reads all of it."""
    with SESMock(region="us-east-1") as mock:
        mock.account().create_template(
            "welcome", subject=subject, text=f"{text}{{{{name}}}}", html=f"{{{{name}}}}{html}"
        )
        asked = {"TemplateName": "welcome", "TemplateData": json.dumps({"name": name})}
        shown = [
            client.test_render_template(**asked)["RenderedTemplate"],
            client2.test_render_email_template(**asked)["RenderedTemplate"],
        ]

    for each in shown:
        message = read(each)
        assert message["Subject"] == subject
        assert (body(message, "plain"), body(message, "html")) == (text + name, name + html)


# Refusals


def test_a_template_that_does_not_exist(api: Api, mock: SESMock) -> None:
    code, status = api.missing

    answer = api.refused(api.method, TemplateName="foobar", TemplateData="nonsense")

    assert answer == (code, BEHAVIOUR["tpl-dne"]["message"], status)


@pytest.mark.parametrize("part", ["subject", "text", "html"])
def test_an_attribute_that_is_missing(api: Api, account: Account, part: str) -> None:
    evidence = BEHAVIOUR["tpl-missing-attribute-moto"]
    code, status = api.attribute
    account.create_template("welcome", **{"subject": "x", part: "{{name}} {{favoriteanimal}}"})

    answer = api.refused(api.method, TemplateName="welcome", TemplateData='{"name": "Ada"}')

    assert answer == (code, evidence["message"], status)
    assert evidence["message"] == BEHAVIOUR["rf-event"]["message"].replace("name", "favoriteanimal")


@pytest.mark.parametrize("data", ["{not json", "", "[]", '"x"', "null", '{"name": NaN}'])
def test_data_that_is_none(api: Api, mock: SESMock, data: str) -> None:
    mock.account().create_template("welcome", subject="x")

    assert api.refused(api.method, TemplateName="welcome", TemplateData=data) == api.data
    assert "Problem: " in mock.outbox.refusals[0].requires


def test_a_partial_that_never_ends(api: Api, account: Account) -> None:
    code, status = api.syntax
    html = '{{#*inline "again"}}{{> again}}{{/inline}}{{> again}}'
    account.create_template("welcome", subject="x", html=html)

    answer = api.refused(api.method, TemplateName="welcome", TemplateData="{}")

    assert answer == (code, BEHAVIOUR["tpl-compile-failed"]["message"], status)


def test_data_of_256_kb(api: Api, account: Account) -> None:
    account.create_template("welcome", subject="x", html="{{text}}")
    filler = json.dumps({"text": "x" * (262_144 - len('{"text": ""}'))})
    api.render(json.loads(filler))

    answer = api.refused(api.method, TemplateName="welcome", TemplateData=filler + " ")

    assert answer[1] == (
        "1 validation error detected: Value at 'templateData' failed to satisfy constraint: "
        "Member must have length less than or equal to 262144"
    )


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("subject", MALFORMED),
        ("text", MALFORMED),
        ("html", MALFORMED),
        ("html", "{{#if name}}Hello"),
        ("html", "{{> footer}}"),
    ],
)
def test_templates_that_are_no_handlebars(
    mock: SESMock, refused: Refused, refused2: Refused, part: str, source: str
) -> None:
    """Neither API stores them, nor does a test."""
    text = BEHAVIOUR["tpl-compile-failed"]["message"]
    content = {"subject": "x", part: source}
    v1 = {f"{name.title()}Part": value for name, value in content.items()}
    v2 = {name.title(): value for name, value in content.items()}

    assert refused("create_template", Template={"TemplateName": "welcome", **v1}) == (
        "InvalidTemplate",
        text,
        400,
    )
    assert refused2("create_email_template", TemplateName="welcome", TemplateContent=v2) == (
        "BadRequestException",
        text,
        400,
    )
    with pytest.raises(SesmockError, match=text):
        mock.account().create_template("welcome", **content)
    assert mock.account().templates == []
    assert "line 1" in mock.outbox.refusals[0].requires


def test_an_update_that_is_no_handlebars(mock: SESMock, client: Any, refused: Refused) -> None:
    mock.account().create_template("welcome", subject="Hello")

    refused("update_template", Template={"TemplateName": "welcome", "SubjectPart": MALFORMED})

    assert client.get_template(TemplateName="welcome")["Template"]["SubjectPart"] == "Hello"
