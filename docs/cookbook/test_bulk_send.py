import json

import boto3
import pytest

sesv2 = boto3.client("sesv2", region_name="us-east-1")


def send_news(names):
    """Mail a greeting to each address. Returns the addresses that SES refused."""
    response = sesv2.send_bulk_email(
        FromEmailAddress="news@example.com",
        DefaultContent={"Template": {"TemplateName": "news", "TemplateData": "{}"}},
        BulkEmailEntries=[
            {
                "Destination": {"ToAddresses": [address]},
                "ReplacementEmailContent": {
                    "ReplacementTemplate": {"ReplacementTemplateData": json.dumps({"name": name})}
                },
            }
            for address, name in names.items()
        ],
    )
    results = zip(names, response["BulkEmailEntryResults"], strict=True)
    return [address for address, result in results if result["Status"] != "SUCCESS"]


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_one_entry_is_refused(ses_account, ses_outbox):
    ses_account.create_template("news", subject="News", text="Dear {{name}}")

    refused = send_news({"ada@example.org": "Ada", "bob@example..org": "Bob"})

    assert refused == ["bob@example..org"]
    ses_outbox.assert_sent(to="ada@example.org", text="Dear Ada")
    ses_outbox.assert_refused(message="Domain contains dot-dot")
