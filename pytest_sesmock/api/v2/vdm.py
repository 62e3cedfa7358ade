"""The Virtual Deliverability Manager: insights into messages, metrics, recommendations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pytest_sesmock.account.reasons import deliverability as reasons
from pytest_sesmock.account.reasons.requests import REQUEST_SHAPE
from pytest_sesmock.account.recommendations import Recommendation
from pytest_sesmock.account.state import State
from pytest_sesmock.account.tracking import (
    UNKNOWN_ISP,
    TrackedMail,
    count_by_day,
    timeline,
    tracked_mails,
)
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page, without_none
from pytest_sesmock.engine import limits
from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.validation import violations

# Insights


def get_message_insights(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A message that is tracked, and what has happened to it [vdm-insights]."""
    _require_vdm(context.account)
    message_id = parameters["MessageId"]
    for mail in tracked_mails(context.account.mails):
        if mail.mail.message_id == message_id:
            return _describe_message(mail)
    raise reasons.MESSAGE_MISSING.refused(id=message_id, account=context.account.account_id)


def _describe_message(mail: TrackedMail) -> Result:
    return without_none(
        MessageId=mail.mail.message_id,
        FromEmailAddress=mail.mail.submission.source,
        Subject=mail.subject,
        EmailTags=[
            {"Name": name, "Value": value} for name, values in mail.tags.items() for value in values
        ],
        Insights=[
            {
                "Destination": mail.destination,
                "Isp": UNKNOWN_ISP,
                "Events": [
                    without_none(
                        Timestamp=insight.timestamp,
                        Type=insight.type,
                        Details={
                            name: without_none(**members)
                            for name, members in insight.details.items()
                        }
                        or None,
                    )
                    for insight in timeline(mail)
                ],
            }
        ],
    )


# Metrics


def batch_get_metric_data(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Metrics by day, checked in SES's order [metrics-order]."""
    _require_vdm(context.account)
    queries = parameters.get("Queries", ())
    if 1 <= len(queries) <= _MOST_QUERIES:
        _check_queries(queries)
    model = service_model("sesv2")
    broken = violations(model, "BatchGetMetricData", parameters)
    if broken is not None:
        raise REQUEST_SHAPE.refused(violations=broken)
    for query in queries:
        _check_dimensions(query.get("Dimensions", {}))
    for query in queries:
        _check_dates(query)
    return {"Results": [_find_metric(context.account, query) for query in queries], "Errors": []}


_MOST_QUERIES = 10
_DIMENSIONS = frozenset({"EMAIL_IDENTITY", "CONFIGURATION_SET", "ISP", "TENANT_NAME"})
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_IDENTITY = re.compile(r"([^@*\s]+@)?[^@*\s]+")


def _check_queries(queries: Sequence[Mapping[str, Any]]) -> None:
    ids = [query["Id"] for query in queries if "Id" in query]
    if len(set(ids)) < len(ids):
        raise reasons.QUERY_ID_REPEATED.refused()
    if any(query.get("Dimensions", {}).keys() - _DIMENSIONS for query in queries):
        raise reasons.DIMENSION_UNKNOWN.refused()


def _check_dimensions(dimensions: Mapping[str, str]) -> None:
    """Refuse a malformed value; of several the first in an order that is inferred."""
    if not _IDENTITY.fullmatch(dimensions.get("EMAIL_IDENTITY", "x")):
        raise reasons.IDENTITY_INVALID.refused()
    if not _NAME.fullmatch(dimensions.get("ISP", "x")):
        raise reasons.ISP_INVALID.refused()
    for dimension, blank, invalid in (
        ("CONFIGURATION_SET", reasons.SET_BLANK, reasons.SET_INVALID),
        ("TENANT_NAME", reasons.TENANT_BLANK, reasons.TENANT_INVALID),
    ):
        name = dimensions.get(dimension, "x")
        if not name:
            raise blank.refused()
        if not _NAME.fullmatch(name):
            raise invalid.refused(name=name)


def _check_dates(query: Mapping[str, Any]) -> None:
    length = query["EndDate"] - query["StartDate"]
    if length <= timedelta(0):
        raise reasons.DATES_INVALID.refused()
    if length > timedelta(days=limits.MAX_METRIC_DAYS):
        raise reasons.INTERVAL_TOO_LONG.refused()


def _find_metric(account: State, query: Mapping[str, Any]) -> Result:
    days = count_by_day(
        account.mails,
        query["Metric"],
        query.get("Dimensions", {}),
        query["StartDate"],
        query["EndDate"],
    )
    return {"Id": query["Id"], "Timestamps": list(days), "Values": list(days.values())}


# Recommendations


def list_recommendations(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The recommendations that a test has added, those of a filter if asked, a page at a time."""
    _require_vdm(context.account)
    filter_ = parameters.get("Filter", {})
    recommendations = [
        described
        for described in map(_describe_recommendation, context.account.recommendations)
        if all(described[_FILTERED[key]] == value for key, value in filter_.items())
    ]
    paging = Paging(
        f"recommendations {sorted(filter_.items())}",
        100,
        100,
        reasons.PAGE_SIZE_INVALID,
        reasons.TOKEN_INVALID,
        "PageSize",
    )
    on_page, token = take_page(context, parameters, recommendations, paging)
    return {"Recommendations": list(on_page), **token}


_FILTERED = {
    "TYPE": "Type",
    "IMPACT": "Impact",
    "STATUS": "Status",
    "RESOURCE_ARN": "ResourceArn",
}


def _describe_recommendation(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "ResourceArn": recommendation.resource_arn,
        "Type": recommendation.type,
        "Description": recommendation.description,
        "Status": recommendation.status,
        "CreatedTimestamp": recommendation.created_at,
        "LastUpdatedTimestamp": recommendation.updated_at,
        "Impact": recommendation.impact,
    }


def _require_vdm(account: State) -> None:
    if not account.account_details.has_vdm:
        raise reasons.WITHOUT_VDM.refused()


OPERATIONS: dict[str, Operation] = {
    "GetMessageInsights": Operation(get_message_insights),
    "BatchGetMetricData": Operation(batch_get_metric_data, own_checks=("Queries",)),
    "ListRecommendations": Operation(list_recommendations),
}
