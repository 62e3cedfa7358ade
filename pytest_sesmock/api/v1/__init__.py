"""Amazon SES API v1 (botocore's service `ses`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.api.context import Api
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.api.v1 import codes, sending
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.api.v1 import (
        account,
        configuration_sets,
        custom_verification,
        event_destinations,
        identities,
        notifications,
        policies,
        receipt,
        templates,
    )
else:
    account = Later("pytest_sesmock.api.v1.account")
    configuration_sets = Later("pytest_sesmock.api.v1.configuration_sets")
    custom_verification = Later("pytest_sesmock.api.v1.custom_verification")
    event_destinations = Later("pytest_sesmock.api.v1.event_destinations")
    identities = Later("pytest_sesmock.api.v1.identities")
    notifications = Later("pytest_sesmock.api.v1.notifications")
    policies = Later("pytest_sesmock.api.v1.policies")
    receipt = Later("pytest_sesmock.api.v1.receipt")
    templates = Later("pytest_sesmock.api.v1.templates")

OPERATIONS = Operations(
    sending,
    account,
    configuration_sets,
    custom_verification,
    event_destinations,
    identities,
    notifications,
    policies,
    receipt,
    templates,
)

API = Api(
    name="ses",
    operations=OPERATIONS,
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    unknown_operation="InvalidAction",
    entry_accepted="Success",
    entry_failed="Failed",
    entry_statuses=codes.ENTRY_STATUSES,
)
