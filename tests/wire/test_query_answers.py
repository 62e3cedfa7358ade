from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_client import EVERY_TYPE, SES, each_operation, parsed_by_botocore
from strategies_from_model import ANY_TEXT, FEWER_EXAMPLES, XML_TEXT, values

from pytest_sesmock.wire.query import write_error, write_result

REQUEST_ID = "8f23e6e6-b4f2-4572-b426-343b370cb32c"


def without_metadata(parsed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_every_result_is_read_by_botocore_as_it_was_written(operation: Any, data: Any) -> None:
    """Equal in full: empty strings, lists, maps and structures, milliseconds, every character."""
    shape = operation.output_shape
    result = data.draw(values(shape, text=XML_TEXT)) if shape else {}

    parsed = parsed_by_botocore(write_result(SES, operation.name, result, REQUEST_ID), shape)

    assert without_metadata(parsed) == result
    assert parsed["ResponseMetadata"]["RequestId"] == REQUEST_ID


@given(data=st.data())
def test_types_no_answer_of_ses_has_are_written_too(data: Any) -> None:
    shape = EVERY_TYPE.operation_model("Try").output_shape
    result = data.draw(values(shape, text=XML_TEXT))

    parsed = parsed_by_botocore(write_result(EVERY_TYPE, "Try", result, REQUEST_ID), shape)

    assert without_metadata(parsed) == result


@given(ANY_TEXT | st.text(st.sampled_from("\x00\x08\x1f\ud800\udfff\ufffe\uffff\r\n<&")))
def test_no_text_makes_an_answer_botocore_cannot_read(text: str) -> None:
    """A character XML cannot carry reads "?", and no other character changes."""
    body = write_result(SES, "SendEmail", {"MessageId": text}, REQUEST_ID)
    parsed = parsed_by_botocore(body, SES.operation_model("SendEmail").output_shape)

    assert len(parsed["MessageId"]) == len(text)
    for read, written in zip(parsed["MessageId"], text, strict=True):
        assert read == written or (read == "?" and written in UNWRITABLE)


UNWRITABLE = {
    *map(chr, set(range(32)) - {9, 10, 13}),
    *map(chr, range(0xD800, 0xE000)),
    "\ufffe",
    "\uffff",
}


@pytest.mark.parametrize(
    ("operation", "result", "inside"),
    [
        pytest.param(
            "SendEmail",
            {"MessageId": "0100015914b22075-7a4e3573-ca72-41ce-8eda-388f81232ad9-000000"},
            """
  <SendEmailResult>
    <MessageId>0100015914b22075-7a4e3573-ca72-41ce-8eda-388f81232ad9-000000</MessageId>
  </SendEmailResult>""",
            id="text",
        ),
        pytest.param("DeleteIdentity", {}, "<DeleteIdentityResult/>", id="empty result"),
        pytest.param("VerifyEmailAddress", {}, "", id="no result in the model"),
        pytest.param(
            "GetSendQuota",
            {"SentLast24Hours": 127.0, "Max24HourSend": 200, "MaxSendRate": None},
            """
  <GetSendQuotaResult>
    <Max24HourSend>200.0</Max24HourSend>
    <SentLast24Hours>127.0</SentLast24Hours>
  </GetSendQuotaResult>""",
            id="numbers in the model's order, None left out",
        ),
        pytest.param(
            "ListConfigurationSets",
            {"ConfigurationSets": [{"Name": "test"}], "NextToken": "QUFBQUF"},
            """
  <ListConfigurationSetsResult>
    <ConfigurationSets>
      <member>
        <Name>test</Name>
      </member>
    </ConfigurationSets>
    <NextToken>QUFBQUF</NextToken>
  </ListConfigurationSetsResult>""",
            id="list",
        ),
        pytest.param(
            "GetIdentityVerificationAttributes",
            {
                "VerificationAttributes": {
                    "example.com": {
                        "VerificationToken": "pwCRTZ8zHIJu+vePnXEa4DJmDyGhjSS8V3TkzzL2jI8=",
                        "VerificationStatus": "Pending",
                    },
                    "user@example.com": {"VerificationStatus": "Pending"},
                }
            },
            """
  <GetIdentityVerificationAttributesResult>
    <VerificationAttributes>
      <entry>
        <key>example.com</key>
        <value>
          <VerificationStatus>Pending</VerificationStatus>
          <VerificationToken>pwCRTZ8zHIJu+vePnXEa4DJmDyGhjSS8V3TkzzL2jI8=</VerificationToken>
        </value>
      </entry>
      <entry>
        <key>user@example.com</key>
        <value>
          <VerificationStatus>Pending</VerificationStatus>
        </value>
      </entry>
    </VerificationAttributes>
  </GetIdentityVerificationAttributesResult>""",
            id="map",
        ),
        pytest.param(
            "GetSendStatistics",
            {
                "SendDataPoints": [
                    {
                        "Timestamp": datetime(2016, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))),
                        "DeliveryAttempts": 8,
                    }
                ]
            },
            """
  <GetSendStatisticsResult>
    <SendDataPoints>
      <member>
        <Timestamp>2016-01-01T00:00:00.000Z</Timestamp>
        <DeliveryAttempts>8</DeliveryAttempts>
      </member>
    </SendDataPoints>
  </GetSendStatisticsResult>""",
            id="timestamp",
        ),
    ],
)
def test_the_elements_of_answers(operation: str, result: dict[str, Any], inside: str) -> None:
    """Names, order and empty elements, in the one line of [v1-success-xml]."""
    elements = "".join(line.strip() for line in inside.splitlines())

    assert write_result(SES, operation, result, REQUEST_ID).decode() == (
        f'<{operation}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">{elements}'
        f"<ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>"
        f"</{operation}Response>"
    )


