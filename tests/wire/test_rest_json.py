"""Requests of the REST protocol; its answers are in test_rest_json_answers.py."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_json_client import ENDPOINT, EVERY_TYPE, SESV2, each_operation, sent
from strategies_from_model import FEWER_EXAMPLES, WHOLE_SECONDS, values

from pytest_sesmock.wire.request import MalformedRequest, OperationInput
from pytest_sesmock.wire.rest_json import parse_request

OPERATIONS = [SESV2.operation_model(name) for name in SESV2.operation_names]
SEND = "/v2/email/outbound-emails"
CONFIGURATION_SETS = "/v2/email/configuration-sets"
CONTACTS = "/v2/email/contact-lists/a/contacts"
METRICS = "/v2/email/metrics/batch"
RECOMMENDATIONS = "/v2/email/vdm/recommendations"
SUPPRESSED = "/v2/email/suppression/addresses"


def parsed(method: str, path: str, body: bytes | str = b"") -> OperationInput:
    return parse_request(SESV2, method, ENDPOINT + path, body)


def read(path: str, document: Any, method: str = "POST") -> dict[str, Any]:
    """The parameters of a request with this document as its body."""
    return parsed(method, path, json.dumps(document)).parameters


def location(shape: Any) -> str | None:
    found: str | None = shape.serialization.get("location")
    return found


# The model


def shapes_inside(shape: Any) -> Iterator[Any]:
    """A shape and all that it consists of."""
    yield shape
    for name in ("member", "key", "value"):
        if hasattr(shape, name):
            yield from shapes_inside(getattr(shape, name))
    if shape.type_name == "structure":
        for member in shape.members.values():
            yield from shapes_inside(member)


@each_operation
def test_the_model_asks_for_nothing_the_codec_does_not_know(operation: Any) -> None:
    """Headers, payloads, greedy labels or renamed members would be lost without a word."""
    assert getattr(SESV2, "resolved_protocol", SESV2.protocol) == "rest-json"
    assert set(operation.http) == {"method", "requestUri"}

    members = operation.input_shape.members.values()
    assert {location(each) for each in members} <= {None, "uri", "querystring"}
    for each in members:
        if location(each) == "uri":
            assert each.type_name == "string"
        elif location(each) == "querystring":
            assert each.type_name in {"string", "integer", "timestamp", "list"}
            assert each.type_name != "list" or each.member.type_name == "string"
    labels = {each.serialization["name"] for each in members if location(each) == "uri"}
    assert set(re.findall("{(.*?)}", operation.http["requestUri"])) == labels
    assert all(label.isidentifier() for label in labels)

    in_bodies = [
        *(each for each in members if location(each) is None),
        *operation.output_shape.members.values(),
    ]
    assert not operation.input_shape.serialization
    assert not operation.output_shape.serialization
    assert not any(inner.serialization for each in in_bodies for inner in shapes_inside(each))


def test_no_path_is_that_of_two_operations() -> None:
    """Whatever its labels are: so the first way that a path finds is its only one."""
    templates = [(each.http["method"], *each.http["requestUri"].split("/")) for each in OPERATIONS]

    for one, other in combinations(templates, 2):
        if len(one) == len(other):
            pairs = zip(one, other, strict=True)
            assert any(a != b and not a.startswith("{") and not b.startswith("{") for a, b in pairs)


# What botocore sends


def requests(shape: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters that botocore can send: no label is missing or empty.

    Left out: empty lists in the query string, of which nothing is sent, and fractions of a second,
    of which old versions send none.
    """
    labels = {
        name: values(member).filter(bool)
        for name, member in shape.members.items()
        if location(member) == "uri"
    }
    in_query = {name for name, member in shape.members.items() if location(member) == "querystring"}

    def together(parameters: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
        given = {**parameters, **texts}
        return {name: value for name, value in given.items() if value != [] or name not in in_query}

    return st.builds(together, values(shape, moments=WHOLE_SECONDS), st.fixed_dictionaries(labels))


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_every_request_of_botocore_is_read_as_it_was_meant(operation: Any, data: Any) -> None:
    """Exactly the operation and the parameters given."""
    parameters = data.draw(requests(operation.input_shape))

    assert parse_request(SESV2, *sent(operation, parameters)) == OperationInput(
        operation.name, parameters
    )


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_a_path_alone_is_read_like_the_whole_url(operation: Any, data: Any) -> None:
    """HTTP servers see the former, botocore's events the latter."""
    method, url, body = sent(operation, data.draw(requests(operation.input_shape)))
    path = url.removeprefix("https://email.us-east-1.amazonaws.com")

    assert re.match("/v[12]/email/", path)  # an old model has one operation of v1
    assert parse_request(SESV2, method, path, body) == parse_request(SESV2, method, url, body)


@given(data=st.data())
def test_types_no_request_of_ses_has_are_read_too(data: Any) -> None:
    operation = EVERY_TYPE.operation_model("Try")
    parameters = data.draw(requests(operation.input_shape))

    assert parse_request(EVERY_TYPE, *sent(operation, parameters)).parameters == parameters


@pytest.mark.parametrize(
    "text",
    [" ", "a b", "a/b", "a+b", "a%2Fb", "a%b", "é €😀", "..", "a?b#c&d=e", "contacts", "{}", "%"],
)
def test_labels_reach_the_operation_whole(text: str) -> None:
    operation = SESV2.operation_model("GetContact")
    parameters = {"ContactListName": text, "EmailAddress": f"{text}@example.com"}

    assert parse_request(SESV2, *sent(operation, parameters)) == OperationInput(
        "GetContact", parameters
    )


def test_an_empty_list_in_the_query_string_is_not_sent() -> None:
    request = sent(SESV2.operation_model("ListSuppressedDestinations"), {"Reasons": []})

    assert parse_request(SESV2, *request).parameters == {}


# What other clients may send


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("a%40example.com", "a@example.com", id="escaped"),
        pytest.param("a@example.com", "a@example.com", id="not escaped"),
        pytest.param("a%2fb", "a/b", id="small letters"),
        pytest.param("a+b", "a+b", id="plus"),
        pytest.param("é", "é", id="not ASCII"),
        pytest.param("%ff", "\ufffd", id="not UTF-8"),
        pytest.param("%zz", "%zz", id="no escape"),
    ],
)
def test_labels(path: str, name: str) -> None:
    assert parsed("GET", f"{CONFIGURATION_SETS}/{path}") == OperationInput(
        "GetConfigurationSet", {"ConfigurationSetName": name}
    )


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("?", {}, id="empty"),
        pytest.param("?Reason=BOUNCE", {"Reasons": ["BOUNCE"]}, id="list of one"),
        pytest.param(
            "?Reason=BOUNCE&PageSize=5&Reason=COMPLAINT",
            {"Reasons": ["BOUNCE", "COMPLAINT"], "PageSize": 5},
            id="list",
        ),
        pytest.param("?Reasons=BOUNCE&Colour=red&x", {}, id="unknown"),
        pytest.param("?NextToken=a+b%2B%3D%C3%A9", {"NextToken": "a b+=é"}, id="escapes"),
        pytest.param("?NextToken=", {"NextToken": ""}, id="empty string"),
        pytest.param("?PageSize=&StartDate=&NextToken=a", {"NextToken": "a"}, id="empty others"),
        pytest.param("?PageSize=5&PageSize=6", {"PageSize": 6}, id="given twice"),
        pytest.param(
            "?StartDate=2026-01-02T03:04:05.678Z&EndDate=2026-01-02T03:04:05%2B02:00",
            {
                "StartDate": datetime(2026, 1, 2, 3, 4, 5, 678000, timezone.utc),
                "EndDate": datetime(2026, 1, 2, 1, 4, 5, tzinfo=timezone.utc),
            },
            id="timestamps",
        ),
    ],
)
def test_query_strings(query: str, parameters: dict[str, Any]) -> None:
    assert parsed("GET", SUPPRESSED + query) == OperationInput(
        "ListSuppressedDestinations", parameters
    )


