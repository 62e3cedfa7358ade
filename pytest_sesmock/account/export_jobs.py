"""Export jobs: they write metrics or message insights into a file that SES keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.account.jobs import ENDS_AFTER, JobStatus, new_job_id
from pytest_sesmock.account.reasons import jobs as reasons
from pytest_sesmock.account.sent_mails import SentMails
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.account import export_files
    from pytest_sesmock.account.export_files import ExportFile
else:
    export_files = Later("pytest_sesmock.account.export_files")

METRICS_DATA = "METRICS_DATA"
MESSAGE_INSIGHTS = "MESSAGE_INSIGHTS"


class ExportJob(NamedTuple):
    """A job.

    Attributes:
        id: Its id.
        type: METRICS_DATA or MESSAGE_INSIGHTS.
        source: What to export, by SES's names.
        data_format: CSV or JSON.
        created_at: When it was begun.
        cancelled_at: When it was cancelled; None if it was not.
    """

    id: str
    type: str
    source: Mapping[str, Any]
    data_format: str
    created_at: datetime
    cancelled_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends, or has ended."""
        return self.cancelled_at or self.created_at + timedelta(seconds=ENDS_AFTER)

    def status(self, now: datetime) -> JobStatus:
        """How far it is; nobody ever sees it CREATED [export-status]."""
        if self.cancelled_at is not None:
            return "CANCELLED"
        return "PROCESSING" if now < self.ends_at else "COMPLETED"


class ExportJobs:
    """The export jobs of one account and region, the newest first; they end by the mock's clock.

    Args:
        clock: The mock's clock.
        new_token: Makes a token of a length from an alphabet.
        mails: The account's mails.
    """

    def __init__(
        self, clock: Clock, new_token: Callable[[int, str], str], mails: SentMails
    ) -> None:
        self._clock = clock
        self._new_token = new_token
        self._mails = mails
        self._by_id: dict[str, ExportJob] = {}
        self._files: dict[str, ExportFile] = {}

    def __iter__(self) -> Iterator[ExportJob]:
        return iter(tuple(reversed(self._by_id.values())))

    def require(self, job_id: str) -> ExportJob:
        """The job of this id; refused if there is none."""
        job = self._by_id.get(job_id)
        if job is None:
            raise reasons.EXPORT_JOB_MISSING.refused()
        return job

    def create(self, type_: str, source: Mapping[str, Any], data_format: str) -> ExportJob:
        """Begin a job; refused if too many are running."""
        now = self._clock.now()
        running = sum(job.status(now) == "PROCESSING" for job in self._by_id.values())
        if running >= limits.MAX_EXPORT_JOBS:
            raise reasons.TOO_MANY_EXPORT_JOBS.refused(type=type_)
        job = ExportJob(new_job_id(self._new_token), type_, source, data_format, now)
        self._by_id[job.id] = job
        return job

    def cancel(self, job_id: str) -> None:
        """Cancel a job; refused if there is none, or it has ended."""
        job, now = self.require(job_id), self._clock.now()
        status = job.status(now)
        if status != "PROCESSING":
            raise reasons.EXPORT_JOB_ENDED.refused(status=status)
        self._by_id[job_id] = job._replace(cancelled_at=now)

    def file(self, job: ExportJob) -> ExportFile | None:
        """What a job has written: the same whenever it is asked for; None as long as it has not."""
        if job.status(self._clock.now()) != "COMPLETED":
            return None
        if job.id not in self._files:
            export = (
                export_files.export_metrics
                if job.type == METRICS_DATA
                else export_files.export_insights
            )
            self._files[job.id] = export(self._mails, job.source, job.data_format)
        return self._files[job.id]
