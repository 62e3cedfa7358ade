"""The page of operations: what the mock does with each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from fidelity import NOTICE

from pytest_sesmock.api import v1, v2
from pytest_sesmock.api.context import Api
from pytest_sesmock.wire.models import service_model

APIS: dict[str, Api] = {"v1": v1.API, "v2": v2.API}
DEPTHS = {
    "faithful": "They have the same effect as on AWS, as far as a test can see.",
    "stored only": "Their settings are validated, stored and returned, and have no other effect.",
    "not supported": "They raise [`UnsupportedOperation`](errors.md) before anything reaches the "
    "network.",
}

HEAD = f"""\
# Operations

{NOTICE}
What the mock does with each operation of SES's two APIs.
"""


def page(without: Collection[str] = ()) -> str:
    """The page: the operations of the service models and of the mock, but for some."""
    return HEAD + "".join(_section(label, api, without) for label, api in APIS.items())


def unlisted(text: str) -> set[str]:
    """What the installed botocore has and neither a page of operations nor the mock knows."""
    listed = set(re.findall(r"^- `(\w+)`$", text, re.MULTILINE))
    return {
        name
        for api in APIS.values()
        for name in service_model(api.name).operation_names
        if name not in listed and name not in api.operations
    }


def _section(label: str, api: Api, without: Collection[str]) -> str:
    names = {*service_model(api.name).operation_names, *api.operations}.difference(without)
    by_depth = defaultdict(list)
    for name in sorted(names):
        by_depth[_depth(api, name)].append(f"- `{name}`\n")
    lines = [f"\n## API {label} (`{api.name}`)\n\n{len(names)} operations.\n"]
    for depth, meaning in DEPTHS.items():
        if found := by_depth[depth]:
            heading = f"### {label}: {len(found)} {depth}"
            lines.append(f"\n{heading}\n\n{meaning}\n\n{''.join(found)}")
    return "".join(lines)


def _depth(api: Api, name: str) -> str:
    if name not in api.operations:
        return "not supported"
    return "stored only" if name in api.stored_only else "faithful"
