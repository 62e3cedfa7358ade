"""Filters of the outbox, and how they match.

Each filter checks one attribute. How it does so depends on the filter's value:

- A plain value must equal the whole attribute, for a text or subject down to the last character and
  line end.
- For the address lists `to`, `cc`, `bcc`, `recipient` and `reply_to`, a string or a compiled
  pattern must match at least one of the addresses. A list or tuple must match all of them, one by
  one and in order; its elements can be strings, patterns, callables or objects with their own `==`.
- Addresses are compared as mailboxes: a filter without a display name matches any display name, a
  filter with one matches only that. Case is ignored in the domain, but not in the local part.
- A compiled pattern searches the attribute as given, including display names.
- `pytest_sesmock.contains(...)` and `pytest_sesmock.lacks(...)` search for parts of a text.
- A callable gets the whole attribute (address lists as a tuple, tags as a dict) and returns whether
  it matches. Its exceptions propagate. Classes are compared, not called.
- For `tags` and `template_data`, a mapping lists pairs that must be included. Its values can be
  anything listed here, also nested in mappings and lists. A list matches a list of the same length,
  element by element.
- `text_contains`, `html_contains` and `contains` take a string, a compiled pattern, or a list of
  them in order of appearance. `text_contains` searches the plain text, `html_contains` the HTML as
  a reader sees it, and `contains` each of the two that the message has. `text_lacks`, `html_lacks`
  and `lacks` require that none of them occurs. In a string, any white space matches any other.
- None means missing: no HTML part, no Cc addresses, no tags. Patterns and callables never match
  something that is missing.
- Anything else is compared with the whole attribute, using its own `==`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import (
    Any,
    Literal,
    NamedTuple,
    TypeAlias,
    TypedDict,
    TypeGuard,
    get_args,
    get_origin,
    get_type_hints,
)

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.outbox import text_parts
from pytest_sesmock.outbox.text_parts import TextParts

# pytest leaves the frames of this module out, those of its comprehensions included.
__tracebackhide__ = True

# The reason where nothing more is known than that two values differ.
NOT_EQUAL = "not equal"

# Anything may be a filter's value, because anything may have an `==` of its own (dirty-equals,
# unittest.mock.ANY). So what type checkers hold here is the names: that a value is any object but a
# wrong string is nothing they can be told. Of a closed set, editors offer what the Literal has, and
# a string that is none of it is a TypeError.
ApiName: TypeAlias = Literal["ses", "sesv2"]
SendingOperation: TypeAlias = Literal[
    "SendEmail",
    "SendRawEmail",
    "SendTemplatedEmail",
    "SendBulkTemplatedEmail",
    "SendBulkEmail",
    "SendBounce",
    "SendCustomVerificationEmail",
]


class MessageFilters(TypedDict, total=False):
    """The filters for messages. `recipient` is any address in To, Cc or Bcc."""

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
    contains: object
    text_contains: object
    html_contains: object
    lacks: object
    text_lacks: object
    html_lacks: object
    tags: object
    configuration_set: object
    template: object
    template_data: object
    rendering_failure: object
    message_id: object
    region: object
    api: ApiName | object
    operation: SendingOperation | object


class RefusalFilters(TypedDict, total=False):
    """The filters for refused requests. `recipient` is any address in To, Cc or Bcc."""

    code: object
    message: object
    http_status: object
    rule: object
    operation: object
    api: ApiName | object
    region: object
    source: object
    to: object
    cc: object
    bcc: object
    recipient: object


CLOSED_SETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    filters.__name__: {
        name: get_args(kind)
        for name, union in get_type_hints(filters).items()
        for kind in get_args(union)
        if get_origin(kind) is Literal
    }
    for filters in (MessageFilters, RefusalFilters)
}
"""All strings that an attribute can be, for the filters with a Literal."""

Filters: TypeAlias = "tuple[tuple[str, object], ...]"
"""Names and values of filters in the order given; a name may come more than once."""


class Mismatch(NamedTuple):
    """Why one filter does not fit.

    Attributes:
        filter: The filter's name.
        expected: The filter's value; of a list or mapping the one element that differs, if it is
            known.
        actual: The attribute, or the element of it, that `expected` was held against.
        reason: What is different, as the end of a sentence that begins with the filter's name.
        place: Which element differs, such as `number 3`; empty if the values are whole.
        span: From where to where in a text the reason is about it; None if it is about all of it.
    """

    filter: str
    expected: object
    actual: object
    reason: str
    place: str = ""
    span: tuple[int, int] | None = None


class _Element(NamedTuple):
    """The element in which two lists or mappings differ, as the end of a Mismatch."""

    expected: object
    actual: object
    reason: str
    place: str
    span: tuple[int, int] | None = None

    def within(self, place: str) -> _Element:
        """The same element as part of a larger value."""
        return self._replace(place=f"{place}: {self.place}" if self.place else place)


_Difference: TypeAlias = str | _Element | None
"""What is found of two values: None if they fit, else the reason, or the element that differs."""


def attribute(name: str, record: Any) -> object:
    """What a filter looks at; `contains` and `lacks` at the bodies that there are, by name."""
    if name in {"contains", "lacks"}:
        bodies = {body: attribute(f"{body}_{name}", record) for body in ("text", "html")}
        return {body: text for body, text in bodies.items() if text is not None}
    return getattr(record, _ATTRIBUTES.get(name, name))


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


def matches(filters: Filters, record: object) -> bool:
    """Whether every filter fits; they are asked in the order given, until one does not."""
    return all(compare(name, expected, record) is None for name, expected in filters)


def plain_types(name: str) -> tuple[type, ...]:
    """The built-in types that make sense as a value of the filter."""
    return _KINDS.get(name, _TEXT).plain


def can_match(name: str, expected: object) -> bool:
    """Whether some attribute could fit: bytes never fit text, nor a user object an address.

    Such a filter would make `assert_not_sent` succeed whatever was sent.
    """
    if isinstance(expected, _PLAIN):
        return isinstance(expected, plain_types(name)) and (
            name not in PART_FILTERS or _are_parts(expected)
        )
    has_equality = type(expected).__eq__ is not object.__eq__
    return expected is None or has_equality or _is_callable(expected)


def _are_parts(expected: object) -> bool:
    parts = expected if isinstance(expected, (list, tuple)) else (expected,)
    return bool(parts) and all(isinstance(part, (str, re.Pattern)) for part in parts)


def _is_callable(expected: object) -> TypeGuard[Callable[[object], object]]:
    """Whether the filter is called with the attribute; classes are compared like any value."""
    return callable(expected) and not isinstance(expected, type)


# One function for each kind of attribute.


def _value_differs(expected: object, actual: object) -> _Difference:
    if isinstance(expected, TextParts) and isinstance(actual, str):
        return _parts_differ(expected, actual)
    if expected == actual:
        return None
    if actual is None or expected is None:
        return "missing" if actual is None else "present"
    if isinstance(expected, re.Pattern):
        return None if expected.search(str(actual)) else "pattern not found"
    if _is_callable(expected):
        answer = expected(actual)
        return None if answer else f"the callable returned {answer!r}"
    return _elements_differ(expected, actual)


def _elements_differ(expected: object, actual: object) -> _Difference:
    """Of mappings and lists, which may hold filters at any depth; of all else that it differs."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return _pairs_differ(expected, actual)
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        return _each_differs(expected, actual, _value_differs)
    return NOT_EQUAL


