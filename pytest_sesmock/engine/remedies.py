"""Remedies: the code with which a test arranges the account so that a refused call passes.

Each is one line that can be pasted as it is. `{account}` stands for the account's name in the test.
None means that no arrangement helps, so the call itself must change.
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address

from pytest_sesmock.engine import names

LEAVE_SANDBOX = "{account}.sandbox = False"

_ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": "*"}


def literal(text: str) -> str:
    """The text as code; one that holds `{account}` is not taken for the account's name."""
    return repr(text).replace("{account}", r"\x7baccount}")


def verify(*identities: str) -> str:
    """Verify identities, which must be ones that an account may have."""
    return f"{{account}}.verify({', '.join(map(literal, dict.fromkeys(identities)))})"


def create_configuration_set(name: str) -> str | None:
    """Create a configuration set."""
    if names.check_configuration_set(name) is not None:
        return None
    return f"{{account}}.create_configuration_set({literal(name)})"


def create_template(name: str) -> str | None:
    """Create an email template; what it holds is the test's to choose."""
    if not name:
        return None
    return f"{{account}}.create_template({literal(name)}, subject='Subject', text='Text')"


def allow_sending(arn: str, policies: list[str]) -> str:
    """Let an identity's policies allow any send: a new one, or those that deny it instead."""
    identity, policy = literal(arn), {"Statement": [_ALLOW]}
    if not policies:
        return f"{{account}}.put_policy({identity}, {policy})"
    return "; ".join(
        f"{{account}}.put_policy({identity}, {policy}, name={literal(name)})" for name in policies
    )


def verify_mail_from(identity: str, domain: str) -> str:
    """Verify a custom MAIL FROM domain that is set to reject."""
    return (
        f"{{account}}.set_mail_from({literal(identity)}, {literal(domain)}, "
        "status='Success', behavior='RejectMessage')"
    )


def add_dedicated_ip(ip: str) -> str | None:
    """Lease a dedicated IP address."""
    try:
        IPv4Address(ip)
    except AddressValueError:
        return None
    return f"{{account}}.add_dedicated_ip({literal(ip)})"
