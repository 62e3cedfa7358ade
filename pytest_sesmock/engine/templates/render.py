"""Compiling a template's program into functions that render text from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from pytest_sesmock.engine.templates.budget import Budget
from pytest_sesmock.engine.templates.expressions import (
    MAX_NESTING,
    DataPath,
    Expression,
    HelperCall,
    LiteralValue,
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
from pytest_sesmock.engine.templates.values import can_enter, is_true, step, text_of

UNSUBSCRIBE_URL = "amazonSESUnsubscribeUrl"
"""The one name that data may lack: SES puts its link there later [doc-tpl-unsubscribe]."""

_LINE_START = re.compile(r"^(?!\Z)", re.MULTILINE)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Scope(NamedTuple):
    """What the names in a part of a template stand for.

    Attributes:
        context: The value whose attributes plain names stand for.
        data: What names with an `@` stand for; those of the scope around it are under `..`.
        outer: The scope that `../` leads to.
        parameters: The values that blocks have named (`as |item|`).
        partials: The partials defined here or further out.
        block: What `{{> @partial-block}}` stands for, and what it stands for within that.
        depth: How deeply the program is nested in blocks and partials.
        budget: What is left for rendering.
    """

    context: Any
    data: Mapping[str, Any]
    budget: Budget
    outer: Scope | None = None
    parameters: Mapping[str, Any] = _NOTHING
    partials: Mapping[str, Render] = _NOTHING
    block: tuple[Render, Any] | None = None
    depth: int = 0

    def enter(self, context: Any, parameters: Mapping[str, Any], data: Mapping[str, Any]) -> Scope:
        """The scope of a block with a context of its own."""
        # As in Handlebars, entering the current context again does not count as a step inwards.
        outer = self.outer if context is self.context else self
        parameters = {**self.parameters, **parameters} if parameters else self.parameters
        return self._replace(context=context, data=data, outer=outer, parameters=parameters)


Render = Callable[[Scope], str]
Value = Callable[[Scope], Any]


def compile_program(program: Program) -> Render:
    """Compile a program into a function that renders it.

    Raises:
        TemplateFault: A helper is called with the wrong arguments.
    """
    parts = [_compile_node(node) for node in program.nodes]
    inlines = {name: compile_program(inline) for name, inline in program.inlines}
    size = sum(len(node) for node in program.nodes if isinstance(node, str))
    steps = 1 + len(parts)

    def render(scope: Scope) -> str:
        scope.budget.spend(size=size, steps=steps)
        if inlines:
            scope.budget.spend(steps=len(inlines) + len(scope.partials))
            scope = scope._replace(partials={**scope.partials, **inlines})
        texts = []
        for part in parts:
            texts.append(part(scope))  # noqa: PERF401 - a comprehension would double the stack
        return "".join(texts)

    return render


def _compile_node(node: Node) -> Render:
    if isinstance(node, str):
        return lambda _: node
    if isinstance(node, Output):
        return _compile_output(node.call)
    if isinstance(node, Block):
        return _compile_block(node)
    return _compile_partial(node)


# Values


def _compile_value(expression: Expression) -> Value:
    if isinstance(expression, LiteralValue):
        return lambda _: expression.value
    return (
        _compile_path(expression) if isinstance(expression, DataPath) else _compile_call(expression)
    )


def _compile_path(path: DataPath) -> Value:
    """Compile a path into the lookup of its value, which is None if there is none, or null."""
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


def _compile_call(call: HelperCall) -> Value:
    """Compile a call in parentheses, or one with arguments, into what the helper returns."""
    name, arguments = call.path.text, call.arguments
    if name == "log":
        return lambda _: None
    if name == "lookup":
        if len(arguments) != 2:
            raise TemplateFault("lookup must have two arguments: a value and a name")
        value, key = _compile_value(arguments[0]), _compile_value(arguments[1])
        return lambda scope: step(value(scope), _spell(key(scope), scope))
    if name in _BLOCKS:
        raise TemplateFault(f"{name} is the helper of a block: {{{{#{name} ...}}}}")

    def missing(_: Scope) -> NoReturn:
        # A helper that does not exist counts as a missing attribute [tpl-if-uppercase].
        raise MissingAttribute(name)

    return missing


# Tags


def _compile_output(call: HelperCall) -> Render:
    name = call.path.text
    if call.arguments or call.options or (name in _HELPERS and not call.path.is_scoped):
        value_of_call = _compile_call(call)
        return lambda scope: _print(value_of_call(scope), scope)
    value = _compile_path(call.path)

    def render(scope: Scope) -> str:
        output = value(scope)
        if output is not None:
            return _print(output, scope)
        if name == UNSUBSCRIBE_URL:
            return f"{{{{{name}}}}}"
        raise MissingAttribute(name)

    return render


def _print(value: Any, scope: Scope) -> str:
    text = value if isinstance(value, str) else _spell(value, scope)
    scope.budget.spend(size=len(text))
    return text


def _spell(value: Any, scope: Scope) -> str:
    """A value as text; each item of a list is a step."""
    text = text_of(value)
    if isinstance(value, list):
        scope.budget.spend(steps=1 + text.count(","))
    return text


def _compile_block(block: Block) -> Render:
    call = block.call
    name = call.path.text
    body, otherwise = compile_program(block.body), compile_program(block.otherwise)
    if name in _BLOCKS and not call.path.is_scoped:
        if len(call.arguments) != 1:
            raise TemplateFault(f"{name} must have one argument")
        return _BLOCKS[name](call, _compile_value(call.arguments[0]), body, otherwise)
    if call.arguments or call.options:
        return _compile_call(call)
    return _compile_section(call, _compile_path(call.path), body, otherwise)


def _compile_if(call: HelperCall, value: Value, body: Render, otherwise: Render) -> Render:
    counts_zero = _compile_value(dict(call.options).get("includeZero", LiteralValue(False)))

    def render(scope: Scope) -> str:
        condition = value(scope)
        holds = is_true(condition) or (
            condition == 0 and can_enter(condition) and counts_zero(scope)
        )
        return body(scope) if holds else otherwise(scope)

    return render


def _compile_unless(call: HelperCall, value: Value, body: Render, otherwise: Render) -> Render:
    return _compile_if(call, value, otherwise, body)


def _compile_with(call: HelperCall, value: Value, body: Render, otherwise: Render) -> Render:
    def render(scope: Scope) -> str:
        context = value(scope)
        if not can_enter(context):
            return otherwise(scope)
        parameters = dict(zip(call.parameters, (context,), strict=False))
        return body(scope.enter(context, parameters, scope.data))

    return render


def _compile_each(call: HelperCall, value: Value, body: Render, otherwise: Render) -> Render:
    def render(scope: Scope) -> str:
        items = value(scope)
        if items and isinstance(items, (list, dict)):
            return _repeat(call, items, scope, body)
        return otherwise(scope)

    return render


def _repeat(call: HelperCall, items: list[Any] | dict[str, Any], scope: Scope, body: Render) -> str:
    """Render the body once for each item, with its index or key."""
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
            body(scope.enter(item, dict(zip(call.parameters, (item, key), strict=False)), data))
        )
    return "".join(texts)


def _compile_section(call: HelperCall, value: Value, body: Render, otherwise: Render) -> Render:
    """Compile `{{#x}}` without a helper: what it does depends on the value."""

    def render(scope: Scope) -> str:
        context = value(scope)
        if context is None:
            raise MissingAttribute(call.path.text)
        if isinstance(context, bool):
            return body(scope) if context else otherwise(scope)
        if not isinstance(context, list):
            return body(scope.enter(context, {}, scope.data))
        return _repeat(call, context, scope, body) if context else otherwise(scope)

    return render


_BLOCKS = {
    "if": _compile_if,
    "unless": _compile_unless,
    "each": _compile_each,
    "with": _compile_with,
}
_HELPERS = {*_BLOCKS, "lookup", "log"}


# Partials


def _compile_partial(partial: Partial) -> Render:
    name = partial.name
    render_name = _compile_call(name) if isinstance(name, HelperCall) else lambda _: name
    context = None if partial.context is None else _compile_value(partial.context)
    options = [(option, _compile_value(value)) for option, value in partial.options]
    block = None if partial.block is None else compile_program(partial.block)

    def render(scope: Scope) -> str:
        depth = scope.depth + partial.depth + 1
        if depth > MAX_NESTING:
            raise TemplateFault("partials are nested too deeply")
        inner_context = scope.context if context is None else context(scope)
        if options:
            inner_context = dict(inner_context) if isinstance(inner_context, dict) else {}
            scope.budget.spend(steps=len(options) + len(inner_context))
            inner_context.update((option, value(scope)) for option, value in options)
        render_partial, inner = _find_partial(_spell(render_name(scope), scope), scope, block)
        text = render_partial(
            Scope(
                inner_context,
                scope.data,
                scope.budget,
                partials=scope.partials,
                block=inner,
                depth=depth,
            )
        )
        if not partial.indent:
            return text
        scope.budget.spend(size=len(partial.indent) * (1 + text.count("\n")))
        return _LINE_START.sub(partial.indent, text)

    return render


def _find_partial(
    name: str, scope: Scope, block: Render | None
) -> tuple[Render, tuple[Render, Any] | None]:
    """Find the partial of this name, and what `{{> @partial-block}}` stands for in it."""
    if name == PARTIAL_BLOCK and scope.block is not None:
        return scope.block
    if name in scope.partials:
        return scope.partials[name], (scope.block if block is None else (block, scope.block))
    if block is None:
        raise TemplateFault(f"there is no partial {name!r} here")
    return block, scope.block
