from email.message import EmailMessage

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")


def send_news(address, token):
    mail = EmailMessage()
    mail["From"] = "news@example.com"
    mail["To"] = address
    mail["Subject"] = "News"
    mail["List-Unsubscribe"] = f"<https://app.example/unsubscribe?token={token}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(
        f"Spring is here.\n\nUnsubscribe: https://app.example/unsubscribe?token={token}"
    )
    ses.send_raw_email(RawMessage={"Data": mail.as_bytes()})


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_one_click_unsubscribes(ses_outbox):
    send_news("ada@example.org", "42")

    message = ses_outbox.assert_sent(
        to="ada@example.org",
        headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    assert message.list_unsubscribe == ("https://app.example/unsubscribe?token=42",)
    assert message.link("unsubscribe").href in message.list_unsubscribe
