"""A service that uses the types which SES uses in one direction only, or not at all."""

from __future__ import annotations

from botocore.model import ServiceModel


def service_of_every_type(protocol: str) -> ServiceModel:
    """A service whose one operation, `Try`, takes and gives a `Thing`."""
    return ServiceModel(
        {
            "metadata": {"apiVersion": "2010-12-01", "protocol": protocol},
            "operations": {
                "Try": {
                    "name": "Try",
                    "http": {"method": "POST", "requestUri": "/try"},
                    "input": {"shape": "Thing"},
                    "output": {"shape": "Thing", "resultWrapper": "TryResult"},
                }
            },
            "shapes": {
                "Thing": {
                    "type": "structure",
                    "members": {
                        name: {"shape": name} for name in ("Long", "Float", "Double", "Blob", "Map")
                    },
                },
                "Long": {"type": "long"},
                "Float": {"type": "float"},
                "Double": {"type": "double"},
                "Blob": {"type": "blob"},
                "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Strings"}},
                "Strings": {"type": "list", "member": {"shape": "String"}},
                "String": {"type": "string"},
            },
        }
    )
