from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from strategies_from_model import FEWER_EXAMPLES, values

from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.validation import violations

SES, SESV2 = service_model("ses"), service_model("sesv2")

# Rows of members that botocore's lowest supported version does not have yet, or wants otherwise.
recent_model = pytest.mark.skipif(
    "CreateMultiRegionEndpoint" not in SESV2.operation_names
    or "UseCaseDescription"
    in SESV2.operation_model("PutAccountDetails").input_shape.required_members,
    reason="the installed botocore's model of SESv2 is an older one",
)

each_operation = pytest.mark.parametrize(
    ("model", "operation"),
    [
        pytest.param(model, name, id=f"{model.service_name}.{name}")
        for model in (SES, SESV2)
        for name in model.operation_names
        if model.operation_model(name).input_shape
    ],
)

MESSAGE = {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}}


@pytest.mark.parametrize(
    ("model", "operation", "parameters", "path", "constraint"),
    [
        pytest.param(
            SES,
            "PutConfigurationSetDeliveryOptions",
            {"ConfigurationSetName": "a", "DeliveryOptions": {"TlsPolicy": "Always"}},
            "deliveryOptions.tlsPolicy",
            "Member must satisfy enum value set: [Optional, Require]",
            id="val-v1-enum-2026",
        ),
        pytest.param(
            SES,
            "SendEmail",
            {"Destination": {}, "Message": MESSAGE},
            "source",
            "Member must not be null",
            id="val-null-source",
        ),
        pytest.param(
            SESV2,
            "CreateConfigurationSet",
            {
                "ConfigurationSetName": "a",
                "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "BORED", "BUSY"]},
            },
            "suppressionOptions.suppressedReasons",
            "Member must satisfy constraint: "
            "[Member must satisfy enum value set: [BOUNCE, COMPLAINT]]",
            id="two elements of a list",
        ),
        pytest.param(
            SESV2,
            "PutAccountDetails",
            {
                "MailType": "MARKETING",
                "WebsiteURL": "https://example.com",
                "AdditionalContactEmailAddresses": ["someone@example.com", "short"],
            },
            "additionalContactEmailAddresses",
            "Member must satisfy constraint: [Member must have length less than or equal to 254, "
            "Member must have length greater than or equal to 6, "
            "Member must satisfy regular expression pattern: ^(.+)@(.+)$]",
            id="every constraint of a list's elements",
            marks=recent_model,
        ),
        pytest.param(
            SESV2,
            "PutAccountDetails",
            {
                "MailType": "MARKETING",
                "WebsiteURL": "https://example.com",
                "AdditionalContactEmailAddresses": ["someone@example.com"] * 5,
            },
            "additionalContactEmailAddresses",
            "Member must have length less than or equal to 4",
            id="list too long",
            marks=recent_model,
        ),
        pytest.param(
            SESV2,
            "BatchGetMetricData",
            {"Queries": []},
            "queries",
            "Member must have length greater than or equal to 1",
            id="list too short",
        ),
        pytest.param(
            SES,
            "SendTemplatedEmail",
            {"Source": "a", "Destination": {}, "Template": "t", "TemplateData": "x" * 262_145},
            "templateData",
            "Member must have length less than or equal to 262144",
            id="text too long",
        ),
        pytest.param(
            SES,
            "PutIdentityPolicy",
            {"Identity": "a", "PolicyName": "p", "Policy": ""},
            "policy",
            "Member must have length greater than or equal to 1",
            id="text too short",
        ),
        pytest.param(
            SES,
            "ListCustomVerificationEmailTemplates",
            {"MaxResults": 51},
            "maxResults",
            "Member must have value less than or equal to 50",
            id="number too great",
        ),
        pytest.param(
            SES,
            "ListCustomVerificationEmailTemplates",
            {"MaxResults": 0},
            "maxResults",
            "Member must have value greater than or equal to 1",
            id="number too small",
        ),
        pytest.param(
            SESV2,
            "SendEmail",
            {"Content": {"Simple": {**MESSAGE, "Headers": [{"Name": "X-A\n", "Value": "a"}]}}},
            "content.simple.headers.1.member.name",
            "Member must satisfy regular expression pattern: ^[!-9;-@A-~]+$",
            id="a pattern rules the whole value",
            marks=recent_model,
        ),
        pytest.param(
            SESV2,
            "DeleteMultiRegionEndpoint",
            {"EndpointName": "café"},
            "endpointName",
            r"Member must satisfy regular expression pattern: ^[\w\-_]+$",
            id="word characters are those of ASCII",
            marks=recent_model,
        ),
        pytest.param(
            SESV2,
            "ListRecommendations",
            {"Filter": {"TYPE": "DKIM", "COLOUR": "red"}},
            "filter",
            "Map keys must satisfy constraint: "
            "[Member must satisfy enum value set: [IMPACT, RESOURCE_ARN, STATUS, TYPE]]",
            id="key of a map",
        ),
        pytest.param(
            SESV2,
            "ListRecommendations",
            {"Filter": {"TYPE": ""}},
            "filter",
            "Map value must satisfy constraint: "
            "[Member must have length less than or equal to 512, "
            "Member must have length greater than or equal to 1]",
            id="value of a map",
        ),
    ],
)
def test_one_violation(
    model: ServiceModel, operation: str, parameters: dict[str, Any], path: str, constraint: str
) -> None:
    assert violations(model, operation, parameters) == (
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: {constraint}"
    )


