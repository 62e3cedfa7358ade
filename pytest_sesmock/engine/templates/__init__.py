"""Rendering: SES's templates, which are Handlebars, with data, which is JSON.

SES documents its templates as Handlebars [doc-tpl-handlebars]. So the language here is that of
handlebarsjs.com, and where SES is known to differ it is SES's: nothing is escaped
[doc-tpl-noescape]; an output of what the data does not have, or has as null, is refused [rf-event]
[tpl-null], while a condition on it does not hold [doc-if-absent]; a helper that does not exist is
missing like an attribute [tpl-if-uppercase]; inline templates know plain names only
[inline-unsupported-text]. docs/explanation/templates.md tells the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pytest_sesmock.engine.templates.data import merge, parse_data
from pytest_sesmock.engine.templates.faults import (
    ATTRIBUTE_MISSING,
    COMPILATION_FAILED,
    DATA_INVALID,
    DATA_UNPARSABLE,
    UNSUPPORTED_OPERATIONS,
    InvalidTemplateData,
    MissingAttribute,
    TemplateError,
    TemplateFault,
)
from pytest_sesmock.engine.templates.parser import parse
from pytest_sesmock.engine.templates.render import Render, Scope, renderer
from pytest_sesmock.engine.templates.scanner import scan

__all__ = [
    "ATTRIBUTE_MISSING",
    "COMPILATION_FAILED",
    "DATA_INVALID",
    "DATA_UNPARSABLE",
    "UNSUPPORTED_OPERATIONS",
    "InvalidTemplateData",
    "MissingAttribute",
    "Template",
    "TemplateError",
    "TemplateFault",
    "compile_inline_template",
    "compile_template",
    "merge",
    "parse_data",
]

_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled part of a template: a subject, an HTML part or a text part.

    Attributes:
        source: What it was compiled from.
    """

    source: str
    _rendered: Render = field(repr=False, compare=False)

    def render(self, data: dict[str, Any]) -> str:
        """The part with the data put in.

        Args:
            data: A JSON object, as `parse_data` or `merge` gives it.

        Raises:
            MissingAttribute: The part names what the data does not have.
            TemplateFault: It calls a partial that is not defined where it stands, or one that
                never ends.
        """
        return self._rendered(Scope(data, {"root": data}))


@lru_cache(maxsize=128)
def compile_template(source: str) -> Template:
    """A part of a stored template, compiled.

    Raises:
        TemplateFault: It is no Handlebars.
    """
    return Template(source, renderer(parse(source)))


def compile_inline_template(source: str) -> Template:
    """A part of an inline template, compiled.

    Recorded are refusals of blocks, of nested names and of names with an underscore
    [inline-unsupported-text]. That whatever is no `{{name}}` of letters and digits is refused, and
    that braces which do not close are refused as in stored templates, is inferred (grade C).

    Raises:
        TemplateFault: It has anything but texts and plain names.
    """
    for piece in scan(source):
        if isinstance(piece, str):
            continue
        if piece.sigil or not _PLAIN_NAME.fullmatch(
            " ".join(token.value for token in piece.tokens)
        ):
            raise TemplateFault(
                f"line {piece.line}: inline templates know nothing but {{{{name}}}}",
                UNSUPPORTED_OPERATIONS,
            )
    return compile_template(source)
