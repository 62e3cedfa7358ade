"""Review and pause by AWS, when a test says so or by the documented rates."""

from __future__ import annotations

from typing import Any

import pytest
from evidence import answer
from recent import recent
from sending import SEND, mail, mail2

from pytest_sesmock import Account, SESMock, SesmockError


@pytest.fixture(autouse=True)
def _arranged(account: Account) -> None:
    account.verify("example.com")
    account.max_24_hour_send = -1


def status(client2: Any) -> str:
    shown: str = client2.get_account()["EnforcementStatus"]
    return shown


def send(client: Any, number: int, domain: str = "example.org") -> None:
    """Mail to so many different recipients, who would else be suppressed once one bounces."""
    names = [f"{each}@{domain}" for each in range(number)]
    for start in range(0, number, 50):
        client.send_email(**mail(To=names[start : start + 50]))


def come_back(mock: SESMock, what: str, times: int, domain: str = "example.org") -> None:
    """Let mails of `send` come back from so many of their recipients."""
    pairs = [
        (message, recipient)
        for message in list(mock.outbox)
        for recipient in message.recipients
        if recipient.endswith(f"@{domain}")
    ]
    for message, recipient in pairs[:times]:
        if what == "Complaint":
            message.complain(recipient)
        elif what == "Delivery":
            message.deliver(recipient)
        else:
            message.bounce(
                recipient, type="Transient" if what == "MailboxFull" else "Permanent", subtype=what
            )


def test_a_review_and_its_end(account: Account, client: Any, client2: Any) -> None:
    """[enforcement-status]: the account can still send."""
    assert (status(client2), account.enforcement_status) == ("HEALTHY", "HEALTHY")
    account.start_review()
    assert (status(client2), account.enforcement_status) == ("PROBATION", "PROBATION")
    client.send_email(**SEND)

    account.end_review()

    assert status(client2) == "HEALTHY"


def test_a_pause_by_aws_outranks_a_review(account: Account, client2: Any) -> None:
    account.start_review()
    account.pause_sending("aws")
    assert status(client2) == "SHUTDOWN"

    account.resume_sending()

    assert status(client2) == "HEALTHY"


def test_a_pause_by_the_holder_says_nothing_of_the_reputation(
    account: Account, client2: Any
) -> None:
    account.start_review()
    account.pause_sending("holder")
    assert status(client2) == "PROBATION"

    account.resume_sending()

    assert status(client2) == "PROBATION"


# Recipients, what comes back of them, and what AWS then does [reputation-rates].
RATES = {
    "4.9 % bounces": (1000, "General", 49, "HEALTHY"),
    "5 % bounces": (1000, "General", 50, "PROBATION"),
    "9.9 % bounces": (1000, "General", 99, "PROBATION"),
    "10 % bounces": (1000, "General", 100, "SHUTDOWN"),
    "for a while": (10, "MailboxFull", 10, "HEALTHY"),
    "of the suppression list": (10, "OnAccountSuppressionList", 10, "HEALTHY"),
    "no complaint": (1000, "Complaint", 0, "HEALTHY"),
    "0.1 % complaints": (1000, "Complaint", 1, "PROBATION"),
    "0.4 % complaints": (1000, "Complaint", 4, "PROBATION"),
    "0.5 % complaints": (1000, "Complaint", 5, "SHUTDOWN"),
    "deliveries": (10, "Delivery", 10, "HEALTHY"),
}


@pytest.mark.parametrize(("number", "kind", "times", "expected"), RATES.values(), ids=RATES)
def test_the_documented_rates(
    mock: SESMock, client: Any, client2: Any, number: int, kind: str, times: int, expected: str
) -> None:
    account = mock.account()
    account.enforce_reputation = True
    send(client, number)
    come_back(mock, kind, times)

    assert status(client2) == expected
    assert account.paused_by == ("aws" if expected == "SHUTDOWN" else None)


def test_by_default_rates_do_nothing(mock: SESMock, client: Any, client2: Any) -> None:
    assert mock.account().enforce_reputation is False
    send(client, 10)
    come_back(mock, "General", 10)

    client.send_email(**SEND)
    assert status(client2) == "HEALTHY"


def test_the_next_send_meets_the_pause(mock: SESMock, client: Any, refused: Any) -> None:
    mock.account().enforce_reputation = True
    send(client, 10)
    come_back(mock, "General", 1)

    assert refused("send_email", **SEND) == answer("acct-paused-aws")


def test_a_review_stays_when_the_rates_fall(mock: SESMock, client: Any, client2: Any) -> None:
    mock.account().enforce_reputation = True
    send(client, 20)
    come_back(mock, "General", 1)
    assert status(client2) == "PROBATION"

    send(client, 1000, "example.net")

    assert status(client2) == "PROBATION"


