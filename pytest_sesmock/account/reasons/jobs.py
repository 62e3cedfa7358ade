"""Why SES refuses import and export jobs."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

IMPORT_LIST_MISSING = Reason(
    "import-contact-list",
    Fault.NOT_FOUND,
    Text("ContactList <{name}> doesn't exist", "A2", ("import-list-missing",)),
    "The contact list of an import must exist in this region.",
)
IMPORT_DESTINATION_INVALID = Reason(
    "import-destination",
    Fault.INVALID_PARAMETER,
    Text("", "C", ("import-job-model",)),
    "An import must have one destination: the suppression list or a contact list.",
    "The code is the service model's, the text is not known.",
)
IMPORT_IN_SANDBOX = Reason(
    "import-production-access",
    Fault.PRODUCTION_ACCESS_NOT_GRANTED,
    Text("", "C", ("import-suppression", "doc-suppr-match")),
    "The account must be out of the sandbox to import addresses into its suppression list.",
    "The rule is documented, code and text are not known.",
)
TOO_MANY_IMPORT_JOBS = Reason(
    "import-jobs-limit",
    Fault.LIMIT_EXCEEDED,
    Text("", "C", ("import-limit",)),
    "A new import job must be one of at most 20 that run at a time.",
    "The limit is documented, the text is not known.",
)
IMPORT_JOB_MISSING = Reason(
    "import-job-known",
    Fault.NOT_FOUND,
    Text("", "C", ("import-job-model",)),
    "The import job must exist in this region.",
    "The code is the service model's, the text is not known.",
)
IMPORT_PAGE_SIZE_INVALID = Reason(
    "import-jobs-page-size",
    Fault.INVALID_PARAMETER,
    Text("PageSize must be between 1 and 100", "C", ("export-list", "import-job-model")),
    "PageSize must be between 1 and 100.",
    "Probed for export jobs.",
)
IMPORT_TOKEN_INVALID = Reason(
    "import-jobs-next-token",
    Fault.INVALID_PARAMETER,
    Text("Failed to deserialize token. ", "C", ("export-token", "import-job-model")),
    "NextToken must come from an earlier page of the same list, with the same filter.",
    "Probed for export jobs.",
)
EXPORT_SOURCE_INVALID = Reason(
    "export-source",
    Fault.INVALID_PARAMETER,
    Text("One data source must be provided", "A2", ("export-source",)),
    "An export must have one data source: metrics or message insights.",
)
EXPORT_URL_GIVEN = Reason(
    "export-s3-url",
    Fault.INVALID_PARAMETER,
    Text("Providing a custom S3 URL is not supported", "A2", ("export-s3-url",)),
    "An export must not say where its file is to be: SES tells that later.",
)
EXPORT_WITHOUT_VDM = Reason(
    "export-vdm",
    Fault.INVALID_PARAMETER,
    Text(
        "To use this feature you must enable Virtual Deliverability Manager",
        "A2",
        ("vdm-gate-export",),
    ),
    "The Virtual Deliverability Manager must be enabled, with PutAccountVdmAttributes.",
)
EXPORT_DATES_INVALID = Reason(
    "export-dates",
    Fault.INVALID_PARAMETER,
    Text("Invalid date range", "A2", ("export-dates",)),
    "An export must start before it ends.",
)
EXPORT_DAYS_PARTIAL = Reason(
    "export-days",
    Fault.INVALID_PARAMETER,
    Text(
        "To get daily aggregated data you must not specify partial-day timestamps. Please make "
        "your interval go from midnight to midnight UTC.",
        "A2",
        ("export-days",),
    ),
    "An export of metrics must be of whole days, UTC.",
)
TOO_MANY_EXPORT_JOBS = Reason(
    "export-jobs-limit",
    Fault.LIMIT_EXCEEDED,
    Text(
        "There are too many <{type}> export jobs running - either cancel one of the jobs or wait "
        "for it to complete before resubmitting.",
        "A2",
        ("export-limit",),
    ),
    "A new export job must be one of at most 20 that run at a time.",
)
EXPORT_JOB_MISSING = Reason(
    "export-job-known",
    Fault.INVALID_PARAMETER,
    Text("Invalid JobId", "A2", ("export-missing",)),
    "The export job must exist in this region.",
)
EXPORT_JOB_ENDED = Reason(
    "export-job-running",
    Fault.INVALID_PARAMETER,
    Text(
        "Cannot cancel an export job that has a <{status}> status.",
        "A2",
        ("export-cancel",),
    ),
    "An export job must be running to be cancelled.",
)
EXPORT_PAGE_SIZE_INVALID = Reason(
    "export-jobs-page-size",
    Fault.INVALID_PARAMETER,
    Text("PageSize must be between 1 and 100", "A2", ("export-list",)),
    "PageSize must be between 1 and 100.",
)
EXPORT_TOKEN_INVALID = Reason(
    "export-jobs-next-token",
    Fault.INVALID_PARAMETER,
    Text("Failed to deserialize token. ", "A2", ("export-token",)),
    "NextToken must come from an earlier page of the same list, with the same filters.",
)

REASONS = (
    IMPORT_LIST_MISSING,
    IMPORT_DESTINATION_INVALID,
    IMPORT_IN_SANDBOX,
    TOO_MANY_IMPORT_JOBS,
    IMPORT_JOB_MISSING,
    IMPORT_PAGE_SIZE_INVALID,
    IMPORT_TOKEN_INVALID,
    EXPORT_SOURCE_INVALID,
    EXPORT_URL_GIVEN,
    EXPORT_WITHOUT_VDM,
    EXPORT_DATES_INVALID,
    EXPORT_DAYS_PARTIAL,
    TOO_MANY_EXPORT_JOBS,
    EXPORT_JOB_MISSING,
    EXPORT_JOB_ENDED,
    EXPORT_PAGE_SIZE_INVALID,
    EXPORT_TOKEN_INVALID,
)
