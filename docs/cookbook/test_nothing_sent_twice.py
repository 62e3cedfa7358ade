import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
confirmed: set[int] = set()


def confirm(number, address):
    """Confirm an order, once: SES may have sent the mail although its answer was lost."""
    if number in confirmed:
        return
    confirmed.add(number)
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": f"Order {number}"}, "Body": {"Text": {"Data": "Thanks."}}},
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_the_job_runs_twice(ses_outbox):
    confirm(17, "ada@example.org")
    confirm(17, "ada@example.org")

    ses_outbox.assert_sent(to="ada@example.org", subject="Order 17")


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_what_no_key_of_yours_prevents(ses_account, ses_outbox):
    """SES has no idempotency key: botocore itself sends it again."""
    ses_account.fail_next("read-timeout", after_acceptance=True)

    confirm(18, "ada@example.org")

    ses_outbox.assert_sent(count=2, subject="Order 18")
