"""A template's pieces put together to text, outputs, blocks and partials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pytest_sesmock.engine.templates.expressions import (
    MAX_NESTING,
    Call,
    Expression,
    Literal,
    Reader,
)
from pytest_sesmock.engine.templates.faults import TemplateFault
from pytest_sesmock.engine.templates.scanner import Tag, scan

PARTIAL_BLOCK = "@partial-block"
"""What a partial calls the block it was given."""


class Output(NamedTuple):
    """`{{x}}`."""

    call: Call


class Block(NamedTuple):
    """`{{#x}}...{{else}}...{{/x}}`."""

    call: Call
    body: Program
    otherwise: Program


class Partial(NamedTuple):
    """`{{> x}}`, or `{{#> x}}...{{/x}}` with a block.

    Attributes:
        name: Its name, or the call that gives it.
        context: What it is rendered with, if not with the context it stands in.
        options: Values put over the context.
        indent: What each of its lines starts with.
        block: What stands in for it if there is none, and where it says `{{> @partial-block}}`.
        depth: How deep in its program it stands.
    """

    name: str | Call
    context: Expression | None
    options: tuple[tuple[str, Expression], ...]
    indent: str
    block: Program | None
    depth: int


Node = str | Output | Block | Partial


class Program(NamedTuple):
    """What stands between two tags: nodes, and the partials that are defined among them."""

    nodes: tuple[Node, ...] = ()
    inlines: tuple[tuple[str, Program], ...] = ()


def parse(source: str) -> Program:
    """The program a template is.

    Raises:
        TemplateFault: It is none.
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
class _Open:
    """A block that is not closed yet: one body, and a second one after an `{{else}}`."""

    tag: Tag
    call: Call
    bodies: list[_Body] = field(default_factory=lambda: [_Body()])

    def programs(self) -> tuple[Program, Program]:
        """What is rendered if the block's condition holds, and otherwise."""
        body, *rest = [body.program() for body in self.bodies]
        otherwise = rest[0] if rest else Program()
        return (otherwise, body) if self.tag.sigil == "^" else (body, otherwise)


class _Parser:
    """Reads tag after tag; open blocks wait on a list, so that no nesting exhausts the stack."""

    def __init__(self) -> None:
        self._root = _Body()
        self._open: list[_Open] = []
        self._defined = {PARTIAL_BLOCK}
        self._used: list[tuple[str, TemplateFault]] = []

    @property
    def body(self) -> _Body:
        """Where the next node belongs."""
        return self._open[-1].bodies[-1] if self._open else self._root

    def program(self) -> Program:
        """The whole, after the last tag."""
        if self._open:
            raise _fault(self._open[-1].tag, "the block is never closed")
        # API v1 documents InvalidTemplate for "a partial that does not exist", when one is created.
        for name, fault in self._used:
            if name not in self._defined:
                raise fault
        return self._root.program()

    def read(self, tag: Tag) -> None:
        reader = Reader(tag)
        if tag.is_else:
            self._turn(tag)
        elif tag.sigil in {"", "{", "&"}:
            self.body.nodes.append(Output(reader.output()))
        elif tag.sigil == "{{":
            content = Program((tag.content,))
            self.body.nodes.append(Block(reader.output(), content, Program()))
        elif tag.sigil == "/":
            self._close(tag, reader)
        elif tag.sigil == ">":
            name, call = reader.partial()
            self._add_partial(tag, name, call, None)
        elif tag.sigil == "*":
            raise _fault(tag, "there is no such decorator")
        else:
            self._begin(tag, reader.block())

    def _begin(self, tag: Tag, call: Call) -> None:
        if len(self._open) == MAX_NESTING:
            raise _fault(tag, "blocks stand too deep in each other")
        self._open.append(_Open(tag, call))

    def _turn(self, tag: Tag) -> None:
        """Go on with the other case; `{{else if x}}` is a block of its own in there."""
        if not self._open or self._open[-1].tag.sigil in {"#*", "#>"}:
            raise _fault(tag, "there is no block for an else")
        if len(self._open[-1].bodies) == 2:
            raise _fault(tag, "the block has an else already")
        self._open[-1].bodies.append(_Body())
        if tag.tokens[1:]:
            self._begin(tag, Reader(tag._replace(tokens=tag.tokens[1:])).block())

    def _close(self, tag: Tag, reader: Reader) -> None:
        name = reader.closing()
        while self._open and self._open[-1].tag.is_else:
            self._add_block(self._open.pop())
        if not self._open or self._open[-1].call.path.text != name:
            raise _fault(tag, f"there is no {{{{#{name}}}}} to close")
        closed = self._open.pop()
        if closed.tag.sigil == "#*":
            self._define(closed)
        elif closed.tag.sigil == "#>":
            self._add_partial(closed.tag, name, closed.call, closed.programs()[0])
        else:
            self._add_block(closed)

    def _add_block(self, closed: _Open) -> None:
        self.body.nodes.append(Block(closed.call, *closed.programs()))

    def _add_partial(self, tag: Tag, name: str | Call, call: Call, block: Program | None) -> None:
        if len(call.arguments) > 1:
            raise _fault(tag, "a partial takes one context")
        if isinstance(name, str) and block is None:
            self._used.append((name, _fault(tag, f"there is no partial {name!r}")))
        context = call.arguments[0] if call.arguments else None
        self.body.nodes.append(
            Partial(name, context, call.options, tag.indent, block, len(self._open))
        )

    def _define(self, closed: _Open) -> None:
        """Remember a partial that the template itself defines."""
        name, *more = closed.call.arguments or (None,)
        if closed.call.path.text != "inline" or more or not isinstance(name, Literal):
            raise _fault(closed.tag, 'only {{#*inline "name"}} decorates a template')
        self._defined.add(str(name.value))
        self.body.inlines.append((str(name.value), closed.programs()[0]))


def _fault(tag: Tag, why: str) -> TemplateFault:
    return TemplateFault(f"line {tag.line}: {why}")
