"""Calls Amazon SES by boto3.

Each line of standard input is a call, `[environment, service, operation, parameters]`, each line of
standard output what it led to.
"""

from __future__ import annotations

import json
import os
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

session = boto3.Session()

for line in sys.stdin:
    environment, service, operation, parameters = json.loads(line)
    os.environ.update(environment)
    for raw in (parameters.get("RawMessage"), parameters.get("Content", {}).get("Raw")):
        if raw is not None:
            raw["Data"] = raw["Data"].encode()
    try:
        result = getattr(session.client(service), xform_name(operation))(**parameters)
    except ClientError as error:
        told = error.response["Error"]
        outcome = {"kind": type(error).__name__, "code": told["Code"], "message": told["Message"]}
    else:
        outcome = {"result": result}
    sys.stdout.write(json.dumps(outcome, default=str) + "\n")
    sys.stdout.flush()
