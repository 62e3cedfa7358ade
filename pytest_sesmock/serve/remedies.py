"""Remedies carried out: the lines of code of `engine/remedies` that let a refused call pass."""

from __future__ import annotations

import ast

from pytest_sesmock.account.account import Account
from pytest_sesmock.errors import SesmockError


def carry_out(remedy: str, account: Account) -> None:
    """Arrange an account as a remedy says.

    Nothing is evaluated: a remedy calls methods of the account with literals, or sets attributes of
    it to literals.

    Args:
        remedy: The remedy of a refusal.
        account: The account that the refused call was of, whatever the remedy calls it.

    Raises:
        SesmockError: It is none that can be carried out.
    """
    for statement in ast.parse(remedy).body:
        if isinstance(statement, ast.Assign):
            setattr(account, _name(statement.targets[0]), ast.literal_eval(statement.value))
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            values = {each.arg or "": ast.literal_eval(each.value) for each in call.keywords}
            getattr(account, _name(call.func))(*map(ast.literal_eval, call.args), **values)
        else:
            raise SesmockError(_IN_TESTS_ONLY)


_IN_TESTS_ONLY = "this can only be done in a test"


def _name(target: ast.expr) -> str:
    """The attribute of the account that is called or set."""
    if (
        isinstance(target, ast.Attribute)
        and isinstance(target.value, (ast.Name, ast.Call))
        and not target.attr.startswith("_")
    ):
        return target.attr
    raise SesmockError(_IN_TESTS_ONLY)
