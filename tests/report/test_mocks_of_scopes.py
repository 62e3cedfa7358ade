"""The page shows the mails of mocks that last longer than a test with the tests that sent them."""

from __future__ import annotations

import pytest
from written import page

TESTS = """
import pytest
from mailer import send

@pytest.fixture(scope="session")
def of_session(sesmock_factory):
    with sesmock_factory() as mock:
        yield mock.outbox

@pytest.fixture(scope="module")
def of_module(sesmock_factory):
    with sesmock_factory() as mock:
        send("set up")
        yield mock.outbox

@pytest.fixture(scope="class")
def of_class(sesmock_factory):
    with sesmock_factory() as mock:
        yield mock.outbox

def test_session(of_session):
    send("of session")
    of_session.assert_sent(subject="of session")

def test_module(of_session, of_module):
    send("of module")
    of_module.assert_count(2)
    of_session.assert_count(1)

class TestIt:
    def test_class(self, of_class):
        send("of class")
        of_class.assert_sent(subject="of class")

    def test_inner(self, of_class, ses_outbox):
        send("of test")
        ses_outbox.assert_sent(subject="of test")
        of_class.assert_count(1)

    def test_class_again(self, of_class):
        send("of class again")
        of_class.assert_count(2)

def test_module_again(of_module):
    send("of module again")
    of_module.assert_count(3)
"""


def test_each_mail_is_with_its_test(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    assert [(name.rpartition("::")[2], *others) for name, *others in page(project).tests] == [
        ("test_session", "passed", ["of session"]),
        ("test_module", "passed", ["set up", "of module"]),
        ("test_class", "passed", ["of class"]),
        ("test_inner", "passed", ["of test"]),
        ("test_class_again", "passed", ["of class again"]),
        ("test_module_again", "passed", ["of module again"]),
    ]
