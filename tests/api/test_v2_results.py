"""What operations of SES v2 answer satisfies botocore's service model and arrives unchanged."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from botocore import xform_name
from botocore.validate import ParamValidator
from exchanges import replace_operation
from sending import SEND, TOPIC

from pytest_sesmock import SESMock
from pytest_sesmock.api import v2
from pytest_sesmock.wire.models import service_model

MODEL = service_model("sesv2")
# An older service model lacks some operations, and members of others.
OPERATIONS = [name for name in v2.API.operations if name in MODEL.operation_names]

# Identities, their policies, and tags

IDENTITY = {"EmailIdentity": "example.com"}
POLICY = {"PolicyName": "sending", "Policy": '{"Statement":[{"Effect":"Allow"}]}'}
TAGS = [{"Key": "team", "Value": "mail"}]
RESOURCE = {"ResourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com"}
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0"

OF_IDENTITIES: dict[str, dict[str, Any]] = {
    "CreateEmailIdentity": {"EmailIdentity": "new.example", "Tags": TAGS},
    "GetEmailIdentity": IDENTITY,
    "ListEmailIdentities": {"PageSize": 1},
    "DeleteEmailIdentity": {"EmailIdentity": "bare.example"},
    "PutEmailIdentityDkimAttributes": {**IDENTITY, "SigningEnabled": False},
    "PutEmailIdentityDkimSigningAttributes": {**IDENTITY, "SigningAttributesOrigin": "AWS_SES"},
    "PutEmailIdentityMailFromAttributes": {**IDENTITY, "MailFromDomain": "m.example.com"},
    "PutEmailIdentityFeedbackAttributes": IDENTITY,
    "PutEmailIdentityConfigurationSetAttributes": {**IDENTITY, "ConfigurationSetName": "news"},
    "CreateEmailIdentityPolicy": {**IDENTITY, **POLICY, "PolicyName": "new"},
    "UpdateEmailIdentityPolicy": {**IDENTITY, **POLICY},
    "DeleteEmailIdentityPolicy": {**IDENTITY, "PolicyName": "sending"},
    "GetEmailIdentityPolicies": IDENTITY,
    "AssociateEmailIdentityCertificate": {
        **IDENTITY,
        "FromAddress": "bob@example.com",
        "CertificateArn": CERTIFICATE,
    },
    "DisassociateEmailIdentityCertificate": {**IDENTITY, "FromAddress": "ada@example.com"},
    "ListEmailIdentityCertificates": IDENTITY,
    "TagResource": {**RESOURCE, "Tags": TAGS},
    "UntagResource": {**RESOURCE, "TagKeys": ["team"]},
    "ListTagsForResource": RESOURCE,
}


def arrange_identities(mock: SESMock, client2: Any) -> None:
    """An account with identities."""
    account = mock.account()
    account.create_configuration_set("news")
    client2.create_email_identity(**IDENTITY, Tags=TAGS, ConfigurationSetName="news")
    account.verify("example.com", "bare.example")
    account.set_mail_from("example.com", "m.example.com")
    account.put_policy("example.com", POLICY["Policy"])
    if "AssociateEmailIdentityCertificate" in MODEL.operation_names:
        client2.associate_email_identity_certificate(
            **IDENTITY, FromAddress="ada@example.com", CertificateArn=CERTIFICATE
        )


# Configuration sets, IP pools, templates, suppression and the account

NEWS = {"ConfigurationSetName": "news"}
POOL = {"PoolName": "own"}
IP = {"Ip": "192.0.2.1"}
BOUNCES = {
    "EventDestinationName": "bounces",
    "EventDestination": {
        "MatchingEventTypes": ["BOUNCE"],
        "SnsDestination": {"TopicArn": TOPIC},
    },
}
METRICS = {
    "EventDestinationName": "metrics",
    "EventDestination": {
        "MatchingEventTypes": ["SEND"],
        "CloudWatchDestination": {
            "DimensionConfigurations": [
                {
                    "DimensionName": "campaign",
                    "DimensionValueSource": "MESSAGE_TAG",
                    "DefaultDimensionValue": "none",
                }
            ]
        },
    },
}
OPTIONS = {
    "TrackingOptions": {"CustomRedirectDomain": "example.com"},
    "DeliveryOptions": {"TlsPolicy": "REQUIRE", "SendingPoolName": "own"},
    "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
    "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ENABLED"}},
    "Tags": [{"Key": "team", "Value": "post"}],
}

TEMPLATE = {"TemplateName": "welcome"}
CONTENT = {"TemplateContent": {"Subject": "New"}}
CONFIRM = {"TemplateName": "confirm"}
VERIFICATION = {
    "FromEmailAddress": "ada@example.com",
    "TemplateSubject": "Please confirm",
    "TemplateContent": "<p>Is this your address?</p>",
    "SuccessRedirectionURL": "https://example.com/thanks",
    "FailureRedirectionURL": "https://example.com/sorry",
}
SUPPRESSED = {"EmailAddress": "ada@example.org"}
VDM = {"VdmAttributes": {"VdmEnabled": "ENABLED"}}

OF_SETS_AND_TEMPLATES: dict[str, dict[str, Any]] = {
    "CreateConfigurationSet": {"ConfigurationSetName": "new", **OPTIONS},
    "UpdateConfigurationSet": NEWS,
    "GetConfigurationSet": NEWS,
    "ListConfigurationSets": {"PageSize": 1},
    "DeleteConfigurationSet": NEWS,
    "PutConfigurationSetSendingOptions": NEWS,
    "PutConfigurationSetReputationOptions": NEWS,
    "PutConfigurationSetTrackingOptions": NEWS,
    "PutConfigurationSetDeliveryOptions": NEWS,
    "PutConfigurationSetSuppressionOptions": NEWS,
    "PutConfigurationSetVdmOptions": NEWS,
    "PutConfigurationSetArchivingOptions": NEWS,
    "CreateConfigurationSetEventDestination": {**NEWS, **METRICS},
    "GetConfigurationSetEventDestinations": NEWS,
    "UpdateConfigurationSetEventDestination": {**NEWS, **BOUNCES},
    "DeleteConfigurationSetEventDestination": {**NEWS, "EventDestinationName": "bounces"},
    "CreateDedicatedIpPool": {"PoolName": "new"},
    "GetDedicatedIpPool": POOL,
    "ListDedicatedIpPools": {"PageSize": 1},
    "DeleteDedicatedIpPool": POOL,
    "PutDedicatedIpPoolScalingAttributes": {**POOL, "ScalingMode": "MANAGED"},
    "GetDedicatedIps": {"PageSize": 1},
    "GetDedicatedIp": IP,
    "PutDedicatedIpInPool": {**IP, "DestinationPoolName": "own"},
    "PutDedicatedIpWarmupAttributes": {**IP, "WarmupPercentage": 50},
    "CreateEmailTemplate": {"TemplateName": "new", **CONTENT},
    "GetEmailTemplate": TEMPLATE,
    "UpdateEmailTemplate": {**TEMPLATE, **CONTENT},
    "DeleteEmailTemplate": TEMPLATE,
    "ListEmailTemplates": {"PageSize": 1},
    "TestRenderEmailTemplate": {**TEMPLATE, "TemplateData": '{"name": "Ada"}'},
    "CreateCustomVerificationEmailTemplate": {"TemplateName": "new", **VERIFICATION},
    "GetCustomVerificationEmailTemplate": CONFIRM,
    "UpdateCustomVerificationEmailTemplate": {**CONFIRM, **VERIFICATION},
    "DeleteCustomVerificationEmailTemplate": CONFIRM,
    "ListCustomVerificationEmailTemplates": {"PageSize": 1},
    "SendCustomVerificationEmail": {**CONFIRM, "EmailAddress": "eve@example.org"},
    "PutSuppressedDestination": {"EmailAddress": "eve@example.org", "Reason": "BOUNCE"},
    "GetSuppressedDestination": SUPPRESSED,
    "DeleteSuppressedDestination": SUPPRESSED,
    "ListSuppressedDestinations": {"PageSize": 1},
    "GetAccount": {},
    "PutAccountSendingAttributes": {"SendingEnabled": False},
    "PutAccountSuppressionAttributes": {"SuppressedReasons": ["BOUNCE"]},
    "PutAccountDetails": {
        "MailType": "MARKETING",
        "WebsiteURL": "https://example.com",
        "UseCaseDescription": "News",
    },
    "PutAccountVdmAttributes": VDM,
    "PutAccountDedicatedIpWarmupAttributes": {"AutoWarmupEnabled": False},
    "PutAccountPricingAttributes": {"Plan": "PRO"},
    "PutAccountDeliveryAttributes": {"SharedPoolDeliveryMode": "REGIONAL"},
}


def arrange_sets_and_templates(mock: SESMock, client2: Any) -> None:
    """An account with all of these."""
    account = mock.account()
    account.verify("example.com")
    account.add_dedicated_ip("192.0.2.1")
    account.add_dedicated_ip("192.0.2.2")
    client2.create_dedicated_ip_pool(PoolName="own")
    client2.create_dedicated_ip_pool(PoolName="other")
    account.create_configuration_set("offers")
    client2.create_configuration_set(**NEWS, **OPTIONS)
    account.pause_configuration_set("news")
    account.resume_configuration_set("news")
    client2.create_configuration_set_event_destination(**NEWS, **BOUNCES)
    account.create_template("welcome", subject="Hello {{name}}", text="Hi", html="<p>Hi</p>")
    account.create_template("bare", subject="Hello")
    for name in ("confirm", "again"):
        client2.create_custom_verification_email_template(TemplateName=name, **VERIFICATION)
    account.suppress("ada@example.org")
    account.suppress("bob@example.org", reason="COMPLAINT")
    client2.put_account_details(**OF_SETS_AND_TEMPLATES["PutAccountDetails"])
    client2.put_account_vdm_attributes(**VDM)


# Contacts, tenants and multi-region endpoints

READERS = {"ContactListName": "readers"}
TOPICS = [
    {"TopicName": name, "DisplayName": name.title(), "DefaultSubscriptionStatus": "OPT_IN"}
    for name in ("news", "offers")
]
CONTACT = {**READERS, "EmailAddress": "ada@example.org"}
CHOICE = {"TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]}
ARN = "arn:aws:ses:us-east-1:123456789012"
ACME = {"TenantName": "acme"}
ASSOCIATION = {**ACME, "ResourceArn": f"{ARN}:configuration-set/offers"}
# The tenant's ARN is known once there is one.
REPUTATION = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": "{tenant}"}
ENDPOINT = {"EndpointName": "both"}
ROUTES = {"Details": {"RoutesDetails": [{"Region": "us-west-2"}]}}
OF_CONTACTS_AND_TENANTS: dict[str, dict[str, Any]] = {
    "CreateContactList": READERS,
    "GetContactList": READERS,
    "UpdateContactList": {**READERS, "Topics": []},
    "DeleteContactList": READERS,
    "ListContactLists": {},
    "CreateContact": {**READERS, "EmailAddress": "new@example.org"},
    "GetContact": CONTACT,
    "UpdateContact": {**CONTACT, "UnsubscribeAll": True},
    "DeleteContact": CONTACT,
    "ListContacts": {**READERS, "PageSize": 1},
    "CreateTenant": {"TenantName": "new", "Tags": TAGS},
    "GetTenant": ACME,
    "ListTenants": {"PageSize": 1},
    "DeleteTenant": ACME,
    "PutTenantSuppressionAttributes": ACME,
    "CreateTenantResourceAssociation": {**ACME, "ResourceArn": f"{ARN}:configuration-set/news"},
    "DeleteTenantResourceAssociation": ASSOCIATION,
    "ListTenantResources": ACME,
    "ListResourceTenants": {"ResourceArn": ASSOCIATION["ResourceArn"]},
    "GetReputationEntity": REPUTATION,
    "ListReputationEntities": {"PageSize": 1},
    "UpdateReputationEntityCustomerManagedStatus": {**REPUTATION, "SendingStatus": "DISABLED"},
    "UpdateReputationEntityPolicy": {**REPUTATION, "ReputationEntityPolicy": f"{ARN}:policy"},
    "CreateMultiRegionEndpoint": {**ROUTES, "EndpointName": "new"},
    "GetMultiRegionEndpoint": ENDPOINT,
    "ListMultiRegionEndpoints": {},
    "DeleteMultiRegionEndpoint": ENDPOINT,
}


def arrange_contacts_and_tenants(mock: SESMock, client2: Any, operation: str) -> None:
    """An account that has something to answer with everywhere."""
    account = mock.account()
    account.create_configuration_set("news")
    account.create_configuration_set("offers")
    if operation != "CreateContactList":  # an account has one
        client2.create_contact_list(**READERS, Topics=TOPICS, Description="Ours")
        client2.create_contact(**CONTACT, **CHOICE, AttributesData="{}")
        client2.create_contact(**READERS, EmailAddress="bob@example.org")
    if "CreateTenant" in MODEL.operation_names:
        client2.create_tenant(TenantName="other")
        client2.create_tenant(**ACME, Tags=TAGS)
        client2.create_tenant_resource_association(**ASSOCIATION)
        entity = given(client2, REPUTATION)
        client2.update_reputation_entity_policy(**entity, ReputationEntityPolicy=f"{ARN}:policy")
        client2.update_reputation_entity_customer_managed_status(**entity, SendingStatus="ENABLED")
    if "CreateMultiRegionEndpoint" in MODEL.operation_names:
        client2.create_multi_region_endpoint(**ENDPOINT, **ROUTES)


def given(client2: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters that name the tenant by its ARN, and jobs and messages by their ids."""
    find = {
        "{tenant}": lambda: client2.get_tenant(**ACME)["Tenant"]["TenantArn"],
        "{import job}": lambda: client2.list_import_jobs()["ImportJobs"][0]["JobId"],
        "{export job}": lambda: client2.list_export_jobs()["ExportJobs"][0]["JobId"],
        "{message}": lambda: client2.send_email(**MAIL, Content=MESSAGE)["MessageId"],
    }
    return {
        name: find[value]() if isinstance(value, str) and value in find else value
        for name, value in parameters.items()
    }


