"""Write what the documentation takes from the code: `python docs/generate.py`.

It writes some pages of the reference, and on every page the blocks of code below comments such as

    <!-- from newsletter.py -->
    <!-- from test_refusals.py: head, test_access_denied -->

with the whole file, or with parts of it: a top-level name stands for the statement that binds it,
`head` for all before the first function or class. The blocks below such comments make up files that
run when a reader pastes them, as tests/docs/test_pasted.py does. If they cannot, the comment says
`excerpt from`.

tests/docs/test_generated.py fails if a committed page differs from the output of this script.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from pytest_sesmock.account.reasons import REASONS
from pytest_sesmock.api import v1, v2
from pytest_sesmock.api.context import Api
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Rule
from pytest_sesmock.engine.rules import BOUNCE_RULES, BULK_RULES, RULES
from pytest_sesmock.engine.text import Text
from pytest_sesmock.wire.models import service_model

APIS: dict[str, Api] = {"v1": v1.API, "v2": v2.API}
HERE = Path(__file__).parent
DATA = HERE.parent / "tests" / "data"

_LIMIT = re.compile(r'^([A-Z_0-9]+) = [^\n]*\n"""(.+?)"""', re.MULTILINE | re.DOTALL)

FIDELITY_HEAD = """\
# Fidelity

% Written by docs/generate.py from the code; do not edit.

