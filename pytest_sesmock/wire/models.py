"""The service models that drive the wire: botocore's own description of SES and SESv2."""

from __future__ import annotations

from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel

# The versions this package speaks. Naming them spares the loader a walk over the folders of every
# AWS service, which costs more than reading the model itself.
_API_VERSIONS = {"ses": "2010-12-01", "sesv2": "2019-09-27"}


def has_model(name: str) -> bool:
    """Whether there is a model of an API: the SMTP interface has none."""
    return name in _API_VERSIONS


@cache
def service_model(name: str) -> ServiceModel:
    """The model of `ses` or `sesv2` as the installed botocore has it, one object per process.

    Needs no session and no client. Everything in `wire` takes any `ServiceModel` and keeps what it
    compiles for as long as the process runs, per model object: pass this one, not each client's.
    """
    return ServiceModel(Loader().load_data(f"{name}/{_API_VERSIONS[name]}/service-2"), name)
