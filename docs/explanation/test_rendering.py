import pytest

from pytest_sesmock.engine.templates import (
    MissingAttribute,
    TemplateFault,
    compile_inline_template,
    compile_template,
    merge,
)


def test_a_missing_attribute():
    greeting = compile_template("Hello {{contact.firstName}}")

    with pytest.raises(MissingAttribute) as missing:
        greeting.render({"contact": {"firstName": None}})

    assert missing.value.message == (
        "Attribute 'contact.firstName' is not present in the rendering data."
    )


def test_a_condition_on_a_missing_attribute():
    greeting = compile_template("Hello {{#if name}}{{name}}{{else}}friend{{/if}}")

    assert greeting.render({}) == "Hello friend"
    assert greeting.render({"name": ""}) == "Hello friend"


def test_outer_attributes_are_named_with_their_way():
    prices = compile_template("{{#each items}}{{price}} {{../currency}};{{/each}}")
    shortened = compile_template("{{#each items}}{{price}} {{currency}};{{/each}}")
    data = {"currency": "EUR", "items": [{"price": "9.90"}, {"price": "20.00"}]}

    assert prices.render(data) == "9.90 EUR;20.00 EUR;"
    with pytest.raises(MissingAttribute):
        shortened.render(data)


def test_nothing_is_escaped():
    comment = compile_template("{{text}} {{{text}}}")

    assert comment.render({"text": "<b>"}) == "<b> <b>"


def test_an_inline_template():
    assert compile_inline_template("Hello {{name}}").render({"name": "Ada"}) == "Hello Ada"

    with pytest.raises(TemplateFault, match=r"Template contains unsupported operations\."):
        compile_inline_template("Hello {{first_name}}")


def test_the_data_of_a_bulk_entry():
    default = {"contact": {"name": "Friend", "city": "Paris"}, "tags": ["a", "b"]}

    assert merge(default, {"contact": {"name": "Ada"}, "tags": ["c"]}) == {
        "contact": {"name": "Ada", "city": "Paris"},
        "tags": ["c"],
    }
