"""Template data: parsing JSON objects, and merging those of a bulk send."""

from __future__ import annotations

from typing import Any

from pytest_sesmock.engine.templates.faults import InvalidTemplateData
from pytest_sesmock.json_reading import read_json


def parse_data(text: str | None) -> dict[str, Any]:
    """Parse template data, which must be a JSON object.

    If a key comes twice, the last one counts. It is documented that data must be an object; what
    SES says of other JSON, such as a list, is inferred from its answer to no data at all
    [tpl-data-invalid-bulk].

    Raises:
        InvalidTemplateData: The data are missing, not JSON, or not an object.
    """
    if text is None:
        raise InvalidTemplateData("there is no template data")
    try:
        data = read_json(text)
    except ValueError as error:
        raise InvalidTemplateData(f"it is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise InvalidTemplateData("it is JSON, but not an object")
    return data


def merge(default: dict[str, Any], replacement: dict[str, Any]) -> dict[str, Any]:
    """The data of one entry of a bulk send: the default data, overridden by the entry's own.

    Objects are merged key by key, at any depth; any other value of the replacement, even a list,
    replaces the default [bulk-merge] [bulk-merge-recorded] [bulk-merge-nested].
    """
    merged = dict(default)
    pending: list[tuple[dict[str, Any], dict[str, Any]]] = [(merged, replacement)]
    while pending:
        into, source = pending.pop()
        for key, value in source.items():
            existing = into.get(key)
            if isinstance(existing, dict) and isinstance(value, dict):
                into[key] = below = dict(existing)
                pending.append((below, value))
            else:
                into[key] = value
    return merged
