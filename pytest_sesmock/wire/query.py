"""The wire of SES v1, AWS's query protocol: a form comes in, XML goes out.

Both directions follow the shapes of the service model, compiled once per operation. The model of
SES uses none of the protocol's renaming and flattening traits, so neither is known here.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import unquote
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

CONTENT_TYPE = "text/xml"

_NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/"


class Call(NamedTuple):
    """An operation and its parameters, as a client's method takes them."""

    operation: str
    parameters: dict[str, Any]


class MalformedRequest(ValueError):  # noqa: N818 - reads as AWS names its conditions
    """A form that is no call of the service; `code` and `message` are what SES would answer."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


# --- the request: a form, its tree, parameters ---------------------------------------------------

_Node: TypeAlias = "str | dict[str, _Node]"
_Reader: TypeAlias = Callable[[_Node], Any]


def parse_request(model: ServiceModel, body: bytes | str) -> Call:
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
    fields = _form(text)
    operation, version = fields.pop("Action", ""), fields.pop("Version", "")
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
    return Call(operation, _parameters_reader(model, operation)(_tree(fields)))


def _form(text: str) -> dict[str, str]:
    """The fields as `parse_qsl` reads them, blank ones kept, in a fraction of its time."""
    fields = {}
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        if "%" in pair:
            name, value = _unquote(name), _unquote(value)
        fields[name] = value
    return fields


def _unquote(text: str) -> str:
    # A mail of megabytes takes urllib seconds, for it looks at each escape by itself. With "%"
    # written as Python writes it, "\\x", a codec reads them all at once: to characters of Latin-1,
    # which are bytes, which are UTF-8.
    try:
        escaped = text.encode().replace(b"\\", b"\\\\").replace(b"%", b"\\x")
        return escaped.decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
    except ValueError:  # some "%" begins no escape, and stays as it is
        return unquote(text)


def _tree(fields: Mapping[str, str]) -> _Node:
    """`Message.Subject.Data=Hi` is {"Message": {"Subject": {"Data": "Hi"}}}."""
    tree: dict[str, _Node] = {}
    for name, text in fields.items():
        *path, last = name.split(".")
        node = tree
        for step in path:
            branch = node.get(step)
            if not isinstance(branch, dict):
                branch = node[step] = {}
            node = branch
        node[last] = text
    return tree


@cache
def _parameters_reader(model: ServiceModel, operation: str) -> _Reader:
    shape = model.operation_model(operation).input_shape
    return _reader(shape) if shape is not None else lambda _tree: {}


def _reader(shape: Shape) -> _Reader:
    if shape.type_name == "structure":
        return _structure_reader({name: _reader(each) for name, each in shape.members.items()})
    if shape.type_name == "list":
        return _list_reader(_reader(shape.member))
    if shape.type_name == "map":
        return _map_reader(_reader(shape.key), _reader(shape.value))
    if shape.type_name == "string":
        return _text_reader
    return _scalar_reader(_FROM_TEXT[shape.type_name])


def _structure_reader(members: Mapping[str, _Reader]) -> _Reader:
    def read(node: _Node) -> dict[str, Any]:
        if isinstance(node, str):
            raise _malformed("Unexpected complex element termination")
        return {name: members[name](below) for name, below in node.items() if name in members}

    return read


def _list_reader(read_element: _Reader) -> _Reader:
    return lambda node: [read_element(element) for element in _numbered(node, "member")]


def _map_reader(read_key: _Reader, read_value: _Reader) -> _Reader:
    read_entry = _structure_reader({"key": read_key, "value": read_value})

    def read(node: _Node) -> dict[Any, Any]:
        entries = [read_entry(entry) for entry in _numbered(node, "entry")]
        return {entry["key"]: entry["value"] for entry in entries if len(entry) == 2}

    return read


def _numbered(node: _Node, name: str) -> list[_Node]:
    """What stands under `name.1`, `name.2` and so on, in the order of the numbers."""
    if node == "":
        return []
    if isinstance(node, str):
        raise _malformed("Unexpected list element termination")
    elements = node.get(name)
    if not isinstance(elements, dict) or not all(map(_NUMBER.fullmatch, elements)):
        raise _malformed("Top level element may not be treated as a list")
    if len(elements) == 1:  # most lists of a mail
        return list(elements.values())
    return [elements[number] for number in sorted(elements, key=int)]


_NUMBER = re.compile("[0-9]{1,9}")


def _text_reader(node: _Node) -> str:
    if not isinstance(node, str):
        raise _malformed("Start of list found where not expected")
    return node


def _scalar_reader(from_text: Callable[[str], Any]) -> _Reader:
    def read(node: _Node) -> Any:
        try:
            return from_text(_text_reader(node))
        except ValueError as error:
            raise _malformed(str(error)) from None

    return read


def _malformed(message: str) -> MalformedRequest:
    # Code and texts were recorded from AWS's query services, "Top level element ..." from SES
    # itself (ex-aws/ex_aws_ses, test/lib/ses/parser_test.exs). Which of them answers which mistake
    # is grade C, and for a number, date or blob that cannot be read the words are Python's.
    return MalformedRequest("MalformedInput", message)


def _timestamp_from_text(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))  # Python 3.10 reads no "Z"
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "blob": b64decode,
    "boolean": lambda text: text.lower() == "true",
    "double": float,
    "float": float,
    "integer": int,
    "long": int,
    "timestamp": _timestamp_from_text,
}


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
_REFERENCES = {'"': "&quot;", "\r": "&#xD;"}

# What XML 1.0 cannot carry, not even as a reference, becomes "?". Grade C: what SES does with it is
# not known, but a client must be able to read the answer.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("?", text), _REFERENCES)


def _timestamp_to_text(moment: datetime) -> str:
    utc = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


_TO_TEXT: dict[str, Callable[[Any], str]] = {
    "blob": lambda data: b64encode(data).decode(),
    "boolean": lambda flag: "true" if flag else "false",
    "double": lambda number: repr(float(number)),
    "float": lambda number: repr(float(number)),
    "integer": str,
    "long": str,
    "string": _text,
    "timestamp": _timestamp_to_text,
}
