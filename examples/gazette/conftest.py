"""Makes the gazette's tests run the same on every machine."""

import os

# Without credentials, botocore asks the EC2 metadata service for some when it creates a client.
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
