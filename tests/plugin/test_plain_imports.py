"""pytest has nothing to rewrite in the package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import pytest_sesmock
from pytest_sesmock import plain_imports

PACKAGE = Path(pytest_sesmock.__file__).parent


def test_its_modules_are_found_and_no_others() -> None:
    before = [*sys.meta_path]
    with plain_imports.plainly():
        finder, *others = sys.meta_path
        assert others == before
        spec = finder.find_spec("pytest_sesmock.clock", pytest_sesmock.__path__)
        assert spec is not None
        assert spec.origin == str(PACKAGE / "clock.py")
        assert finder.find_spec("pytest_sesmock.nothing", pytest_sesmock.__path__) is None
        assert finder.find_spec("pytest_sesmocker.clock", None) is None
        assert finder.find_spec("json", None) is None
    assert sys.meta_path == before


def test_pytest_does_not_load_them(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it(ses_outbox):
            ours = [name for name in sys.modules if name.startswith("pytest_sesmock.")]
            assert "pytest_sesmock.outbox.outbox" in ours
            loaders = {name: type(sys.modules[name].__loader__).__name__ for name in ours}
            assert loaders["pytest_sesmock.outbox.outbox"] == "SourceFileLoader"
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
