import unittest

import pytest
from newsletter import subscribe

from pytest_sesmock import SESMock


def test_context_manager():
    with SESMock(verified_identities=["example.com"]) as mock:
        subscribe("ada@example.org")

        mock.outbox.assert_sent(to="ada@example.org")
        assert mock.account().sent_last_24_hours == 1


with_ses = SESMock(verified_identities=["example.com"])


@with_ses
def test_decorated(sesmock):
    subscribe("ada@example.org")

    sesmock.outbox.assert_sent(to="ada@example.org")


@with_ses
@pytest.mark.parametrize("address", ["ada@example.org", "bob@example.org"])
def test_with_other_parameters(address, sesmock):
    subscribe(address)

    sesmock.outbox.assert_sent(to=address)


@with_ses
class TestNewsletter(unittest.TestCase):
    sesmock: SESMock  # for editors and type checkers

    def setUp(self):
        subscribe("ada@example.org")

    def test_confirmation(self):
        self.sesmock.outbox.assert_sent(to="ada@example.org")


class TestNewsletterInSetUp(unittest.TestCase):
    def setUp(self):
        mock = SESMock(verified_identities=["example.com"])
        self.outbox = mock.outbox
        mock.__enter__()
        self.addCleanup(mock.__exit__, None, None, None)

    def test_confirmation(self):
        subscribe("ada@example.org")

        self.outbox.assert_sent(to="ada@example.org")


@pytest.mark.sesmock(verified_identities=["example.com"])
class TestNewsletterWithFixtures(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def outbox_of_test(self, ses_outbox):
        self.outbox = ses_outbox

    def test_confirmation(self):
        subscribe("ada@example.org")

        self.outbox.assert_sent(to="ada@example.org")
