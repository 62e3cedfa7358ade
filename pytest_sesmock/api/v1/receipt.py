"""Receipt rule sets, receipt rules and receipt filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.account.receipt import ReceiptRule, ReceiptRuleSet
from pytest_sesmock.account.receipt_filters import ReceiptFilter
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page


def create_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a receipt rule set without rules."""
    context.account.receipt.rule_sets.create(parameters["RuleSetName"])
    return {}


def clone_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a receipt rule set, not active, with the rules of another."""
    context.account.receipt.rule_sets.clone(
        parameters["RuleSetName"], parameters["OriginalRuleSetName"]
    )
    return {}


def delete_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a receipt rule set that is not active; succeeds if there is none."""
    context.account.receipt.rule_sets.remove(parameters["RuleSetName"])
    return {}


def describe_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A receipt rule set with its rules in order."""
    return _described(context.account.receipt.rule_sets.required(parameters["RuleSetName"]))


def describe_active_receipt_rule_set(context: Context, _: Mapping[str, Any]) -> Result:
    """The active receipt rule set; empty while there is none."""
    active = context.account.receipt.rule_sets.active
    return {} if active is None else _described(active)


def set_active_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Make a receipt rule set the active one, or none by leaving its name out."""
    context.account.receipt.rule_sets.activate(parameters.get("RuleSetName"))
    return {}


def list_receipt_rule_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The receipt rule sets in the order created; up to 100, which is more than there may be."""
    rule_sets = list(context.account.receipt.rule_sets)
    found, token = page(context, parameters, rule_sets, _PAGING)
    return {"RuleSets": [_metadata(rule_set) for rule_set in found], **token}


def reorder_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put all rules of a set into an order."""
    context.account.receipt.rule_sets.reorder(parameters["RuleSetName"], parameters["RuleNames"])
    return {}


def create_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put a rule into a set, behind another one or at the front."""
    context.account.receipt.rule_sets.add_rule(
        parameters["RuleSetName"], _rule(parameters["Rule"]), parameters.get("After")
    )
    return {}


def update_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace a rule in its place; what is left out becomes the default again."""
    context.account.receipt.rule_sets.replace_rule(
        parameters["RuleSetName"], _rule(parameters["Rule"])
    )
    return {}


def delete_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a rule of a set; succeeds if the set has none of the name."""
    context.account.receipt.rule_sets.remove_rule(parameters["RuleSetName"], parameters["RuleName"])
    return {}


def describe_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A rule of a set."""
    rule_sets = context.account.receipt.rule_sets
    return {"Rule": _shown(rule_sets.rule(parameters["RuleSetName"], parameters["RuleName"]))}


def set_receipt_rule_position(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Move a rule behind another one or to the front."""
    context.account.receipt.rule_sets.move_rule(
        parameters["RuleSetName"], parameters["RuleName"], parameters.get("After")
    )
    return {}


def create_receipt_filter(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a filter of IP addresses."""
    given = parameters["Filter"]
    ip_filter = given["IpFilter"]
    context.account.receipt.filters.add(
        ReceiptFilter(given["Name"], ip_filter["Policy"], ip_filter["Cidr"])
    )
    return {}


def delete_receipt_filter(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a filter; succeeds if there is none."""
    context.account.receipt.filters.remove(parameters["FilterName"])
    return {}


def list_receipt_filters(context: Context, _: Mapping[str, Any]) -> Result:
    """The filters in the order of their names."""
    return {
        "Filters": [
            {"Name": each.name, "IpFilter": {"Policy": each.policy, "Cidr": each.cidr}}
            for each in context.account.receipt.filters
        ]
    }


_PAGING = Paging("receipt rule sets", 100, 100, None, reasons.RULE_SETS_TOKEN_INVALID)


def _rule(given: Mapping[str, Any]) -> ReceiptRule:
    """A rule with SES's defaults for what a call leaves out [rule-defaults]."""
    return ReceiptRule(
        name=given["Name"],
        enabled=given.get("Enabled", False),
        tls_policy=given.get("TlsPolicy", "Optional"),
        recipients=tuple(given.get("Recipients", ())),
        actions=tuple(_action(action) for action in given.get("Actions", ())),
        scan_enabled=given.get("ScanEnabled", False),
    )


def _action(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "SNSAction" in given:
        return {**given, "SNSAction": {"Encoding": "UTF-8", **given["SNSAction"]}}
    return given


def _described(rule_set: ReceiptRuleSet) -> Result:
    return {"Metadata": _metadata(rule_set), "Rules": [_shown(rule) for rule in rule_set.rules]}


def _metadata(rule_set: ReceiptRuleSet) -> dict[str, Any]:
    return {"Name": rule_set.name, "CreatedTimestamp": rule_set.created_at}


def _shown(rule: ReceiptRule) -> dict[str, Any]:
    """A rule as results have it; without recipients or actions, without that member."""
    shown: dict[str, Any] = {
        "Name": rule.name,
        "Enabled": rule.enabled,
        "TlsPolicy": rule.tls_policy,
        "ScanEnabled": rule.scan_enabled,
    }
    # [ruleset-clone-shape] has no Recipients; that Actions go the same way is inferred.
    if rule.recipients:
        shown["Recipients"] = list(rule.recipients)
    if rule.actions:
        shown["Actions"] = list(rule.actions)
    return shown


OPERATIONS: dict[str, Operation] = {
    "CreateReceiptRuleSet": Operation(create_receipt_rule_set, stored_only=True),
    "CloneReceiptRuleSet": Operation(clone_receipt_rule_set, stored_only=True),
    "DeleteReceiptRuleSet": Operation(delete_receipt_rule_set, stored_only=True),
    "DescribeReceiptRuleSet": Operation(describe_receipt_rule_set, stored_only=True),
    "DescribeActiveReceiptRuleSet": Operation(describe_active_receipt_rule_set, stored_only=True),
    "SetActiveReceiptRuleSet": Operation(set_active_receipt_rule_set, stored_only=True),
    "ListReceiptRuleSets": Operation(list_receipt_rule_sets, stored_only=True),
    "ReorderReceiptRuleSet": Operation(reorder_receipt_rule_set, stored_only=True),
    "CreateReceiptRule": Operation(create_receipt_rule, stored_only=True),
    "UpdateReceiptRule": Operation(update_receipt_rule, stored_only=True),
    "DeleteReceiptRule": Operation(delete_receipt_rule, stored_only=True),
    "DescribeReceiptRule": Operation(describe_receipt_rule, stored_only=True),
    "SetReceiptRulePosition": Operation(set_receipt_rule_position, stored_only=True),
    "CreateReceiptFilter": Operation(create_receipt_filter, stored_only=True),
    "DeleteReceiptFilter": Operation(delete_receipt_filter, stored_only=True),
    "ListReceiptFilters": Operation(list_receipt_filters, stored_only=True),
}
