"""Every operation of both APIs under any request: SES answers, and nothing of Python gets out.

Each request is one that is answered well, with members taken out, put in and replaced by values at
the edges of what a request can hold. Afterwards everything can still be shown, and mails be sent.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
import test_v1_results
import test_v2_results
from exchanges import parsed, raw_request
from hypothesis import given, settings
from hypothesis import strategies as st
from sending import SEND, mail2, ses, sesv2
from test_fuzz import raw_messages

from pytest_sesmock import SESMock
from pytest_sesmock.api import v1, v2
from pytest_sesmock.mock import service_of
from pytest_sesmock.wire.models import service_model

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from botocore.model import Shape

APIS = {api.name: api for api in (v1.API, v2.API)}
CALLS = {"ses": test_v1_results.CALLS, "sesv2": test_v2_results.CALLS}
OPERATIONS = [
    (name, operation)
    for name, api in APIS.items()
    for operation in sorted(api.operations)
    if operation in service_model(name).operation_names
]
SHOWING = [
    (name, operation)
    for name, operation in OPERATIONS
    if operation.startswith(("Get", "List", "Describe"))
]
ARN = "arn:aws:ses:us-east-1:123456789012:"

TEXTS = [
    *(
        "",
        " ",
        "x",
        "é",
        "\U0001f607",
        "\x00",
        "a\r\nb",
        "\x7f",
        "%",
        "..",
        "?",
        "1" * 5000,
    ),
    # Addresses, domains, names
    *("ada@example.com", "@", "<>", "a@", "@b", "a@b", "undisclosed:;", "x: a@b.c, d;"),
    *("A <a@b.c>, D <d@e.f>", '"@', "a@[192.0.2.1]", "a@" + "b." * 200, "x" * 400 + "@b.c"),
    *(
        "example.com",
        "xn--a",
        "a..b",
        "*.example.com",
        "192.0.2.1",
        "-",
        "x" * 300,
        "ß.example",
    ),
    *("192.0.2.0/24", "192.0.2.0/999", "::/0", "1/", "fe80::1%a"),
    # Half of a pair, and whole ones
    *("\ud800", "a\udfff@example.com", "\ud83d\ude07", '{"a": "\\ud800"}', "{{a}}\udc00"),
    # JSON
    *(
        "{}",
        "[]",
        "null",
        "1",
        '{"a": NaN}',
        '{"name": 1e999}',
        '{"a": ' + "9" * 5000 + "}",
    ),
    *("[" * 3000, "[" * 3000 + "]" * 3000, '{"name":' * 3000 + "1" + "}" * 3000),
    '{"Version": %s, "Statement": {"Effect": "Allow"}}' % ("[" * 500 + "]" * 500),
    '{"Statement": %s}' % ("[" * 3000 + "]" * 3000),
    '{"Statement": [{"Effect": ["Allow"], "Principal": {"AWS": {}}}]}',
    '{"Statement": {"Effect": "Deny", "Condition": {"StringLike": {"a": [1]}}}}',
    '{"Statement": {"Effect": "Allow", "Action": "ses:*", "Principal": "\\ud800"}}',
    # Templates
    *(
        "{{",
        "{{name}}",
        "{{#if name}}",
        "{{#each name}}{{/each}}",
        "{{a.%s}}" % ("1" * 5000),
    ),
    *("{{#if name}}" * 500 + "{{/if}}" * 500, "{{lookup name name}}", "{{" + "(" * 3000),
    "{{a" + ".b" * 3000 + "}}",
    # ARNs
    *(ARN + "identity/example.com", ARN, ARN + "identity/", ARN + "tenant/", "arn:::::"),
    *(
        "arn:aws:sns:us-east-1:123456789012:t",
        "arn:aws:s3:::x",
        ARN + "contact-list/readers",
    ),
]
texts = st.sampled_from(TEXTS) | st.text(max_size=8)  # lone surrogates among them
ADDRESS_FIELDS = ["From", "Sender", "Reply-To", "Return-Path", "To", "Cc", "Bcc", "Resent-From"]
MAILS = [
    b"",
    b"\xff\xfe",
    b"From: ada@example.com",
    b"Content-Type: multipart/mixed; boundary=\xe9\r\n\r\n--\xe9",
    b"From: ada@example.com\r\nTo: b@example.org\r\n" + b"x\r\n" * 9,
    *(
        f"{''.join(f'{name}: {value}' for name, value in fields.items())}\r\nHello".encode()
        for odd in ADDRESS_FIELDS
        for text in [
            *("undisclosed:;", "x: a@example.com, b@example.com;", "", " ", ",", "<>", "a", "@"),
            *(
                "=?utf-8?q?ada=40example.com?=",
                "a@example.com, b@example.com",
                "\u00e9@example.com",
            ),
            *("=?x?b?!?=", '"', "(", "a@b.c (", "x" * 400 + "@example.com", "a@example.com;"),
        ]
        for fields in [
            {"From": "ada@example.com\r\n", "To": "b@example.org\r\n", odd: text + "\r\n"}
        ]
    ),
]
header_lines = st.lists(
    st.builds(
        "{}: {}".format,
        st.sampled_from(["From", "To", "Cc", "Sender", "Reply-To", "Return-Path", "Subject", "x"]),
        texts.map(lambda text: text[:600].replace("\r", "").replace("\n", "")),
    ),
    max_size=5,
)
mails = st.one_of(
    st.binary(max_size=30),
    raw_messages,
    header_lines.map(lambda lines: "\r\n".join([*lines, "", "x"]).encode("utf-8", "surrogatepass")),
)
EDGES: dict[str, list[Any]] = {
    "string": TEXTS,
    "blob": MAILS,
    "boolean": [True, False],
    "timestamp": [datetime(year, 1, 1, tzinfo=timezone.utc) for year in (1, 1970, 9999)],
    **{name: [-1, 0, 1, 2**31, -(2**63), 10**30] for name in ("integer", "long")},
    **{name: [0.0, -1.5, 1e308] for name in ("double", "float")},
}
SCALARS: dict[str, Any] = {
    **{name: st.sampled_from(edges) for name, edges in EDGES.items()},
    "string": texts,
    "blob": mails,
}
OF_ANOTHER_TYPE: list[Any] = [True, 0, 1e308, "", "x", [], [None], {}, {"x": None}]


def value(draw: st.DrawFn, shape: Shape, depth: int = 0) -> Any:
    """Any value of a shape; few members, so that some of them get far."""
    if shape.type_name == "structure":
        names = (
            draw(st.lists(st.sampled_from(sorted(shape.members)), max_size=3, unique=True))
            if shape.members
            else []
        )
        return {name: value(draw, shape.members[name], depth + 1) for name in names}
    if shape.type_name == "list":
        return [value(draw, shape.member, depth + 1) for _ in range(draw(st.integers(0, 2)))]
    if shape.type_name == "map":
        return {draw(texts): value(draw, shape.value, depth + 1)}
    if shape.metadata.get("enum") and draw(st.booleans()):
        return draw(st.sampled_from(shape.enum))
    return draw(SCALARS[shape.type_name])


def places(shape: Shape, inside: Any) -> Iterator[tuple[Any, Any, Shape]]:
    """Every place of a call: a dict or list, a key or an index in it, and the shape it is for."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield inside, name, member
            if name in inside:
                yield from places(member, inside[name])
    elif shape.type_name == "list":
        for index, each in enumerate(inside):
            yield inside, index, shape.member
            yield from places(shape.member, each)


