"""What operations answer satisfies botocore's service model and arrives unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import xform_name
from botocore.validate import ParamValidator
from exchanges import replace_operation
from sending import SEND, TOPIC

from pytest_sesmock import SESMock
from pytest_sesmock.api import v1
from pytest_sesmock.wire.models import service_model

DOMAIN = {"Domain": "example.com"}
ADDRESS = {"EmailAddress": "ada@example.com"}
IDENTITY = {"Identity": "example.com"}
ASKED = {"Identities": ["example.com", "ada@example.com", "bare.example", "none.example"]}
POLICY = {"PolicyName": "sending", "Policy": '{"Statement": [{"Effect": "Allow"}]}'}
BOUNCE = {"NotificationType": "Bounce"}
NEWS = {"ConfigurationSetName": "news"}
TRACKING = {"TrackingOptions": {"CustomRedirectDomain": "example.com"}}
BOUNCES = {
    "EventDestination": {
        "Name": "bounces",
        "MatchingEventTypes": ["bounce"],
        "SNSDestination": {"TopicARN": TOPIC},
    }
}
METRICS = {
    "EventDestination": {
        "Name": "metrics",
        "MatchingEventTypes": ["send"],
        "CloudWatchDestination": {
            "DimensionConfigurations": [
                {
                    "DimensionName": "campaign",
                    "DimensionValueSource": "messageTag",
                    "DefaultDimensionValue": "none",
                }
            ]
        },
    }
}
ATTRIBUTES = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]
TEMPLATE = {"TemplateName": "welcome"}
CONFIRM = {"TemplateName": "confirm"}
VERIFICATION = {
    "FromEmailAddress": "ada@example.com",
    "TemplateSubject": "Please confirm",
    "TemplateContent": "<p>Is this your address?</p>",
    "SuccessRedirectionURL": "https://example.com/thanks",
    "FailureRedirectionURL": "https://example.com/sorry",
}

INBOUND = {"RuleSetName": "inbound"}
RULE = {
    "Name": "whole",
    "Enabled": True,
    "Recipients": ["example.com"],
    "Actions": [{"S3Action": {"BucketName": "inbound"}}, {"StopAction": {"Scope": "RuleSet"}}],
}
FILTER = {"Name": "office", "IpFilter": {"Policy": "Allow", "Cidr": "192.0.2.0/24"}}

ADDRESSED = {"Source": SEND["Source"], "Destination": SEND["Destination"]}

CALLS: dict[str, dict[str, Any]] = {
    "SendEmail": SEND,
    "SendRawEmail": {
        "Source": SEND["Source"],
        "Destinations": ["ada@example.org"],
        "RawMessage": {"Data": b"From: noreply@example.com\r\n\r\nHello"},
    },
    "SendTemplatedEmail": {
        **ADDRESSED,
        "Template": "welcome",
        "TemplateData": '{"name": "Ada"}',
    },
    "SendBulkTemplatedEmail": {
        "Source": SEND["Source"],
        "Template": "welcome",
        "DefaultTemplateData": '{"name": "Ada"}',
        "Destinations": [
            {"Destination": SEND["Destination"], "ReplacementTemplateData": "{}"},
            {"Destination": SEND["Destination"]},
        ],
    },
    "SendBounce": {
        "OriginalMessageId": "1",
        "BounceSender": SEND["Source"],
        "Explanation": "Nobody of this name.",
        "BouncedRecipientInfoList": [{"Recipient": "eve@example.com"}],
    },
    "VerifyEmailIdentity": ADDRESS,
    "VerifyEmailAddress": ADDRESS,
    "VerifyDomainIdentity": DOMAIN,
    "VerifyDomainDkim": DOMAIN,
    "DeleteIdentity": IDENTITY,
    "DeleteVerifiedEmailAddress": ADDRESS,
    "ListIdentities": {"MaxItems": 1},
    "ListVerifiedEmailAddresses": {},
    "GetIdentityVerificationAttributes": ASKED,
    "GetIdentityDkimAttributes": ASKED,
    "SetIdentityMailFromDomain": {**IDENTITY, "MailFromDomain": "m.example.com"},
    "GetIdentityMailFromDomainAttributes": ASKED,
    "SetIdentityDkimEnabled": {**IDENTITY, "DkimEnabled": False},
    "SetIdentityNotificationTopic": {**IDENTITY, **BOUNCE, "SnsTopic": TOPIC},
    "SetIdentityHeadersInNotificationsEnabled": {**IDENTITY, **BOUNCE, "Enabled": True},
    "SetIdentityFeedbackForwardingEnabled": {**IDENTITY, "ForwardingEnabled": False},
    "GetIdentityNotificationAttributes": ASKED,
    "PutIdentityPolicy": {**IDENTITY, **POLICY},
    "GetIdentityPolicies": {**IDENTITY, "PolicyNames": ["sending"]},
    "ListIdentityPolicies": IDENTITY,
    "DeleteIdentityPolicy": {**IDENTITY, "PolicyName": "sending"},
    "CreateConfigurationSet": {"ConfigurationSet": {"Name": "new"}},
    "DescribeConfigurationSet": {**NEWS, "ConfigurationSetAttributeNames": ATTRIBUTES},
    "ListConfigurationSets": {"MaxItems": 1},
    "DeleteConfigurationSet": NEWS,
    "UpdateConfigurationSetSendingEnabled": {**NEWS, "Enabled": False},
    "CreateTemplate": {"Template": {"TemplateName": "new", "SubjectPart": "New"}},
    "GetTemplate": TEMPLATE,
    "UpdateTemplate": {"Template": {**TEMPLATE, "SubjectPart": "New"}},
    "DeleteTemplate": TEMPLATE,
    "ListTemplates": {"MaxItems": 1},
    "TestRenderTemplate": {**TEMPLATE, "TemplateData": '{"name": "Ada"}'},
    "CreateCustomVerificationEmailTemplate": {"TemplateName": "new", **VERIFICATION},
    "GetCustomVerificationEmailTemplate": CONFIRM,
    "UpdateCustomVerificationEmailTemplate": CONFIRM,
    "DeleteCustomVerificationEmailTemplate": CONFIRM,
    "ListCustomVerificationEmailTemplates": {"MaxResults": 1},
    "SendCustomVerificationEmail": {**CONFIRM, "EmailAddress": "eve@example.org"},
    "UpdateConfigurationSetReputationMetricsEnabled": {**NEWS, "Enabled": True},
    "PutConfigurationSetDeliveryOptions": {**NEWS, "DeliveryOptions": {"TlsPolicy": "Require"}},
    "CreateConfigurationSetTrackingOptions": {"ConfigurationSetName": "offers", **TRACKING},
    "UpdateConfigurationSetTrackingOptions": {**NEWS, **TRACKING},
    "DeleteConfigurationSetTrackingOptions": NEWS,
    "CreateConfigurationSetEventDestination": {**NEWS, **METRICS},
    "UpdateConfigurationSetEventDestination": {**NEWS, **BOUNCES},
    "DeleteConfigurationSetEventDestination": {**NEWS, "EventDestinationName": "bounces"},
    "GetAccountSendingEnabled": {},
    "UpdateAccountSendingEnabled": {"Enabled": False},
    "GetSendQuota": {},
    "GetSendStatistics": {},
    "CreateReceiptRuleSet": {"RuleSetName": "new"},
    "CloneReceiptRuleSet": {"RuleSetName": "new", "OriginalRuleSetName": "inbound"},
    "DeleteReceiptRuleSet": {"RuleSetName": "idle"},
    "DescribeReceiptRuleSet": INBOUND,
    "DescribeActiveReceiptRuleSet": {},
    "SetActiveReceiptRuleSet": INBOUND,
    "ListReceiptRuleSets": {},
    "ReorderReceiptRuleSet": {**INBOUND, "RuleNames": ["whole", "bare"]},
    "CreateReceiptRule": {**INBOUND, "Rule": {"Name": "new"}},
    "UpdateReceiptRule": {**INBOUND, "Rule": {"Name": "whole"}},
    "DeleteReceiptRule": {**INBOUND, "RuleName": "bare"},
    "DescribeReceiptRule": {**INBOUND, "RuleName": "whole"},
    "SetReceiptRulePosition": {**INBOUND, "RuleName": "whole"},
    "CreateReceiptFilter": {"Filter": {**FILTER, "Name": "new"}},
    "DeleteReceiptFilter": {"FilterName": "office"},
    "ListReceiptFilters": {},
}

RECORDED_WITHOUT = {
    "GetIdentityMailFromDomainAttributes": [
        f'Missing required parameter in MailFromDomainAttributes.bare.example: "{member}"'
        for member in ("MailFromDomain", "MailFromDomainStatus")
    ],
    "GetIdentityNotificationAttributes": [
        f'Missing required parameter in NotificationAttributes.{identity}: "{type_}Topic"'
        for identity, types in (
            ("example.com", ("Complaint", "Delivery")),
            ("ada@example.com", ("Bounce", "Complaint", "Delivery")),
            ("bare.example", ("Bounce", "Complaint", "Delivery")),
        )
        for type_ in types
    ],
}
"""Members the model requires and SES leaves out if there is nothing to say."""


def arrange(mock: SESMock, client: Any) -> None:
    """An account that has something to answer with everywhere."""
    account = mock.account()
    account.verify("example.com", "ada@example.com", "bare.example")
    account.set_mail_from("example.com", "m.example.com")
    account.set_mail_from("ada@example.com", "m.example.com")
    account.put_policy("example.com", POLICY["Policy"])
    account.create_configuration_set("news")
    account.create_configuration_set("offers")
    account.create_template("welcome", subject="Hello {{name}}", text="Hi", html="<p>Hi</p>")
    account.create_template("bare", subject="Hello")
    for name in ("confirm", "again"):
        client.create_custom_verification_email_template(TemplateName=name, **VERIFICATION)
    account.pause_configuration_set("news")
    account.resume_configuration_set("news")
    client.create_configuration_set_event_destination(**NEWS, **BOUNCES)
    client.create_configuration_set_tracking_options(**NEWS, **TRACKING)
    client.put_configuration_set_delivery_options(**NEWS, DeliveryOptions={"TlsPolicy": "Require"})
    client.verify_domain_identity(**DOMAIN)
    client.verify_domain_dkim(**DOMAIN)
    client.set_identity_notification_topic(**CALLS["SetIdentityNotificationTopic"])
    client.send_email(**SEND)
    for name in ("inbound", "idle"):
        client.create_receipt_rule_set(RuleSetName=name)
    client.create_receipt_rule(**INBOUND, Rule={"Name": "bare"})
    client.create_receipt_rule(**INBOUND, Rule=RULE)
    client.set_active_receipt_rule_set(**INBOUND)
    client.create_receipt_filter(Filter=FILTER)


@pytest.mark.parametrize("operation", v1.API.operations)
def test_results(
    mock: SESMock, client: Any, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # the wire has milliseconds
    arrange(mock, client)
    results: list[Any] = []
    row = v1.API.operations[operation]

    def noting(context: Any, parameters: Any) -> Any:
        results.append(row.function(context, parameters))
        return results[-1]

    replace_operation(monkeypatch, v1.OPERATIONS, operation, row._replace(function=noting))
    answer = getattr(client, xform_name(operation))(**CALLS[operation])

    (result,) = results
    shape = service_model("ses").operation_model(operation).output_shape
    if shape is not None:
        report = ParamValidator().validate(result, shape).generate_report()
        assert report.splitlines() == RECORDED_WITHOUT.get(operation, [])
        assert result or not shape.members
    # Nothing is lost on the wire, such as a member the model does not know.
    del answer["ResponseMetadata"]
    assert answer == result
