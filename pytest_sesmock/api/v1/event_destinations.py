"""Event destinations of configuration sets."""

from __future__ import annotations

import re

from pytest_sesmock.account.event_destinations import FirehoseStream, SnsTopic
from pytest_sesmock.api.context import Operation
from pytest_sesmock.api.event_destinations import Member, Spelling


def _word(canonical: str) -> str:
    """RENDERING_FAILURE as renderingFailure."""
    first, *rest = canonical.lower().split("_")
    return first + "".join(map(str.capitalize, rest))


def _to_canonical(word: str) -> str:
    """The other way round, renderingFailure as RENDERING_FAILURE."""
    return re.sub("(?=[A-Z])", "_", word).upper()


SPELLING = Spelling(
    {
        SnsTopic: Member("SNSDestination", {"arn": "TopicARN"}),
        FirehoseStream: Member(
            "KinesisFirehoseDestination",
            {"role_arn": "IAMRoleARN", "stream_arn": "DeliveryStreamARN"},
        ),
    },
    word=_word,
    canonical=_to_canonical,
    name=lambda parameters: str(parameters["EventDestination"]["Name"]),
)

OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSetEventDestination": Operation(SPELLING.create),
    "UpdateConfigurationSetEventDestination": Operation(SPELLING.update),
    "DeleteConfigurationSetEventDestination": Operation(SPELLING.delete),
}
