"""Comparisons that are asked about from elsewhere than a failed assert of a test."""

from __future__ import annotations

import pytest

from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.report import comparisons


def test_outside_of_a_rewritten_assert_nothing_is_known_of_a_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outbox = Outbox()
    assert len(outbox) == 0
    monkeypatch.setattr("inspect.currentframe", lambda: None)
    assert comparisons.explain("==", 0, 1, outbox) is None


def test_before_the_first_length_there_is_nothing_to_explain() -> None:
    assert comparisons.explain("==", 0, 1, Outbox()) is None


def test_before_the_first_mock_comparisons_are_pytests_own(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it(monkeypatch):
            monkeypatch.delitem(sys.modules, "pytest_sesmock.outbox.outbox", raising=False)
            assert 1 == 2
        """
    )
    pytester.runpytest("-p", "no:cacheprovider").stdout.fnmatch_lines(["E *assert 1 == 2"])
