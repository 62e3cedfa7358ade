"""The services that moto mocks in this process, for what SES publishes to them.

Nothing of this can reach the network: what moto does not answer is stopped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown where the application calls.
__tracebackhide__ = True

MOTO = "moto.core.models"
"""The module that has moto's handler."""

_INACTIVE = (
    "publish='moto' needs moto: SES has something to publish, and moto is not active. Run the test "
    "within moto's mock_aws, which goes around everything that sends or sets up SES."
)


class MotoServices:
    """Clients of moto's services, each made when first needed."""

    __slots__ = ("_clients",)

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], Any] = {}

    def call(self, service: str, region: str, method: str, parameters: Mapping[str, Any]) -> None:
        """Call a method of a service.

        What moto refuses is lost, as an event is whose topic was deleted [evs-sns-deleted-topic].

        Raises:
            SesmockError: moto is not active, or lacks the service.
        """
        _answers(getattr(self._client(service, region), method), parameters)

    def has(self, arn: str) -> bool:
        """Whether moto has a topic or a delivery stream; it has whatever else there is.

        Raises:
            SesmockError: moto is not active.
        """
        _, _, service, region, *_ = [*arn.split(":"), "", "", ""]
        lookup = _LOOKUPS.get(service)
        return lookup is None or lookup(self._client(service, region), arn)

    def _client(self, service: str, region: str) -> Any:
        if _stubber() is None:
            raise SesmockError(_INACTIVE)
        client = self._clients.get((service, region))
        if client is None:
            client = self._clients[service, region] = _make_client(service, region)
        return client


def find_stubber() -> Any:
    """Moto's handler of before-send, which all clients have; None until moto is imported."""
    return getattr(sys.modules.get(MOTO), "botocore_stubber", None)


def _stubber() -> Any:
    """What answers for moto; None if it is not active."""
    stubber = find_stubber()
    return stubber if getattr(stubber, "enabled", False) else None


def _make_client(service: str, region: str) -> Any:
    client: Any = botocore.session.Session().create_client(
        service,
        region_name=region,
        # As moto's documentation has them; nothing checks them.
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 - no secret
        config=Config(ignore_configured_endpoint_urls=True),
    )
    # In the place of moto's own handler, without whose answer botocore would call the network.
    client.meta.events.unregister("before-send", _stubber())
    client.meta.events.register("before-send", _answer)
    return client


def _answer(request: Any, event_name: str, **_: Any) -> Any:
    stubber = _stubber()
    answer = None if stubber is None else stubber(event_name=event_name, request=request)
    if answer is None:
        raise SesmockError(f"moto did not answer a call of {request.url}, which was stopped")
    return answer


def _answers(method: Callable[..., object], parameters: Mapping[str, Any]) -> bool:
    try:
        method(**parameters)
    except ClientError:
        return False
    except SesmockError:
        raise
    except Exception as error:
        raise SesmockError(f"moto failed to answer a call for SES: {error!r}") from error
    return True


def _has_topic(client: Any, arn: str) -> bool:
    return _answers(client.get_topic_attributes, {"TopicArn": arn})


def _has_stream(client: Any, arn: str) -> bool:
    name = arn.partition("deliverystream/")[2]
    return _answers(client.describe_delivery_stream, {"DeliveryStreamName": name})


_LOOKUPS = {"sns": _has_topic, "firehose": _has_stream}
