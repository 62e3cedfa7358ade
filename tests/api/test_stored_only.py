"""An operation marked stored only changes nothing that a mail meets, before or after acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import test_v1_results
import test_v2_results
from exchanges import exchange, parsed
from sending import SEND

from pytest_sesmock import Event, SESMock
from pytest_sesmock.api import v1, v2
from pytest_sesmock.wire.models import service_model

# An older service model lacks some operations, and members of others.
THERE = frozenset(service_model("sesv2").operation_names)
SENT_IN_V2 = service_model("sesv2").operation_model("SendEmail").input_shape.members
STORED_ONLY = [
    *(("ses", name) for name in sorted(v1.API.stored_only)),
    *(("sesv2", name) for name in sorted(v2.API.stored_only & THERE)),
]

FROM = {"FromEmailAddress": "ada@example.com"}
SIMPLE = {"Content": {"Simple": SEND["Message"]}}
WELCOME = {"Template": {"TemplateName": "welcome", "TemplateData": '{"name": "Ada"}'}}


def to(*addresses: str) -> dict[str, Any]:
    return {"Destination": {"ToAddresses": list(addresses)}}


def mails(endpoints: list[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Sends that meet everything an account can keep: service, operation, parameters."""
    everyone = to("ada@example.org", "bob@example.org", "eve@example.org")
    for options in (
        {},
        {"ConfigurationSetName": "news"},
        {"ConfigurationSetName": "offers"},
        {"TenantName": "acme", "ConfigurationSetName": "offers"},
        {"ListManagementOptions": {"ContactListName": "readers", "TopicName": "news"}},
        *({"EndpointId": endpoint} for endpoint in endpoints),
    ):
        if options.keys() <= SENT_IN_V2.keys():
            yield "sesv2", "SendEmail", {**FROM, **everyone, **SIMPLE, **options}
    yield "sesv2", "SendEmail", {**FROM, **to("ada@example.org"), "Content": WELCOME}
    yield "sesv2", "SendEmail", {**FROM, **to("success@simulator.amazonses.com"), **SIMPLE}
    yield "ses", "SendEmail", {**SEND, "ConfigurationSetName": "news", "Source": "bob@example.com"}
    for operation in ("SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBounce"):
        yield "ses", operation, test_v1_results.CALLS[operation]


def arrange(mock: SESMock, client: Any, client2: Any, service: str, operation: str) -> None:
    """What the operation needs, and what the mails need besides."""
    if service == "ses":
        test_v1_results.arrange(mock, client)
    else:
        test_v2_results.arrange(mock, client2, operation)
    account = mock.account()
    account.verify("example.com")
    account.create_configuration_set("news")
    account.create_configuration_set("offers")
    account.suppress("ada@example.org", "BOUNCE")
    account.suppress("bob@example.org", "COMPLAINT")
    if "welcome" not in account.templates:
        account.create_template("welcome", subject="Hello {{name}}", text="Hi")
    arn = "arn:aws:ses:us-east-1:123456789012"
    for name, parameters in (
        ("CreateContactList", {"ContactListName": "readers", "Topics": test_v2_results.TOPICS}),
        ("CreateTenant", {"TenantName": "acme"}),
        *(
            (
                "CreateTenantResourceAssociation",
                {"TenantName": "acme", "ResourceArn": f"{arn}:{resource}"},
            )
            for resource in ("identity/example.com", "configuration-set/offers")
        ),
        (
            "CreateMultiRegionEndpoint",
            {**test_v2_results.ENDPOINT, **test_v2_results.ROUTES},
        ),
    ):
        if name in THERE:
            exchange(mock, "sesv2", name, parameters)  # what is there already stays


def outcomes(mock: SESMock, endpoints: list[str]) -> list[Any]:
    """What each mail is answered, what becomes of it, and what is refused."""
    found: list[Any] = []
    for service, operation, parameters in mails(endpoints):
        with mock.outbox.capture() as sent:
            reply = exchange(mock, service, operation, parameters)
        answer = parsed(service, operation, reply)
        found.append(
            (
                operation,
                parameters,
                reply.status,
                answer.get("Error"),
                [[described(event) for event in message.events] for message in sent],
                [(each.code, each.message, each.rule) for each in sent.refusals],
            )
        )
    return found


def described(event: Event) -> tuple[object, ...]:
    """What of an event is the same whenever it happens."""
    kinds = ("bounceType", "bounceSubType", "complaintSubType", "errorMessage")
    return event.type, event.recipients, *map(event.detail.get, kinds)


def endpoint_ids(mock: SESMock) -> list[str]:
    if "ListMultiRegionEndpoints" not in THERE:
        return []
    reply = exchange(mock, "sesv2", "ListMultiRegionEndpoints", {})
    answer = parsed("sesv2", "ListMultiRegionEndpoints", reply)
    return [each["EndpointId"] for each in answer["MultiRegionEndpoints"]]


def carry_out(mock: SESMock, client2: Any, service: str, operation: str) -> None:
    calls = test_v1_results.CALLS if service == "ses" else test_v2_results.CALLS
    parameters = test_v2_results.given(client2, calls[operation])
    assert exchange(mock, service, operation, parameters).status == 200


@pytest.mark.parametrize(("service", "operation"), STORED_ONLY, ids=lambda value: value)
def test_the_same_mails_fare_the_same_before_and_after(
    mock: SESMock, client: Any, client2: Any, service: str, operation: str
) -> None:
    arrange(mock, client, client2, service, operation)
    before = outcomes(mock, endpoint_ids(mock))

    carry_out(mock, client2, service, operation)

    assert outcomes(mock, endpoint_ids(mock)) == before


EFFECTIVE = [
    ("ses", "UpdateConfigurationSetSendingEnabled"),
    ("ses", "DeleteTemplate"),
    *(
        ("sesv2", name)
        for name in (
            "PutConfigurationSetSuppressionOptions",
            "PutSuppressedDestination",
            "UpdateReputationEntityCustomerManagedStatus",
            "CreateMultiRegionEndpoint",
            "DeleteMultiRegionEndpoint",
            "DeleteContactList",
            "PutAccountSuppressionAttributes",
        )
        if name in THERE
    ),
]


@pytest.mark.parametrize(("service", "operation"), EFFECTIVE, ids=lambda value: value)
def test_the_mails_notice_an_operation_that_has_an_effect(
    mock: SESMock, client: Any, client2: Any, service: str, operation: str
) -> None:
    """So that the test above can fail."""
    arrange(mock, client, client2, service, operation)
    before = outcomes(mock, endpoint_ids(mock))

    carry_out(mock, client2, service, operation)

    assert outcomes(mock, endpoint_ids(mock)) != before
