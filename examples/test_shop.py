"""Tests of the shop's email against an Amazon SES that says no when Amazon says no."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from shop.mail import BOOKKEEPING, SENDER, MailNotSentError, send_receipt, send_welcome
from shop.orders import Customer, Line, Order

if TYPE_CHECKING:
    from pytest_sesmock import Account, Outbox, SESMock

# The shop's account. Any test below can override it, argument by argument.
pytestmark = pytest.mark.sesmock(
    region="eu-west-1", verified_identities=["shop.example"], configuration_sets=["receipts"]
)

ADA = Customer("Ada Lovelace", "ada@lovelace.example")
ORDER = Order("A-1815", ADA, (Line("punched card", 200, 5), Line("Engine & spares", 1, 1_700_000)))


class TestWelcome:
    def test_it_goes_to_the_new_customer(self, ses_outbox: Outbox) -> None:
        message_id = send_welcome(ADA)

        message = ses_outbox.assert_sent(to=ADA.address, source=SENDER, tags={"kind": "welcome"})
        assert message.subject == "Welcome, Ada Lovelace"
        assert message.message_id == message_id

    def test_it_has_the_link_as_text_and_as_html(self, ses_outbox: Outbox) -> None:
        send_welcome(ADA)

        message = ses_outbox.assert_sent(
            text=re.compile(r"https://shop\.example/confirm/ada%40lovelace\.example\n"),
            html=re.compile(r'<a href="https://shop\.example/confirm/ada%40lovelace\.example">'),
        )
        assert message.mime.get_content_type() == "multipart/alternative"

    def test_a_name_is_escaped_in_html_only(self, ses_outbox: Outbox) -> None:
        send_welcome(Customer("<b>Bobby</b>", "bobby@tables.example"))

        ses_outbox.assert_sent(
            text=re.compile("Hello <b>Bobby</b>,"),
            html=re.compile("Hello &lt;b&gt;Bobby&lt;/b&gt;,"),
        )

    @pytest.mark.parametrize(
        "name",
        ["Lovelace, Ada", 'Ada "Countess" King', "Ада Лавлейс 👑"],
        ids=["comma", "quotes", "unicode"],
    )
    def test_no_name_breaks_the_address(self, name: str, ses_outbox: Outbox) -> None:
        """SES refuses `Lovelace, Ada <ada@lovelace.example>`: Illegal address."""
        send_welcome(Customer(name, ADA.address))

        message = ses_outbox.assert_sent(to=ADA.address)
        assert message.mime["To"].addresses[0].display_name == name


class TestReceipt:
    def test_everybody_gets_it(self, ses_outbox: Outbox) -> None:
        colleagues = ("charles@engine.example", "Mary <mary@engine.example>")
        send_receipt(ORDER._replace(colleagues=colleagues, accounts=("accounts@engine.example",)))

        message = ses_outbox.assert_sent(
            to=[ADA.address, *colleagues], cc="accounts@engine.example", bcc=BOOKKEEPING
        )
        assert len(message.recipients) == 5

    def test_nobody_sees_the_bookkeeping(self, ses_outbox: Outbox) -> None:
        send_receipt(ORDER)

        message = ses_outbox.assert_sent(bcc=[BOOKKEEPING])
        assert BOOKKEEPING.encode() not in message.raw

    def test_it_lists_the_articles_and_the_total(self, ses_outbox: Outbox) -> None:
        send_receipt(ORDER)

        ses_outbox.assert_sent(
            subject="Your order A-1815",
            text=lambda text: "200 x punched card: €10.00" in text and "Total: €17010.00" in text,
            html=lambda html: "Engine &amp; spares" in html,
        )

    def test_orders_are_told_apart_by_their_tag(self, ses_outbox: Outbox) -> None:
        for number in ("A-1", "A-2", "A-3"):
            send_receipt(ORDER._replace(number=number))

        ses_outbox.assert_count(3)
        ses_outbox.assert_sent(tags={"kind": "receipt", "order": "A-2"})
        ses_outbox.assert_not_sent(tags={"order": "A-4"})
        assert [message.subject[-3:] for message in ses_outbox.find(to=ADA.address)] == [
            "A-1",
            "A-2",
            "A-3",
        ]

    def test_the_configuration_set_must_exist(
        self, ses_account: Account, ses_outbox: Outbox
    ) -> None:
        ses_account.delete_configuration_set("receipts")

        with pytest.raises(MailNotSentError, match="Configuration set <receipts> does not exist"):
            send_receipt(ORDER)
        ses_outbox.assert_empty()


class TestRefusals:
    @pytest.mark.sesmock(verified_identities=[])
    def test_the_shops_domain_must_be_verified(self, ses_outbox: Outbox) -> None:
        with pytest.raises(MailNotSentError) as caught:
            send_welcome(ADA)

        assert str(caught.value) == (
            "Email address is not verified. The following identities failed the check in region "
            "EU-WEST-1: The Shop <hello@shop.example>, bounces@shop.example"
        )
        assert not caught.value.passes_later
        ses_outbox.assert_refused(code="MessageRejected", rule="identities-verified")

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("ada.lovelace.example", "Missing final '@domain'"),
            ("ada@", "Missing domain"),
            ("@lovelace.example", "Missing local name"),
            ("ada @lovelace.example", "Local address contains control or whitespace"),
            ("ada@lovelace.example.", "Domain ends with dot"),
            ("ada@love_lace.example", "Domain contains illegal character"),
            ("adä@lovelace.example", "Local address contains control or whitespace"),
        ],
        ids=["no-domain", "empty-domain", "no-name", "blank", "final-dot", "underscore", "umlaut"],
    )
    def test_an_address_typed_wrong_is_refused_in_sess_words(
        self, typed: str, reason: str, ses_outbox: Outbox
    ) -> None:
        with pytest.raises(MailNotSentError) as caught:
            send_receipt(ORDER._replace(customer=Customer("Ada", typed)))

        assert (caught.value.code, str(caught.value)) == ("InvalidParameterValue", reason)
        ses_outbox.assert_refused(to=lambda addresses: typed in addresses, message=reason)

    def test_fifty_recipients_are_the_most(self, ses_outbox: Outbox) -> None:
        colleagues = tuple(f"{number}@engine.example" for number in range(49))

        send_receipt(ORDER._replace(colleagues=colleagues[:48]))
        with pytest.raises(MailNotSentError, match=r"Recipient count exceeds 50\."):
            send_receipt(ORDER._replace(colleagues=colleagues))

        ses_outbox.assert_count(1)

    def test_a_refusal_is_logged_for_somebody_to_look_at(
        self, ses_account: Account, caplog: pytest.LogCaptureFixture
    ) -> None:
        ses_account.fail_next("AccessDenied", "User is not authorized to perform ses:SendEmail")

        with pytest.raises(MailNotSentError, match="not authorized"):
            send_receipt(ORDER)

        assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
            ("ERROR", "the receipt to ada@lovelace.example was not sent")
        ]


class TestThrottling:
    def test_botocore_tries_again(self, ses_account: Account, ses_outbox: Outbox) -> None:
        ses_account.fail_next("Throttling", times=3)

        send_welcome(ADA)

        ses_outbox.assert_count(1)
        assert [refused.code for refused in ses_outbox.refusals] == ["Throttling"] * 3

    def test_but_not_for_ever(self, ses_account: Account, ses_outbox: Outbox) -> None:
        ses_account.fail_next("Throttling", times=4)

        with pytest.raises(MailNotSentError, match=r"Maximum sending rate exceeded\.") as caught:
            send_welcome(ADA)

        assert caught.value.passes_later
        ses_outbox.assert_empty()


class TestAccount:
    @pytest.mark.parametrize("by", ["holder", "aws"])
    def test_while_sending_is_paused_nothing_goes_out(
        self, by: Literal["holder", "aws"], ses_account: Account, ses_outbox: Outbox
    ) -> None:
        with ses_account.sending_paused(by=by), pytest.raises(MailNotSentError) as caught:
            send_welcome(ADA)
        assert str(caught.value).startswith("Sending paused for this account.")
        # The shop can end its own pause; a pause by AWS needs somebody to act.
        assert caught.value.passes_later == (by == "holder")

        send_welcome(ADA)
        ses_outbox.assert_count(1)

    def test_the_daily_quota_comes_back_after_a_day(
        self, sesmock: SESMock, ses_account: Account, ses_outbox: Outbox
    ) -> None:
        ses_account.sent_last_24_hours = 50_000

        with pytest.raises(MailNotSentError, match=r"Daily message quota exceeded\.") as caught:
            send_welcome(ADA)
        assert caught.value.passes_later

        sesmock.clock.advance(timedelta(hours=24))
        send_welcome(ADA)
        ses_outbox.assert_count(1)


@pytest.mark.sesmock(sandbox=True)
class TestSandbox:
    def test_strangers_get_no_mail(self, ses_outbox: Outbox) -> None:
        with pytest.raises(MailNotSentError, match=r"failed the check .*: Ada Lovelace <ada@"):
            send_welcome(ADA)
        ses_outbox.assert_empty()

    def test_the_shops_own_people_do(self, ses_outbox: Outbox) -> None:
        send_welcome(Customer("Charles", "charles@shop.example"))
        ses_outbox.assert_count(1)

    def test_the_mailbox_simulator_does(self, ses_outbox: Outbox) -> None:
        send_welcome(Customer("", "success+welcome@simulator.amazonses.com"))
        ses_outbox.assert_count(1)
