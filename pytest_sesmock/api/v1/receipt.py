"""Receipt rule sets, receipt rules and receipt filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.account.receipt_filters import ReceiptFilter
from pytest_sesmock.account.receipt_rule_sets import ReceiptRule, ReceiptRuleSet
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page


def create_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a receipt rule set without rules."""
    context.account.receipt_rule_sets.create(parameters["RuleSetName"])
    return {}


def clone_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a receipt rule set, not active, with the rules of another."""
    context.account.receipt_rule_sets.clone(
        parameters["RuleSetName"], parameters["OriginalRuleSetName"]
    )
    return {}


def delete_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a receipt rule set that is not active; succeeds if there is none."""
    context.account.receipt_rule_sets.delete(parameters["RuleSetName"])
    return {}


def describe_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A receipt rule set with its rules in order."""
    return _describe_rule_set(context.account.receipt_rule_sets.require(parameters["RuleSetName"]))


def describe_active_receipt_rule_set(context: Context, _: Mapping[str, Any]) -> Result:
    """The active receipt rule set; empty while there is none."""
    active = context.account.receipt_rule_sets.active
    return {} if active is None else _describe_rule_set(active)


def set_active_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Make a receipt rule set the active one, or none by leaving its name out."""
    context.account.receipt_rule_sets.activate(parameters.get("RuleSetName"))
    return {}


def list_receipt_rule_sets(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The receipt rule sets in the order created; up to 100, which is more than there may be."""
    rule_sets = list(context.account.receipt_rule_sets)
    on_page, token = take_page(context, parameters, rule_sets, _PAGING)
    return {"RuleSets": [_metadata(rule_set) for rule_set in on_page], **token}


def reorder_receipt_rule_set(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put all rules of a set into an order."""
    context.account.receipt_rule_sets.reorder(parameters["RuleSetName"], parameters["RuleNames"])
    return {}


def create_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put a rule into a set, behind another one or at the front."""
    context.account.receipt_rule_sets.create_rule(
        parameters["RuleSetName"], _rule(parameters["Rule"]), parameters.get("After")
    )
    return {}


def update_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace a rule in its place; what is left out becomes the default again."""
    context.account.receipt_rule_sets.update_rule(
        parameters["RuleSetName"], _rule(parameters["Rule"])
    )
    return {}


def delete_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a rule of a set; succeeds if the set has none of the name."""
    context.account.receipt_rule_sets.delete_rule(parameters["RuleSetName"], parameters["RuleName"])
    return {}


def describe_receipt_rule(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A rule of a set."""
    rule_sets = context.account.receipt_rule_sets
    rule = rule_sets.require_rule(parameters["RuleSetName"], parameters["RuleName"])
    return {"Rule": _describe_rule(rule)}


def set_receipt_rule_position(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Move a rule behind another one or to the front."""
    context.account.receipt_rule_sets.move_rule(
        parameters["RuleSetName"], parameters["RuleName"], parameters.get("After")
    )
    return {}


def create_receipt_filter(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create a filter of IP addresses."""
    filter_ = parameters["Filter"]
    ip_filter = filter_["IpFilter"]
    context.account.receipt_filters.create(
        ReceiptFilter(filter_["Name"], ip_filter["Policy"], ip_filter["Cidr"])
    )
    return {}


def delete_receipt_filter(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a filter; succeeds if there is none."""
    context.account.receipt_filters.delete(parameters["FilterName"])
    return {}


def list_receipt_filters(context: Context, _: Mapping[str, Any]) -> Result:
    """The filters in the order of their names."""
    return {
        "Filters": [
            {"Name": each.name, "IpFilter": {"Policy": each.policy, "Cidr": each.cidr}}
            for each in context.account.receipt_filters
        ]
    }


_PAGING = Paging("receipt rule sets", 100, 100, None, reasons.RULE_SETS_TOKEN_INVALID)


def _rule(members: Mapping[str, Any]) -> ReceiptRule:
    """A rule with SES's defaults for what a call leaves out [rule-defaults]."""
    return ReceiptRule(
        name=members["Name"],
        enabled=members.get("Enabled", False),
        tls_policy=members.get("TlsPolicy", "Optional"),
        recipients=tuple(members.get("Recipients", ())),
        actions=tuple(_action(action) for action in members.get("Actions", ())),
        scan_enabled=members.get("ScanEnabled", False),
    )


def _action(members: Mapping[str, Any]) -> Mapping[str, Any]:
    if "SNSAction" in members:
        return {**members, "SNSAction": {"Encoding": "UTF-8", **members["SNSAction"]}}
    return members


def _describe_rule_set(rule_set: ReceiptRuleSet) -> Result:
    return {
        "Metadata": _metadata(rule_set),
        "Rules": [_describe_rule(rule) for rule in rule_set.rules],
    }


def _metadata(rule_set: ReceiptRuleSet) -> dict[str, Any]:
    return {"Name": rule_set.name, "CreatedTimestamp": rule_set.created_at}


def _describe_rule(rule: ReceiptRule) -> dict[str, Any]:
    """A rule as results have it: without recipients without that member, Actions always."""
    members: dict[str, Any] = {
        "Name": rule.name,
        "Enabled": rule.enabled,
        "TlsPolicy": rule.tls_policy,
        "Actions": list(rule.actions),  # [rule-no-actions-rec]
        "ScanEnabled": rule.scan_enabled,
    }
    if rule.recipients:  # [ruleset-clone-shape]
        members["Recipients"] = list(rule.recipients)
    return members


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
