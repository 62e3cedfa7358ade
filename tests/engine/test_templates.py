from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from evidence import BEHAVIOUR, rows
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.engine.templates import (
    ATTRIBUTE_MISSING,
    COMPILATION_FAILED,
    DATA_INVALID,
    DATA_UNPARSABLE,
    UNSUPPORTED_OPERATIONS,
    InvalidTemplateData,
    MissingAttribute,
    TemplateFault,
    compile_inline_template,
    compile_template,
    merge,
    parse_data,
)
from pytest_sesmock.engine.templates.expressions import MAX_NESTING

CASES = rows("handlebars")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAME = st.from_regex(r"[a-z][a-z0-9]{0,3}", fullmatch=True)
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME, inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(NAME, JSON, max_size=4)


def rendered(source: str, data: dict[str, Any] | None = None) -> str:
    return compile_template(source).render(data or {})


# The language


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_table(case: dict[str, Any]) -> None:
    """Each row's text, missing attribute or fault; tests/data/README.md says whence they are."""
    if "text" in case:
        assert rendered(case["template"], case["data"]) == case["text"]
    elif "missing" in case:
        with pytest.raises(MissingAttribute) as missing:
            rendered(case["template"], case["data"])
        assert missing.value.name == case["missing"]
    else:
        with pytest.raises(TemplateFault):
            rendered(case["template"], case["data"])


