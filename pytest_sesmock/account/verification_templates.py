"""Custom verification email templates: the mails that ask for the proof of an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pytest_sesmock.account import remedies
from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags, resolve_names
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.addresses import Mailbox, judge
from pytest_sesmock.engine.urls import is_web_address

RESOURCE_TYPE = "custom-verification-email-template"
"""What the ARNs of these templates call them."""


class VerificationTemplate(NamedTuple):
    """A template as stored: whom it is from, subject and HTML, and where its link leads."""

    name: str
    from_address: str
    subject: str
    content: str
    success_url: str
    failure_url: str


class VerificationTemplates:
    """The custom verification email templates of one account and region, which may have tags.

    Whatever is refused raises `Refused` with SES's words. SES does not judge the content
    [cvet-success-url].

    Args:
        covers: Whether a verified identity of the account covers a mailbox.
        tags: The tags of the account's resources.
    """

    def __init__(self, covers: Callable[[Mailbox], bool], tags: Tags) -> None:
        self._covers = covers
        self._tags = tags
        self._by_name: dict[str, VerificationTemplate] = {}
        # What SES calls them in its refusals is inferred from what it calls the others.
        kind = "CustomVerificationEmailTemplate"
        tags.serve(RESOURCE_TYPE, resolve_names(kind, self._by_name.__contains__))

    def __iter__(self) -> Iterator[VerificationTemplate]:
        """All templates by their names; SES's order is not known."""
        return iter(sorted(self._by_name.values()))

    def get(self, name: str) -> VerificationTemplate | None:
        """The template of this name, if there is one."""
        return self._by_name.get(name)

    def require(self, name: str) -> VerificationTemplate:
        """The template of this name; refused if there is none."""
        template = self._by_name.get(name)
        if template is None:
            raise reasons.TEMPLATE_MISSING.refused(name=name)
        return template

    def create(self, template: VerificationTemplate, tags: Sequence[ResourceTag] = ()) -> None:
        """Add a template; refused if it is malformed, its name is taken or there are too many."""
        values = check_tags(tags)
        self._check(template)
        if template.name in self._by_name:
            raise reasons.TEMPLATE_EXISTS.refused(name=template.name)
        if len(self._by_name) >= limits.MAX_VERIFICATION_TEMPLATES:
            raise reasons.TEMPLATE_LIMIT.refused()
        self._by_name[template.name] = template
        self._tags.give(RESOURCE_TYPE, template.name, values)

    def update(self, name: str, changes: Mapping[str, str]) -> None:
        """Change fields of a template; refused if there is none or it becomes malformed."""
        template = self.require(name)._replace(**changes)
        self._check(template)
        self._by_name[name] = template

    def delete(self, name: str) -> None:
        """Delete a template and its tags; refused if there is none, in both APIs [cvet-missing]."""
        self.require(name)
        del self._by_name[name]
        self._tags.forget(RESOURCE_TYPE, name)

    def may_send(self, template: VerificationTemplate) -> bool:
        """Whether a verified identity covers the address that a template is from."""
        mailbox = judge(template.from_address)
        return isinstance(mailbox, Mailbox) and self._covers(mailbox)

    def _check(self, template: VerificationTemplate) -> None:
        if not self.may_send(template):
            raise reasons.FROM_NOT_VERIFIED.refused(
                address=template.from_address, remedy=remedies.cover(template.from_address)
            )
        if not is_web_address(template.success_url):
            raise reasons.SUCCESS_URL_INVALID.refused()
        if not is_web_address(template.failure_url):
            raise reasons.FAILURE_URL_INVALID.refused()
