"""What becomes of a message SES has accepted: the events it would publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.simulator import simulated
from pytest_sesmock.engine.submissions.submission import Submission


class Event(NamedTuple):
    """One event of a message.

    Attributes:
        type: As SES names it: Send, Delivery, Bounce, Complaint or Rendering Failure.
        recipients: Whom it is about, addresses without display names; for Send everyone.
        detail: What SES says besides, by its own names: `bounceType` and `bounceSubType`,
            `complaintSubType`, `errorMessage` and `templateName`.
    """

    type: str
    recipients: tuple[str, ...]
    detail: Mapping[str, str]


_PERMANENT = {"bounceType": "Permanent", "bounceSubType": "General"}
# What the simulator's mailboxes do [sim-complaint-events]; `ooto` was recorded as a bounce
# [sim-ooto-json], and `suppressionlist` is documented to act as SES's own list does.
_SIMULATED: dict[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "success": (("Delivery", {}),),
    "bounce": (("Bounce", _PERMANENT),),
    "ooto": (("Bounce", {"bounceType": "Transient", "bounceSubType": "General"}),),
    "complaint": (("Delivery", {}), ("Complaint", {})),
    "suppressionlist": (("Bounce", {"bounceType": "Permanent", "bounceSubType": "Suppressed"}),),
}
_ON_LIST = "OnAccountSuppressionList"
# Never delivered [doc-suppr-accept]; a reason of its own kind each [suppr-events-floci].
_SUPPRESSED = {
    "BOUNCE": ("Bounce", {"bounceType": "Permanent", "bounceSubType": _ON_LIST}),
    "COMPLAINT": ("Complaint", {"complaintSubType": _ON_LIST}),
    # The documentation says that such mail bounces, and no more of it [lmo-docs]: inferred.
    "UNSUBSCRIBED": ("Bounce", _PERMANENT),
}


def events(submission: Submission, withheld: Mapping[str, str]) -> tuple[Event, ...]:
    """The events of an accepted mail, in SES's order: Send first, then each kind of outcome.

    Mail to real addresses arrives. Recipients to whom the same happens share an event.

    Args:
        submission: The mail.
        withheld: The recipients, as they stand in the mail, that do not get it, with the reason:
            BOUNCE or COMPLAINT on the suppression list, UNSUBSCRIBED from the contact list.
    """
    template = submission.template
    if template is not None and template.failure is not None:
        failure = {"errorMessage": template.failure, "templateName": template.name or ""}
        return (Event("Rendering Failure", _bare(submission.recipients), failure),)
    outcomes: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for recipient in submission.recipients:
        for kind, detail in _outcomes(recipient, withheld.get(recipient)):
            outcomes.setdefault((kind, tuple(detail.items())), []).append(recipient)
    return (
        Event("Send", _bare(submission.recipients), {}),
        *(
            Event(kind, _bare(recipients), dict(detail))
            for (kind, detail), recipients in outcomes.items()
        ),
    )


def _outcomes(recipient: str, reason: str | None) -> Iterator[tuple[str, Mapping[str, str]]]:
    if reason is not None:
        yield _SUPPRESSED[reason]
        return
    mailbox = addresses.parse(recipient)
    name = None if isinstance(mailbox, AddressFault) else simulated(mailbox)
    yield from _SIMULATED[name or "success"]


def _bare(recipients: Iterable[str]) -> tuple[str, ...]:
    parsed = (addresses.parse(recipient) for recipient in recipients)
    return tuple(each.address for each in parsed if not isinstance(each, AddressFault))