@pytest.mark.parametrize(
    ("row", "model", "operation", "parameters"),
    [
        pytest.param("val-v2-format", SESV2, "CreateContactList", {}),
        pytest.param(
            "val-v2-enum",
            SESV2,
            "CreateConfigurationSet",
            {"ConfigurationSetName": "a", "SuppressionOptions": {"SuppressedReasons": ["BORED"]}},
        ),
        pytest.param(
            "val-v2-header-member",
            SESV2,
            "SendEmail",
            {"Content": {"Simple": {**MESSAGE, "Headers": [{"Value": "a"}]}}},
            marks=recent_model,
        ),
        pytest.param(
            "evdest-v1-types-enum",
            SES,
            "CreateConfigurationSetEventDestination",
            {
                "ConfigurationSetName": "a",
                "EventDestination": {"Name": "a", "MatchingEventTypes": ["deliveryDelay"]},
            },
        ),
        pytest.param(
            "cs-vdm-enum",
            SESV2,
            "PutConfigurationSetVdmOptions",
            {
                "ConfigurationSetName": "a",
                "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ON"}},
            },
        ),
        pytest.param(
            "clist-topic-enum",
            SESV2,
            "CreateContactList",
            {
                "ContactListName": "a",
                "Topics": [
                    {"TopicName": "a", "DisplayName": "A", "DefaultSubscriptionStatus": "IN"}
                ],
            },
        ),
        pytest.param(
            "tenant-suppr-scope-enum",
            SESV2,
            "PutTenantSuppressionAttributes",
            {"TenantName": "a", "SuppressionScope": "ALL"},
            marks=recent_model,
        ),
        pytest.param(
            "list-filter-key",
            SESV2,
            "ListEmailIdentities",
            {"Filter": {"COLOUR": "red"}},
            marks=recent_model,
        ),
    ],
)
def test_recorded_texts(
    row: str, model: ServiceModel, operation: str, parameters: dict[str, Any]
) -> None:
    """Word for word, the values of enums in SES's order."""
    assert violations(model, operation, parameters) == BEHAVIOUR[row]["message"]


def test_message_is_named_before_destination() -> None:
    """[val-two], in the wording of 2026."""
    assert violations(SES, "SendEmail", {"Source": "a@example.com"}) == (
        "2 validation errors detected: "
        "Value at 'message' failed to satisfy constraint: Member must not be null; "
        "Value at 'destination' failed to satisfy constraint: Member must not be null"
    )


@recent_model
def test_one_value_can_break_several_constraints() -> None:
    text = violations(
        SESV2, "CreateMultiRegionEndpoint", {"EndpointName": "", "Details": {"RoutesDetails": []}}
    )

    assert text == (
        "2 validation errors detected: "
        "Value at 'endpointName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1; "
        "Value at 'endpointName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: ^[\w\-_]+$"
    )


