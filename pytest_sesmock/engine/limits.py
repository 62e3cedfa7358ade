"""SES's limits, each with its source: ids in brackets are rows of the evidence tables.

A limit has its number here and nowhere else.
"""

from __future__ import annotations

MAX_RECIPIENTS = 50
"""Recipients (To, Cc and Bcc together) of one message [recipients-51-v1] [recipients-count-all]."""

MAX_BULK_ENTRIES = 50
"""Destinations of one bulk send [doc-tpl-limits]."""

MAX_ADDRESS_LENGTH = 320
"""UTF-16 units of one address, display name included [addr-len-320]."""

MAX_TAG_LENGTH = 255
"""Characters of a tag's name, and of its value; 256 are documented [tag-name-len]."""

MAX_MESSAGE_SIZES = {"ses": 10_485_760, "sesv2": 41_943_040, "smtp": 41_943_040}
"""Bytes of the message, encodings included, by API [size-v1-raw] [doc-quota-recipients]."""

QUOTA_WINDOW = 24 * 60 * 60
"""Seconds over which the daily quota rolls [doc-quota-recipients]."""

SANDBOX_MAX_24_HOUR_SEND = 200.0
"""Recipients per 24 hours of an account in the sandbox [quota-sandbox]."""

SANDBOX_MAX_SEND_RATE = 1.0
"""Recipients per second of an account in the sandbox [quota-sandbox]."""

PRODUCTION_MAX_24_HOUR_SEND = 50_000.0
"""Recipients per 24 hours of a new account with production access (a decision of this project)."""

PRODUCTION_MAX_SEND_RATE = 14.0
"""Recipients per second that such an account reports, as real ones were seen to [throttle-v2]."""

MAX_IDENTITIES = 10_000
"""Identities of one account and region [doc-quota-recipients]."""

MAX_POLICIES_PER_IDENTITY = 20
"""Sending authorization policies of one identity [policy-limit]."""

MAX_CONFIGURATION_SET_NAME_LENGTH = 64
"""Characters of a configuration set's name [doc-quota-recipients]."""

MAX_RECEIPT_NAME_LENGTH = 64
"""Characters of the name of a receipt rule, rule set or filter [ruleset-name-form]."""

MAX_RECEIPT_NAME_CHECKED_LENGTH = 100
"""Characters of such a name that AWS passes on to SES [reorder-name]."""

MAX_RECEIPT_RULE_SETS = 40
"""Receipt rule sets of one account and region [page-rulesets]."""

MAX_RECEIPT_RULES = 200
"""Rules of one receipt rule set [rule-limit]."""

MAX_RECEIPT_ACTIONS = 10
"""Actions of one receipt rule [rule-actions-limit]."""

MAX_RECEIPT_FILTERS = 100
"""Receipt filters of one account and region [filter-limit]."""

MAX_TAGS_PER_RESOURCE = 50
"""Tags of one resource [tags-max]."""

MAX_TAG_KEY_LENGTH = 128
"""Characters of a resource tag's key [tags-key-long]."""

MAX_TAG_VALUE_LENGTH = 256
"""Characters of a resource tag's value [tags-key-long]."""

MAX_CONTACT_LISTS = 1
"""Contact lists of one account and region [clist-limit]."""

MAX_CONTACT_LIST_NAME_LENGTH = 64
"""Characters of a contact list's or a topic's name [clist-name-bad] [clist-topic-bad]."""

MAX_CONTACT_LIST_DESCRIPTION_LENGTH = 500
"""Characters of a contact list's description [clist-description-long]."""

MAX_TOPICS = 20
"""Topics of one contact list [clist-topics-max]."""

MAX_TOPIC_DISPLAY_NAME_LENGTH = 128
"""Characters of a topic's display name [clist-topic-display]."""

MAX_TENANT_NAME_LENGTH = 64
"""Characters of a tenant's name [tenant-name-long]."""

MAX_TEMPLATES = 20_000
"""Email templates of one account and region [doc-tpl-limits]."""

MAX_TEMPLATE_SIZE = 512_000
"""Bytes of a template's text and HTML together; documented as 500 KB [doc-tpl-limits]."""

MAX_VERIFICATION_TEMPLATES = 50
"""Custom verification email templates of one account and region [cvet-docs]."""

MAX_CONFIGURATION_SETS = 10_000
"""Configuration sets of one account and region [doc-event-quotas]."""

MAX_EVENT_DESTINATIONS = 10
"""Event destinations of one configuration set [doc-event-quotas]."""

MAX_EVENT_DESTINATION_NAME_LENGTH = 64
"""Characters of an event destination's name [evdest-name]."""

MAX_DIMENSIONS = 10
"""Dimensions of one CloudWatch event destination [doc-event-quotas]."""

MAX_POOL_NAME_LENGTH = 64
"""Characters of a dedicated IP pool's name [pool-name-rule]."""

MAX_HEADER_BLOCK_SIZE = 262_144
"""Bytes of a header block: a guess, as SES never names its limit [header-section-too-long]."""

MAX_MIME_PARTS = 500
"""Parts of one message, multiparts included [doc-mime-parts]."""

MAX_ADDED_HEADER_LENGTH = 996
"""Characters of a header added in API v2, name and value together [doc-v2-model-limits]."""

REVIEW_BOUNCE_RATE = 0.05
"""Hard bounces by recipient from which on AWS reviews an account [reputation-rates]."""

PAUSE_BOUNCE_RATE = 0.10
"""Hard bounces by recipient from which on AWS pauses an account's sending [reputation-rates]."""

REVIEW_COMPLAINT_RATE = 0.001
"""Complaints by recipient from which on AWS reviews an account [reputation-rates]."""

PAUSE_COMPLAINT_RATE = 0.005
"""Complaints by recipient from which on AWS pauses an account's sending [reputation-rates]."""

MAX_METRIC_DAYS = 60
"""Days that one query of BatchGetMetricData may span [metrics-interval]."""

MAX_EXPORT_JOBS = 20
"""Export jobs of one account and region that run at a time [export-limit]."""

MAX_IMPORT_JOBS = 20
"""Import jobs of one account and region that run at a time [import-limit]."""

USUAL_EXPORT_RESULTS = 1_000
"""Rows of an export of message insights that asks for no number [export-events]."""
