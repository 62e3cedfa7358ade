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
- `body` looks at each body that the message has: the plain text, and the HTML as a reader sees it.
  Each must match. In a string, any white space matches any other.
- `text_contains`, `html_contains` and `contains` take a string, a compiled pattern, or a list of
  them in order of appearance. `text_contains` searches the plain text, `html_contains` the HTML as
  a reader sees it, and `contains` each of the two that the message has. `text_lacks`, `html_lacks`
  and `lacks` require that none of them occurs. In a string, any white space matches any other.
- For `attachments`, a string or a compiled pattern must match the name of at least one. A string
  can contain the wildcards `*`, `?` and `[...]`; case is ignored. A number is how many there are. A
  list or tuple must match all of them, one by one and in order; a callable in it gets the
  `Attachment`.
- For `headers`, a mapping lists header fields that must be included, by names in any case. If a
  field occurs several times, one of its values must match; a list must match all of them.
- For `destination`, a string or a compiled pattern must match the ARN or the name of the event
  destination; a callable gets the `Destination`.
- None means missing: no HTML part, no Cc addresses, no tags, no attachments, no such header field.
  Patterns and callables never match something that is missing.
- Anything else is compared with the whole attribute, using its own `==`.

A value that can match nothing is a TypeError, because `assert_not_sent(to="")` would hold whatever
was sent: a malformed address, a tag that SES refuses, an empty part of a text, an operation that
there is not, None for what is never missing, a type that the attribute never has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard, TypeVar

from pytest_sesmock.delivery.publishing import Destination
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.errors import find_similar
from pytest_sesmock.outbox import text_parts
from pytest_sesmock.outbox.filters import Filters
from pytest_sesmock.outbox.mime_content import Attachment
from pytest_sesmock.outbox.picking import has_name
from pytest_sesmock.outbox.text_parts import TextParts

if TYPE_CHECKING:
    from pytest_sesmock.outbox.mime_content import Headers

# pytest leaves the frames of this module out, those of its comprehensions included.
__tracebackhide__ = True

# The reason where nothing more is known than that two values differ.
NOT_EQUAL = "not equal"


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

_Actual = TypeVar("_Actual")


def attribute(name: str, record: Any) -> object:
    """What a filter looks at; of the bodies those that there are, by name."""
    if name in _OF_BODIES:
        bodies = {"text": record.text, "html": record.visible_text}
        return {body: text for body, text in bodies.items() if text is not None}
    return getattr(record, _ATTRIBUTES.get(name, name))


def compare(name: str, expected: object, record: object) -> Mismatch | None:
    """Hold one filter against a message or a refused request; None if it fits.

    Raises:
        Exception: Whatever a callable given as filter raises.
    """
    actual = attribute(name, record)
    found = _KINDS.get(name, _value_differs)(expected, actual)
    if isinstance(found, _Element):
        return Mismatch(name, *found)
    if found is not None and actual is None and name in _OTHER_BODY:
        body, instead = _OTHER_BODY[name]
        if getattr(record, body) is not None:
            found = instead
    return None if found is None else Mismatch(name, expected, actual, found)


def matches(filters: Filters, record: object) -> bool:
    """Whether every filter fits; they are asked in the order given, until one does not."""
    return all(compare(name, expected, record) is None for name, expected in filters)


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
    actual: Sequence[_Actual],
    differs: Callable[[object, _Actual], _Difference],
) -> _Difference:
    if len(expected) != len(actual):
        return _length_differs(len(expected), actual)
    for position, pair in enumerate(zip(expected, actual, strict=True), start=1):
        found = differs(*pair)
        if found is not None:
            return _element(pair, found).within(f"number {position}")
    return None


def _length_differs(expected: int, actual: Sequence[object]) -> str | None:
    return None if expected == len(actual) else f"length {len(actual)}, not {expected}"


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
        return _or_order(_each_differs(expected, actual, _address_differs), expected, actual)
    if not isinstance(expected, (str, re.Pattern, TextParts)):
        return _value_differs(expected, actual)
    reasons = [_address_differs(expected, address) for address in actual]
    if None in reasons:
        return None
    # The reason of a near miss tells more than that of the others.
    near = (reason for reason in reasons if isinstance(reason, str) and reason != NOT_EQUAL)
    return next(near, "no address matches")


def _or_order(
    difference: _Difference, expected: Sequence[object], actual: Sequence[str]
) -> _Difference:
    """How two lists differ, unless it is only in their order."""
    if isinstance(difference, _Element) and sorted(map(str, expected)) == sorted(actual):
        return difference._replace(reason="the order differs")
    return difference


def _destination_differs(expected: object, actual: Destination) -> _Difference:
    if isinstance(expected, (str, re.Pattern, TextParts)):
        names = [name for name in (actual.arn, actual.name) if name is not None]
        fits = any(_value_differs(expected, name) is None for name in names)
        return None if fits else _Element(expected, str(actual), NOT_EQUAL, "")
    return _value_differs(expected, actual)