@pytest.mark.parametrize("body", [b"", "", b"{}", "{}", b" {\n} "])
def test_a_body_may_be_empty(body: bytes | str) -> None:
    assert parsed("PUT", "/v2/email/account/sending", body) == OperationInput(
        "PutAccountSendingAttributes", {}
    )


@pytest.mark.parametrize(
    ("document", "parameters"),
    [
        pytest.param({"Colour": 1, "Content": {"Sound": []}}, {"Content": {}}, id="unknown"),
        pytest.param(
            {"FromEmailAddress": None, "Content": {"Raw": None}, "EmailTags": None},
            {"Content": {}},
            id="null",
        ),
        pytest.param({"FromEmailAddress": ""}, {"FromEmailAddress": ""}, id="empty string"),
        pytest.param({"EmailTags": [{}]}, {"EmailTags": [{}]}, id="empty structure"),
        pytest.param(
            {"Content": {"Raw": {"Data": "aGVsbG8="}}},
            {"Content": {"Raw": {"Data": b"hello"}}},
            id="blob",
        ),
    ],
)
def test_bodies(document: Any, parameters: dict[str, Any]) -> None:
    assert read(SEND, document) == parameters


def test_bodies_are_utf8() -> None:
    body = '{"FromEmailAddress":"é€😀"}'

    assert parsed("POST", SEND, body.encode()) == parsed("POST", SEND, body)
    assert parsed("POST", SEND, body).parameters == {"FromEmailAddress": "é€😀"}


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        (0, datetime(1970, 1, 1, tzinfo=timezone.utc)),
        (1767323045, datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        (1767323045.678, datetime(2026, 1, 2, 3, 4, 5, 678000, timezone.utc)),
        (-0.5, datetime(1969, 12, 31, 23, 59, 59, 500000, timezone.utc)),
        (None, None),
    ],
)
def test_timestamps_count_seconds(seconds: float | None, moment: datetime | None) -> None:
    document = {"Queries": [{"StartDate": seconds}]}

    assert read(METRICS, document) == {"Queries": [{} if moment is None else {"StartDate": moment}]}


