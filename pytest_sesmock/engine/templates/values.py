"""Values of template data: how they print, which are false to a condition, and what is in them."""

from __future__ import annotations

from typing import Any


def text_of(value: Any) -> str:
    """A value as Handlebars prints it, that is as JavaScript does [doc-tpl-handlebars].

    Grade C: it is known of texts alone that SES prints them the same way.
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
    """The texts of all items, with those of lists within the list in their place."""
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
    """Whether a value is true to a condition: false, null, zero, "" and an empty list are not."""
    return bool(value) or isinstance(value, dict)


def can_enter(value: Any) -> bool:
    """Whether `{{#with}}` enters a value: any true one, and zero."""
    return is_true(value) or (isinstance(value, (int, float)) and value is not False)


def step(value: Any, name: str) -> Any:
    """What a value has under a name; None if there is nothing, or null."""
    if isinstance(value, dict):
        return value.get(name)
    if name == "length" and isinstance(value, (list, str)):
        return len(value)
    # Longer numbers, which Python may not even read, are beyond the end of any list.
    if isinstance(value, list) and name.isdecimal() and name.isascii() and len(name) < 20:
        index = int(name)
        return value[index] if index < len(value) else None
    return None
