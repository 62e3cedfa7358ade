"""ARNs are of the partition that their region is in."""

from __future__ import annotations

import re
from pathlib import Path

import boto3
import botocore.session
import pytest

import pytest_sesmock
from pytest_sesmock.engine.arns import canonical_arn, partition_of, ses_arn, user_arn

PARTITIONS = boto3.Session().get_available_partitions()
REGIONS = [
    (region, partition)
    for partition in PARTITIONS
    for region in {
        *botocore.session.get_session().get_available_regions("ses", partition),
        *botocore.session.get_session().get_available_regions("sts", partition),
    }
]


@pytest.mark.parametrize(("region", "partition"), sorted(REGIONS))
def test_a_region_is_in_the_partition_that_botocore_says(region: str, partition: str) -> None:
    assert partition_of(region) == partition
    assert ses_arn(region, "123456789012", "identity/x.org") == (
        f"arn:{partition}:ses:{region}:123456789012:identity/x.org"
    )
    assert user_arn(region, "123456789012", "ann") == f"arn:{partition}:iam::123456789012:user/ann"


def test_most_partitions_were_asked_for() -> None:
    """Older versions of botocore know some without a region."""
    asked = {partition for _, partition in REGIONS}
    assert {"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b"} <= asked <= {*PARTITIONS}


@pytest.mark.parametrize("region", ["mars-north-1", "us-govern-1", "cnx-1", "test", ""])
def test_an_unknown_region_is_in_the_usual_partition(region: str) -> None:
    assert partition_of(region) == "aws"


@pytest.mark.parametrize(
    ("arn", "canonical"),
    [
        ("arn:aws:ses:x:1:identity/Example.COM", "arn:aws:ses:x:1:identity/example.com"),
        ("arn:aws:ses:x:1:identity/Ann@Example.COM", "arn:aws:ses:x:1:identity/Ann@Example.COM"),
        ("arn:aws:ses:x:1:configuration-set/News", "arn:aws:ses:x:1:configuration-set/News"),
        ("arn:aws:ses:x:1:template/Hi@Home", "arn:aws:ses:x:1:template/Hi@Home"),
        ("", ""),
    ],
)
def test_of_names_in_arns_domains_alone_have_no_case(arn: str, canonical: str) -> None:
    """As [domain-identity-case] and [addr-identity-case] tell."""
    assert canonical_arn(arn) == canonical


def test_one_module_writes_arns() -> None:
    """A prefix written elsewhere would be wrong in the other partitions."""
    package = Path(pytest_sesmock.__file__).parent
    writers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"f\"arn:|\"arn:aws:", path.read_text(encoding="utf-8"))
    }
    assert writers == {"engine/arns.py"}