@st.composite
def requests(draw: st.DrawFn, service: str, operation: str) -> dict[str, Any]:
    """Parameters that are a few changes away from a call that is answered well."""
    shape = service_model(service).operation_model(operation).input_shape
    call = copy.deepcopy(draw(st.sampled_from(calls(service, operation))))
    for _ in range(draw(st.integers(1, 3))):
        there = list(places(shape, call))
        if not there:
            break
        inside, key, member = draw(st.sampled_from(there))
        change = draw(st.sampled_from(["replace", "replace", "replace", "take out", "retype"]))
        if change == "take out" and isinstance(inside, dict):
            inside.pop(key, None)
        elif change == "retype" and service == "sesv2" and not member.serialization.get("location"):
            inside[key] = draw(st.sampled_from(OF_ANOTHER_TYPE))
            break  # the shape tells no longer what is there
        else:
            inside[key] = value(draw, member)
    return call


def arrange(mock: SESMock, service: str, operation: str) -> None:
    if service == "ses":
        test_v1_results.arrange(mock, FIRST)
    else:
        test_v2_results.arrange(mock, SECOND, operation)
    mock.account().verify("example.com")


FIRST, SECOND = ses(), sesv2()

RAW = {"Data": b"From: ada@example.com\r\nTo: ada@example.org\r\n\r\nHello"}
INLINE = {"TemplateContent": {"Subject": "{{name}}", "Text": "Hi"}, "TemplateData": '{"name": "A"}'}
FURTHER_CALLS: dict[str, list[dict[str, Any]]] = {
    "SendRawEmail": [{"RawMessage": RAW}],
    "SendEmail": [
        {"Content": {"Raw": RAW}},
        {
            **test_v2_results.MAIL,
            "Content": {"Template": INLINE},
            "ListManagementOptions": {"ContactListName": "readers", "TopicName": "news"},
        },
        {
            **test_v2_results.MAIL,
            "Content": {
                "Simple": {
                    **SEND["Message"],
                    "Headers": [{"Name": "X-A", "Value": "b"}],
                    "Attachments": [{"RawContent": b"x", "FileName": "a.txt"}],
                }
            },
        },
    ],
}
"""Other ways to send, by members that the calls which every operation has do not give."""


