"""The SMTP interface of Amazon SES: one operation, which no SDK has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.api.context import Api, Context, Operation, Result
from pytest_sesmock.api.smtp import codes
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission


def send_smtp_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a message to the recipients of its envelope; those in its header get nothing by that."""
    submission = Submission(
        api=context.call.api,
        operation=context.call.operation,
        region=context.call.region,
        source=parameters["Source"],
        source_given=True,
        envelope=tuple(parameters["Destinations"]),
        envelope_given=True,
        trace_field=parameters["Received"],
    )
    submission = with_raw(submission, parameters["RawMessage"]["Data"])
    return {"MessageId": context.submit(submission)}


API = Api(
    name="smtp",
    operations={"SendSmtpEmail": Operation(send_smtp_email, sends=True)},
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    unknown_operation=codes.UNAVAILABLE,
    entry_accepted="",
    entry_failed="",
    entry_statuses={},
    texts=codes.TEXTS,
    unavailable=codes.UNAVAILABLE,
)
