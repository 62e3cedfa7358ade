"""Sphinx configuration: `tox -e docs` builds with warnings as errors, every reference checked."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))

from api_lists import DIRECTIVES  # noqa: E402 - found by the line above

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "pytest-sesmock"
author = "pytest-sesmock contributors"
copyright = author  # noqa: A001 - Sphinx's name
release = version = metadata.version(project)

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"{project} {release}"
html_show_copyright = False

default_role = "code"  # docstrings write code as Markdown does, in single backticks
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

nitpicky = True
# Names from other projects: linking them takes inventories, and so the network, at every build.
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(collections\.abc|datetime|email\.message|hypothesis|re|typing|typing_extensions)\..*",
    ),
    # A message before SES accepts or refuses it; not part of the public API.
    ("py:class", "Submission"),
    # Closed sets of texts, which the docstrings list.
    ("py:class", "(Action|BotEvent|Family|FeedbackType|SignatureVersion)"),
    ("py:class", "(Bounce|BounceSub|ComplaintSub|Delay)Type"),
    # What a decorator takes and returns; a choice that the description lists.
    ("py:class", r"pytest_sesmock\.account\.account\.Callback|Order"),
    (
        "py:.*",
        r"(Callable|EmailMessage|Iterator|Mapping|MockOptions|Sequence|Unpack|datetime|timedelta)",
    ),
]


_LINKED_PAGE = re.compile(r"\]\(([\w./-]+)\.md(?:#[\w-]+)?\)")


def add_contents(_: Sphinx, name: str, source: list[str]) -> None:
    """Have an index page contain, for Sphinx, the pages it links to.

    The pages themselves are plain Markdown, so that they read well in a repository viewer, too.
    """
    folder = (DOCS / name).parent
    linked = [folder.joinpath(link).resolve() for link in _LINKED_PAGE.findall(source[0])]
    contained = [page for page in linked if page.is_relative_to(DOCS) and index_of(page) == name]
    if contained:
        pages = "\n".join(f"/{page.relative_to(DOCS)}" for page in dict.fromkeys(contained))
        source[0] += f"\n\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def open_directives(_: Sphinx, __: str, source: list[str]) -> None:
    """Hand to autodoc what other viewers do not show, instead of the list that they show."""
    source[0] = DIRECTIVES.sub(r"```{eval-rst}\n\1```\n", source[0])


def index_of(page: Path) -> str:
    """The closest page above another that lists the pages of its folder."""
    folder = page.parent.parent if page.name == "index" else page.parent
    while folder != DOCS:
        for index in (folder / "index", folder):
            if index.with_suffix(".md").exists():
                return str(index.relative_to(DOCS))
        folder = folder.parent
    return "" if page == DOCS / "index" else "index"


def setup(app: Sphinx) -> None:
    """Register what Sphinx does not do by itself."""
    app.connect("source-read", add_contents)
    app.connect("source-read", open_directives)
    keep_properties_whole(app)


def keep_properties_whole(app: Sphinx) -> None:
    """Keep napoleon from reading a property's first sentence as `type: description`."""
    docstrings: dict[str, list[str]] = {}

    def take(_: Sphinx, what: str, name: str, __: object, ___: object, lines: list[str]) -> None:
        if what in {"attribute", "property"}:
            docstrings[name] = lines[:]
            lines.clear()

    def give_back(
        _: Sphinx, __: str, name: str, ___: object, ____: object, lines: list[str]
    ) -> None:
        lines[:] = docstrings.pop(name, lines)

    app.connect("autodoc-process-docstring", take, priority=400)  # napoleon is at 500
    app.connect("autodoc-process-docstring", give_back, priority=600)
