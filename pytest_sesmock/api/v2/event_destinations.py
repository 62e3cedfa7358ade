"""Event destinations of configuration sets."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from pytest_sesmock.account.event_destinations import (
    EventBus,
    FirehoseStream,
    PinpointApplication,
    SnsTopic,
)
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.event_destinations import Member, Spelling


def get_configuration_set_event_destinations(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """The event destinations of a configuration set, in the order made."""
    name = parameters["ConfigurationSetName"]
    destinations = context.account.configuration_sets.require(name).event_destinations
    return {"EventDestinations": [_SPELLING.describe(each) for each in destinations]}


_SPELLING = Spelling(
    {
        SnsTopic: Member("SnsDestination", {"arn": "TopicArn"}),
        FirehoseStream: Member(
            "KinesisFirehoseDestination",
            {"role_arn": "IamRoleArn", "stream_arn": "DeliveryStreamArn"},
        ),
        EventBus: Member("EventBridgeDestination", {"arn": "EventBusArn"}),
        PinpointApplication: Member("PinpointDestination", {"arn": "ApplicationArn"}),
    },
    word=str,  # the account keeps them as v2 spells them
    canonical=str,
    name=itemgetter("EventDestinationName"),
)

OPERATIONS: dict[str, Operation] = {
    "GetConfigurationSetEventDestinations": Operation(get_configuration_set_event_destinations),
    "CreateConfigurationSetEventDestination": Operation(_SPELLING.create),
    "UpdateConfigurationSetEventDestination": Operation(_SPELLING.update),
    "DeleteConfigurationSetEventDestination": Operation(_SPELLING.delete),
}
