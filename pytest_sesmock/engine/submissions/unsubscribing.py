"""What SES adds to a mail for a contact list so that its reader can unsubscribe."""

from __future__ import annotations

from urllib.parse import quote

from pytest_sesmock.engine.elements import Content, Header
from pytest_sesmock.engine.submissions.submission import Submission

PLACEHOLDER = "{{amazonSESUnsubscribeUrl}}"
_MOST_REPLACED = 2


def with_unsubscribe_link(submission: Submission) -> Submission:
    """The mail with a link in place of `PLACEHOLDER`, and with the header fields of RFC 8058.

    Only a mail for a contact list with a single recipient gets them. The first two placeholders in
    text and in HTML are replaced, and the caller's own fields of these names are overridden
    [lmo-docs]. What SES's link looks like is not known: the one here leads nowhere.
    """
    subscription = submission.subscription
    if subscription is None or len(submission.recipients) != 1:
        return submission
    topic = "" if subscription.topic is None else f"?topic={quote(subscription.topic, safe='')}"
    name = quote(subscription.contact_list, safe="")
    link = f"https://unsubscribe.{submission.region}.amazonses.com/{name}{topic}"
    added = (
        Header("List-Unsubscribe", f"<{link}>"),
        Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    names = {header.name.lower() for header in added}
    others = (header for header in submission.headers if header.name.lower() not in names)
    return submission._replace(
        text=_fill_in(submission.text, link),
        html=_fill_in(submission.html, link),
        headers=(*others, *added),
    )


def _fill_in(content: Content | None, link: str) -> Content | None:
    if content is None:
        return None
    return content._replace(data=content.data.replace(PLACEHOLDER, link, _MOST_REPLACED))