def test_a_fraction_of_an_integer_is_cut_off() -> None:
    assert read(RECOMMENDATIONS, {"PageSize": 5.9}) == {"PageSize": 5}


def test_null_in_a_map_is_no_entry() -> None:
    document = {"Filter": {"TYPE": None, "STATUS": "OPEN"}}

    assert read(RECOMMENDATIONS, document) == {"Filter": {"STATUS": "OPEN"}}


@pytest.mark.parametrize(
    ("text", "value"),
    [(text, True) for text in ("true", "TRUE", "yes", "Y", "t", "1")]
    + [(text, False) for text in ("false", "False", "NO", "n", "f", "0")],
)
def test_texts_that_are_booleans(text: str, value: bool) -> None:
    """[json-bool-string]."""
    document = {"SendingEnabled": text}

    assert read("/v2/email/account/sending", document, "PUT") == {"SendingEnabled": value}


# What is no request


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", "/v2/email/nonsense", id="unknown path"),
        pytest.param("POST", "/v2/email", id="path too short"),
        pytest.param("POST", f"{SEND}/a", id="path too long"),
        pytest.param("POST", f"{SEND}/", id="slash at the end"),
        pytest.param("POST", "", id="no path"),
        pytest.param("POST", "/v2/email/Outbound-Emails", id="capitals"),
        pytest.param("PATCH", SEND, id="unknown method"),
        pytest.param("GET", SEND, id="other method"),
        pytest.param("GET", f"{CONFIGURATION_SETS}/a/b/c", id="unknown below a label"),
        pytest.param("DELETE", f"{CONFIGURATION_SETS}/", id="empty label"),
        pytest.param("DELETE", "/v2/email/contact-lists//contacts/a", id="empty label inside"),
        pytest.param("GET", "/any/any/any", id="no name of ours"),
    ],
)
def test_paths_of_no_operation(method: str, path: str) -> None:
    """[unknown-operation-v2]."""
    with pytest.raises(MalformedRequest) as raised:
        parsed(method, path, b"{}")

    refused = raised.value
    assert (refused.code, refused.message) == ("UnknownOperationException", None)
    assert refused.http_status == 404


A_LIST = "Start of list found where not expected"
AN_OBJECT = "Start of structure or map found where not expected."


