"""Identities through both APIs and the account, against a plain model: all views agree."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sending import ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.engine.addresses import Mailbox

pytestmark = pytest.mark.slow

NAMES = ["example.com", "a.example.com", "ada@a.example.com"]
SENDERS = ["ada@example.com", "ada@a.example.com", "bob@a.example.com"]
SETS = ["news"]
UPPER = {"Pending": "PENDING", "Success": "SUCCESS", "Failed": "FAILED"}
TOPIC = "arn:aws:sns:us-east-1:123456789012:feedback"
POLICY = '{"Statement":[]}'


@dataclass
class Modelled:
    """What the model holds of an identity."""

    status: str
    dkim: str = "NotStarted"
    signing: bool = False
    mail_from: str | None = None
    configuration_set: str | None = None
    forwards: bool = True
    bounce_topic: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    policies: set[str] = field(default_factory=set)


def domain_of(name: str) -> str:
    return name.rpartition("@")[2]


name_of_identity = st.sampled_from(NAMES)
domain = st.sampled_from(NAMES[:2])


class Agreement(RuleBasedStateMachine):
    """Every rule does the same to the mock and to the model."""

    v1, v2 = ses(), sesv2()

    def __init__(self) -> None:
        super().__init__()
        self.mock = SESMock(region="us-east-1", configuration_sets=SETS)
        self.account = self.mock.account()
        self.model: dict[str, Modelled] = {}

    @initialize(names=st.sets(st.sampled_from(NAMES)))
    def enter(self, names: set[str]) -> None:
        self.mock.__enter__()
        for name in sorted(names):
            self.add(name, "Success")

    def teardown(self) -> None:
        self.look_at_all_of_them()
        self.mock.__exit__(None, None, None)

    def started(self) -> str:
        return "Success" if self.account.auto_verify else "Pending"

    def set_status(self, name: str, status: str) -> Modelled:
        identity = self.model.setdefault(name, Modelled(status))
        identity.status = status
        if identity.dkim != "NotStarted":
            identity.dkim = status
        return identity

    def start(self, name: str) -> Modelled:
        identity = self.model.get(name)
        if identity is None or identity.status != "Success":
            identity = self.set_status(name, self.started())
        return identity

    # The test author

    @rule(value=st.booleans())
    def choose_auto_verify(self, value: bool) -> None:
        self.account.auto_verify = value

    @rule(name=name_of_identity, status=st.sampled_from(list(UPPER)))
    def add(self, name: str, status: str) -> None:
        self.account.add_identity(name, status)
        self.set_status(name, status)

    # API v1

    @rule(name=name_of_identity)
    def verify(self, name: str) -> None:
        if "@" in name:
            self.v1.verify_email_identity(EmailAddress=name)
        else:
            self.v1.verify_domain_identity(Domain=name)
        self.start(name)

    @rule(name=domain)
    def verify_dkim(self, name: str) -> None:
        self.v1.verify_domain_dkim(Domain=name)
        identity = self.start(name)
        if identity.dkim == "NotStarted":
            identity.dkim, identity.signing = self.started(), True

    @rule(name=name_of_identity)
    def delete(self, name: str) -> None:
        self.v1.delete_identity(Identity=name)
        self.model.pop(name, None)

    @rule(name=name_of_identity, topic=st.sampled_from([TOPIC, None]))
    def set_topic(self, name: str, topic: str | None) -> None:
        given = {} if topic is None else {"SnsTopic": topic}
        with suppress(ClientError):
            self.v1.set_identity_notification_topic(
                Identity=name, NotificationType="Bounce", **given
            )
        if name in self.model:
            self.model[name].bounce_topic = topic

    @rule(name=name_of_identity, policy=st.sampled_from("pq"))
    def put_policy(self, name: str, policy: str) -> None:
        with suppress(ClientError):
            self.v1.put_identity_policy(Identity=name, PolicyName=policy, Policy=POLICY)
        if name in self.model:
            self.model[name].policies.add(policy)

    # API v2

    @rule(
        name=name_of_identity,
        tags=st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy")),
        configuration_set=st.sampled_from([*SETS, ""]),
    )
    def create(self, name: str, tags: dict[str, str], configuration_set: str) -> None:
        with suppress(self.v2.exceptions.AlreadyExistsException):
            self.v2.create_email_identity(
                EmailIdentity=name,
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
                ConfigurationSetName=configuration_set,
            )
        if name not in self.model:
            identity = self.start(name)
            identity.tags, identity.configuration_set = tags, configuration_set or None
            if "@" not in name:
                identity.dkim, identity.signing = self.started(), True

    @rule(name=name_of_identity)
    def delete2(self, name: str) -> None:
        with suppress(self.v2.exceptions.NotFoundException):
            self.v2.delete_email_identity(EmailIdentity=name)
        self.model.pop(name, None)

    @rule(name=name_of_identity, signing=st.booleans(), api=st.sampled_from([1, 2]))
    def enable_signing(self, name: str, signing: bool, api: int) -> None:
        with suppress(ClientError):
            if api == 1:
                self.v1.set_identity_dkim_enabled(Identity=name, DkimEnabled=signing)
            else:
                self.v2.put_email_identity_dkim_attributes(
                    EmailIdentity=name, SigningEnabled=signing
                )
        if "@" not in name and name in self.model:
            self.model[name].signing = signing

    @rule(name=name_of_identity, forwards=st.booleans(), api=st.sampled_from([1, 2]))
    def forward(self, name: str, forwards: bool, api: int) -> None:
        with suppress(ClientError):
            if api == 1:
                self.v1.set_identity_feedback_forwarding_enabled(
                    Identity=name, ForwardingEnabled=forwards
                )
            else:
                self.v2.put_email_identity_feedback_attributes(
                    EmailIdentity=name, EmailForwardingEnabled=forwards
                )
        if name in self.model:
            self.model[name].forwards = forwards

    @rule(name=name_of_identity, unset=st.booleans(), api=st.sampled_from([1, 2]))
    def set_mail_from(self, name: str, unset: bool, api: int) -> None:
        mail_from = f"m.{domain_of(name)}"
        given = {} if unset else {"MailFromDomain": mail_from}
        with suppress(ClientError):
            if api == 1:
                self.v1.set_identity_mail_from_domain(Identity=name, **given)
            else:
                self.v2.put_email_identity_mail_from_attributes(EmailIdentity=name, **given)
        if name in self.model:
            self.model[name].mail_from = None if unset else mail_from

    @rule(name=name_of_identity, configuration_set=st.sampled_from([*SETS, ""]))
    def set_default(self, name: str, configuration_set: str) -> None:
        with suppress(self.v2.exceptions.NotFoundException):
            self.v2.put_email_identity_configuration_set_attributes(
                EmailIdentity=name, ConfigurationSetName=configuration_set
            )
        if name in self.model:
            self.model[name].configuration_set = configuration_set or None

    # What they show

    @invariant()
    def the_account_has_them(self) -> None:
        assert self.account.identities == {
            name: identity.status for name, identity in self.model.items()
        }

    @invariant()
    def both_list_them_in_the_same_order(self) -> None:
        entries = self.v2.list_email_identities()["EmailIdentities"]
        listed = [entry["IdentityName"] for entry in entries]
        assert listed == self.v1.list_identities()["Identities"] == list(self.model)
        for entry in entries:
            assert entry["VerificationStatus"] == UPPER[self.model[entry["IdentityName"]].status]

    # Now and then, and at the end: it takes its time.
    @rule()
    def look_at_all_of_them(self) -> None:
        self.look_through_v1()
        self.look_through_v2()

    def look_through_v1(self) -> None:
        found = self.v1.get_identity_verification_attributes(Identities=NAMES)
        statuses = found["VerificationAttributes"]
        assert {name: each["VerificationStatus"] for name, each in statuses.items()} == {
            name: identity.status for name, identity in self.model.items()
        }
        dkim = self.v1.get_identity_dkim_attributes(Identities=NAMES)["DkimAttributes"]
        for name in NAMES:
            wanted = self.model.get(domain_of(name), Modelled(""))
            assert dkim[name]["DkimVerificationStatus"] == wanted.dkim
            assert dkim[name]["DkimEnabled"] == wanted.signing
        feedback = self.v1.get_identity_notification_attributes(Identities=NAMES)
        assert {
            name: (each["ForwardingEnabled"], each.get("BounceTopic"))
            for name, each in feedback["NotificationAttributes"].items()
        } == {
            name: (identity.forwards, identity.bounce_topic)
            for name, identity in self.model.items()
        }
        mail_from = self.v1.get_identity_mail_from_domain_attributes(Identities=NAMES)
        assert {
            name: each.get("MailFromDomain")
            for name, each in mail_from["MailFromDomainAttributes"].items()
        } == {name: identity.mail_from for name, identity in self.model.items()}

    def look_through_v2(self) -> None:
        dkim = self.v1.get_identity_dkim_attributes(Identities=NAMES)["DkimAttributes"]
        for name, identity in self.model.items():
            shown = self.v2.get_email_identity(EmailIdentity=name)
            assert shown["VerificationStatus"] == UPPER[identity.status]
            assert shown["FeedbackForwardingStatus"] == identity.forwards
            assert shown["MailFromAttributes"].get("MailFromDomain") == identity.mail_from
            assert shown.get("ConfigurationSetName") == identity.configuration_set
            assert {tag["Key"]: tag["Value"] for tag in shown["Tags"]} == identity.tags
            assert set(shown["Policies"]) == identity.policies
            assert shown["DkimAttributes"].get("Tokens") == dkim[name].get("DkimTokens")
            assert shown["DkimAttributes"]["SigningEnabled"] == dkim[name]["DkimEnabled"]

    @invariant()
    def the_closest_verified_one_has_the_say(self) -> None:
        for sender in SENDERS:
            closest = (sender, domain_of(sender), domain_of(sender).removeprefix("a."))
            sets = [
                self.model[name].configuration_set
                for name in closest
                if name in self.model and self.model[name].status == "Success"
            ]
            wanted = next((each for each in sets if each), None)
            assert self.account._state.default_configuration_set(Mailbox(sender)) == wanted


TestAgreement = Agreement.TestCase
TestAgreement.settings = settings(stateful_step_count=25)
