"""Sphinx configuration: `tox -e docs` builds with warnings as errors, every reference checked."""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING

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
    ("py:.*", r"(Callable|EmailMessage|Iterator|Mapping|Sequence|Unpack|datetime|timedelta)"),
]


_LISTED_PAGE = re.compile(r"^(?:- |\| )(?:<.+?>)*\[[^\]]+\]\(([\w./-]+)\.md\)", re.MULTILINE)


def add_contents(_: Sphinx, name: str, source: list[str]) -> None:
    """Have an index page contain, for Sphinx, the pages it lists.

    The pages themselves are plain Markdown, so that they read well in a repository viewer, too. A
    page is listed if a link to it begins an item of a list or a row of a table.
    """
    if name.endswith("index") or name == "reference/fidelity":
        pages = "\n".join(dict.fromkeys(_LISTED_PAGE.findall(source[0])))
        source[0] += f"\n\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def setup(app: Sphinx) -> None:
    """Register what Sphinx does not do by itself."""
    app.connect("source-read", add_contents)
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