def calls(service: str, operation: str) -> list[dict[str, Any]]:
    """The calls of an operation that are answered well, as far as the service model knows them."""
    shape = service_model(service).operation_model(operation).input_shape
    further = [
        call
        for call in FURTHER_CALLS.get(operation, [])
        if ("RawMessage" in call) == (service == "ses")
    ]
    return [test_v2_results.known(shape, call) for call in [CALLS[service][operation], *further]]


class Account:
    """A mock's account in which something of everything is there."""

    def __init__(self, mock: SESMock, service: str, operation: str) -> None:
        arrange(mock, service, operation)
        mock.account().sandbox = True
        mock.account().verify("example.org")
        self.mock = mock
        self.service, self.operation = service, operation
        api = APIS[service]
        self.codes = {code for code, _ in api.codes.values()} | set(api.common_codes)

    def call(self, parameters: dict[str, Any]) -> None:
        """SES answers: well, or with one of its codes."""
        if self.service == "sesv2":
            parameters = test_v2_results.given(SECOND, parameters)
        request = raw_request(self.service, self.operation, parameters)
        reply = service_of(self.mock).answer(request)
        answer = parsed(self.service, self.operation, reply)
        if reply.status != 200:
            assert answer["Error"]["Code"] in self.codes

    def check(self) -> None:
        """Everything can still be shown, mails be sent, and what was sent be looked at."""
        for service, operation in SHOWING:
            shown = service_of(self.mock).answer(
                raw_request(service, operation, CALLS[service][operation])
            )
            assert shown.status < 500
        service_of(self.mock).answer(raw_request("ses", "SendEmail", SEND))
        service_of(self.mock).answer(raw_request("sesv2", "SendEmail", mail2()))
        for message in list(self.mock.outbox)[-5:]:
            assert message.events
            assert message.raw


WITH_INPUT = [
    (service, operation)
    for service, operation in OPERATIONS
    if service_model(service).operation_model(operation).input_shape is not None
]


@pytest.mark.parametrize(("service", "operation"), WITH_INPUT, ids=lambda each: each)
def test_any_one_member_may_be_missing_or_odd(service: str, operation: str) -> None:
    """Each member there is, and each that is missing, one at a time."""
    shape = service_model(service).operation_model(operation).input_shape
    for call in calls(service, operation):
        with SESMock(region="us-east-1") as mock:
            account = Account(mock, service, operation)
            for place in range(len(list(places(shape, copy.deepcopy(call))))):
                for change in changes(service, shape, call, place):
                    account.call(change)
            account.check()


def changes(
    service: str, shape: Shape, call: dict[str, Any], place: int
) -> Iterator[dict[str, Any]]:
    """The call without the member at a place, and with every odd value in it."""
    inside, _, member = list(places(shape, call))[place]
    odd = edges(member, place)
    if service == "sesv2" and not member.serialization.get("location"):
        odd += OF_ANOTHER_TYPE
    for value in [None, *odd] if isinstance(inside, dict) else odd:
        changed = copy.deepcopy(call)
        inside, key, _ = list(places(shape, changed))[place]
        if value is None:
            inside.pop(key, None)
        else:
            inside[key] = value
        yield changed


# One of each kind, which every text is tried as; of the others each one is tried as every fourth.
ALWAYS = [
    *("", "\ud800", "1" * 5000, "undisclosed:;", "[" * 3000, "[" * 3000 + "]" * 3000),
    '{"name":' * 3000 + "1" + "}" * 3000,
]


def edges(shape: Shape, turn: int) -> list[Any]:
    """Values of a shape at the edges of what a request can hold, a part of them at each turn."""
    if shape.type_name == "structure":
        return [{}]
    if shape.type_name == "list":
        first = edges(shape.member, turn)[0]
        return [[], [first], [first] * 51]
    if shape.type_name == "string":
        return [*ALWAYS, *TEXTS[turn % 4 :: 4]]
    return [{}] if shape.type_name == "map" else EDGES[shape.type_name]


@pytest.mark.parametrize(("service", "operation"), WITH_INPUT, ids=lambda each: each)
@given(data=st.data())
@settings(max_examples=max(settings().max_examples // 30, 3))
def test_any_request_is_answered(service: str, operation: str, data: st.DataObject) -> None:
    """Several members at a time."""
    parameters = data.draw(requests(service, operation))
    with SESMock(region="us-east-1") as mock:
        account = Account(mock, service, operation)
        account.call(parameters)
        account.check()
