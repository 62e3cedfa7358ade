"""What SES allows as names and values of message tags and as names of configuration sets."""

from __future__ import annotations

import re
from collections.abc import Callable

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.elements import Tag
from pytest_sesmock.engine.text import Text

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_VALUE = re.compile(r"[A-Za-z0-9_.@-]+")
# The names that SES reserves for the Feedback-ID header pass, in spite of their colon.
_FEEDBACK_ID_NAMES = {"ses:feedback-id-a", "ses:feedback-id-b"}

# What a tag's name and value must be, in the recorded order, and what SES says if they are not.
_TAG_CHECKS: tuple[tuple[Callable[[str, str], object], Text], ...] = (
    (
        lambda name, _: name,
        Text("The tag name must be specified.", "A", ("tag-empty-name", "tag-empty-both")),
    ),
    (
        lambda _, value: value,
        Text("The tag value must be specified.", "A", ("tag-empty-value",)),
    ),
    (
        lambda name, _: len(name) <= limits.MAX_TAG_LENGTH,
        Text("Tag name cannot exceed 255 characters.", "A", ("tag-name-len",)),
    ),
    (
        lambda name, _: _PLAIN.fullmatch(name) or name in _FEEDBACK_ID_NAMES,
        Text(
            "Invalid tag name <{name}>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
            "A",
            ("tag-name-badchar", "tag-both-bad-order", "tag-name-char-before-value-len"),
        ),
    ),
    (
        lambda _, value: len(value) <= limits.MAX_TAG_LENGTH,
        Text("Tag value cannot exceed 255 characters.", "A", ("tag-value-len",)),
    ),
    (
        lambda _, value: _VALUE.fullmatch(value),
        Text(
            "Invalid tag value <{value}>: only alphanumeric ASCII characters, "
            "'_',  '-' , '.', '@' are allowed.",
            "A",
            ("tag-value-badchar",),
        ),
    ),
)

# The same for a configuration set's name; that the order is that of tags is inferred.
_SET_CHECKS: tuple[tuple[Callable[[str], object], Text], ...] = (
    (bool, Text("The configuration set name must be specified.", "A", ("cs-name-missing",))),
    (
        lambda name: len(name) <= limits.MAX_CONFIGURATION_SET_NAME_LENGTH,
        Text("Configuration set name cannot exceed 64 characters.", "C", ("cs-name-too-long",)),
    ),
    (
        _PLAIN.fullmatch,
        Text(
            "Invalid configuration set name<{name}>: only alphanumeric ASCII characters, "
            "'_', and '-' are allowed.",
            "A",
            ("cs-name-invalid",),
        ),
    ),
)

TAG_TEXTS = tuple(text for _, text in _TAG_CHECKS)
"""Everything SES says of tags."""
CONFIGURATION_SET_TEXTS = tuple(text for _, text in _SET_CHECKS)
"""Everything SES says of the names of configuration sets."""


def check_tag(tag: Tag) -> str | None:
    """What SES says of a tag that it refuses; None of any other."""
    for holds, text in _TAG_CHECKS:
        if not holds(*tag):
            return text.says(name=tag.name, value=tag.value)
    return None


def check_configuration_set(name: str) -> str | None:
    """What SES says of a name that no configuration set may have; None of any other."""
    for holds, text in _SET_CHECKS:
        if not holds(name):
            return text.says(name=name)
    return None
