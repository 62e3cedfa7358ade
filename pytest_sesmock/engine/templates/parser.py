"""Parsing the pieces of a template into texts, outputs, blocks and partials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pytest_sesmock.engine.templates.expressions import (
    MAX_NESTING,
    Expression,
    HelperCall,
    LiteralValue,
    Reader,
)
from pytest_sesmock.engine.templates.faults import TemplateFault
from pytest_sesmock.engine.templates.scanner import Tag, scan

PARTIAL_BLOCK = "@partial-block"
"""The name under which a partial calls its block."""


class Output(NamedTuple):
    """`{{x}}`."""

    call: HelperCall


class Block(NamedTuple):
    """`{{#x}}...{{else}}...{{/x}}`."""

    call: HelperCall
    body: Program
    otherwise: Program


class Partial(NamedTuple):
    """`{{> x}}`, or `{{#> x}}...{{/x}}` with a block.

    Attributes:
        name: Its name, or the call that returns it.
        context: The context to render it with; None for the context around it.
        options: Values that override those of the context.
        indent: What each of its lines starts with.
        block: What `{{> @partial-block}}` stands for in it, and what is rendered if there is no
            such partial.
        depth: How deeply it is nested in its program.
    """

    name: str | HelperCall
    context: Expression | None
    options: tuple[tuple[str, Expression], ...]
    indent: str
    block: Program | None
    depth: int


Node = str | Output | Block | Partial


class Program(NamedTuple):
    """What is between two tags: nodes, and the partials that are defined among them."""

    nodes: tuple[Node, ...] = ()
    inlines: tuple[tuple[str, Program], ...] = ()


def parse(source: str) -> Program:
    """Parse a template.

    Raises:
        TemplateFault: It is not valid Handlebars.
    """
    parser = _Parser()
    for piece in scan(source):
        if isinstance(piece, str):
            parser.body.nodes.append(piece)
        else:
            parser.read(piece)
    return parser.program()


@dataclass
class _Body:
    """What has been read of a program so far."""

    nodes: list[Node] = field(default_factory=list)
    inlines: list[tuple[str, Program]] = field(default_factory=list)

    def program(self) -> Program:
        return Program(tuple(self.nodes), tuple(self.inlines))


@dataclass
class _OpenBlock:
    """A block that is not closed yet: one body, and a second one after an `{{else}}`."""

    tag: Tag
    call: HelperCall
    bodies: list[_Body] = field(default_factory=lambda: [_Body()])

    def programs(self) -> tuple[Program, Program]:
        """What is rendered if the block's condition holds, and what if it does not."""
        body, *rest = [body.program() for body in self.bodies]
        otherwise = rest[0] if rest else Program()
        return (otherwise, body) if self.tag.sigil == "^" else (body, otherwise)


class _Parser:
    """Reads tag after tag; open blocks are on a list, so that no nesting exhausts the stack."""

    def __init__(self) -> None:
        self._root = _Body()
        self._open: list[_OpenBlock] = []
        self._partial_names = {PARTIAL_BLOCK}
        self._partial_uses: list[tuple[str, TemplateFault]] = []

    @property
    def body(self) -> _Body:
        """Where the next node belongs."""
        return self._open[-1].bodies[-1] if self._open else self._root

    def program(self) -> Program:
        """The whole program, after the last tag."""
        if self._open:
            raise _fault(self._open[-1].tag, "the block is never closed")
        # API v1 documents that creating a template with "a partial that does not exist" is refused.
        for name, fault in self._partial_uses:
            if name not in self._partial_names:
                raise fault
        return self._root.program()

    def read(self, tag: Tag) -> None:
        reader = Reader(tag)
        if tag.is_else:
            self._begin_else(tag)
        elif tag.sigil in {"", "{", "&"}:
            self.body.nodes.append(Output(reader.read_output()))
        elif tag.sigil == "{{":
            content = Program((tag.content,))
            self.body.nodes.append(Block(reader.read_output(), content, Program()))
        elif tag.sigil == "/":
            self._close(tag, reader)
        elif tag.sigil == ">":
            name, call = reader.read_partial()
            self._add_partial(tag, name, call, None)
        elif tag.sigil == "*":
            raise _fault(tag, "there is no such decorator")
        else:
            self._begin(tag, reader.read_block())

    def _begin(self, tag: Tag, call: HelperCall) -> None:
        if len(self._open) == MAX_NESTING:
            raise _fault(tag, "blocks are nested too deeply")
        self._open.append(_OpenBlock(tag, call))

    def _begin_else(self, tag: Tag) -> None:
        """Begin the body of the other case; `{{else if x}}` is a block within it."""
        if not self._open or self._open[-1].tag.sigil in {"#*", "#>"}:
            raise _fault(tag, "there is no block for this else")
        if len(self._open[-1].bodies) == 2:
            raise _fault(tag, "the block already has an else")
        self._open[-1].bodies.append(_Body())
        if tag.tokens[1:]:
            self._begin(tag, Reader(tag._replace(tokens=tag.tokens[1:])).read_block())

    def _close(self, tag: Tag, reader: Reader) -> None:
        name = reader.read_closing()
        while self._open and self._open[-1].tag.is_else:
            self._add_block(self._open.pop())
        if not self._open or self._open[-1].call.path.text != name:
            raise _fault(tag, f"there is no {{{{#{name}}}}} to close")
        block = self._open.pop()
        if block.tag.sigil == "#*":
            self._define(block)
        elif block.tag.sigil == "#>":
            self._add_partial(block.tag, name, block.call, block.programs()[0])
        else:
            self._add_block(block)

    def _add_block(self, block: _OpenBlock) -> None:
        self.body.nodes.append(Block(block.call, *block.programs()))

    def _add_partial(
        self, tag: Tag, name: str | HelperCall, call: HelperCall, block: Program | None
    ) -> None:
        if len(call.arguments) > 1:
            raise _fault(tag, "a partial takes one context")
        if isinstance(name, str) and block is None:
            self._partial_uses.append((name, _fault(tag, f"there is no partial {name!r}")))
        context = call.arguments[0] if call.arguments else None
        self.body.nodes.append(
            Partial(name, context, call.options, tag.indent, block, len(self._open))
        )

    def _define(self, block: _OpenBlock) -> None:
        """Add a partial that the template itself defines."""
        name, *more = block.call.arguments or (None,)
        if block.call.path.text != "inline" or more or not isinstance(name, LiteralValue):
            raise _fault(block.tag, 'only {{#*inline "name"}} decorates a template')
        self._partial_names.add(str(name.value))
        self.body.inlines.append((str(name.value), block.programs()[0]))


def _fault(tag: Tag, why: str) -> TemplateFault:
    return TemplateFault(f"line {tag.line}: {why}")
