"""Which values a filter may have, so that something could fit.

`assert_not_sent(to="")` would hold whatever is sent. So a value that nothing SES accepts, or of a
refused request nothing that it answers, can ever match is an error at the line that has it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from numbers import Number
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.delivery.publishing import Destination
from pytest_sesmock.engine import addresses, names
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.elements import Tag
from pytest_sesmock.errors import find_similar
from pytest_sesmock.outbox import text_parts
from pytest_sesmock.outbox.explain import arguments
from pytest_sesmock.outbox.filters import (
    API_NAMES,
    MESSAGE_VOCABULARY,
    PUBLICATION_VOCABULARY,
    FilterNames,
    Filters,
    MessageFilters,
    PublicationFilters,
    RefusalFilters,
    Vocabulary,
)
from pytest_sesmock.outbox.mime_content import Attachment
from pytest_sesmock.outbox.text_parts import TextParts

if TYPE_CHECKING:
    from pytest_sesmock.outbox.records import Records

# pytest leaves the frames of this module out of a failure.
__tracebackhide__ = True


def check_filters(
    filters: Mapping[str, object],
    kind: FilterNames,
    records: Records,
    before: Filters = (),
) -> Filters:
    """The filters in their order, behind those of a view.

    Raises:
        TypeError: One is unknown, or can match nothing.
    """
    names = kind.__annotations__
    for name in filters:
        if name not in names:
            raise TypeError(arguments.unknown_filter(name, list(names)))
    all_filters = (*before, *filters.items())
    api = next((api for name, api in all_filters if name == "api" and isinstance(api, str)), None)
    for name, expected in filters.items():
        if name in _OF_SES and _is_there(name, expected, api, kind, records):
            continue
        problem = why_impossible(name, expected, kind)
        if problem is None and name in _OF_SES:
            problem = _outside(name, expected, _all_values(name, api, kind, records), api)
        if problem is not None:
            raise TypeError(problem)
    return all_filters


_OF_SES = frozenset({"api", "operation", "region", "code", "rule", *PUBLICATION_VOCABULARY})
"""The filters whose values SES, or the mock, makes up."""


def _is_there(
    name: str, expected: object, api: str | None, kind: FilterNames, records: Records
) -> bool:
    """Whether something has the value: then it can match, and nothing needs to be looked up."""
    if kind is PublicationFilters:  # all that it can be is at hand
        return False
    there: Sequence[Any] = records.messages() if kind is MessageFilters else records.refusals()
    return isinstance(expected, str) and any(
        getattr(each, name) == expected and api in {None, each.api} for each in there
    )


def _all_values(name: str, api: str | None, kind: FilterNames, records: Records) -> tuple[str, ...]:
    """Everything that the attribute can be, in any API or the one asked for; empty if unknown."""
    if name == "api":
        return API_NAMES
    vocabulary = _VOCABULARIES.get(kind) or records.vocabulary()
    names = vocabulary.get(name, {})
    chosen = (values for of, values in names.items() if api in {None, of})
    return tuple(dict.fromkeys(value for values in chosen for value in values))


_VOCABULARIES: Mapping[FilterNames, Vocabulary] = {
    MessageFilters: MESSAGE_VOCABULARY,
    PublicationFilters: PUBLICATION_VOCABULARY,
}


def _outside(name: str, expected: object, values: tuple[str, ...], api: str | None) -> str | None:
    """That a string, or a pattern, is or finds none of the values; None if it does."""
    if not values:
        return None
    if isinstance(expected, str):
        fits = expected in values
    elif isinstance(expected, re.Pattern):
        fits = any(map(expected.search, values))
    else:
        fits = not isinstance(expected, TextParts) or any(expected == value for value in values)
    return None if fits else arguments.unknown_value(name, expected, values, api)


Problem = str | None
"""Why nothing can match, as a sentence; None if something can."""


class _Form(NamedTuple):
    """What one filter may be.

    Attributes:
        plain: The built-in types, and ours, that make sense. Nothing equals one of another.
        may_lack: Whether the attribute may be missing, so that None makes sense.
        look: Why nothing can match a value of those types.
    """

    plain: tuple[type, ...]
    may_lack: bool = True
    look: Callable[[object], Problem] = lambda _: None


def why_impossible(name: str, expected: object, filters: FilterNames) -> Problem:
    """Why no message, or no refused request, can ever fit the filter; None if one could.

    What a callable or an object with an `==` of its own fits only it can tell.
    """
    for function in (text_parts.contains, text_parts.lacks):
        if expected is function:
            return arguments.not_a_call(name, function.__name__)
    form = _FORMS[filters][name]
    problem = _wrong_kind(expected, form)
    if problem is not None:
        return arguments.impossible_kind(name, expected, _words(form))
    problem = form.look(expected) if isinstance(expected, form.plain) else None
    return None if problem is None else arguments.impossible_filter(name, expected, problem)


def _words(form: _Form) -> str:
    kinds = [kind.__name__ for kind in form.plain if kind is not TextParts]
    return ", ".join([*kinds, "None"] if form.may_lack else kinds)


def _wrong_kind(expected: object, form: _Form) -> Problem:
    if expected is None:
        return None if form.may_lack else "never missing"
    if isinstance(expected, bool) and bool not in form.plain:
        return "a bool"
    if isinstance(expected, form.plain) or _is_asked(expected):
        return None
    return "another type"


def _is_asked(expected: object) -> bool:
    """Whether the value itself is asked whether it fits."""
    if isinstance(expected, _KNOWN):
        return False
    if callable(expected) and not isinstance(expected, type):
        return True
    kind = type(expected)
    return kind.__eq__ is not object.__eq__ and not _is_known(kind)


# Values whose `==` is known.
_KNOWN = (
    str,
    bytes,
    bytearray,
    int,
    float,
    list,
    tuple,
    set,
    frozenset,
    dict,
    re.Pattern,
    TextParts,
)


def _is_known(kind: type) -> bool:
    """Whether a type's `==` is known: dates, paths and others that come with Python equal no text.

    Those of unittest, its ANY above all, are there to equal anything.
    """
    package = kind.__module__.partition(".")[0]
    return package == "pytest_sesmock" or (
        package in sys.stdlib_module_names and package != "unittest"
    )


# What may be wrong with a value of each kind of attribute.


def _look_at_pattern(expected: object) -> Problem:
    if isinstance(expected, re.Pattern) and not isinstance(expected.pattern, str):
        return "a pattern for bytes finds nothing in a str"
    return None


def _text(look: Callable[[str], Problem]) -> Callable[[object], Problem]:
    def look_at(expected: object) -> Problem:
        return look(expected) if isinstance(expected, str) else _look_at_pattern(expected)

    return look_at


def _look_at_address(expected: str) -> Problem:
    verdict = addresses.parse(expected)
    if isinstance(verdict, AddressFault):
        return (
            f"SES accepts no such address ({verdict.message}). A part of an address is asked for "
            "with a compiled pattern or contains(...)."
        )
    return None


def _each(look: Callable[[object], Problem], form: _Form) -> Callable[[object], Problem]:
    """Of a value that may be a list: each of its elements, as if it stood alone."""

    def look_at(expected: object) -> Problem:
        if not isinstance(expected, (list, tuple)):
            return look(expected)
        for number, element in enumerate(expected, start=1):
            if _wrong_kind(element, form):
                return f"number {number} must be {_words(form)} or the like, not {element!r}"
            problem = look(element)
            if problem is not None:
                return f"number {number}: {problem}"
        return None

    return look_at


def _look_at_parts(*, are_wanted: bool) -> Callable[[object], Problem]:
    def look_at(expected: object) -> Problem:
        if isinstance(expected, TextParts):
            return None
        parts = tuple(expected) if isinstance(expected, (list, tuple)) else (expected,)
        return text_parts.problem(parts, are_wanted=are_wanted)

    return look_at


def _look_at_number(expected: object) -> Problem:
    if isinstance(expected, int) and expected != _ACCEPTED and expected not in _ERRORS:
        return "SES answers refused requests with 400 to 599, and refused bulk entries with 200"
    return None


_ACCEPTED = 200
_ERRORS = range(400, 600)


def _look_at_attachment(expected: object) -> Problem:
    if isinstance(expected, str) and not expected:
        return "a file's name is not empty"
    if isinstance(expected, int) and expected < 0:
        return "a number of attachments is 0 or more"
    return _look_at_pattern(expected)


def _look_at_tags(expected: object) -> Problem:
    return _look_at_pairs(expected, _TAG_VALUE, lambda name: names.check_tag(Tag(name, "x")))


def _look_at_headers(expected: object) -> Problem:
    return _look_at_pairs(
        expected,
        _ANY_TEXTS,
        lambda name: None if _FIELD_NAME.fullmatch(name) else "no header field has such a name",
    )


# What RFC 5322, 3.6.8, allows: no white space, no colon, nothing beyond ASCII.
_FIELD_NAME = re.compile("[!-9;-~]+")


def _look_at_pairs(
    expected: object, form: _Form, look_at_name: Callable[[str], Problem]
) -> Problem:
    assert isinstance(expected, Mapping)  # noqa: S101 - the only type of these filters
    for name, value in expected.items():
        problem = look_at_name(name) if isinstance(name, str) else "names are of the type str"
        if problem is None and _wrong_kind(value, form):
            problem = f"the value must be {_words(form)} or the like, not {value!r}"
        if problem is None and isinstance(value, form.plain):
            problem = form.look(value)
        if problem is not None:
            return f"{name!r}: {problem}"
    return None


def _look_at_json(expected: object) -> Problem:
    """Template data is JSON, which has no bytes, sets or dates."""
    if isinstance(expected, Mapping):
        for name, value in expected.items():
            if not isinstance(name, str):
                return f"names are of the type str, not {name!r}"
            problem = _look_at_json(value)
            if problem is not None:
                return f"{name!r}: {problem}"
        return None
    if isinstance(expected, (list, tuple)):
        problems = enumerate(map(_look_at_json, expected), start=1)
        return next((f"number {at}: {problem}" for at, problem in problems if problem), None)
    if isinstance(expected, (str, Number, TextParts, re.Pattern)) or expected is None:
        return _look_at_pattern(expected)
    return None if _is_asked(expected) else f"JSON holds no {type(expected).__name__}"


# The shape of all names that AWS has given so far, and those that SES is in: a name of that shape
# may be a new one, and one that resembles none of them a test set-up's own.
_REGION = re.compile(
    "(?:af|ap|ca|cn|eu|eusc-de|il|me|mx|sa|us|us-gov|(?:us|eu)-iso[a-z]?)-"
    "(?:central|east|north|northeast|northwest|south|southeast|southwest|west)-[1-9]"
)
_REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1"),
    *("eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2"),
    *("eu-west-3", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1"),
    *("ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-5"),
    *("ca-central-1", "ca-west-1", "sa-east-1", "af-south-1", "il-central-1", "me-central-1"),
    *("me-south-1", "cn-north-1", "cn-northwest-1"),
)


def _look_at_region(expected: str) -> Problem:
    if _REGION.fullmatch(expected):
        return None
    similar = find_similar(expected.lower().replace("_", "-"), _REGIONS)
    if similar:
        return f"AWS has no such region: did you mean {similar[0]!r}?"
    if not re.fullmatch("[a-z0-9-]+", expected):
        return "a region is lower-case letters, digits and hyphens, such as us-east-1"
    return None


def _look_at_message_id(expected: str) -> Problem:
    if re.fullmatch("[0-9a-f-]+", expected):
        return None
    return "SES's message ids are hexadecimal digits and hyphens, here without <, > and a domain"


def _look_at_name(expected: str) -> Problem:
    return None if expected else "it is never empty"


def _look_at_destination(expected: str) -> Problem:
    if expected.startswith("arn:") or re.fullmatch("[A-Za-z0-9_-]{1,64}", expected):
        return None
    return "a destination is an ARN, or the name of an event destination"


_PLAIN_TEXT = (str, re.Pattern, TextParts)
# The values of a header field; and addresses in refused requests, which may be no addresses at all.
_ANY_TEXTS = _Form(
    (*_PLAIN_TEXT, list, tuple), look=_each(_look_at_pattern, _Form(_PLAIN_TEXT, may_lack=False))
)
_TAG_VALUE = _Form(_PLAIN_TEXT, look=_text(lambda value: names.check_tag(Tag("x", value))))

_ANY_TEXT = _Form(_PLAIN_TEXT, look=_look_at_pattern)
_SUBJECT = _ANY_TEXT._replace(may_lack=False)
_NAME = _Form(_PLAIN_TEXT, look=_text(_look_at_name))
_OWN_NAME = _NAME._replace(may_lack=False)
_REGION_NAME = _Form(_PLAIN_TEXT, may_lack=False, look=_text(_look_at_region))
_ADDRESS = _Form(_PLAIN_TEXT, look=_text(_look_at_address))
_ADDRESSES = _Form(
    (*_PLAIN_TEXT, list, tuple),
    look=_each(_text(_look_at_address), _Form(_PLAIN_TEXT, may_lack=False)),
)
_WANTED = _Form((*_PLAIN_TEXT, list, tuple), look=_look_at_parts(are_wanted=True))
_UNWANTED = _WANTED._replace(look=_look_at_parts(are_wanted=False))
_FILE = (*_PLAIN_TEXT, Attachment)
_FORMS_OF_MESSAGES: Mapping[str, _Form] = {
    **dict.fromkeys(("to", "cc", "bcc", "recipient", "reply_to"), _ADDRESSES),
    "source": _ADDRESS._replace(may_lack=False),
    "return_path": _ADDRESS,
    "subject": _SUBJECT,
    **dict.fromkeys(("text", "html", "body"), _ANY_TEXT),
    **dict.fromkeys(("contains", "text_contains", "html_contains"), _WANTED),
    **dict.fromkeys(("lacks", "text_lacks", "html_lacks"), _UNWANTED),
    "attachments": _Form(
        (*_FILE, int, list, tuple), look=_each(_look_at_attachment, _Form(_FILE, may_lack=False))
    ),
    "headers": _Form((Mapping,), may_lack=False, look=_look_at_headers),
    "tags": _Form((Mapping,), look=_look_at_tags),
    "configuration_set": _Form(_PLAIN_TEXT, look=_text(names.check_configuration_set)),
    **dict.fromkeys(("template", "rendering_failure"), _NAME),
    "template_data": _Form((Mapping,), look=_look_at_json),
    "message_id": _Form(_PLAIN_TEXT, may_lack=False, look=_text(_look_at_message_id)),
    "region": _REGION_NAME,
    **dict.fromkeys(("api", "operation"), _OWN_NAME),
}
_FORMS_OF_REFUSALS: Mapping[str, _Form] = {
    **dict.fromkeys(("code", "rule", "operation", "api"), _OWN_NAME),
    "message": _SUBJECT,
    "http_status": _Form((int,), may_lack=False, look=_look_at_number),
    "region": _REGION_NAME,
    "source": _NAME,
    **dict.fromkeys(("to", "cc", "bcc", "recipient"), _ANY_TEXTS),
}
_FORMS_OF_PUBLICATIONS: Mapping[str, _Form] = {
    **dict.fromkeys(("type", "service", "family"), _OWN_NAME),
    "to": _ADDRESSES,
    "destination": _Form(
        (*_PLAIN_TEXT, Destination), may_lack=False, look=_text(_look_at_destination)
    ),
    "message_id": _FORMS_OF_MESSAGES["message_id"],
}
_FORMS: Mapping[FilterNames, Mapping[str, _Form]] = {
    MessageFilters: _FORMS_OF_MESSAGES,
    RefusalFilters: _FORMS_OF_REFUSALS,
    PublicationFilters: _FORMS_OF_PUBLICATIONS,
}
