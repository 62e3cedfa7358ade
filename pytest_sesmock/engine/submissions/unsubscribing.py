"""What SES adds to a mail for a contact list, so that its reader can unsubscribe."""

from __future__ import annotations

from urllib.parse import quote

from pytest_sesmock.engine.elements import Content, Header
from pytest_sesmock.engine.submissions.submission import Submission

PLACEHOLDER = "{{amazonSESUnsubscribeUrl}}"
_MOST_REPLACED = 2


def with_unsubscribe_link(submission: Submission) -> Submission:
    """The mail with a link in the place of `PLACEHOLDER`, and with the fields of RFC 8058.

    Only a mail to one recipient for a contact list gets them; in text and HTML the first two
    placeholders are replaced, and fields of the caller's own of these names are overridden
    [lmo-docs]. What the link looks like is not known: it leads nowhere here.
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
    kept = (header for header in submission.headers if header.name.lower() not in names)
    return submission._replace(
        text=_linked(submission.text, link),
        html=_linked(submission.html, link),
        headers=(*kept, *added),
    )


def _linked(content: Content | None, link: str) -> Content | None:
    if content is None:
        return None
    return content._replace(data=content.data.replace(PLACEHOLDER, link, _MOST_REPLACED))
