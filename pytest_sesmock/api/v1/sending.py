"""Sending a simple message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.engine.submission import Content, Submission, Tag


def send_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send subject, text and HTML to at most 50 recipients."""
    destination = parameters["Destination"]
    message = parameters["Message"]
    body = message["Body"]
    submission = Submission(
        api=context.call.api,
        operation=context.call.operation,
        region=context.call.region,
        source=parameters["Source"],
        to=tuple(destination.get("ToAddresses", ())),
        cc=tuple(destination.get("CcAddresses", ())),
        bcc=tuple(destination.get("BccAddresses", ())),
        reply_to=tuple(parameters.get("ReplyToAddresses", ())),
        return_path=parameters.get("ReturnPath"),
        source_arn=parameters.get("SourceArn"),
        return_path_arn=parameters.get("ReturnPathArn"),
        configuration_set=parameters.get("ConfigurationSetName"),
        tags=tuple(Tag(tag["Name"], tag["Value"]) for tag in parameters.get("Tags", ())),
        subject=_content(message["Subject"]),
        text=_content(body["Text"]) if "Text" in body else None,
        html=_content(body["Html"]) if "Html" in body else None,
    )
    return {"MessageId": context.submit(submission)}


def _content(parameter: Mapping[str, Any]) -> Content:
    return Content(parameter["Data"], parameter.get("Charset"))


OPERATIONS: dict[str, Operation] = {"SendEmail": send_email}
