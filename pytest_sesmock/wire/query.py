"""The wire of SES v1, AWS's query protocol: a form comes in, XML goes out.

Both directions follow the shapes of the service model, compiled once per operation. The model of
SES uses none of the protocol's renaming and flattening traits, so neither is known here.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

from pytest_sesmock.timestamps import to_text
from pytest_sesmock.wire.request import FROM_TEXT, MalformedRequest, OperationInput

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

CONTENT_TYPE = "text/xml"

_NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/"


# --- the request: a form, its tree, parameters ---------------------------------------------------

# Requests of one operation mostly give the same fields, so what follows from the names alone is
# found once: where each value goes. The leaves of a tree of names are positions in the form.
_Node: TypeAlias = "int | dict[str, _Node]"
_Build: TypeAlias = Callable[[Sequence[str]], Any]
_Planner: TypeAlias = Callable[[_Node], _Build]


def parse_request(model: ServiceModel, body: bytes | str) -> OperationInput:
    """Read a form-urlencoded body as a call of one of the model's operations.

    Strings come back as `str`, blobs as `bytes`, timestamps as aware `datetime`, numbers, booleans,
    lists and maps as Python's own. Lists are in the order of their numbers, gaps or not; `Name=` is
    an empty list, as botocore writes it. Members the model does not know are ignored, of a name
    given twice the last counts. Bytes that are no UTF-8, percent-encoded or not, become U+FFFD, as
    `urllib.parse` has it.

    Raises:
        MalformedRequest: no operation of this name and version, or a value that cannot be read.
    """
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    names, values = _form(text)
    fields = dict(zip(names, values, strict=True))
    operation, version = fields.get("Action", ""), fields.get("Version", "")
    return OperationInput(operation, _plan(model, operation, version, names)(values))


def _form(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and values as `parse_qsl` reads them, blank ones kept, in a fraction of its time."""
    names, values = [], []
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        names.append(name)
        values.append(value)
    return _unquote(names), _unquote(values)


def _unquote(texts: list[str]) -> tuple[str, ...]:
    # A mail of megabytes takes urllib seconds, for it looks at each escape by itself. With "%"
    # written as Python writes it, "\\x", a codec reads them all at once: to characters of Latin-1,
    # which are bytes, which are UTF-8. What keeps the texts apart is a character beyond those.
    joined = "&".join(texts)
    if "%" not in joined:
        return tuple(texts)
    try:
        escaped = joined.encode().replace(b"\\", b"\\\\").replace(b"%", b"\\x")
        latin = escaped.replace(b"&", b"\\u0100").decode("unicode_escape").split("\u0100")
    except ValueError:  # some "%" begins no escape, and stays as it is
        return tuple(map(unquote, texts))
    return tuple(
        [
            each if each.isascii() else each.encode("latin-1").decode("utf-8", "replace")
            for each in latin
        ]
    )


@lru_cache(maxsize=256)
def _plan(model: ServiceModel, operation: str, version: str, names: tuple[str, ...]) -> _Build:
    """How to make the parameters of a call from the values that go with `names`."""
    if not operation:
        # Grade C: code and text stand in AWS's list of common errors, no recording was found.
        raise MalformedRequest(
            "MissingAction", "The request is missing an action or a required parameter."
        )
    if version != model.api_version or operation not in model.operation_names:
        # Grade C: [v1-bad-version] was recorded from another AWS service, and so was the word for
        # a missing version.
        version = version or "NO_VERSION_SPECIFIED"
        raise MalformedRequest(
            "InvalidAction", f"Could not find operation {operation} for version {version}"
        )
    return _parameters_planner(model, operation)(_tree(names))


def _tree(names: Iterable[str]) -> _Node:
    """`Message.Subject.Data`, third of the form, is {"Message": {"Subject": {"Data": 2}}}."""
    tree: dict[str, _Node] = {}
    for position, name in enumerate(names):
        *path, last = name.split(".")
        node = tree
        for step in path:
            branch = node.get(step)
            if not isinstance(branch, dict):
                branch = node[step] = {}
            node = branch
        node[last] = position
    return tree


