from hypothesis import given, settings
from newsletter import subscribe

from pytest_sesmock import SESMock, strategies


@settings(deadline=None)
@given(strategies.mailboxes())
def test_every_subscriber_is_asked_once(mailbox):
    with SESMock(verified_identities=["example.com"]) as mock:
        subscribe(mailbox)

        mock.outbox.assert_sent(to=[mailbox])
