"""Configuration sets under both APIs, against a plain model of what was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sending import TOPIC, mail, ses, sesv2

from pytest_sesmock import SESMock

pytestmark = pytest.mark.slow

ONCE = Config(retries={"total_max_attempts": 1})
V1, V2 = ses(config=ONCE), sesv2(config=ONCE)
EVERYTHING = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]

sets = st.sampled_from(["a", "b"])
destinations = st.sampled_from(["first", "second"])
domains = st.sampled_from(["example.com", "go.example.com", "none.example"])
policies = st.sampled_from(["REQUIRE", "OPTIONAL", None])
either = st.booleans()
types = st.lists(st.sampled_from(["send", "bounce", "renderingFailure"]), min_size=1, unique=True)
SPELT = {"send": "SEND", "bounce": "BOUNCE", "renderingFailure": "RENDERING_FAILURE"}


def done(method: Any, **parameters: Any) -> bool:
    """Calls; whether it was not refused."""
    try:
        method(**parameters)
    except ClientError:
        return False
    return True


class ConfigurationSets(RuleBasedStateMachine):
    """The model: a dict of sets, each a dict of its settings, its destinations a list of pairs."""

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[str, dict[str, Any]] = {}
        self.about = ""
        self.mock = SESMock(region="us-east-1", verified_identities=["example.com"])
        self.mock.__enter__()

    def teardown(self) -> None:
        self.mock.__exit__(None, None, None)

    def settle(self, happened: bool, expected: bool, name: str, **changes: Any) -> None:
        """Only what the model expects is done, and then it holds."""
        assert happened is expected
        self.about = name
        if happened:
            self.model[name].update(changes)

    @rule(name=sets, v1=either)
    def create(self, name: str, v1: bool) -> None:
        if v1:
            happened = done(V1.create_configuration_set, ConfigurationSet={"Name": name})
        else:
            happened = done(V2.create_configuration_set, ConfigurationSetName=name)
        assert happened is (name not in self.model)
        if happened:
            self.model[name] = {
                "sends": True,
                "metrics": not v1,
                "fresh": False,
                "domain": None,
                "policy": None,
                "destinations": [],
            }
        self.about = name
        self.both_list_the_model()

    @rule(name=sets, v1=either)
    def delete(self, name: str, v1: bool) -> None:
        happened = done((V1 if v1 else V2).delete_configuration_set, ConfigurationSetName=name)
        assert happened is (self.model.pop(name, None) is not None)
        self.both_list_the_model()

    @rule(name=sets, v1=either, enabled=either)
    def enable(self, name: str, v1: bool, enabled: bool) -> None:
        known = self.model.get(name, {})
        if v1:
            method, parameter = V1.update_configuration_set_sending_enabled, "Enabled"
        else:
            method, parameter = V2.put_configuration_set_sending_options, "SendingEnabled"
        happened = done(method, ConfigurationSetName=name, **{parameter: enabled})
        fresh = known.get("fresh") or (enabled and not known.get("sends"))
        self.settle(happened, name in self.model, name, sends=enabled, fresh=fresh)

    @rule(name=sets, v1=either, enabled=either)
    def publish_metrics(self, name: str, v1: bool, enabled: bool) -> None:
        if v1:
            method, parameter = V1.update_configuration_set_reputation_metrics_enabled, "Enabled"
        else:
            method = V2.put_configuration_set_reputation_options
            parameter = "ReputationMetricsEnabled"
        happened = done(method, ConfigurationSetName=name, **{parameter: enabled})
        self.settle(happened, name in self.model, name, metrics=enabled)

    @rule(name=sets, v1=either, policy=policies)
    def put_delivery(self, name: str, v1: bool, policy: str | None) -> None:
        options = {} if policy is None else {"TlsPolicy": policy.capitalize() if v1 else policy}
        if v1:
            method = V1.put_configuration_set_delivery_options
            happened = done(method, ConfigurationSetName=name, DeliveryOptions=options)
        else:
            method = V2.put_configuration_set_delivery_options
            happened = done(method, ConfigurationSetName=name, **options)
        self.settle(happened, name in self.model, name, policy=policy)

    @rule(name=sets, domain=domains, verb=st.sampled_from(["create", "update", "put"]))
    def track(self, name: str, domain: str, verb: str) -> None:
        options = {"CustomRedirectDomain": domain}
        if verb == "put":
            method = V2.put_configuration_set_tracking_options
            happened = done(method, ConfigurationSetName=name, **options)
        else:
            method = getattr(V1, f"{verb}_configuration_set_tracking_options")
            happened = done(method, ConfigurationSetName=name, TrackingOptions=options)
        has_one = self.model.get(name, {}).get("domain") is not None
        fits = verb == "put" or has_one is (verb == "update")
        verified = domain != "none.example"
        self.settle(happened, name in self.model and fits and verified, name, domain=domain)

    @rule(name=sets, v1=either)
    def do_not_track(self, name: str, v1: bool) -> None:
        if v1:
            method = V1.delete_configuration_set_tracking_options
        else:
            method = V2.put_configuration_set_tracking_options
        happened = done(method, ConfigurationSetName=name)
        has_one = self.model.get(name, {}).get("domain") is not None
        self.settle(happened, name in self.model and (has_one or not v1), name, domain=None)

    @rule(
        name=sets,
        v1=either,
        verb=st.sampled_from(["create", "update"]),
        destination=destinations,
        types=types,
    )
    def put_destination(
        self, name: str, v1: bool, verb: str, destination: str, types: list[str]
    ) -> None:
        method = getattr(V1 if v1 else V2, f"{verb}_configuration_set_event_destination")
        if v1:
            definition: dict[str, Any] = {
                "Name": destination,
                "MatchingEventTypes": types,
                "SNSDestination": {"TopicARN": TOPIC},
            }
            happened = done(method, ConfigurationSetName=name, EventDestination=definition)
        else:
            definition = {
                "MatchingEventTypes": [SPELT[each] for each in types],
                "SnsDestination": {"TopicArn": TOPIC},
            }
            happened = done(
                method,
                ConfigurationSetName=name,
                EventDestinationName=destination,
                EventDestination=definition,
            )
        known = dict(self.model.get(name, {}).get("destinations", ()))
        fits = (destination in known) is (verb == "update")
        known[destination] = types
        pairs = list(known.items())
        self.settle(happened, name in self.model and fits, name, destinations=pairs)

    @rule(name=sets, v1=either, destination=destinations)
    def delete_destination(self, name: str, v1: bool, destination: str) -> None:
        happened = done(
            (V1 if v1 else V2).delete_configuration_set_event_destination,
            ConfigurationSetName=name,
            EventDestinationName=destination,
        )
        known = dict(self.model.get(name, {}).get("destinations", ()))
        there = known.pop(destination, None) is not None
        self.settle(happened, there, name, destinations=list(known.items()))

    @rule(name=sets)
    def send(self, name: str) -> None:
        known = self.model.get(name, {"sends": False})
        assert done(V1.send_email, **mail(ConfigurationSetName=name)) is known["sends"]

    @invariant()
    def both_show_the_model(self) -> None:
        """As far as the last rule may have changed it; looking at everything takes long."""
        if self.about not in self.model:
            return
        known, name = self.model[self.about], {"ConfigurationSetName": self.about}
        policy, domain = known["policy"], known["domain"]
        first = V1.describe_configuration_set(**name, ConfigurationSetAttributeNames=EVERYTHING)
        second = V2.get_configuration_set(**name)
        listed = V2.get_configuration_set_event_destinations(**name)["EventDestinations"]

        assert first["ReputationOptions"]["SendingEnabled"] is known["sends"]
        assert second["SendingOptions"]["SendingEnabled"] is known["sends"]
        for options in (first["ReputationOptions"], second["ReputationOptions"]):
            assert options["ReputationMetricsEnabled"] is known["metrics"]
            assert ("LastFreshStart" in options) is known["fresh"]
        for shown in (first, second):
            assert shown.get("TrackingOptions", {}).get("CustomRedirectDomain") == domain
        assert first.get("DeliveryOptions", {}).get("TlsPolicy") == (policy and policy.capitalize())
        assert second.get("DeliveryOptions", {}).get("TlsPolicy") == policy
        assert known["destinations"] == [
            (each["Name"], each["MatchingEventTypes"])
            for each in first.get("EventDestinations", ())
        ]
        assert [
            (destination, [SPELT[each] for each in types])
            for destination, types in known["destinations"]
        ] == [(each["Name"], each["MatchingEventTypes"]) for each in listed]

    def both_list_the_model(self) -> None:
        first = V1.list_configuration_sets()["ConfigurationSets"]
        assert [each["Name"] for each in first] == sorted(self.model)
        assert V2.list_configuration_sets()["ConfigurationSets"] == sorted(self.model)


TestConfigurationSets = ConfigurationSets.TestCase
