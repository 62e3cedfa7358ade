"""JSON as SES reads it: what json reads, but for what Java does not have or cannot send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.json_reading import MAX_DEPTH, read_json

whole = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | whole,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(whole, inner, max_size=3),
    max_leaves=20,
)


@given(value=json_values, ascii_only=st.booleans())
def test_what_is_json_is_read_as_json_reads_it(value: Any, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)

    assert read_json(text) == json.loads(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d\ude07"', "\U0001f607"),
        (r'"\uD83D\uDE07"', "\U0001f607"),
        (r'"\ud83d"', "?"),
        (r'"\ude07\ud83d"', "??"),
        (r'"\ud83dx\ude07"', "?x?"),
        (r'"\ud83d\ud83d\ude07"', "?\U0001f607"),
        (r'"\\ud83d"', r"\ud83d"),
        (r'"\\\ud83d"', r"\?"),
        (r'{"\udfff": ["\udfff"]}', {"?": ["?"]}),
        ('"\udfff"', "?"),
        (r'"\u00e9\ud800"', "é?"),
    ],
)
def test_half_of_a_pair_is_a_question_mark(text: str, value: Any) -> None:
    assert read_json(text) == value


def nested(depth: int, begin: str, end: str) -> str:
    return begin * depth + "1" + end * depth


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}"), ('[{"]":', "}]")])
def test_how_deep_it_may_be(begin: str, end: str) -> None:
    depth = MAX_DEPTH // (begin.count("[") + begin.count("{"))

    assert read_json(nested(depth, begin, end)) == json.loads(nested(depth, begin, end))
    for deeper in (depth + 1, 3000, 100_000):
        with pytest.raises(ValueError, match="nested too deep"):
            read_json(nested(deeper, begin, end))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"a": []}] * 300),
        json.dumps("[" * 300),
        json.dumps({'\\"[': ["{" * 300]}),
    ],
    ids=["many beside each other", "in a text", "behind quotes"],
)
def test_brackets_that_nest_nothing(text: str) -> None:
    assert read_json(text) == json.loads(text)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 150, "[" * 3000, "NaN", "[Infinity]", "-Infinity", "9" * 5000, '"' + "[" * 300],
    ids=lambda text: text[:10],
)
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text)
