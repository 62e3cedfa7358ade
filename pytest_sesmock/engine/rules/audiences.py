"""On whose behalf and to what audience a mail goes: tenants, endpoints, contact lists (API v2)."""

from __future__ import annotations

from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.rules.mailboxes import mailbox
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text

TENANT_MISSING = Text(
    "Tenant {name} for AwsAccountId {account} not found.",
    "A2",
    ("tenant-missing", "tenant-missing-text"),
)


def tenant_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The named tenant exists in this region."""
    name = submission.tenant
    if name is None or account.tenant_status(name) is not None:
        return None
    return Finding(TENANT_MISSING.says(name=name, account=account.account_id))


TENANT_PAUSED = Text("Sending is paused for tenant {name}", "C", ("cs-paused-v2",))


def tenant_sends(submission: Submission, account: AccountView) -> Finding | None:
    """Sending is enabled for the tenant."""
    name = submission.tenant
    if name is None or account.tenant_status(name) != "DISABLED":
        return None
    return Finding(TENANT_PAUSED.says(name=name))


TENANT_LACKS = Text(
    "Tenant not associated with resources [{arns}].", "A2", ("tenant-denied", "tenant-denied-text")
)


def tenant_has_resources(submission: Submission, account: AccountView) -> Finding | None:
    """The tenant is associated with the sender's identity and the configuration set."""
    name = submission.tenant
    if name is None:
        return None
    source = mailbox(submission.source)
    missing = account.tenant_lacks(name, source, submission.configuration_set)
    return Finding(TENANT_LACKS.says(arns=", ".join(missing))) if missing else None


ENDPOINT_MISSING = Text(
    "The requested multi-region endpoint <{id}> does not exist.", "C", ("tenant-missing-mgmt",)
)


def endpoint_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The named multi-region endpoint exists."""
    if submission.endpoint is None or account.has_endpoint(submission.endpoint):
        return None
    return Finding(ENDPOINT_MISSING.says(id=submission.endpoint))


LIST_MISSING = Text(
    "List with name: {name} doesn't exist.", "C", ("lmo-unknown-list", "clist-missing")
)


def contact_list_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The contact list that the mail is for exists."""
    subscription = submission.subscription
    if subscription is None or account.has_contact_list(subscription.contact_list):
        return None
    return Finding(LIST_MISSING.says(name=subscription.contact_list))


TOPIC_MISSING = Text("List: {list} doesn't contain Topic: {topic}", "C", ("lmo-unknown-list",))


def topic_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The contact list has the topic that the mail is about."""
    subscription = submission.subscription
    if subscription is None or subscription.topic is None:
        return None
    name, topic = subscription
    if account.has_contact_list(name, topic):
        return None
    return Finding(TOPIC_MISSING.says(list=name, topic=topic))


TENANT_EXISTS = Rule(
    "tenant-exists",
    Fault.NOT_FOUND,
    tenant_exists,
    (TENANT_MISSING,),
    "The tenant must exist in this region.",
    "Before the recipients and a raw message's sender, as probed [tenant-order].",
    about=("tenant",),
)
TENANT_SENDING = Rule(
    "tenant-sending",
    Fault.ACCOUNT_PAUSED,
    tenant_sends,
    (TENANT_PAUSED,),
    "Sending must be enabled for the tenant.",
    "How SES refuses is not known: code and text follow the configuration sets'. " + PLACE_UNPROVEN,
    about=("tenant",),
)
TENANT_RESOURCES = Rule(
    "tenant-resources",
    Fault.ACCESS_DENIED,
    tenant_has_resources,
    (TENANT_LACKS,),
    "The tenant must be associated with the sender's identity and with the configuration set.",
    PLACE_UNPROVEN,
    about=("tenant",),
)
ENDPOINT_EXISTS = Rule(
    "endpoint-exists",
    Fault.NOT_FOUND,
    endpoint_exists,
    (ENDPOINT_MISSING,),
    "The multi-region endpoint must exist.",
    "How SES refuses is not known: code and text follow the tenants'. " + PLACE_UNPROVEN,
    about=("endpoint",),
)
CONTACT_LIST_EXISTS = Rule(
    "contact-list-exists",
    Fault.NOT_FOUND,
    contact_list_exists,
    (LIST_MISSING,),
    "The contact list must exist in this region.",
    "Code and text are those of the operations on contact lists. " + PLACE_UNPROVEN,
    about=("subscription",),
)
TOPIC_EXISTS = Rule(
    "topic-exists",
    Fault.INVALID_PARAMETER,
    topic_exists,
    (TOPIC_MISSING,),
    "The topic must be one of the contact list's.",
    "Code and text are those of the operations on contacts. " + PLACE_UNPROVEN,
    about=("subscription",),
)
