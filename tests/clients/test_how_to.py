"""The examples of `docs/how-to/clients.md` that need Django."""

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailMessage
from botocore.exceptions import ClientError
from django.core.mail import EmailMessage

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


@pytest.fixture
def through_django_ses(settings):
    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    settings.AWS_SES_REGION_NAME = "us-east-1"
    settings.USE_SES_V2 = True


@pytest.fixture
def through_anymail(settings):
    settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    settings.ANYMAIL = {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "us-east-1"}}


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_django_ses(through_django_ses, ses_outbox):
    EmailMessage(
        "Your order",
        "Thank you.",
        "The Shop <shop@example.com>",
        ["ada@example.org"],
        headers={
            "X-SES-CONFIGURATION-SET": "orders",
            "X-SES-MESSAGE-TAGS": "kind=receipt",
        },
        attachments=[("bill.pdf", b"%PDF", "application/pdf")],
    ).send()

    message = ses_outbox.assert_sent(
        to="ada@example.org", configuration_set="orders", tags={"kind": "receipt"}
    )
    assert message.text == "Thank you."
    assert message.attachments[0].filename == "bill.pdf"


def test_a_refusal_through_django_ses(through_django_ses, ses_outbox):
    with pytest.raises(ClientError, match="Email address is not verified"):
        EmailMessage("Hi", "", "shop@example.net", ["ada@example.org"]).send()

    ses_outbox.assert_refused(code="MessageRejected")


def test_anymail(through_anymail, ses_account, ses_outbox):
    ses_account.create_template("welcome", subject="Welcome", text="Hello {{name}}!")

    message = AnymailMessage(
        from_email="The Shop <shop@example.com>",
        to=["ada@example.org", "bob@example.org"],
        template_id="welcome",
        merge_data={"ada@example.org": {"name": "Ada"}, "bob@example.org": {"name": "Bob"}},
        merge_global_data={},
    )
    message.send()

    sent = ses_outbox.assert_sent(to="ada@example.org", template="welcome", text="Hello Ada!")
    assert message.anymail_status.recipients["ada@example.org"].message_id == sent.message_id


def test_a_refusal_through_anymail(through_anymail, ses_outbox):
    with pytest.raises(AnymailAPIError, match="Email address is not verified"):
        AnymailMessage("Hi", "", "shop@example.net", ["ada@example.org"]).send()

    ses_outbox.assert_refused(code="MessageRejected")
