"""What a report says will let a call pass does so when it is pasted into the test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import rows
from hypothesis import given
from hypothesis import strategies as st
from remedies import NAMES, Case, follow, follow_in, nothing, refused_by
from sending import SEND, mail, mail2, ses

from pytest_sesmock import Account, SESMock

FOREIGN = "arn:aws:ses:us-east-1:999999999999:identity/"
OWN = "arn:aws:ses:us-east-1:123456789012:identity/"


# The sender and the recipients

NAME = "a" * 64
DOMAIN = ".".join(["d" * 60] * 3)
ADDRESSES = {
    "plain": "ada@un.example",
    "capitals": "Ada@UN.Example",
    "Django's default": "webmaster@localhost",
    "reserved": "root@db.local",
    "reserved too": "x@y.invalid",
    "for tests": "x@shop.test",
    "the root of the reserved": "x@test",
    "no dot": "a@b",
    "a quote": "o'hara@un.example",
    "quoted": '"ada l"@un.example',
    "quoted for nothing": '"ada"@un.example',
    "a quoted at": '"a@b"@un.example',
    "a quoted quote": r'"a\"b"@un.example',
    "escaped": r"a\@b@un.example",
    "a label": "ada+news@un.example",
    "labels": "ada+a+b@un.example",
    "two dots": "a..b@un.example",
    "a dot first": ".a@un.example",
    "braces": "{account}@un.example",
    "more braces": "{account}.verify{}@un.example",
    "a display name": "Ada Lovelace <ada@un.example>",
    "a quoted display name": '"Lovelace, Ada \\"x\\"" <ada@un.example>',
    "a display name beyond ASCII": "Zoë 日本 <zoe@un.example>",
    "an encoded display name": "=?UTF-8?B?Wm/Dqw==?= <zoe@un.example>",
    "a comment": "ada@un.example (Ada)",
    "a route": "<@relay.example:ada@un.example>",
    "Punycode": "ada@xn--bcher-kva.example",
    "a long name": f"{NAME}@un.example",
    "a longer name": f"{NAME}a@un.example",
    "a long domain": f"ada@{DOMAIN}.example",
    "a long address": f"{NAME}@{DOMAIN}.example",
    "a long label": f"ada@{'d' * 64}.un.example",
    "a sub-domain": "ada@a.b.c.un.example",
    "a hyphen first": "ada@-x.un.example",
    "reserved hyphens": "ada@ab--cd.un.example",
    "a number as top level": "andrew@10.66",
    "backslash": "a\\\\b@un.example",
}
HOPELESS = {
    "a literal": "ada@[192.0.2.1]",
    "only a bad label": "ada@-x.com",
    "a group": "Team: ada@un.example;",
}


def as_source(address: str) -> dict[str, Any]:
    return mail(Source=address)


def as_return_path(address: str) -> dict[str, Any]:
    return mail(ReturnPath=address)


def as_recipient(address: str) -> dict[str, Any]:
    return mail(To=[address, "success@simulator.amazonses.com"])


PLACES = [as_source, as_return_path, as_recipient]


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1"])
@pytest.mark.parametrize("sandbox", [False, True], ids=["", "sandbox"])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_is_not_verified(address: str, sandbox: bool, region: str) -> None:
    with SESMock(region="us-east-1") as mock:
        account = mock.account(region)
        account.sandbox = sandbox
        account.verify("example.com")
        for place in PLACES:
            met = follow(mock, lambda place=place: ses(region).send_email(**place(address)))  # type: ignore[misc]
            assert met in ([], ["identities-verified"])
        assert len(mock.outbox) == len(PLACES)


@pytest.mark.parametrize("address", HOPELESS.values(), ids=HOPELESS)
def test_an_address_that_nobody_can_verify(address: str) -> None:
    """As a source it must change; as a recipient it can be written to out of the sandbox."""
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        assert follow(mock, lambda: ses().send_email(**as_source(address))) == [
            "identities-verified",
            "no remedy",
        ]
        mock.account().sandbox = True
        assert follow(mock, lambda: ses().send_email(**as_recipient(address))) == [
            "identities-verified"
        ]
        assert mock.account().sandbox is False


@pytest.mark.parametrize("senders", [0, 1], ids=["recipients", "and a sender"])
@pytest.mark.parametrize("count", [1, 5, 6, 50])
def test_recipients_of_the_sandbox(count: int, senders: int) -> None:
    """A few are verified; for more, the account leaves the sandbox, as no line would hold them."""
    call = mail(To=[f"{NAME}{n}"[-60:] + "@un.example" for n in range(count)])
    with SESMock(region="us-east-1", sandbox=True) as mock:
        if not senders:
            mock.account().verify("example.com")
        assert follow(mock, lambda: ses().send_email(**call)) == ["identities-verified"]
        assert mock.account().sandbox is (count <= 5)


def test_addresses_of_any_form() -> None:
    """Those that JavaMail takes: whatever has a domain that can be verified has a remedy."""
    taken = [row["address"] for row in rows("addresses") if row["verdict"] == "ok"]
    assert len(taken) > 250
    helped = 0
    for address in taken:
        with SESMock(region="us-east-1") as mock:
            met = follow(mock, lambda: ses().send_email(**as_source(address)))  # noqa: B023
        helped += met == ["identities-verified"]
    assert helped > 0.5 * len(taken)


@given(
    st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,80}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9-]{1,70}(\.[A-Za-z0-9-]{1,70}){0,3}", fullmatch=True),
)
def test_any_plain_address_is_helped_once(local_part: str, domain: str) -> None:
    with SESMock(region="us-east-1") as mock:
        met = follow(mock, lambda: ses().send_email(**as_source(f"{local_part}@{domain}")))
    assert met[0] in {"identities-verified", "address-syntax", "address-length"}


def test_an_address_verified_in_another_case_is_told_apart() -> None:
    with SESMock(region="us-east-1", verified_identities=["Ann@EXAMPLE.net"]) as mock:
        call = mail(Source="Ann <Ann@example.net>")
        refused = refused_by(mock, lambda: ses().send_email(**call))
        assert refused is not None
        assert refused.requires.endswith(
            "Problem: 'Ann@EXAMPLE.net' is verified, and the case of an address matters"
        )
        assert follow(mock, lambda: ses().send_email(**call)) == ["identities-verified"]
        assert [*mock.account().identities] == ["Ann@EXAMPLE.net", "Ann@example.net"]


# Everything else that sending meets


def denied(*identities: str, names: tuple[str, ...] = ("sending",)) -> Callable[[Account], None]:
    def arrange(account: Account) -> None:
        for identity in identities:
            for name in names:
                account.put_policy(identity, {"Statement": {"Effect": "Deny"}}, name)

    return arrange


def paused(by: Any) -> Callable[[Account], None]:
    return lambda account: account.pause_sending(by)


def send(**changes: Any) -> Callable[[Any, Any], object]:
    return lambda v1, _v2: v1.send_email(**mail(**changes))


def send2(**changes: Any) -> Callable[[Any, Any], object]:
    return lambda _v1, v2: v2.send_email(**mail2(**changes))


def from_template(name: str) -> Callable[[Any, Any], object]:
    return lambda v1, _v2: v1.send_templated_email(
        Source=SEND["Source"], Destination=SEND["Destination"], Template=name, TemplateData="{}"
    )


def bulk(name: str) -> Callable[[Any, Any], object]:
    return lambda v1, _v2: v1.send_bulk_templated_email(
        Source="a@un.example",
        Template=name,
        DefaultTemplateData="{}",
        Destinations=[{"Destination": SEND["Destination"], "ReplacementTemplateData": "{}"}],
    )


def pause_set(account: Account) -> None:
    account.create_configuration_set("news")
    account.pause_configuration_set("news")


def reject(identity: str) -> Callable[[Account], None]:
    def arrange(account: Account) -> None:
        account.verify(identity)
        account.set_mail_from(identity, "mail.example.com", behavior="RejectMessage")

    return arrange


def use_up_rate(account: Account) -> None:
    account.max_send_rate = 1
    ses(account.region).send_email(**mail(To=["a@b"] * 40))


def use_up_quota(account: Account) -> None:
    account.sent_last_24_hours = 50_000


SENDING = {
    "configuration set": Case(
        send(ConfigurationSetName="news"), nothing, ["configuration-set-exists"]
    ),
    "paused set": Case(
        send2(ConfigurationSetName="news"), pause_set, ["configuration-set-sending"]
    ),
    "paused by AWS": Case(send(), paused("aws"), ["account-paused-by-aws"]),
    "paused by holder": Case(send2(), paused("holder"), ["account-paused-by-holder"]),
    "all of it": Case(
        send(Source="it's {me} <o'hara@un.example>", ConfigurationSetName="news"),
        paused("holder"),
        ["configuration-set-exists", "account-paused-by-holder", "identities-verified"],
    ),
    "denied": Case(send(), denied("example.com"), ["sender-authorized"]),
    "denied twice": Case(
        send(SourceArn=f"{OWN}example.com"),
        denied("example.com", "noreply@example.com", names=("it's", "b-2")),
        ["sender-authorized"],
    ),
    "another account's": Case(
        send(SourceArn=f"{FOREIGN}example.com"), nothing, ["sender-authorized"]
    ),
    "another account's, denied": Case(
        send2(FromEmailAddressIdentityArn=f"{FOREIGN}example.com"),
        denied(f"{FOREIGN}example.com"),
        ["sender-authorized"],
    ),
    "another region's": Case(
        send(SourceArn=f"{FOREIGN}example.com".replace("us-east-1", "eu-west-1")),
        nothing,
        ["sender-authorized", "no remedy"],
    ),
    "MAIL FROM": Case(send(), reject("example.com"), ["mail-from-verified"]),
    "MAIL FROM of an address": Case(send2(), reject("noreply@example.com"), ["mail-from-verified"]),
    "quota": Case(send(), use_up_quota, ["daily-quota"]),
    "no quota": Case(
        send(), lambda account: setattr(account, "max_24_hour_send", 0), ["daily-quota"]
    ),
    "rate": Case(send(), use_up_rate, ["send-rate"]),
    "bulk": Case(bulk("hi"), nothing, ["template-exists", "identities-verified"]),
    **{
        f"template {name!a:.20}": Case(from_template(name), nothing, ["template-exists"])
        for name in NAMES
    },
    "template without a name": Case(from_template(""), nothing, ["template-exists", "no remedy"]),
    "template with endless name": Case(
        from_template("x" * 1000), nothing, ["template-exists", "no remedy"]
    ),
}


@pytest.mark.parametrize("case", SENDING.values(), ids=SENDING)
def test_what_else_a_mail_meets(case: Case) -> None:
    assert follow_in(case) == case.met
