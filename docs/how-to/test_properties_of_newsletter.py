from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter import subscribe

from pytest_sesmock import SESMock


@settings(deadline=None)
@given(st.emails())
def test_every_address_is_asked_once(address):
    with SESMock(verified_identities=["example.com"]) as mock:
        subscribe(address)

        mock.outbox.assert_sent(to=[address])
