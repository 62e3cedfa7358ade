import unittest

import pytest
from newsletter import subscribe

from pytest_sesmock import SESMock


def test_context_manager():
    with SESMock(verified_identities=["example.com"]) as mock:
        subscribe("ada@example.org")

        mock.outbox.assert_sent(to="ada@example.org")
        assert mock.account().sent_last_24_hours == 1


class TestNewsletter(unittest.TestCase):
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
