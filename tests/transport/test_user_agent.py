"""User-Agent is what botocore makes it, although its parts are not written anew each time."""

from __future__ import annotations

from typing import Any

import botocore.useragent
import pytest
from botocore.config import Config
from botocore.useragent import UserAgentComponent
from hypothesis import given
from hypothesis import strategies as st
from sending import SEND, ses

from pytest_sesmock import SESMock

EXTRA = "shop/1.2 (\u00fcber) md/a#b ##"
CONFIGS = {
    "default": Config(),
    "extra": Config(user_agent_extra=EXTRA),
    "application": Config(user_agent_appid="shop (1.2)/\u00fc"),
    "adaptive": Config(retries={"mode": "adaptive"}),
}
TEXTS = st.text(max_size=12)


def sent(client: Any) -> list[bytes]:
    """User-Agent of two calls."""
    agents: list[bytes] = []

    def listen(request: Any, **_: Any) -> None:
        agents.append(request.headers["User-Agent"])

    client.meta.events.register("before-send", listen)
    for _ in range(2):
        client.send_email(**SEND)
    client.meta.events.unregister("before-send", listen)
    return agents


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_it_is_botocores(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]):
        client = ses(config=config)
        remembered = sent(client)
        wrapper = botocore.useragent.sanitize_user_agent_string_component._sesmock_wrapper
        monkeypatch.setattr(
            botocore.useragent, "sanitize_user_agent_string_component", wrapper.original
        )
        assert remembered == sent(client)


@given(prefix=TEXTS, name=TEXTS, value=st.none() | TEXTS)
def test_any_part_is_botocores(prefix: str, name: str, value: str | None) -> None:
    part = UserAgentComponent(prefix, name, value)
    written = part.to_string()
    with SESMock():
        assert [part.to_string(), part.to_string()] == [written, written]
