"""What SES says of contacts agrees with a model, whatever is done to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sending import sesv2

from pytest_sesmock import SESMock

pytestmark = pytest.mark.slow

LIST = {"ContactListName": "readers"}


def preferences(statuses: dict[str, str]) -> list[dict[str, str]]:
    """TopicPreferences, or what results say of them."""
    return [
        {"TopicName": topic, "SubscriptionStatus": status} for topic, status in statuses.items()
    ]


CLIENT = sesv2()
ADDRESSES = st.sampled_from(["ada@example.com", "bob@example.com", "Ada@example.com"])
CHOICES = st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["OPT_IN", "OPT_OUT"]))
DEFAULTS = {"a": "OPT_IN", "b": "OPT_OUT"}


class ContactsMachine(RuleBasedStateMachine):
    """What Get and List say of contacts is what was last said of them."""

    @initialize()
    def start(self) -> None:
        self.mock = SESMock(region="us-east-1")
        self.mock.__enter__()
        self.client = CLIENT
        topics = [
            {"TopicName": name, "DisplayName": name, "DefaultSubscriptionStatus": status}
            for name, status in DEFAULTS.items()
        ]
        self.client.create_contact_list(**LIST, Topics=topics)
        self.model: dict[str, dict[str, Any]] = {}

    def teardown(self) -> None:
        self.mock.__exit__(None, None, None)

    def call(self, method: str, address: str, **parameters: Any) -> bool:
        """Whether SES did it."""
        try:
            getattr(self.client, method)(**LIST, EmailAddress=address, **parameters)
        except self.client.exceptions.ClientError:
            return False
        return True

    @rule(address=ADDRESSES, chosen=CHOICES, unsubscribed=st.booleans(), data=st.none() | st.text())
    def create(self, address: str, chosen: Any, unsubscribed: bool, data: str | None) -> None:
        given = {} if data is None else {"AttributesData": data}
        assert (address not in self.model) == self.call(
            "create_contact",
            address,
            TopicPreferences=preferences(chosen),
            UnsubscribeAll=unsubscribed,
            **given,
        )
        self.model.setdefault(
            address, {"chosen": dict(chosen), "unsubscribed": unsubscribed, "data": data}
        )

    @rule(address=ADDRESSES, chosen=CHOICES, unsubscribed=st.booleans())
    def update(self, address: str, chosen: Any, unsubscribed: bool) -> None:
        assert (address in self.model) == self.call(
            "update_contact",
            address,
            TopicPreferences=preferences(chosen),
            UnsubscribeAll=unsubscribed,
        )
        if address in self.model:
            self.model[address]["chosen"].update(chosen)
            self.model[address].update(unsubscribed=unsubscribed, data=None)

    @rule(address=ADDRESSES)
    def delete(self, address: str) -> None:
        assert (address in self.model) == self.call("delete_contact", address)
        self.model.pop(address, None)

    @invariant()
    def agrees(self) -> None:
        contacts = self.client.list_contacts(**LIST)["Contacts"]
        assert [contact["EmailAddress"] for contact in contacts] == sorted(self.model)
        for contact in contacts:
            known = self.model[contact["EmailAddress"]]
            found = self.client.get_contact(**LIST, EmailAddress=contact["EmailAddress"])
            for seen in (contact, found):
                chosen = seen.get("TopicPreferences", [])
                assert chosen == preferences(known["chosen"])
                others = {each: DEFAULTS[each] for each in DEFAULTS if each not in known["chosen"]}
                assert seen.get("TopicDefaultPreferences", []) == preferences(others)
                assert seen["UnsubscribeAll"] == known["unsubscribed"]
            assert found.get("AttributesData") == known["data"]


TestContacts = ContactsMachine.TestCase