def test_the_error_recorded_in_2014_byte_for_byte() -> None:
    """[v1-error-xml-bytes]."""
    body = write_error(
        "InvalidParameterValue", "Illegal content.", "4a10dfc3-b14b-11e3-a5d3-bdfbde8256a3"
    )

    assert body == (
        b'<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">\n  <Error>\n'
        b"    <Type>Sender</Type>\n    <Code>InvalidParameterValue</Code>\n"
        b"    <Message>Illegal content.</Message>\n  </Error>\n"
        b"  <RequestId>4a10dfc3-b14b-11e3-a5d3-bdfbde8256a3</RequestId>\n</ErrorResponse>\n"
    )


@pytest.mark.parametrize(
    ("message", "written"),
    [
        pytest.param(
            """Illegal header '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http'.""",
            "Illegal header '&lt;!DOCTYPE html PUBLIC &quot;-//W3C//DTD XHTML 1.0//EN&quot; "
            "&quot;http'.",
            id="illegal-header",
        ),
        pytest.param("a & b", "a &amp; b", id="ampersand"),
    ],
)
def test_messages_are_escaped_as_ses_does(message: str, written: str) -> None:
    body = write_error("InvalidParameterValue", message, REQUEST_ID).decode()

    assert f"    <Message>{written}</Message>\n" in body


@pytest.mark.parametrize(("status", "fault"), [(400, "Sender"), (404, "Sender"), (503, "Receiver")])
def test_faults_of_the_server_are_the_receivers(status: int, fault: str) -> None:
    body = write_error("ServiceUnavailable", "Busy.", REQUEST_ID, status=status)

    assert parsed_by_botocore(body, None, status) == {
        "Error": {"Type": fault, "Code": "ServiceUnavailable", "Message": "Busy."},
        "ResponseMetadata": {
            "RequestId": REQUEST_ID,
            "HTTPStatusCode": status,
            "HTTPHeaders": {"content-type": "text/xml"},
        },
    }


@pytest.mark.parametrize("shape", SES.error_shapes, ids=lambda it: it.name)
def test_every_modelled_error_reaches_botocore(shape: Any) -> None:
    """With code and message alone, as recorded [error-response-members]."""
    body = write_error(shape.error_code, "No.", REQUEST_ID)

    parsed = parsed_by_botocore(body, SES.operation_model("SendEmail").output_shape, 400)
    assert parsed["Error"] == {"Type": "Sender", "Code": shape.error_code, "Message": "No."}
    assert parsed_by_botocore(body, shape, 400) == {}
