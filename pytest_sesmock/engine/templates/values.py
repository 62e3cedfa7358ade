"""How values of template data print, and which of them a condition takes for false."""

from __future__ import annotations

from typing import Any


def text_of(value: Any) -> str:
    """A value as Handlebars prints it: in JavaScript's manner [doc-tpl-handlebars].

    SES is not known to print anything but texts so (grade C); what has to look a certain way is
    better sent as text.
    """
    if isinstance(value, list):
        return ",".join(_leaves(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return "[object Object]"
    return str(value)


def _leaves(values: list[Any]) -> list[str]:
    """The texts of the items, of lists in a list one after the other."""
    texts: list[str] = []
    pending = list(reversed(values))
    while pending:
        value = pending.pop()
        if isinstance(value, list) and value:
            pending.extend(reversed(value))
        else:
            texts.append("" if isinstance(value, list) else text_of(value))
    return texts


def is_true(value: Any) -> bool:
    """Whether a condition holds: not for false, null, zero, an empty text or an empty list."""
    return bool(value) or isinstance(value, dict)


def is_given(value: Any) -> bool:
    """Whether `{{#with}}` has something to enter: zero is something, other falsehoods are not."""
    return is_true(value) or (isinstance(value, (int, float)) and value is not False)


def step(value: Any, name: str) -> Any:
    """What a value has under a name; None if there is none, or no more than null."""
    if isinstance(value, dict):
        return value.get(name)
    if name == "length" and isinstance(value, (list, str)):
        return len(value)
    if isinstance(value, list) and name.isdecimal() and name.isascii():
        index = int(name)
        return value[index] if index < len(value) else None
    return None
