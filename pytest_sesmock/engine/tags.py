"""What SES makes of a message tag."""

from __future__ import annotations

import re
from collections.abc import Callable

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.submission import Tag
from pytest_sesmock.engine.text import Text

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_VALUE = re.compile(r"[A-Za-z0-9_.@-]+")
# The names SES reserves for the Feedback-ID header pass although they hold a colon.
_FEEDBACK_ID_NAMES = {"ses:feedback-id-a", "ses:feedback-id-b"}

# What must hold of a tag's name and value, in the recorded order, and what SES says if it does not.
_CHECKS: tuple[tuple[Callable[[str, str], object], Text], ...] = (
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
        lambda name, _: _NAME.fullmatch(name) or name in _FEEDBACK_ID_NAMES,
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

TEXTS = tuple(text for _, text in _CHECKS)
"""Everything SES says of tags."""


def fault(tag: Tag) -> str | None:
    """What SES says of a tag it refuses; None if it takes it."""
    for holds, text in _CHECKS:
        if not holds(*tag):
            return text.says(name=tag.name, value=tag.value)
    return None
