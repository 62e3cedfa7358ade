import pytest
from newsletter import subscribe


@pytest.fixture(scope="module")
def confirmations(sesmock_factory):
    """The slow part, once for all tests of the module."""
    with sesmock_factory(verified_identities=["example.com"]) as mock:
        for number in range(100):
            subscribe(f"{number}@example.org")
        yield mock.outbox


def test_everybody_is_asked(confirmations):
    confirmations.assert_count(100)


def test_nobody_is_refused(confirmations):
    confirmations.assert_no_refusals()


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_one_more(confirmations, ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(to="ada@example.org")
    confirmations.assert_count(100)


@pytest.fixture(scope="session")
def mock_of_session(sesmock_factory):
    with sesmock_factory(verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture
def outbox(mock_of_session):
    """An empty outbox of an account that lasts as long as the session."""
    mock_of_session.outbox.clear()
    return mock_of_session.outbox


@pytest.mark.parametrize("address", ["ada@example.org", "bob@example.org"])
def test_each_begins_with_an_empty_outbox(address, outbox):
    subscribe(address)

    outbox.assert_sent(to=address)
