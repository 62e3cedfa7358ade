"""The same mail by any way: accepted or refused for the same reason, and read the same."""

from __future__ import annotations

from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from sending import ses, sesv2

from pytest_sesmock import SentMessage, SESMock

# A display name that needs quotes as a parameter and an encoded word in a header.
names = st.one_of(
    st.none(),
    st.sampled_from(["Ada", "Ada Lovelace", "Lovelace, Ada", "Ада", "J. R.", "a (b) c"]),
)
locals_ = st.sampled_from(["ada", "a.b+c", "o'neil", "UP", "x" * 70])
domains = st.sampled_from(["example.com", "sub.example.com", "EXAMPLE.org", "un.example"])
broken = st.sampled_from(["nobody", "a@", "@b.example", "a b@c.example", "a@b..c", "a@b.example."])


class Box(NamedTuple):
    """A mailbox, and how to write it as a parameter and in a header."""

    name: str | None
    address: str

    @property
    def parameter(self) -> str:
        return self.address if self.name is None else f'"{self.name}" <{self.address}>'

    @property
    def header(self) -> str:
        if self.name is None:
            return self.address
        name = f'"{self.name}"' if self.name.isascii() else Header(self.name, "utf-8").encode()
        return f"{name} <{self.address}>"


boxes = st.builds(Box, names, st.builds("{}@{}".format, locals_, domains))
wrong = st.builds(Box, st.none(), broken)
senders = st.builds(
    Box, names, st.builds("{}@{}".format, locals_, st.sampled_from(["example.com", "un.example"]))
)


class Mail(NamedTuple):
    source: Box
    to: list[Box]
    cc: list[Box]
    bcc: list[Box]
    reply_to: list[Box]
    subject: str
    text: str | None
    html: str | None
    tags: dict[str, str]
    configuration_set: str | None


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
mails = st.builds(
    Mail,
    st.one_of(senders, senders, wrong),
    st.lists(st.one_of(boxes, boxes, boxes, wrong), min_size=1, max_size=3),
    st.lists(boxes, max_size=2),
    st.lists(boxes, max_size=2),
    st.lists(boxes, max_size=1),
    words.map(str.strip),
    words,
    st.one_of(st.none(), words),
    st.dictionaries(st.sampled_from(["a", "b", "b:"]), st.sampled_from(["1", "x y"]), max_size=1),
    st.sampled_from([None, None, "news", "none", "paused"]),
)


def parameters(boxes: list[Box]) -> list[str]:
    return [box.parameter for box in boxes]


def destination(mail: Mail) -> dict[str, list[str]]:
    return {
        "ToAddresses": parameters(mail.to),
        "CcAddresses": parameters(mail.cc),
        "BccAddresses": parameters(mail.bcc),
    }


def message(mail: Mail) -> dict[str, Any]:
    body = {"Text": mail.text, "Html": mail.html}
    return {
        "Subject": {"Data": mail.subject},
        "Body": {name: {"Data": each} for name, each in body.items() if each is not None},
    }


def mime(mail: Mail) -> bytes:
    texts = [(mail.text, "plain"), (mail.html, "html")]
    parts = [MIMEText(text, subtype, "utf-8") for text, subtype in texts if text is not None]
    whole: Any = parts[0] if len(parts) == 1 else MIMEMultipart("alternative", None, parts)
    head = [f"From: {mail.source.header}"]
    for name, boxes in (("To", mail.to), ("Cc", mail.cc), ("Reply-To", mail.reply_to)):
        if boxes:
            head.append(f"{name}: {', '.join(box.header for box in boxes)}")
    head.append(f"Subject: {Header(mail.subject, 'utf-8').encode()}")
    return "\r\n".join([*head, whole.as_string()]).encode()


def common(mail: Mail, tags: str) -> dict[str, Any]:
    given: dict[str, Any] = {
        tags: [{"Name": name, "Value": value} for name, value in mail.tags.items()]
    }
    if mail.configuration_set is not None:
        given["ConfigurationSetName"] = mail.configuration_set
    return given


def everyone(mail: Mail) -> list[str]:
    return parameters(mail.to + mail.cc + mail.bcc)


WAYS = {
    "v1 SendEmail": lambda mail: ses().send_email(
        Source=mail.source.parameter,
        Destination=destination(mail),
        Message=message(mail),
        ReplyToAddresses=parameters(mail.reply_to),
        **common(mail, "Tags"),
    ),
    "v1 SendRawEmail": lambda mail: ses().send_raw_email(
        RawMessage={"Data": mime(mail)}, Destinations=everyone(mail), **common(mail, "Tags")
    ),
    "v2 Simple": lambda mail: sesv2().send_email(
        FromEmailAddress=mail.source.parameter,
        Destination=destination(mail),
        Content={"Simple": message(mail)},
        ReplyToAddresses=parameters(mail.reply_to),
        **common(mail, "EmailTags"),
    ),
    "v2 Raw": lambda mail: sesv2().send_email(
        Destination=destination(mail),
        Content={"Raw": {"Data": mime(mail)}},
        **common(mail, "EmailTags"),
    ),
}


def place(address: str) -> str:
    return address.rpartition("<")[2].rstrip(">")


def read(sent: SentMessage) -> dict[str, Any]:
    """What a reader of the mail sees, and who the readers are."""
    return {
        "from": place(sent.source),
        "to": [place(each) for each in sent.to],
        "cc": [place(each) for each in sent.cc],
        "hidden": sorted({place(each) for each in sent.bcc}),
        "recipients": [place(each) for each in sent.recipients],
        "reply_to": [place(each) for each in sent.reply_to],
        "subject": sent.subject,
        "text": sent.text,
        "html": sent.html,
        "tags": sent.tags,
        "configuration_set": sent.configuration_set,
        "names": [address.display_name for address in sent.mime["To"].addresses],
    }


def outcome(send: Any, mail: Mail, sandbox: bool) -> Any:
    """What is read of the mail, or the rule that refused it and, but for senders, its words."""
    with SESMock(
        region="us-east-1",
        verified_identities=["example.com"],
        configuration_sets=["news", "paused"],
        sandbox=sandbox,
    ) as mock:
        mock.account().pause_configuration_set("paused")
        try:
            send(mail)
        except ClientError:
            (refused,) = mock.outbox.refusals
            return refused.rule
        (sent,) = mock.outbox
        return read(sent)


@given(mail=mails, sandbox=st.booleans())
def test_every_way_gives_the_same(mail: Mail, sandbox: bool) -> None:
    outcomes = {name: outcome(send, mail, sandbox) for name, send in WAYS.items()}
    expected = outcomes["v1 SendEmail"]
    if isinstance(expected, dict):
        # A recipient who is also named in the header is not hidden, as far as a header tells.
        shown = {*expected["to"], *expected["cc"]}
        for each in outcomes.values():
            each["hidden"] = [place for place in each["hidden"] if place not in shown]

    assert outcomes == dict.fromkeys(WAYS, expected)


@pytest.mark.parametrize("way", WAYS)
def test_the_ways_accept_and_refuse(way: str) -> None:
    """The property above would hold of ways that all fail."""
    mail = Mail(
        Box("Ada", "a@example.com"),
        [Box(None, "b@c.example")],
        [],
        [],
        [],
        "Hi",
        "x",
        None,
        {},
        None,
    )

    assert outcome(WAYS[way], mail, False)["subject"] == "Hi"
    assert outcome(WAYS[way], mail, True) == "identities-verified"
