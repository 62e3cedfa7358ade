"""Every reason for which SES refuses a message: `RULES`, in the order of SES's checks.

A rule looks at the submission and at a read-only view of the account and answers with SES's words
or None. The modules beside this one hold the rules' functions, each with its `Rule`; ids in
brackets and in `Text` are rows of the evidence tables in tests/data.
"""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Rules
from pytest_sesmock.engine.rules import (
    addressing,
    audiences,
    configuration_sets,
    content,
    identities,
    quotas,
    templates,
)

RULES = Rules(
    content.TAGS,
    audiences.TENANT_EXISTS,
    content.HEADER_BLOCK,
    addressing.SENDER_GIVEN,
    addressing.ADDRESS_SYNTAX,
    addressing.RECIPIENTS_GIVEN,
    addressing.RECIPIENT_COUNT,
    identities.ARN_FORM,
    identities.ARN_ALIGNMENT,
    content.CHARSET,
    content.ADDED_HEADERS,
    content.STRUCTURE,
    content.ATTACHED_FILES,
    templates.INLINE_TEMPLATE,
    configuration_sets.CONFIGURATION_SET_NAME,
    configuration_sets.CONFIGURATION_SET_EXISTS,
    configuration_sets.CONFIGURATION_SET_SENDING,
    audiences.ENDPOINT_EXISTS,
    audiences.CONTACT_LIST_EXISTS,
    audiences.TOPIC_EXISTS,
    addressing.ADDRESS_LENGTH,
    templates.TEMPLATE_EXISTS,
    templates.TEMPLATE_DATA,
    content.MESSAGE_SIZE,
    quotas.ACCOUNT_PAUSED_BY_AWS,
    quotas.ACCOUNT_PAUSED_BY_HOLDER,
    audiences.TENANT_SENDING,
    audiences.TENANT_RESOURCES,
    identities.SENDER_AUTHORIZED,
    identities.IDENTITIES_VERIFIED,
    identities.MAIL_FROM_VERIFIED,
    quotas.DAILY_QUOTA,
    quotas.SEND_RATE,
)
"""The rules of one mail; the first that speaks wins. Why it stands where it does its note says."""

BULK_RULES = Rules(
    audiences.TENANT_EXISTS,
    addressing.SENDER_GIVEN,
    addressing.BULK_SENDER_SYNTAX,
    identities.ARN_FORM,
    identities.ARN_ALIGNMENT,
    templates.INLINE_TEMPLATE,
    configuration_sets.CONFIGURATION_SET_NAME,
    configuration_sets.CONFIGURATION_SET_EXISTS,
    configuration_sets.CONFIGURATION_SET_SENDING,
    audiences.ENDPOINT_EXISTS,
    templates.TEMPLATE_EXISTS,
    quotas.ACCOUNT_PAUSED_BY_AWS,
    quotas.ACCOUNT_PAUSED_BY_HOLDER,
    audiences.TENANT_SENDING,
    audiences.TENANT_RESOURCES,
)
"""The rules of a bulk send as a whole; its entries are judged by `RULES`, each by itself.

Recorded are sender syntax and template [bulk-bad-source-v1] [tpl-dne-bulk-v1]; that the rest of
what is the same for all entries is the request's affair too is inferred."""

BOUNCE_RULES = Rules(
    addressing.ADDRESS_SYNTAX,
    identities.ARN_FORM,
    identities.ARN_ALIGNMENT,
    addressing.ADDRESS_LENGTH,
    quotas.ACCOUNT_PAUSED_BY_AWS,
    quotas.ACCOUNT_PAUSED_BY_HOLDER,
    identities.SENDER_AUTHORIZED,
    identities.IDENTITIES_VERIFIED,
    quotas.SEND_RATE,
)
"""The rules of SendBounce, which is documented to need a verified sender and no more
[doc-sendbounce]; the rest is inferred."""