def _each_differs(
    expected: Sequence[object],
    actual: Sequence[object],
    differs: Callable[[object, object], _Difference],
) -> _Difference:
    if len(expected) != len(actual):
        return f"length {len(actual)}, not {len(expected)}"
    for position, pair in enumerate(zip(expected, actual, strict=True), start=1):
        found = differs(*pair)
        if found is not None:
            return _element(pair, found).within(f"number {position}")
    return None


def _element(pair: tuple[object, object], difference: str | _Element) -> _Element:
    return difference if isinstance(difference, _Element) else _Element(*pair, difference, "")


def _parts_differ(expected: TextParts, actual: str) -> _Element | None:
    found = text_parts.mismatch(expected, actual)
    return None if found is None else _Element(found.part, actual, found.reason, "", found.span)


class _Address(NamedTuple):
    """What is compared of an address: where it goes, and its display name."""

    local_part: str
    domain: str
    name: str | None


# The same addresses are compared again and again, those of thousands of mails in one assertion.
@lru_cache(maxsize=1 << 14)
def _parse(address: str) -> _Address | AddressFault:
    mailbox = addresses.parse(address)
    if isinstance(mailbox, AddressFault):
        return mailbox
    if mailbox.is_group:  # goes nowhere but where its text says
        return _Address(mailbox.address, "", mailbox.name)
    return _Address(mailbox.local_part, mailbox.domain.lower(), mailbox.name)


def _address_differs(expected: object, actual: object) -> _Difference:
    if expected == actual or not isinstance(expected, str) or not isinstance(actual, str):
        return _value_differs(expected, actual)
    wanted, given = _parse(expected), _parse(actual)
    if isinstance(wanted, AddressFault):
        return f"the filter is not a valid address ({wanted.message})"
    if isinstance(given, AddressFault) or wanted.domain != given.domain:
        return NOT_EQUAL
    if wanted.local_part != given.local_part:
        if wanted.local_part.lower() == given.local_part.lower():
            return "upper and lower case differ before the @, where case matters"
        return NOT_EQUAL
    return None if wanted.name in {None, given.name} else "different display name"