def test_what_the_table_rests_on_is_known() -> None:
    sources = {case["rests_on"] for case in CASES}
    assert sources - {"handlebars.js 4.7.10"} <= BEHAVIOUR.keys()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (COMPILATION_FAILED, "tpl-compile-failed"),
        (UNSUPPORTED_OPERATIONS, "inline-unsupported-text"),
        (DATA_INVALID, "tpl-data-invalid"),
        (DATA_UNPARSABLE, "tpl-data-unparsable-v2"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_texts_are_the_recorded_ones(text: Any, row: str) -> None:
    assert text.says() == BEHAVIOUR[row]["message"]
    assert (text.grade, row in text.evidence) == (BEHAVIOUR[row]["grade"], True)


@pytest.mark.parametrize(
    ("row", "source"),
    [("rf-event", "Hello {{name}}"), ("tpl-if-uppercase", "{{#IF firstName}}a{{/IF}}")],
)
def test_a_missing_attribute_is_named_as_recorded(row: str, source: str) -> None:
    with pytest.raises(MissingAttribute) as missing:
        rendered(source, {"firstName": "Ada"})
    assert missing.value.message == BEHAVIOUR[row]["message"]
    assert row in ATTRIBUTE_MISSING.evidence


def test_an_exception_says_what_ses_says_and_what_is_wrong() -> None:
    with pytest.raises(TemplateFault) as fault:
        compile_template("line one\n{{#if a}}\n{{/each}}")
    assert fault.value.message == COMPILATION_FAILED.says()
    assert fault.value.why == "line 3: there is no {{#each}} to close"
    assert str(fault.value) == f"{fault.value.message} ({fault.value.why})"


@pytest.mark.parametrize(
    "source",
    ["{{lookup}}", "{{lookup o}}", "{{lookup o 'a' 'b'}}", "{{#if (lookup o)}}{{/if}}"],
)
def test_lookup_takes_a_value_and_a_name(source: str) -> None:
    with pytest.raises(TemplateFault, match="lookup must have two arguments"):
        compile_template(source)


# What holds for any template and any data


@given(TEXT.filter(lambda text: "{{" not in text), DATA)
def test_text_without_tags_is_rendered_as_it_is(text: str, data: dict[str, Any]) -> None:
    assert rendered(text, data) == text


@given(TEXT)
def test_no_character_is_escaped(text: str) -> None:
    assert rendered("{{x}}|{{{x}}}|{{&x}}", {"x": text}) == f"{text}|{text}|{text}"


@given(TEXT, TEXT)
def test_an_escaped_tag_is_text(before: str, after: str) -> None:
    before, after = (text.replace("{", "").replace("\\", "") for text in (before, after))
    assert rendered(f"{before}\\{{{{x}}}}{after}") == f"{before}{{{{x}}}}{after}"


@given(st.lists(TEXT))
def test_each_renders_every_item_in_order(items: list[str]) -> None:
    text = rendered("{{#each l}}<{{@index}}:{{this}}>{{else}}none{{/each}}", {"l": items})
    assert text == ("".join(f"<{i}:{item}>" for i, item in enumerate(items)) or "none")


@given(st.dictionaries(NAME, TEXT, min_size=1))
def test_each_renders_every_key(items: dict[str, str]) -> None:
    text = rendered("{{#each o}}{{@key}}={{this}};{{/each}}", {"o": items})
    assert text == "".join(f"{key}={value};" for key, value in items.items())


@given(st.lists(NAME, min_size=1), TEXT)
def test_a_path_leads_to_the_value_at_its_end(names: list[str], text: str) -> None:
    data: Any = text
    for name in reversed(names):
        data = {name: data}
    assert rendered("{{" + ".".join(names) + "}}", data) == text
    assert rendered("{{" + "/".join(f"[{name}]" for name in names) + "}}", data) == text


@given(DATA, NAME)
def test_an_output_is_refused_exactly_if_the_attribute_is_missing_or_null(
    data: dict[str, Any], name: str
) -> None:
    try:
        rendered("{{this." + name + "}}", data)
    except MissingAttribute as missing:
        assert missing.name == f"this.{name}"
        assert data.get(name) is None
    else:
        assert data[name] is not None


@given(JSON)
def test_if_and_unless_are_opposites(value: Any) -> None:
    both = rendered("{{#if x}}if{{/if}}{{#unless x}}unless{{/unless}}", {"x": value})
    assert both in {"if", "unless"}


@given(DATA, st.integers(0, 5))
def test_data_is_left_as_it_was(data: dict[str, Any], depth: int) -> None:
    before = copy.deepcopy(data)
    source = "{{#each this as |v k|}}" * depth + "{{k}}" + "{{/each}}" * depth
    try:
        rendered(source + '{{#*inline "p"}}{{k}}{{/inline}}{{> p k="x"}}', data)
    except MissingAttribute as missing:
        assert (missing.name, depth) == ("k", 0)
    assert data == before


SNIPPETS = st.sampled_from(
    [
        *("{{", "}}", "{{{", "}}}", "{{{{", "}}}}", "{", "}", "~", "\\", "\n", " ", "\r\n", "\t"),
        *("#", "^", "/", ">", "!", "!--", "--", "&", "*", "(", ")", "[", "]", '"', "'", "|", "="),
        *("a", "a.b", "../a", "@index", "this", "..", ".", "1", "-1.5", "true", "null", "else"),
        *("if ", "each ", "with ", "lookup ", "inline ", "as |x|", "{{/if}}", "{{/each}}"),
        *("{{#if a}}", "{{#each a}}", "{{else}}", '{{#*inline "p"}}', "{{/inline}}", "{{> p}}"),
        *("{{a}}", "{{#> p}}", "{{/p}}", "{{> @partial-block}}", "{{#a}}", "{{/a}}", "{{^a}}"),
    ]
)


@given(st.lists(SNIPPETS, max_size=12).map("".join), st.dictionaries(st.just("a"), JSON))
def test_nothing_but_the_declared_is_raised(source: str, data: dict[str, Any]) -> None:
    for compiled in (compile_template, compile_inline_template):
        try:
            assert isinstance(compiled(source).render(data), str)
        except (TemplateFault, MissingAttribute) as error:
            assert error.message in {
                COMPILATION_FAILED.says(),
                UNSUPPORTED_OPERATIONS.says(),
                ATTRIBUTE_MISSING.says(name=getattr(error, "name", None)),
            }


# Nesting and size


def nested(depth: int) -> list[str]:
    """Templates whose blocks, parentheses and partials stand that deep in each other."""
    return [
        "{{#if a}}" * depth + "x" + "{{/if}}" * depth,
        "{{#each a}}" * depth + "x" + "{{/each}}" * depth,
        "{{#if a}}x" + "{{else if a}}y" * (depth - 1) + "{{/if}}",
        "{{lookup a " + "(lookup a " * depth + "'b'" + ")" * depth + "}}",
        "{{#if a}}" * depth + "{{> p}}" + "{{/if}}" * depth + '{{#*inline "p"}}x{{/inline}}',
    ]


@pytest.mark.parametrize("source", nested(MAX_NESTING - 1), ids=lambda source: source[:12])
def test_deep_nesting_is_rendered(source: str) -> None:
    assert rendered(source, {"a": [1]}) in {"x", ""}


@pytest.mark.parametrize("source", nested(MAX_NESTING + 1), ids=lambda source: source[:12])
def test_nesting_without_end_is_a_fault(source: str) -> None:
    with pytest.raises(TemplateFault, match="nested too deeply"):
        rendered(source, {"a": [1]})


@pytest.mark.parametrize(
    "source",
    [
        '{{#*inline "p"}}{{> p}}{{/inline}}{{> p}}',
        '{{#*inline "p"}}{{#each @root}}{{> q}}{{/each}}{{/inline}}'
        '{{#*inline "q"}}{{#if true}}{{> p}}{{/if}}{{/inline}}{{> p}}',
        '{{#*inline "p"}}{{#> p}}{{> @partial-block}}{{/p}}{{/inline}}{{> p}}',
    ],
)
def test_a_partial_that_calls_itself_is_a_fault(source: str) -> None:
    with pytest.raises(TemplateFault, match="nested too deeply"):
        rendered(source, {"a": 1})


@pytest.mark.parametrize(
    "source",
    [
        "{{" * 100_000,
        "{{a " * 100_000,
        "{{!-- " * 100_000,
        "{{{{a}}}} " * 20_000,
        "{{" + "[" * 100_000,
        "{{a " + '"' * 99_999 + "}}",
        "{{#if a}}" * 20_000,
        "{{a" + " " * 100_000 + "!}}",
        "{{" + "a" * 100_000 + "!}}",
        "{{lookup " + "(a " * 100_000 + "}}",
    ],
    ids=lambda source: source[:12],
)
def test_hostile_templates_are_faults(source: str) -> None:
    """Without time limit: anything quadratic would take minutes here."""
    with pytest.raises(TemplateFault):
        compile_template(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{a}}" * 10_000, "A" * 10_000),
        ("{{! c }}\n" * 20_000, ""),
        (" " * 100_000 + "{{a}}" + " " * 100_000, " " * 100_000 + "A" + " " * 100_000),
        ("\\" * 100_000 + "{{a}}", "\\" * 99_999 + "A"),
        ("\\{{" * 50_000, "{{" * 50_000),
        ("{" + "}" * 100_000, "{" + "}" * 100_000),
        ("{{#if a}}\n{{/if}}\n" * 2_000, ""),
    ],
    ids=lambda value: value[:12],
)
def test_large_templates_are_rendered(source: str, text: str) -> None:
    assert rendered(source, {"a": "A"}) == text


