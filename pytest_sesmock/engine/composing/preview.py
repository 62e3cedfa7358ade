"""The message that a template makes, as SES shows it before it is sent to anyone."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from pytest_sesmock.engine.composing import fields, parts
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.submissions.template_content import TemplateContent


def preview(content: TemplateContent, rendered_at: datetime) -> str:
    """The complete MIME message of rendered parts, but for senders and recipients.

    Grade C: no answer of SES was found, only that it is a complete MIME message. The fields and
    their order are those of a templated mail that was delivered [evt-send-templated]; the parts are
    those of any mail.

    Args:
        content: The parts with the data put in.
        rendered_at: What the Date field says; an aware datetime.
    """
    shown = [
        parts.text(subtype, Content(text))
        for subtype, text in (("plain", content.text), ("html", content.html))
        if text is not None
    ] or [parts.text("plain", Content(""))]
    body = shown[0] if len(shown) == 1 else parts.multipart("alternative", "", *shown)
    head = (
        fields.field("Date", format_datetime(rendered_at)),
        fields.field("Subject", fields.unstructured(Content(content.subject or ""))),
        fields.field("MIME-Version", "1.0"),
        body.fields,
    )
    return f"{''.join(head)}\r\n{body.body.decode('ascii')}"
