"""Hypothesis strategies for values of a botocore shape: what a caller may give or a service answer.

Used by the tests of every protocol, so that each operation of a model is tried without being named.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from botocore.model import Shape
    from hypothesis.strategies import SearchStrategy

ANY_TEXT = st.text(st.characters(codec="utf-8"))

_UNFIT_FOR_XML = [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="".join(map(chr, _UNFIT_FOR_XML)))
)

# Later ones have milliseconds that a float of seconds does not hold.
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(2099, 12, 31),
    timezones=st.just(timezone.utc),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))

WHOLE_SECONDS = MOMENTS.map(lambda moment: moment.replace(microsecond=0))


# For a test that runs for every operation or shape of a model: fewer examples of each.
FEWER_EXAMPLES = settings(max_examples=settings().max_examples // 8)


@cache
def values(
    shape: Shape,
    *,
    text: SearchStrategy[str] = ANY_TEXT,
    moments: SearchStrategy[datetime] = MOMENTS,
    empty_structures: bool = True,
    valid: bool = False,
) -> SearchStrategy[Any]:
    """Values of `shape` in Python's types.

    Any member may be missing and any limit broken, unless `valid`: then the values keep to every
    constraint of the model. Of a union there is always one member. `text` makes the strings that no
    pattern or enum rules. Without `empty_structures` no structure below the top is `{}`, nor any
    map empty.
    """

    def inside(inner: Shape) -> SearchStrategy[Any]:
        made = values(
            inner, text=text, moments=moments, empty_structures=empty_structures, valid=valid
        )
        may_be_empty = empty_structures or inner.type_name not in ("structure", "map")
        return made if may_be_empty else made.filter(bool)

    least, most = (shape.metadata.get(each) if valid else None for each in ("min", "max"))
    if shape.type_name == "structure":
        members = {name: inside(member) for name, member in shape.members.items()}
        if shape.metadata.get("union"):
            return st.one_of(st.fixed_dictionaries({name: made}) for name, made in members.items())
        required = {name: members.pop(name) for name in shape.required_members if valid}
        return st.fixed_dictionaries(required, optional=members)
    fewest, most_tried = least or 0, min(most or 3, 3)
    if shape.type_name == "list":
        return st.lists(inside(shape.member), min_size=fewest, max_size=most_tried)
    if shape.type_name == "map":
        key, value = inside(shape.key), inside(shape.value)
        return st.dictionaries(key, value, min_size=fewest, max_size=most_tried)
    if shape.type_name == "string":
        return _valid_strings(shape, text, least or 0, most or inf) if valid else text
    if shape.type_name in ("integer", "long"):
        return st.integers(-(2**31) if least is None else least, 2**31 if most is None else most)
    return moments if shape.type_name == "timestamp" else _SCALARS[shape.type_name]


def _valid_strings(
    shape: Shape, text: SearchStrategy[str], least: int, most: float
) -> SearchStrategy[str]:
    if shape.enum:
        return st.sampled_from(shape.enum)
    if "pattern" in shape.metadata:
        strings = st.from_regex(re.compile(shape.metadata["pattern"], re.ASCII), fullmatch=True)
    else:
        strings = text.map(lambda some: some + "x" * (least - len(some)))
    return strings.filter(lambda some: least <= len(some) <= most)


_SCALARS: dict[str, SearchStrategy[Any]] = {
    "blob": st.binary(),
    "boolean": st.booleans(),
    "double": st.floats(allow_nan=False, allow_infinity=False),
    "float": st.floats(allow_nan=False, allow_infinity=False),
}
