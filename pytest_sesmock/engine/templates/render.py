"""A template's program made into functions that write a text from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from pytest_sesmock.engine.templates.expressions import (
    MAX_NESTING,
    Call,
    Expression,
    Literal,
    Path,
)
from pytest_sesmock.engine.templates.faults import MissingAttribute, TemplateFault
from pytest_sesmock.engine.templates.parser import (
    PARTIAL_BLOCK,
    Block,
    Node,
    Output,
    Partial,
    Program,
)
from pytest_sesmock.engine.templates.values import is_given, is_true, step, text_of

UNSUBSCRIBE_URL = "amazonSESUnsubscribeUrl"
"""The one name that data need not have: SES puts its link there later [doc-tpl-unsubscribe]."""

_INDENTED = re.compile(r"^(?!\Z)", re.MULTILINE)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Scope(NamedTuple):
    """What the names in a part of a template stand for.

    Attributes:
        context: The value whose attributes are named.
        data: The names that start with `@`; under `..` those around them.
        outer: The scope that `../` leads to.
        parameters: The names that blocks gave to values (`as |item|`).
        partials: The partials defined here or further out.
        block: What `{{> @partial-block}}` stands for, and what it stands for within that.
        depth: How deep in blocks and partials the program stands.
    """

    context: Any
    data: Mapping[str, Any]
    outer: Scope | None = None
    parameters: Mapping[str, Any] = _NOTHING
    partials: Mapping[str, Render] = _NOTHING
    block: tuple[Render, Any] | None = None
    depth: int = 0

    def entering(
        self, context: Any, parameters: Mapping[str, Any], data: Mapping[str, Any]
    ) -> Scope:
        """The scope of a block that has a context of its own."""
        # As in Handlebars, to enter the context one is in leads nowhere.
        outer = self.outer if context is self.context else self
        parameters = {**self.parameters, **parameters} if parameters else self.parameters
        return Scope(context, data, outer, parameters, self.partials, self.block, self.depth)


Render = Callable[[Scope], str]
Value = Callable[[Scope], Any]


def renderer(program: Program) -> Render:
    """The function that renders a program.

    Raises:
        TemplateFault: A helper is not given what it takes.
    """
    parts = [_node(node) for node in program.nodes]
    inlines = {name: renderer(inline) for name, inline in program.inlines}

    def render(scope: Scope) -> str:
        if inlines:
            scope = scope._replace(partials={**scope.partials, **inlines})
        texts = []
        for part in parts:
            texts.append(part(scope))  # noqa: PERF401 - a comprehension would double the stack
        return "".join(texts)

    return render


def _node(node: Node) -> Render:
    if isinstance(node, str):
        return lambda _: node
    if isinstance(node, Output):
        return _output(node.call)
    if isinstance(node, Block):
        return _block(node)
    return _partial(node)


# Values


def _value(expression: Expression) -> Value:
    if isinstance(expression, Literal):
        return lambda _: expression.value
    return _path(expression) if isinstance(expression, Path) else _called(expression)


def _path(path: Path) -> Value:
    """What is found there; None if nothing is, or null."""
    _, names, ups, is_data, is_scoped = path
    parameter = names[0] if names and not (ups or is_scoped) else None

    def look_up(scope: Scope) -> Any:
        for _ in range(ups):
            if scope.outer is None:
                return None
            scope = scope.outer
        if parameter is not None and parameter in scope.parameters:
            value, rest = scope.parameters[parameter], names[1:]
        else:
            value, rest = scope.context, names
        for name in rest:
            value = step(value, name)
        return value

    def look_up_data(scope: Scope) -> Any:
        value: Any = scope.data
        for name in ("..",) * ups + names:
            value = step(value, name)
        return value

    return look_up_data if is_data else look_up


def _called(call: Call) -> Value:
    """What a helper gives that stands in parentheses, or in a tag with something given to it."""
    name, arguments = call.path.text, call.arguments
    if name == "log":
        return lambda _: None
    if name == "lookup":
        if len(arguments) != 2:
            raise TemplateFault("lookup takes a value and a name")
        value, key = _value(arguments[0]), _value(arguments[1])
        return lambda scope: step(value(scope), text_of(key(scope)))
    if name in _BLOCKS:
        raise TemplateFault(f"{name} is the helper of a block: {{{{#{name} ...}}}}")

    def missing(_: Scope) -> NoReturn:
        # A helper that does not exist is missing like an attribute [tpl-if-uppercase].
        raise MissingAttribute(name)

    return missing


# Tags


def _output(call: Call) -> Render:
    name = call.path.text
    if call.arguments or call.options or (name in _HELPERS and not call.path.is_scoped):
        helped = _called(call)
        return lambda scope: text_of(helped(scope))
    value = _path(call.path)

    def render(scope: Scope) -> str:
        found = value(scope)
        if isinstance(found, str):
            return found
        if found is not None:
            return text_of(found)
        if name == UNSUBSCRIBE_URL:
            return f"{{{{{name}}}}}"
        raise MissingAttribute(name)

    return render


def _block(block: Block) -> Render:
    call = block.call
    name = call.path.text
    body, otherwise = renderer(block.body), renderer(block.otherwise)
    if name in _BLOCKS and not call.path.is_scoped:
        if len(call.arguments) != 1:
            raise TemplateFault(f"{name} takes one argument")
        return _BLOCKS[name](call, _value(call.arguments[0]), body, otherwise)
    if call.arguments or call.options:
        return _called(call)
    return _section(call, _path(call.path), body, otherwise)


def _if(call: Call, value: Value, body: Render, otherwise: Render) -> Render:
    counts_zero = _value(dict(call.options).get("includeZero", Literal(False)))

    def render(scope: Scope) -> str:
        tested = value(scope)
        holds = is_true(tested) or (tested == 0 and is_given(tested) and counts_zero(scope))
        return body(scope) if holds else otherwise(scope)

    return render


def _unless(call: Call, value: Value, body: Render, otherwise: Render) -> Render:
    return _if(call, value, otherwise, body)


def _with(call: Call, value: Value, body: Render, otherwise: Render) -> Render:
    def render(scope: Scope) -> str:
        context = value(scope)
        if not is_given(context):
            return otherwise(scope)
        parameters = dict(zip(call.parameters, (context,), strict=False))
        return body(scope.entering(context, parameters, scope.data))

    return render


def _each(call: Call, value: Value, body: Render, otherwise: Render) -> Render:
    def render(scope: Scope) -> str:
        items = value(scope)
        if items and isinstance(items, (list, dict)):
            return _repeated(call, items, scope, body)
        return otherwise(scope)

    return render


def _repeated(call: Call, items: list[Any] | dict[str, Any], scope: Scope, body: Render) -> str:
    """The body once for each item, with its index or key."""
    pairs = list(items.items() if isinstance(items, dict) else enumerate(items))
    texts = []
    for index, (key, item) in enumerate(pairs):
        data = {
            "root": scope.data["root"],
            "..": scope.data,
            "key": key,
            "index": index,
            "first": index == 0,
            "last": index == len(pairs) - 1,
        }
        texts.append(
            body(scope.entering(item, dict(zip(call.parameters, (item, key), strict=False)), data))
        )
    return "".join(texts)


def _section(call: Call, value: Value, body: Render, otherwise: Render) -> Render:
    """`{{#x}}` without a helper: what it does depends on the value."""

    def render(scope: Scope) -> str:
        context = value(scope)
        if context is None:
            raise MissingAttribute(call.path.text)
        if isinstance(context, bool):
            return body(scope) if context else otherwise(scope)
        if not isinstance(context, list):
            return body(scope.entering(context, {}, scope.data))
        return _repeated(call, context, scope, body) if context else otherwise(scope)

    return render


_BLOCKS = {"if": _if, "unless": _unless, "each": _each, "with": _with}
_HELPERS = {*_BLOCKS, "lookup", "log"}


# Partials


def _partial(partial: Partial) -> Render:
    name = partial.name
    chosen = _called(name) if isinstance(name, Call) else lambda _: name
    context = None if partial.context is None else _value(partial.context)
    options = [(option, _value(value)) for option, value in partial.options]
    block = None if partial.block is None else renderer(partial.block)

    def render(scope: Scope) -> str:
        depth = scope.depth + partial.depth + 1
        if depth > MAX_NESTING:
            raise TemplateFault("partials stand too deep in each other")
        entered = scope.context if context is None else context(scope)
        if options:
            entered = dict(entered) if isinstance(entered, dict) else {}
            entered.update((option, value(scope)) for option, value in options)
        found, inner = _found(text_of(chosen(scope)), scope, block)
        text = found(Scope(entered, scope.data, partials=scope.partials, block=inner, depth=depth))
        return _INDENTED.sub(partial.indent, text) if partial.indent else text

    return render


def _found(
    name: str, scope: Scope, block: Render | None
) -> tuple[Render, tuple[Render, Any] | None]:
    """The partial of that name, and what `{{> @partial-block}}` stands for in it."""
    if name == PARTIAL_BLOCK and scope.block is not None:
        return scope.block
    if name in scope.partials:
        return scope.partials[name], (scope.block if block is None else (block, scope.block))
    if block is None:
        raise TemplateFault(f"there is no partial {name!r} here")
    return block, scope.block