@cache
def _parameters_planner(model: ServiceModel, operation: str) -> _Planner:
    shape = model.operation_model(operation).input_shape
    return _planner(shape) if shape is not None else lambda _tree: lambda _values: {}


def _planner(shape: Shape) -> _Planner:
    if shape.type_name == "structure":
        return _structure_planner({name: _planner(each) for name, each in shape.members.items()})
    if shape.type_name == "list":
        return _list_planner(_planner(shape.member))
    if shape.type_name == "map":
        return _map_planner(_planner(shape.key), _planner(shape.value))
    return _scalar_planner(FROM_TEXT[shape.type_name])


def _structure_planner(members: Mapping[str, _Planner]) -> _Planner:
    def plan(node: _Node) -> _Build:
        if isinstance(node, int):
            raise _malformed_input("Unexpected complex element termination")
        builders = [(name, each(node[name])) for name, each in members.items() if name in node]

        def build(values: Sequence[str]) -> dict[str, Any]:
            structure = {}
            for name, build_member in builders:
                structure[name] = build_member(values)
            return structure

        return build

    return plan


def _list_planner(plan_element: _Planner) -> _Planner:
    def plan(node: _Node) -> _Build:
        if isinstance(node, int):
            return lambda values: _empty(values[node])
        builders = [plan_element(element) for element in _elements(node, "member")]
        return lambda values: [build(values) for build in builders]

    return plan


def _map_planner(plan_key: _Planner, plan_value: _Planner) -> _Planner:
    plan_entry = _structure_planner({"key": plan_key, "value": plan_value})

    def plan(node: _Node) -> _Build:
        if isinstance(node, int):
            return lambda values: dict(_empty(values[node]))
        builders = [plan_entry(entry) for entry in _elements(node, "entry")]

        def build(values: Sequence[str]) -> dict[Any, Any]:
            entries = [build_entry(values) for build_entry in builders]
            return {entry["key"]: entry["value"] for entry in entries if len(entry) == 2}

        return build

    return plan


def _empty(text: str) -> list[Any]:
    if text:
        raise _malformed_input("Unexpected list element termination")
    return []


def _elements(node: dict[str, _Node], name: str) -> list[_Node]:
    """What stands under `name.1`, `name.2` and so on, in the order of the numbers."""
    elements = node.get(name)
    if not isinstance(elements, dict) or not all(map(_NUMBER.fullmatch, elements)):
        raise _malformed_input("Top level element may not be treated as a list")
    return [elements[number] for number in sorted(elements, key=int)]


_NUMBER = re.compile("[0-9]{1,9}")


def _scalar_planner(from_text: Callable[[str], Any]) -> _Planner:
    def plan(node: _Node) -> _Build:
        if not isinstance(node, int):
            raise _malformed_input("Start of list found where not expected")
        if from_text is str:
            return itemgetter(node)

        def build(values: Sequence[str]) -> Any:
            text = values[node]
            try:
                return from_text(text)
            except ValueError:
                raise _malformed_input(None if text else "missing value for decimal type") from None

        return build

    return plan


def _malformed_input(message: str | None) -> MalformedRequest:
    # Code and texts were recorded from AWS's query services, "Top level element ..." from SES
    # itself (ex-aws/ex_aws_ses, test/lib/ses/parser_test.exs). Which of them answers which mistake
    # is grade C, but for numbers [list-page-size-not-int-v1]; dates and blobs are taken for the
    # same.
    return MalformedRequest("MalformedInput", message)


# --- the answer: a result or an error, as XML -----------------------------------------------------

_Writer: TypeAlias = Callable[[Any, list[str]], None]


def write_result(
    model: ServiceModel, operation: str, result: Mapping[str, Any], request_id: str
) -> bytes:
    """The body of a successful answer: the members of `result` in the model's order.

    Absent members and those that are None are left out; timestamps must be aware and are written in
    UTC to the millisecond. No raw body is on record; this is the shape of [v1-success-xml], without
    line breaks, and empty elements are as in answers that look recorded (ex-aws/ex_aws_ses,
    test/lib/ses/parser_test.exs).
    """
    parts = [f'<{operation}Response xmlns="{_NAMESPACE}">']
    _result_writer(model, operation)(result, parts)
    parts.append(
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        f"</{operation}Response>"
    )
    return "".join(parts).encode()


