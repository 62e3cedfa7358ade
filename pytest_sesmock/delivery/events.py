"""What becomes of a message that SES has accepted: the events it would publish.

They are computed from the mail and from what the account withheld of it; nothing is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.simulator import DELIVERY, Outcome, bounce, simulate
from pytest_sesmock.engine.submissions.submission import Submission


class Event(NamedTuple):
    """An event that SES would publish for a message.

    Attributes:
        type: SES's name for it: Send, Delivery, Bounce, Complaint or Rendering Failure.
        recipients: The affected addresses, without display names. For Send, all of them.
        detail: Details by SES's names: `bounceType` and `bounceSubType`, `complaintSubType`,
            `errorMessage` and `templateName`.
    """

    type: str
    recipients: tuple[str, ...]
    detail: Mapping[str, str]


_ON_LIST = "OnAccountSuppressionList"
# Such mail is never delivered [doc-suppr-accept]; each reason has its own event
# [suppr-events-floci].
_WITHHELD = {
    "BOUNCE": bounce("Permanent", _ON_LIST),
    "COMPLAINT": Outcome("Complaint", {"complaintSubType": _ON_LIST}),
    # The documentation says only that such mail bounces [lmo-docs]; the types are inferred.
    "UNSUBSCRIBED": bounce("Permanent", "General"),
}


def events(submission: Submission, withheld: Mapping[str, str]) -> tuple[Event, ...]:
    """The events of an accepted mail, in SES's order: Send first, then each kind of outcome.

    Mail to real addresses arrives. Recipients with the same outcome share an event.

    Args:
        submission: The mail.
        withheld: The recipients who do not get it, spelled as in the mail, each with the reason:
            BOUNCE or COMPLAINT on the suppression list, UNSUBSCRIBED from the contact list.
    """
    template = submission.template
    if template is not None and template.failure is not None:
        failure = {"errorMessage": template.failure, "templateName": template.name or ""}
        return (Event("Rendering Failure", _addresses(submission.recipients), failure),)
    by_outcome: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for recipient in submission.recipients:
        for event, detail in _outcomes(recipient, withheld.get(recipient)):
            by_outcome.setdefault((event, tuple(detail.items())), []).append(recipient)
    return (
        Event("Send", _addresses(submission.recipients), {}),
        *(
            Event(event, _addresses(recipients), dict(detail))
            for (event, detail), recipients in by_outcome.items()
        ),
    )


def _outcomes(recipient: str, reason: str | None) -> tuple[Outcome, ...]:
    if reason is not None:
        return (_WITHHELD[reason],)
    mailbox = addresses.parse(recipient)
    outcomes = None if isinstance(mailbox, AddressFault) else simulate(mailbox)
    return outcomes or (DELIVERY,)


def _addresses(recipients: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(addresses.bare_address, recipients))
