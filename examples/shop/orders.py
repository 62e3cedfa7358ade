"""The customers and orders that the shop writes about."""

from __future__ import annotations

from typing import NamedTuple


class Customer(NamedTuple):
    """Someone with an account at the shop. The address is as they typed it."""

    name: str
    address: str


class Line(NamedTuple):
    """An article, how many were ordered, and the price of one in cents."""

    article: str
    quantity: int
    price: int

    @property
    def total(self) -> int:
        """The price of the line, in cents."""
        return self.quantity * self.price


class Order(NamedTuple):
    """An order. `colleagues` also get the receipt, and `accounts` get a copy."""

    number: str
    customer: Customer
    lines: tuple[Line, ...]
    colleagues: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The price of the order, in cents."""
        return sum(line.total for line in self.lines)
