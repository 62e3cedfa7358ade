"""The constraints of a service model that AWS checks before the service itself sees a call.

botocore checks some of them on the client (required members, lower limits) unless it is told not
to; AWS checks them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape


class _Violation(NamedTuple):
    path: tuple[str, ...]
    constraint: str


class _Constraint(NamedTuple):
    text: str
    holds: Callable[[Any], bool]


_Check: TypeAlias = Callable[[Any], list[_Violation]]


def violations(
    model: ServiceModel,
    operation: str,
    parameters: Mapping[str, Any],
    unless: Collection[str] = (),
) -> str | None:
    """The text of AWS's validation error, None if the parameters keep to the model.

    `parameters` are as the wire parsers make them: typed, and without None. The error code is the
    API's affair: ValidationError in v1, BadRequestException in v2. Members of the request named in
    `unless` may be anything.

    The wording is that of 2026, without the offending value ([val-v1-enum-2026], [val-v2-format],
    [val-v2-enum], [val-v2-header-member]: grade A2).
    """
    check = _parameters_check(model, operation)
    found = check(parameters) if check else []
    if found and unless:
        labels = {_label(name) for name in unless}
        found = [each for each in found if each.path[0] not in labels]
    if not found:
        return None
    count = "1 validation error" if len(found) == 1 else f"{len(found)} validation errors"
    return f"{count} detected: " + "; ".join(
        f"Value at '{'.'.join(path)}' failed to satisfy constraint: {constraint}"
        for path, constraint in found
    )


@cache
def _parameters_check(model: ServiceModel, operation: str) -> _Check | None:
    shape = model.operation_model(operation).input_shape
    return _check(shape) if shape is not None else None


def _check(shape: Shape) -> _Check | None:
    """What `shape` asks of a value, paths counted from there; None if it asks nothing."""
    constraints, check_inside = _constraints(shape), _check_inside(shape)
    if not constraints:
        return check_inside

    def check(value: Any) -> list[_Violation]:
        found = [_Violation((), each.text) for each in constraints if not each.holds(value)]
        return found + check_inside(value) if check_inside else found

    return check


def _check_inside(shape: Shape) -> _Check | None:
    if shape.type_name == "structure":
        return _members_check(shape)
    if shape.type_name == "list":
        return _elements_check(shape.member)
    if shape.type_name == "map":
        return _entries_check(shape.key, shape.value)
    return None


def _label(member: str) -> str:
    """How texts name a member."""
    return member[0].lower() + member[1:]


def _members_check(shape: Shape) -> _Check | None:
    # The last member comes first: [val-two] has message before destination, and recordings of
    # other services mostly run against the model as well. Grade C beyond that pair.
    names = list(reversed(shape.members))
    required = set(shape.required_members)
    checks = {name: each for name in names if (each := _check(shape.members[name])) is not None}
    if not required and not checks:
        return None

    def check(value: Mapping[str, Any]) -> list[_Violation]:
        # Of the members that a call may have it mostly has a few: nothing is asked of the others.
        broken: dict[str, list[_Violation]] = {}
        for name, member in value.items():
            if name in checks and (below := checks[name](member)):
                broken[name] = below
        if not broken and required <= value.keys():
            return []
        found: list[_Violation] = []
        for name in names:
            if name in required and name not in value:
                found.append(_Violation((_label(name),), "Member must not be null"))
            found += _below((_label(name),), broken.get(name, ()))
        return found

    if checks:
        return check
    return lambda value: [] if required <= value.keys() else check(value)


def _elements_check(element: Shape) -> _Check | None:
    constraints, check_inside = _constraints(element), _check_inside(element)
    if not constraints and not check_inside:
        return None

    def check(values: Sequence[Any]) -> list[_Violation]:
        found = _together("Member", constraints, values)
        if check_inside:
            for number, value in enumerate(values, 1):
                found += _below((str(number), "member"), check_inside(value))
        return found

    return check


def _entries_check(key: Shape, value: Shape) -> _Check | None:
    of_keys, of_values, check_inside = _constraints(key), _constraints(value), _check_inside(value)
    if not of_keys and not of_values and not check_inside:
        return None

    def check(entries: Mapping[str, Any]) -> list[_Violation]:
        found = _together("Map keys", of_keys, entries)
        found += _together("Map value", of_values, entries.values())
        if check_inside:
            for name, entry in entries.items():
                found += _below((name, "member"), check_inside(entry))
        return found

    return check


def _together(
    subject: str, constraints: list[_Constraint], values: Iterable[Any]
) -> list[_Violation]:
    """One violation for all the values, naming every constraint whichever is broken."""
    if all(each.holds(value) for value in values for each in constraints):
        return []
    texts = ", ".join(each.text for each in constraints)
    return [_Violation((), f"{subject} must satisfy constraint: [{texts}]")]


def _below(path: tuple[str, ...], violations: Iterable[_Violation]) -> list[_Violation]:
    return [_Violation(path + each.path, each.constraint) for each in violations]


def _constraints(shape: Shape) -> list[_Constraint]:
    """What a value itself must satisfy, in the order AWS lists it for the elements of a list."""
    traits = shape.metadata
    return [
        *_limits(traits, "value" if shape.type_name in _NUMBERS else "length"),
        *_pattern(traits),
        *_enum(traits),
    ]


_NUMBERS = frozenset({"integer", "long", "float", "double"})


def _limits(traits: Mapping[str, Any], noun: str) -> Iterator[_Constraint]:
    # Lengths are counted in characters, as the model's language defines them: grade C.
    size: Callable[[Any], float] = len if noun == "length" else float
    if "max" in traits:
        most = traits["max"]
        text = f"Member must have {noun} less than or equal to {most}"
        yield _Constraint(text, lambda value: size(value) <= most)
    if "min" in traits:
        least = traits["min"]
        text = f"Member must have {noun} greater than or equal to {least}"
        yield _Constraint(text, lambda value: size(value) >= least)


def _pattern(traits: Mapping[str, Any]) -> Iterator[_Constraint]:
    if "pattern" not in traits:
        return
    pattern = traits["pattern"]
    try:
        # Java's classes are those of ASCII, and its match is of the whole value.
        matches = re.compile(pattern, re.ASCII).fullmatch
    except re.error:
        return  # written in a part of Java's language that Python lacks: what it asks is not known
    text = f"Member must satisfy regular expression pattern: {pattern}"
    yield _Constraint(text, lambda value: matches(value) is not None)


def _enum(traits: Mapping[str, Any]) -> Iterator[_Constraint]:
    if "enum" in traits:
        values = sorted(traits["enum"], key=_place_in_a_set)
        text = f"Member must satisfy enum value set: [{', '.join(values)}]"
        yield _Constraint(text, lambda value: value in values)


def _place_in_a_set(value: str) -> list[int]:
    """Where SES lists one of an enum's values.

    The order is neither the model's nor the alphabet's. A trie that branches by five bits of Java's
    hash of a string at a time gives every list that was seen, that of eight in
    [evdest-v1-types-enum] among them: grade C for all others.
    """
    code = 0
    for character in value:
        code = (31 * code + ord(character)) & 0xFFFFFFFF
    return [code >> bits & 31 for bits in range(0, 32, 5)]
