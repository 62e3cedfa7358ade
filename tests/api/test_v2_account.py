"""The account through boto3, in API v2."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from evidence import BEHAVIOUR
from recent import recent
from sending import mail

from pytest_sesmock import Account, SESMock
from pytest_sesmock.account.state import State
from pytest_sesmock.api import v2

Refused = Callable[..., tuple[str, str, int]]

DETAILS = {
    "MailType": "TRANSACTIONAL",
    "WebsiteURL": "https://example.com",
    "ContactLanguage": "EN",
    "UseCaseDescription": "Receipts",
    "AdditionalContactEmailAddresses": ["ada@example.com"],
}


def shown(client2: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client2.get_account()
    del answer["ResponseMetadata"]
    return answer


def test_a_fresh_account(mock: SESMock, client2: Any) -> None:
    """[acct-get-production]; [acct-vdm-unset] and [acct-details-unset]: the rest is left out."""
    assert shown(client2) == {
        "DedicatedIpAutoWarmupEnabled": True,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendQuota": {"Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0},
        "SendingEnabled": True,
        "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
    }


def test_the_quota_is_that_of_v1(account: Account, client: Any, client2: Any) -> None:
    account.verify("example.com")
    account.max_24_hour_send, account.max_send_rate = 500, 7
    client.send_email(**mail(To=["a@example.org", "b@example.org"]))
    quota = client.get_send_quota()
    del quota["ResponseMetadata"]

    assert shown(client2)["SendQuota"] == quota
    assert quota == {"Max24HourSend": 500.0, "MaxSendRate": 7.0, "SentLast24Hours": 2.0}


def test_the_sandbox(account: Account, client2: Any) -> None:
    """200 recipients a day [quota-sandbox]."""
    account.sandbox = True

    answer = shown(client2)

    assert answer["ProductionAccessEnabled"] is False
    assert answer["SendQuota"]["Max24HourSend"] == 200.0


# Sending


@pytest.mark.parametrize(
    ("paused_by", "sending", "status"),
    [(None, True, "HEALTHY"), ("holder", False, "HEALTHY"), ("aws", False, "SHUTDOWN")],
)
def test_who_paused(
    account: Account, client2: Any, paused_by: Any, sending: bool, status: str
) -> None:
    if paused_by is not None:
        account.pause_sending(by=paused_by)

    answer = shown(client2)

    assert (answer["SendingEnabled"], answer["EnforcementStatus"]) == (sending, status)


@pytest.mark.parametrize("parameters", [{"SendingEnabled": False}, {}], ids=str)
def test_the_holder_pauses_and_resumes(
    account: Account, client: Any, client2: Any, parameters: Any
) -> None:
    """Left out is false [bool-absent-false]."""
    client2.put_account_sending_attributes(**parameters)
    assert account.paused_by == "holder"
    assert client.get_account_sending_enabled()["Enabled"] is False

    client2.put_account_sending_attributes(SendingEnabled=True)
    assert account.paused_by is None


@pytest.mark.parametrize("enabled", [True, False])
def test_what_aws_paused_stays_paused(account: Account, client2: Any, enabled: bool) -> None:
    account.pause_sending(by="aws")

    client2.put_account_sending_attributes(SendingEnabled=enabled)

    assert account.paused_by == "aws"


# Suppression


@pytest.mark.parametrize("reasons", [["BOUNCE"], ["COMPLAINT", "BOUNCE"], [], None], ids=str)
def test_suppressed_reasons(state: State, client2: Any, reasons: list[str] | None) -> None:
    given = {} if reasons is None else {"SuppressedReasons": reasons}

    client2.put_account_suppression_attributes(**given)

    assert shown(client2)["SuppressionAttributes"] == {"SuppressedReasons": reasons or []}
    assert state.suppression.suppressed_reasons == tuple(reasons or [])


def test_reasons_there_are(mock: SESMock, refused2: Refused) -> None:
    evidence = BEHAVIOUR["acct-suppr-reason"]

    answer = refused2("put_account_suppression_attributes", SuppressedReasons=["X"])

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


@recent("SuppressionValidationAttributes")
def test_validation_attributes_are_kept(mock: SESMock, client2: Any) -> None:
    validation = {"ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}}

    client2.put_account_suppression_attributes(
        SuppressedReasons=["BOUNCE"], ValidationAttributes=validation
    )

    assert shown(client2)["SuppressionAttributes"] == {
        "SuppressedReasons": ["BOUNCE"],
        "ValidationAttributes": validation,
    }


# Details


def test_details(mock: SESMock, client2: Any) -> None:
    client2.put_account_details(**DETAILS)

    details = shown(client2)["Details"]
    review = details.pop("ReviewDetails")
    assert details == DETAILS
    assert review["Status"] == "GRANTED"
    assert review["CaseId"].isdigit()


def test_details_are_replaced(mock: SESMock, client2: Any) -> None:
    client2.put_account_details(**DETAILS)
    shorter = {**DETAILS, "UseCaseDescription": "Reminders"}
    del shorter["ContactLanguage"]

    client2.put_account_details(**shorter)

    details = shown(client2)["Details"]
    del details["ReviewDetails"]
    assert details == shorter


def test_who_asks_to_leave_the_sandbox_waits(
    mock: SESMock, account: Account, client2: Any, refused2: Refused
) -> None:
    """Nothing but the test lets an account out; until then the review is pending."""
    evidence = BEHAVIOUR["acct-details-conflict"]
    assert evidence["message"] is None
    account.sandbox = True
    client2.put_account_details(**DETAILS, ProductionAccessEnabled=True)
    answer = shown(client2)
    assert answer["ProductionAccessEnabled"] is False
    assert answer["Details"]["ReviewDetails"]["Status"] == "PENDING"

    code, message, status = refused2("put_account_details", **DETAILS)

    assert (code, status) == (evidence["code"], evidence["http_status"])
    assert not message
    assert mock.outbox.refusals[0].remedy == "mock.account().sandbox = False"
    account.sandbox = False
    assert shown(client2)["Details"]["ReviewDetails"]["Status"] == "GRANTED"
    client2.put_account_details(**DETAILS)


@pytest.mark.parametrize("asks", [{"ProductionAccessEnabled": False}, {}], ids=str)
def test_without_asking_there_is_no_review(account: Account, client2: Any, asks: Any) -> None:
    account.sandbox = True

    client2.put_account_details(**DETAILS, **asks)
    client2.put_account_details(**DETAILS, **asks)

    assert shown(client2)["Details"] == DETAILS


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"MailType": "X"}, "acct-details-mailtype"),
        ({"WebsiteURL": "nonsense"}, "acct-details-url-bad"),
        ({"ContactLanguage": "XX"}, "acct-details-language"),
        ({"AdditionalContactEmailAddresses": ["nonsense"]}, "acct-details-contact-bad"),
    ],
)
def test_details_that_are_refused(
    mock: SESMock, client2: Any, refused2: Refused, changes: Any, row: str
) -> None:
    evidence = BEHAVIOUR[row]

    answer = refused2("put_account_details", **{**DETAILS, **changes})

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    assert "Details" not in shown(client2)


# Settings that are kept and shown


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            {"VdmEnabled": "ENABLED"},
            {
                "VdmEnabled": "ENABLED",
                "DashboardAttributes": {"EngagementMetrics": "DISABLED"},
                "GuardianAttributes": {"OptimizedSharedDelivery": "DISABLED"},
            },
        ),
        (
            {
                "VdmEnabled": "ENABLED",
                "DashboardAttributes": {"EngagementMetrics": "ENABLED"},
                "GuardianAttributes": {},
            },
            {
                "VdmEnabled": "ENABLED",
                "DashboardAttributes": {"EngagementMetrics": "ENABLED"},
                "GuardianAttributes": {"OptimizedSharedDelivery": "DISABLED"},
            },
        ),
        (
            {"VdmEnabled": "DISABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}},
            {"VdmEnabled": "DISABLED"},
        ),
    ],
)
def test_vdm_attributes(mock: SESMock, client2: Any, given: Any, kept: Any) -> None:
    """Details are shown while it is enabled, DISABLED unless given [acct-vdm-unset]."""
    client2.put_account_vdm_attributes(VdmAttributes=given)

    assert shown(client2)["VdmAttributes"] == kept


@pytest.mark.parametrize(
    ("parameters", "enabled"),
    [({"AutoWarmupEnabled": False}, False), ({}, False), ({"AutoWarmupEnabled": True}, True)],
)
def test_warm_up(mock: SESMock, client2: Any, parameters: Any, enabled: bool) -> None:
    """Left out is false [acct-warmup-empty]."""
    client2.put_account_dedicated_ip_warmup_attributes(**parameters)

    assert shown(client2)["DedicatedIpAutoWarmupEnabled"] is enabled


@recent("PricingAttributes")
def test_pricing_plan(mock: SESMock, client2: Any) -> None:
    client2.put_account_pricing_attributes(Plan="PRO")

    assert shown(client2)["PricingAttributes"] == {"CurrentPlan": "PRO"}


@recent("DeliveryAttributes")
def test_shared_pool_delivery_mode(mock: SESMock, client2: Any) -> None:
    client2.put_account_delivery_attributes(SharedPoolDeliveryMode="REGIONAL")

    assert shown(client2)["DeliveryAttributes"] == {"SharedPoolDeliveryMode": "REGIONAL"}


def test_shared_pool_delivery_mode_without_a_client_that_knows_it(
    mock: SESMock, state: State
) -> None:
    """Whichever botocore is installed; GetAccount shows it to those that know it."""
    context: Any = SimpleNamespace(account=state, clock=mock.clock)
    mode = {"SharedPoolDeliveryMode": "GLOBAL"}

    assert v2.OPERATIONS["PutAccountDeliveryAttributes"].function(context, mode) == {}

    assert v2.OPERATIONS["GetAccount"].function(context, {})["DeliveryAttributes"] == mode


def test_every_region_has_settings_of_its_own(mock: SESMock, client2: Any) -> None:
    mock.account("eu-west-1")._state.account_details.auto_warmup = False

    assert shown(client2)["DedicatedIpAutoWarmupEnabled"] is True
