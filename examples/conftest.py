"""The shop's tests run the same on every machine."""

import os

# Without credentials botocore would ask the EC2 metadata service for some when a client is made.
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