def test_deep_data_is_printed() -> None:
    deep: Any = ["end"]
    for _ in range(5_000):
        deep = [deep, []]
    assert rendered("{{l}}", {"l": deep}) == "end" + "," * 5_000


# Inline templates


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hello {{name}}!", "Hello Ada!"),
        ("{{ noReply }}", "no"),
        ("no tags {at} all", "no tags {at} all"),
        ("", ""),
    ],
)
def test_inline_templates_substitute_names(source: str, text: str) -> None:
    assert compile_inline_template(source).render({"name": "Ada", "noReply": "no"}) == text


@pytest.mark.parametrize(
    "source",
    [
        "{{#if var}}{{var}}{{/if}}",
        "{{no_reply}}",
        "{{contact.name}}",
        "{{{name}}}",
        "{{&name}}",
        "{{#each l}}x{{/each}}",
        "{{> p}}",
        "{{this}} {{@root}}",
        "{{lookup o 'a'}}",
        "{{'name'}}",
        "{{/if}}",
    ],
)
def test_inline_templates_know_nothing_else(source: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        compile_inline_template(source)
    assert fault.value.message == BEHAVIOUR["inline-unsupported-text"]["message"]


def test_an_inline_template_that_is_no_handlebars_is_refused_as_others_are() -> None:
    with pytest.raises(TemplateFault) as fault:
        compile_inline_template("{{name")
    assert fault.value.message == COMPILATION_FAILED.says()


def test_a_template_is_compiled_once() -> None:
    assert compile_template("{{once}}") is compile_template("{{once}}")


# Data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{}", {}),
        (' {"a": 1} ', {"a": 1}),
        ('{"a": null, "b": [true, 1.5, "x"], "c": {"d": {}}}',
         {"a": None, "b": [True, 1.5, "x"], "c": {"d": {}}}),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ('{"a": "\\u00fc\\n"}', {"a": "ü\n"}),
    ],
)  # fmt: skip
def test_data_is_a_json_object(text: str, data: dict[str, Any]) -> None:
    assert parse_data(text) == data


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", " ", "null", "true", "1", '"text"', "[]", '[{"a": 1}]'),
        *("{", "{a: 1}", "{'a': 1}", '{"a": 1,}', '{"a": NaN}', '{"a": -Infinity}', '{"a": 1} x'),
        *('{"a": "line\nbreak"}', '{"a": undefined}', '{"a":' * 100_000, "1" * 5_000),
    ],
    ids=lambda text: str(text)[:12],
)
def test_other_data_is_refused(text: str | None) -> None:
    with pytest.raises(InvalidTemplateData) as refusal:
        parse_data(text)
    assert refusal.value.message == BEHAVIOUR["tpl-data-invalid"]["message"]
    assert refusal.value.why


