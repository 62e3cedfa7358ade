import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
SUBJECTS = {
    "en": "Your order has shipped",
    "de": "Ihre Bestellung ist unterwegs, schöne Grüße",
    "ja": "ご注文の商品を発送しました",
    "ar": "تم شحن طلبك",
    "emoji": "On its way 📦",
}


def send_notice(address, language):
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={
            "Subject": {"Data": SUBJECTS[language], "Charset": "UTF-8"},
            "Body": {"Text": {"Data": SUBJECTS[language], "Charset": "UTF-8"}},
        },
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
@pytest.mark.parametrize("language", SUBJECTS)
def test_every_language_arrives(language, ses_outbox):
    send_notice("ada@example.org", language)

    message = ses_outbox.assert_sent(to="ada@example.org")
    assert message.subject == message.text == SUBJECTS[language]
    assert "?" not in message.subject
