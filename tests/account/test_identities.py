"""Which texts are identities, and which addresses an identity covers."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.account.identity import (
    _LONGEST_PLAIN,
    _PLAIN,
    InvalidIdentity,
    _judge,
    identity_name,
)
from pytest_sesmock.account.state import State
from pytest_sesmock.engine.addresses import Mailbox

# Names


@pytest.mark.slow
@given(st.from_regex(_PLAIN, fullmatch=True).filter(lambda text: len(text) <= _LONGEST_PLAIN))
def test_plain_names_are_as_email_validator_says(text: str) -> None:
    """They are not shown to it: loading it takes longer than a test."""
    assert identity_name(text) == _judge(text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("ada@example.com", "ada@example.com", "EmailAddress"),
        ("Ada@EXAMPLE.Com", "Ada@EXAMPLE.Com", "EmailAddress"),
        ("Ada@Bücher.Example", "Ada@xn--bcher-kva.example", "EmailAddress"),
        ('"ada l"@example.com', '"ada l"@example.com', "EmailAddress"),
        ('"ada"@example.com', '"ada"@example.com', "EmailAddress"),
        ("ada@localhost", "ada@localhost", "EmailAddress"),
        ("localhost", "localhost", "Domain"),
        ("Mail.Shop.LOCAL", "mail.shop.local", "Domain"),
        ("ada@x.invalid", "ada@x.invalid", "EmailAddress"),
        ("ada+news@example.com", "ada+news@example.com", "EmailAddress"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example", "EmailAddress"),
        ("a@b", "a@b", "EmailAddress"),
        ("example.com", "example.com", "Domain"),
        ("A.B.Example.COM", "a.b.example.com", "Domain"),
        ("Bücher.example", "xn--bcher-kva.example", "Domain"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", "Domain"),
        ("shop.test", "shop.test", "Domain"),
    ],
)
def test_identities_are_named_canonically(text: str, name: str, kind: str) -> None:
    """Domains in lower-case Punycode; addresses keep their case [addr-identity-case]."""
    assert identity_name(text) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "ada@",
        "@example.com",
        "STUB it",
        "pkyjo4kn7f.terraformtesting.com.",
        "florescu@amazon.com;",
        '"dixonb@amazon.com"',
        "Ada <ada@example.com>",
        "ada@[192.0.2.1]",
        "ada@example..com",
        "á@example.com",
        "*.example.com",
        " example.com",
        "example.com\n",
        "ada@-localhost",
        "ada@x..local",
        "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    ],
)
def test_what_is_no_identity(text: str, account: Account) -> None:
    with pytest.raises(InvalidIdentity):
        identity_name(text)
    with pytest.raises(SesmockError, match="an identity must be an email address") as caught:
        account.verify("example.org", text)

    assert f", not {text!r}\n(email-validator: " in str(caught.value)
    assert account.identities == {}


@pytest.mark.parametrize("value", [None, 5, b"ada@example.com", ["example.com"]])
def test_what_is_no_text_is_no_identity(value: object, account: Account) -> None:
    with pytest.raises(SesmockError, match="an identity must be an email address"):
        account.verify(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "domain", "expected"),
    [
        ("example.com", "mail.example.com", True),
        ("example.com", "a.MAIL.example.com", True),
        ("ada@example.com", "mail.example.com", True),
        ("ada@EXAMPLE.com", "mail.example.com", True),
        ("example.com", "example.com", False),
        ("example.com", "myexample.com", False),
        ("mail.example.com", "example.com", False),
        ("example.com", "ada@mail.example.com", False),
    ],
)
def test_parents(name: str, domain: str, expected: bool) -> None:
    assert identity_name(name).is_parent_of(identity_name(domain)) is expected


# What they cover


@pytest.mark.parametrize(
    ("identity", "address", "expected"),
    [
        ("ada@example.com", "ada@example.com", True),
        ("ada@example.com", "ada@EXAMPLE.com", False),
        ("ada@EXAMPLE.com", "ada@example.com", False),
        ("ada@EXAMPLE.com", "ada@EXAMPLE.com", True),
        ("ada@example.com", "Ada@example.com", False),
        ("ada@example.com", "ada+news@example.com", True),
        ("ada@example.com", "ada+news+more@example.com", True),
        ("ada+news@example.com", "ada@example.com", False),
        ("ada+news@example.com", "ada+news@example.com", True),
        ("ada@example.com", "bob@example.com", False),
        ("ada@example.com", "ada@mail.example.com", False),
        ("example.com", "ada@example.com", True),
        ("example.com", "ada@Example.COM", True),
        ("EXAMPLE.com", "ada@example.com", True),
        ("example.com", "ada@a.b.example.com", True),
        ("mail.example.com", "ada@example.com", False),
        ("example.com", "ada@notexample.com", False),
        ("example.com", "ada@example.com.org", False),
        ("bücher.example", "ada@xn--bcher-kva.example", True),
    ],
)
def test_what_an_identity_covers(
    account: Account, state: State, identity: str, address: str, expected: bool
) -> None:
    """As [doc-verify-sub], -label and -domaincase document it, and [addr-identity-case] tells."""
    account.verify(identity)

    assert state.covers(Mailbox(address)) is expected


labels = st.text("abcdefghij0123456789", min_size=1, max_size=5)
domains = st.lists(labels, min_size=1, max_size=3).map(".".join)


@given(domain=domains, below=st.lists(labels, max_size=3), other=labels)
def test_a_domain_covers_itself_and_what_is_below(
    domain: str, below: list[str], other: str
) -> None:
    account = SESMock(region="us-east-1").account()
    account.verify(domain)

    assert account._state.covers(Mailbox(f"ada@{'.'.join([*below, domain])}"))
    assert not account._state.covers(Mailbox(f"ada@{other}{domain}"))


@pytest.mark.parametrize("status", ["Pending", "Failed", "TemporaryFailure", "NotStarted"])
def test_only_success_counts_as_verified(account: Account, state: State, status: str) -> None:
    account.add_identity("ada@example.com", status)
    assert not state.covers(Mailbox("ada@example.com"))

    account.add_identity("example.com", "Success")
    assert state.covers(Mailbox("ada@example.com"))


@given(first=domains, second=domains)
def test_unrelated_domains_do_not_cover_each_other(first: str, second: str) -> None:
    assume(not f".{second}".endswith(f".{first}"))
    account = SESMock(region="us-east-1").account()
    account.verify(first)

    assert not account._state.covers(Mailbox(f"ada@{second}"))
