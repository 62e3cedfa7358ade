"""What SES shall do with mail it receives. Kept and shown, never carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pytest_sesmock.account import receipt_actions, receipt_names
from pytest_sesmock.account.access import Access
from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.addresses import Mailbox


class ReceiptRule(NamedTuple):
    """One rule of a set.

    Attributes:
        name: Its name, of its own in the set.
        enabled: Whether it is active.
        tls_policy: Optional or Require.
        recipients: The addresses and domains it applies to; none for all.
        actions: What is done, in order, in the members of a ReceiptAction.
        scan_enabled: Whether mail is scanned for spam and viruses.
    """

    name: str
    enabled: bool
    tls_policy: str
    recipients: tuple[str, ...]
    actions: tuple[Mapping[str, Any], ...]
    scan_enabled: bool


class ReceiptRuleSet(NamedTuple):
    """Rules in the order in which SES goes through them."""

    name: str
    created_at: datetime
    rules: tuple[ReceiptRule, ...] = ()

    def position(self, rule: str) -> int:
        """Where a rule is; refused if it is not there."""
        for index, each in enumerate(self.rules):
            if each.name == rule:
                return index
        raise reasons.RULE_MISSING.refused(name=rule)

    def without(self, rule: str) -> ReceiptRuleSet:
        """The set without a rule, which need not be in it."""
        return self._replace(rules=tuple(each for each in self.rules if each.name != rule))

    def with_rule(self, rule: ReceiptRule, after: str | None) -> ReceiptRuleSet:
        """The set with one more rule: behind another, else at the front [rule-exists]."""
        index = 0 if after is None else self.position(after) + 1
        return self._replace(rules=(*self.rules[:index], rule, *self.rules[index:]))


class ReceiptRuleSets:
    """The receipt rule sets of one account and region, in the order created; one may be active.

    Whatever is refused raises `Refused` with SES's words.

    Args:
        clock: The mock's clock.
        covers: Whether a verified identity of the account covers a mailbox.
        access: What SES can reach of other services.
    """

    def __init__(self, clock: Clock, covers: Callable[[Mailbox], bool], access: Access) -> None:
        self._clock = clock
        self._covers = covers
        self._access = access
        self._by_name: dict[str, ReceiptRuleSet] = {}
        self._active: str | None = None

    def __iter__(self) -> Iterator[ReceiptRuleSet]:
        return iter(tuple(self._by_name.values()))

    @property
    def active(self) -> ReceiptRuleSet | None:
        """The rule set that mail goes through; None while none is active."""
        return None if self._active is None else self._by_name[self._active]

    def activate(self, name: str | None) -> None:
        """Make a rule set the active one, or none with None; refused if there is no such set."""
        self._active = None if name is None else self.require(name).name

    def require(self, name: str) -> ReceiptRuleSet:
        """The rule set of this name; refused if there is none."""
        receipt_names.check({"ruleSetName": name})
        return self._require_set(name)

    def create(self, name: str) -> None:
        """Add a rule set without rules; refused if it exists or there are too many."""
        receipt_names.check({"ruleSetName": name})
        receipt_names.require_valid(name, reasons.RULE_SET_NAME_INVALID)
        self._require_new(name)
        self._add(name)

    def clone(self, name: str, original: str) -> None:
        """Add a rule set, not active, with the rules of another; refused as `create` is."""
        receipt_names.check({"originalRuleSetName": original, "ruleSetName": name})
        for each in (name, original):
            receipt_names.require_valid(each, reasons.RULE_SET_NAME_INVALID)
        self._require_new(name)
        self._add(name, self._require_set(original).rules)

    def delete(self, name: str) -> None:
        """Delete a rule set with its rules; refused if it is active, fine if there is none."""
        receipt_names.check({"ruleSetName": name})
        receipt_names.require_valid(name, reasons.RULE_SET_NAME_INVALID)
        if name == self._active:
            raise reasons.RULE_SET_ACTIVE.refused(name=name)
        self._by_name.pop(name, None)

    def reorder(self, name: str, rules: Sequence[str]) -> None:
        """Put the rules of a set into an order; refused unless it names each of them once."""
        receipt_names.check({"ruleSetName": name}, members=rules)
        rule_set = self._require_set(name)
        for index, each in enumerate(rules):
            if each in rules[:index]:
                raise reasons.RULE_REPEATED.refused(name=each)
        left_out = [each.name for each in rule_set.rules if each.name not in rules]
        if left_out:
            raise reasons.RULES_LEFT_OUT.refused(names=", ".join(left_out))
        in_order = tuple(rule_set.rules[rule_set.position(each)] for each in rules)
        self._by_name[name] = rule_set._replace(rules=in_order)

    # Rules

    def require_rule(self, name: str, rule: str) -> ReceiptRule:
        """A rule of a set; refused if there is no such set or rule."""
        rule_set = self._of_rule(name, rule)
        return rule_set.rules[rule_set.position(rule)]

    def create_rule(self, name: str, rule: ReceiptRule, after: str | None) -> None:
        """Put a rule into a set, behind another one or at the front.

        Refused if there is no such set or rule to follow, the set is full or has a rule of the
        name, or an action is malformed.
        """
        rule_set = self._of_rule(name, rule.name, "rule.name", after)
        if any(each.name == rule.name for each in rule_set.rules):
            raise reasons.RULE_EXISTS.refused(name=rule.name)
        if len(rule_set.rules) >= limits.MAX_RECEIPT_RULES:
            raise reasons.RULE_LIMIT.refused()
        new_set = rule_set.with_rule(rule, after)
        receipt_actions.check(rule.actions, self._covers, self._access)
        self._by_name[name] = new_set

    def update_rule(self, name: str, rule: ReceiptRule) -> None:
        """Put a rule in the place of the one of its name; refused if there is no such."""
        rule_set = self._of_rule(name, rule.name, "rule.name")
        index = rule_set.position(rule.name)
        receipt_actions.check(rule.actions, self._covers, self._access)
        rules = (*rule_set.rules[:index], rule, *rule_set.rules[index + 1 :])
        self._by_name[name] = rule_set._replace(rules=rules)

    def delete_rule(self, name: str, rule: str) -> None:
        """Delete a rule; refused if there is no such set, fine if there is no such rule."""
        self._by_name[name] = self._of_rule(name, rule).without(rule)

    def move_rule(self, name: str, rule: str, after: str | None) -> None:
        """Move a rule behind another one or to the front; refused if one of them is missing.

        A rule that shall go behind itself stays where it is [rule-defaults].
        """
        rule_set = self._of_rule(name, rule, after=after)
        to_move = rule_set.rules[rule_set.position(rule)]
        if rule != after:
            self._by_name[name] = rule_set.without(rule).with_rule(to_move, after)

    def _require_new(self, name: str) -> None:
        if name in self._by_name:
            raise reasons.RULE_SET_EXISTS.refused(name=name)

    def _add(self, name: str, rules: tuple[ReceiptRule, ...] = ()) -> None:
        if len(self._by_name) >= limits.MAX_RECEIPT_RULE_SETS:
            raise reasons.RULE_SET_LIMIT.refused()
        self._by_name[name] = ReceiptRuleSet(name, self._clock.now(), rules)

    def _require_set(self, name: str) -> ReceiptRuleSet:
        receipt_names.require_valid(name, reasons.RULE_SET_NAME_INVALID)
        rule_set = self._by_name.get(name)
        if rule_set is None:
            raise reasons.RULE_SET_MISSING.refused(name=name)
        return rule_set

    def _of_rule(
        self, name: str, rule: str, path: str = "ruleName", after: str | None = None
    ) -> ReceiptRuleSet:
        """The set that a call about a rule means, once the names in the call are checked."""
        receipt_names.check({path: rule, "after": after, "ruleSetName": name})
        receipt_names.require_valid(name, reasons.RULE_SET_NAME_INVALID)
        receipt_names.require_valid(rule, reasons.RULE_NAME_INVALID)
        return self._require_set(name)
