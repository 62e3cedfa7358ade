"""Reading the expressions of Handlebars in a tag."""

from __future__ import annotations

from typing import Any, NamedTuple

from pytest_sesmock.engine.templates.faults import TemplateFault
from pytest_sesmock.engine.templates.scanner import Tag, Token

MAX_NESTING = 64
"""How deeply blocks, partials and parentheses may be nested; SES's limit is not known."""

_LITERALS = {"true": True, "false": False, "null": None, "undefined": None}
_HERE = frozenset({".", "this"})
_OUTWARDS = ".."
_SEPARATORS = frozenset({("mark", "."), ("mark", "/")})
_CALL_ENDS = frozenset({("mark", ")"), ("mark", "|")})


class DataPath(NamedTuple):
    """Where a value is looked up.

    Attributes:
        text: The path as written.
        names: The names to look up, each in the value of the one before.
        ups: How many contexts further out (`../`) the first is looked up.
        is_data: Whether the path starts with `@`.
        is_scoped: Whether it starts with `this` or a dot, and so cannot name a helper or parameter.
    """

    text: str
    names: tuple[str, ...]
    ups: int = 0
    is_data: bool = False
    is_scoped: bool = False


class LiteralValue(NamedTuple):
    """A value written in the template itself."""

    value: Any


class HelperCall(NamedTuple):
    """A path alone, or a helper with its arguments.

    Attributes:
        path: The helper's name, or where the value is.
        arguments: The helper's positional arguments.
        options: Its arguments with names.
        parameters: The names that a block gives to the values of each run (`as |item index|`).
    """

    path: DataPath
    arguments: tuple[Expression, ...] = ()
    options: tuple[tuple[str, Expression], ...] = ()
    parameters: tuple[str, ...] = ()


Expression = DataPath | LiteralValue | HelperCall


class Reader:
    """Reads the words of one tag, from left to right.

    Its methods raise TemplateFault if the words are not what the method reads.
    """

    def __init__(self, tag: Tag) -> None:
        self._tag = tag
        self._at = 0

    def read_output(self) -> HelperCall:
        """`path` or `helper argument option=value`, and nothing after it."""
        call = self._read_call(0)
        self.expect_end()
        return call

    def read_block(self) -> HelperCall:
        """The same, with parameters if any are written."""
        call = self._read_call(0)
        if self._peek().kind == "params":
            call = call._replace(parameters=self._read_parameters())
        self.expect_end()
        return call

    def read_partial(self) -> tuple[str | HelperCall, HelperCall]:
        """A partial's name, or the call that returns it, and what it is rendered with."""
        if self._peek() == ("mark", "("):
            name = self._read_subexpression(0)
            call = HelperCall(DataPath("", ()), *self._read_arguments(0))
            self.expect_end()
            return name, call
        call = self.read_output()
        return call.path.text, call

    def read_closing(self) -> str:
        """The name of the block to close."""
        path = self._read_name()
        self.expect_end()
        return path.text

    def read_path(self) -> DataPath:
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
                raise self.fault(f"{value!r} must be at the start of a path")
            elif value == _OUTWARDS:
                ups += 1
            written.append(value)
            if self._peek() not in _SEPARATORS:
                return DataPath("".join(written), tuple(names), ups, is_data, is_scoped)
            written.append(self._take().value)

    def expect_end(self) -> None:
        """Raise TemplateFault if anything follows."""
        kind, value = self._peek()
        if kind != "end":
            raise self.fault(f"{value!r} is unexpected here")

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

    def _read_call(self, depth: int) -> HelperCall:
        return HelperCall(self._read_name(), *self._read_arguments(depth))

    def _read_name(self) -> DataPath:
        """What is called; `{{12}}` and `{{"first name"}}` are names as well."""
        if self._peek().kind not in {"string", "number", "literal"}:
            return self.read_path()
        kind, value = self._take()
        name = _unquote(value) if kind == "string" else value
        return DataPath(name, (name,))

    def _read_arguments(
        self, depth: int
    ) -> tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]:
        """Arguments, then options."""
        arguments: list[Expression] = []
        options: list[tuple[str, Expression]] = []
        while (token := self._peek()).kind not in {"end", "params"} and token not in _CALL_ENDS:
            if token.kind == "name" and self._peek(1) == ("mark", "="):
                self._take()
                self._take()
                options.append((token.value, self._read_expression(depth)))
            elif options:
                raise self.fault("arguments must come before options")
            else:
                arguments.append(self._read_expression(depth))
        return tuple(arguments), tuple(options)

    def _read_expression(self, depth: int) -> Expression:
        kind, value = self._peek()
        if (kind, value) == ("mark", "("):
            return self._read_subexpression(depth)
        if kind not in {"string", "number", "literal"}:
            return self.read_path()
        self._take()
        if kind == "string":
            return LiteralValue(_unquote(value))
        return LiteralValue(_LITERALS[value] if kind == "literal" else _parse_number(value))

    def _read_subexpression(self, depth: int) -> HelperCall:
        if depth == MAX_NESTING:
            raise self.fault("parentheses are nested too deeply")
        self._take()
        call = self._read_call(depth + 1)
        if self._take() != ("mark", ")"):
            raise self.fault("')' is missing")
        return call

    def _read_parameters(self) -> tuple[str, ...]:
        self._take()
        names = []
        while self._peek().kind == "name":
            names.append(self._take().value)
        if not names or self._take() != ("mark", "|"):
            raise self.fault("parameters must be written |item index|")
        return tuple(names)


def _unquote(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace("\\" + quote, quote)


def _parse_number(literal: str) -> float:
    number = float(literal)
    return int(number) if number.is_integer() else number
