"""Mails from templates, one by one and in bulk, in both APIs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from recent import INLINE_TEMPLATES, recent

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]
NAMED = {"name": "Ada", "items": [{"n": 1}, {"n": 2}]}


@pytest.fixture(autouse=True)
def _arranged(account: Account) -> None:
    account.verify("example.com")
    account.create_template(
        "welcome",
        subject="Welcome, {{name}}",
        text="Hi {{name}}",
        html="<p>{{name}}{{#each items}} {{n}}{{/each}}</p>",
    )


def templated(data: Any = NAMED, template: str = "welcome", **changes: Any) -> dict[str, Any]:
    """SendTemplatedEmail's parameters."""
    return {
        "Source": "noreply@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Template": template,
        "TemplateData": data if isinstance(data, str) else json.dumps(data),
        **changes,
    }


def templated2(data: Any = NAMED, template: str = "welcome", **changes: Any) -> dict[str, Any]:
    """The same for API v2's SendEmail."""
    text = data if isinstance(data, str) else json.dumps(data)
    return {
        "FromEmailAddress": "noreply@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Content": {"Template": {"TemplateName": template, "TemplateData": text}},
        **changes,
    }


def bulk(*data: str | None, template: str = "welcome", **changes: Any) -> dict[str, Any]:
    """SendBulkTemplatedEmail's parameters, a destination for each data."""
    return {
        "Source": "noreply@example.com",
        "Template": template,
        "DefaultTemplateData": '{"name": "you", "items": []}',
        "Destinations": [
            {
                "Destination": {"ToAddresses": [f"to{number}@example.org"]},
                **({} if each is None else {"ReplacementTemplateData": each}),
            }
            for number, each in enumerate(data)
        ],
        **changes,
    }


def bulk2(*data: str | None, template: str = "welcome", **changes: Any) -> dict[str, Any]:
    """SendBulkEmail's parameters, an entry for each data."""
    return {
        "FromEmailAddress": "noreply@example.com",
        "DefaultContent": {
            "Template": {
                "TemplateName": template,
                "TemplateData": '{"name": "you", "items": []}',
            }
        },
        "BulkEmailEntries": [
            {
                "Destination": {"ToAddresses": [f"to{number}@example.org"]},
                **(
                    {}
                    if each is None
                    else {
                        "ReplacementEmailContent": {
                            "ReplacementTemplate": {"ReplacementTemplateData": each}
                        }
                    }
                ),
            }
            for number, each in enumerate(data)
        ],
        **changes,
    }


# One by one


def test_the_outbox_shows_what_was_rendered_and_from_what(client: Any, mock: SESMock) -> None:
    client.send_templated_email(**templated())

    message = mock.outbox.assert_sent(template="welcome", template_data={"name": "Ada"})
    assert (message.subject, message.text) == ("Welcome, Ada", "Hi Ada")
    assert message.html == "<p>Ada 1 2</p>"
    assert message.template_data == NAMED
    assert message.mime["Subject"] == "Welcome, Ada"


def test_both_apis_render_alike(client: Any, client2: Any, mock: SESMock) -> None:
    client.send_templated_email(**templated())
    client2.send_email(**templated2())

    one, two = mock.outbox
    assert (one.subject, one.text, one.html) == (two.subject, two.text, two.html)
    assert (two.template, two.api, two.operation) == ("welcome", "sesv2", "SendEmail")


def test_an_arn_names_a_template(client2: Any, mock: SESMock) -> None:
    call = templated2()
    call["Content"]["Template"] = {
        "TemplateArn": "arn:aws:ses:us-east-1:123456789012:template/welcome",
        "TemplateData": json.dumps(NAMED),
    }

    client2.send_email(**call)

    mock.outbox.assert_sent(template="welcome")


def test_values_are_not_escaped(client: Any, mock: SESMock) -> None:
    """Row doc-tpl-noescape."""
    client.send_templated_email(**templated({"name": "<b>&", "items": []}))

    assert mock.outbox[0].html == "<p><b>&</p>"


def test_a_missing_template_v1(refused: Refused) -> None:
    row = BEHAVIOUR["tpl-dne"]

    answer = refused("send_templated_email", **templated(template="foobar"))

    assert answer == (row["code"], row["message"], row["http_status"])


def test_a_missing_template_v2(refused2: Refused) -> None:
    row = BEHAVIOUR["tpl-v2-missing"]

    code, _, status = refused2("send_email", **templated2(template="foobar"))

    assert (code, status) == (row["code"], row["http_status"])


@pytest.mark.parametrize("data", ["{", "[]", "null", '"x"', "1", ""])
def test_data_that_is_no_json_object(data: str, refused: Refused, refused2: Refused) -> None:
    code, message, status = refused("send_templated_email", **templated(data))
    assert (code, status) == ("InvalidParameterValue", 400)
    assert message == BEHAVIOUR["tpl-data-invalid"]["message"]

    row = BEHAVIOUR["tpl-data-unparsable-v2"]
    answer = refused2("send_email", **templated2(data))
    assert answer == (row["code"], row["message"], 400)


