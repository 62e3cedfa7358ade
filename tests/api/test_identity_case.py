"""The case of an address identity counts, that of a domain identity does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import says
from recent import recent
from sending import mail, refusal, ses

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

ADDRESS, OTHER = "ann@EXAMPLE.net", "ann@example.net"


def verify_by_v1(_: Account, client: Any, __: Any) -> None:
    client.verify_email_identity(EmailAddress=ADDRESS)


def verify_by_v2(_: Account, __: Any, client2: Any) -> None:
    client2.create_email_identity(EmailIdentity=ADDRESS)


def verify_in_the_test(account: Account, _: Any, __: Any) -> None:
    account.verify(ADDRESS)


@pytest.fixture(params=[verify_by_v1, verify_by_v2, verify_in_the_test], ids=lambda by: by.__name__)
def _verified(request: pytest.FixtureRequest, account: Account, client: Any, client2: Any) -> None:
    account.auto_verify = True
    request.param(account, client, client2)


@pytest.mark.usefixtures("_verified")
def test_it_is_listed_as_it_was_verified(account: Account, client: Any, client2: Any) -> None:
    assert account.identities == {ADDRESS: "Success"}
    assert client.list_identities()["Identities"] == [ADDRESS]
    assert client.list_verified_email_addresses()["VerifiedEmailAddresses"] == [ADDRESS]
    listed = client2.list_email_identities()["EmailIdentities"]
    assert [each["IdentityName"] for each in listed] == [ADDRESS]


@pytest.mark.usefixtures("_verified")
def test_it_sends_in_this_case_alone(client: Any, mock: SESMock) -> None:
    """Row addr-identity-case."""
    code, text, status = refusal(mail(Source=OTHER))

    assert (code, status) == ("MessageRejected", 400)
    assert text == says("addr-identity-case").replace("xxxx@example.com", OTHER)
    client.send_email(**mail(Source=f"Ann <{ADDRESS}>"))
    client.send_email(**mail(Source=ADDRESS.replace("@", "+x@")))
    assert len(mock.outbox) == 2


def raw(*fields: str, **parameters: str) -> Callable[[Any], object]:
    data = "".join(f"{field}\r\n" for field in (*fields, "To: ada@example.org", "")).encode()
    return lambda client: client.send_raw_email(RawMessage={"Data": data}, **parameters)


@pytest.mark.parametrize(
    "call",
    [
        raw(f"From: {OTHER}"),
        raw(f"From: {ADDRESS}", Source=OTHER),
        raw(f"From: {ADDRESS}", f"Sender: {OTHER}"),
        raw(f"From: {ADDRESS}", f"Return-Path: <{OTHER}>"),
        lambda client: client.send_email(**mail(Source=ADDRESS, ReturnPath=OTHER)),
        lambda client: client.send_email(**mail(Source=OTHER.replace("@", "+x@"))),
    ],
    ids=["From", "Source", "Sender", "Return-Path", "ReturnPath", "label"],
)
def test_every_sender_is_looked_up_by_case(call: Any, client: Any, account: Account) -> None:
    account.verify(ADDRESS)
    with pytest.raises(client.exceptions.MessageRejected, match=r"ann(\+x)?@example\.net"):
        call(client)
    account.verify(OTHER)
    call(client)


def test_so_are_recipients_in_the_sandbox(client: Any, account: Account) -> None:
    """Inferred: they need the same identities."""
    account.verify(ADDRESS, "example.com")
    account.sandbox = True

    client.send_email(**mail(To=[ADDRESS, "x@EXAMPLE.com"]))

    with pytest.raises(client.exceptions.MessageRejected, match=f": {OTHER}"):
        client.send_email(**mail(To=[OTHER]))


def test_it_is_looked_up_by_case(account: Account, client: Any, client2: Any) -> None:
    account.verify(ADDRESS)
    for method, member in (
        ("get_identity_verification_attributes", "VerificationAttributes"),
        ("get_identity_notification_attributes", "NotificationAttributes"),
        ("get_identity_mail_from_domain_attributes", "MailFromDomainAttributes"),
    ):
        assert [*getattr(client, method)(Identities=[ADDRESS, OTHER])[member]] == [ADDRESS]
    assert client2.get_email_identity(EmailIdentity=ADDRESS)["VerifiedForSendingStatus"]
    with pytest.raises(client2.exceptions.NotFoundException):
        client2.get_email_identity(EmailIdentity=OTHER)
    with pytest.raises(client2.exceptions.NotFoundException):
        client2.delete_email_identity(EmailIdentity=OTHER)
    client2.create_email_identity(EmailIdentity=OTHER)
    assert account.identities == {ADDRESS: "Success", OTHER: "Pending"}
    client.delete_identity(Identity=OTHER)
    assert account.identities == {ADDRESS: "Success"}


def test_tags_and_policies_are_its_own(account: Account, client: Any, client2: Any) -> None:
    account.verify(ADDRESS, OTHER)
    arn = f"arn:aws:ses:us-east-1:123456789012:identity/{ADDRESS}"
    deny = '{"Statement":{"Effect":"Deny"}}'

    client2.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    client.put_identity_policy(Identity=ADDRESS, PolicyName="no", Policy=deny)

    tags = [client2.get_email_identity(EmailIdentity=each)["Tags"] for each in (ADDRESS, OTHER)]
    assert tags == [[{"Key": "a", "Value": "b"}], []]
    assert client.list_identity_policies(Identity=OTHER)["PolicyNames"] == []
    client.send_email(**mail(Source=OTHER))
    assert refusal(mail(Source=ADDRESS))[0] == "AccessDenied"


def test_its_domain_has_no_case(account: Account, client: Any) -> None:
    """DKIM and MAIL FROM are of the domain."""
    account.verify("Example.NET", ADDRESS)
    client.verify_domain_dkim(Domain="EXAMPLE.net")

    shown = client.get_identity_dkim_attributes(Identities=[ADDRESS])["DkimAttributes"][ADDRESS]
    client.set_identity_mail_from_domain(Identity=ADDRESS, MailFromDomain="mail.example.net")

    assert shown["DkimTokens"]
    assert account.identities == {"example.net": "Success", ADDRESS: "Success"}


@pytest.mark.parametrize("verified", ["example.net", "Example.NET", "EXAMPLE.NET"])
@pytest.mark.parametrize("source", ["a@example.net", "a@EXAMPLE.net", "a@Sub.Example.Net"])
def test_a_domain_identity_covers_every_case(verified: str, source: str) -> None:
    """Rows domain-identity-case and doc-verify-domaincase."""
    with SESMock(region="us-east-1") as mock:
        client = ses()
        mock.account().auto_verify = True
        client.verify_domain_identity(Domain=verified)
        client.send_email(**mail(Source=source))
        assert mock.outbox[0].source == source


@recent("TenantSuppressionAttributes")
def test_a_tenant_sends_as_a_domain_whatever_its_case(acme: Any) -> None:
    arn = "arn:aws:ses:us-east-1:123456789012:identity/Example.COM"
    call = {
        "FromEmailAddress": "a@example.com",
        "Destination": {"ToAddresses": ["b@example.org"]},
        "Content": {"Simple": mail()["Message"]},
        "TenantName": "acme",
    }

    acme.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)

    assert acme.send_email(**call)["MessageId"]
    again = arn.lower()
    listed = acme.list_resource_tenants(ResourceArn=again)["ResourceTenants"]
    assert [each["TenantName"] for each in listed] == ["acme"]
    acme.delete_tenant_resource_association(TenantName="acme", ResourceArn=again)
    assert acme.list_tenant_resources(TenantName="acme")["TenantResources"] == []
