"""What a report says will let an operation on the account pass does so when it is pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from remedies import NAMES, Case, follow, follow_in, nothing
from sending import ses

from pytest_sesmock import Account, SESMock


def of_v1(operation: str, **parameters: Any) -> Callable[[Any, Any], object]:
    return lambda v1, _v2: getattr(v1, operation)(**parameters)


def of_v2(operation: str, **parameters: Any) -> Callable[[Any, Any], object]:
    return lambda _v1, v2: getattr(v2, operation)(**parameters)


def custom_template(sender: str) -> dict[str, str]:
    return {
        "TemplateName": "confirm",
        "FromEmailAddress": sender,
        "TemplateSubject": "Confirm",
        "TemplateContent": "<p>Hi</p>",
        "SuccessRedirectionURL": "https://example.com/yes",
        "FailureRedirectionURL": "https://example.com/no",
    }


def send_custom(v1: Any, _: Any) -> object:
    return v1.send_custom_verification_email(EmailAddress="ann@un.example", TemplateName="confirm")


def no_longer_verified(sender: str) -> Callable[[Account], None]:
    def arrange(account: Account) -> None:
        account.verify("un.example")
        ses(account.region).create_custom_verification_email_template(**custom_template(sender))
        account.add_identity("un.example", "Failed")

    return arrange


def custom_in_sandbox(account: Account) -> None:
    ses(account.region).create_custom_verification_email_template(
        **custom_template("noreply@example.com")
    )
    account.sandbox = True


def rule_with_bounce(sender: str) -> dict[str, Any]:
    bounce = {"SmtpReplyCode": "550", "Message": "No.", "Sender": sender}
    return {"RuleSetName": "main", "Rule": {"Name": "r", "Actions": [{"BounceAction": bounce}]}}


def with_rule_set(account: Account) -> None:
    ses(account.region).create_receipt_rule_set(RuleSetName="main")


def with_set(account: Account) -> None:
    account.create_configuration_set("news")


def track(domain: str) -> Callable[[Any, Any], object]:
    return of_v1(
        "create_configuration_set_tracking_options",
        ConfigurationSetName="news",
        TrackingOptions={"CustomRedirectDomain": domain},
    )


MANAGING = {
    **{
        f"identity {name}": Case(
            of_v2("get_email_identity", EmailIdentity=name), nothing, ["email-identity-exists"]
        )
        for name in ("un.example", "UN.example", "Ada@UN.example", "webmaster@localhost")
    },
    **{
        f"no identity {name}": Case(
            of_v2("get_email_identity", EmailIdentity=name),
            nothing,
            ["email-identity-exists", "no remedy"],
        )
        for name in ("bücher.example", "no one", "Ada <ada@un.example>", "ada@bücher.example")
    },
    "MAIL FROM of an unknown identity": Case(
        of_v1(
            "set_identity_mail_from_domain",
            Identity="un.example",
            MailFromDomain="mail.un.example",
        ),
        nothing,
        ["identity-exists"],
    ),
    "DKIM": Case(
        of_v1("set_identity_dkim_enabled", Identity="ann@UN.example", DkimEnabled=True),
        nothing,
        ["dkim-domain"],
    ),
    "default set": Case(
        of_v2(
            "put_email_identity_configuration_set_attributes",
            EmailIdentity="example.com",
            ConfigurationSetName="news",
        ),
        nothing,
        ["configuration-set-known"],
    ),
    "default set of no name": Case(
        of_v2(
            "put_email_identity_configuration_set_attributes",
            EmailIdentity="example.com",
            ConfigurationSetName="n e w s",
        ),
        nothing,
        ["configuration-set-known", "no remedy"],
    ),
    "configuration set": Case(
        of_v1("describe_configuration_set", ConfigurationSetName="news"),
        nothing,
        ["configuration-set-known"],
    ),
    "redirect domain": Case(track("click.un.example"), with_set, ["redirect-domain-verified"]),
    "redirect domain in capitals": Case(
        track("Click.UN.example"), with_set, ["redirect-domain-verified"]
    ),
    "no redirect domain": Case(track('"x"'), with_set, ["redirect-domain-verified", "no remedy"]),
    **{
        f"template {name!a:.20}": Case(
            of_v1("get_template", TemplateName=name), nothing, ["template-known"]
        )
        for name in NAMES
    },
    "template deleted": Case(
        of_v2("delete_email_template", TemplateName="it's"), nothing, ["template-known"]
    ),
    **{
        f"suppressed {address!r:.20}": Case(
            of_v2("get_suppressed_destination", EmailAddress=address),
            nothing,
            ["suppressed-address"],
        )
        for address in ("ada@un.example", "Ada@UN.example", '"a b"@un.example', "x@localhost")
    },
    "no suppressed address": Case(
        of_v2("delete_suppressed_destination", EmailAddress="no one"),
        nothing,
        ["suppressed-address", "no remedy"],
    ),
    **{
        f"custom template of {sender:.20}": Case(
            of_v1("create_custom_verification_email_template", **custom_template(sender)),
            nothing,
            ["verification-template-from"],
        )
        for sender in (
            "ada@un.example",
            "Ada <ada@un.example>",
            "webmaster@localhost",
            "a..b@un.example",
        )
    },
    "custom mail": Case(
        send_custom, no_longer_verified("Ada <ada@un.example>"), ["verification-email-from"]
    ),
    "custom mail in the sandbox": Case(
        send_custom, custom_in_sandbox, ["verification-email-production-access"]
    ),
    **{
        f"bounce of {sender:.20}": Case(
            of_v1("create_receipt_rule", **rule_with_bounce(sender)),
            with_rule_set,
            ["receipt-bounce-sender"],
        )
        for sender in ("ada@un.example", "Ada <Ada@UN.example>", "webmaster@localhost")
    },
    "no bounce": Case(
        of_v1("create_receipt_rule", **rule_with_bounce("no one")),
        with_rule_set,
        ["receipt-bounce-sender", "no remedy"],
    ),
    "dedicated IP": Case(
        of_v2("get_dedicated_ip", Ip="192.0.2.9"), nothing, ["dedicated-ip-known"]
    ),
    "no dedicated IP": Case(
        of_v2("get_dedicated_ip", Ip="not-an-ip"), nothing, ["dedicated-ip-known", "no remedy"]
    ),
}


@pytest.mark.parametrize("case", MANAGING.values(), ids=MANAGING)
def test_what_the_management_of_an_account_meets(case: Case) -> None:
    assert follow_in(case) == case.met


def test_account_details_under_review() -> None:
    v2 = boto3.client("sesv2", region_name="us-east-1")
    details = {
        "MailType": "TRANSACTIONAL",
        "WebsiteURL": "https://example.com",
        "ProductionAccessEnabled": True,
        "UseCaseDescription": "Receipts",  # older versions of botocore require it
    }
    with SESMock(region="us-east-1", sandbox=True) as mock:
        v2.put_account_details(**details)
        met = follow(mock, lambda: v2.put_account_details(**details))
    assert met == ["account-details-review"]
