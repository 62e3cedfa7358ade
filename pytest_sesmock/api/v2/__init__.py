"""Amazon SES API v2 (botocore's service `sesv2`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.api.context import Api
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.api.v2 import codes, sending
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.api.v2 import (
        account,
        certificates,
        configuration_sets,
        contacts,
        custom_verification,
        dashboard,
        dedicated_ips,
        email_validation,
        event_destinations,
        export_jobs,
        identities,
        identity_settings,
        import_jobs,
        multi_region_endpoints,
        policies,
        reputation,
        suppression,
        tags,
        templates,
        tenants,
        vdm,
    )
else:
    account = Later("pytest_sesmock.api.v2.account")
    certificates = Later("pytest_sesmock.api.v2.certificates")
    configuration_sets = Later("pytest_sesmock.api.v2.configuration_sets")
    contacts = Later("pytest_sesmock.api.v2.contacts")
    custom_verification = Later("pytest_sesmock.api.v2.custom_verification")
    dashboard = Later("pytest_sesmock.api.v2.dashboard")
    dedicated_ips = Later("pytest_sesmock.api.v2.dedicated_ips")
    email_validation = Later("pytest_sesmock.api.v2.email_validation")
    event_destinations = Later("pytest_sesmock.api.v2.event_destinations")
    export_jobs = Later("pytest_sesmock.api.v2.export_jobs")
    identities = Later("pytest_sesmock.api.v2.identities")
    identity_settings = Later("pytest_sesmock.api.v2.identity_settings")
    import_jobs = Later("pytest_sesmock.api.v2.import_jobs")
    multi_region_endpoints = Later("pytest_sesmock.api.v2.multi_region_endpoints")
    policies = Later("pytest_sesmock.api.v2.policies")
    reputation = Later("pytest_sesmock.api.v2.reputation")
    suppression = Later("pytest_sesmock.api.v2.suppression")
    tags = Later("pytest_sesmock.api.v2.tags")
    templates = Later("pytest_sesmock.api.v2.templates")
    tenants = Later("pytest_sesmock.api.v2.tenants")
    vdm = Later("pytest_sesmock.api.v2.vdm")

OPERATIONS = Operations(
    sending,
    account,
    certificates,
    configuration_sets,
    contacts,
    custom_verification,
    dashboard,
    dedicated_ips,
    email_validation,
    event_destinations,
    export_jobs,
    identities,
    identity_settings,
    import_jobs,
    multi_region_endpoints,
    policies,
    reputation,
    suppression,
    tags,
    templates,
    tenants,
    vdm,
)

API = Api(
    name="sesv2",
    operations=OPERATIONS,
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    unknown_operation="UnknownOperationException",
    entry_accepted="SUCCESS",
    entry_failed="FAILED",
    entry_statuses=codes.ENTRY_STATUSES,
)
