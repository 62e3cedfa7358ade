"""The configuration set a mail goes through."""

from __future__ import annotations

from pytest_sesmock.engine import names, remedies
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text


def configuration_set_name_is_valid(submission: Submission, _: AccountView) -> Finding | None:
    """A configuration set's name is 1 to 64 letters, digits, underscores and dashes."""
    name = submission.configuration_set
    fault = None if name is None else names.check_configuration_set(name)
    return None if fault is None else Finding(fault)


CONFIGURATION_SET_MISSING = Text(
    "Configuration set <{name}> does not exist.", "A", ("cs-missing-v1", "cs-missing-other-op")
)


def configuration_set_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The named configuration set exists in this region."""
    name = submission.configuration_set
    if name is None or account.configuration_set_sends(name) is not None:
        return None
    return Finding(
        CONFIGURATION_SET_MISSING.says(name=name),
        remedies.create_configuration_set(name),
    )


CONFIGURATION_SET_PAUSED = Text(
    "Sending is paused for configuration set {name}", "A2", ("cs-paused-v1",)
)


def configuration_set_sends(submission: Submission, account: AccountView) -> Finding | None:
    """Sending is enabled for the configuration set."""
    name = submission.configuration_set
    if name is None or account.configuration_set_sends(name) is not False:
        return None
    return Finding(
        CONFIGURATION_SET_PAUSED.says(name=name),
        f'{{account}}.resume_configuration_set("{name}")',
    )


CONFIGURATION_SET_NAME = Rule(
    "configuration-set-name",
    Fault.INVALID_PARAMETER,
    configuration_set_name_is_valid,
    names.CONFIGURATION_SET_TEXTS,
    "A configuration set's name must consist of 1 to 64 letters, digits, underscores and hyphens.",
    "The text is recorded, its code is not. " + PLACE_UNPROVEN,
    about=("configuration_set",),
)
"""The rule of sends that also holds for the operations on configuration sets."""

CONFIGURATION_SET_EXISTS = Rule(
    "configuration-set-exists",
    Fault.CONFIGURATION_SET_MISSING,
    configuration_set_exists,
    (CONFIGURATION_SET_MISSING,),
    "The configuration set must exist in this region.",
    "After address syntax and before address length, as probed [addr-before-cs] "
    "[cs-before-length].",
    about=("configuration_set",),
)
CONFIGURATION_SET_SENDING = Rule(
    "configuration-set-sending",
    Fault.CONFIGURATION_SET_PAUSED,
    configuration_set_sends,
    (CONFIGURATION_SET_PAUSED,),
    "Sending must be enabled for the configuration set.",
    PLACE_UNPROVEN,
    about=("configuration_set",),
)