def test_after_a_pause_only_what_comes_then_counts(
    mock: SESMock, client: Any, client2: Any
) -> None:
    account = mock.account()
    account.enforce_reputation = True
    send(client, 10)
    come_back(mock, "General", 5)
    assert account.paused_by == "aws"

    account.resume_sending()

    assert status(client2) == "HEALTHY"
    send(client, 10, "example.net")
    assert status(client2) == "HEALTHY"
    come_back(mock, "General", 1, "example.net")
    assert status(client2) == "SHUTDOWN"


def test_rates_are_judged_though_the_holder_has_paused(mock: SESMock, client: Any) -> None:
    account = mock.account()
    account.enforce_reputation = True
    send(client, 10)
    with account.sending_paused():
        come_back(mock, "General", 1)
        assert account.paused_by == "aws"


def test_the_simulator_and_suppression_have_no_effect(
    mock: SESMock, client: Any, client2: Any
) -> None:
    """[doc-sim-quota]: neither do they bounce, nor do they make the rate of others smaller."""
    account = mock.account()
    account.enforce_reputation = True
    account.suppress("eve@example.com")
    simulators = [f"{name}@simulator.amazonses.com" for name in ("bounce", "complaint")]
    client.send_email(**mail(To=simulators))
    client.send_email(**mail(To=["eve@example.com"] * 50))
    assert status(client2) == "HEALTHY"
    mock.outbox[0].bounce(simulators[1], force=True)
    send(client, 19)
    assert status(client2) == "HEALTHY"

    come_back(mock, "General", 1)

    assert status(client2) == "PROBATION"


def test_the_switch_is_true_or_false(account: Account) -> None:
    with pytest.raises(SesmockError, match="enforce_reputation must be True or False, not 1"):
        account.enforce_reputation = 1  # type: ignore[assignment]


# Tenants

TENANTS = recent("ReputationEntity")
ARN = "arn:aws:ses:us-east-1:123456789012"


@pytest.fixture
def tenant(account: Account, client2: Any) -> str:
    client2.create_tenant(TenantName="acme")
    client2.create_tenant_resource_association(
        TenantName="acme", ResourceArn=f"{ARN}:identity/example.com"
    )
    arn: str = client2.get_tenant(TenantName="acme")["Tenant"]["TenantArn"]
    return arn


def entity(client2: Any, arn: str) -> Any:
    return client2.get_reputation_entity(
        ReputationEntityType="RESOURCE", ReputationEntityReference=arn
    )["ReputationEntity"]


@TENANTS
@pytest.mark.parametrize("own", ["ENABLED", "REINSTATED", "DISABLED"])
def test_what_aws_has_paused_the_holder_cannot_lift(
    account: Account, client2: Any, tenant: str, own: str
) -> None:
    """[tenant-statuses]."""
    account.pause_tenant("acme")
    client2.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE", ReputationEntityReference=tenant, SendingStatus=own
    )
    shown = entity(client2, tenant)
    assert shown["SendingStatusAggregate"] == "DISABLED"
    assert shown["AwsSesManagedStatus"]["Status"] == "DISABLED"
    assert shown["CustomerManagedStatus"]["Status"] == own
    with pytest.raises(client2.exceptions.ClientError):
        client2.send_email(**mail2(), TenantName="acme")

    account.resume_tenant("acme")

    assert entity(client2, tenant)["SendingStatusAggregate"] == own


@TENANTS
def test_a_tenant_that_aws_has_paused_stops_alone(
    account: Account, client2: Any, tenant: str
) -> None:
    account.pause_tenant("acme")
    client2.send_email(**mail2())
    account.resume_tenant("acme")
    client2.send_email(**mail2(), TenantName="acme")


@TENANTS
@pytest.mark.parametrize("method", ["pause_tenant", "resume_tenant"])
def test_a_tenant_must_be_there(account: Account, method: str) -> None:
    with pytest.raises(SesmockError, match="The requested tenant <acme> does not exist"):
        getattr(account, method)("acme")


@TENANTS
def test_open_findings_are_the_impact(account: Account, client2: Any, tenant: str) -> None:
    """[recommendations]."""
    impacts = [entity(client2, tenant)["ReputationImpact"]]
    for type_, impact, state in (
        ("BOUNCE", "LOW", "OPEN"),
        ("COMPLAINT", "HIGH", "OPEN"),
        ("COMPLAINT", "HIGH", "FIXED"),
    ):
        account.add_recommendation(type_, tenant, impact=impact, status=state)  # type: ignore[arg-type]
        impacts.append(entity(client2, tenant)["ReputationImpact"])

    assert impacts == ["NONE", "LOW", "HIGH", "LOW"]