def test_a_missing_attribute_does_not_stop_a_send(client: Any, mock: SESMock) -> None:
    """Rows tpl-silent-missing-var and rf-event."""
    assert client.send_templated_email(**templated({"items": []}))["MessageId"]

    (message,) = mock.outbox
    assert message.rendering_failure == BEHAVIOUR["rf-event"]["message"]
    assert (message.subject, message.text, message.html) == ("", None, None)
    assert (message.template, message.template_data) == ("welcome", {"items": []})


def test_a_mail_that_was_never_rendered_was_not_sent(client: Any, mock: SESMock) -> None:
    client.send_templated_email(**templated({}))

    with pytest.raises(AssertionError, match="Attribute 'name' is not present"):
        mock.outbox.assert_sent(to="ada@example.org")
    with pytest.raises(AssertionError):
        mock.outbox.assert_not_sent(to="ada@example.org")
    mock.outbox.assert_sent(
        rendering_failure="Attribute 'name' is not present in the rendering data."
    )


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        pytest.param(
            {"ConfigurationSetName": "none", "Template": "none"},
            "tpl-order",
            id="configuration set before template",
        ),
    ],
)
def test_order_of_checks(refused: Refused, changes: dict[str, Any], row: str) -> None:
    assert refused("send_templated_email", **templated(**changes))[0] == BEHAVIOUR[row]["code"]


# Templates given with the request


def inline(**parts: str) -> dict[str, Any]:
    call = templated2()
    call["Content"]["Template"] = {
        "TemplateContent": parts,
        "TemplateData": json.dumps(NAMED),
    }
    return call


@INLINE_TEMPLATES
def test_an_inline_template(client2: Any, mock: SESMock) -> None:
    client2.send_email(**inline(Subject="Hi {{name}}", Text="{{ name }}!"))

    message = mock.outbox.assert_sent(subject="Hi Ada", text="Ada!")
    assert (message.template, message.template_data) == (None, NAMED)


@INLINE_TEMPLATES
@pytest.mark.parametrize(
    "text", ["{{#if name}}{{name}}{{/if}}", "{{no_reply}}", "{{user.name}}"], ids=str
)
def test_what_an_inline_template_may_not_hold(text: str, refused2: Refused) -> None:
    row = BEHAVIOUR["inline-unsupported-text"]

    answer = refused2("send_email", **inline(Subject="Hi", Html=text))

    assert answer == (row["code"], row["message"], row["http_status"])


# In bulk


def test_each_destination_has_its_own_status_v1(client: Any, mock: SESMock) -> None:
    call = bulk('{"name": "Ada"}', "{}")

    statuses = client.send_bulk_templated_email(**call)["Status"]

    assert [(each["Status"], "MessageId" in each, "Error" in each) for each in statuses] == [
        ("Success", True, False),
        ("Success", True, False),
    ]
    assert [message.subject for message in mock.outbox] == ["Welcome, Ada", "Welcome, you"]
    assert [message.message_id for message in mock.outbox] == [
        each["MessageId"] for each in statuses
    ]
    assert mock.outbox[0].template_data == {"name": "Ada", "items": []}


def test_each_entry_has_its_own_status_v2(client2: Any, mock: SESMock) -> None:
    results = client2.send_bulk_email(**bulk2('{"name": "Ada"}', None))["BulkEmailEntryResults"]

    assert [each["Status"] for each in results] == ["SUCCESS", "SUCCESS"]
    assert [message.to for message in mock.outbox] == [("to0@example.org",), ("to1@example.org",)]
    assert [message.text for message in mock.outbox] == ["Hi Ada", "Hi you"]


def test_v1_needs_replacement_data(client: Any, mock: SESMock) -> None:
    statuses = client.send_bulk_templated_email(**bulk(None, "{}"))["Status"]

    assert [each["Status"] for each in statuses] == ["InvalidParameterValue", "Success"]
    assert statuses[0]["Error"] == BEHAVIOUR["tpl-data-invalid-bulk"]["message"]


def test_a_malformed_recipient_fails_its_entry_alone(
    client: Any, client2: Any, mock: SESMock
) -> None:
    call = bulk("{}", "{}")
    call["Destinations"][0]["Destination"] = {"ToAddresses": ["success@"]}
    one = client.send_bulk_templated_email(**call)["Status"]
    call2 = bulk2("{}", "{}")
    call2["BulkEmailEntries"][0]["Destination"] = {
        "ToAddresses": ["success.simulator.amazonses.com"]
    }
    two = client2.send_bulk_email(**call2)["BulkEmailEntryResults"]

    for row, results in (("bulk-bad-entry-v1", one), ("bulk-bad-entry-v2", two)):
        evidence = BEHAVIOUR[row]
        assert (results[0]["Status"], results[0]["Error"]) == (
            evidence["code"],
            evidence["message"],
        )
        assert "MessageId" not in results[0]
        assert results[1]["MessageId"]
    refused = mock.outbox.assert_refused(api="ses")
    assert (refused.http_status, refused.code) == (200, "InvalidParameterValue")
    assert refused.to == ("success@",)