Every error code and text that the mock returns, with the evidence for it. Grades: **A** recorded
from AWS, **A2** probed on AWS by others, **B** documented by AWS, **C** inferred. An evidence id is
a row of the tables in `tests/data` in the repository, with a link to its source if that is public.
`{x}` in a text is a placeholder.
"""


def evidence_sources() -> dict[str, str]:
    """The source of every evidence row, by its id."""
    rows: dict[str, str] = {}
    for name in ("ses_behaviour", "found_evidence"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            rows[row["id"]] = row["source"]
    return rows


def fidelity() -> str:
    """The page of rules, texts and limits."""
    sources = evidence_sources()
    parts = [FIDELITY_HEAD, "## Sending, in the order of checks\n"]
    for number, rule in enumerate(RULES, 1):
        parts += _rule(f"{number}. {rule.name}", rule, sources)
    parts.append(
        f"## Bulk sends\n\nRules for the call as a whole, in this order: {_names(BULK_RULES)}. "
        "Each entry is then judged like a single message.\n"
    )
    for rule in BULK_RULES:
        if rule not in RULES:
            parts += _rule(rule.name, rule, sources)
    parts.append(f"## Bounces\n\n`SendBounce` is judged by {_names(BOUNCE_RULES)}.\n")
    parts.append("## Managing the account\n")
    for reason in REASONS:
        parts += _entry(reason.name, reason.fault, reason.requires, reason.note)
        parts.append(_texts([reason.text], sources))
    parts += ["## Limits\n", _table(("limit", "value", "what it counts"), _limits(sources))]
    return "\n".join(parts)


def _rule(title: str, rule: Rule, sources: dict[str, str]) -> Iterator[str]:
    yield from _entry(title, rule.fault, rule.requires, rule.note)
    yield _texts(rule.texts, sources)


def _names(rules: Iterable[Rule]) -> str:
    return ", ".join(f"`{rule.name}`" for rule in rules)


def _entry(title: str, fault: Any, requires: str, note: str) -> Iterator[str]:
    answers = [
        f"{label} `{code}` {status}"
        for label, api in APIS.items()
        for code, status in [api.codes.get(fault, ("", 0))]
        if code
    ]
    yield f"### {title}\n\n{requires} Answer: {', '.join(answers)}.\n"
    if note:
        yield f"{note}\n"


def _texts(texts: Iterable[Text], sources: dict[str, str]) -> str:
    rows = [
        (
            f"`` {text.template} ``" if "`" in text.template else f"`{text.template}`",
            text.grade,
            ", ".join(_evidence(each, sources) for each in text.evidence),
        )
        for text in texts
    ]
    return _table(("text", "grade", "evidence"), rows)


def _evidence(row: str, sources: dict[str, str]) -> str:
    url = re.match(r"https://\S+[^\s,)]", sources[row])
    return f"[{row}]({url[0]})" if url else f"`{row}`"


def _limits(sources: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Names, values and the documentation strings that stand below them."""
    source = Path(str(limits.__file__)).read_text(encoding="utf-8")
    for name, said in _LIMIT.findall(source):
        linked = re.sub(
            r"\[([a-z0-9-]+)\]", lambda found: f"({_evidence(found[1], sources)})", said
        )
        value = getattr(limits, name)
        values = value.values() if isinstance(value, dict) else (value,)
        yield f"`{name}`", " / ".join(f"{each:,}" for each in values), linked


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head)]
    lines.append(("---",) * len(lines[0]))
    lines += [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


OPERATIONS_HEAD = """\
# Operations

% Written by docs/generate.py from the code; do not edit.

What the mock does with each operation of SES's two APIs:

- **faithful**: it has the same effect as on AWS, as far as a test can see.
- **stored only**: its settings are validated, stored and returned, and have no other effect.
- **not supported**: it raises {class}`~pytest_sesmock.UnsupportedOperation` before anything reaches
  the network.
"""


def operations(without: Collection[str] = ()) -> str:
    """The page of operations: those of the service models and of the mock, but for some."""
    return OPERATIONS_HEAD + "".join(
        f"\n## API {label} (`{api.name}`)\n\n{_operations(api, without)}"
        for label, api in APIS.items()
    )


def unlisted_operations(page: str) -> set[str]:
    """What the installed botocore has and neither a page of operations nor the mock knows."""
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    return {
        name
        for api in APIS.values()
        for name in service_model(api.name).operation_names
        if name not in listed and name not in api.operations
    }


def _operations(api: Api, without: Collection[str]) -> str:
    names = {*service_model(api.name).operation_names, *api.operations}.difference(without)
    depths = {name: _depth(api, name) for name in sorted(names)}
    counted = [
        f"{list(depths.values()).count(depth)} {depth}"
        for depth in ("faithful", "stored only", "not supported")
    ]
    rows = ((f"`{name}`", depth) for name, depth in depths.items())
    return f"{len(depths)} operations: {', '.join(counted)}.\n\n{_table(('operation', 'is'), rows)}"


def _depth(api: Api, name: str) -> str:
    if name not in api.operations:
        return "not supported"
    return "stored only" if name in api.stored_only else "faithful"


MARK = re.compile(
    r"^<!-- (?:excerpt )?from (?P<file>\S+?)(?:: (?P<parts>.+))? -->\n(?:```\w+\n(?:.*\n)*?```\n)?",
    re.MULTILINE,
)
LANGUAGES = {".py": ("python", "# "), ".cjs": ("javascript", "// ")}
"""The language of a block by the file's suffix, and what begins a comment in it."""


def with_code(page: Path) -> str:
    """A page with the code that its comments name, as it stands in the files."""
    file_above = None

    def block(mark: re.Match[str]) -> str:
        nonlocal file_above
        file = (page.parent / mark["file"]).resolve()
        language, comment = LANGUAGES[file.suffix]
        name = "" if file == file_above else f"{comment}{file.name}\n"
        file_above = file
        code = code_of(file, mark["parts"].split(", ") if mark["parts"] else ())
        return f"{mark[0].splitlines()[0]}\n```{language}\n{name}{code}\n```\n"

    return MARK.sub(block, page.read_text(encoding="utf-8"))


def code_of(file: Path, parts: Collection[str]) -> str:
    """The parts of a file, or all of it."""
    source = file.read_text(encoding="utf-8").strip()
    if not parts:
        return source
    lines = source.splitlines()
    found = {"head": lines}
    for statement in ast.parse(source).body:
        start = _first_line(statement, lines)
        for name in _bound(statement):
            found[name] = lines[start : statement.end_lineno]
        if isinstance(statement, _DEFINITIONS) and found["head"] is lines:
            found["head"] = lines[:start]
    if unknown := [part for part in parts if part not in found]:
        raise SystemExit(f"{file}: no {', '.join(unknown)}; there are {', '.join(found)}")
    return "\n\n\n".join("\n".join(found[part]).strip() for part in parts)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _first_line(statement: ast.stmt, lines: list[str]) -> int:
    """The index of the line where a statement begins, with the comment above it."""
    first = statement.lineno - 1
    if isinstance(statement, _DEFINITIONS) and statement.decorator_list:
        first = statement.decorator_list[0].lineno - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return first


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name for each in statement.names)
    else:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


PAGES = {"reference/fidelity.md": fidelity, "reference/operations.md": operations}


if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), encoding="utf-8")
    for page_with_code in HERE.rglob("*.md"):
        page_with_code.write_text(with_code(page_with_code), encoding="utf-8")
