"""Sending mail: as texts, as a MIME message, from templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import sending as reasons
from pytest_sesmock.api import mail
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.templates import stored_content
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.rules import BOUNCE_RULES
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.from_template import with_template
from pytest_sesmock.engine.submissions.submission import Submission


def send_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send subject, text and HTML to at most 50 recipients."""
    submission = Submission(
        **_common(context, parameters, "Tags"),
        **mail.read_recipients(parameters["Destination"]),
        **mail.read_texts(parameters["Message"]),
    )
    return {"MessageId": context.submit(submission)}


def send_raw_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a MIME message, to the destinations given or else to those its header names."""
    destinations = tuple(parameters.get("Destinations", ()))
    submission = Submission(
        **_common(context, parameters, "Tags"),
        source_given="Source" in parameters,
        from_arn=parameters.get("FromArn"),
        envelope=destinations or None,
        envelope_given=bool(destinations),
    )
    submission = with_raw(submission, parameters["RawMessage"]["Data"])
    return {"MessageId": context.submit(submission)}


def send_templated_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send what a stored template gives for the data; a missing attribute does not stop it."""
    submission = Submission(
        **_common(context, parameters, "Tags"), **mail.read_recipients(parameters["Destination"])
    )
    name = parameters["Template"]
    template = stored_content(context, name)
    submission = with_template(submission, name, template, parameters["TemplateData"])
    return {"MessageId": context.submit(submission)}


def send_bulk_templated_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send what a stored template gives for each destination's data; a status for each."""
    name = parameters["Template"]
    template = stored_content(context, name)
    usual = parameters.get("DefaultTemplateData", "{}")
    request = Submission(**_common(context, parameters, "DefaultTags"))
    entries = [
        with_template(
            mail.entry_of(request, each["Destination"], each.get("ReplacementTags", ())),
            name,
            template,
            usual,
            # Without any the entry fails [tpl-data-invalid-bulk].
            each.get("ReplacementTemplateData", ""),
        )
        for each in parameters["Destinations"]
    ]
    request = with_template(request, name, template, usual)
    return {"Status": context.submit_bulk(request, entries)}


def send_bounce(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a bounce for a mail that was received; to its sender, whom the mock does not know.

    The message in the outbox has therefore no recipients. That a mail of this id was received
    is taken for granted, as nothing is received here.
    """
    if not parameters["BouncedRecipientInfoList"]:
        raise reasons.BOUNCE_EMPTY.refused()
    explanation = parameters.get("Explanation")
    submission = Submission(
        api=context.call.api,
        operation=context.call.operation,
        region=context.call.region,
        source=parameters["BounceSender"],
        source_arn=parameters.get("BounceSenderArn"),
        text=None if explanation is None else Content(explanation),
    )
    return {"MessageId": context.submit(submission, rules=BOUNCE_RULES)}


def _common(context: Context, parameters: Mapping[str, Any], tags: str) -> dict[str, Any]:
    """What every mail has, as fields of a submission; `tags` is the parameter with its tags."""
    return {
        "api": context.call.api,
        "operation": context.call.operation,
        "region": context.call.region,
        "source": parameters.get("Source", ""),
        "reply_to": tuple(parameters.get("ReplyToAddresses", ())),
        "return_path": parameters.get("ReturnPath"),
        "source_arn": parameters.get("SourceArn"),
        "return_path_arn": parameters.get("ReturnPathArn"),
        "configuration_set": parameters.get("ConfigurationSetName"),
        "tags": mail.read_message_tags(parameters.get(tags, ())),
    }


OPERATIONS: dict[str, Operation] = {
    "SendEmail": Operation(send_email, sends=True),
    "SendRawEmail": Operation(send_raw_email, sends=True),
    "SendTemplatedEmail": Operation(send_templated_email, sends=True),
    "SendBulkTemplatedEmail": Operation(
        send_bulk_templated_email, sends=True, entries="Destinations"
    ),
    "SendBounce": Operation(send_bounce, sends=True),
}
