"""Every operation that sends, under anything: what comes back is SES's kind of answer, never ours.

The calls are made from the service models, so that no member is forgotten, with plausible values
where a member's name tells what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import SESMock
from pytest_sesmock.api import v1, v2
from pytest_sesmock.wire.models import service_model

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from botocore.model import Shape

ACCEPTED = {"Success", "SUCCESS"}

# Of what XML can carry: v1 shows anything else as "?".
text = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=20)
good = st.sampled_from(["a@example.com", "Ada <b+c@example.com>", '"x, y" <d@example.com>'])
odd = st.one_of(
    st.sampled_from(
        ["a@un.example", "bounce@simulator.amazonses.com", "T: a@b.c, b@c.example;", "Ж <a@b.c>"]
    ),
    st.text(alphabet='ab.@<>()[]",;:\\ \té', max_size=12),
)


def mostly(usual: st.SearchStrategy[Any], rare: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda roll: rare if roll == 9 else usual)


addresses = mostly(good, odd)
arns = mostly(
    st.just("arn:aws:ses:us-east-1:123456789012:identity/example.com"),
    st.builds(
        "arn:aws:ses:us-east-1:{}:identity/{}".format,
        st.sampled_from(["123456789012", "999999999999"]),
        st.sampled_from(["a@example.com", ""]),
    ),
)
template_data = st.one_of(
    st.sampled_from(["{}", '{"name": "Ada"}', '{"name": null}', '{"name": {"x": [1]}}']),
    mostly(st.just("{}"), text),
)
template_sources = st.one_of(
    st.sampled_from(["{{name}}", "{{#if name}}x{{/if}}", "{{", "{{x.y}}", "plain"]), text
)
header_fields = st.lists(
    st.one_of(
        st.builds(
            "{}: {}".format,
            st.sampled_from(["From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Return-Path"]),
            addresses,
        ),
        st.sampled_from(
            [
                "From: a@example.com",
                "To: a@example.com",
                "Content-Type: multipart/mixed; boundary=b",
                "Content-Type: text",
                "Content-Transfer-Encoding: 8bit",
                "X-SES-CONFIGURATION-SET: news",
                "X-SES-MESSAGE-TAGS: a=b, c",
                "X-SES-TENANT: acme",
                " folded",
                ": empty",
                "no colon",
            ]
        ),
    ),
    max_size=7,
)
raw_messages = mostly(
    st.builds(
        lambda fields, end, body: end.join([*fields, "", body]).encode("utf-8", "replace"),
        mostly(st.just(["From: a@example.com", "To: a@example.com"]), header_fields),
        st.sampled_from(["\r\n", "\n"]),
        st.sampled_from(["", "Hello", "--b\r\n\r\nx\r\n--b--", "--b\nContent-Type: x\n\n"]),
    ),
    st.binary(max_size=40) | header_fields.map("\n".join).map(str.encode),
)
BY_NAME: dict[str, Any] = {
    **dict.fromkeys(["Source", "FromEmailAddress", "ReturnPath", "BounceSender"], addresses),
    **dict.fromkeys(["FeedbackForwardingEmailAddress", "Recipient", "FinalRecipient"], addresses),
    **dict.fromkeys(["ToAddresses", "CcAddresses", "BccAddresses"], addresses),
    **dict.fromkeys(["ReplyToAddresses", "Destinations"], addresses),
    "EmailAddress": mostly(st.just("new@example.org"), odd),
    **dict.fromkeys(["Template", "TemplateName"], st.sampled_from(["welcome", "verify"])),
    **dict.fromkeys(["TemplateData", "DefaultTemplateData"], template_data),
    "ReplacementTemplateData": template_data,
    **dict.fromkeys(["Subject", "Text", "Html"], template_sources),
    "ConfigurationSetName": mostly(st.just("news"), st.sampled_from(["paused", "none", ""])),
    "Charset": mostly(st.just("UTF-8"), st.sampled_from(["utf-16", "x", ""])),
    "Name": mostly(st.sampled_from(["a", "X-A"]), st.just("Subject") | text),
    "Value": mostly(st.just("b"), text),
    "FileName": mostly(st.sampled_from(["a.txt", "ä.pdf"]), st.sampled_from(["a.exe", ""])),
    "ContentType": st.sampled_from(["text/plain", "x", "a/b; c=d"]),
    "TenantName": mostly(st.just("acme"), st.just("none")),
    "ContactListName": mostly(st.just("list"), st.just("none")),
    "TopicName": mostly(st.just("topic"), st.just("none")),
}


def values(shape: Shape, name: str = "") -> st.SearchStrategy[Any]:
    """Values of a shape, for the member or the list's member of a name."""
    kind = shape.type_name
    if kind == "structure":
        members = {each: values(member, each) for each, member in shape.members.items()}
        if name.endswith("Content") and "Template" in members:  # one of its members
            return mostly(
                st.one_of(*(st.fixed_dictionaries({each: members[each]}) for each in members)),
                st.fixed_dictionaries({}, optional=members),
            )
        return st.fixed_dictionaries(
            {each: members.pop(each) for each in shape.required_members}, optional=members
        )
    if kind == "list":
        return mostly(st.lists(values(shape.member, name), min_size=1, max_size=2), st.just([]))
    if kind == "blob":
        return st.binary(max_size=20) if name == "RawContent" else raw_messages
    if kind == "timestamp":
        return st.just(1_700_000_000)
    if shape.metadata.get("enum"):
        return mostly(st.sampled_from(shape.enum), text)
    if name in BY_NAME:
        found: st.SearchStrategy[Any] = BY_NAME[name]
        return found
    return arns if name.endswith("Arn") else mostly(st.just("x"), text)


