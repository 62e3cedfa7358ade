"""Import jobs: addresses for the suppression list, contacts for a contact list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.import_jobs import ImportJob, ImportRequest
from pytest_sesmock.account.reasons import jobs as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page, without_none
from pytest_sesmock.engine.remedies import LEAVE_SANDBOX


def create_import_job(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Begin to import a file."""
    source, destination = parameters["ImportDataSource"], parameters["ImportDestination"]
    if len(destination) != 1:
        raise reasons.IMPORT_DESTINATION_INVALID.refused()
    ((kind, target),) = destination.items()
    action, name = target[_ACTIONS[kind]], target.get("ContactListName")
    if name is None and context.account.sandbox:
        raise reasons.IMPORT_IN_SANDBOX.refused(remedy=LEAVE_SANDBOX)
    request = ImportRequest(source["S3Url"], source["DataFormat"], action, name)
    return {"JobId": context.account.import_jobs.create(request).id}


def get_import_job(context: Context, parameters: Mapping[str, Any]) -> Result:
    """How far a job is, and what has come of it."""
    job = context.account.import_jobs.require(parameters["JobId"])
    result = job.result
    return without_none(
        **_summarize(context, job),
        ImportDataSource={"S3Url": job.request.url, "DataFormat": job.request.format},
        CompletedTimestamp=None if result is None else job.ends_at,
        FailureInfo=result and result.error and {"ErrorMessage": result.error},
    )


def list_import_jobs(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The import jobs, newest first (inferred), those of a destination if asked, page by page."""
    kind = parameters.get("ImportDestinationType")
    jobs = [
        job
        for job in context.account.import_jobs
        if kind is None or (kind == "SUPPRESSION_LIST") == (job.request.contact_list is None)
    ]
    paging = Paging(
        f"import jobs {kind}",
        100,
        100,
        reasons.IMPORT_PAGE_SIZE_INVALID,
        reasons.IMPORT_TOKEN_INVALID,
        "PageSize",
    )
    on_page, token = take_page(context, parameters, jobs, paging)
    return {"ImportJobs": [_summarize(context, job) for job in on_page], **token}


_ACTIONS = {
    "SuppressionListDestination": "SuppressionListImportAction",
    "ContactListDestination": "ContactListImportAction",
}


def _summarize(context: Context, job: ImportJob) -> dict[str, Any]:
    request, result = job.request, job.result
    target = {"ContactListName": request.contact_list} if request.contact_list else {}
    kind = "ContactListDestination" if target else "SuppressionListDestination"
    return {
        "JobId": job.id,
        "ImportDestination": {kind: {**target, _ACTIONS[kind]: request.action}},
        "JobStatus": job.status(context.clock.now()),
        "CreatedTimestamp": job.created_at,
        "ProcessedRecordsCount": 0 if result is None else result.records,
        "FailedRecordsCount": 0 if result is None else result.failures,
    }


OPERATIONS: dict[str, Operation] = {
    "CreateImportJob": Operation(create_import_job),
    "GetImportJob": Operation(get_import_job),
    "ListImportJobs": Operation(list_import_jobs),
}