@pytest.mark.parametrize(
    ("path", "document", "message"),
    [
        pytest.param(
            CONFIGURATION_SETS,
            {"ConfigurationSetName": 123},
            "NUMBER_VALUE can not be converted to a String",
            id="string: number",
        ),
        pytest.param(
            CONFIGURATION_SETS,
            {"ConfigurationSetName": 1.5},
            "NUMBER_VALUE can not be converted to a String",
            id="string: fraction",
        ),
        pytest.param(
            CONTACTS,
            {"AttributesData": True},
            "TRUE_VALUE can not be converted to a String",
            id="string: true",
        ),
        pytest.param(
            CONFIGURATION_SETS,
            {"SuppressionOptions": {"SuppressedReasons": [False]}},
            "FALSE_VALUE can not be converted to a String",
            id="string: false",
        ),
        pytest.param(CONFIGURATION_SETS, {"ConfigurationSetName": []}, A_LIST, id="string: list"),
        pytest.param(
            CONFIGURATION_SETS, {"Tags": [{"Key": {}}]}, AN_OBJECT, id="string: structure"
        ),
        pytest.param(
            CONFIGURATION_SETS,
            {"SuppressionOptions": "nope"},
            "Expected null",
            id="structure: string",
        ),
        pytest.param(
            CONFIGURATION_SETS, {"SuppressionOptions": 0}, "Expected null", id="structure: number"
        ),
        pytest.param(CONFIGURATION_SETS, {"SuppressionOptions": []}, A_LIST, id="structure: list"),
        pytest.param(
            CONFIGURATION_SETS,
            {"SuppressionOptions": {"SuppressedReasons": "BOUNCE"}},
            "Expected list or null",
            id="list: string",
        ),
        pytest.param(CONFIGURATION_SETS, {"Tags": {}}, AN_OBJECT, id="list: structure"),
        pytest.param(CONFIGURATION_SETS, {"Tags": [None]}, None, id="list: null in it"),
        pytest.param(RECOMMENDATIONS, {"Filter": []}, A_LIST, id="map: list"),
        pytest.param(RECOMMENDATIONS, {"Filter": "x"}, "Expected map or null", id="map: string"),
        pytest.param(
            RECOMMENDATIONS,
            {"Filter": {"TYPE": 1}},
            "NUMBER_VALUE can not be converted to a String",
            id="map: number in it",
        ),
        pytest.param(
            CONTACTS,
            {"UnsubscribeAll": 1},
            "NUMBER_VALUE can not be converted to a Boolean",
            id="boolean: number",
        ),
        pytest.param(
            CONTACTS,
            {"UnsubscribeAll": "abc"},
            "STRING_VALUE can not be converted to an Boolean",
            id="boolean: string",
        ),
        pytest.param(CONTACTS, {"UnsubscribeAll": None}, None, id="boolean: null"),
        pytest.param(CONTACTS, {"UnsubscribeAll": []}, A_LIST, id="boolean: list"),
        pytest.param(CONTACTS, {"UnsubscribeAll": {}}, AN_OBJECT, id="boolean: structure"),
        pytest.param(
            RECOMMENDATIONS,
            {"PageSize": "1"},
            "STRING_VALUE can not be converted to an Integer",
            id="integer: string",
        ),
        pytest.param(
            RECOMMENDATIONS,
            {"PageSize": True},
            "TRUE_VALUE can not be converted to an Integer",
            id="integer: true",
        ),
        pytest.param(RECOMMENDATIONS, {"PageSize": [1]}, A_LIST, id="integer: list"),
        pytest.param(RECOMMENDATIONS, {"PageSize": {}}, AN_OBJECT, id="integer: structure"),
        pytest.param(RECOMMENDATIONS, {"PageSize": 1e999}, None, id="integer: beyond measure"),
        pytest.param(
            METRICS,
            {"Queries": [{"StartDate": "2026-01-02T03:04:05Z"}]},
            "STRING_VALUE can not be converted to milliseconds since epoch",
            id="timestamp: string",
        ),
        pytest.param(
            METRICS, {"Queries": [{"StartDate": 1e300}]}, None, id="timestamp: beyond measure"
        ),
        pytest.param(
            SEND,
            {"Content": {"Raw": {"Data": 1}}},
            "NUMBER_VALUE can not be converted to a Blob",
            id="blob: number",
        ),
        pytest.param(SEND, {"Content": {"Raw": {"Data": "a"}}}, None, id="blob: no Base64"),
        pytest.param(SEND, {"Content": {"Raw": {"Data": "é"}}}, None, id="blob: not ASCII"),
    ],
)
def test_values_of_the_wrong_type(path: str, document: Any, message: str | None) -> None:
    """[json-wrong-types] and [json-bool-string]; the rest as in other services."""
    # json.dumps writes what is beyond measure as Infinity, which is no JSON.
    body = json.dumps(document).replace("Infinity", "1e999")

    with pytest.raises(MalformedRequest) as raised:
        parsed("POST", path, body)

    refused = raised.value
    assert (refused.code, refused.message) == ("SerializationException", message)
    assert refused.http_status == 400


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b" \n", None, id="only spaces"),
        pytest.param(b"{", None, id="cut off"),
        pytest.param(b'{"a": 1,}', None, id="comma too many"),
        pytest.param(b"{} {}", None, id="two documents"),
        pytest.param(b'{"a": NaN}', None, id="not a number"),
        pytest.param(b'{"a": "\xff"}', None, id="not UTF-8"),
        pytest.param(b"null", None, id="null"),
        pytest.param(b'"x"', None, id="string"),
        pytest.param(b"1", None, id="number"),
        pytest.param(b"[]", A_LIST, id="list"),
    ],
)
def test_bodies_that_are_no_json_object(body: bytes, message: str | None) -> None:
    with pytest.raises(MalformedRequest) as raised:
        parsed("POST", SEND, body)

    assert (raised.value.code, raised.value.message) == ("SerializationException", message)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param("PageSize=abc", "'abc' can not be converted to Integer", id="integer"),
        pytest.param("PageSize=1.5", "'1.5' can not be converted to Integer", id="fraction"),
        pytest.param(
            "StartDate=yesterday",
            "'yesterday' can not be converted to milliseconds since epoch",
            id="timestamp",
        ),
    ],
)
def test_query_strings_that_cannot_be_read(query: str, message: str) -> None:
    """[list-page-size-not-int-v2]."""
    with pytest.raises(MalformedRequest) as raised:
        parsed("GET", f"{SUPPRESSED}?{query}")

    assert (raised.value.code, raised.value.message) == ("SerializationException", message)
