"""The other side of a delivery: hosts, addresses and words, as recordings have them."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import NamedTuple

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.engine.simulator import DOMAIN

RECEIVER_IP = "198.51.100.7"
"""The address of every receiver: one that belongs to nobody (RFC 5737)."""
SIMULATOR_AGENT = "Amazon SES Mailbox Simulator"
"""The program that reports the simulator's complaints [evs-complaint-sim-2026]."""

_SIMULATOR_ACCEPTS = "250 Ok"  # [evs-sim-smtpresponse]
_AS_REQUESTED = "550 5.1.1 As requested: user unknown"

# The letter before a host's numbers, by region, as far as it was seen.
_HOST_LETTERS = {"ap-northeast-1": "e", "ap-southeast-2": "b"}


class Reply(NamedTuple):
    """What a receiver says of a recipient.

    Attributes:
        status: The enhanced status code, such as 5.1.1.
        diagnostic_code: The reply as SES quotes it, with its protocol: `smtp; 550 …`.
    """

    status: str
    diagnostic_code: str

    @property
    def report(self) -> dict[str, str]:
        """What the record of a bounce says of it, by SES's keys."""
        return {
            "action": "failed",
            "status": self.status,
            "diagnosticCode": self.diagnostic_code,
        }


def is_simulated(address: str) -> bool:
    """Whether a recipient is at the mailbox simulator."""
    return address.lower().endswith(f"@{DOMAIN}")


def sending_host(mail: AcceptedMail, purpose: str) -> str:
    """The host of SES's that delivers the mail [evs-reportingmta-prefix]."""
    random, region = mail.draw(f"host {purpose}"), mail.submission.region
    place = "" if region == "us-east-1" else f".{region}"
    letter = _HOST_LETTERS.get(region, "a")
    number = f"{random.randint(6, 250)}-{random.randint(1, 250)}"
    return f"{letter}{number}.smtp-out{place}.amazonses.com"


def accepts(mail: AcceptedMail, recipient: str, moment: datetime) -> str:
    """What the receiver's server says when it takes the mail."""
    if is_simulated(recipient):
        return _SIMULATOR_ACCEPTS
    queue_id = _queue_id(mail.draw(f"queue {recipient}"))
    # Gmail's words; two spaces since about 2022.
    return f"250 2.0.0 OK  {int(moment.timestamp())} {queue_id} - gsmtp"


def refuses(mail: AcceptedMail, recipient: str, subtype: str) -> Reply:
    """What the receiver's server says when it does not, for a bounce of a sub-type."""
    if is_simulated(recipient) and subtype == "General":
        return Reply("5.1.1", f"smtp; {_simulator_refuses(recipient)}")
    status, words = _REFUSALS.get(subtype, _REFUSALS["General"])
    return _reply(mail, recipient, status, words)


def defers(mail: AcceptedMail, recipient: str, delay_type: str) -> Reply:
    """What the receiver's server says when it wants the mail later, for a type of delay."""
    return _reply(mail, recipient, *_DEFERRALS.get(delay_type, _BUSY))


def _reply(mail: AcceptedMail, recipient: str, status: str, words: str) -> Reply:
    queue_id = _queue_id(mail.draw(f"queue {recipient}"))
    return Reply(status, f"smtp; {words.format(queue_id=queue_id)}")


def _simulator_refuses(recipient: str) -> str:
    """What the simulator says; the address is recorded without a label, with one inferred.

    [evs-bounce-diagnostic-2026] [evs-suppressionlist-general]
    """
    if recipient.lower().startswith("suppressionlist"):
        return f"{_AS_REQUESTED} (suppressed address: {recipient})"
    return f"{_AS_REQUESTED} <{recipient}>"


def _queue_id(random: Random) -> str:
    """As Gmail's servers have them since about 2023, such as 41be03b00d2f7-cbbb67149ce….176."""
    server, mail = random.getrandbits(52), random.getrandbits(44)
    return (
        f"{server:013x}-{mail:011x}si{random.randint(10**7, 10**8)}a12.{random.randint(100, 999)}"
    )


# Gmail's reply to an unknown user is recorded [evs-multiline-diagnostic], and so is that to spam
# [evs-contentrejected]; the others are inferred from what such servers are documented to say.
_REFUSALS = {
    "General": (
        "5.1.1",
        "550-5.1.1 The email account that you tried to reach does not exist. Please try\n"
        "550-5.1.1 double-checking the recipient's email address for typos or\n"
        "550-5.1.1 unnecessary spaces. Learn more at\n"
        "550 5.1.1  https://support.google.com/mail/?p=NoSuchUser {queue_id} - gsmtp",
    ),
    "MailboxFull": ("4.2.2", "452 4.2.2 The recipient's inbox is out of storage space. - gsmtp"),
    "MessageTooLarge": ("5.3.4", "552 5.3.4 Message size exceeds fixed limit"),
    "ContentRejected": ("5.3.0", "550 spam detected"),
    "AttachmentRejected": ("5.7.0", "552 5.7.0 This message was blocked because of its attachment"),
}

# The first is AWS's sample [evs-deliverydelay]; the others are inferred as above.
_BUSY = ("4.3.2", "421 4.3.2 Service temporarily unavailable, try again later")
_DEFERRALS = {
    "TransientCommunicationFailure": ("4.4.1", "421 4.4.1 Unable to connect to remote host"),
    "MailboxFull": _REFUSALS["MailboxFull"],
    "SpamDetected": (
        "4.7.0",
        "421-4.7.0 This message is suspicious due to the nature of the content or the\n"
        "421 4.7.0 links within, try again later {queue_id} - gsmtp",
    ),
    "IPFailure": (
        "4.7.0",
        "421-4.7.0 Our system has detected an unusual rate of unsolicited mail originating\n"
        "421 4.7.0 from your IP address, try again later {queue_id} - gsmtp",
    ),
}