APIS = {api.name: api for api in (v1.API, v2.API)}
SENDS = [
    (api.name, operation)
    for api in APIS.values()
    for operation in sorted(api.sends)
    if operation in service_model(api.name).operation_names
]


@pytest.fixture(scope="module")
def clients() -> dict[str, Any]:
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    return {name: boto3.client(name, region_name="us-east-1", config=config) for name in APIS}


@pytest.mark.parametrize(("service", "operation"), SENDS)
@given(data=st.data(), sandbox=st.booleans())
def test_any_call_is_answered_in_sess_terms(
    clients: dict[str, Any], service: str, operation: str, data: st.DataObject, sandbox: bool
) -> None:
    api = APIS[service]
    shape: Any = service_model(service).operation_model(operation).input_shape
    call = data.draw(values(shape))
    # With these a client needs more of botocore than is installed.
    call.pop("EndpointId", None)
    with SESMock(
        region="us-east-1",
        verified_identities=["example.com"],
        configuration_sets=["news", "paused"],
    ) as mock:
        account = mock.account()
        account.pause_configuration_set("paused")
        account.create_template("welcome", subject="Hi {{name}}", html="{{#each name.x}}{{/each}}")
        clients["ses"].create_custom_verification_email_template(
            TemplateName="verify",
            FromEmailAddress="a@example.com",
            TemplateSubject="Hi",
            TemplateContent="Hi",
            SuccessRedirectionURL="https://example.com/",
            FailureRedirectionURL="https://example.com/",
        )
        clients["sesv2"].create_contact_list(
            ContactListName="list",
            Topics=[
                {
                    "TopicName": "topic",
                    "DisplayName": "Topic",
                    "DefaultSubscriptionStatus": "OPT_OUT",
                }
            ],
        )
        if "Tenant" in service_model("sesv2").shape_names:
            clients["sesv2"].create_tenant(TenantName="acme")
        account.sandbox = sandbox
        try:
            answer = getattr(clients[service], xform_name(operation))(**call)
        except ClientError as error:
            codes = {code for code, _ in api.codes.values()} | set(api.common_codes)
            assert error.response["Error"]["Code"] in codes
            assert not mock.outbox
            assert len(mock.outbox.refusals) <= 1
            return
        entries = answer.get("Status") or answer.get("BulkEmailEntryResults") or [answer]
        assert [each["MessageId"] for each in entries if "MessageId" in each] == [
            message.message_id for message in mock.outbox
        ]
        refused = [each for each in entries if "MessageId" not in each]
        assert [(each["Status"], each["Error"]) for each in refused] == [
            (refusal.code, refusal.message) for refusal in mock.outbox.refusals
        ]
        for message in mock.outbox:
            assert message.message_id.encode() in message.raw
            assert message.events
            assert message.mime["Subject"] is None or isinstance(message.subject, str)
            assert len(repr(message)) < 400
