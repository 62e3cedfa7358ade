"""The page: composed of its parts, and written from a run.

Imports jinja2, which the extras `report` and `serve` install.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined

from pytest_sesmock.report.files import replacing
from pytest_sesmock.report.gallery.packing import embed_json, pack_json

if TYPE_CHECKING:
    from jinja2.environment import TemplateStream

    from pytest_sesmock.report.run import Run, TestOfRun

_SCRIPTS = (
    *("mail.js", "controls.js", "blocked.js", "saving.js", "list.js", "failure.js", "search.js"),
    *("segmented.js", "contents.js", "preview.js", "tabs.js", "diff.js", "detail.js", "page.js"),
)
_STYLES = ("page.css", "list.css", "mail.css")
_TEMPLATE = "page.html"


def compose(
    *, template: str, scripts: Sequence[str], styles: Sequence[str] = (), **values: Any
) -> tuple[TemplateStream, str]:
    """A page that shows mails, and the digest of its script as policies name it.

    Args:
        template: The text of a template that extends `page.html`.
        scripts: The texts of scripts before the page's own: one makes the object `data`, which
            says what the page shows.
        styles: The texts of style sheets after the page's own.
        **values: What the template takes.
    """
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=DictLoader({_TEMPLATE: _source(_TEMPLATE)}),
    )
    # One script element, so that its digest alone has to be allowed; and not a byte different.
    script = "".join([*scripts, *map(_source, _SCRIPTS)])
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    page = environment.from_string(template).stream(
        script=script,
        script_digest=digest,
        style="".join([*map(_source, _STYLES), *styles]),
        **values,
    )
    return page, digest


def write(path: Path, run: Run, eml: Path | None = None, project: str = "") -> None:
    """Write the page of a run; its directory is made if need be.

    Args:
        path: The file.
        run: What the tests contributed.
        eml: Where the files of the mails are, to be linked.
        project: What the tests are of: the title of the page.

    Raises:
        OSError: It cannot be written; what the file held before is still there.
    """
    tests = run.tests
    mails = [mail for test in tests for mail in test.mails]
    page, _ = compose(
        template=_source("report.html"),
        scripts=[_source("report.js")],
        project=project or "Amazon SES",
        index=embed_json(_index(tests, None if eml is None else _url(eml, path.parent))),
        details=[mail.detail for mail in mails],
        failures=[test.failures for test in tests],
        words=pack_json([mail.words for mail in mails]),
        files=run.files,
    )
    with replacing(path) as file:
        page.dump(file, encoding="utf-8")


def _source(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _index(tests: list[TestOfRun], eml: str | None) -> dict[str, Any]:
    rows = []
    for number, test in enumerate(tests):
        for mail in test.mails:
            row = {**mail.row, "test": number}
            if "eml" in row:
                row["eml"] = f"{eml}/{row['eml']}"
            rows.append(row)
    return {
        "writtenAt": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "tests": [
            {
                "id": origin.test,
                "outcome": origin.outcome,
                "worker": origin.worker,
                "headline": headline,
            }
            for origin, _, headline, _ in tests
        ],
        "mails": rows,
    }


def _url(directory: Path, base: Path) -> str:
    """How the page refers to a directory: relative, so that both can be moved together."""
    try:
        return quote(Path(os.path.relpath(directory, base)).as_posix())
    except ValueError:  # on another drive of Windows
        return directory.resolve().as_uri()
