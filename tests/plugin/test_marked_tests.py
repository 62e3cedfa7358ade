"""Marked tests get the mock, at the right time, whether they request it or not."""

from __future__ import annotations

import pytest

SEES_THE_MOCK = """
import pytest
from pytest_sesmock import lifetimes

events = []

def see(name):
    events.append((name, lifetimes.innermost() is not None))
"""


def test_the_mock_comes_after_shared_fixtures_and_before_the_tests_own(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        SEES_THE_MOCK
        + """
@pytest.fixture(scope="session", autouse=True)
def of_session():
    see("session")
    yield

@pytest.fixture(scope="module")
def of_module():
    see("module")

@pytest.fixture(autouse=True)
def of_each():
    see("each")
    yield
    see("after each")

@pytest.fixture
def own():
    see("own")

def test_unmarked(own):
    assert events == [("session", False), ("each", False), ("own", False)]
    events.clear()

@pytest.mark.sesmock
def test_marked(own, of_module):
    assert events == [("after each", False), ("module", False), ("each", True), ("own", True)]
    events.clear()

@pytest.mark.sesmock
def test_with_the_fixture(own, ses_outbox, sesmock):
    assert events == [("after each", True), ("each", True), ("own", True)]
    assert sesmock.outbox is ses_outbox
"""
    )
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=3)


def test_a_marker_may_come_late(pytester: pytest.Pytester) -> None:
    """Or from the class, or belong to one parameter."""
    pytester.makeconftest(
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                if item.name == "test_by_collection":
                    item.add_marker("sesmock")

        def pytest_runtest_setup(item):
            if item.name == "test_by_setup":
                item.add_marker(pytest.mark.sesmock)
        """
    )
    pytester.makepyfile(
        SEES_THE_MOCK
        + """
import unittest

@pytest.mark.parametrize("mocked", [False, pytest.param(True, marks=pytest.mark.sesmock), False])
def test_by_parameter(mocked):
    assert (lifetimes.innermost() is not None) == mocked

def test_by_collection():
    assert lifetimes.innermost()

def test_by_setup():
    assert lifetimes.innermost()

@pytest.mark.sesmock
class TestCase(unittest.TestCase):
    def test_by_class(self):
        assert lifetimes.innermost()
"""
    )
    pytester.runpytest().assert_outcomes(passed=6)


def test_a_test_of_another_kind_may_have_the_marker(pytester: pytest.Pytester) -> None:
    """It knows no fixtures, so that it gets nothing, and runs."""
    pytester.makeconftest(
        """
        import pytest

        class Item(pytest.Item):
            def runtest(self):
                pass

        class File(pytest.File):
            def collect(self):
                item = Item.from_parent(self, name="one")
                item.add_marker("sesmock")
                yield item

        def pytest_collect_file(file_path, parent):
            if file_path.suffix == ".kind":
                return File.from_parent(parent, path=file_path)
        """
    )
    pytester.makefile(".kind", test_it="")
    pytester.runpytest().assert_outcomes(passed=1)


def test_marked_doctests(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker("sesmock")
        """
    )
    pytester.maketxtfile(
        test_it="""
        >>> from pytest_sesmock import lifetimes
        >>> lifetimes.innermost() is None
        False
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)
