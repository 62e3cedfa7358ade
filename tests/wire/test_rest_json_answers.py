from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from rest_json_client import EVERY_TYPE, SESV2, each_operation, parsed_by_botocore
from strategies_from_model import ANY_TEXT, FEWER_EXAMPLES, values

from pytest_sesmock.wire.protocols import protocol
from pytest_sesmock.wire.rest_json import error_headers, write_error, write_result

MESSAGE_ID = "0100015914b22075-7a4e3573-ca72-41ce-8eda-388f81232ad9-000000"


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_every_result_is_read_by_botocore_as_it_was_written(operation: Any, data: Any) -> None:
    """Equal in full: empty strings, lists, maps and structures, milliseconds, every character."""
    shape = operation.output_shape
    result = data.draw(values(shape))

    assert parsed_by_botocore(write_result(SESV2, operation.name, result), shape) == result


@given(data=st.data())
def test_types_no_answer_of_ses_has_are_written_too(data: Any) -> None:
    shape = EVERY_TYPE.operation_model("Try").output_shape
    result = data.draw(values(shape))

    assert parsed_by_botocore(write_result(EVERY_TYPE, "Try", result), shape) == result


def test_the_success_recorded_in_2023_byte_for_byte() -> None:
    body = write_result(SESV2, "SendEmail", {"MessageId": MESSAGE_ID})

    assert body == b'{"MessageId":"' + MESSAGE_ID.encode() + b'"}'
    assert f"content-length {len(body)}," in BEHAVIOUR["v2-success-bytes"]["note"]


@pytest.mark.parametrize(
    ("operation", "result", "body"),
    [
        pytest.param("DeleteEmailIdentity", {}, "{}", id="empty result"),
        pytest.param("SendEmail", {"MessageId": None}, "{}", id="None"),
        pytest.param(
            "SendEmail", {"MessageId": "", "Colour": "red"}, '{"MessageId":""}', id="unknown"
        ),
        pytest.param(
            "GetAccount",
            {
                "SendingEnabled": True,
                "SendQuota": {"SentLast24Hours": 127, "Max24HourSend": 200.0, "MaxSendRate": None},
                "EnforcementStatus": "HEALTHY",
                "DedicatedIpAutoWarmupEnabled": False,
            },
            '{"DedicatedIpAutoWarmupEnabled":false,"EnforcementStatus":"HEALTHY",'
            '"SendQuota":{"Max24HourSend":200.0,"SentLast24Hours":127.0},"SendingEnabled":true}',
            id="the model's order",
        ),
        pytest.param(
            "ListContactLists",
            {
                "ContactLists": [
                    {
                        "ContactListName": "a",
                        "LastUpdatedTimestamp": datetime(
                            2026, 9, 25, 9, 59, 44, 592499, timezone(timedelta(hours=2))
                        ),
                    },
                    {},
                ]
            },
            '{"ContactLists":[{"ContactListName":"a","LastUpdatedTimestamp":1790323184.592},{}]}',
            id="timestamp",
        ),
        pytest.param(
            "GetEmailIdentityPolicies",
            {"Policies": {"b": '{"a":"\\n"}', "a": ""}},
            '{"Policies":{"b":"{\\"a\\":\\"\\\\n\\"}","a":""}}',
            id="map",
        ),
        pytest.param(
            "SendEmail", {"MessageId": "é€😀/<>&'"}, '{"MessageId":"é€😀/<>&\'"}', id="text"
        ),
        pytest.param("SendEmail", {"MessageId": "a\ud800"}, '{"MessageId":"a?"}', id="surrogate"),
    ],
)
def test_bodies_of_answers(operation: str, result: dict[str, Any], body: str) -> None:
    """Names and order, without spaces, in UTF-8."""
    assert write_result(SESV2, operation, result) == body.encode()


def test_a_timestamp_is_the_number_that_was_probed() -> None:
    """[json-timestamps]."""
    moment = datetime(2026, 9, 25, 4, 59, 44, 592000, timezone.utc)
    body = write_result(SESV2, "GetContactList", {"CreatedTimestamp": moment})

    assert "1.790312384592E9" in BEHAVIOUR["json-timestamps"]["note"]
    assert float(body.partition(b":")[2].rstrip(b"}")) == 1.790312384592e9


def test_the_error_recorded_byte_for_byte() -> None:
    recorded = BEHAVIOUR["v2-error-body"]

    assert write_error(recorded["message"]) == b'{"message":"Maximum sending rate exceeded."}'


@pytest.mark.parametrize("message", [None, ""])
def test_an_error_without_a_text_says_null(message: str | None) -> None:
    assert write_error(message).decode() in BEHAVIOUR["v2-from-missing-simple"]["note"]


@given(ANY_TEXT.filter(bool))
def test_no_text_makes_an_error_botocore_cannot_read(text: str) -> None:
    parsed = parsed_by_botocore(write_error(text), None, 400, error_headers("MessageRejected"))

    assert parsed == {"Error": {"Code": "MessageRejected", "Message": text}}


@pytest.mark.parametrize("shape", SESV2.error_shapes, ids=lambda it: it.name)
def test_every_modelled_error_reaches_botocore(shape: Any) -> None:
    status = shape.metadata["error"]["httpStatusCode"]
    body, headers = write_error("No."), error_headers(shape.error_code)

    sends = SESV2.operation_model("SendEmail").output_shape
    parsed = parsed_by_botocore(body, sends, status, headers)
    assert parsed == {"Error": {"Code": shape.error_code, "Message": "No."}}
    assert parsed_by_botocore(body, shape, status, headers) == {}


def test_the_headers_of_the_error_recorded_in_2023() -> None:
    recorded = BEHAVIOUR["v2-error-headers"]
    wire = protocol("sesv2")
    headers = {"Content-Type": wire.content_type, **wire.error_headers(recorded["code"])}

    assert headers == {"Content-Type": "application/json", "x-amzn-ErrorType": "MessageRejected"}
    for name, value in headers.items():
        assert f"{name} {value}".lower() in recorded["note"].replace(":", "").lower()


def test_the_wire_of_sesv2_is_this_one() -> None:
    wire = protocol("sesv2")
    result = {"MessageId": MESSAGE_ID}

    assert wire.write_result("SendEmail", result, "id") == write_result(SESV2, "SendEmail", result)
    assert wire.write_error("MessageRejected", "No.", "id", 400) == write_error("No.")
    url = "https://email.us-east-1.amazonaws.com/v2/email/account"
    assert wire.parse_request("GET", url, b"").operation == "GetAccount"
