"""Whom the shop writes to, and what about."""

from __future__ import annotations

from typing import NamedTuple


class Customer(NamedTuple):
    """Somebody with an account at the shop; the address is as they typed it."""

    name: str
    address: str


class Line(NamedTuple):
    """So many of one article, with the price of one in cents."""

    article: str
    quantity: int
    price: int

    @property
    def total(self) -> int:
        """What the line costs, in cents."""
        return self.quantity * self.price


class Order(NamedTuple):
    """What a customer bought; `colleagues` get the receipt as well, `accounts` a copy of it."""

    number: str
    customer: Customer
    lines: tuple[Line, ...]
    colleagues: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """What the order costs, in cents."""
        return sum(line.total for line in self.lines)
