"""What operations answer satisfies botocore's service model and arrives unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import xform_name
from botocore.validate import ParamValidator
from sending import SEND

from pytest_sesmock import SESMock
from pytest_sesmock.api import v1
from pytest_sesmock.wire.models import service_model

DOMAIN = {"Domain": "example.com"}
ADDRESS = {"EmailAddress": "ada@example.com"}
IDENTITY = {"Identity": "example.com"}
ASKED = {"Identities": ["example.com", "ada@example.com", "bare.example", "none.example"]}
POLICY = {"PolicyName": "sending", "Policy": '{"Statement": [{"Effect": "Allow"}]}'}
NEWS = {"ConfigurationSetName": "news"}
ATTRIBUTES = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]

CALLS: dict[str, dict[str, Any]] = {
    "SendEmail": SEND,
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
    "PutIdentityPolicy": {**IDENTITY, **POLICY},
    "GetIdentityPolicies": {**IDENTITY, "PolicyNames": ["sending"]},
    "ListIdentityPolicies": IDENTITY,
    "DeleteIdentityPolicy": {**IDENTITY, "PolicyName": "sending"},
    "CreateConfigurationSet": {"ConfigurationSet": {"Name": "new"}},
    "DescribeConfigurationSet": {**NEWS, "ConfigurationSetAttributeNames": ATTRIBUTES},
    "ListConfigurationSets": {"MaxItems": 1},
    "DeleteConfigurationSet": NEWS,
    "UpdateConfigurationSetSendingEnabled": {**NEWS, "Enabled": False},
    "GetAccountSendingEnabled": {},
    "UpdateAccountSendingEnabled": {"Enabled": False},
    "GetSendQuota": {},
    "GetSendStatistics": {},
}

RECORDED_WITHOUT = {
    "GetIdentityMailFromDomainAttributes": [
        f'Missing required parameter in MailFromDomainAttributes.bare.example: "{member}"'
        for member in ("MailFromDomain", "MailFromDomainStatus")
    ]
}
"""Members the model requires and SES was seen to leave out."""


def arrange(mock: SESMock, client: Any) -> None:
    """An account that has something to answer with everywhere."""
    account = mock.account()
    account.verify("example.com", "ada@example.com", "bare.example")
    account.set_mail_from("example.com", "m.example.com")
    account.set_mail_from("ada@example.com", "m.example.com")
    account.put_policy("example.com", POLICY["Policy"])
    account.create_configuration_set("news")
    account.create_configuration_set("offers")
    client.verify_domain_identity(**DOMAIN)
    client.verify_domain_dkim(**DOMAIN)
    client.send_email(**SEND)


@pytest.mark.parametrize("operation", v1.API.operations)
def test_results(
    mock: SESMock, client: Any, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    arrange(mock, client)
    results: list[Any] = []
    function = v1.API.operations[operation]

    def noting(context: Any, parameters: Any) -> Any:
        results.append(function(context, parameters))
        return results[-1]

    monkeypatch.setitem(v1.API.operations, operation, noting)
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
