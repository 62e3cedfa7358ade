"""Event destinations of configuration sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.event_destinations import FirehoseStream, SnsTopic
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.event_destinations import Member, Spelling


def create_configuration_set_event_destination(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set one more event destination."""
    given = parameters["EventDestination"]
    new = SPELLING.read(given["Name"], given)
    context.account.configuration_set_store.add_event_destination(
        parameters["ConfigurationSetName"], new
    )
    return {}


def update_configuration_set_event_destination(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Put an event destination in the place of the one of the same name."""
    given = parameters["EventDestination"]
    new = SPELLING.read(given["Name"], given)
    context.account.configuration_set_store.replace_event_destination(
        parameters["ConfigurationSetName"], new
    )
    return {}


def delete_configuration_set_event_destination(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Take an event destination from a configuration set."""
    context.account.configuration_set_store.remove_event_destination(
        parameters["ConfigurationSetName"], parameters["EventDestinationName"]
    )
    return {}


def _word(canonical: str) -> str:
    """RENDERING_FAILURE as renderingFailure."""
    first, *rest = canonical.lower().split("_")
    return first + "".join(map(str.capitalize, rest))


def _canonical(word: str) -> str:
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
    _word,
    _canonical,
)

OPERATIONS: dict[str, Operation] = {
    "CreateConfigurationSetEventDestination": Operation(
        create_configuration_set_event_destination, stored_only=True
    ),
    "UpdateConfigurationSetEventDestination": Operation(
        update_configuration_set_event_destination, stored_only=True
    ),
    "DeleteConfigurationSetEventDestination": Operation(
        delete_configuration_set_event_destination, stored_only=True
    ),
}
