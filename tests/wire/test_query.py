"""Requests of the query protocol; its answers are in test_query_answers.py."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_client import EVERY_TYPE, SES, body_sent, each_operation
from strategies_from_model import FEWER_EXAMPLES, values

from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.query import parse_request, write_error
from pytest_sesmock.wire.request import MalformedRequest, OperationInput


def form(operation: str = "SendEmail", /, **fields: str) -> str:
    """A form of SES with these fields, the dots of their names written as two underscores."""
    named = {name.replace("__", "."): text for name, text in fields.items()}
    return urlencode({"Action": operation, "Version": "2010-12-01", **named})


def test_the_model_asks_for_nothing_the_codec_does_not_know() -> None:
    """Renamed, flattened, attribute or otherwise dated members would be lost without a word."""
    # Old versions of botocore know no choice of protocols.
    assert getattr(SES, "resolved_protocol", SES.protocol) == "query"
    assert SES.metadata["xmlNamespace"] in write_error("", "", "").decode()

    for name in SES.shape_names:
        shape = SES.shape_for(name)
        members = [
            *(shape.members.values() if shape.type_name == "structure" else ()),
            *([shape.member] if shape.type_name == "list" else ()),
            *([shape.key, shape.value] if shape.type_name == "map" else ()),
        ]
        traits = {trait for each in (shape, *members) for trait in each.serialization}
        assert traits <= {"resultWrapper"}


@pytest.mark.parametrize("name", ["ses", "sesv2"])
def test_the_model_is_the_one_botocore_makes_clients_from(name: str) -> None:
    import botocore.session

    session = botocore.session.Session()
    client = session.create_client(name, "us-east-1")
    ours = service_model(name)

    assert ours is service_model(name)
    assert ours.service_name == name
    assert ours.metadata == client.meta.service_model.metadata
    assert ours.shape_names == client.meta.service_model.shape_names
    assert ours.operation_names == client.meta.service_model.operation_names


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_every_request_of_botocore_is_read_as_it_was_meant(operation: Any, data: Any) -> None:
    """Exactly the parameters given. Left out: empty structures, which botocore does not send."""
    shape = operation.input_shape
    parameters = data.draw(values(shape, empty_structures=False)) if shape else {}

    call = parse_request(SES, body_sent(operation, parameters))

    assert call == OperationInput(operation.name, parameters)


@pytest.mark.parametrize(
    ("given_parameters", "read"),
    [
        pytest.param({"Destination": {}}, {}, id="empty structure"),
        pytest.param(
            {"Destination": {"BccAddresses": []}},
            {"Destination": {"BccAddresses": []}},
            id="empty list",
        ),
        pytest.param({"Source": ""}, {"Source": ""}, id="empty string"),
        pytest.param({"Tags": [{}, {"Name": "a"}]}, {"Tags": [{"Name": "a"}]}, id="gap in a list"),
    ],
)
def test_what_botocore_sends_of_empty_values(
    given_parameters: dict[str, Any], read: dict[str, Any]
) -> None:
    body = body_sent(SES.operation_model("SendEmail"), given_parameters)

    assert parse_request(SES, body).parameters == read


ESCAPES = ["%41", "%C3%A9", "%e2%82%ac", "%E2", "%ff", "%5C", "%26", "%00", "\\x", "é", "\ud800"]


@given(st.lists(st.sampled_from([*ESCAPES, *"%+\\xN{41Ce=\n€"])).map("".join))
def test_escapes_are_read_as_urllib_reads_them(text: str) -> None:
    body = f"Action=SendEmail&&Version=2010-12-01&Source={text}"

    source = dict(parse_qsl(body, keep_blank_values=True))["Source"]
    assert parse_request(SES, body).parameters == {"Source": source}


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        pytest.param(form(Source="a", Nonsense="b", Source2__x="c"), {"Source": "a"}, id="unknown"),
        pytest.param(form(Source="a") + "&Source=b", {"Source": "b"}, id="given twice"),
        pytest.param(form() + "&S%6Furce=%C3%A9", {"Source": "é"}, id="escaped name"),
        pytest.param(form() + "&Source=é", {"Source": "é"}, id="text not escaped"),
        pytest.param((form() + "&Source=é").encode(), {"Source": "é"}, id="bytes not escaped"),
        pytest.param(form().encode() + b"&Source=\xff", {"Source": "\ufffd"}, id="bytes not UTF-8"),
        pytest.param(
            form(
                Destination__ToAddresses__member__10="j",
                Destination__ToAddresses__member__2="b",
                Destination__ToAddresses__member__01="a",
            ),
            {"Destination": {"ToAddresses": ["a", "b", "j"]}},
            id="numeric order",
        ),
        pytest.param(
            form(Destination="", Destination__CcAddresses=""),
            {"Destination": {"CcAddresses": []}},
            id="text, then what is below it",
        ),
        pytest.param(
            form(Destination__CcAddresses__member__1="a", Destination__CcAddresses=""),
            {"Destination": {"CcAddresses": []}},
            id="what is below it, then text",
        ),
    ],
)
def test_forms_no_botocore_would_send(body: bytes | str, parameters: dict[str, Any]) -> None:
    assert parse_request(SES, body).parameters == parameters


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        ("2026-01-02T03:04:05.678901Z", datetime(2026, 1, 2, 3, 4, 5, 678901, timezone.utc)),
        ("2026-01-02T05:04:05+02:00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        ("2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ],
)
def test_timestamps_of_other_clients(sent: str, moment: datetime) -> None:
    """Without a zone the time is UTC, as in AWS's own formats."""
    body = form("SendBounce", MessageDsn__ArrivalDate=sent)

    assert parse_request(SES, body).parameters == {"MessageDsn": {"ArrivalDate": moment}}


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        pytest.param(
            "",
            "MissingAction",
            "The request is missing an action or a required parameter.",
            id="empty body",
        ),
        pytest.param(
            "Version=2010-12-01&Action=",
            "MissingAction",
            "The request is missing an action or a required parameter.",
            id="empty action",
        ),
        pytest.param(
            "Action=GetSendQuota&Version=2009-10-16",
            "InvalidAction",
            "Could not find operation GetSendQuota for version 2009-10-16",
            id="other version",
        ),
        pytest.param(
            "Action=GetSendQuota",
            "InvalidAction",
            "Could not find operation GetSendQuota for version NO_VERSION_SPECIFIED",
            id="no version",
        ),
        pytest.param(
            "Action=SendMail&Version=2010-12-01",
            "InvalidAction",
            "Could not find operation SendMail for version 2010-12-01",
            id="unknown operation",
        ),
        pytest.param(
            form("GetIdentityVerificationAttributes", Identities__1="a"),
            "MalformedInput",
            "Top level element may not be treated as a list",
            id="list without its name",
        ),
        pytest.param(
            form("GetIdentityVerificationAttributes", Identities__member__first="a"),
            "MalformedInput",
            "Top level element may not be treated as a list",
            id="list with a word for a number",
        ),
        pytest.param(
            form("GetIdentityVerificationAttributes", Identities__member="a"),
            "MalformedInput",
            "Top level element may not be treated as a list",
            id="list without numbers",
        ),
        pytest.param(
            form(Destination__ToAddresses="a@example.com"),
            "MalformedInput",
            "Unexpected list element termination",
            id="text for a list",
        ),
        pytest.param(
            form(Message="Hello"),
            "MalformedInput",
            "Unexpected complex element termination",
            id="text for a structure",
        ),
        pytest.param(
            form(Source__member__1="a@example.com"),
            "MalformedInput",
            "Start of list found where not expected",
            id="list for a text",
        ),
    ],
)
def test_malformed_requests(body: str, code: str, message: str) -> None:
    with pytest.raises(MalformedRequest) as raised:
        parse_request(SES, body)

    assert (raised.value.code, raised.value.message) == (code, message)
    assert str(raised.value) == f"{code}: {message}"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(form("ListIdentities", MaxItems="abc"), None, id="number"),
        pytest.param(
            form("ListIdentities", MaxItems=""), "missing value for decimal type", id="no number"
        ),
        pytest.param(form("SendRawEmail", RawMessage__Data="a"), None, id="blob"),
        pytest.param(form("SendBounce", MessageDsn__ArrivalDate="yesterday"), None, id="timestamp"),
    ],
)
def test_scalars_that_cannot_be_read_are_malformed_input(body: str, message: str | None) -> None:
    """[list-page-size-not-int-v1]."""
    with pytest.raises(MalformedRequest) as raised:
        parse_request(SES, body)

    assert (raised.value.code, raised.value.message) == ("MalformedInput", message)
    assert raised.value.http_status == 400


@given(data=st.data())
def test_types_only_answers_of_ses_have_are_read_too(data: Any) -> None:
    operation = EVERY_TYPE.operation_model("Try")
    parameters = data.draw(values(operation.input_shape, empty_structures=False))

    assert parse_request(EVERY_TYPE, body_sent(operation, parameters)).parameters == parameters


def test_a_map_entry_without_its_value_is_no_entry() -> None:
    body = form("Try", Map__entry__1__key="a", Map__entry__2__key="b", Map__entry__2__value="")

    assert parse_request(EVERY_TYPE, body).parameters == {"Map": {"b": []}}


def test_a_map_may_be_empty_but_is_no_text() -> None:
    assert parse_request(EVERY_TYPE, form("Try", Map="")).parameters == {"Map": {}}
    with pytest.raises(MalformedRequest, match="Unexpected list element termination"):
        parse_request(EVERY_TYPE, form("Try", Map="a"))
