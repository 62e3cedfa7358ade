"""Import jobs: they read a file in S3 into the suppression list or a contact list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from pytest_sesmock.account.access import Access
from pytest_sesmock.account.contact_lists import ContactLists
from pytest_sesmock.account.contacts import Contacts
from pytest_sesmock.account.jobs import ENDS_AFTER, STARTS_AFTER, JobStatus, new_job_id
from pytest_sesmock.account.reasons import jobs as reasons
from pytest_sesmock.account.suppression import Suppression
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Refused
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.account import import_files
    from pytest_sesmock.account.import_files import DataFormat
else:
    import_files = Later("pytest_sesmock.account.import_files")

ImportAction = Literal["PUT", "DELETE"]
OBJECT_URL = re.compile(r"s3://(?P<bucket>[^/]+)/.+", re.DOTALL)
"""What the URL of an object in S3 looks like."""

# S3's own words. That SES passes them on is inferred.
_NO_OBJECT = "The specified key does not exist."
_NO_ACCESS = "Access Denied"
_NO_HEADER = "The CSV header line must contain an emailAddress column."


class ImportRequest(NamedTuple):
    """What a job is to do.

    Attributes:
        url: The file's URL in S3.
        format: What the file is written in.
        action: What is done with the records.
        contact_list: The contact list they are for; None for the suppression list.
    """

    url: str
    format: DataFormat
    action: ImportAction
    contact_list: str | None


class ImportResult(NamedTuple):
    """What has come of a job: how many records it has read and failed with, or why it has failed.

    Attributes:
        records: How many records it has read.
        failures: How many of them it could not carry out.
        error: Why the job has failed; None if it has not.
    """

    records: int = 0
    failures: int = 0
    error: str | None = None


class ImportJob(NamedTuple):
    """A job, its result None as long as it has none."""

    id: str
    request: ImportRequest
    created_at: datetime
    result: ImportResult | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.created_at + timedelta(seconds=ENDS_AFTER)

    def status(self, now: datetime) -> JobStatus:
        """How far it is."""
        if self.result is not None:
            return "COMPLETED" if self.result.error is None else "FAILED"
        starts_at = self.created_at + timedelta(seconds=STARTS_AFTER)
        return "CREATED" if now < starts_at else "PROCESSING"


class ImportJobs:
    """The import jobs of one account and region, the newest first.

    A job ends by the mock's clock. Nothing runs meanwhile: who asks for what a job may have changed
    has it `run_due` before.

    Args:
        clock: The mock's clock.
        new_token: Makes a token of a length from an alphabet.
        access: What SES can reach of S3.
        suppression: The suppression list.
        contact_lists: The contact lists.
        contacts: Their contacts.
    """

    def __init__(
        self,
        clock: Clock,
        new_token: Callable[[int, str], str],
        *,
        access: Access,
        suppression: Suppression,
        contact_lists: ContactLists,
        contacts: Contacts,
    ) -> None:
        self._clock = clock
        self._new_token = new_token
        self._access = access
        self._suppression = suppression
        self._contact_lists = contact_lists
        self._contacts = contacts
        self._by_id: dict[str, ImportJob] = {}
        self._pending: dict[str, ImportJob] = {}
        self._objects: dict[str, str] = {}

    def __iter__(self) -> Iterator[ImportJob]:
        self.run_due()
        return iter(tuple(reversed(self._by_id.values())))

    def put_object(self, url: str, text: str) -> None:
        """Have a file in S3."""
        self._objects[url] = text

    def require(self, job_id: str) -> ImportJob:
        """The job of this id; refused if there is none."""
        self.run_due()
        job = self._by_id.get(job_id)
        if job is None:
            raise reasons.IMPORT_JOB_MISSING.refused()
        return job

    def create(self, request: ImportRequest) -> ImportJob:
        """Begin a job; refused if its contact list is missing, or too many are running."""
        name = request.contact_list
        if name is not None and self._contact_lists.get(name) is None:
            raise reasons.IMPORT_LIST_MISSING.refused(name=name)
        self.run_due()
        if len(self._pending) >= limits.MAX_IMPORT_JOBS:
            raise reasons.TOO_MANY_IMPORT_JOBS.refused()
        job = ImportJob(new_job_id(self._new_token), request, self._clock.now())
        self._by_id[job.id] = self._pending[job.id] = job
        return job

    def run_due(self) -> None:
        """Carry out the jobs that have ended by now."""
        now = self._clock.now()
        for job in tuple(self._pending.values()):
            if job.ends_at <= now:
                del self._pending[job.id]
                self._by_id[job.id] = job._replace(result=self._run(job.request))

    def _run(self, request: ImportRequest) -> ImportResult:
        url = OBJECT_URL.fullmatch(request.url)
        if url is not None and url["bucket"] in self._access:
            return ImportResult(error=_NO_ACCESS)
        text = self._objects.get(request.url)
        if text is None:
            return ImportResult(error=_NO_OBJECT)
        name = request.contact_list
        if name is None:
            return self._run_all(self._suppressions(text, request))
        if self._contact_lists.get(name) is None:
            error = reasons.IMPORT_LIST_MISSING.text.says(name=name)
            return ImportResult(error=error)
        try:
            return self._run_all(self._changes(text, request, name))
        except import_files.UnreadableFileError:
            return ImportResult(error=_NO_HEADER)

    def _run_all(self, changes: Iterator[Callable[[], None] | None]) -> ImportResult:
        records = failures = 0
        for change in changes:
            records += 1
            try:
                if change is None:
                    failures += 1
                else:
                    change()
            except Refused:
                failures += 1
        return ImportResult(records, failures)

    def _suppressions(
        self, text: str, request: ImportRequest
    ) -> Iterator[Callable[[], None] | None]:
        records = import_files.read_suppressions(
            text, request.format, with_reasons=request.action == "PUT"
        )
        for record in records:
            if record is None:
                yield None
            elif record.reason is None:
                yield partial(self._suppression.delete, record.address)
            else:
                yield partial(self._suppression.put, record.address, record.reason)

    def _changes(
        self, text: str, request: ImportRequest, name: str
    ) -> Iterator[Callable[[], None] | None]:
        for record in import_files.read_contacts(text, request.format):
            if record is None:
                yield None
            elif request.action == "DELETE":
                yield partial(self._contacts.delete, name, record.address)
            else:
                yield partial(self._contacts.replace, name, record.address, record.preferences)
