"""Hypothesis strategies: addresses and mails that SES takes, for properties of one's own code.

They need the extra `pytest-sesmock[hypothesis]`. Within one test the fixtures of this plugin are
the same for all examples; use `pytest_sesmock.SESMock` as a context manager inside the test.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pytest_sesmock.engine import limits

_ATOM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"
_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789"
_TAG = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


def domains() -> st.SearchStrategy[str]:
    """ASCII domains of two to four labels, such as `a.example`."""
    label = st.text(_LABEL, min_size=1, max_size=10)
    return st.lists(label, min_size=1, max_size=3).map(
        lambda labels: ".".join([*labels, "example"])
    )


def addresses(domain: str | None = None) -> st.SearchStrategy[str]:
    """Bare email addresses that SES takes, local parts quoted and with dots and labels among them.

    Args:
        domain: The domain of all of them; by default any one of `domains`.
    """
    atoms = st.lists(st.text(_ATOM, min_size=1, max_size=8), min_size=1, max_size=3).map(".".join)
    quoted = st.text(_ATOM + " @,:;<>()[]", min_size=1, max_size=12).map('"{}"'.format)
    return st.builds(
        "{}@{}".format, st.one_of(atoms, quoted), domains() if domain is None else st.just(domain)
    )


def mailboxes(domain: str | None = None) -> st.SearchStrategy[str]:
    """Addresses as `addresses` gives them, bare or with a display name in any script."""
    bare = addresses(domain)
    name = st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"\\'),
        min_size=1,
        max_size=30,
    )
    return st.one_of(bare, st.builds('"{}" <{}>'.format, name, bare))


def tags() -> st.SearchStrategy[dict[str, str]]:
    """Message tags as API parameters: Name and Value."""
    name = st.text(_TAG, min_size=1, max_size=20)
    value = st.text(_TAG + ".@", min_size=1, max_size=20)
    return st.fixed_dictionaries({"Name": name, "Value": value})


def send_email_parameters(source_domain: str = "example.com") -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of SendEmail (API v1) that SES takes once `source_domain` is verified.

    Recipients are 1 to 48, in To, Cc and Bcc; subject, text and HTML any Unicode text.
    """
    text = st.text(st.characters(codec="utf-8"))
    content = st.fixed_dictionaries({"Data": text}, optional={"Charset": st.just("UTF-8")})
    part = st.sampled_from(["Text", "Html"])
    return st.fixed_dictionaries(
        {
            "Source": mailboxes(source_domain),
            "Destination": _destinations(),
            "Message": st.fixed_dictionaries(
                {"Subject": content, "Body": st.dictionaries(part, content, min_size=1)}
            ),
        },
        optional={
            "ReplyToAddresses": st.lists(mailboxes(), max_size=3),
            "ReturnPath": addresses(source_domain),
            "Tags": st.lists(tags(), max_size=3),
        },
    )


def _destinations() -> st.SearchStrategy[dict[str, list[str]]]:
    share = limits.MAX_RECIPIENTS // 3
    lists = {
        f"{name}Addresses": st.lists(mailboxes(), max_size=share) for name in ("To", "Cc", "Bcc")
    }
    return st.fixed_dictionaries({}, optional=lists).filter(lambda each: any(each.values()))
