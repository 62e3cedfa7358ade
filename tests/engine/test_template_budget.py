"""What a template may cost: rendering stops, and the answer is one that SES has."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR

from pytest_sesmock import SESMock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.templates import (
    RenderedTooLong,
    TemplateFault,
    budget,
    compile_template,
)

DATA: dict[str, Any] = {
    "a": list(range(20)),
    "many": list(range(20_000)),
    "long": "x" * 100_000,
    "empty": [[] for _ in range(50_000)],
    "keys": {str(number): number for number in range(20_000)},
}


def nested(depth: int, body: str = "") -> str:
    return "{{#each @root.a}}" * depth + body + "{{/each}}" * depth


def inlines(number: int) -> str:
    return "".join(f"{{{{#*inline 'p{each}'}}}}{{{{/inline}}}}" for each in range(number))


@pytest.mark.parametrize(
    "source",
    [
        nested(6),
        nested(30),
        nested(30, "x"),
        "{{#each many}}{{@root.empty}}{{/each}}",
        "{{#each many}}{{lookup @root @root.empty}}{{/each}}",
        "{{#*inline 'p'}}{{/inline}}{{#each many}}{{> p @root.keys a=1}}{{/each}}",
        f"{{{{#each many}}}}{inlines(100)}{{{{/each}}}}",
    ],
    ids=["loops", "deep loops", "deep loops of text", "lists", "names", "contexts", "partials"],
)
def test_rendering_stops_after_so_many_steps(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_STEPS", 30_000)
    with pytest.raises(TemplateFault, match="more than 30,000 steps") as caught:
        compile_template(source).render(DATA)
    assert not isinstance(caught.value, RenderedTooLong)


@pytest.mark.parametrize(
    "source",
    [
        "{{#each many}}{{@root.long}}{{/each}}",
        "{{#each many}}" + "x" * 100_000 + "{{/each}}",
        "{{#*inline 'p'}}{{#each many}}\n{{/each}}{{/inline}}\n" + " " * 30_000 + "{{> p}}\n",
    ],
    ids=["values", "text", "indents"],
)
def test_rendering_stops_where_no_message_is_so_large(source: str) -> None:
    with pytest.raises(RenderedTooLong) as caught:
        compile_template(source).render(DATA)
    assert caught.value.size > max(limits.MAX_MESSAGE_SIZES.values()) == budget.MAX_SIZE


def test_a_large_template_is_within_both() -> None:
    row = "{{this}}" * 10
    assert len(compile_template(f"{{{{#each many}}}}{row}{{{{/each}}}}").render(DATA)) > 500_000


def send(text: str) -> None:
    boto3.client("ses", region_name="us-east-1").create_template(
        Template={"TemplateName": "large", "SubjectPart": "s", "TextPart": text}
    )
    boto3.client("ses", region_name="us-east-1").send_templated_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Template="large",
        TemplateData=json.dumps({"a": DATA["a"], "many": DATA["many"], "long": DATA["long"]}),
    )


def test_a_mail_of_too_much_text_is_too_large() -> None:
    with SESMock() as mock, pytest.raises(ClientError) as caught:
        send("{{#each many}}{{@root.long}}{{/each}}")
    beginning, _, _ = BEHAVIOUR["size-v1-raw"]["message"].partition("'")
    assert caught.value.response["Error"]["Message"].startswith(beginning)
    assert len(mock.outbox) == 0


def test_a_mail_of_endless_loops_is_accepted_and_never_delivered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "MAX_STEPS", 10_000)
    with SESMock() as mock:
        mock.account().verify("example.com")
        send(nested(30))
    (message,) = mock.outbox
    assert message.rendering_failure == BEHAVIOUR["tpl-compile-failed"]["message"]
    assert [event.type for event in message.events] == ["Rendering Failure"]
