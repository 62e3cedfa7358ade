"""A project whose tests send mail, for runs of pytest of its own."""

from __future__ import annotations

import pytest

MAILER = """
from functools import cache

import boto3

@cache
def client(region):
    return boto3.client("ses", region_name=region)

def send(subject, address="ada@example.org", region="eu-west-1"):
    return client(region).send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Hello"}}},
    )
"""
CONFTEST = """
import os

os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(mailer=MAILER)
    pytester.makeconftest(CONFTEST)
    pytester.makeini(
        """
        [pytest]
        addopts = --strict-markers -W error
        sesmock_region = eu-west-1
        sesmock_verified_identities = example.com
        """
    )
    return pytester