def test_a_malformed_reply_to_fails_every_entry(client2: Any) -> None:
    results = client2.send_bulk_email(**bulk2("{}", "{}", ReplyToAddresses=["nobody"]))[
        "BulkEmailEntryResults"
    ]

    row = BEHAVIOUR["bulk-bad-replyto"]
    assert {(each["Status"], each["Error"]) for each in results} == {(row["code"], row["message"])}


def test_an_unverified_recipient_in_the_sandbox(client2: Any, account: Account) -> None:
    account.sandbox = True
    account.verify("to0@example.org")

    results = client2.send_bulk_email(**bulk2("{}", "{}"))["BulkEmailEntryResults"]

    assert [each["Status"] for each in results] == ["SUCCESS", "MESSAGE_REJECTED"]
    assert results[1]["Error"].endswith("US-EAST-1: to1@example.org")
    assert BEHAVIOUR["unver-bulk-v2-entry"]["code"] == results[1]["Status"]


REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "bulk-bad-source-v1": (
        "send_bulk_templated_email",
        bulk("{}", Source="Alice <sender@>", template="none"),
    ),
    "bulk-bad-returnpath-v1": ("send_bulk_templated_email", bulk("{}", ReturnPath="bounce@")),
    "bulk-bad-source-v2": ("send_bulk_email", bulk2("{}", FromEmailAddress="sender@")),
    "tpl-dne-bulk-v1": (
        "send_bulk_templated_email",
        bulk("{}", template="MauticTemplate-1-95f5252bbf2869f59806f99a30457b4e"),
    ),
}


@pytest.mark.parametrize("row", REQUESTS)
def test_what_fails_the_request_as_a_whole(
    row: str, refused: Refused, refused2: Refused, mock: SESMock
) -> None:
    evidence = BEHAVIOUR[row]
    method, call = REQUESTS[row]

    answer = (refused2 if method == "send_bulk_email" else refused)(method, **call)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    assert mock.outbox.assert_refused().to == ("to0@example.org",)


def test_at_most_fifty_destinations(refused: Refused, refused2: Refused, client: Any) -> None:
    assert refused("send_bulk_templated_email", **bulk(*["{}"] * 51))[0] == "InvalidParameterValue"
    assert refused2("send_bulk_email", **bulk2(*["{}"] * 51))[0] == "BadRequestException"
    assert len(client.send_bulk_templated_email(**bulk(*["{}"] * 50))["Status"]) == 50


def test_no_destinations(refused: Refused) -> None:
    assert refused("send_bulk_templated_email", **bulk())[0] == "InvalidParameterValue"


def test_quota_used_up_midway(client: Any, account: Account) -> None:
    account.max_24_hour_send = 1

    statuses = client.send_bulk_templated_email(**bulk("{}", "{}"))["Status"]

    assert [each["Status"] for each in statuses] == ["Success", "AccountDailyQuotaExceeded"]


def test_tags_of_an_entry_go_before_the_usual(client: Any, mock: SESMock) -> None:
    call = bulk("{}", "{}", DefaultTags=[{"Name": "a", "Value": "1"}, {"Name": "b", "Value": "2"}])
    call["Destinations"][1]["ReplacementTags"] = [{"Name": "b", "Value": "3"}]

    client.send_bulk_templated_email(**call)

    assert [message.tags for message in mock.outbox] == [
        {"a": "1", "b": "2"},
        {"a": "1", "b": "3"},
    ]


@recent("MessageHeader")
def test_header_fields_of_an_entry_go_before_the_templates(client2: Any, mock: SESMock) -> None:
    call = bulk2("{}", "{}")
    call["DefaultContent"]["Template"]["Headers"] = [
        {"Name": "X-A", "Value": "1"},
        {"Name": "X-B", "Value": "2"},
    ]
    call["BulkEmailEntries"][1]["ReplacementHeaders"] = [
        {"Name": "x-b", "Value": "3"},
        {"Name": "X-Tag", "Value": "one"},
        {"Name": "X-Tag", "Value": "two"},
    ]

    client2.send_bulk_email(**call)

    one, two = mock.outbox
    assert (one.headers["X-A"], one.headers["X-B"]) == ("1", "2")
    assert two.headers.get_all("X-B") == ("3",)
    assert (two.headers["X-A"], two.headers.get_all("X-Tag")) == ("1", ("one", "two"))


@recent("Attachment")
def test_a_bulk_of_attachments(client2: Any, mock: SESMock) -> None:
    call = bulk2("{}")
    call["DefaultContent"]["Template"]["Attachments"] = [
        {"FileName": "terms.pdf", "RawContent": b"%PDF", "ContentType": "application/pdf"}
    ]

    client2.send_bulk_email(**call)

    (attachment,) = mock.outbox[0].attachments
    assert (attachment.filename, attachment.content) == ("terms.pdf", b"%PDF")


def test_a_bulk_without_a_template(refused2: Refused) -> None:
    call = bulk2("{}")
    call["DefaultContent"] = {}

    assert refused2("send_bulk_email", **call)[0] == "BadRequestException"
