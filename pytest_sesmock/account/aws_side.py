"""The side of AWS: what a test decides and does in its place, a part of `Account`."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pytest_sesmock.account import arguments
from pytest_sesmock.account.recommendations import (
    EVALUATIONS,
    VERDICTS,
    AddressInsights,
    Impact,
    RecommendationStatus,
    RecommendationType,
    Verdict,
    usual_insights,
)
from pytest_sesmock.account.state import State
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.later import Later

if TYPE_CHECKING:
    from pytest_sesmock.account import import_jobs
    from pytest_sesmock.account.tenants import SendingStatus
else:
    import_jobs = Later("pytest_sesmock.account.import_jobs")

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


class AwsSide:
    """What AWS decides about an account, and keeps for it elsewhere."""

    __slots__ = ("_state",)

    _state: State

    # Reputation

    @property
    def enforcement_status(self) -> str:
        """The EnforcementStatus that GetAccount shows [enforcement-status].

        HEALTHY, PROBATION while the account is under review, or SHUTDOWN while AWS has paused its
        sending.
        """
        return self._state.enforcement_status

    def start_review(self) -> None:
        """Put the account under review by AWS. It can still send; GetAccount shows PROBATION."""
        self._state.reputation.is_under_review = True

    def end_review(self) -> None:
        """End a review.

        What has bounced or complained until then no longer counts for `enforce_reputation`. A pause
        by AWS stays; `resume_sending` lifts it.
        """
        with self._state.lock:
            self._state.reputation.start_afresh()

    @property
    def enforce_reputation(self) -> bool:
        """Whether AWS acts by itself on bounces and complaints. False by default.

        If True, the account comes under review from a bounce rate of 5 % or a complaint rate of
        0.1 %, and its sending is paused by AWS from 10 % or 0.5 % [reputation-rates]. Only hard
        bounces count, and mail to the mailbox simulator does not [doc-sim-quota]. AWS takes the
        rates of a volume that it does not tell; here they are those of all recipients so far, so
        send enough mails before one bounces.
        """
        return self._state.reputation.is_enforced

    @enforce_reputation.setter
    def enforce_reputation(self, value: bool) -> None:
        self._state.reputation.is_enforced = arguments.flag("enforce_reputation", value)

    def pause_tenant(self, name: str) -> None:
        """Pause a tenant's sending, as AWS does because of its reputation.

        Unlike a pause by UpdateReputationEntityCustomerManagedStatus, the application cannot lift
        it [tenant-statuses]. If the tenant could send before, SES publishes a `Sending Status
        Disabled` to the default event bus, with the origin AWS_MANAGED [tenant-status-event]; it is
        handed over at once. It names no cause, as AWS's words are not known.

        Raises:
            SesmockError: There is no such tenant.
        """
        self._judge_tenant(name, "DISABLED")

    def resume_tenant(self, name: str) -> None:
        """Lift a pause by AWS of a tenant's sending.

        If the tenant can then send again, SES publishes a `Sending Status Enabled`.

        Raises:
            SesmockError: There is no such tenant.
        """
        self._judge_tenant(name, "ENABLED")

    def _judge_tenant(self, name: str, status: SendingStatus) -> None:
        with self._state.lock, arguments.AsSesWants():
            change = self._state.tenants.judge(name, status)
        if change is not None:
            self._state.publisher.happen(change, change.updated_at)

    # Recommendations and insights

    def add_recommendation(
        self,
        type: RecommendationType,  # noqa: A002 - SES's name
        resource: str,
        *,
        impact: Impact = "HIGH",
        status: RecommendationStatus = "OPEN",
        description: str | None = None,
    ) -> None:
        """Add a recommendation for ListRecommendations to list.

        It does while the Virtual Deliverability Manager is enabled. The same again changes impact
        or status. The open ones about a tenant make its ReputationImpact in GetReputationEntity.

        Args:
            type: DKIM, DMARC, SPF, BIMI, COMPLAINT, BOUNCE, FEEDBACK_3P or IP_LISTING.
            resource: An identity, or the ARN of anything, such as a tenant.
            impact: LOW or HIGH.
            status: OPEN or FIXED.
            description: What tells it from others of the type. By default the type.

        Raises:
            SesmockError: An argument is invalid.
        """
        arguments.one_of("type", type, get_args(RecommendationType))
        arguments.one_of("impact", impact, get_args(Impact))
        arguments.one_of("status", status, get_args(RecommendationStatus))
        arn = resource
        if not resource.startswith("arn:"):
            arn = self._state.identity_arn(arguments.identity(resource).name)
        with self._state.lock:
            self._state.recommendations.put(arn, type, description or type, impact, status)

    def set_address_insights(
        self, address: str, *, is_valid: Verdict | None = None, **evaluations: Verdict
    ) -> None:
        """Set what GetEmailAddressInsights finds of an address.

        By default an address is valid and exists, and has no risk unless its local part is admin,
        support or info: then it is a role address [address-insights].

        Args:
            address: The email address, exactly as the application passes it.
            is_valid: HIGH, MEDIUM or LOW.
            **evaluations: The same for has_valid_syntax, has_valid_dns_records, mailbox_exists,
                is_role_address, is_disposable, is_random_input. The others stay as they are by
                default.

        Raises:
            SesmockError: A verdict is none, or there is no such evaluation.
        """
        usual = usual_insights(address, has_valid_syntax=True)
        verdicts: dict[str, Verdict] = {}
        for name, verdict in evaluations.items():
            own = arguments.one_of("an evaluation", name, tuple(EVALUATIONS))
            verdicts[EVALUATIONS[own]] = arguments.one_of(name, verdict, VERDICTS)
        overall = arguments.one_of("is_valid", is_valid or usual.is_valid, VERDICTS)
        insights = AddressInsights(overall, {**usual.evaluations, **verdicts})
        with self._state.lock:
            self._state.address_insights[address] = insights

    # Files in S3

    def put_s3_object(self, url: str, content: str | bytes) -> None:
        """Put a file where an import job reads it: CSV, or a JSON object a line.

        An import job whose file nobody put there fails. The mock touches no S3, not even Moto's.

        Args:
            url: The URL that the application passes to CreateImportJob, such as
                `s3://imports/suppressed.csv`.
            content: The file's content; bytes are UTF-8.

        Raises:
            SesmockError: `url` is not that of an object in S3, or the content is none.
        """
        if not isinstance(url, str) or import_jobs.OBJECT_URL.fullmatch(url) is None:
            raise SesmockError(f"url must be like s3://bucket/key, not {url!r}")
        if not isinstance(content, str | bytes):
            raise SesmockError(f"content must be a str or bytes, not {content!r}")
        text = content if isinstance(content, str) else content.decode(errors="replace")
        with self._state.lock:
            self._state.import_jobs.put_object(url, text.removeprefix("\ufeff"))

    def export_file(self, job_id: str) -> str:
        """The file that an export job has written, to which the job's S3Url leads on AWS.

        The application gets that URL from GetExportJob; nothing is there to download in a test.

        Raises:
            SesmockError: There is no such job, or it has not completed: jobs end by the mock's
                clock, five seconds after they were created.
        """
        with self._state.lock, arguments.AsSesWants():
            job = self._state.export_jobs.require(job_id)
            file = self._state.export_jobs.file(job)
        if file is None:
            raise SesmockError(
                f"export job {job_id!r} has not completed: advance the clock, or see whether it "
                "was cancelled"
            )
        return file.text

    # Resources of other services

    def deny_access(self, *resources: str) -> None:
        """Put resources of other AWS services out of SES's reach.

        SES then refuses to be pointed at them, as if they did not exist or did not let it in. It
        looks when a receipt rule, an event destination or a notification topic is set, with either
        API; what already names the resource stays as it is. By default SES reaches everything. With
        the option `publish="moto"`, of topics and Firehose streams it reaches those that moto has.

        Args:
            resources: Names of S3 buckets, and ARNs of SNS topics, Lambda functions, Firehose
                streams, event buses, IAM roles, KMS keys, Pinpoint applications, WorkMail
                organizations and Connect instances.

        Raises:
            SesmockError: One of them is none of these. In that case nothing changes.
        """
        names = [arguments.resource(each) for each in resources]
        with self._state.lock:
            for name in names:
                self._state.access.deny(name)

    def allow_access(self, *resources: str) -> None:
        """Bring resources back into SES's reach, named as in `deny_access`.

        Raises:
            SesmockError: One of them is no such resource. In that case nothing changes.
        """
        names = [arguments.resource(each) for each in resources]
        with self._state.lock:
            for name in names:
                self._state.access.allow(name)

    @property
    def inaccessible_resources(self) -> tuple[str, ...]:
        """The resources out of SES's reach, in the order denied: ARNs, and names of buckets."""
        return tuple(self._state.access)
