import math
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from newsletter import ses, subscribe

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_a_malformed_address(ses_outbox):
    with pytest.raises(ClientError) as caught:
        subscribe("ada@example..org")

    assert caught.value.response["Error"]["Code"] == "InvalidParameterValue"
    assert caught.value.response["Error"]["Message"] == "Domain contains dot-dot"
    ses_outbox.assert_refused(to="ada@example..org", rule="address-syntax")
    ses_outbox.assert_empty()


def test_access_denied(ses_account):
    ses_account.fail_next("AccessDenied", "You are not authorized to do this")

    with pytest.raises(ClientError, match="not authorized"):
        subscribe("ada@example.org")
    subscribe("ada@example.org")


def test_one_recipient_is_rejected(ses_account, ses_outbox):
    ses_account.fail_next(
        "MessageRejected",
        when=lambda call: "eve@example.org" in str(call.parameters["Destination"]),
    )

    subscribe("ada@example.org")
    with pytest.raises(ses.exceptions.MessageRejected):
        subscribe("eve@example.org")
    ses_outbox.assert_not_sent(to="eve@example.org")


def test_botocore_tries_again(ses_account, ses_outbox):
    ses_account.fail_next("Throttling")

    subscribe("ada@example.org")

    ses_outbox.assert_count(1)
    ses_outbox.assert_refused(code="Throttling")


def test_botocore_gives_up(ses_account, ses_outbox):
    ses_account.fail_next("Throttling", times=3)

    with pytest.raises(ClientError, match=r"Maximum sending rate exceeded\.") as caught:
        subscribe("ada@example.org")
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 2
    ses_outbox.assert_empty()


def test_an_outage(ses_account, ses_outbox):
    with ses_account.fail_next("ServiceUnavailable"), pytest.raises(ClientError):
        subscribe("ada@example.org")

    subscribe("ada@example.org")
    ses_outbox.assert_count(1)


def test_an_outage_that_ends(ses_account):
    outage = ses_account.fail_next("ServiceUnavailable", times=math.inf)
    with pytest.raises(ClientError):
        subscribe("ada@example.org")

    outage.cancel()
    subscribe("ada@example.org")


def test_one_entry_of_a_bulk_send_fails(ses_account, ses_outbox):
    ses_account.create_template("news", subject="News", text="Hello")
    ses_account.fail_next("Failed", entry="bob@example.org")

    result = ses.send_bulk_templated_email(
        Source="news@example.com",
        Template="news",
        DefaultTemplateData="{}",
        Destinations=[
            {"Destination": {"ToAddresses": [address]}, "ReplacementTemplateData": "{}"}
            for address in ("ada@example.org", "bob@example.org")
        ],
    )

    assert [entry["Status"] for entry in result["Status"]] == ["Success", "Failed"]
    ses_outbox.assert_sent(to="ada@example.org")
    ses_outbox.assert_refused(to="bob@example.org", code="Failed")


def test_paused_by_the_holder(ses_account):
    paused = ses.exceptions.AccountSendingPausedException
    with ses_account.sending_paused(), pytest.raises(paused):
        subscribe("ada@example.org")

    subscribe("ada@example.org")


def test_the_daily_quota(ses_account, sesmock):
    ses_account.max_24_hour_send = 3
    subscribe("ada@example.org", "bob@example.org")
    subscribe("eve@example.org", "joe@example.org")
    assert ses_account.sent_last_24_hours == 4

    with pytest.raises(ClientError, match=r"Daily message quota exceeded\."):
        subscribe("ada@example.org")

    sesmock.clock.advance(timedelta(hours=24))
    subscribe("ada@example.org")


def test_the_send_rate(ses_account, sesmock):
    ses_account.max_send_rate = 0.01  # one recipient in 100 seconds: longer than botocore waits
    subscribe("ada@example.org")
    with pytest.raises(ClientError, match=r"Maximum sending rate exceeded\."):
        subscribe("bob@example.org")

    sesmock.clock.advance(100)
    subscribe("bob@example.org")


@pytest.mark.sesmock(sandbox=True)
def test_the_sandbox(ses_account):
    with pytest.raises(ses.exceptions.MessageRejected, match=r"failed the check .*: ada@"):
        subscribe("ada@example.org")

    subscribe("success@simulator.amazonses.com")
    ses_account.verify("ada@example.org")
    subscribe("ada@example.org")
