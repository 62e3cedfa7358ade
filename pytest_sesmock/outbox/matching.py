"""Filters of the outbox: what a test may ask for, and whether a message or refusal is it.

One filter judges one attribute. What the filter's value is decides how:

- A plain value equals the whole attribute: text and subject to the last character and line end.
- For the address lists `to`, `cc`, `bcc`, `recipient` and `reply_to`, a string or a compiled
  pattern must fit any one of the addresses; a list (or tuple) must fit all of them, one by one and
  in order, and its elements may be strings, patterns, callables or objects with an `==`.
- Addresses are compared as mailboxes: a filter without a display name fits any display name, one
  with a display name fits only that. The domain's letter case is ignored, the local part's is not.
- A compiled pattern searches the attribute as given, display names included.
- A callable gets the whole attribute (an address list as a tuple, the tags as a dict) and answers
  whether it is right. What it raises is raised. Classes are compared, not called.
- For `tags`, a mapping names pairs that must be among the tags; its values may be any of these.
- None means that there is none: no HTML part, no Cc address, no tags. Patterns and callables are
  asked only about what is there.
- Everything else is compared by its own `==` with the whole attribute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict, TypeGuard

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault, Mailbox

# pytest leaves the frames of this module out, those of its comprehensions included.
__tracebackhide__ = True

# The reason where nothing more is known than that two values differ.
NOT_EQUAL = "not equal"

# Anything may be a filter's value, because anything may have an `==` of its own (dirty-equals,
# unittest.mock.ANY). So what type checkers hold here is the names.


class MessageFilters(TypedDict, total=False):
    """What to ask of sent messages; `recipient` is any of To, Cc and Bcc."""

    to: object
    cc: object
    bcc: object
    recipient: object
    source: object
    reply_to: object
    return_path: object
    subject: object
    text: object
    html: object
    tags: object
    configuration_set: object
    message_id: object
    region: object
    api: object
    operation: object


class RefusalFilters(TypedDict, total=False):
    """What to ask of refused requests; `recipient` is any of To, Cc and Bcc."""

    code: object
    message: object
    http_status: object
    rule: object
    operation: object
    api: object
    region: object
    source: object
    to: object
    cc: object
    bcc: object
    recipient: object


class Mismatch(NamedTuple):
    """Why one filter does not fit.

    Attributes:
        filter: The filter's name.
        expected: The filter's value; of a list or mapping the one element that differs, if it is
            known.
        actual: The attribute, or the element of it, that `expected` was held against.
        reason: What is different, as the end of a sentence that begins with the filter's name.
        place: Which element differs, such as `number 3`; empty if the values are whole.
    """

    filter: str
    expected: object
    actual: object
    reason: str
    place: str = ""


class _Element(NamedTuple):
    """The element in which two lists or mappings differ, as the end of a Mismatch."""

    expected: object
    actual: object
    reason: str
    place: str


def attribute(name: str, record: object) -> object:
    """What a filter looks at."""
    return getattr(record, "recipients" if name == "recipient" else name)


def compare(name: str, expected: object, record: object) -> Mismatch | None:
    """Hold one filter against a message or a refused request; None if it fits.

    Raises:
        Exception: Whatever a callable given as filter raises.
    """
    actual = attribute(name, record)
    found = _KINDS.get(name, _TEXT).differs(expected, actual)
    if isinstance(found, _Element):
        return Mismatch(name, *found)
    return None if found is None else Mismatch(name, expected, actual, found)


def matches(filters: Mapping[str, object], record: object) -> bool:
    """Whether every filter fits; they are asked in the order given, until one does not."""
    return all(compare(name, expected, record) is None for name, expected in filters.items())


def plain_types(name: str) -> tuple[type, ...]:
    """The built-in types that make sense as a value of the filter."""
    return _KINDS.get(name, _TEXT).plain


def can_match(name: str, expected: object) -> bool:
    """Whether some attribute could fit: bytes never fit text, nor a user object an address.

    Such a filter would make `assert_not_sent` succeed whatever was sent.
    """
    if isinstance(expected, _PLAIN):
        return isinstance(expected, plain_types(name))
    has_equality = type(expected).__eq__ is not object.__eq__
    return expected is None or has_equality or _is_asked(expected)


def _is_asked(expected: object) -> TypeGuard[Callable[[object], object]]:
    """Whether the filter is called with the attribute; classes are compared like any value."""
    return callable(expected) and not isinstance(expected, type)


# One function for each kind of attribute: None if it fits, else the reason, or the element that
# differs with its reason.


def _value_differs(expected: object, actual: object) -> str | None:
    if expected == actual:
        return None
    if actual is None:
        return "there is none"
    if expected is None:
        return "there is one"
    if isinstance(expected, re.Pattern):
        return None if expected.search(str(actual)) else "pattern not found"
    if _is_asked(expected):
        answer = expected(actual)
        return None if answer else f"the callable answered {answer!r}"
    return NOT_EQUAL


# The same few addresses are compared again and again.
_parsed = lru_cache(maxsize=1024)(addresses.parse)


def _place(mailbox: Mailbox) -> tuple[str, str]:
    """Where mail to the mailbox goes: local part and domain; a group has no place but its text."""
    if mailbox.group:
        return mailbox.address, ""
    return mailbox.local_part, mailbox.domain.lower()


def _address_differs(expected: object, actual: object) -> str | None:
    if expected == actual or not isinstance(expected, str) or not isinstance(actual, str):
        return _value_differs(expected, actual)
    wanted, given = _parsed(expected), _parsed(actual)
    if isinstance(wanted, AddressFault):
        return f"the filter is no address ({wanted.message})"
    if isinstance(given, AddressFault):
        return NOT_EQUAL
    (wanted_local, wanted_domain), (given_local, given_domain) = _place(wanted), _place(given)
    if wanted_domain != given_domain or wanted_local.lower() != given_local.lower():
        return NOT_EQUAL
    if wanted_local != given_local:
        return "upper and lower case differ before the @, where they count"
    return None if wanted.name in {None, given.name} else "another display name"


def _addresses_differ(expected: object, actual: tuple[str, ...]) -> str | _Element | None:
    if expected is None:
        expected = ()
    if isinstance(expected, (list, tuple)):
        return _each_address_differs(expected, actual)
    if not isinstance(expected, (str, re.Pattern)):
        return _value_differs(expected, actual)
    reasons = [_address_differs(expected, address) for address in actual]
    if None in reasons:
        return None
    # The reason of a near miss tells more than that of the others.
    return next((reason for reason in reasons if reason != NOT_EQUAL), "not among them")


def _each_address_differs(
    expected: Sequence[object], actual: tuple[str, ...]
) -> str | _Element | None:
    if len(expected) != len(actual):
        return f"length {len(actual)}, not {len(expected)}"
    for position, pair in enumerate(zip(expected, actual, strict=True), start=1):
        reason = _address_differs(*pair)
        if reason is not None:
            same = sorted(map(str, expected)) == sorted(actual)
            return _Element(*pair, "the order is another" if same else reason, f"number {position}")
    return None


def _tags_differ(expected: object, actual: Mapping[str, str]) -> str | _Element | None:
    if expected is None:
        expected = None if actual else {}
    if not isinstance(expected, Mapping):
        return _value_differs(expected, actual)
    for name, value in expected.items():
        if name not in actual:
            if value is None:
                continue
            # Not left to `==`: ANY equals everything, but a pair that is asked for must be there.
            return f"there is no {name!r}"
        reason = _value_differs(value, actual[name])
        if reason is not None:
            return _Element(value, actual[name], reason, f"value of {name!r}")
    return None


class _Kind(NamedTuple):
    """How attributes of one kind are compared, and the built-in types that make sense for them."""

    differs: Callable[[Any, Any], str | _Element | None]
    plain: tuple[type, ...]


_TEXT = _Kind(_value_differs, (str, re.Pattern))
_ADDRESS = _Kind(_address_differs, (str, re.Pattern))
_ADDRESSES = _Kind(_addresses_differ, (str, re.Pattern, list, tuple))
_KINDS = {
    "to": _ADDRESSES,
    "cc": _ADDRESSES,
    "bcc": _ADDRESSES,
    "recipient": _ADDRESSES,
    "reply_to": _ADDRESSES,
    "source": _ADDRESS,
    "return_path": _ADDRESS,
    "tags": _Kind(_tags_differ, (Mapping,)),
    "http_status": _Kind(_value_differs, (int,)),
}
# Values whose `==` is known.
_PLAIN = (str, bytes, bytearray, int, float, list, tuple, set, frozenset, dict, re.Pattern)
