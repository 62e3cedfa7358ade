"""Marks for tests of what older versions of botocore do not know."""

from __future__ import annotations

import pytest

from pytest_sesmock.wire.models import service_model


def recent(shape: str) -> pytest.MarkDecorator:
    """Skips a test where the service model of SES v2 lacks a shape."""
    known = shape in service_model("sesv2").shape_names
    return pytest.mark.skipif(not known, reason=f"this botocore has no {shape}")


def recent_member(operation: str, member: str) -> pytest.MarkDecorator:
    """Skips a test where an operation of SES v2 cannot be given a member."""
    known = member in service_model("sesv2").operation_model(operation).input_shape.members
    return pytest.mark.skipif(not known, reason=f"this botocore's {operation} has no {member}")


INLINE_TEMPLATES = pytest.mark.skipif(
    "TemplateContent" not in service_model("sesv2").shape_for("Template").members,
    reason="this botocore's templates have no content",
)
"""Skips a test of templates given with the request where botocore cannot give any."""

SHAPES_OF_EXAMPLES = {
    "test_api_v2_additions.py": "Attachment",
    "test_insights_and_exports.py": "GetEmailAddressInsightsRequest",
    "test_tenants_of_an_application.py": "Tenant",
}
"""What the examples in a file of the documentation need."""
