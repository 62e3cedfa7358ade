"""Email templates: what SendTemplatedEmail and its kin send, once their variables have values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags, resolve_names
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits, remedies
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.engine.templates import TemplateFault

RESOURCE_TYPE = "template"
"""What the ARNs of templates call them."""


class EmailTemplate(NamedTuple):
    """A template as stored; it has a subject."""

    name: str
    content: TemplateContent
    created_at: datetime


class Templates:
    """The templates of one account and region, which may have tags.

    Whatever is refused raises `Refused` with SES's words.
    """

    def __init__(self, account_id: str, clock: Clock, tags: Tags) -> None:
        self._account_id = account_id
        self._clock = clock
        self._tags = tags
        self._by_name: dict[str, EmailTemplate] = {}
        tags.serve(RESOURCE_TYPE, resolve_names("Template", self._by_name.__contains__))

    def __iter__(self) -> Iterator[EmailTemplate]:
        """All templates, the newest first as SES lists them [list-templates-order]."""
        return reversed(tuple(self._by_name.values()))

    def get(self, name: str) -> EmailTemplate | None:
        """The template of this name, if there is one."""
        return self._by_name.get(name)

    def exists(self, name: str) -> bool:
        """Whether there is a template of this name."""
        return name in self._by_name

    def require(self, name: str) -> EmailTemplate:
        """The template of this name; refused if there is none."""
        template = self._by_name.get(name)
        if template is None:
            remedy = remedies.create_template(name)
            raise reasons.TEMPLATE_MISSING.refused(name=name, remedy=remedy)
        return template

    def create(self, name: str, content: TemplateContent, tags: Sequence[ResourceTag] = ()) -> None:
        """Add a template; refused if it is malformed, its name is taken or there are too many."""
        values = check_tags(tags)
        if not name:
            raise reasons.NAME_MISSING.refused()
        _check(content)
        if name in self._by_name:
            raise reasons.TEMPLATE_EXISTS.refused(name=name, account=self._account_id)
        if len(self._by_name) >= limits.MAX_TEMPLATES:
            raise reasons.TEMPLATE_LIMIT.refused()
        self._by_name[name] = EmailTemplate(name, content, self._clock.now())
        self._tags.give(RESOURCE_TYPE, name, values)

    def update(self, name: str, content: TemplateContent) -> None:
        """Replace the content of a template; refused if there is none or it is malformed."""
        template = self.require(name)
        _check(content)
        self._by_name[name] = template._replace(content=content)

    def delete(self, name: str) -> None:
        """Delete a template with its tags; refused if there is none."""
        self.require(name)
        del self._by_name[name]
        self._tags.forget(RESOURCE_TYPE, name)


def _check(content: TemplateContent) -> None:
    """Refuse a content that SES does not store."""
    if not content.subject:
        raise reasons.SUBJECT_MISSING.refused()
    size = sum(len((part or "").encode()) for part in (content.text, content.html))
    if size > limits.MAX_TEMPLATE_SIZE:
        raise reasons.TEMPLATE_TOO_LARGE.refused(limit=limits.MAX_TEMPLATE_SIZE, size=size)
    try:
        content.check()
    except TemplateFault as fault:
        raise reasons.TEMPLATE_INVALID.refused(problem=fault.why) from fault
