"""The shop's email: a welcome for new customers, and a receipt for each order."""

from __future__ import annotations

import html
import logging
from collections.abc import Mapping, Sequence
from email.utils import formataddr
from importlib import resources
from string import Template
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from shop.orders import Customer, Order

log = logging.getLogger(__name__)

SENDER = "The Shop <hello@shop.example>"
BOUNCES = "bounces@shop.example"
BOOKKEEPING = "books@shop.example"

# Created on import, as in most applications.
ses = boto3.client(
    "ses",
    region_name="eu-west-1",
    config=Config(retries={"mode": "standard", "total_max_attempts": 4}),
)

_PASSES_LATER = {"Throttling", "ServiceUnavailable", "AccountSendingPausedException"}


class MailNotSentError(Exception):
    """SES refused an email.

    Attributes:
        code: SES's error code.
        passes_later: Whether the same email may be accepted later, so that queueing it makes sense.
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.passes_later = code in _PASSES_LATER
        super().__init__(reason)


def send_welcome(customer: Customer) -> str:
    """Ask a new customer to confirm their address. Returns SES's message id."""
    return _send(
        "welcome",
        to=[formataddr((customer.name, customer.address))],
        subject=f"Welcome, {customer.name}",
        values={
            "name": customer.name,
            "link": f"https://shop.example/confirm/{quote(customer.address)}",
        },
        Tags=[{"Name": "kind", "Value": "welcome"}],
    )


def send_receipt(order: Order) -> str:
    """Send the receipt to the customer and colleagues, with copies. Returns SES's message id."""
    rows = [f"{line.quantity} x {line.article}: {_euros(line.total)}" for line in order.lines]
    return _send(
        "receipt",
        to=[order.customer.address, *order.colleagues],
        cc=order.accounts,
        bcc=[BOOKKEEPING],
        subject=f"Your order {order.number}",
        values={
            "name": order.customer.name,
            "number": order.number,
            "lines": "\n".join(rows),
            "total": _euros(order.total),
        },
        ConfigurationSetName="receipts",
        Tags=[{"Name": "kind", "Value": "receipt"}, {"Name": "order", "Value": order.number}],
    )


def _send(
    template: str,
    *,
    to: Sequence[str],
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    subject: str,
    values: Mapping[str, str],
    **options: Any,
) -> str:
    try:
        response = ses.send_email(
            Source=SENDER,
            ReturnPath=BOUNCES,
            Destination={
                "ToAddresses": list(to),
                "CcAddresses": list(cc),
                "BccAddresses": list(bcc),
            },
            Message={
                "Subject": {"Data": subject},
                "Body": {
                    "Text": {"Data": _template(f"{template}.txt").substitute(values)},
                    "Html": {"Data": _template(f"{template}.html").substitute(_escaped(values))},
                },
            },
            **options,
        )
    except ClientError as error:
        log.exception("the %s to %s was not sent", template, ", ".join(to))
        answer = error.response["Error"]
        raise MailNotSentError(answer["Code"], answer["Message"]) from error
    return str(response["MessageId"])


def _template(name: str) -> Template:
    file = resources.files("shop") / "templates" / name
    return Template(file.read_text(encoding="utf-8"))


def _escaped(values: Mapping[str, str]) -> dict[str, str]:
    return {name: html.escape(value) for name, value in values.items()}


def _euros(cents: int) -> str:
    return f"€{cents // 100}.{cents % 100:02}"