# Reports and jobs

START, END = (datetime(2026, 3, day, tzinfo=timezone.utc) for day in (1, 8))
PERIOD = {"StartDate": START, "EndDate": END}
QUERY = {
    "Id": "sends",
    "Namespace": "VDM",
    "Metric": "SEND",
    "Dimensions": {"EMAIL_IDENTITY": "example.com"},
    **PERIOD,
}
TODAY = {
    "StartDate": datetime(2027, 1, 15, tzinfo=timezone.utc),
    "EndDate": datetime(2027, 1, 16, tzinfo=timezone.utc),
}
IMPORT = {
    "ImportDestination": {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
    "ImportDataSource": {"S3Url": "s3://imports/all.csv", "DataFormat": "CSV"},
}
EXPORT = {
    "ExportDataSource": {
        "MetricsDataSource": {
            "Dimensions": {"ISP": ["*"]},
            "Namespace": "VDM",
            "Metrics": [{"Name": "SEND", "Aggregation": "VOLUME"}],
            **PERIOD,
        }
    },
    "ExportDestination": {"DataFormat": "CSV"},
}
# Ids are known once there is something of this kind.
IMPORT_JOB, EXPORT_JOB = {"JobId": "{import job}"}, {"JobId": "{export job}"}
OF_REPORTS: dict[str, dict[str, Any]] = {
    "GetMessageInsights": {"MessageId": "{message}"},
    "BatchGetMetricData": {"Queries": [QUERY, {**QUERY, "Id": "today", **TODAY}]},
    "ListRecommendations": {"PageSize": 1},
    "GetEmailAddressInsights": {"EmailAddress": "ada@example.org"},
    "CreateImportJob": IMPORT,
    "GetImportJob": IMPORT_JOB,
    "ListImportJobs": {"PageSize": 1},
    "CreateExportJob": EXPORT,
    "GetExportJob": EXPORT_JOB,
    "ListExportJobs": {"PageSize": 1},
    "CancelExportJob": EXPORT_JOB,
    "GetDeliverabilityDashboardOptions": {},
}
# No account of the mock has what these ask for.
OF_DASHBOARD: dict[str, dict[str, Any]] = {
    "GetDomainStatisticsReport": {"Domain": "example.com", **PERIOD},
    "GetDomainDeliverabilityCampaign": {"CampaignId": "1"},
    "ListDomainDeliverabilityCampaigns": {"SubscribedDomain": "example.com", **PERIOD},
    "GetBlacklistReports": {"BlacklistItemNames": ["192.0.2.1"]},
    "CreateDeliverabilityTestReport": {
        "FromEmailAddress": "ada@example.com",
        "Content": {"Simple": SEND["Message"]},
    },
    "GetDeliverabilityTestReport": {"ReportId": "1"},
    "ListDeliverabilityTestReports": {"PageSize": 1},
}


def arrange_reports(mock: SESMock, client2: Any) -> None:
    """An account that has something to report."""
    account = mock.account()
    account.verify("example.com")
    client2.put_account_vdm_attributes(**VDM)
    for type_ in ("DKIM", "SPF"):
        account.add_recommendation(type_, "example.com")  # type: ignore[arg-type]
    client2.send_email(**MAIL, Content=MESSAGE)
    for call in ("import", "export"):
        if f"Create{call.title()}Job" in MODEL.operation_names:
            getattr(client2, f"create_{call}_job")(**{"import": IMPORT, "export": EXPORT}[call])
            getattr(client2, f"create_{call}_job")(**{"import": IMPORT, "export": EXPORT}[call])


# Sending

MESSAGE = {"Simple": SEND["Message"]}
MAIL = {"FromEmailAddress": "ada@example.com", "Destination": SEND["Destination"]}
BULK = {
    "FromEmailAddress": "ada@example.com",
    "DefaultContent": {"Template": {"TemplateName": "welcome", "TemplateData": '{"name": "A"}'}},
    "BulkEmailEntries": [
        {"Destination": SEND["Destination"]},
        {"Destination": {"ToAddresses": ["nobody"]}},
    ],
}
OF_SENDING: dict[str, dict[str, Any]] = {
    "SendEmail": {**MAIL, "Content": MESSAGE},
    "SendBulkEmail": BULK,
}

CALLS = {
    **OF_IDENTITIES,
    **OF_SETS_AND_TEMPLATES,
    **OF_CONTACTS_AND_TENANTS,
    **OF_REPORTS,
    **OF_DASHBOARD,
    **OF_SENDING,
}


def arrange(mock: SESMock, client2: Any, operation: str) -> None:
    """What an operation needs."""
    if operation in OF_CONTACTS_AND_TENANTS:
        arrange_contacts_and_tenants(mock, client2, operation)
    elif operation in OF_IDENTITIES:
        arrange_identities(mock, client2)
    elif operation in OF_REPORTS:
        arrange_reports(mock, client2)
    else:
        arrange_sets_and_templates(mock, client2)


def test_every_operation_has_a_call() -> None:
    assert set(CALLS) == set(v2.API.operations)


def known(shape: Any, value: Any) -> Any:
    """A value without the members that the service models of older versions of botocore lack."""
    if shape.type_name == "structure":
        return {
            name: known(shape.members[name], each)
            for name, each in value.items()
            if name in shape.members
        }
    if shape.type_name == "list":
        return [known(shape.member, each) for each in value]
    return value


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each not in OF_DASHBOARD])
def test_results(
    mock: SESMock, client2: Any, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    # The wire has milliseconds.
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    arrange(mock, client2, operation)
    parameters = given(client2, CALLS[operation])
    results: list[Any] = []
    row = v2.API.operations[operation]

    def noting(context: Any, parameters: Any) -> Any:
        results.append(row.function(context, parameters))
        return results[-1]

    replace_operation(monkeypatch, v2.OPERATIONS, operation, row._replace(function=noting))
    answer = getattr(client2, xform_name(operation))(**parameters)

    shape = MODEL.operation_model(operation).output_shape
    result = known(shape, results[0])
    report = ParamValidator().validate(result, shape).generate_report()
    assert report == ""
    assert result or not shape.members
    # Nothing is lost on the wire, such as a member the model does not know.
    del answer["ResponseMetadata"]
    assert answer == result
