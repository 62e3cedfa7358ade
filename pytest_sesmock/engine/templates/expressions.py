"""What stands in a tag, read as the expressions of Handlebars."""

from __future__ import annotations

from typing import Any, NamedTuple

from pytest_sesmock.engine.templates.faults import TemplateFault
from pytest_sesmock.engine.templates.scanner import Tag, Token

MAX_NESTING = 64
"""How deep blocks, partials and parentheses may stand in each other; SES's limit is not known."""

_LITERALS = {"true": True, "false": False, "null": None, "undefined": None}
_HERE = frozenset({".", "this"})
_OUTWARDS = ".."
_SEPARATORS = frozenset({("mark", "."), ("mark", "/")})
_CALL_ENDS = frozenset({("mark", ")"), ("mark", "|")})


class Path(NamedTuple):
    """Where a value is looked up.

    Attributes:
        text: The path as written.
        names: What is looked up, one in the other.
        ups: How many contexts further out (`../`) that starts.
        is_data: Whether it starts with `@`.
        is_scoped: Whether it starts with `this` or a dot, and so names no helper or parameter.
    """

    text: str
    names: tuple[str, ...]
    ups: int = 0
    is_data: bool = False
    is_scoped: bool = False


class Literal(NamedTuple):
    """A value written in the template."""

    value: Any


class Call(NamedTuple):
    """A path alone, or a helper with what it is given.

    Attributes:
        path: The helper's name, or where the value is.
        arguments: What the helper is given.
        options: What it is given by name.
        parameters: The names a block gives to the values it runs over (`as |item index|`).
    """

    path: Path
    arguments: tuple[Expression, ...] = ()
    options: tuple[tuple[str, Expression], ...] = ()
    parameters: tuple[str, ...] = ()


Expression = Path | Literal | Call


class Reader:
    """Reads the words of one tag, from left to right.

    Its methods raise TemplateFault if the words do not make what they read.
    """

    def __init__(self, tag: Tag) -> None:
        self._tag = tag
        self._at = 0

    def output(self) -> Call:
        """`path` or `helper argument option=value`, and nothing after it."""
        call = self._call(0)
        self.end()
        return call

    def block(self) -> Call:
        """The same, with parameters if any are written."""
        call = self._call(0)
        if self._peek().kind == "params":
            call = call._replace(parameters=self._parameters())
        self.end()
        return call

    def partial(self) -> tuple[str | Call, Call]:
        """A partial's name, or the call that gives it, and what it is rendered with."""
        if self._peek() == ("mark", "("):
            name = self._parenthesized(0)
            call = Call(Path("", ()), *self._given(0))
            self.end()
            return name, call
        call = self.output()
        return call.path.text, call

    def closing(self) -> str:
        """The name of the block to close."""
        path = self._name()
        self.end()
        return path.text

    def path(self) -> Path:
        """A path, such as `../contact.[first name]`."""
        is_data = self._peek() == ("mark", "@")
        written = [self._take().value] if is_data else []
        is_scoped = self._peek().value in {_OUTWARDS, *_HERE}
        names: list[str] = []
        ups = 0
        while True:
            kind, value = self._take()
            if kind == "segment":
                value = value[1:-1].replace("\\]", "]")
                names.append(value)
            elif kind != "name":
                raise self.fault(f"a name is missing before {value!r}")
            elif value not in {_OUTWARDS, *_HERE}:
                names.append(value)
            elif names:
                raise self.fault(f"{value!r} stands within a path")
            elif value == _OUTWARDS:
                ups += 1
            written.append(value)
            if self._peek() not in _SEPARATORS:
                return Path("".join(written), tuple(names), ups, is_data, is_scoped)
            written.append(self._take().value)

    def end(self) -> None:
        """Nothing more may follow."""
        kind, value = self._peek()
        if kind != "end":
            raise self.fault(f"{value!r} is not expected there")

    def fault(self, why: str) -> TemplateFault:
        """The exception for what is wrong with the tag."""
        return TemplateFault(f"line {self._tag.line}: {why}")

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tag.tokens[at] if at < len(self._tag.tokens) else Token("end", "")

    def _take(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _call(self, depth: int) -> Call:
        return Call(self._name(), *self._given(depth))

    def _name(self) -> Path:
        """What is called; `{{12}}` and `{{"first name"}}` are names as well."""
        if self._peek().kind not in {"string", "number", "literal"}:
            return self.path()
        kind, value = self._take()
        name = _unquoted(value) if kind == "string" else value
        return Path(name, (name,))

    def _given(
        self, depth: int
    ) -> tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]:
        """Arguments, then options."""
        arguments: list[Expression] = []
        options: list[tuple[str, Expression]] = []
        while (token := self._peek()).kind not in {"end", "params"} and token not in _CALL_ENDS:
            if token.kind == "name" and self._peek(1) == ("mark", "="):
                self._take()
                self._take()
                options.append((token.value, self._expression(depth)))
            elif options:
                raise self.fault("an argument follows an option")
            else:
                arguments.append(self._expression(depth))
        return tuple(arguments), tuple(options)

    def _expression(self, depth: int) -> Expression:
        kind, value = self._peek()
        if (kind, value) == ("mark", "("):
            return self._parenthesized(depth)
        if kind not in {"string", "number", "literal"}:
            return self.path()
        self._take()
        if kind == "string":
            return Literal(_unquoted(value))
        return Literal(_LITERALS[value] if kind == "literal" else _number(value))

    def _parenthesized(self, depth: int) -> Call:
        if depth == MAX_NESTING:
            raise self.fault("parentheses stand too deep in each other")
        self._take()
        call = self._call(depth + 1)
        if self._take() != ("mark", ")"):
            raise self.fault("')' is missing")
        return call

    def _parameters(self) -> tuple[str, ...]:
        self._take()
        names = []
        while self._peek().kind == "name":
            names.append(self._take().value)
        if not names or self._take() != ("mark", "|"):
            raise self.fault("parameters are written |item index|")
        return tuple(names)


def _unquoted(written: str) -> str:
    quote = written[0]
    return written[1:-1].replace("\\" + quote, quote)


def _number(written: str) -> float:
    number = float(written)
    return int(number) if number.is_integer() else number
