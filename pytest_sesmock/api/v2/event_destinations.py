"""Event destinations of configuration sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.event_destinations import (
    EventBus,
    FirehoseStream,
    PinpointApplication,
    SnsTopic,
)
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.event_destinations import Member, Spelling


def create_configuration_set_event_destination(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Give a configuration set one more event destination."""
    context.account.configuration_set_store.add_event_destination(
        parameters["ConfigurationSetName"],
        _SPELLING.read(parameters["EventDestinationName"], parameters["EventDestination"]),
    )
    return {}


def get_configuration_set_event_destinations(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """The event destinations of a configuration set, in the order made."""
    found = context.account.configuration_set_store.require(parameters["ConfigurationSetName"])
    return {"EventDestinations": [_SPELLING.show(each) for each in found.event_destinations]}


def update_configuration_set_event_destination(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Put an event destination in the place of the one of the same name."""
    context.account.configuration_set_store.replace_event_destination(
        parameters["ConfigurationSetName"],
        _SPELLING.read(parameters["EventDestinationName"], parameters["EventDestination"]),
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
)

OPERATIONS: dict[str, Operation] = {
    "GetConfigurationSetEventDestinations": Operation(get_configuration_set_event_destinations),
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
