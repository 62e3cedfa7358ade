"""What pytest loads: the hooks and the fixtures, past its rewriting of assertions.

pytest takes what it loads as a plugin through that rewriting, and every test run does so. It reads
a module's compiled code one object at a time then, which takes ten times as long as Python does. So
this module has names only, and everything else is imported plainly.
"""

from __future__ import annotations

from pytest_sesmock import plain_imports

with plain_imports.plainly():
    from pytest_sesmock.hooks import (
        pytest_addoption,
        pytest_assertrepr_compare,
        pytest_collection_finish,
        pytest_configure,
        pytest_hide_what_is_told_twice,
        pytest_load_initial_conftests,
        pytest_runtest_makereport,
        pytest_runtest_protocol,
        pytest_runtest_setup,
        pytest_runtest_teardown,
        ses_account,
        ses_endpoint,
        ses_outbox,
        ses_smtp,
        sesmock,
        sesmock_factory,
    )

__all__ = [
    "pytest_addoption",
    "pytest_assertrepr_compare",
    "pytest_collection_finish",
    "pytest_configure",
    "pytest_hide_what_is_told_twice",
    "pytest_load_initial_conftests",
    "pytest_runtest_makereport",
    "pytest_runtest_protocol",
    "pytest_runtest_setup",
    "pytest_runtest_teardown",
    "ses_account",
    "ses_endpoint",
    "ses_outbox",
    "ses_smtp",
    "sesmock",
    "sesmock_factory",
]
