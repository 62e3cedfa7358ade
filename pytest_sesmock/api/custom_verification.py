"""Custom verification emails: what is the same in both APIs, and that is nearly all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from pytest_sesmock.account import remedies
from pytest_sesmock.account.identity import IdentityName, require_address
from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.account.state import State
from pytest_sesmock.account.stores import ACCOUNT_ID
from pytest_sesmock.account.verification_templates import VerificationTemplate
from pytest_sesmock.api.context import Context, Paging, Result, take_page
from pytest_sesmock.api.tags import read_tags
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.refusal import Reason
from pytest_sesmock.engine.remedies import LEAVE_SANDBOX
from pytest_sesmock.engine.submissions.submission import Submission

_FIELDS = {
    "TemplateName": "name",
    "FromEmailAddress": "from_address",
    "TemplateSubject": "subject",
    "TemplateContent": "content",
    "SuccessRedirectionURL": "success_url",
    "FailureRedirectionURL": "failure_url",
}
"""A template's fields by SES's names of them."""


class Spelling(NamedTuple):
    """How an API spells the operations on custom verification emails.

    Attributes:
        paging: How lists are handed out.
        template_missing: Why a send is refused whose template does not exist.
    """

    paging: Paging
    template_missing: Reason

    def create(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Create a custom verification email template, from a verified address."""
        template = VerificationTemplate(**_fields(parameters))
        context.account.verification_templates.create(template, read_tags(parameters))
        return {}

    def get(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """A custom verification email template with its content."""
        return _describe(context.account.verification_templates.require(parameters["TemplateName"]))

    def update(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Change a custom verification email template; what is left out, in v1 alone, stays."""
        changes = _fields(parameters)
        context.account.verification_templates.update(changes.pop("name"), changes)
        return {}

    def delete(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Delete a custom verification email template."""
        context.account.verification_templates.delete(parameters["TemplateName"])
        return {}

    def list(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """The templates by name and without their content [cvet-list], a page at a time."""
        templates = list(context.account.verification_templates)
        on_page, token = take_page(context, parameters, templates, self.paging)
        entries = [dict(_describe(template)) for template in on_page]
        for entry in entries:
            del entry["TemplateContent"]
        return {"CustomVerificationEmailTemplates": entries, **token}

    def send(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Send a custom verification email; its address becomes an identity, verified or not."""
        account = context.account
        address = parameters["EmailAddress"]
        # The address is looked at before the template [scve-no-address]; the rest of the order is
        # inferred.
        name = _require_address(address)
        template = account.verification_templates.get(parameters["TemplateName"])
        if template is None:
            raise self.template_missing.refused(name=parameters["TemplateName"])
        if account.sandbox:
            raise reasons.PRODUCTION_ACCESS.refused(remedy=LEAVE_SANDBOX)
        if not account.verification_templates.may_send(template):
            raise reasons.FROM_NO_LONGER_VERIFIED.refused(
                region=context.call.region.upper(),
                identities=template.from_address,
                remedy=remedies.cover(template.from_address),
            )
        account.identities.require_room(name)
        message_id = context.submit(
            Submission(
                api=context.call.api,
                operation=context.call.operation,
                region=context.call.region,
                source=template.from_address,
                to=(address,),
                configuration_set=parameters.get("ConfigurationSetName"),
                subject=Content(template.subject),
                html=Content(template.content + _verification(account, name)),
            )
        )
        account.identities.start_verification(name)
        return {"MessageId": message_id}


def _fields(parameters: Mapping[str, Any]) -> dict[str, str]:
    return {field: parameters[member] for member, field in _FIELDS.items() if member in parameters}


def _describe(template: VerificationTemplate) -> Result:
    return {member: getattr(template, field) for member, field in _FIELDS.items()}


def _require_address(address: str) -> IdentityName:
    """The identity that an address becomes; refused if it is none [cvet-bad-addr]."""
    if not address.strip():
        raise reasons.ADDRESS_MISSING.refused()
    return require_address(address)


def _verification(account: State, name: IdentityName) -> str:
    """What SES puts below every such mail: a link and a disclaimer [scve-disclaimer].

    The disclaimer is documented; the link's host and parameters, and the markup, are inferred.
    """
    link = (
        f"https://email-verification.{account.region}.amazonaws.com/?Context={ACCOUNT_ID}"
        f"&Identity.IdentityName={quote(name.name, safe='')}&Operation=ConfirmVerification"
        f"&Signature={account.new_token(43)}"
    )
    return (
        f'\n<p><a href="{link}">{link}</a></p>\n'
        "<p>If you did not request to verify this email address, please disregard this message. "
        "If you have any concerns, please forward this message to the following email address "
        "along with your questions or comments. "
        '<a href="mailto:aws-email-domain-verification@amazon.com">'
        "aws-email-domain-verification@amazon.com</a></p>\n"
    )
