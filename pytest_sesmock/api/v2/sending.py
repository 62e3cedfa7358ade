"""Sending mail: as texts, as a MIME message, from templates, one by one and in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pytest_sesmock.account.reasons import sending as reasons
from pytest_sesmock.api import mail
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.templates import stored_content
from pytest_sesmock.engine.elements import AttachedFile, Header, Subscription
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.from_template import with_template
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.engine.submissions.unsubscribing import with_unsubscribe_link


def send_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a mail given as texts, as a MIME message or as a template with its data."""
    content = parameters["Content"]
    if len(content) != 1:
        raise reasons.CONTENT_KIND.refused()
    common = _common(context, parameters, "EmailTags")
    destination = mail.read_recipients(parameters.get("Destination", {}))
    if "Simple" in content:
        message = content["Simple"]
        submission = Submission(
            **common, **destination, **mail.read_texts(message), **_additions(message)
        )
    elif "Raw" in content:
        # Who it goes to, and no field of its header [v2-raw-from-replaced].
        envelope = tuple(address for each in destination.values() for address in each)
        submission = Submission(
            **common,
            from_arn=common["source_arn"],  # one ARN is for both [doc-v2-fromarn]
            envelope=envelope or None,
            envelope_given=bool(envelope),
        )
        submission = with_raw(submission, content["Raw"]["Data"])
    else:
        template = content["Template"]
        submission = Submission(**common, **destination, **_additions(template))
        submission = _with_template(context, submission, template)
    return {"MessageId": context.submit(with_unsubscribe_link(submission))}


def send_bulk_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send what a template gives for each entry's data; a status for each."""
    template = parameters["DefaultContent"].get("Template")
    if template is None:
        raise reasons.CONTENT_KIND.refused()
    request = Submission(**_common(context, parameters, "DefaultEmailTags"), **_additions(template))
    entries = []
    for entry in parameters["BulkEmailEntries"]:
        submission = mail.entry_of(request, entry["Destination"], entry.get("ReplacementTags", ()))
        replacements = _headers(entry.get("ReplacementHeaders", ()))
        submission = submission._replace(headers=_override(submission.headers, replacements))
        content = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
        data = content.get("ReplacementTemplateData")
        entries.append(_with_template(context, submission, template, data))
    request = _with_template(context, request, template)
    return {"BulkEmailEntryResults": context.submit_bulk(request, entries)}


def _common(context: Context, parameters: Mapping[str, Any], tags: str) -> dict[str, Any]:
    """What every mail has, as fields of a submission; `tags` is the parameter with its tags."""
    subscription = parameters.get("ListManagementOptions")
    return {
        "api": context.call.api,
        "operation": context.call.operation,
        "region": context.call.region,
        "source": parameters.get("FromEmailAddress", ""),
        "source_given": "FromEmailAddress" in parameters,
        "source_arn": parameters.get("FromEmailAddressIdentityArn"),
        "reply_to": tuple(parameters.get("ReplyToAddresses", ())),
        "return_path": parameters.get("FeedbackForwardingEmailAddress"),
        "return_path_arn": parameters.get("FeedbackForwardingEmailAddressIdentityArn"),
        "configuration_set": parameters.get("ConfigurationSetName"),
        "tags": mail.read_message_tags(parameters.get(tags, ())),
        "tenant": parameters.get("TenantName"),
        "endpoint": parameters.get("EndpointId"),
        "subscription": subscription
        and Subscription(subscription["ContactListName"], subscription.get("TopicName")),
    }


def _with_template(
    context: Context,
    submission: Submission,
    template: Mapping[str, Any],
    replacement: str | None = None,
) -> Submission:
    """The submission with the texts of a template, stored or given inline."""
    data = template.get("TemplateData", "{}")
    inline = template.get("TemplateContent")
    if inline is not None:
        content = TemplateContent(inline.get("Subject"), inline.get("Text"), inline.get("Html"))
        if not any(content):  # before the tenant [tenant-order], whereas rules come after it
            raise reasons.CONTENT_KIND.refused()
        return with_template(submission, None, content, data, replacement)
    name = template.get("TemplateName") or _template_name(template.get("TemplateArn"))
    if name is None:
        raise reasons.CONTENT_KIND.refused()
    return with_template(submission, name, stored_content(context, name), data, replacement)


def _template_name(arn: str | None) -> str | None:
    return None if arn is None else arn.rpartition(":template/")[2]


def _additions(content: Mapping[str, Any]) -> dict[str, Any]:
    """Header fields and attachments of a Message or a Template, as fields of a submission."""
    additions: dict[str, Any] = {}
    if "Headers" in content:
        additions["headers"] = _headers(content["Headers"])
    if "Attachments" in content:
        additions["attachments"] = _attachments(content["Attachments"])
    return additions


def _headers(members: Iterable[Mapping[str, str]]) -> tuple[Header, ...]:
    return tuple(Header(each["Name"], each["Value"]) for each in members)


def _override(usual: Sequence[Header], own: Sequence[Header]) -> tuple[Header, ...]:
    """An entry's header fields, and those of the template that it does not name itself."""
    own_names = {header.name.lower() for header in own}
    return (*(header for header in usual if header.name.lower() not in own_names), *own)


def _attachments(members: Iterable[Mapping[str, Any]]) -> tuple[AttachedFile, ...]:
    return tuple(
        AttachedFile(
            name=each["FileName"],
            content=each["RawContent"],
            content_type=each.get("ContentType"),
            disposition=each.get("ContentDisposition"),
            description=each.get("ContentDescription"),
            content_id=each.get("ContentId"),
            transfer_encoding=each.get("ContentTransferEncoding"),
        )
        for each in members
    )


OPERATIONS: dict[str, Operation] = {
    "SendEmail": Operation(send_email, sends=True),
    "SendBulkEmail": Operation(send_bulk_email, sends=True, entries="BulkEmailEntries"),
}
