import json

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
undeliverable: set[str] = set()


def send_news(address):
    if address not in undeliverable:
        ses.send_email(
            Source="news@example.com",
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "Spring is here."}}},
        )


def on_notification(event, context):
    """Be the Lambda function that the topic for bounces and complaints calls."""
    for record in event["Records"]:
        feedback = json.loads(record["Sns"]["Message"])
        if feedback["notificationType"] == "Bounce":
            if feedback["bounce"]["bounceType"] == "Permanent":
                recipients = feedback["bounce"]["bouncedRecipients"]
                undeliverable.update(each["emailAddress"] for each in recipients)
        elif feedback["notificationType"] == "Complaint":
            recipients = feedback["complaint"]["complainedRecipients"]
            undeliverable.update(each["emailAddress"] for each in recipients)


@pytest.fixture(autouse=True)
def _all_deliverable():
    undeliverable.clear()


@pytest.mark.sesmock(verified_identities=["example.com"])
@pytest.mark.parametrize("what", ["bounce", "complain"])
def test_no_more_mail(what, ses_outbox):
    send_news("ada@example.org")
    message = ses_outbox.assert_sent(to="ada@example.org")
    event = message.bounce() if what == "bounce" else message.complain()
    on_notification(event.as_lambda(), None)

    with ses_outbox.expect(0):
        send_news("ada@example.org")


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_a_full_mailbox_may_get_mail_again(ses_outbox):
    send_news("ada@example.org")
    bounce = ses_outbox.assert_sent().bounce(type="Transient", subtype="MailboxFull")
    on_notification(bounce.as_lambda(), None)

    with ses_outbox.expect(1, to="ada@example.org"):
        send_news("ada@example.org")
