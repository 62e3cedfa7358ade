"""The message that TestRenderTemplate shows: a template rendered, but sent to nobody."""

from __future__ import annotations

from datetime import datetime

from pytest_sesmock.engine.composing.body_parts import compose_multipart, compose_text
from pytest_sesmock.engine.composing.header_fields import (
    write_date,
    write_field,
    write_unstructured,
)
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.submissions.template_content import TemplateContent


def compose_preview(content: TemplateContent, rendered_at: datetime) -> str:
    """The complete MIME message of a rendered template, without sender and recipients.

    Grade C: no answer of SES was found, only that it is a complete MIME message. The fields and
    their order are those of a templated mail that was delivered [evt-send-templated]; the parts are
    those of any mail.

    Args:
        content: The rendered parts.
        rendered_at: What the Date field says; an aware datetime.
    """
    parts = [
        compose_text(subtype, Content(text))
        for subtype, text in (("plain", content.text), ("html", content.html))
        if text is not None
    ] or [compose_text("plain", Content(""))]
    body = (
        parts[0] if len(parts) == 1 else compose_multipart("", rendered_at, "alternative", *parts)
    )
    head = (
        write_field("Date", write_date(rendered_at)),
        write_field("Subject", write_unstructured(Content(content.subject or ""))),
        write_field("MIME-Version", "1.0"),
        body.fields,
    )
    return f"{''.join(head)}\r\n{body.body.decode('ascii')}"