def _addresses_differ(expected: object, actual: tuple[str, ...]) -> _Difference:
    if expected is None:
        expected = ()
    if isinstance(expected, (list, tuple)):
        found = _each_differs(expected, actual, _address_differs)
        if isinstance(found, _Element) and sorted(map(str, expected)) == sorted(actual):
            return found._replace(reason="the order differs")
        return found
    if not isinstance(expected, (str, re.Pattern, TextParts)):
        return _value_differs(expected, actual)
    reasons = [_address_differs(expected, address) for address in actual]
    if None in reasons:
        return None
    # The reason of a near miss tells more than that of the others.
    near = (reason for reason in reasons if isinstance(reason, str) and reason != NOT_EQUAL)
    return next(near, "no address matches")


def _pairs_differ(expected: object, actual: Mapping[str, Any] | None) -> _Difference:
    if expected is None:
        expected = None if actual else actual
    if not isinstance(expected, Mapping) or actual is None:
        return _value_differs(expected, actual)
    for name, value in expected.items():
        if name not in actual:
            if value is None:
                continue
            # Not left to `==`: ANY equals everything, but a pair that is asked for must be there.
            return f"{name!r} is missing"
        found = _value_differs(value, actual[name])
        if found is not None:
            return _element((value, actual[name]), found).within(f"value of {name!r}")
    return None


def _contains(expected: object, actual: str | None) -> _Difference:
    return _value_differs(_as_parts(expected, are_wanted=True), actual)


def _lacks(expected: object, actual: str | None) -> _Difference:
    wanted = _as_parts(expected, are_wanted=False)
    # What is not there lacks everything.
    return (
        None if actual is None and isinstance(wanted, TextParts) else _value_differs(wanted, actual)
    )


def _bodies_contain(expected: object, actual: Mapping[str, str]) -> _Difference:
    return _bodies_differ(expected, actual, _contains) if actual else _contains(expected, None)


def _bodies_lack(expected: object, actual: Mapping[str, str]) -> _Difference:
    return _bodies_differ(expected, actual, _lacks)


def _bodies_differ(
    expected: object, actual: Mapping[str, str], differs: Callable[[object, str], _Difference]
) -> _Difference:
    for body, text in actual.items():
        found = differs(expected, text)
        if found is not None:
            return _element((expected, text), found).within(body)
    return None


def _as_parts(expected: object, *, are_wanted: bool) -> object:
    if isinstance(expected, (str, re.Pattern)):
        return TextParts((expected,), are_wanted=are_wanted)
    if isinstance(expected, (list, tuple)):
        return TextParts(tuple(expected), are_wanted=are_wanted)
    return expected


class _Kind(NamedTuple):
    """How attributes of one kind are compared, and the built-in types that make sense for them."""

    differs: Callable[[Any, Any], _Difference]
    plain: tuple[type, ...]


_TEXT = _Kind(_value_differs, (str, re.Pattern))
_ADDRESS = _Kind(_address_differs, (str, re.Pattern))
_ADDRESS_LIST = _Kind(_addresses_differ, (str, re.Pattern, list, tuple))
ADDRESS_FILTERS = {
    "to": _ADDRESS_LIST,
    "cc": _ADDRESS_LIST,
    "bcc": _ADDRESS_LIST,
    "recipient": _ADDRESS_LIST,
    "reply_to": _ADDRESS_LIST,
    "source": _ADDRESS,
    "return_path": _ADDRESS,
}
"""The filters that compare mailboxes."""
_PAIRS = _Kind(_pairs_differ, (Mapping,))
_PART_TYPES = (str, re.Pattern, list, tuple)
PART_FILTERS = {
    "contains": _Kind(_bodies_contain, _PART_TYPES),
    "text_contains": _Kind(_contains, _PART_TYPES),
    "html_contains": _Kind(_contains, _PART_TYPES),
    "lacks": _Kind(_bodies_lack, _PART_TYPES),
    "text_lacks": _Kind(_lacks, _PART_TYPES),
    "html_lacks": _Kind(_lacks, _PART_TYPES),
}
"""The filters that look for parts of the bodies."""
_KINDS = {
    **ADDRESS_FILTERS,
    **PART_FILTERS,
    "tags": _PAIRS,
    "template_data": _PAIRS,
    "http_status": _Kind(_value_differs, (int,)),
}
_ATTRIBUTES = {
    "recipient": "recipients",
    "text_contains": "text",
    "text_lacks": "text",
    "html_contains": "visible_text",
    "html_lacks": "visible_text",
}
# Values whose `==` is known.
_PLAIN = (str, bytes, bytearray, int, float, list, tuple, set, frozenset, dict, re.Pattern)