@given(DATA)
def test_what_python_writes_as_json_is_data(data: dict[str, Any]) -> None:
    assert parse_data(json.dumps(data, allow_nan=False, default=str)) == data


@pytest.mark.parametrize(
    ("default", "replacement", "merged"),
    [
        ({"a": 1, "b": 2}, {}, {"a": 1, "b": 2}),
        ({}, {"a": 1}, {"a": 1}),
        ({"a": 1, "b": 2}, {"b": 3}, {"a": 1, "b": 3}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}),
        ({"a": {"x": {"y": 1, "z": 2}}}, {"a": {"x": {"z": 3}}}, {"a": {"x": {"y": 1, "z": 3}}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"x": 1}}, {"a": "text"}, {"a": "text"}),
        ({"a": "text"}, {"a": {"x": 1}}, {"a": {"x": 1}}),
        ({"a": [{"x": 1}]}, {"a": [{"y": 2}]}, {"a": [{"y": 2}]}),
    ],
)
def test_merge(
    default: dict[str, Any], replacement: dict[str, Any], merged: dict[str, Any]
) -> None:
    """Per key and recursively, lists whole: [bulk-merge-recorded] [bulk-merge-nested]."""
    assert merge(default, replacement) == merged


@given(DATA, DATA)
def test_merging_keeps_what_is_not_replaced(
    default: dict[str, Any], replacement: dict[str, Any]
) -> None:
    before = copy.deepcopy((default, replacement))
    merged = merge(default, replacement)

    assert (default, replacement) == before
    assert merged.keys() == default.keys() | replacement.keys()
    assert merge(merged, replacement) == merged
    assert merge(default, {}) == default
    assert merge({}, replacement) == replacement
    for key in default.keys() - replacement.keys():
        assert merged[key] == default[key]
    for key, value in replacement.items():
        under = default.get(key)
        both_are_objects = isinstance(under, dict) and isinstance(value, dict)
        assert merged[key] == (merge(under, value) if both_are_objects else value)


def test_deep_data_is_merged() -> None:
    default: Any = {"a": 1}
    replacement: Any = {"b": 2}
    for _ in range(5_000):
        default, replacement = {"a": default}, {"a": replacement}
    merged: Any = merge(default, replacement)
    for _ in range(5_000):
        merged = merged["a"]
    assert merged == {"a": 1, "b": 2}