def write_error(code: str, message: str, request_id: str, *, status: int = 400) -> bytes:
    """The body of an error, byte for byte that of [v1-error-xml-bytes] and [v1-error-xml-2022].

    The members that the model gives some exceptions, such as ConfigurationSetName, are not sent
    [error-response-members]. Type is `Receiver` for statuses from 500 on [internal-failure].
    """
    lines = [
        f'<ErrorResponse xmlns="{_NAMESPACE}">',
        "  <Error>",
        f"    <Type>{'Sender' if status < 500 else 'Receiver'}</Type>",
        f"    <Code>{_text(code)}</Code>",
        f"    <Message>{_text(message)}</Message>",
    ]
    lines += ("  </Error>", f"  <RequestId>{request_id}</RequestId>", "</ErrorResponse>\n")
    return "\n".join(lines).encode()


@cache
def _result_writer(model: ServiceModel, operation: str) -> _Writer:
    shape = model.operation_model(operation).output_shape
    if shape is None:
        return lambda _result, _parts: None
    return _writer(shape.serialization["resultWrapper"], shape)


def _writer(tag: str, shape: Shape) -> _Writer:
    if shape.type_name == "structure":
        members = {name: _writer(name, each) for name, each in shape.members.items()}
        return _container_writer(tag, _members_writer(members))
    if shape.type_name == "list":
        return _container_writer(tag, _each_writer(_writer("member", shape.member)))
    if shape.type_name == "map":
        return _container_writer(tag, _entries_writer(shape))
    return _scalar_writer(tag, _TO_TEXT[shape.type_name])


def _container_writer(tag: str, write_content: _Writer) -> _Writer:
    start, end, empty = f"<{tag}>", f"</{tag}>", f"<{tag}/>"

    def write(value: Any, parts: list[str]) -> None:
        parts.append(start)
        length = len(parts)
        write_content(value, parts)
        if len(parts) == length:
            parts[-1] = empty
        else:
            parts.append(end)

    return write


def _members_writer(members: Mapping[str, _Writer]) -> _Writer:
    def write(value: Mapping[str, Any], parts: list[str]) -> None:
        for name, write_member in members.items():
            member = value.get(name)
            if member is not None:
                write_member(member, parts)

    return write


def _each_writer(write_one: _Writer) -> _Writer:
    def write(values: Iterable[Any], parts: list[str]) -> None:
        for value in values:
            write_one(value, parts)

    return write


def _entries_writer(shape: Shape) -> _Writer:
    pair = {"key": _writer("key", shape.key), "value": _writer("value", shape.value)}
    write_each = _each_writer(_container_writer("entry", _members_writer(pair)))
    return lambda value, parts: write_each(
        [{"key": key, "value": each} for key, each in value.items()], parts
    )


def _scalar_writer(tag: str, to_text: Callable[[Any], str]) -> _Writer:
    start, end = f"<{tag}>", f"</{tag}>"
    return lambda value, parts: parts.append(f"{start}{to_text(value)}{end}")


# SES writes &quot; too and leaves the apostrophe alone ([illegal-header] and recorded answers with
# "Missing final '@domain'"). A bare CR would be read back as LF.
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;"}

# What XML 1.0 cannot carry, not even as a reference, becomes "?". Grade C: what SES does with it is
# not known, but a client must be able to read the answer.
_UNWRITABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"

_NOT_PLAIN = re.compile(f"[{''.join(_REFERENCES)}{_UNWRITABLE}]")


def _text(text: str) -> str:
    return _NOT_PLAIN.sub(lambda character: _REFERENCES.get(character[0], "?"), text)


_TO_TEXT: dict[str, Callable[[Any], str]] = {
    "blob": lambda data: b64encode(data).decode(),
    "boolean": lambda flag: "true" if flag else "false",
    "double": lambda number: repr(float(number)),
    "float": lambda number: repr(float(number)),
    "integer": str,
    "long": str,
    "string": _text,
    "timestamp": to_text,
}
