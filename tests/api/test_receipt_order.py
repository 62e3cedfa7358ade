"""The order of receipt rules agrees with a model, whatever is done to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sending import ses

from pytest_sesmock import SESMock

pytestmark = pytest.mark.slow

CLIENT = ses()
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
SETS = st.sampled_from(["inbound", "copy"])


class RuleOrder(RuleBasedStateMachine):
    """Sets of rules are lists of their names, whatever is done to them."""

    @initialize()
    def start(self) -> None:
        self.mock = SESMock(region="us-east-1")
        self.mock.__enter__()
        self.client = CLIENT
        self.model: dict[str, list[str]] = {}

    def teardown(self) -> None:
        self.mock.__exit__(None, None, None)

    def call(self, method: str, **parameters: Any) -> bool:
        """Whether SES did it."""
        given = {key: value for key, value in parameters.items() if value is not None}
        try:
            getattr(self.client, method)(**given)
        except self.client.exceptions.ClientError:
            return False
        return True

    @rule(name=SETS)
    def create_set(self, name: str) -> None:
        assert self.call("create_receipt_rule_set", RuleSetName=name) == (name not in self.model)
        self.model.setdefault(name, [])

    @rule(name=SETS, original=SETS)
    def clone(self, name: str, original: str) -> None:
        possible = name not in self.model and original in self.model
        assert possible == self.call(
            "clone_receipt_rule_set", RuleSetName=name, OriginalRuleSetName=original
        )
        if possible:
            self.model[name] = list(self.model[original])

    @rule(name=SETS)
    def delete_set(self, name: str) -> None:
        assert self.call("delete_receipt_rule_set", RuleSetName=name)
        self.model.pop(name, None)

    @rule(rule_set=SETS, name=NAMES, after=st.none() | NAMES)
    def create(self, rule_set: str, name: str, after: str | None) -> None:
        rules = self.model.get(rule_set)
        possible = rules is not None and name not in rules and (after is None or after in rules)
        assert possible == self.call(
            "create_receipt_rule", RuleSetName=rule_set, Rule={"Name": name}, After=after
        )
        if possible:
            assert rules is not None
            rules.insert(0 if after is None else rules.index(after) + 1, name)

    @rule(rule_set=SETS, name=NAMES)
    def update(self, rule_set: str, name: str) -> None:
        possible = name in self.model.get(rule_set, [])
        assert possible == self.call(
            "update_receipt_rule", RuleSetName=rule_set, Rule={"Name": name, "Enabled": True}
        )

    @rule(rule_set=SETS, name=NAMES)
    def delete(self, rule_set: str, name: str) -> None:
        rules = self.model.get(rule_set)
        assert (rules is not None) == self.call(
            "delete_receipt_rule", RuleSetName=rule_set, RuleName=name
        )
        if rules and name in rules:
            rules.remove(name)

    @rule(rule_set=SETS, name=NAMES, after=st.none() | NAMES)
    def move(self, rule_set: str, name: str, after: str | None) -> None:
        rules = self.model.get(rule_set, [])
        possible = name in rules and (after is None or after in rules)
        assert possible == self.call(
            "set_receipt_rule_position", RuleSetName=rule_set, RuleName=name, After=after
        )
        if possible and name != after:
            rules.remove(name)
            rules.insert(0 if after is None else rules.index(after) + 1, name)

    @rule(rule_set=SETS, names=st.lists(NAMES), shuffled=st.randoms())
    def reorder(self, rule_set: str, names: list[str], shuffled: Any) -> None:
        rules = self.model.get(rule_set)
        if rules and len(names) % 2:
            names = shuffled.sample(rules, len(rules))
        possible = rules is not None and sorted(rules) == sorted(names)
        assert possible == self.call(
            "reorder_receipt_rule_set", RuleSetName=rule_set, RuleNames=names
        )
        if possible:
            self.model[rule_set] = list(names)

    @invariant()
    def agrees(self) -> None:
        listed = self.client.list_receipt_rule_sets()["RuleSets"]
        assert [each["Name"] for each in listed] == list(self.model)
        for name, rules in self.model.items():
            described = self.client.describe_receipt_rule_set(RuleSetName=name)
            assert [each["Name"] for each in described["Rules"]] == rules


TestRuleOrder = RuleOrder.TestCase
