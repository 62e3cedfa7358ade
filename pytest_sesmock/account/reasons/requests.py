"""Why SES refuses any request at all."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

REQUEST_SHAPE = Reason(
    "request-shape",
    Fault.VALIDATION,
    Text("{violations}", "A2", ("val-v1-enum-2026", "val-two", "val-null-source")),
    "The parameters must satisfy the constraints of the service model.",
    "The wording of 2026, probed; the order of several violations is inferred.",
)

REASONS = (REQUEST_SHAPE,)
