"""Rendering SES's templates, which are Handlebars, with data, which is JSON.

SES documents its templates as Handlebars [doc-tpl-handlebars]. So the language here is that of
handlebarsjs.com, except where SES is known to differ: nothing is escaped [doc-tpl-noescape]; a
template cannot print what the data lack or have as null [rf-event] [tpl-null], while a condition on
it is false [doc-if-absent]; a helper that does not exist counts as a missing attribute
[tpl-if-uppercase]; inline templates allow plain names only [inline-unsupported-text]. See
docs/explanation/templates.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pytest_sesmock.engine.templates.data import merge, parse_data
from pytest_sesmock.engine.templates.faults import (
    ATTRIBUTE_MISSING,
    COMPILATION_FAILED,
    DATA_INVALID,
    DATA_UNPARSABLE,
    UNSUPPORTED_OPERATIONS,
    InvalidTemplateData,
    MissingAttribute,
    RenderedTooLong,
    TemplateError,
    TemplateFault,
)

if TYPE_CHECKING:
    from pytest_sesmock.engine.templates.render import Render

__all__ = [
    "ATTRIBUTE_MISSING",
    "COMPILATION_FAILED",
    "DATA_INVALID",
    "DATA_UNPARSABLE",
    "UNSUPPORTED_OPERATIONS",
    "InvalidTemplateData",
    "MissingAttribute",
    "RenderedTooLong",
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
    """A compiled part of a template: a subject, a text or an HTML part.

    Attributes:
        source: The Handlebars that it was compiled from.
    """

    source: str
    _render: Render = field(repr=False, compare=False)

    def render(self, data: dict[str, Any]) -> str:
        """Render the part.

        Args:
            data: A JSON object, as `parse_data` or `merge` returns it.

        Raises:
            MissingAttribute: The part names an attribute that the data lack.
            RenderedTooLong: It makes more than any message may have.
            TemplateFault: It calls a partial that is not defined at that place, or one that never
                ends, or loops without end.
        """
        from pytest_sesmock.engine.templates.budget import Budget  # noqa: PLC0415 - as below
        from pytest_sesmock.engine.templates.render import Scope  # noqa: PLC0415 - as below

        return self._render(Scope(data, {"root": data}, Budget()))


@lru_cache(maxsize=128)
def compile_template(source: str) -> Template:
    """Compile a part of a stored template.

    Raises:
        TemplateFault: It is not valid Handlebars.
    """
    # The compiler is loaded with the first template: most test runs have none.
    from pytest_sesmock.engine.templates.parser import parse  # noqa: PLC0415 - see above
    from pytest_sesmock.engine.templates.render import compile_program  # noqa: PLC0415 - see above

    return Template(source, compile_program(parse(source)))


def compile_inline_template(source: str) -> Template:
    """Compile a part of an inline template.

    Refusals of blocks, of nested names and of names with an underscore were recorded
    [inline-unsupported-text]. It is inferred (grade C) that SES refuses everything but `{{name}}`
    of letters and digits, and that braces left open are refused as in stored templates.

    Raises:
        TemplateFault: It has anything but text and plain names.
    """
    from pytest_sesmock.engine.templates.scanner import scan  # noqa: PLC0415 - as above

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