def _attachments_differ(expected: object, actual: tuple[Attachment, ...]) -> _Difference:
    names = tuple(map(_file_name, actual))
    found: _Difference
    if type(expected) is int:
        found = _length_differs(expected, actual)
    elif expected is None or isinstance(expected, (list, tuple)):
        found = _each_differs(expected or (), actual, _attachment_differs)
        found = _or_order(found, expected or (), names)
    elif isinstance(expected, (str, re.Pattern, TextParts, Attachment)):
        fits = any(_attachment_differs(expected, each) is None for each in actual)
        found = None if fits else "no attachment matches" if actual else "missing"
    else:
        found = _value_differs(expected, actual)
    return _Element(expected, names, found, "") if isinstance(found, str) else found


def _attachment_differs(expected: object, actual: Attachment) -> _Difference:
    found: _Difference
    if isinstance(expected, str):
        found = None if has_name(actual, expected) else NOT_EQUAL
    else:
        is_name = isinstance(expected, (re.Pattern, TextParts))
        found = _value_differs(expected, actual.filename if is_name else actual)
    return None if found is None else _element((expected, _file_name(actual)), found)


def _file_name(file: Attachment) -> str:
    return file.filename or "(no name)"


def _fields_differ(expected: object, actual: Headers) -> _Difference:
    if not isinstance(expected, Mapping):
        return _value_differs(expected, actual)
    for name, value in expected.items():
        values = actual.get_all(name)
        if not values and value is not None:
            likely = "".join(f" (did you mean {each!r}?)" for each in find_similar(name, actual))
            return f"{name!r} is missing{likely}"
        found = _field_differs(value, values)
        if found is not None:
            there = values[0] if len(values) == 1 else values
            return _element((value, there), found).within(f"value of {name!r}")
    return None


def _field_differs(expected: object, actual: tuple[str, ...]) -> _Difference:
    """One header field, of which there may be several with the same name."""
    if expected is None:
        return "present" if actual else None
    if isinstance(expected, (list, tuple)):
        return _each_differs(expected, actual, _value_differs)
    found = [_value_differs(expected, value) for value in actual]
    if None in found:
        return None
    return found[0] if len(found) == 1 else "no field of this name matches"


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


def _bodies_are(expected: object, actual: Mapping[str, str]) -> _Difference:
    return _bodies_differ(expected, actual, _body_is) if actual else _value_differs(expected, None)


def _body_is(expected: object, actual: str) -> _Difference:
    if isinstance(expected, str) and expected.split() == actual.split():
        return None
    return _value_differs(expected, actual)


def _as_parts(expected: object, *, are_wanted: bool) -> object:
    if isinstance(expected, (str, re.Pattern)):
        return TextParts((expected,), are_wanted=are_wanted)
    if isinstance(expected, (list, tuple)):
        return TextParts(tuple(expected), are_wanted=are_wanted)
    return expected


_Differs: TypeAlias = Callable[[Any, Any], _Difference]
"""How attributes of one kind are compared."""

ADDRESS_FILTERS: Mapping[str, _Differs] = {
    "to": _addresses_differ,
    "cc": _addresses_differ,
    "bcc": _addresses_differ,
    "recipient": _addresses_differ,
    "reply_to": _addresses_differ,
    "source": _address_differs,
    "return_path": _address_differs,
}
"""The filters that compare mailboxes."""
_OF_BODIES: Mapping[str, _Differs] = {
    "body": _bodies_are,
    "contains": _bodies_contain,
    "lacks": _bodies_lack,
}
BODY_FILTERS: Mapping[str, _Differs] = {
    **_OF_BODIES,
    "text_contains": _contains,
    "html_contains": _contains,
    "text_lacks": _lacks,
    "html_lacks": _lacks,
}
"""The filters that look at `text` and `html` in another way."""
_KINDS: Mapping[str, _Differs] = {
    **ADDRESS_FILTERS,
    **BODY_FILTERS,
    "attachments": _attachments_differ,
    "headers": _fields_differ,
    "tags": _pairs_differ,
    "template_data": _pairs_differ,
    "destination": _destination_differs,
}
# What a message has instead of the body asked for, and how to ask for that.
_ONLY_HTML = "html", "there is only HTML; use html_contains or contains"
_ONLY_TEXT = "text", "there is only text; use text_contains or contains"
_OTHER_BODY = {
    "text": _ONLY_HTML,
    "text_contains": _ONLY_HTML,
    "html": _ONLY_TEXT,
    "html_contains": _ONLY_TEXT,
}
_ATTRIBUTES = {
    "recipient": "recipients",
    "text_contains": "text",
    "text_lacks": "text",
    "html_contains": "visible_text",
    "html_lacks": "visible_text",
}
