"""Export jobs: metrics and message insights of the Virtual Deliverability Manager, as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.export_jobs import MESSAGE_INSIGHTS, METRICS_DATA, ExportJob
from pytest_sesmock.account.reasons import jobs as reasons
from pytest_sesmock.account.tracking import is_midnight
from pytest_sesmock.api.context import Context, Operation, Paging, Result, take_page, without_none

_TYPES = {
    "MetricsDataSource": METRICS_DATA,
    "MessageInsightsDataSource": MESSAGE_INSIGHTS,
}
_MEMBERS = {type_: member for member, type_ in _TYPES.items()}


def create_export_job(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Begin to export; checked in SES's order [export-status] [vdm-gate-export]."""
    sources, destination = parameters["ExportDataSource"], parameters["ExportDestination"]
    if len(sources) != 1:
        raise reasons.EXPORT_SOURCE_INVALID.refused()
    if "S3Url" in destination:
        raise reasons.EXPORT_URL_GIVEN.refused()
    account = context.account
    if not account.account_details.has_vdm:
        raise reasons.EXPORT_WITHOUT_VDM.refused()
    ((member, source),) = sources.items()
    dates = source["StartDate"], source["EndDate"]
    if dates[0] >= dates[1]:
        raise reasons.EXPORT_DATES_INVALID.refused()
    if _TYPES[member] == METRICS_DATA and not all(map(is_midnight, dates)):
        raise reasons.EXPORT_DAYS_PARTIAL.refused()
    job = account.export_jobs.create(_TYPES[member], source, destination["DataFormat"])
    return {"JobId": job.id}


def get_export_job(context: Context, parameters: Mapping[str, Any]) -> Result:
    """How far a job is and, once it has completed, where its file is."""
    job = context.account.export_jobs.require(parameters["JobId"])
    file = context.account.export_jobs.file(job)
    url = {} if file is None else {"S3Url": _url(context, job)}
    return without_none(
        **_summarize(context, job),
        ExportDestination={"DataFormat": job.data_format, **url},
        ExportDataSource={_MEMBERS[job.type]: job.source},
        Statistics=file and {"ProcessedRecordsCount": file.row_count},
    )


def list_export_jobs(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The export jobs, newest first, of a type or status if asked, a page at a time."""
    wanted = {name: parameters[name] for name in _FILTERS if name in parameters}
    jobs = [
        summary
        for summary in (_summarize(context, job) for job in context.account.export_jobs)
        if wanted.items() <= summary.items()
    ]
    paging = Paging(
        f"export jobs {sorted(wanted.items())}",
        100,
        100,
        reasons.EXPORT_PAGE_SIZE_INVALID,
        reasons.EXPORT_TOKEN_INVALID,
        "PageSize",
    )
    on_page, token = take_page(context, parameters, jobs, paging)
    return {"ExportJobs": list(on_page), **token}


def cancel_export_job(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Cancel a job that is running."""
    context.account.export_jobs.cancel(parameters["JobId"])
    return {}


_FILTERS = ("ExportSourceType", "JobStatus")


def _summarize(context: Context, job: ExportJob) -> dict[str, Any]:
    status = job.status(context.clock.now())
    return without_none(
        JobId=job.id,
        ExportSourceType=job.type,
        JobStatus=status,
        CreatedTimestamp=job.created_at,
        CompletedTimestamp=None if status == "PROCESSING" else job.ends_at,
    )


def _url(context: Context, job: ExportJob) -> str:
    """Where the file would be: bucket and query string of a presigned URL are inferred.

    The file's name is that of [export-status].
    """
    extension, ended = job.data_format.lower(), f"{job.ends_at:%Y%m%d_%H%M%S}"
    name = f"ses-metrics-{ended}-{job.id}"
    if job.type == MESSAGE_INSIGHTS:
        name = f"{ended}_{job.id.replace('-', '')[:10]}"
    host = f"ses-export-files.s3.{context.call.region}.amazonaws.com"
    return f"https://{host}/{name}.{extension}?X-Amz-Expires=300"


OPERATIONS: dict[str, Operation] = {
    "CreateExportJob": Operation(create_export_job),
    "GetExportJob": Operation(get_export_job),
    "ListExportJobs": Operation(list_export_jobs),
    "CancelExportJob": Operation(cancel_export_job),
}
