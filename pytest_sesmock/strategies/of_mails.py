"""Addresses and messages that SES accepts."""

from __future__ import annotations

import email.policy
from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.utils import formataddr
from typing import Any

from hypothesis import strategies as st

from pytest_sesmock.engine import limits

_ATOM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"
_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789"
TAG_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


def domains() -> st.SearchStrategy[str]:
    """ASCII domains of two to four labels, such as `a.example`."""
    label = st.text(_LABEL, min_size=1, max_size=10)
    return st.lists(label, min_size=1, max_size=3).map(
        lambda labels: ".".join([*labels, "example"])
    )


def addresses(domain: str | None = None) -> st.SearchStrategy[str]:
    """Bare email addresses that SES accepts; some local parts are quoted or have dots or labels.

    Args:
        domain: The domain of every address; by default one of `domains`.
    """
    atoms = st.lists(st.text(_ATOM, min_size=1, max_size=8), min_size=1, max_size=3).map(".".join)
    quoted = st.text(_ATOM + " @,:;<>()[]", min_size=1, max_size=12).map('"{}"'.format)
    return st.builds(
        "{}@{}".format, st.one_of(atoms, quoted), domains() if domain is None else st.just(domain)
    )


def mailboxes(domain: str | None = None) -> st.SearchStrategy[str]:
    """Addresses as `addresses` makes them, bare or with a display name in any script.

    Args:
        domain: The domain of every address; by default one of `domains`.
    """
    bare = addresses(domain)
    return st.one_of(bare, st.builds('"{}" <{}>'.format, _names(), bare))


def _names() -> st.SearchStrategy[str]:
    printable = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"\\')
    return st.text(printable, min_size=1, max_size=30)


def tags() -> st.SearchStrategy[dict[str, str]]:
    """Message tags as API parameters, with Name and Value."""
    name = st.text(TAG_CHARACTERS, min_size=1, max_size=20)
    value = st.text(TAG_CHARACTERS + ".@", min_size=1, max_size=20)
    return st.fixed_dictionaries({"Name": name, "Value": value})


def send_email_parameters(source_domain: str = "example.com") -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of SendEmail (API v1) that SES accepts if `source_domain` is verified.

    There are 1 to 48 recipients in To, Cc and Bcc; subject, text and HTML are any Unicode text.
    """
    return st.fixed_dictionaries(
        {
            "Source": mailboxes(source_domain),
            "Destination": _destinations(),
            "Message": _messages(),
        },
        optional={
            "ReplyToAddresses": st.lists(mailboxes(), max_size=3),
            "ReturnPath": addresses(source_domain),
            "Tags": st.lists(tags(), max_size=3),
        },
    )


def send_email_v2_parameters(
    source_domain: str = "example.com",
) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of SendEmail (API v2) that SES accepts if `source_domain` is verified.

    The content is either simple, as in `send_email_parameters`, or raw, one of `raw_messages`.
    There are 1 to 48 recipients in To, Cc and Bcc.
    """
    raw = st.fixed_dictionaries({"Data": raw_messages(source_domain)})
    return st.fixed_dictionaries(
        {
            "FromEmailAddress": mailboxes(source_domain),
            "Destination": _destinations(),
            "Content": st.one_of(
                st.fixed_dictionaries({"Simple": _messages()}),
                st.fixed_dictionaries({"Raw": raw}),
            ),
        },
        optional={
            "ReplyToAddresses": st.lists(mailboxes(), max_size=3),
            "FeedbackForwardingEmailAddress": addresses(source_domain),
            "EmailTags": st.lists(tags(), max_size=3),
        },
    )


def raw_messages(source_domain: str = "example.com") -> st.SearchStrategy[bytes]:
    """MIME messages that SES accepts if `source_domain` is verified.

    The header names the sender and 1 to 9 recipients in To, Cc and Bcc, with display names in any
    script. A message has text, HTML or both, and up to two attached files.
    """
    words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)
    text = st.text(st.characters(codec="utf-8"), max_size=500)
    file_name = st.builds("{}.pdf".format, st.text(_ATOM + "äж漢 ", min_size=1, max_size=20))
    return st.builds(
        _raw_message,
        sender=_header_mailboxes(source_domain),
        to=st.lists(_header_mailboxes(), min_size=1, max_size=3),
        cc=st.lists(_header_mailboxes(), max_size=3),
        bcc=st.lists(_header_mailboxes(), max_size=3),
        subject=words,
        bodies=st.dictionaries(st.sampled_from(["plain", "html"]), text, min_size=1),
        files=st.dictionaries(file_name, st.binary(), max_size=2),
    )


def _header_mailboxes(domain: str | None = None) -> st.SearchStrategy[str]:
    """Mailboxes as in a header: display names beyond ASCII are encoded words."""
    bare = addresses(domain)
    return st.one_of(bare, st.tuples(_names(), bare).map(formataddr))


def _raw_message(
    *,
    sender: str,
    to: Sequence[str],
    cc: Sequence[str],
    bcc: Sequence[str],
    subject: str,
    bodies: dict[str, str],
    files: dict[str, bytes],
) -> bytes:
    # The header is written here because `EmailMessage` does not accept every legal address.
    head = [f"From: {sender}"]
    for name, recipients in (("To", to), ("Cc", cc), ("Bcc", bcc)):
        if recipients:
            head.append(f"{name}: " + ",\r\n ".join(recipients))
    encoded = Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    head.append(f"Subject: {encoded}")
    content = EmailMessage(email.policy.SMTP)
    (subtype, body), *alternatives = sorted(bodies.items(), reverse=True)  # plain before HTML
    content.set_content(body, subtype=subtype)
    for subtype, body in alternatives:
        content.add_alternative(body, subtype=subtype)
    for name, data in files.items():
        content.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    multiparts = (part for part in content.walk() if part.is_multipart())
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{number}")  # otherwise it is random, and no two runs are the same
    return "\r\n".join([*head, ""]).encode("ascii") + content.as_bytes()


def _messages() -> st.SearchStrategy[dict[str, Any]]:
    text = st.text(st.characters(codec="utf-8"))
    content = st.fixed_dictionaries({"Data": text}, optional={"Charset": st.just("UTF-8")})
    part = st.sampled_from(["Text", "Html"])
    return st.fixed_dictionaries(
        {"Subject": content, "Body": st.dictionaries(part, content, min_size=1)}
    )


def _destinations() -> st.SearchStrategy[dict[str, list[str]]]:
    share = limits.MAX_RECIPIENTS // 3
    lists = {
        f"{name}Addresses": st.lists(mailboxes(), max_size=share) for name in ("To", "Cc", "Bcc")
    }
    return st.fixed_dictionaries({}, optional=lists).filter(lambda each: any(each.values()))
