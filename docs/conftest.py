"""Makes the examples in the documentation run the same on every machine."""

import os
from importlib.util import find_spec

import pytest
from recent import SHAPES_OF_EXAMPLES, recent

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
# Without credentials, botocore asks the EC2 metadata service for some when it creates a client.
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

_NEEDS = {
    "*_with_moto.py": ["moto"],
    "*test_aioboto3.py": ["aioboto3"],
    "*test_coroutines.py": ["aiobotocore", "anyio", "httpx2", "trio"],
}
# What runs without them elsewhere: an example says nothing of skipping itself.
collect_ignore_glob = [file for file, needs in _NEEDS.items() if not all(map(find_spec, needs))]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this botocore cannot send; the examples themselves say nothing of it."""
    for item in items:
        if shape := SHAPES_OF_EXAMPLES.get(item.path.name):
            item.add_marker(recent(shape))
