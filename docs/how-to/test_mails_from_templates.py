import json
import re

import boto3
import pytest
from botocore.exceptions import ClientError

ses = boto3.client("ses", region_name="us-east-1")


def welcome(address, **data):
    ses.send_templated_email(
        Source="news@example.com",
        Destination={"ToAddresses": [address]},
        Template="welcome",
        TemplateData=json.dumps(data),
    )


def send_issue(subscribers):
    """Send each subscriber an email. Returns the subscribers that SES refused."""
    response = ses.send_bulk_templated_email(
        Source="news@example.com",
        Template="issue",
        DefaultTemplateData=json.dumps({"name": "reader", "number": 7}),
        Destinations=[
            {
                "Destination": {"ToAddresses": [address]},
                "ReplacementTemplateData": json.dumps(data),
            }
            for address, data in subscribers.items()
        ],
    )
    results = zip(subscribers, response["Status"], strict=True)
    return [address for address, result in results if result["Status"] != "Success"]


@pytest.fixture(autouse=True)
def templates(ses_account):
    ses_account.verify("example.com")
    ses_account.create_template(
        "welcome",
        subject="Welcome, {{name}}",
        text="Hello {{name}},{{#if city}} in {{city}},{{/if}} good to have you.",
        html="<p>Hello {{name}}",
    )
    ses_account.create_template("issue", subject="Issue {{number}}", text="Dear {{name}}")


def test_what_is_rendered(ses_outbox):
    welcome("ada@example.org", name="Ada", city="London")

    message = ses_outbox.assert_sent(template="welcome", subject="Welcome, Ada")
    assert message.text == "Hello Ada, in London, good to have you."
    assert message.html == "<p>Hello Ada"
    assert message.template_data == {"name": "Ada", "city": "London"}


def test_a_part_of_the_data(ses_outbox):
    welcome("ada@example.org", name="Ada", city="London")

    ses_outbox.assert_sent(template_data={"city": re.compile("^Lon")})


def test_a_missing_attribute(ses_outbox):
    welcome("ada@example.org", city="London")

    with pytest.raises(AssertionError, match="Attribute 'name' is not present"):
        ses_outbox.assert_sent(to="ada@example.org")
    message = ses_outbox.assert_sent(rendering_failure=re.compile("'name' is not present"))
    assert [event.type for event in message.events] == ["Rendering Failure"]


def test_a_missing_template(ses_account, ses_outbox):
    assert ses_account.templates == ["issue", "welcome"]
    ses.delete_template(TemplateName="welcome")

    with pytest.raises(ses.exceptions.TemplateDoesNotExistException):
        welcome("ada@example.org", name="Ada")
    ses_outbox.assert_refused(rule="template-exists")


def test_in_bulk(ses_outbox):
    subscribers = {"ada@example.org": {"name": "Ada"}, "bob@example.net": {}, "eve@": {}}
    assert send_issue(subscribers) == ["eve@"]

    ses_outbox.assert_sent(to="ada@example.org", subject="Issue 7", text="Dear Ada")
    ses_outbox.assert_sent(to="bob@example.net", subject="Issue 7", text="Dear reader")
    refused = ses_outbox.assert_refused(to="eve@", code="InvalidParameterValue")
    assert (refused.message, refused.http_status) == ("Missing domain", 200)


def test_rendering_alone():
    data = json.dumps({"number": 7, "name": "Ada"})
    rendered = ses.test_render_template(TemplateName="issue", TemplateData=data)
    assert "Subject: Issue 7" in rendered["RenderedTemplate"]

    with pytest.raises(ClientError, match="Attribute 'name' is not present") as caught:
        ses.test_render_template(TemplateName="issue", TemplateData='{"number": 7}')
    assert caught.value.response["Error"]["Code"] == "MissingRenderingAttribute"
