"""What the strategies promise, SES keeps: everything they make is accepted."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sending import mail, ses, sesv2

from pytest_sesmock import SESMock, strategies

client = ses()
client2 = sesv2()


@given(call=strategies.send_email_parameters("example.com"))
def test_mails_are_accepted(call: dict[str, Any]) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client.send_email(**call)
        assert mock.outbox[0].request == call


@given(call=strategies.send_email_v2_parameters("example.com"))
def test_mails_of_v2_are_accepted(call: dict[str, Any]) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client2.send_email(**call)
        assert mock.outbox[0].request == call


@given(data=strategies.raw_messages("example.com"))
def test_raw_messages_are_accepted(data: bytes) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client.send_raw_email(RawMessage={"Data": data})
        message = mock.outbox[0]
        assert message.submitted == data
        assert 1 <= len(message.recipients) <= 9
        assert message.text is not None or message.html is not None
        assert len(message.attachments) <= 2


@given(
    recipients=st.lists(strategies.mailboxes() | strategies.addresses(), min_size=1, max_size=50),
    tags=st.lists(strategies.tags(), max_size=5),
    domain=strategies.domains(),
)
def test_addresses_tags_and_domains_are_accepted(
    recipients: list[str], tags: list[dict[str, str]], domain: str
) -> None:
    with SESMock(region="us-east-1", verified_identities=[domain]) as mock:
        client.send_email(**mail(Source=f"x@{domain}", To=recipients, Tags=tags))
        assert mock.outbox[0].to == tuple(recipients)


@given(address=strategies.addresses("example.com"))
def test_a_domain_can_be_chosen(address: str) -> None:
    assert address.endswith("@example.com")
