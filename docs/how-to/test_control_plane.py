import contextlib

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
sesv2 = boto3.client("sesv2", region_name="us-east-1")


def set_up():
    """Runs whenever the application starts."""
    with contextlib.suppress(sesv2.exceptions.AlreadyExistsException):
        sesv2.create_configuration_set(ConfigurationSetName="receipts")
    known = ses.get_paginator("list_identities").paginate().build_full_result()
    if "example.com" not in known["Identities"]:
        ses.verify_domain_identity(Domain="example.com")
    template = {"TemplateName": "receipt", "SubjectPart": "Order {{id}}", "TextPart": "Bye"}
    try:
        ses.create_template(Template=template)
    except ses.exceptions.AlreadyExistsException:
        ses.update_template(Template=template)


def test_it_starts_and_starts_again(ses_account):
    for _ in range(2):
        set_up()

        assert ses_account.identities == {"example.com": "Pending"}
        assert ses_account.configuration_sets == ["receipts"]
        assert ses_account.templates == ["receipt"]


def test_what_one_api_makes_the_other_shows(ses_account):
    set_up()

    identity = sesv2.get_email_identity(EmailIdentity="example.com")
    assert not identity["VerifiedForSendingStatus"]
    template = sesv2.get_email_template(TemplateName="receipt")
    assert template["TemplateContent"]["Subject"] == "Order {{id}}"
    assert ses.describe_configuration_set(ConfigurationSetName="receipts")

    ses_account.verify("example.com")
    assert sesv2.get_email_identity(EmailIdentity="example.com")["VerifiedForSendingStatus"]


@pytest.mark.sesmock(verified_identities=[f"{number}.example.com" for number in range(250)])
def test_page_by_page():
    paginator = ses.get_paginator("list_identities")
    pages = paginator.paginate(PaginationConfig={"PageSize": 100})

    assert [len(page["Identities"]) for page in pages] == [100, 100, 50]


@pytest.mark.sesmock(configuration_sets=["receipts"])
def test_what_is_stored_only():
    sesv2.put_configuration_set_delivery_options(
        ConfigurationSetName="receipts", TlsPolicy="REQUIRE"
    )

    found = sesv2.get_configuration_set(ConfigurationSetName="receipts")
    assert found["DeliveryOptions"]["TlsPolicy"] == "REQUIRE"


def test_a_deployment_that_fails(ses_account):
    # From version 1.44 on, botocore tries three times by default.
    ses_account.fail_next("LimitExceededException", when="CreateConfigurationSet", times=3)

    with pytest.raises(sesv2.exceptions.LimitExceededException):
        set_up()


def test_a_bucket_that_ses_cannot_write_to(ses_account):
    ses_account.deny_access("inbound-mail")
    ses.create_receipt_rule_set(RuleSetName="inbound")

    with pytest.raises(ses.exceptions.InvalidS3ConfigurationException, match="Could not write"):
        ses.create_receipt_rule(
            RuleSetName="inbound",
            Rule={"Name": "keep", "Actions": [{"S3Action": {"BucketName": "inbound-mail"}}]},
        )