@pytest.mark.parametrize("operation", ["GetSendQuota", "GetAccountSendingEnabled"])
def test_an_operation_without_parameters_asks_for_nothing(operation: str) -> None:
    assert violations(SES, operation, {}) is None


def model_of(**shapes: dict[str, Any]) -> ServiceModel:
    """A service with one operation, `Try`, that takes `Thing`."""
    return ServiceModel(
        {"metadata": {}, "operations": {"Try": {"input": {"shape": "Thing"}}}, "shapes": shapes}
    )


def test_structures_in_a_map_are_checked_under_their_key() -> None:
    model = model_of(
        Thing={
            "type": "structure",
            "members": {"Parts": {"shape": "Parts"}, "Labels": {"shape": "Labels"}},
        },
        Labels={"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Name"}},
        Parts={"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Part"}},
        Part={"type": "structure", "members": {"Name": {"shape": "Name"}}, "required": ["Name"]},
        Name={"type": "string"},
    )

    parameters = {"Parts": {"a": {"Name": "x"}, "b": {}}, "Labels": {"": ""}}
    assert violations(model, "Try", parameters) == (
        "1 validation error detected: Value at 'parts.b.member.name' failed to satisfy "
        "constraint: Member must not be null"
    )


def test_a_pattern_python_cannot_read_refuses_nothing() -> None:
    model = model_of(
        Thing={"type": "structure", "members": {"Name": {"shape": "Name"}}},
        Name={"type": "string", "pattern": r"\p{L}+"},
    )

    assert violations(model, "Try", {"Name": "1"}) is None


@pytest.mark.parametrize("model", [SES, SESV2], ids=["ses", "sesv2"])
def test_python_can_read_every_pattern_of_the_models(model: ServiceModel) -> None:
    patterns = [model.shape_for(name).metadata.get("pattern") for name in model.shape_names]

    for pattern in filter(None, patterns):
        re.compile(pattern)


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_what_keeps_to_the_model_is_not_refused(
    model: ServiceModel, operation: str, data: Any
) -> None:
    shape = model.operation_model(operation).input_shape

    assert violations(model, operation, data.draw(values(shape, valid=True))) is None


@pytest.mark.parametrize(
    ("unless", "text"),
    [
        (["ScalingMode"], "1 validation error detected: Value at 'poolName' failed to satisfy"),
        (["PoolName"], "1 validation error detected: Value at 'scalingMode' failed to satisfy"),
        (["Other"], "2 validation errors detected: "),
    ],
)
def test_members_that_are_left_to_the_operation(unless: list[str], text: str) -> None:
    operation, parameters = "PutDedicatedIpPoolScalingAttributes", {"ScalingMode": "X"}

    assert (violations(SESV2, operation, parameters, unless=unless) or "").startswith(text)
    both = ["ScalingMode", "PoolName"]
    assert violations(SESV2, operation, parameters, unless=both) is None


@each_operation
@FEWER_EXAMPLES
@given(data=st.data())
def test_the_members_botocore_misses_are_the_ones_missed(
    model: ServiceModel, operation: str, data: Any
) -> None:
    shape = model.operation_model(operation).input_shape
    parameters = data.draw(values(shape))
    report = ParamValidator().validate(parameters, shape).generate_report()
    text = violations(model, operation, parameters) or ""

    missing = re.findall(r'^Missing required parameter in (\S+): "(\w+)"$', report, re.MULTILINE)
    assert set(re.findall(r"'([^']+)' failed to satisfy constraint: Member must not be", text)) == {
        path_on_the_wire(name if place == "input" else f"{place}.{name}") for place, name in missing
    }


def path_on_the_wire(path: str) -> str:
    """`Content.Headers[0].Name` of botocore is content.headers.1.member.name of AWS."""
    numbered = re.sub(r"\[(\d+)\]", lambda match: f".{int(match[1]) + 1}.member", path)
    return ".".join(step[0].lower() + step[1:] for step in numbered.split("."))
